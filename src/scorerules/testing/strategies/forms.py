"""The ways in which a record can say the data of one of its keys.

Goes in: a key and values in base units, by the key and by what stands in it. Comes out: what may stand under
the key in a record, the way a person would write it first. Every way is read back as the same values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from scorerules.analysis.record_form import REMARK
from scorerules.kinds import LEVEL_SCORE, NOT_APPLICABLE, REMARK_ONLY, RecordKey, Value
from scorerules.numbers import is_finite_decimal, to_decimal
from scorerules.record import Datum

Values: TypeAlias = Mapping[str, Value | None]
"""Values by key, or by what stands in a key; what is ``None`` or not here is not given."""

_SCALES = {"万": Fraction(10**4), "亿": Fraction(10**8)}
_WIDE = str.maketrans({chr(one): chr(one + 0xFEE0) for one in range(0x21, 0x7F)})
_LONGEST_FLOAT = 15
"""Digits that a float keeps, whatever they are."""


def forms(key: RecordKey, values: Values, remark: str = REMARK) -> tuple[Datum, ...]:
    """The ways to write what ``values`` hold of ``key``; none when they hold nothing of it.

    Args:
        key: The key.
        values: Values in base units.
        remark: Stands where the ruleset asks for a remark.
    """
    if values.get(f"{key.id}.{NOT_APPLICABLE}") is True:
        return ({NOT_APPLICABLE: True, "remark": remark},)
    value = values.get(key.id)
    if value is None or key.type == REMARK_ONLY:
        return ()
    if key.judges is not None:
        return tuple(_judges(key, values, remark))
    if key.items:
        return tuple(_items(key, values))
    if key.levels:
        return tuple(_level(key, value, values, remark))
    if key.full is not None and isinstance(value, Fraction):
        return tuple(_judged(key, value, remark))
    ways = tuple(_alone(value, key))
    return (*ways, {"value": ways[0]}, {"value": ways[-1], "remark": remark})


def _judged(key: RecordKey, score: Fraction, remark: str) -> Iterator[Datum]:
    """A score, with a remark when points are lost."""
    assert key.full is not None
    if score >= key.full or not key.remark_required:
        yield from _alone(score, key)
    ways, lost = list(_alone(score, key)), list(_alone(key.full - score, key))
    for one in ways:
        yield {"score": one, "remark": remark}
    yield {"deduct": lost[0], "remark": remark}
    yield {"score": ways[-1], "deduct": lost[0], "remark": remark}


def _judges(key: RecordKey, values: Values, remark: str) -> Iterator[Datum]:
    """The scores of all judges, in a list or one by one."""
    scores = [values.get(item.id) for item in key.items.values()]
    said = [
        next(_alone(one, item))
        for one, item in zip(scores, key.items.values(), strict=True)
        if one is not None
    ]
    if len(said) < len(scores):
        return
    below = sum(isinstance(one, Fraction) and key.full is not None and one < key.full for one in scores)
    if not key.remark_required or below < key.losing:
        yield said
        yield dict(zip(key.items, said, strict=True))
    yield {"scores": said, "remark": remark}
    yield {**dict(zip(key.items, said, strict=True)), "remark": remark}


def _items(key: RecordKey, values: Values) -> Iterator[Datum]:
    """Every item that is ticked or counted; one that can be left out need not be mentioned when it is 0."""
    whole: dict[str, Datum] = {}
    short: dict[str, Datum] = {}
    in_words: dict[str, Datum] = {}
    for name, item in key.items.items():
        value = values.get(item.id)
        if value is None or values.get(f"{item.id}.{NOT_APPLICABLE}") is True:
            if item.may_skip:
                whole[name] = short[name] = in_words[name] = {NOT_APPLICABLE: True}
            continue
        ways = list(_alone(value, item))
        whole[name], in_words[name] = ways[0], {"value": ways[-1]}
        if value != item.default:
            short[name] = ways[0]
    yield short
    yield whole
    yield in_words


def _level(key: RecordKey, name: Value, values: Values, remark: str) -> Iterator[Datum]:
    """A level, with its score where the level leaves it open."""
    level = next((one for one in key.levels if one.name == name), None)
    score = values.get(f"{key.id}.{LEVEL_SCORE}")
    if level is None or not isinstance(name, str):
        return
    points = level.fixed if level.fixed is not None else score if isinstance(score, Fraction) else None
    if points is None or not level.has(points):
        return
    written = next(_alone(points, RecordKey(key.id, key.words)))
    silent = not key.remark_required or key.full is None or points >= key.full
    alone = sum(one.has(points) for one in key.levels) == 1
    if silent and level.fixed is not None:
        yield name
    if silent and alone:
        yield written
    if level.fixed is not None:
        yield {"level": name, "remark": remark}
    yield {"level": name, "score": written, "remark": remark}
    if alone:
        yield {"score": written, "remark": remark}


def _alone(value: Value, key: RecordKey) -> Iterator[Datum]:
    """The ways to write one value."""
    match value:
        case bool():
            yield value
            yield "是" if value else "否"
            yield "TRUE" if value else "false"
        case Fraction():
            yield from _number(value, key)
        case date():
            yield value
            yield value.isoformat()
        case _:
            yield value


def _number(value: Fraction, key: RecordKey) -> Iterator[Datum]:
    """A number in the unit of its key: bare, as text, with its unit, in other scales of it."""
    scale = Fraction(1) if key.unit is None else key.unit.scale
    symbol = "" if key.unit is None else key.unit.symbol
    bare = value / scale
    if not is_finite_decimal(bare):
        yield bare
        return
    digits = _digits(bare)
    if key.unit is not None and key.unit.percent:
        yield f"{digits}{symbol}"
    yield int(bare) if bare.denominator == 1 else Decimal(digits)
    yield digits
    if symbol:
        yield f"{digits}{symbol}"
    if bare.denominator == 1:
        yield f"{int(bare):,}{symbol}"
        yield Decimal(f"{digits}.00")
    if len(digits) <= _LONGEST_FLOAT:
        yield float(digits)
    if key.unit is not None and key.unit.percent:
        yield f"{_digits(value * 1000)}‰"
    elif key.full is None:
        for word, size in _SCALES.items():
            if abs(value) >= size:
                yield f"{_digits(value / size)}{word}{'' if key.unit is None else key.unit.base}"
    yield f" {digits.translate(_WIDE)} "


def _digits(number: Fraction) -> str:
    """All digits of a number whose decimals end, without an exponent."""
    return f"{to_decimal(number):f}"


def with_remark(written: Datum, key: RecordKey, remark: str = REMARK) -> Datum:
    """What stands under a key, with a remark beside it."""
    if isinstance(written, Mapping):
        return {"remark": remark, **written}
    if written is None:
        return {"remark": remark}
    name = (
        "scores"
        if key.judges is not None
        else "level"
        if key.levels
        else "score"
        if key.full is not None
        else "value"
    )
    return {name: written, "remark": remark}
