"""Between exact numbers and the decimals that people and files write.

Goes in: numbers as Python holds them. Comes out: exact fractions, decimals and plain texts. The ambient
decimal context plays no part, and nothing here goes through a float.
"""

from __future__ import annotations

import math
from contextlib import suppress
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from scorerules.limits import USUAL
from scorerules.numbers.deciding import FIRST_DIGITS, indistinct, settle
from scorerules.numbers.problems import TooLarge, Undecidable
from scorerules.numbers.rational import bounded
from scorerules.numbers.real import Number, Real

_EXACT_DIGITS = 28
_SHORT_DIGITS = 10
_LONGEST = 1000
# Moving the point of a number never rounds it.
_WIDE = Context(MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)


def exact(value: int | float | Decimal | Fraction, most: int = USUAL.digits) -> Fraction:
    """The exact value of a number; a float means its shortest decimal, so 0.1 is one tenth.

    Args:
        value: The number.
        most: Digits that a decimal from outside may have, and how large its exponent may be.

    Raises:
        ValueError: Not a finite number.
        TooLarge: Beyond the limits, found before the work is done.
        TypeError: Not a number, or a truth value.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        message = f"{type(value).__name__} is not a number"
        raise TypeError(message)
    if isinstance(value, int | Fraction):
        return bounded(Fraction(value))
    if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
        message = f"{value} is not a finite number"
        raise ValueError(message)
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or abs(exponent) > most or len(digits) > most:
        raise TooLarge
    return Fraction(value)


def decimal_places(x: Fraction) -> int | None:
    """How many decimals ``x`` has, or ``None`` when its decimals never end."""
    twos = (x.denominator & -x.denominator).bit_length() - 1
    rest = x.denominator >> twos
    # The logarithm of 2 to the base 5 says which power of 5 it is, if it is one; dividing would take long.
    about = (rest.bit_length() - 1) * 430_676_558 // 10**9
    fives = next((times for times in (about, about + 1) if 5**times == rest), None)
    return None if fives is None else max(twos, fives)


def is_finite_decimal(x: Fraction) -> bool:
    """Whether the decimals of ``x`` end."""
    return decimal_places(x) is not None


def to_decimal(x: Number, digits: int = 28) -> Decimal:
    """``x`` as a decimal: exact when its decimals end, else rounded half-even.

    A number that cannot be told from one half of the last digit is rounded as if it were just that.

    Args:
        x: The number.
        digits: Significant digits, at least 1, of a value whose decimals never end.
    """
    if isinstance(x, Fraction):
        places = decimal_places(x)
        if places is not None:
            return scaled_decimal(x.numerator * 10**places // x.denominator, places)
    try:
        return _significant(x, digits, ROUND_HALF_EVEN)
    except Undecidable:
        assert isinstance(x, Real)
        return _significant(indistinct(x), digits, ROUND_HALF_EVEN)


def scaled_decimal(whole: int, places: int) -> Decimal:
    """``whole`` divided by 10 to the power ``places``, exactly, with that many decimals."""
    return _WIDE.scaleb(Decimal(whole), -places)


def plain(x: Number) -> str:
    """``x`` without exponent: all digits when they end within 28, else the leading ones and ``…``.

    At least ten significant digits are shown, and the whole part up to 1000 digits; what is left out is
    cut off, not rounded, so that every digit shown is a digit of the number.
    """
    if isinstance(x, Fraction):
        places = decimal_places(x)
        if places is not None:
            value = to_decimal(x)
            if places == 0 or len(value.as_tuple().digits) <= _EXACT_DIGITS:
                return f"{value:f}"
    low, high = (x, x) if isinstance(x, Fraction) else x.bounds(FIRST_DIGITS)
    whole = Decimal(math.floor(max(abs(low), abs(high))))
    digits = min(max(_SHORT_DIGITS, len(whole.as_tuple().digits)), _LONGEST)
    # A short decimal behind an expression too hard to simplify is what the other rounding lands on.
    for rounding in (ROUND_DOWN, ROUND_HALF_EVEN):
        with suppress(Undecidable):
            return f"{_significant(x, digits, rounding):f}…"
    return "0…"  # no digit of it can be told, because it cannot be told from nothing


def _significant(x: Number, digits: int, rounding: str) -> Decimal:
    context = Context(digits, rounding, MIN_EMIN, MAX_EMAX)
    return settle(x, lambda value: context.divide(Decimal(value.numerator), Decimal(value.denominator)))
