"""Results as plain values for JSON: numbers as exact digits, with the fraction where they do not end."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scorerules.formula import Value
from scorerules.numbers import Real, to_decimal
from scorerules.result.scores import ScoreResult


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
    if isinstance(value, Fraction) and Fraction(digits) == value:
        return digits
    return {"decimal": digits, "fraction": str(value)} if isinstance(value, Fraction) else {"decimal": digits}


def value_field(value: Value | None) -> object:
    """A value for JSON."""
    if isinstance(value, (Fraction, Real)):
        return number_fields(value)
    return value.isoformat() if isinstance(value, date) else value
