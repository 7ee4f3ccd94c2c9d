"""Laws of intervals, against sets of numbers that are small enough to try them all."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorerules.analysis import interval as ops
from scorerules.analysis.interval import Interval
from scorerules.analysis.powers import raised
from scorerules.numbers import MODES, Mode, round_to

FEW = tuple(Fraction(n, 2) for n in range(-6, 7))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """An interval with ends among a few numbers, or none."""
    low, high = sorted((draw(st.sampled_from(FEW)), draw(st.sampled_from(FEW))))
    grid = draw(st.sampled_from((None, Fraction(1, 2), Fraction(1))))
    return Interval(
        draw(st.sampled_from((low, low, None))),
        draw(st.sampled_from((high, high, None))),
        draw(st.booleans()),
        draw(st.booleans()),
        grid,
    ).on_grid()


def inside(one: Interval) -> list[Fraction]:
    """Some numbers of an interval: those among a few, and some next to its ends."""
    ends = [end for end in (one.low, one.high) if end is not None]
    near = [end + step for end in ends for step in (Fraction(-1, 7), Fraction(0), Fraction(1, 7))]
    return [number for number in (*FEW, *near) if one.has(number)]


Whole = Callable[[Interval, Interval], Interval]
Single = Callable[[Fraction, Fraction], Fraction | None]

PAIRS: dict[str, tuple[Whole, Single]] = {
    "+": (ops.added, lambda a, b: a + b),
    "-": (ops.subtracted, lambda a, b: a - b),
    "*": (ops.multiplied, lambda a, b: a * b),
    "/": (ops.divided, lambda a, b: None if b == 0 else a / b),
    "min": (lambda a, b: ops.lowest([a, b]), min),
    "max": (lambda a, b: ops.highest([a, b]), max),
}


@pytest.mark.parametrize("name", PAIRS)
def test_operations_on_two(name: str) -> None:
    """Every result of two numbers is inside the result of their intervals."""
    whole, single = PAIRS[name]

    @given(intervals(), intervals())
    def holds(one: Interval, other: Interval) -> None:
        found = whole(one, other)
        for a in inside(one):
            for b in inside(other):
                result = single(a, b)
                assert result is None or found.has(result), (a, b, result, found)

    holds()


@pytest.mark.parametrize("name", PAIRS)
def test_ends_are_reached(name: str) -> None:
    """With both ends there and no grid, an included end is the result of some two numbers."""
    whole, single = PAIRS[name]
    ends = st.sampled_from(FEW)

    @given(ends, ends, ends, ends)
    def holds(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> None:
        one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
        found = whole(one, other)
        ours, theirs = (
            [
                number
                for number in (part.low, part.high, Fraction(0))
                if number is not None and part.has(number)
            ]
            for part in (one, other)
        )
        results = {single(x, y) for x in ours for y in theirs}
        for end, included in ((found.low, found.low_in), (found.high, found.high_in)):
            if end is not None and included and not found.empty:
                assert end in results

    holds()


@given(intervals(), st.sampled_from((Fraction(1), Fraction(1, 3), Fraction(2))), st.sampled_from(MODES))
def test_rounding(one: Interval, to: Fraction, mode: Mode) -> None:
    """Every number rounded is inside, and the ends are multiples."""
    found = ops.rounded(one, to, mode)
    for number in inside(one):
        assert found.has(round_to(number, to, mode))


@given(intervals(), intervals())
def test_meet_and_join(one: Interval, other: Interval) -> None:
    """What is in both is in the meet; what is in either is in the join."""
    met, joined = one.meet(other), one.join(other)
    for number in (*inside(one), *inside(other)):
        if one.has(number) and other.has(number):
            assert met.has(number)
        if not one.empty and one.has(number):
            assert joined.has(number)


@given(intervals(), st.integers(-3, 4))
def test_powers(one: Interval, exponent: int) -> None:
    """Whole powers of every number are inside."""
    found = raised(one, ops.exactly(Fraction(exponent)))
    for number in inside(one):
        if number != 0 or exponent > 0:
            assert found.has(number**exponent)


@given(intervals())
def test_absolute_and_negative(one: Interval) -> None:
    """Numbers without their sign, and with the other."""
    for number in inside(one):
        assert ops.absolute(one).has(abs(number))
        assert ops.negative(one).has(-number)
