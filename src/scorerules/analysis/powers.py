"""Powers, roots and logarithms of intervals."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from scorerules.analysis.interval import (
    EMPTY,
    EVERY,
    ONE,
    ZERO,
    Interval,
    absolute,
    exactly,
    inverted,
    is_long,
    mapped,
)
from scorerules.numbers import Number, NumberProblem, exp, ln, log10, power, sqrt

_MOST = 64
"""Exponents that are worked out; beyond, nothing is said but the sign."""


def raised(base: Interval, exponent: Interval) -> Interval:
    """Powers of a number of each."""
    if base.empty or exponent.empty:
        return EMPTY
    single = exponent.single
    if single is None or abs(single) > _MOST:
        positive = base.low is not None and base.low >= 0
        return Interval(ZERO) if positive else EVERY
    if single < 0:
        return inverted(raised(base, exactly(-single)))
    if single.denominator != 1:
        return _guarded(base.meet(Interval(ZERO)), lambda x: power(x, single))
    if single == 0:
        return exactly(ONE)
    if single % 2 == 0:
        return _guarded(absolute(base), lambda x: power(x, single), grid=_grid(base, single))
    return _guarded(base, lambda x: power(x, single), grid=_grid(base, single))


def _grid(base: Interval, exponent: Fraction) -> Fraction | None:
    if base.grid is None or is_long(base.grid, times=int(exponent)):
        return None
    return base.grid ** int(exponent)


def root(value: Interval) -> Interval:
    """Square roots."""
    return _guarded(value.meet(Interval(ZERO)), sqrt)


def logarithm(value: Interval, *, ten: bool) -> Interval:
    """Logarithms of what is above 0."""
    positive = value.meet(Interval(ZERO, low_in=False))
    if positive.low == 0:
        high = _guarded(Interval(positive.high, positive.high), log10 if ten else ln).high
        return Interval(None, None if positive.high is None else high)
    return _guarded(positive, log10 if ten else ln)


def exponential(value: Interval) -> Interval:
    """Powers of e."""
    if value.low is None:
        upper = Interval(value.high, value.high)
        return Interval(ZERO, None if value.high is None else _guarded(upper, exp).high, low_in=False)
    return _guarded(value, exp)


def _guarded(
    value: Interval, change: Callable[[Fraction], Number], *, grid: Fraction | None = None
) -> Interval:
    """What a rising function makes of an interval; everything where it cannot be worked out."""
    try:
        found = mapped(value, change)
    except NumberProblem:
        return EVERY
    return Interval(found.low, found.high, found.low_in, found.high_in, grid)
