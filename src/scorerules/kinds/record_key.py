"""A key of the record, and what its value may be."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

import attrs
from attrs import frozen

from scorerules.numbers import Unit
from scorerules.source import Span

Value: TypeAlias = Fraction | str | bool | date
"""A value of a record or a constant: numbers exact and in base units."""

REMARK_ONLY = "remark"
"""The type of a key that carries nothing but a remark: an indicator computed from other inputs."""


@frozen
class RecordKey:
    """A key of the record, and what its value may be.

    Args:
        id: The key.
        words: What people call it.
        type: ``number``, ``integer``, ``text``, ``boolean``, ``date`` or ``remark``.
        unit: The unit a bare number of the record is in.
        low, high: Bounds in base units, each with whether the bound itself is allowed.
        choices: The texts it may be.
        step: The value must be a multiple of it, in base units.
        default: Its value when the record has none.
        full: For a judged score, the points that it is deducted from; the record may then give
            ``{ deduct = … }`` and remarks.
        remark_required: Whether a remark is required when points are lost.
        span: Where the ruleset declares it.
    """

    id: str
    words: str
    type: str = "number"
    unit: Unit | None = None
    low: tuple[Value, bool] | None = None
    high: tuple[Value, bool] | None = None
    choices: tuple[str, ...] | None = None
    step: Fraction | None = None
    default: Value | None = None
    full: Fraction | None = None
    remark_required: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)


def fault_of_value(key: RecordKey, value: Value) -> str | None:
    """The code of the first check of a key that ``value`` does not pass."""
    if key.choices is not None and value not in key.choices:
        return "SR404"
    # The full mark may always be given, even where it is no multiple of the step.
    if isinstance(value, Fraction) and not isinstance(value, bool) and value != key.full:
        if key.type == "integer" and key.step is not None and (value / key.step).denominator != 1:
            return "SR405"
        if key.step is not None and (value / key.step).denominator != 1:
            return "SR406"
    if key.low is not None and (value < key.low[0] or (value == key.low[0] and not key.low[1])):  # type: ignore[operator]
        return "SR407"
    if key.high is not None and (value > key.high[0] or (value == key.high[0] and not key.high[1])):  # type: ignore[operator]
        return "SR407"
    return None
