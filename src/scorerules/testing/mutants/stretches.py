"""Where two scores, each a function of one number, part.

Goes in: two score functions. Comes out: whether both are known exactly, and numbers for which they differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import ceil, floor

from attrs import frozen

from scorerules.analysis.abstract import of_numbers, some_of
from scorerules.analysis.attainable import ScoreFunction
from scorerules.analysis.interval import Interval
from scorerules.analysis.piece import Cell, Piece

_PLACES = 13
"""Decimals of a number that is looked for inside a stretch, at most."""

_MOST = 12
"""Places that are told of two functions."""


@frozen
class Apart:
    """How two functions of one number compare.

    Args:
        known: Whether both are known exactly wherever the number can be.
        places: Numbers for which they differ, or may differ where one is not known; a few of them.
    """

    known: bool
    places: tuple[Fraction, ...]

    @property
    def same(self) -> bool:
        """Whether they are proven to be one function."""
        return self.known and not self.places


def apart(old: ScoreFunction, new: ScoreFunction) -> Apart:
    """Where two functions of one number differ."""
    if old.driver != new.driver or _domain(old) != _domain(new):
        return Apart(known=False, places=())
    known = not any(_unknown(piece) for one in (old, new) for _, piece in one.cells)
    return Apart(known, tuple(islice(dict.fromkeys(_places(old, new)), _MOST)))


def _unknown(piece: Piece) -> bool:
    value = piece.value
    return piece.offset is None or value.fails or value.missing or value.inapplicable


def _domain(function: ScoreFunction) -> tuple[object, ...]:
    if not function.cells:
        return ()
    first, last = function.cells[0][0], function.cells[-1][0]
    return first.low, first.low_in, last.high, last.high_in, first.grid


def _places(old: ScoreFunction, new: ScoreFunction) -> Iterator[Fraction]:
    for stretch, one, other in _together(old.cells, new.cells):
        if one.offset is not None and (one.slope, one.offset) == (other.slope, other.offset):
            continue
        inside = simple_numbers(stretch)
        if one.offset is None or other.offset is None:
            yield from islice(inside, 2)
            continue
        # Two different lines meet in one number at most.
        yield from islice((number for number in inside if one.at(number) != other.at(number)), 1)


def _together(old: tuple[Cell, ...], new: tuple[Cell, ...]) -> Iterator[tuple[Interval, Piece, Piece]]:
    """The stretches on which both are one piece each, in order."""
    at = beside = 0
    while at < len(old) and beside < len(new):
        (one, piece), (other, theirs) = old[at], new[beside]
        stretch = one.meet(other)
        if not stretch.empty:
            yield stretch, piece, theirs
        if _ends_first(one, other):
            at += 1
        else:
            beside += 1


def _ends_first(one: Interval, other: Interval) -> bool:
    if one.high is None or other.high is None:
        return one.high is not None
    return (one.high, one.high_in) <= (other.high, other.high_in)


def simple_numbers(stretch: Interval) -> Iterator[Fraction]:
    """Numbers inside a stretch, those with few decimals first."""
    grid = stretch.grid
    if grid is not None:
        yield from (one for one in some_of(of_numbers(stretch)) if isinstance(one, Fraction))
        return
    for places in range(_PLACES):
        step = Fraction(1, 10**places)
        if stretch.low is not None:
            starts = [step * ceil(stretch.low / step)]
        elif stretch.high is not None:
            starts = [step * floor(stretch.high / step)]
        else:
            starts = [Fraction(0)]
        for start in starts:
            for number in (start, start + step, start - step):
                if stretch.has(number):
                    yield number
    if stretch.low is not None and stretch.high is not None:
        yield (stretch.low + stretch.high) / 2
