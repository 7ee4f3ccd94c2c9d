"""Functions of exact numbers that rules call.

Goes in: a ``Fraction`` or a ``Real``. Comes out: the exact result, a ``Fraction`` where it is rational.
"""

from __future__ import annotations

import math
from fractions import Fraction

from scorerules.numbers.deciding import settle, sign
from scorerules.numbers.problems import OutsideDomain
from scorerules.numbers.real import Number, divide, log, multiply, power, subtract

_HALF = Fraction(1, 2)


def sqrt(x: Number) -> Number:
    """The square root of ``x`` >= 0."""
    if sign(x) < 0:
        raise OutsideDomain("root-of-negative")
    return power(x, _HALF)


def ln(x: Number) -> Number:
    """The natural logarithm of ``x`` > 0."""
    return log(x, "ln")


def log10(x: Number) -> Number:
    """The decimal logarithm of ``x`` > 0."""
    return log(x, "log10")


def floor(x: Number) -> int:
    """The largest integer that is not above ``x``."""
    return settle(x, math.floor)


def ceil(x: Number) -> int:
    """The smallest integer that is not below ``x``."""
    return settle(x, math.ceil)


def modulo(x: Number, y: Number) -> Number:
    """``x - y * floor(x / y)``: what is left of ``x``, with the sign of ``y``."""
    return subtract(x, multiply(y, Fraction(floor(divide(x, y)))))
