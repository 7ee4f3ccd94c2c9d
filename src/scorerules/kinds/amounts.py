"""Numbers in the parameters of a rule: which are points, which are measured like the value.

Goes in: a parameter as written. Comes out: the expression a rule computes with, after a number that
cannot be meant was noted at its place. Nothing here knows which kind of rule it belongs to.
"""

from __future__ import annotations

from fractions import Fraction

from scorerules.diagnostics import Faults, Words
from scorerules.formula import Const, Expr
from scorerules.kinds.base import Item

NOT_NEGATIVE = Words("不小于 0 的数", "a number not below 0")
POSITIVE = Words("大于 0 的数", "a number above 0")


def constant(expr: Expr | None) -> Fraction | None:
    """The number that a parameter is; ``None`` when it is computed."""
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None


def is_bare(expr: Expr | None) -> bool:
    """Whether a parameter is a number without a unit."""
    return isinstance(expr, Const) and expr.unit is None and isinstance(expr.value, Fraction)


def points_per_unit(item: Item, expr: Expr, path: str) -> Expr:
    """Points gained or lost per unit: a loss is written without a minus sign."""
    refuse(expr, (constant(expr) or 0) < 0, NOT_NEGATIVE, path, item.faults)
    return expr


def share(item: Item, expr: Expr, path: str) -> Expr:
    """A part of the weight: ``0.8`` or ``"80%"``, never ``80``."""
    value = constant(expr)
    if value is not None and isinstance(expr, Const) and is_bare(expr) and abs(value) > 1:
        item.faults.add("SR250", expr.span, path=path, number=expr.text, unit="%")
    return expr


def refuse(expr: Expr, wrong: bool, expected: Words, path: str, faults: Faults) -> None:
    """Note a constant that is not what is expected there."""
    if wrong and isinstance(expr, Const):
        found = Words(f"数 {expr.text}", f"the number {expr.text}")
        faults.add("SR203", expr.span, path=path, key=path, expected=expected, found=found)
