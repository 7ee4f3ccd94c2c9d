"""Edges -> goals: at a value, just below it, just above it, as far as something changes there.

Goes in: the edges that were found in the rule of an item. Comes out: goals. Whether the score jumps at a
value or only bends is asked of its pieces; where they do not tell, a boundary is taken to matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import evolve

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.assume import Env
from scorerules.analysis.interval import Interval
from scorerules.analysis.piece import Cell, Piece
from scorerules.analysis.pieces import Pieces
from scorerules.diagnostics import LANGS, Words
from scorerules.explain import shown
from scorerules.formula import Expr, Name
from scorerules.testing.goals.about import About
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.found import Edge, Side
from scorerules.testing.goals.goal import Comes, Condition
from scorerules.testing.goals.telling import in_context, short

_SIDES: tuple[Side, ...] = ("at", "below", "above")

_WORDS: Mapping[Side, Words] = {
    "at": Words("恰为 {value}", "at {value}"),
    "below": Words("略低于 {value}", "just below {value}"),
    "above": Words("略高于 {value}", "just above {value}"),
}
_DAYS: Mapping[Side, Words] = {
    "at": Words("恰在 {value}", "on {value}"),
    "below": Words("{value} 前一天", "the day before {value}"),
    "above": Words("{value} 后一天", "the day after {value}"),
}


class Edges:
    """Turns the edges of one item into goals.

    Args:
        about: The ruleset.
        item: The item.
        result: The step that says what the item comes to.
        own: The number that the rule looks at, which needs no name in words.
    """

    def __init__(self, about: About, item: str, result: str, own: frozenset[str]) -> None:
        self._about = about
        self._item = item
        self._result = result
        self._own = own
        self._steps = {step.id for step in about.plan.of(item)}
        self._cells: dict[tuple[str, tuple[Condition, ...]], list[Cell]] = {}

    def into(self, drafts: Drafts, edges: list[Edge]) -> None:
        """Add the goals of some edges."""
        for edge in _joined(edges):
            for side in self._sides(edge):
                where = self._beside(edge, side)
                if not self._can_be(edge, where):
                    continue
                ids = ".".join((*edge.spot.ids, *self._named(edge.what), side, self._id_of(edge)))
                conditions = (*edge.spot.path, Comes(edge.what, of_numbers(where)))
                drafts.add(self._item, side, ids, self._words(edge, side), conditions, edge.span)

    def _sides(self, edge: Edge) -> tuple[Side, ...]:
        """The sides of an edge that matter."""
        every = tuple(one for one in _SIDES if one == "at" or one in edge.sides)
        if not isinstance(edge.what, Name):
            return every
        cells = self._pieces(edge.what.id, edge)
        place = edge.value
        here = next((piece for cell, piece in cells if cell.has(place)), None)
        left = next((piece for cell, piece in reversed(cells) if _reaches_up(cell, place)), None)
        right = next((piece for cell, piece in cells if _reaches_down(cell, place)), None)
        if here is None:
            # The value itself cannot come about: what is beside it is all that there is.
            return every
        changes = {
            "below": left is not None and _jumps(left, here, place, ends="high"),
            "above": right is not None and _jumps(right, here, place, ends="low"),
        }
        bends = any(changes.values()) or any(one is not None and one is not here for one in (left, right))
        return tuple(one for one in every if (bends if one == "at" else changes[one]))

    def _pieces(self, driver: str, edge: Edge) -> list[Cell]:
        key = (driver, edge.spot.path)
        if key not in self._cells:
            env = edge.spot.env
            held = {
                name: _present(value)
                for name, value in env.narrowed.items()
                if name not in self._steps and name != driver
            }
            held[f"{self._item}.applies"] = of_truth((True,))
            there = Env(lambda name: _present(self._about.ranges.read(name)), held)
            self._cells[key] = Pieces(self._about.plan, driver, there).of(self._result)
        return self._cells[key]

    def _beside(self, edge: Edge, side: Side) -> Interval:
        """The numbers at an edge or just beside it."""
        if side == "at":
            return Interval(edge.value, edge.value)
        grid = self._about.value(edge.what, self._about.ranges.env).numbers.grid
        step: Fraction | None = edge.unit if not grid else max(edge.unit, grid)
        if isinstance(edge.what, Name) and edge.what.id.startswith("score."):
            # How close a score can come to a number is told by its rule, not by the digits of the number.
            step = None
        if side == "below":
            return Interval(None if step is None else edge.value - step, edge.value, high_in=False)
        return Interval(edge.value, None if step is None else edge.value + step, low_in=False)

    def _can_be(self, edge: Edge, where: Interval) -> bool:
        """Whether the number can be there."""
        numbers = self._about.value(edge.what, edge.spot.env).numbers
        return not where.empty and not numbers.meet(where).empty

    def _named(self, what: Expr) -> tuple[str, ...]:
        if isinstance(what, Name):
            return () if what.id in self._own else (what.id,)
        return (short(self._about.formula(what).replace(" ", "")),)

    def _id_of(self, edge: Edge) -> str:
        return self._value(edge)["en"]

    def _value(self, edge: Edge) -> Words:
        written = edge.value
        unit = self._about.unit(edge.what)
        if self._about.is_date(edge.what):
            day = _day(written)
            return Words.same(day)
        return Words(shown(written, unit, "zh"), shown(written, unit, "en"))

    def _words(self, edge: Edge, side: Side) -> Words:
        value = self._value(edge)
        words = (_DAYS if self._about.is_date(edge.what) else _WORDS)[side]
        zh, en = (words[lang].format(value=value[lang]) for lang in LANGS)
        if self._named(edge.what):
            what = self._about.told(edge.what)
            zh, en = f"“{short(what.zh)}”{zh}", f"{short(what.en)} {en}"
        return in_context(Words(zh, en), edge.spot.words)


def _joined(edges: list[Edge]) -> Iterator[Edge]:
    """The edges, those at one value of one number in one place together."""
    found: dict[tuple[object, ...], Edge] = {}
    for edge in edges:
        key = (edge.spot.path, edge.spot.ids, edge.what, edge.value)
        known = found.get(key)
        if known is None:
            found[key] = edge
        else:
            found[key] = evolve(known, sides=known.sides | edge.sides, unit=min(known.unit, edge.unit))
    yield from found.values()


def _reaches_up(cell: Interval, place: Fraction) -> bool:
    """Whether a stretch has numbers just below a place."""
    return (cell.low is None or cell.low < place) and (cell.high is None or cell.high >= place)


def _reaches_down(cell: Interval, place: Fraction) -> bool:
    """Whether a stretch has numbers just above a place."""
    return (cell.high is None or cell.high > place) and (cell.low is None or cell.low <= place)


def _jumps(beside: Piece, here: Piece, place: Fraction, *, ends: Literal["low", "high"]) -> bool:
    """Whether a stretch that ends at a place comes to something else there than the place itself."""
    if beside is here:
        return here.at(place) is None and not here.value.numbers.empty
    value, limit = here.at(place), beside.at(place)
    if limit is None and beside.trend and value is not None:
        numbers = beside.value.numbers
        limit = numbers.high if (beside.trend > 0) is (ends == "high") else numbers.low
    if value is not None and limit is not None:
        return value != limit
    return not (here.value == beside.value and here.value.numbers.empty)


def _present(value: Abstract) -> Abstract:
    return evolve(value, missing=False, inapplicable=False)


def _day(ordinal: Fraction) -> str:
    return date.fromordinal(int(ordinal)).isoformat()
