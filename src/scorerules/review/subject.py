"""What a review looks at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from scorerules.analysis.attainable import ScoreFunction
from scorerules.analysis.ranges import Ranges
from scorerules.analysis.solving import Solver
from scorerules.analysis.study import Study
from scorerules.analysis.trials import Trials
from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.explain import titles_of
from scorerules.model import Named, Scheme
from scorerules.plan import Plan
from scorerules.reading import Table
from scorerules.ruleset import Ruleset
from scorerules.source import Source


@frozen(slots=False)
class Subject:
    """A ruleset without errors, with everything that reviewers ask about it.

    Args:
        ruleset: The ruleset.
        document: The file it was read from, joined with those it extends; ``None`` for a ruleset at hand.
    """

    ruleset: Ruleset
    document: Node | None = None

    @property
    def scheme(self) -> Scheme:
        """What the author wrote."""
        return self.ruleset.scheme

    @property
    def plan(self) -> Plan:
        """What is computed, in order."""
        return self.ruleset.plan

    @property
    def source(self) -> Source:
        """The file itself, not one that it extends."""
        assert self.document is not None
        return self.document.span.source

    @cached_property
    def study(self) -> Study:
        """What can be said of it before any record is seen."""
        return Study(self.scheme, self.plan)

    @property
    def ranges(self) -> Ranges:
        """All that every step can come to."""
        return self.study.ranges

    @property
    def functions(self) -> Mapping[str, ScoreFunction]:
        """The scores that are functions of one number, by indicator."""
        return self.study.functions

    @property
    def trials(self) -> Trials:
        """Made-up records, to see what the ruleset does with them."""
        return self.study.trials

    @property
    def solver(self) -> Solver:
        """Finds data with which something comes to a wanted value."""
        return self.study.solver

    @cached_property
    def _titles(self) -> Mapping[str, Words]:
        return titles_of(self.scheme)

    def title(self, name: str) -> Words:
        """What people call an id, the score of an id, or what stands in an id."""
        bare = name.removeprefix("score.")
        found = self._titles.get(bare) or self._titles.get(bare.partition(".")[0])
        return Words.same(name) if found is None else found

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """Where every item stands, in words of keys, by the owner of its steps."""
        scheme = self.scheme
        groups: tuple[Mapping[str, Named], ...] = (
            scheme.derived, scheme.indicators, scheme.tiers, scheme.outcomes, scheme.vetoes,
        )  # fmt: skip
        return {one.id: one.path for group in groups for one in group.values()}

    def path(self, owner: str) -> str:
        """Where the owner of a step stands, in words of keys."""
        return self.paths.get(owner, owner)

    def declares(self, table: Table) -> bool:
        """Whether the file itself has the header or the key of a table; else it is inherited."""
        place = table.place()
        return place is not None and place.source is self.source
