"""Arithmetic of declarations that the laws do by themselves: nothing here is shared with the evaluators."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, trunc

from scorerules.formula import Const, Expr
from scorerules.model import Rounding
from scorerules.numbers import is_finite_decimal, plain


def constant(expr: Expr | None) -> Fraction | None:
    """The number that is written; ``None`` for none and for what is computed."""
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None


def rounded(number: Fraction, rounding: Rounding | None) -> Fraction:
    """A number rounded as declared."""
    if rounding is None:
        return number
    units = number / rounding.to.value
    down, up = floor(units), ceil(units)
    if down == up:
        return number
    half, sign = units - down - Fraction(1, 2), 1 if units > 0 else -1
    away, toward = (up, down) if sign > 0 else (down, up)
    nearest = down if half < 0 else up
    picked = {
        "half-up": nearest if half else away,
        "half-down": nearest if half else toward,
        "half-even": nearest if half else down + down % 2,
        "up": away,
        "down": trunc(units),
        "ceiling": up,
        "floor": down,
    }[rounding.mode]
    return picked * rounding.to.value


def said(number: Fraction | None) -> str:
    """A number for messages."""
    if number is None:
        return "—"
    return plain(number) if is_finite_decimal(number) else str(number)
