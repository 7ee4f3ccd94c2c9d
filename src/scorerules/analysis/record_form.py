"""Made-up data as a record that anyone can score.

Goes in: values by key and by what stands in a key, in base units. Comes out: a record as JSON has it, or
nothing when a value has no finite decimal and so cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scorerules.kinds import LEVEL_SCORE, NOT_APPLICABLE, REMARK_ONLY, RecordKey, Value
from scorerules.numbers import is_finite_decimal, plain
from scorerules.plan import Plan

REMARK = "…"
"""Stands where the ruleset asks for a remark."""

Written = object
"""A value of JSON."""


def record_of(data: Mapping[str, Value | None], plan: Plan) -> dict[str, Written] | None:
    """The record that says these data, those of ``None`` left out; ``None`` when it cannot be written."""
    if not all(is_finite_decimal(value) for value in data.values() if isinstance(value, Fraction)):
        return None
    found: dict[str, Written] = {}
    for key in plan.keys.values():
        written = _written(key, data)
        if written is not None:
            found[key.id] = written
    return found


def _written(key: RecordKey, data: Mapping[str, Value | None]) -> Written | None:
    if data.get(f"{key.id}.{NOT_APPLICABLE}") is True:
        return {"not_applicable": True, "remark": REMARK}
    value = data.get(key.id)
    if key.judges is not None:
        scores = [data.get(item.id) for item in key.items.values()]
        return (
            None
            if None in scores
            else _remarked([_plain(one, key) for one in scores if one is not None], key)
        )
    if key.items:
        said = {name: _item(item, data) for name, item in key.items.items()}
        return {name: one for name, one in said.items() if one is not None} if value is not None else None
    if value is None:
        return None
    if key.levels:
        return _level(key, value, data)
    if key.type == REMARK_ONLY:
        return None
    lost = key.full is not None and isinstance(value, Fraction) and value < key.full
    return _remarked(_plain(value, key), key) if lost else _plain(value, key)


def _item(item: RecordKey, data: Mapping[str, Value | None]) -> Written | None:
    """One item of a checklist or of a list of defects, which may not apply."""
    if data.get(f"{item.id}.{NOT_APPLICABLE}") is True:
        return {"not_applicable": True}
    value = data.get(item.id)
    return None if value is None else _plain(value, item)


def _level(key: RecordKey, value: Value, data: Mapping[str, Value | None]) -> Written:
    score = data.get(f"{key.id}.{LEVEL_SCORE}")
    level = next(one for one in key.levels if one.name == value)
    if score is None or level.fixed is not None:
        return {"level": value, "remark": REMARK}
    return {"level": value, "score": _plain(score, key), "remark": REMARK}


def _remarked(value: Written, key: RecordKey) -> Written:
    name = "scores" if key.judges is not None else "score"
    return {name: value, "remark": REMARK} if key.full is not None else value


def _plain(value: Value, key: RecordKey) -> Written:
    """A value in the unit that the record is in."""
    if isinstance(value, bool) or not isinstance(value, (Fraction, date)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    scale = Fraction(1) if key.unit is None else key.unit.scale
    number = value / scale
    if number.denominator == 1:
        return int(number)
    return plain(number)
