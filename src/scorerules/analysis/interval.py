"""Intervals of exact numbers: the numbers that an expression can come to, as far as its parts are known.

Goes in: intervals. Comes out: the interval of a sum, a product, a rounding …, never narrower than the
truth. Ends are fractions, each with whether it can itself occur; ``None`` is without end. Where all values
are multiples of one number, ``grid`` is that number. Nothing here knows expressions or rulesets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from math import ceil, floor, lcm
from typing import TypeAlias

from attrs import evolve, frozen

from scorerules.numbers import Mode, Number, Real, common_grid, is_multiple, round_to

ZERO = Fraction(0)
ONE = Fraction(1)

_DIGITS = 30
"""Digits of the fractions that enclose an irrational end."""

_MOST_BITS = 4096
"""Bits of an end; a longer one is given up, which only widens the interval."""


@frozen
class Interval:
    """Numbers from ``low`` to ``high``.

    Args:
        low, high: The ends; ``None`` for no end.
        low_in, high_in: Whether the end itself is one of the numbers.
        grid: A number of which all of them are multiples; ``None`` when there is none, 0 for 0 alone.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_in: bool = True
    high_in: bool = True
    grid: Fraction | None = None

    @property
    def empty(self) -> bool:
        """Whether no number is inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.low_in and self.high_in))

    @property
    def single(self) -> Fraction | None:
        """The only number inside, if it is one."""
        return self.low if self.low is not None and self.low == self.high else None

    def has(self, value: Fraction) -> bool:
        """Whether a number may be inside."""
        if self.grid is not None and not is_multiple(value, self.grid):
            return False
        above = self.low is None or value > self.low or (value == self.low and self.low_in)
        return above and (self.high is None or value < self.high or (value == self.high and self.high_in))

    def on_grid(self) -> Interval:
        """The same numbers with ends that lie on the grid."""
        grid = self.grid
        if not grid:
            return self
        low, high = self.low, self.high
        if low is not None:
            steps = low / grid
            low = grid * (ceil(steps) if self.low_in or steps.denominator != 1 else int(steps) + 1)
        if high is not None:
            steps = high / grid
            high = grid * (floor(steps) if self.high_in or steps.denominator != 1 else int(steps) - 1)
        return Interval(low, high, grid=grid)

    def meet(self, other: Interval) -> Interval:
        """The numbers inside both."""
        low, low_in = self.low, self.low_in
        if other.low is not None and (low is None or other.low >= low):
            low_in = other.low_in and (low_in or other.low != low)
            low = other.low
        high, high_in = self.high, self.high_in
        if other.high is not None and (high is None or other.high <= high):
            high_in = other.high_in and (high_in or other.high != high)
            high = other.high
        grid = self.grid if other.grid is None else other.grid if self.grid is None else None
        if self.grid and other.grid:
            grid = _common_multiple(self.grid, other.grid)
        elif self.grid is not None and other.grid is not None:
            grid = ZERO
        return Interval(low, high, low_in, high_in, grid).on_grid()

    def join(self, other: Interval) -> Interval:
        """The interval that holds both."""
        if self.empty or other.empty:
            return other if self.empty else self
        low, high = None, None
        low_in = high_in = True
        if self.low is not None and other.low is not None:
            low = min(self.low, other.low)
            low_in = (self.low == low and self.low_in) or (other.low == low and other.low_in)
        if self.high is not None and other.high is not None:
            high = max(self.high, other.high)
            high_in = (self.high == high and self.high_in) or (other.high == high and other.high_in)
        return Interval(low, high, low_in, high_in, common_grid(self.grid, other.grid))


EVERY = Interval()
EMPTY = Interval(ONE, ZERO)


def exactly(value: Fraction) -> Interval:
    """The interval of one number."""
    return Interval(value, value, grid=abs(value))


def about(value: Number) -> Interval:
    """The interval of one number, which may be irrational."""
    if isinstance(value, Real):
        low, high = value.bounds(_DIGITS)
        return Interval(low, high)
    return exactly(value)


def _common_multiple(one: Fraction, other: Fraction) -> Fraction:
    scale = lcm(one.denominator, other.denominator)
    return Fraction(lcm(int(one * scale), int(other * scale)), scale)


_End: TypeAlias = tuple[int, Fraction, bool]
"""An end to compute with: -1 or 1 when it is infinite, else 0; the number; whether it occurs."""


def _low(one: Interval) -> _End:
    return (-1, ZERO, False) if one.low is None else (0, one.low, one.low_in)


def _high(one: Interval) -> _End:
    return (1, ZERO, False) if one.high is None else (0, one.high, one.high_in)


def _between(low: _End, high: _End, grid: Fraction | None = None) -> Interval:
    """The interval with two ends; an end of too many digits is given up."""
    lowest = None if low[0] or is_long(low[1]) else low[1]
    highest = None if high[0] or is_long(high[1]) else high[1]
    if grid is not None and is_long(grid):
        grid = None
    return Interval(lowest, highest, low[2] or lowest is None, high[2] or highest is None, grid)


def is_long(value: Fraction, *, times: int = 1) -> bool:
    """Whether a number, or its power, has more bits than are kept."""
    return (value.numerator.bit_length() + value.denominator.bit_length()) * times > _MOST_BITS


def negative(one: Interval) -> Interval:
    """The numbers with the other sign."""
    return Interval(
        None if one.high is None else -one.high,
        None if one.low is None else -one.low,
        one.high_in,
        one.low_in,
        one.grid,
    )


def added(one: Interval, other: Interval) -> Interval:
    """Sums of a number of each."""
    if one.empty or other.empty:
        return EMPTY

    def end(a: _End, b: _End) -> _End:
        return (a[0] or b[0], a[1] + b[1], a[2] and b[2])

    grid = common_grid(one.grid, other.grid)
    return _between(end(_low(one), _low(other)), end(_high(one), _high(other)), grid)


def subtracted(one: Interval, other: Interval) -> Interval:
    """Differences of a number of each."""
    return added(one, negative(other))


def multiplied(one: Interval, other: Interval) -> Interval:
    """Products of a number of each."""
    if one.empty or other.empty:
        return EMPTY
    ends = [_times(a, b) for a, b in product((_low(one), _high(one)), (_low(other), _high(other)))]
    zero = one.has(ZERO) or other.has(ZERO)
    low, high = min(ends, key=_order), max(ends, key=_order)
    low = _occurring(low, ends, zero=zero)
    high = _occurring(high, ends, zero=zero)
    grid = None if one.grid is None or other.grid is None else one.grid * other.grid
    return _between(low, high, grid)


def _times(a: _End, b: _End) -> _End:
    if (a[0] == 0 and a[1] == 0) or (b[0] == 0 and b[1] == 0):
        return (0, ZERO, (a[0] == 0 and a[1] == 0 and a[2]) or (b[0] == 0 and b[1] == 0 and b[2]))
    if a[0] or b[0]:
        return (_sign(a) * _sign(b), ZERO, False)
    return (0, a[1] * b[1], a[2] and b[2])


def _sign(end: _End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


def _order(end: _End) -> tuple[int, Fraction]:
    return end[0], end[1]


def _occurring(end: _End, ends: Iterable[_End], *, zero: bool) -> _End:
    """The end, which occurs when it does so in any of the ways it comes about."""
    occurs = any(one[2] for one in ends if _order(one) == _order(end)) or (zero and _order(end) == (0, ZERO))
    return (end[0], end[1], occurs)


def on_line(one: Interval, slope: Fraction, offset: Fraction) -> Interval:
    """``slope · number + offset`` of every number."""
    if one.empty:
        return EMPTY
    if slope == 0:
        return _between((0, offset, True), (0, offset, True), abs(offset))
    low, high = _low(one), _high(one)
    if slope < 0:
        low, high = (-high[0], high[1], high[2]), (-low[0], low[1], low[2])
    grid = None if one.grid is None else common_grid(abs(slope) * one.grid, abs(offset))
    low = low if low[0] else (0, slope * low[1] + offset, low[2])
    return _between(low, high if high[0] else (0, slope * high[1] + offset, high[2]), grid)


def inverted(one: Interval) -> Interval:
    """1 divided by each number but 0."""
    if one.empty or one.single == 0:
        return EMPTY
    below, above = one.meet(Interval(high=ZERO, high_in=False)), one.meet(Interval(low=ZERO, low_in=False))
    found = EMPTY
    for part in (below, above):
        if not part.empty:
            found = found.join(_inverted_side(part))
    return found


def _inverted_side(one: Interval) -> Interval:
    """The same for numbers of one sign; next to 0 there is no end, far out the end is 0."""

    def end(a: _End, far: int) -> _End:
        if a[0]:
            return (0, ZERO, False)
        return (far, ZERO, False) if a[1] == 0 else (0, 1 / a[1], a[2])

    positive = one.low is not None and one.low >= 0
    return _between(end(_high(one), -1 if not positive else 1), end(_low(one), 1 if positive else -1))


def divided(one: Interval, other: Interval) -> Interval:
    """Quotients of a number of each, the divisor not being 0."""
    single = other.single
    if single is not None and single != 0:
        quotient = multiplied(one, exactly(1 / single))
        return evolve(quotient, grid=None if one.grid is None else one.grid / abs(single))
    return multiplied(evolve(one, grid=None), inverted(other))


def lowest(parts: list[Interval]) -> Interval:
    """The smaller of a number of each."""
    return negative(highest([negative(one) for one in parts]))


def highest(parts: list[Interval]) -> Interval:
    """The larger of a number of each."""
    if any(one.empty for one in parts):
        return EMPTY
    low = max((_low(one) for one in parts), key=lambda end: (*_order(end), not end[2]))
    high = max((_high(one) for one in parts), key=lambda end: (*_order(end), end[2]))
    grid = parts[0].grid
    for one in parts[1:]:
        grid = common_grid(grid, one.grid)
    return _between(low, high, grid)


def absolute(one: Interval) -> Interval:
    """The numbers without their sign."""
    if one.empty:
        return EMPTY
    positive = one.meet(Interval(low=ZERO))
    return positive.join(negative(one.meet(Interval(high=ZERO))))


def mapped(one: Interval, change: Callable[[Fraction], Number]) -> Interval:
    """What a steady function that never falls makes of the numbers; an irrational end is enclosed."""
    if one.empty:
        return EMPTY
    low = None if one.low is None else about(change(one.low))
    high = None if one.high is None else about(change(one.high))
    return _between(
        (-1, ZERO, False) if low is None else (*_low(low)[:2], one.low_in and low.single is not None),
        (1, ZERO, False) if high is None else (*_high(high)[:2], one.high_in and high.single is not None),
    )


def rounded(one: Interval, to: Fraction, mode: Mode) -> Interval:
    """The numbers rounded to multiples of ``to``."""
    if one.empty or (one.grid and is_multiple(one.grid, to)):
        return one
    # Between two multiples a rounding turns at most at the middle: a number near an open end will do.
    near = to / 4

    def end(value: Fraction | None, inside: bool, towards: int) -> Fraction | None:
        if value is None:
            return None
        if inside:
            return round_to(value, to, mode)
        shifted = value + towards * near
        halves = value / (to / 2)
        at_turn = halves.denominator == 1
        return round_to(shifted if at_turn else value, to, mode)

    return Interval(end(one.low, one.low_in, 1), end(one.high, one.high_in, -1), grid=to)
