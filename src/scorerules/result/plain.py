"""Results as plain values for JSON: numbers as exact digits, with the fraction where they do not end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scorerules.formula import Value
from scorerules.numbers import Real, is_finite_decimal, to_decimal
from scorerules.result.scores import ScoreResult

LONGEST_BITS = 13_000
"""Bits of the longest fraction that is written: readers of JSON, Python among them, refuse longer ones."""


def score_fields(one: ScoreResult) -> dict[str, object]:
    """Weight, score and points lost of a result for JSON."""
    score, lost = one._score, one._lost  # noqa: SLF001
    return {
        "weight": number_fields(one.exact_weight),
        "score": number_fields(score),
        "deduction": number_fields(lost),
    }


def number_fields(value: Fraction | Real | None) -> str | dict[str, str] | None:
    """A number for JSON: its digits when they end, else rounded digits and the fraction."""
    if value is None:
        return None
    digits = str(to_decimal(value))
    if not isinstance(value, Fraction):
        return {"decimal": digits}
    if is_finite_decimal(value):
        return digits
    longest = max(value.numerator.bit_length(), value.denominator.bit_length())
    return {"decimal": digits} if longest > LONGEST_BITS else {"decimal": digits, "fraction": str(value)}


def value_field(value: Value | None) -> object:
    """A value for JSON."""
    if isinstance(value, (Fraction, Real)):
        return number_fields(value)
    return value.isoformat() if isinstance(value, date) else value
