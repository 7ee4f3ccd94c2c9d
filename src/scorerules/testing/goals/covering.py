"""Which goals of a ruleset its cases reach.

Goes in: a ruleset with its cases. Comes out: every goal with the cases that reach it, item by item, and how
much that is of all. Whether a case comes out as it expects does not matter here: what its record shows
counts. A record that is refused, or that cannot be scored, shows nothing of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from scorerules.analysis.study import Study
from scorerules.errors import RecordError
from scorerules.evaluate import Trace
from scorerules.model import Example
from scorerules.record import Record
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.suites import Suite
from scorerules.testing.goals import Goal, GoalKind, goals_of


@frozen
class Reach:
    """A goal with what reaches it.

    Args:
        goal: The goal.
        cases: The names of the cases that reach it, in their order.
    """

    goal: Goal
    cases: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether some case reaches it."""
        return bool(self.cases)


@frozen
class Reaches:
    """Goals that are counted together."""

    reaches: tuple[Reach, ...]

    @property
    def asked(self) -> int:
        """How many there are."""
        return len(self.reaches)

    @property
    def reached(self) -> int:
        """How many of them some case reaches."""
        return sum(one.reached for one in self.reaches)

    @property
    def share(self) -> Fraction:
        """The part that is reached, exactly; 1 when there is nothing to reach."""
        return Fraction(self.reached, self.asked) if self.reaches else Fraction(1)

    @property
    def missing(self) -> tuple[Goal, ...]:
        """The goals that no case reaches."""
        return tuple(one.goal for one in self.reaches if not one.reached)

    def of(self, *kinds: GoalKind) -> Reaches:
        """Those of some kinds."""
        return Reaches(tuple(one for one in self.reaches if one.goal.kind in kinds))


@frozen(slots=False)
class Coverage(Reaches):
    """What the cases of a ruleset reach.

    Args:
        reaches: Every goal, in the order of the ruleset.
        cases: The names of all cases.
        computed: The steps of the plan that have a value in some case.
    """

    cases: tuple[str, ...]
    computed: frozenset[str] = frozenset()

    @cached_property
    def items(self) -> Mapping[str, Reaches]:
        """The goals of every indicator, derived value, tier, veto and outcome, the total and the grade."""
        found: dict[str, list[Reach]] = {}
        for one in self.reaches:
            found.setdefault(one.goal.item, []).append(one)
        return {item: Reaches(tuple(reaches)) for item, reaches in found.items()}


def coverage(suite: Suite | Ruleset, examples: Iterable[Example] | None = None) -> Coverage:
    """What cases reach of the goals of a ruleset.

    Args:
        suite: A ruleset with the cases of its files, or a ruleset alone.
        examples: The cases; those of the suite, or of the ruleset, unless said.
    """
    ruleset = suite.ruleset if isinstance(suite, Suite) else suite
    cases = tuple(suite.examples if examples is None else examples)
    return coverage_of(goals_of(Study(ruleset.scheme, ruleset.plan)), ruleset, cases)


def coverage_of(goals: tuple[Goal, ...], ruleset: Ruleset, cases: tuple[Example, ...]) -> Coverage:
    """What cases reach of some goals.

    Args:
        goals: The goals.
        ruleset: Their ruleset.
        cases: The cases.
    """
    shown = [(one.name, trace) for one in cases if (trace := shown_by(one, ruleset)) is not None]
    reaches = tuple(Reach(goal, tuple(name for name, trace in shown if goal.met(trace))) for goal in goals)
    computed = frozenset(step for _, trace in shown for step in trace.values)
    return Coverage(reaches, tuple(one.name for one in cases), computed)


def shown_by(case: Example, ruleset: Ruleset) -> Trace | None:
    """What the record of a case comes to; ``None`` when it has no result."""
    if case.record is None:
        return None
    others = [Record(node) for node in case.cohort]
    try:
        return ruleset.score(Record(case.record, case.name), cohort=others).facts.trace
    except RecordError:
        return None
