"""A ruleset with everything that is asked of it before any record is seen.

Goes in: what the author wrote and its plan. Comes out: ranges, score functions, made-up records and a solver,
each made once and when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from scorerules.analysis.attainable import ScoreFunction, tightened
from scorerules.analysis.ranges import Ranges
from scorerules.analysis.solving import Solver
from scorerules.analysis.trials import Trials
from scorerules.model import Scheme
from scorerules.plan import Plan


@frozen(slots=False)
class Study:
    """A ruleset without errors, looked into.

    Args:
        scheme: What the author wrote.
        plan: What is computed, in order.
    """

    scheme: Scheme
    plan: Plan

    @cached_property
    def _analysis(self) -> tuple[Ranges, Mapping[str, ScoreFunction]]:
        return tightened(self.plan)

    @property
    def ranges(self) -> Ranges:
        """All that every step can come to."""
        return self._analysis[0]

    @property
    def functions(self) -> Mapping[str, ScoreFunction]:
        """The scores that are functions of one number, by indicator."""
        return self._analysis[1]

    @cached_property
    def trials(self) -> Trials:
        """Made-up records, to see what the ruleset does with them."""
        return Trials(self.scheme, self.plan)

    @cached_property
    def solver(self) -> Solver:
        """Finds data with which something comes to a wanted value."""
        return Solver(self.trials)
