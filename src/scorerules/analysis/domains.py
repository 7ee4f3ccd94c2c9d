"""What the keys of a record can hold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scorerules.analysis.abstract import EITHER, Abstract
from scorerules.analysis.interval import ONE, Interval
from scorerules.kinds import REMARK_ONLY, RecordKey, Value
from scorerules.numbers import common_grid

EVERY_DAY = Interval(ONE, Fraction(date.max.toordinal()), grid=ONE)
"""The days that there are, as ordinals."""


def domain_of(key: RecordKey) -> Abstract:
    """All that a record can give under a key; it may leave out what has no default."""
    missing = key.default is None
    if key.type == REMARK_ONLY:
        return Abstract(missing=True)
    if key.items and key.judges is None and key.type == "boolean":
        return Abstract(truth=frozenset({True}), missing=True)
    match key.type:
        case "number" | "integer" | "date":
            return Abstract(_numbers(key), missing=missing)
        case "boolean":
            return Abstract(truth=EITHER, missing=missing)
        case _:
            texts = tuple(one.name for one in key.levels) or key.choices
            return Abstract(texts=None if texts is None else frozenset(texts), missing=missing)


def _numbers(key: RecordKey) -> Interval:
    low, low_in = _bound(key.low)
    high, high_in = _bound(key.high)
    if key.type == "date":
        return Interval(low, high, low_in, high_in).meet(EVERY_DAY)
    grid = key.step
    if grid is not None and key.full is not None:
        # The full mark may always be given, even where it is no multiple of the step.
        grid = common_grid(grid, key.full)
    return Interval(low, high, low_in, high_in, grid).on_grid()


def _bound(bound: tuple[Value, bool] | None) -> tuple[Fraction | None, bool]:
    if bound is None:
        return None, True
    value, inside = bound
    if isinstance(value, date):
        return Fraction(value.toordinal()), inside
    return (value, inside) if isinstance(value, Fraction) else (None, True)
