"""Interval arithmetic on decimals: two decimals that surely hold the true value between them.

Goes in: intervals and a number of digits. Comes out: an interval. The ambient decimal context is never
read or changed. Directed rounding is asked of ``+ - * /``; ``sqrt``, ``ln``, ``log10`` and ``exp`` of
``decimal`` ignore the rounding mode but are correct to half a unit, so their results are widened by one
unit in the last place. The power function of ``decimal`` is not correctly rounded and is never used.
"""

from __future__ import annotations

import decimal
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from scorerules.numbers.problems import TooLarge
from scorerules.numbers.room import room

Interval: TypeAlias = tuple[Decimal, Decimal]

UNKNOWN: Interval = (Decimal("-Infinity"), Decimal("Infinity"))
"""Nothing can be said with so few digits; more digits will help."""


def is_known(interval: Interval) -> bool:
    """Whether both ends are finite."""
    return interval[0].is_finite() and interval[1].is_finite()


class Precision:
    """Interval operations that carry ``digits`` significant digits."""

    __slots__ = ("ceiling", "digits", "floor")

    def __init__(self, digits: int) -> None:
        self.digits = digits
        traps = [decimal.InvalidOperation, decimal.DivisionByZero]
        self.floor = Context(digits, ROUND_FLOOR, MIN_EMIN, MAX_EMAX, traps=traps)
        self.ceiling = Context(digits, ROUND_CEILING, MIN_EMIN, MAX_EMAX, traps=traps)

    def of(self, x: Fraction) -> Interval:
        """An interval around a fraction."""
        above, below = Decimal(x.numerator), Decimal(x.denominator)
        return self.floor.divide(above, below), self.ceiling.divide(above, below)

    def add(self, a: Interval, b: Interval) -> Interval:
        """All sums."""
        if not (is_known(a) and is_known(b)):
            return UNKNOWN
        return self.floor.add(a[0], b[0]), self.ceiling.add(a[1], b[1])

    def multiply(self, a: Interval, b: Interval) -> Interval:
        """All products."""
        if not (is_known(a) and is_known(b)):
            return UNKNOWN
        pairs = tuple((x, y) for x in a for y in b)
        return (
            min(self.floor.multiply(x, y) for x, y in pairs),
            max(self.ceiling.multiply(x, y) for x, y in pairs),
        )

    def invert(self, a: Interval) -> Interval:
        """All reciprocals; unknown while zero is not excluded."""
        if not is_known(a) or a[0] <= 0 <= a[1]:
            return UNKNOWN
        return self.floor.divide(Decimal(1), a[1]), self.ceiling.divide(Decimal(1), a[0])

    def whole_power(self, a: Interval, n: int) -> Interval:
        """All ``n``-th powers by repeated multiplication, ``n`` of either sign."""
        if n < 0:
            return self.invert(self.whole_power(a, -n))
        result: Interval = (Decimal(1), Decimal(1))
        for bit in f"{n:b}":
            result = self.multiply(result, result)
            if bit == "1":
                result = self.multiply(result, a)
        return result

    def absolute(self, a: Interval) -> Interval:
        """All sizes without sign; both ends stay exact."""
        low, high = a
        if low >= 0:
            return a
        return (high.copy_abs(), low.copy_abs()) if high <= 0 else (Decimal(0), max(low.copy_abs(), high))

    def sqrt(self, a: Interval) -> Interval:
        """All square roots; unknown while the radicand is not proven positive."""
        if not is_known(a) or a[0] <= 0:
            return UNKNOWN
        return (
            self.floor.next_minus(self.floor.sqrt(a[0])),
            self.ceiling.next_plus(self.ceiling.sqrt(a[1])),
        )

    def ln(self, a: Interval) -> Interval:
        """All natural logarithms; unknown while the argument is not proven positive."""
        if not is_known(a) or a[0] <= 0:
            return UNKNOWN
        low, high = self._ln(a[0])
        beyond = self.ceiling.divide(self.ceiling.subtract(a[1], a[0]), a[0])
        if beyond > 1:
            return low, self._ln(a[1])[1]
        # Computing it takes long, so it is done once: ln(x + d) - ln(x) = ln(1 + d/x) is at most d/x.
        return low, self.ceiling.add(high, beyond)

    def log10(self, a: Interval) -> Interval:
        """All decimal logarithms; unknown while the argument is not proven positive."""
        return self.multiply(self.ln(a), self.invert(_ln_of_ten(self.digits)))

    def _ln(self, x: Decimal) -> Interval:
        """The natural logarithm of a number above 0."""
        if x == 1:
            return Decimal(0), Decimal(0)
        value = self.floor.ln(x)
        return self.floor.next_minus(value), self.ceiling.next_plus(value)

    def exp(self, a: Interval) -> Interval:
        """All powers of e."""
        if not is_known(a):
            return UNKNOWN
        # ln(10) < 2.31, so a larger argument means more places than are allowed.
        most = room().places * 3
        if a[0] > most or a[1] < -most:
            raise TooLarge
        value = self.floor.exp(a[0])
        beyond = self.ceiling.subtract(a[1], a[0])
        if beyond > 1:
            return self.floor.next_minus(value), self.ceiling.next_plus(self.ceiling.exp(a[1]))
        # Again once: exp(x + d) = exp(x) exp(d), and exp(d) is at most 1 + d + d d for d up to 1.
        factor = self.ceiling.add(self.ceiling.fma(beyond, beyond, beyond), Decimal(1))
        return self.floor.next_minus(value), self.ceiling.multiply(self.ceiling.next_plus(value), factor)


@lru_cache(maxsize=16)
def _ln_of_ten(digits: int) -> Interval:
    ten = Decimal(10)
    return Precision(digits).ln((ten, ten))


def limited(interval: Interval) -> Interval:
    """The interval itself, when it lies within the allowed size."""
    most = room().places
    if is_known(interval) and any(end and end.adjusted() > most for end in interval):
        raise TooLarge
    return interval


def fractions(interval: Interval) -> tuple[Fraction, Fraction]:
    """Both ends exactly, except that an end next to zero is moved outwards to a short fraction."""
    low, high = interval
    return -_above(low.copy_negate()), _above(high)


def _above(end: Decimal) -> Fraction:
    most = room().places
    if not end or end.adjusted() >= -most:
        return Fraction(end)
    return Fraction(1, 10**most) if end > 0 else Fraction(0)
