"""Data that single keys of made-up records have: every answer, the ends, what lies beyond and between.

Goes in: the keys of a record as rulesets declare them. Comes out: changes of data, and what a record says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from scorerules.analysis.record_form import REMARK
from scorerules.analysis.trials import Data
from scorerules.kinds import RecordKey, Value
from scorerules.numbers import is_finite_decimal, plain

STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))
"""How far beyond an end of a datum a record goes."""

_SHORT = Fraction(1, 1000)
"""The step of numbers that are made writable."""


def scale_of(key: RecordKey) -> Fraction:
    """What one in the unit of a key is in base units."""
    return Fraction(1) if key.unit is None else key.unit.scale


def near_ones(changes: Data, keys: Mapping[str, RecordKey]) -> Iterator[Data]:
    """The changes as a record can say them: on both sides of numbers that are too fine for it."""
    fine = {name: _grid(keys.get(name), value) for name, value in changes.items()}
    if not any(fine.values()):
        yield changes
        return
    for side in (floor, ceil):
        yield {name: value if (grid := fine[name]) is None else grid * side(value / grid)  # type: ignore[operator]
               for name, value in changes.items()}  # fmt: skip


def _grid(key: RecordKey | None, value: Value | None) -> Fraction | None:
    """The step of what a record can say, for a number that is no multiple of it."""
    if not isinstance(value, Fraction) or isinstance(value, bool):
        return None
    if key is not None and key.step is not None:
        return None if (value / key.step).denominator == 1 else key.step
    scale = Fraction(1) if key is None else scale_of(key)
    return None if is_finite_decimal(value) else scale * _SHORT


def changes_of(key: RecordKey) -> Iterator[Data]:
    """The answers that a key may have, and the record without it."""
    for one in (key, *key.parts):
        if one.type == "boolean":
            yield {one.id: True}
            yield {one.id: False}
        for text in one.choices or ():
            yield {one.id: text}
        for level in one.levels:
            for score in (level.low[0], level.high[0]):
                yield {one.id: level.name, f"{one.id}.score": score}
        yield {one.id: None}
    if key.items:
        yield {key.id: None, **{part.id: None for part in key.parts}}


def beyond(*keys: RecordKey) -> Iterator[object]:
    """Values at the ends of a key and beyond them, and between the ends of one and another declaration of it.

    Args:
        keys: The key, as it is declared here and there.
    """
    for key in keys:
        scale = scale_of(key)
        others = (_bounds(other) for other in keys)
        for number in _around(dict.fromkeys(bound / scale for bounds in others for bound in bounds)):
            yield from _saying(key, number)
        if key.step is not None:
            for step in (key.step / 2, key.step / 10):
                yield from _saying(key, (next(_bounds(key), Fraction(0)) + step) / scale)
        if key.choices:
            yield from (*key.choices, f"{key.choices[0]}?")
        for part in key.items.values():
            for value in beyond(part) if key.judges is None else ():
                yield {part.id.rpartition(".")[2]: value}


def _bounds(key: RecordKey) -> Iterator[Fraction]:
    for bound in (key.low, key.high, *(end for level in key.levels for end in (level.low, level.high))):
        if bound is not None and isinstance(bound[0], Fraction):
            yield bound[0]


def _around(bounds: Iterable[Fraction]) -> Iterator[Fraction]:
    """Numbers, those half-way between them, and those a little more or less."""
    ordered = sorted(bounds)
    between = [(one + other) / 2 for one, other in pairwise(ordered)]
    found = dict.fromkeys([*ordered, *between])
    for one in ordered:
        found |= dict.fromkeys(one + step for size in STEPS for step in (size, -size))
    yield from found


def _saying(key: RecordKey, number: Fraction) -> Iterator[object]:
    """What stands under a key that says a number."""
    written = _written(number)
    if key.levels:
        for level in key.levels:
            yield {"level": level.name, "score": written, "remark": REMARK}
    elif key.judges is not None:
        full = _written(key.full or Fraction(0))
        yield {"scores": [written, *[full] * (key.judges - 1)], "remark": REMARK}
    elif key.full is not None:
        yield {"score": written, "remark": REMARK}
        yield written
    else:
        yield written


def different(values: Iterable[object]) -> Iterator[object]:
    """Values, each once."""
    seen: set[str] = set()
    for one in values:
        if repr(one) not in seen:
            seen.add(repr(one))
            yield one


def _written(number: Fraction) -> object:
    return int(number) if number.denominator == 1 else plain(number)
