"""What is found in the expressions of an item, before it becomes goals."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import evolve, field, frozen

from scorerules.analysis.assume import Env
from scorerules.diagnostics import Words
from scorerules.formula import Expr
from scorerules.source import Span
from scorerules.testing.goals.goal import Condition

Side: TypeAlias = Literal["at", "below", "above"]


@frozen
class Spot:
    """Where in an expression something stands: what must hold for it to be looked at.

    Args:
        env: What names can be there.
        path: The conditions, as those of a goal.
        ids: The choices and rows that lead there, for the id of a goal.
        words: The same for people.
        asked: The row whose condition it stands in, by id and in words; ``None`` outside of rows.
        refused: The conditions of the rows before that one, none of which holds.
    """

    env: Env
    path: tuple[Condition, ...] = ()
    ids: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    asked: tuple[str, Words] | None = field(default=None, eq=False)
    refused: tuple[Expr, ...] = field(default=(), eq=False)

    def where(self, env: Env, *further: Condition) -> Spot:
        """The same with further conditions that need no words."""
        return evolve(self, env=env, path=(*self.path, *further))

    def under(self, id_: str, words: Words) -> Spot:
        """The same, further down by a row."""
        return evolve(self, ids=(*self.ids, id_), words=(*self.words, words))

    def asking(self, id_: str, words: Words) -> Spot:
        """The same in the condition of a row."""
        return evolve(self, asked=(id_, words))


@frozen
class Row:
    """A row, or an answer of a condition, that can come about.

    Args:
        spot: Where it stands.
        id: The last part of its id.
        words: What people call it.
        path: What leads there.
        shown: What then shows it.
        span: Where it is written.
    """

    spot: Spot
    id: str
    words: Words
    path: tuple[Condition, ...]
    shown: tuple[Condition, ...]
    span: Span | None

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Everything that must hold."""
        return (*self.path, *self.shown)


@frozen
class Edge:
    """A value of a number where an answer, or the slope of a score, changes.

    Args:
        spot: Where it is looked at.
        what: The number.
        value: The value.
        sides: Where else than at the value itself something else comes out.
        unit: How far beside it is just beside it.
        span: Where the value is written.
    """

    spot: Spot
    what: Expr
    value: Fraction
    sides: frozenset[Side]
    unit: Fraction
    span: Span | None
