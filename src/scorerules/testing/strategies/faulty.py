"""What a record must not say under a key.

Goes in: a key. Comes out: values that it refuses, of every kind of fault a record can have; ``None`` is among
them, which is a fault where the key must be given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from scorerules.kinds import NOT_APPLICABLE, REMARK_ONLY, RecordKey
from scorerules.record import Datum
from scorerules.testing.strategies.alternatives import scale_of

_TINY = Fraction(1, 7919)
"""Less than any step, and no multiple of one."""


def unknown_keys(keys: Mapping[str, RecordKey]) -> tuple[str, ...]:
    """Keys that no rule reads: a slip of the pen first, then something else altogether."""
    slips = (f"{name}{end}" for name in keys for end in ("s", "_1", " "))
    return tuple(one for one in (*slips, "备注", "nothing") if one not in keys)


def faults_of(key: RecordKey) -> tuple[Datum, ...]:
    """Values that ``key`` refuses, and ``None``."""
    return (None, *_faults(key))


def _faults(key: RecordKey) -> Iterator[Datum]:
    yield {"other": 1}
    yield {"remark": 5}
    if not key.may_skip:
        yield {NOT_APPLICABLE: True, "remark": "…"}
    else:
        yield {NOT_APPLICABLE: True}
    if key.type == REMARK_ONLY:
        yield 5
    elif key.judges is not None:
        yield from ([], [1], [Decimal(-1)] * key.judges, 5, {"scores": 5})
    elif key.items:
        yield from ([1], "x", dict.fromkeys(key.items, "x"), {f"{name}_": 1 for name in key.items})
    elif key.levels:
        yield from ("没有这一档", {"level": "没有这一档"}, [], True, Decimal(-1))
    elif key.type in ("number", "integer"):
        yield from _numbers(key)
    elif key.type == "boolean":
        yield from (5, "maybe", [], Decimal(1))
    elif key.type == "date":
        yield from ("2019-13-01", 2019, "去年", [])
    else:
        yield from (5, [], True, "\ud800", date(2020, 1, 1))
        if key.choices is not None:
            yield "没有这一项"


def _numbers(key: RecordKey) -> Iterator[Datum]:
    yield from (True, [], "five", "1,2", "5公斤", Decimal("NaN"), Decimal("Infinity"), float("nan"))
    yield "9" * 1200
    scale = scale_of(key)
    for bound in (key.low, key.high):
        if bound is not None and isinstance(bound[0], Fraction):
            beyond = -1 if bound is key.low else 1
            yield bound[0] / scale + beyond
            if not bound[1]:
                yield bound[0] / scale
    if key.step is not None:
        yield (
            (Fraction(0) if key.low is None or not isinstance(key.low[0], Fraction) else key.low[0]) + _TINY
        ) / scale
    if key.full is not None:
        yield {
            "score": (key.full - (key.step or Fraction(1, 2))) / scale,
            "deduct": key.full / scale,
            "remark": "…",
        }
        if key.remark_required:
            yield Decimal(0)
