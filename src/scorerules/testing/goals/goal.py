"""What a rule can do and some case should show: a goal of coverage, and how to tell that it is reached.

A goal is a few conditions on one evaluated record, all of which must hold. Whether examples reach it, which
record would, and what strategies should aim at are all asked of the same conditions.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import field, frozen

from scorerules.analysis.abstract import Abstract, of_value
from scorerules.diagnostics import Words
from scorerules.evaluate import Trace
from scorerules.formula import Evaluator, Expr, Missing, Name, Problem, Value
from scorerules.source import Span

GoalKind: TypeAlias = Literal[
    "full",
    "partial",
    "zero",
    "row",
    "at",
    "below",
    "above",
    "tie",
    "missing",
    "not_applicable",
    "veto",
    "grade",
]
"""What is shown: a score in full, in part, none; a row or a side of a condition taken; a value at a boundary
or just beside it; how a number between two steps is rounded; a datum that is missing; an item that does not
apply; a veto that fires or does not; a grade."""


def _as_expr(what: Expr | str) -> Expr:
    return Name(what) if isinstance(what, str) else what


@frozen
class Comes:
    """An expression over steps and data comes to one of some values.

    Args:
        what: The expression, or the name of a step or a datum.
        wanted: The values.
    """

    what: Expr = field(converter=_as_expr)
    wanted: Abstract

    def met(self, trace: Trace) -> bool:
        """Whether it does in an evaluated record."""
        value = value_in(trace, self.what)
        return value is not None and not of_value(value).meet(self.wanted).never


@frozen
class Takes:
    """A choice takes a row.

    Args:
        tag: The tag of the choice.
        row: The index of the row; the number of rows for the default.
    """

    tag: str
    row: int

    def met(self, trace: Trace) -> bool:
        """Whether it does in an evaluated record."""
        return trace.taken.get(self.tag) == self.row


@frozen
class Asks:
    """A choice gets as far as asking the condition of a row: it takes the row or a later one.

    Args:
        tag: The tag of the choice.
        row: The index of the row.
    """

    tag: str
    row: int

    def met(self, trace: Trace) -> bool:
        """Whether it does in an evaluated record."""
        return trace.taken.get(self.tag, -1) >= self.row


@frozen
class Lacks:
    """A key of the record, or what stands in it, is not given.

    Args:
        name: The key.
    """

    name: str

    def met(self, trace: Trace) -> bool:
        """Whether it is not in an evaluated record."""
        return self.name not in trace.record.values


@frozen
class Misses:
    """A step has no value because a datum that it reads is missing.

    Args:
        step: The step.
        keys: The data that can be missing.
    """

    step: str
    keys: tuple[str, ...]

    def met(self, trace: Trace) -> bool:
        """Whether it has none in an evaluated record."""
        return bool(trace.absent.get(self.step))


@frozen
class Inapplicable:
    """A step has no value because its item does not apply.

    Args:
        step: The step.
    """

    step: str

    def met(self, trace: Trace) -> bool:
        """Whether it has none in an evaluated record."""
        return trace.absent.get(self.step) == ()


Condition: TypeAlias = Comes | Takes | Asks | Lacks | Misses | Inapplicable


@frozen
class Goal:
    """Something that a rule can do and some case should show.

    Args:
        id: What it is called, the same from run to run: ``cards_made.at.100%``, ``grade.优秀``.
        item: The indicator, derived value, tier, outcome or veto that it is about; ``total`` or ``grade``.
        kind: What is shown.
        words: The same for people.
        conditions: What an evaluated record must meet, all of it.
        span: Where the row, the boundary, the rule or the grade is written.
    """

    id: str
    item: str
    kind: GoalKind
    words: Words
    conditions: tuple[Condition, ...]
    span: Span | None = field(default=None, eq=False, repr=False)

    def met(self, trace: Trace) -> bool:
        """Whether an evaluated record reaches it."""
        return all(one.met(trace) for one in self.conditions)


def value_in(trace: Trace, what: Expr) -> Value | None:
    """What an expression comes to in an evaluated record; ``None`` when it has no value there."""
    if isinstance(what, Name):
        return trace.values.get(what.id, trace.record.values.get(what.id))

    def read(name: str) -> Value:
        value = trace.values.get(name, trace.record.values.get(name))
        if value is None:
            needs = trace.absent.get(name, (name,))
            skipped = not needs or name in trace.record.not_applicable
            raise Missing(*needs, not_applicable=skipped)
        return value

    try:
        return Evaluator(read).value(what)
    except (Missing, Problem):
        return None
