"""What a record may say of a key instead of what it says: values near the places where scores bend or jump.

Goes in: a key and the plan that reads it. Comes out: changes of the data of a record, the simplest first:
constants of the rules that read the key, one unit either side of them, ends of what the key may hold,
every text, level and answer, and numbers that are awkward because they are huge or long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from scorerules.analysis.domains import domain_of
from scorerules.analysis.interval import Interval
from scorerules.formula import Const, names, walk
from scorerules.kinds import LEVEL_SCORE, NOT_APPLICABLE, REMARK_ONLY, RecordKey, Value
from scorerules.numbers import is_finite_decimal, to_decimal
from scorerules.plan import Plan

Change = Mapping[str, Value | None]
"""Values by key, or by what stands in a key; ``None`` takes a value away."""

MOST = 60
"""Values of one key that are tried on purpose."""

_TEXTS = ("A", "甲", "无")
_SOME_DAY = date(2020, 1, 1)
_HUGE = Fraction(10**12)
_LONG = Fraction(123456789, 10**9)
_TINY = Fraction(1, 10**20)


def alternatives(key: RecordKey, plan: Plan) -> tuple[Change, ...]:
    """Everything that is tried of a key on purpose, the simplest first."""
    found: list[Change] = []
    if key.judges is not None:
        values = numbers_of(next(iter(key.items.values())), plan)
        found += [{key.id: True, **{one.id: value for one in key.items.values()}} for value in values]
        found += [{key.id: True, one.id: value} for one in key.items.values() for value in values]
    elif key.items:
        for item in key.items.values():
            found += [{key.id: True, item.id: value} for value in values_of(item, plan)]
            if item.may_skip:
                found.append({key.id: True, item.id: None})
    elif key.levels:
        for level in key.levels:
            ends = {level.low[0], level.high[0], (level.low[0] + level.high[0]) / 2}
            fitting = sorted(one for one in ends if level.has(one) and _on_step(one, key))
            found += [{key.id: level.name, f"{key.id}.{LEVEL_SCORE}": one} for one in fitting]
    elif key.type != REMARK_ONLY:
        found += [{key.id: value} for value in values_of(key, plan)]
    if key.may_skip:
        found = [{**one, f"{key.id}.{NOT_APPLICABLE}": False} for one in found]
        found.append({f"{key.id}.{NOT_APPLICABLE}": True})
    return tuple(found)


def left_out(key: RecordKey) -> Change:
    """The change that leaves a key out of a record."""
    return {key.id: None, **{part.id: None for part in key.parts}}


def is_left_out(change: Change, name: str) -> bool:
    """Whether a change leaves a key out; one that says that the key does not apply does not."""
    return name in change and change[name] is None and change.get(f"{name}.{NOT_APPLICABLE}") is not True


def values_of(key: RecordKey, plan: Plan) -> tuple[Value, ...]:
    """The values that are tried of one key."""
    match key.type:
        case "number" | "integer":
            return numbers_of(key, plan)
        case "boolean":
            return (False, True)
        case "date":
            return tuple(_days(key, plan))
        case _:
            compared = dict.fromkeys(one.value for one in _constants(key, plan) if isinstance(one.value, str))
            return key.choices or tuple(dict.fromkeys((*_TEXTS, *compared)))


def numbers_of(key: RecordKey, plan: Plan) -> tuple[Fraction, ...]:
    """The numbers that are tried of one key, in base units, the shortest first."""
    domain, scale = domain_of(key).numbers, scale_of(key)
    step = key.step or scale
    near = {
        Fraction(0),
        scale,
        100 * scale,
        *(one for one in (domain.low, domain.high, key.full) if one is not None),
    }
    found = {*near, *(one + shift for one in near for shift in (-step, step))}
    for constant in _constants(key, plan):
        if isinstance(constant.value, Fraction) and _fits(constant, key):
            # A constant may be compared with what the key is counted in, or with the key's own number.
            for value in (
                {constant.value, constant.value * scale} if constant.unit is None else {constant.value}
            ):
                unit = max(step if key.step is not None else Fraction(0), unit_of(constant))
                found |= {value, value - unit, value + unit}
    awkward = (_HUGE * scale, -_HUGE * scale, _LONG * scale, _TINY * scale, (100 - _TINY) * scale)
    plain = sorted(_inside(found, domain), key=lambda one: length_of(one / scale))
    return tuple(dict.fromkeys((*plain[:MOST], *_inside(awkward, domain))))


def scale_of(key: RecordKey) -> Fraction:
    """How many base units one of what the key is written in is."""
    return Fraction(1) if key.unit is None else key.unit.scale


def unit_of(constant: Const) -> Fraction:
    """One in the last digit in which a constant is written."""
    scale = Fraction(1) if constant.unit is None else constant.unit.scale
    assert isinstance(constant.value, Fraction)
    written = constant.value / scale
    if not is_finite_decimal(written):
        return scale
    places = -int(min(0, to_decimal(written).normalize().as_tuple().exponent))
    return scale / Fraction(10) ** places


def length_of(number: Fraction) -> tuple[int, Fraction]:
    """How long a number is to write, then how large it is."""
    sign = number < 0
    text = (
        f"{abs(to_decimal(number)):f}"
        if is_finite_decimal(number)
        else f"{number.numerator}/{number.denominator}"
    )
    return len(text.rstrip("0") if "." in text else text) + 2 * sign, abs(number)


def _inside(values: Iterable[Fraction], domain: Interval) -> list[Fraction]:
    return [one for one in values if domain.has(one)]


def _on_step(score: Fraction, key: RecordKey) -> bool:
    return key.step is None or score == key.full or (score / key.step).denominator == 1


def _days(key: RecordKey, plan: Plan) -> Iterator[date]:
    near = [one.value for one in _constants(key, plan) if isinstance(one.value, date)]
    near += [bound[0] for bound in (key.low, key.high) if bound is not None and isinstance(bound[0], date)]
    domain = domain_of(key).numbers
    found: dict[date, None] = {}
    for day in sorted({_SOME_DAY, *near}):
        for shift in (0, -1, 1):
            if date.min < day < date.max:
                found[day + timedelta(shift)] = None
    yield from (one for one in found if domain.has(Fraction(one.toordinal())))


def _fits(constant: Const, key: RecordKey) -> bool:
    """Whether a constant can be in the unit of a key."""
    percent = key.unit is not None and key.unit.percent
    return constant.value == 0 or percent == (constant.unit is not None and constant.unit.percent)


def _constants(key: RecordKey, plan: Plan) -> list[Const]:
    """The constants of everything whose owner reads the key, directly or through a derived value."""
    reading: set[str] = {key.id}
    owners: set[str] = set()
    for step in plan.steps:  # in an order in which what is read comes first
        if step.owner not in ("total", "grade") and reading.intersection(names(step.expr)):
            owners.add(step.owner)
            if step.role in ("derived", "value"):
                reading.add(step.id)
    found: dict[Const, None] = {}
    for owner in owners:
        for step in plan.of(owner):
            if step.role in ("applies", "value", "part", "raw", "explain", "veto", "grade"):
                found |= {one: None for one in walk(step.expr) if isinstance(one, Const)}
    return list(found)
