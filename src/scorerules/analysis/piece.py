"""What an expression is on one stretch of a number that varies, and what operations make of that.

A piece is exactly ``slope · driver + offset``, or a range with the way it moves. Operations cut a stretch
where two pieces cross or a rounding jumps, so that what comes out is exact again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias

from attrs import evolve, frozen

from scorerules.analysis import calls
from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.compare import possible
from scorerules.analysis.interpret import OPERATIONS, among
from scorerules.analysis.interval import (
    ONE,
    ZERO,
    Interval,
    exactly,
    negative,
    on_line,
    rounded,
)
from scorerules.formula import JOINS, Expr
from scorerules.formula.nodes import ArithmeticOperator, CompareOperator
from scorerules.numbers import Mode, is_multiple, round_to

Trend: TypeAlias = Literal[-1, 0, 1] | None
"""1 never falls, -1 never rises, 0 stays the same, ``None`` when nobody knows."""

MOST_JUMPS = 512
"""Jumps of a rounding that are told apart; beyond, only its range and its trend are kept."""


@frozen
class Piece:
    """What an expression is on one stretch of the driver.

    Args:
        value: All that it can come to there.
        trend: How it moves as the driver rises.
        slope, offset: Where it is exactly ``slope · driver + offset``; both ``None`` elsewhere.
    """

    value: Abstract
    trend: Trend = None
    slope: Fraction | None = None
    offset: Fraction | None = None

    def at(self, driver: Fraction) -> Fraction | None:
        """Its number at a value of the driver; ``None`` where only its range is known."""
        if self.slope is None or self.offset is None:
            return None
        return self.slope * driver + self.offset

    @property
    def level(self) -> Fraction | None:
        """Its number where it is the same all over the stretch."""
        return self.offset if self.slope == 0 else None


Cell: TypeAlias = tuple[Interval, Piece]


def straight(cell: Interval, slope: Fraction, offset: Fraction) -> Piece:
    """The piece ``slope · driver + offset``."""
    return Piece(of_numbers(on_line(cell, slope, offset)), _sign(slope), slope, offset)


def fixed(value: Abstract) -> Piece:
    """What does not depend on the driver."""
    single = value.single
    if isinstance(single, Fraction):
        return Piece(value, 0, ZERO, single)
    return Piece(value, 0)


def cut(cell: Interval, at: Fraction) -> list[Interval]:
    """A stretch cut at a number: what is below it, the number, what is above it."""
    parts = (
        Interval(cell.low, at, cell.low_in, high_in=False),
        Interval(at, at),
        Interval(at, cell.high, low_in=False, high_in=cell.high_in),
    )
    met = [part.meet(evolve(cell, grid=None)) for part in parts]
    return [evolve(part, grid=cell.grid) for part in met if not part.empty]


def _sign(value: Fraction) -> Literal[-1, 0, 1]:
    return 1 if value > 0 else -1 if value < 0 else 0


def turned(trend: Trend) -> Trend:
    """How the opposite moves."""
    return {1: -1, -1: 1, 0: 0}.get(trend) if trend is not None else None  # type: ignore[return-value]


def same_trend(trends: Sequence[Trend]) -> Trend:
    """How something moves that never falls when its parts rise."""
    moving = {one for one in trends if one != 0}
    return 0 if not moving else moving.pop() if len(moving) == 1 else None


def opposite(piece: Piece) -> Piece:
    """The other answer."""
    truth = of_truth(not one for one in piece.value.truth).flagged(piece.value)
    return Piece(truth, turned(piece.trend))


def negated(cell: Interval, piece: Piece) -> Piece:
    """The number with the other sign."""
    if piece.slope is not None and piece.offset is not None:
        return straight(cell, -piece.slope, -piece.offset)
    return Piece(of_numbers(negative(piece.value.numbers)).flagged(piece.value), turned(piece.trend))


def arithmetic(operator: ArithmeticOperator, cell: Interval, left: Piece, right: Piece) -> Piece:
    """Two pieces joined by an operator."""
    exact = _straight_result(operator, cell, left, right)
    if exact is not None:
        return exact
    numbers = OPERATIONS[operator](left.value.numbers, right.value.numbers)
    value = of_numbers(numbers).flagged(left.value, right.value)
    return Piece(value, _trend(operator, left, right))


def _straight_result(operator: ArithmeticOperator, cell: Interval, left: Piece, right: Piece) -> Piece | None:
    """The result where it is a straight line too."""
    if left.slope is None or left.offset is None or right.slope is None or right.offset is None:
        return None
    if operator in ("+", "-"):
        sign = 1 if operator == "+" else -1
        return straight(cell, left.slope + sign * right.slope, left.offset + sign * right.offset)
    if operator == "*" and left.slope == 0:
        return straight(cell, right.slope * left.offset, right.offset * left.offset)
    if operator == "*" and right.slope == 0:
        return straight(cell, left.slope * right.offset, left.offset * right.offset)
    if operator == "/" and right.slope == 0 and right.offset != 0:
        return straight(cell, left.slope / right.offset, left.offset / right.offset)
    return None


def _trend(operator: ArithmeticOperator, left: Piece, right: Piece) -> Trend:
    if left.trend == 0 and right.trend == 0:
        return 0
    match operator:
        case "+":
            return same_trend((left.trend, right.trend))
        case "-":
            return same_trend((left.trend, turned(right.trend)))
        case "*" | "/":
            ours, theirs = _side(left), _side(right)
            if ours is None or theirs is None or (operator == "/" and right.value.numbers.has(ZERO)):
                return None
            moving = turned(right.trend) if operator == "/" else right.trend
            return same_trend((_if(left.trend, theirs), _if(moving, ours)))
        case _:
            exponent = right.level
            if exponent is None or left.value.numbers.low is None or left.value.numbers.low < 0:
                return None
            return _if(left.trend, _sign(exponent))


def _side(piece: Piece) -> Literal[-1, 0, 1] | None:
    """The sign of everything that a piece can be, 0 beside it allowed."""
    numbers = piece.value.numbers
    if numbers.low is not None and numbers.low >= 0:
        return 1
    return -1 if numbers.high is not None and numbers.high <= 0 else None


def _if(trend: Trend, sign: Literal[-1, 0, 1]) -> Trend:
    return 0 if sign == 0 else trend if sign > 0 else turned(trend)


def comparison(operator: CompareOperator, cell: Interval, left: Piece, right: Piece) -> Iterator[Cell]:
    """A comparison, cut where its answer changes."""
    difference = arithmetic("-", cell, left, right)
    if difference.slope and difference.offset is not None:
        for part in cut(cell, -difference.offset / difference.slope):
            there = straight(part, difference.slope, difference.offset)
            truth = possible(operator, there.value, of_numbers(exactly(ZERO)))
            yield part, Piece(of_truth(truth), 0)
        return
    truth = possible(operator, left.value, right.value)
    trend: Trend = 0 if left.trend == 0 and right.trend == 0 else None
    yield cell, Piece(of_truth(truth).flagged(left.value, right.value), trend)


def member(pieces: Sequence[Piece], *, outside: bool) -> Piece:
    """Whether the first piece is one of the others."""
    trend: Trend = 0 if all(one.trend == 0 for one in pieces) else None
    return Piece(among([one.value for one in pieces], negated=outside), trend)


def called(
    function: str,
    arguments: tuple[Expr, ...],
    cell: Interval,
    pieces: Sequence[Piece],
    jumps: int = MOST_JUMPS,
) -> Iterator[Cell]:
    """A function of pieces, cut where they cross, or where it jumps if it does so at most ``jumps`` times."""
    match function, list(pieces):
        case "min" | "max" | ".min" | ".max", [first, *rest]:
            yield from _extreme(function.removeprefix("."), cell, first, rest)
        case "clamp", [value, low, high]:
            for part, held in _extreme("max", cell, value, [low]):
                yield from _extreme("min", part, held, [_on(part, high)])
        case "sum" | ".sum", [first, *rest]:
            total = first
            for one in rest:
                total = arithmetic("+", cell, total, one)
            yield cell, total
        case "abs", [value]:
            yield from _extreme("max", cell, value, [negated(cell, value)])
        case "floor" | "ceil", [value]:
            yield from _rounded(cell, value, ONE, "floor" if function == "floor" else "ceiling", jumps)
        case "round", [value, *_]:
            step, mode = calls.rounding_of(arguments)
            if step is None:
                yield cell, Piece(calls.result(function, arguments, [one.value for one in pieces]))
            else:
                yield from _rounded(cell, value, step, mode, jumps)
        case _:
            yield cell, _other(function, arguments, pieces)


RISING = frozenset({"sqrt", "ln", "log10", "exp", "mean", "median"})
"""Functions that never fall when an argument rises; so do all joins of scores that are not negative."""


def _other(function: str, arguments: tuple[Expr, ...], pieces: Sequence[Piece]) -> Piece:
    value = calls.result(function, arguments, [one.value for one in pieces])
    trends = [one.trend for one in pieces]
    if all(one == 0 for one in trends):
        return fixed(value)
    rising = function in RISING or (function in JOINS and all(_side(one) == 1 for one in pieces))
    return Piece(value, same_trend(trends) if rising else None)


def _on(cell: Interval, piece: Piece) -> Piece:
    """A piece on part of its stretch."""
    if piece.offset is None or not piece.slope:
        return piece
    return straight(cell, piece.slope, piece.offset)


def _extreme(function: str, cell: Interval, first: Piece, rest: Sequence[Piece]) -> Iterator[Cell]:
    """The smaller or larger of pieces, cut where they cross."""
    found: list[Cell] = [(cell, first)]
    for one in rest:
        found = [
            finer for part, held in found for finer in _extreme_of_two(function, part, held, _on(part, one))
        ]
    yield from found


def _extreme_of_two(function: str, cell: Interval, first: Piece, second: Piece) -> Iterator[Cell]:
    difference = arithmetic("-", cell, first, second)
    if difference.slope is not None and difference.offset is not None:
        parts = cut(cell, -difference.offset / difference.slope) if difference.slope else [cell]
        for part in parts:
            numbers = straight(part, difference.slope, difference.offset).value.numbers
            above = numbers.low is not None and numbers.low >= 0
            held = first if above == (function == "max") else second
            yield part, held if part is cell else _on(part, held)
        return
    both = calls.result(function, (), [first.value, second.value])
    joined = Piece(both, same_trend((first.trend, second.trend)))
    numbers, other = first.value.numbers, second.value.numbers
    if _surely_below(numbers, other):
        joined = second if function == "max" else first
    elif _surely_below(other, numbers):
        joined = first if function == "max" else second
    yield cell, joined


def _surely_below(one: Interval, other: Interval) -> bool:
    return one.high is not None and other.low is not None and one.high <= other.low


def _rounded(cell: Interval, piece: Piece, step: Fraction, mode: Mode, jumps: int) -> Iterator[Cell]:
    """A piece rounded to multiples of a step, cut where it jumps."""
    rounding = rounded(piece.value.numbers, step, mode)
    rest = Piece(of_numbers(rounding).flagged(piece.value), piece.trend)
    level = piece.level
    numbers = piece.value.numbers
    if level is not None:
        yield cell, fixed(of_numbers(exactly(round_to(level, step, mode))))
    elif (
        piece.slope is None
        or piece.offset is None
        or numbers.low is None
        or numbers.high is None
        or (numbers.high - numbers.low) / step > jumps
    ):
        yield cell, rest
    elif cell.grid and is_multiple(piece.slope * cell.grid, step) and is_multiple(piece.offset, step):
        yield cell, piece
    else:
        yield from _jumps(cell, piece, step, mode)


def _jumps(cell: Interval, piece: Piece, step: Fraction, mode: Mode) -> Iterator[Cell]:
    """A rounding turns at multiples of the step, at halves between them or at both, depending on its mode."""
    assert piece.slope is not None
    assert piece.offset is not None
    numbers = piece.value.numbers
    assert numbers.low is not None
    assert numbers.high is not None
    half = step / 2
    turns = [half * count for count in range(ceil(numbers.low / half), floor(numbers.high / half) + 1)]
    if mode.startswith("half"):
        turns = [one for one in turns if not is_multiple(one, step)]
    else:
        turns = [one for one in turns if is_multiple(one, step)]
    places = sorted((one - piece.offset) / piece.slope for one in turns)
    left: list[Interval] = [cell]
    for place in places:
        left = [*left[:-1], *cut(left[-1], place)]
    merged: list[tuple[Interval, Fraction]] = []
    for part in left:
        inside = piece.at(a_number_in(part))
        assert inside is not None
        result = round_to(inside, step, mode)
        if merged and merged[-1][1] == result:
            before = merged[-1][0]
            joined = Interval(before.low, part.high, before.low_in, part.high_in, cell.grid)
            merged[-1] = (joined, result)
        else:
            merged.append((part, result))
    for part, result in merged:
        yield part, Piece(of_numbers(exactly(result)), 0, ZERO, result)


def a_number_in(interval: Interval) -> Fraction:
    """Some number between the ends of an interval that is not empty, whatever its grid."""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return ZERO
    if low is None:
        assert high is not None
        return high - 1
    if high is None:
        return low + 1
    return (low + high) / 2
