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
from scorerules.source import Span

GoalKind: TypeAlias = Literal[
    "full", "partial", "zero", "row", "at", "below", "above", "missing", "not_applicable", "veto", "grade"
]
"""What is shown: a score in full, in part, none; a row taken; a value at a boundary or just beside it."""


@frozen
class Comes:
    """A step or a datum comes to one of some values.

    Args:
        name: Its name.
        wanted: The values.
    """

    name: str
    wanted: Abstract

    def met(self, trace: Trace) -> bool:
        """Whether it does in an evaluated record."""
        value = trace.values.get(self.name, trace.record.values.get(self.name))
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
class Inapplicable:
    """A step has no value because its item does not apply.

    Args:
        step: The step.
    """

    step: str

    def met(self, trace: Trace) -> bool:
        """Whether it has none in an evaluated record."""
        return trace.absent.get(self.step) == ()


Condition: TypeAlias = Comes | Takes | Lacks | Inapplicable


@frozen
class Goal:
    """Something that a rule can do and some case should show.

    Args:
        id: What it is called, the same from run to run: ``cards_made.at.100%``, ``grade.优秀``.
        item: The indicator, derived value, outcome or veto that it is about; ``grade`` for the grade.
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
