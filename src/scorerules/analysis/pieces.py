"""A step of a plan as a function of one number that it depends on, cut where it bends or jumps.

Goes in: a plan, a name (the driver) and what the other names can be. Comes out: the stretches of the
driver in order, each with what a step is there. Whatever else the step reads is held as it is; data are
taken to be there. No record is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import TypeAlias

from scorerules.analysis import piece as on_stretch
from scorerules.analysis.abstract import EITHER, Abstract, of_truth, of_value
from scorerules.analysis.assume import Env
from scorerules.analysis.interval import ONE, ZERO, Interval
from scorerules.analysis.piece import Cell, Piece, Trend, fixed, same_trend, straight
from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Logic,
    Member,
    Name,
    Negate,
    Not,
    names,
)
from scorerules.plan import Plan

Stretches: TypeAlias = list[tuple[Interval, list[Piece]]]
"""Stretches side by side, each with what several expressions are there."""

MOST_PIECES = 4096
"""Pieces of one function; one with more is not cut at all."""

_MOST_COUNTED = 100_000
"""Pieces of one function and of everything in it together."""

_MOST_JUMPS_OF_ALL = 100_000
"""Jumps of roundings for all steps of a plan together, so that plans of thousands are worked out in time."""

_DEEPEST = 110
"""Levels of a function, those of the steps that it reads included; the stack ends somewhere."""


class TooManyPieces(Exception):  # noqa: N818 - a reason to give up, not a fault of anyone
    """A function has more pieces than are worth telling apart, or lies too deep."""


class Pieces:
    """Cuts the steps of one plan into pieces.

    Args:
        plan: The plan.
        driver: The name that varies.
        env: What the names can be.
    """

    def __init__(self, plan: Plan, driver: str, env: Env) -> None:
        self._driver = driver
        self._env = env
        self._plan = plan
        self._moving: frozenset[str] = frozenset()
        self._known: dict[tuple[str, Interval], list[Cell]] = {}
        self._count = 0
        self._depth = 0
        self._jumps = min(on_stretch.MOST_JUMPS, _MOST_JUMPS_OF_ALL // (len(plan.steps) + 1))

    def of(self, name: str) -> list[Cell]:
        """The pieces of a step over all values of the driver, in order; one when there are too many."""
        domain = self._env.read(self._driver).numbers
        if domain.empty:
            return []
        self._depth = self._count = 0
        self._moving |= _readers(self._driver, name, self._plan)
        try:
            return _merged(sorted(self._name(name, domain), key=_place))
        except TooManyPieces:
            return [(domain, Piece(self._env.read(name)))]

    def _cells(self, expr: Expr, cell: Interval) -> list[Cell]:
        with self._deeper():
            found = list(self._cut(expr, cell))
        self._count += len(found)
        if len(found) > MOST_PIECES or self._count > _MOST_COUNTED:
            raise TooManyPieces
        return found

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """One level further down, through operands, rows and the steps that are read."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise TooManyPieces
        yield
        self._depth -= 1

    def _cut(self, expr: Expr, cell: Interval) -> Iterator[Cell]:
        match expr:
            case Const(value):
                yield cell, fixed(of_value(value))
            case Name(id_):
                yield from self._name(id_, cell)
            case Negate(operand):
                for part, piece in self._cells(operand, cell):
                    yield part, on_stretch.negated(part, piece)
            case Not(operand):
                for part, piece in self._cells(operand, cell):
                    yield part, on_stretch.opposite(piece)
            case Arithmetic(operator, left, right):
                for part, (one, other) in self._together((left, right), cell):
                    yield part, on_stretch.arithmetic(operator, part, one, other)
            case Compare():
                yield from self._chain(expr, cell)
            case Logic(operator, operands):
                yield from self._logic(operands, cell, decisive=operator == "or")
            case Member(operand, items, negated):
                for part, pieces in self._together((operand, *items), cell):
                    yield part, on_stretch.member(pieces, outside=negated)
            case Cases(rows, default):
                yield from self._rows(rows, default, cell)
            case Known(operand):
                yield cell, fixed(of_truth(self._is_known(operand)))
            case Absent(not_applicable):
                yield cell, Piece(Abstract(missing=not not_applicable, inapplicable=not_applicable), 0)
            case Call(function, arguments):
                for part, pieces in self._together(arguments, cell):
                    yield from on_stretch.called(function, arguments, part, pieces, self._jumps)

    def _name(self, id_: str, cell: Interval) -> list[Cell]:
        if id_ == self._driver:
            return [(cell, straight(cell, ONE, ZERO))]
        if id_ not in self._moving or id_ in self._env.narrowed:
            return [(cell, fixed(self._env.read(id_)))]
        known = self._known.get((id_, cell))
        if known is None:
            known = self._known[id_, cell] = self._cells(self._plan.exprs[id_], cell)
        return known

    def _is_known(self, operand: Expr) -> frozenset[bool]:
        """Whether something can be computed; what moves with the driver is there."""
        others = [name for name in names(operand) if name != self._driver and name not in self._moving]
        return EITHER if any(self._env.read(name).lacks for name in others) else frozenset({True})

    def _together(self, parts: Sequence[Expr], cell: Interval) -> Stretches:
        """What several expressions are on common stretches."""
        stretches: Stretches = [(cell, [])]
        for part in parts:
            stretches = [
                (finer, [*(_on(finer, stretch, piece) for piece in pieces), new])
                for stretch, pieces in stretches
                for finer, new in self._cells(part, stretch)
            ]
        return stretches

    def _chain(self, expr: Compare, cell: Interval) -> Iterator[Cell]:
        for part, pieces in self._together(expr.operands, cell):
            links: Stretches = [(part, [])]
            for index, operator in enumerate(expr.operators):
                links = [
                    (finer, [*answers, answer])
                    for stretch, answers in links
                    for finer, answer in on_stretch.comparison(
                        operator,
                        stretch,
                        _on(stretch, part, pieces[index]),
                        _on(stretch, part, pieces[index + 1]),
                    )
                ]
            for stretch, answers in links:
                yield stretch, _all_hold(answers)

    def _logic(self, operands: Sequence[Expr], cell: Interval, *, decisive: bool) -> Iterator[Cell]:
        first, *rest = operands
        for part, piece in self._cells(first, cell):
            truth = piece.value.truth
            if truth == {decisive} or not rest:
                yield part, Piece(of_truth(truth).flagged(piece.value), piece.trend)
            elif decisive not in truth:
                with self._deeper():
                    yield from list(self._logic(rest, part, decisive=decisive))
            else:
                with self._deeper():
                    later_ones = list(self._logic(rest, part, decisive=decisive))
                for finer, later in later_ones:
                    trend: Trend = 0 if piece.trend == 0 and later.trend == 0 else None
                    yield finer, Piece(of_truth(later.value.truth | {decisive}), trend)

    def _rows(
        self, rows: Sequence[tuple[Expr, Expr]], default: Expr | None, cell: Interval
    ) -> Iterator[Cell]:
        """The value of the first row that holds; of one that may hold and may not, both ways."""
        undecided: list[Interval] = [cell]
        for index, (condition, value) in enumerate(rows):
            asked = [found for stretch in undecided for found in self._cells(condition, stretch)]
            undecided = []
            for part, answer in asked:
                truth = answer.value.truth
                if truth == {True}:
                    yield from self._cells(value, part)
                elif True not in truth:
                    undecided.append(part)
                else:
                    rest = Cases(tuple(rows[index + 1 :]), default)
                    yield from self._either(value, rest, part, settled=answer.trend == 0)
        for part in undecided:
            if default is None:
                yield part, Piece(Abstract(fails=True), 0)
            else:
                yield from self._cells(default, part)

    def _either(self, value: Expr, rest: Cases, cell: Interval, *, settled: bool) -> Iterator[Cell]:
        """A row of which nobody knows whether it is taken; ``settled`` when the driver has no say in it."""
        otherwise: Expr = rest if rest.rows or rest.default is None else rest.default
        for part, (one, other) in self._together((value, otherwise), cell):
            trend = same_trend((one.trend, other.trend)) if settled else None
            yield part, Piece(one.value.join(other.value), trend)


def _merged(cells: list[Cell]) -> list[Cell]:
    """The stretches, those side by side that run on as one."""
    found: list[Cell] = []
    for part, piece in cells:
        if found and piece.slope is not None:
            before, last = found[-1]
            if (last.slope, last.offset) == (piece.slope, piece.offset):
                whole = Interval(before.low, part.high, before.low_in, part.high_in, part.grid)
                assert piece.offset is not None
                found[-1] = (whole, straight(whole, piece.slope, piece.offset))
                continue
        found.append((part, piece))
    return found


def _place(cell: Cell) -> tuple[bool, Fraction, bool]:
    low = cell[0].low
    return (low is not None, ZERO if low is None else low, not cell[0].low_in)


def _on(part: Interval, whole: Interval, piece: Piece) -> Piece:
    """A piece on part of its stretch."""
    if part is whole or piece.offset is None or not piece.slope or part == whole:
        return piece
    return straight(part, piece.slope, piece.offset)


def _all_hold(answers: Sequence[Piece]) -> Piece:
    """A chain of comparisons holds when every one does."""
    truth = frozenset({True})
    for one in answers:
        found = one.value.truth
        truth = (truth if True in found else truth - {True}) | (found & {False})
    trend: Trend = 0 if all(one.trend == 0 for one in answers) else None
    return Piece(of_truth(truth).flagged(*(one.value for one in answers)), trend)


def _readers(driver: str, name: str, plan: Plan) -> frozenset[str]:
    """The steps that read the driver, among a step and all that it reads, directly or through others."""
    waiting, read = [name], {name: names(plan.exprs[name])}
    while waiting:
        for one in read[waiting.pop()]:
            if one in plan.exprs and one != driver and one not in read:
                read[one] = names(plan.exprs[one])
                waiting.append(one)
    moving = {driver}
    for one in sorted(read, key=plan.places.__getitem__):
        if not moving.isdisjoint(read[one]):
            moving.add(one)
    return frozenset(moving - {driver})
