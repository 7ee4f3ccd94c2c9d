"""Lower limits that lie above the upper ones, in what is no rule: the period, the total, caps and floors."""

from __future__ import annotations

from fractions import Fraction

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Const, Expr
from scorerules.model import Indicator, Scheme
from scorerules.reading import Table

AT_ODDS = Words("与这里矛盾", "at odds with this")


def check_limits(scheme: Scheme, faults: Faults) -> None:
    """Note every pair of limits that nothing can keep."""
    period, total = scheme.header.effective, scheme.total
    if (
        period is not None
        and period.from_ is not None
        and period.upto is not None
        and period.from_ > period.upto
    ):
        crossed(period, "upto", "from", faults)
    if total.from_ is not None and total.upto is not None and total.from_ > total.upto:
        crossed(total, "upto", "from", faults)
    for indicator in scheme.indicators.values():
        low, high = constant(indicator.floor, Fraction(0)), highest(scheme, indicator)
        if low is None or high is None or low <= high:
            continue
        if indicator.cap is None:
            crossed(indicator, "floor", "weight", faults)
        else:
            crossed(indicator, "cap", "floor", faults)


def highest(scheme: Scheme, indicator: Indicator) -> Fraction | None:
    """The most that an indicator can score, as far as it is known before a record is."""
    if indicator.cap is not None:
        return constant(indicator.cap, Fraction(0))
    if scheme.header.weights == "percent":
        return scheme.total.full
    return None if scheme.header.weights == "none" or indicator.weight is None else indicator.weight.value


def constant(expr: Expr | None, default: Fraction) -> Fraction | None:
    """The value of a limit that is a number; ``None`` for one that is computed."""
    if expr is None:
        return default
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None


def crossed(table: Table, key: str, other: str, faults: Faults) -> None:
    """Note that two limits of a table are the wrong way round."""
    there = table.written(other)
    labels = () if there is None else (Label(there.span, AT_ODDS),)
    faults.add("SR256", table.place(key), path=f"{table.path}.{key}", labels=labels)
