"""Multiples of a number: which number several others are multiples of."""

from __future__ import annotations

from fractions import Fraction
from math import gcd


def is_multiple(value: Fraction, grid: Fraction) -> bool:
    """Whether a number is a multiple of another; only 0 is one of 0."""
    return value == 0 if grid == 0 else (value / grid).denominator == 1


def common_grid(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """The largest number of which the multiples of both are multiples; ``None`` when one is not known."""
    if one is None or other is None:
        return None
    return Fraction(
        gcd(one.numerator * other.denominator, other.numerator * one.denominator),
        one.denominator * other.denominator,
    )
