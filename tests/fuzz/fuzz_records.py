"""Records to feed a ruleset with, written as Python expressions: so that a bad one can be kept and cut down.

Goes in: a source of chance and what a ruleset wants to know. Comes out: the text of an expression that
:func:`record_of` turns into a value. Half of them are what a person might give, half are objects whose
methods fail, lie or never return what they should.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from types import MappingProxyType
from typing import Any

from scorerules.kinds import RecordKey
from scorerules.numbers import to_decimal


class Nasty(Exception):  # noqa: N818 - it is no error of ours
    """What the methods of hostile objects raise."""


def fails(*_: object, **__: object) -> Any:
    """Stands for any method of a hostile object."""
    raise Nasty


SPECIAL = (
    *(
        "__eq__",
        "__ne__",
        "__lt__",
        "__gt__",
        "__le__",
        "__ge__",
        "__hash__",
        "__str__",
        "__repr__",
        "__bool__",
    ),
    *("__len__", "__iter__", "__getitem__", "__contains__", "__int__", "__float__", "__index__", "__trunc__"),
    *(
        "__format__",
        "__add__",
        "__radd__",
        "__mul__",
        "__rmul__",
        "__sub__",
        "__abs__",
        "__neg__",
        "__round__",
    ),
    *("__getattr__", "keys", "items", "values", "get", "strip", "lower", "upper", "partition", "startswith"),
    *("isoformat", "as_tuple", "is_finite", "numerator", "denominator", "year", "month", "day", "translate"),
)
"""Methods that a hostile object may have in a form of its own."""


def hostile(base: type, *values: Any, hashable: bool = False) -> Any:
    """An instance of a subclass of ``base`` none of whose methods work, but perhaps that it can be a key."""
    body = {name: fails for name in SPECIAL if base is object or hasattr(base, name)}
    if hashable:
        body |= {"__hash__": base.__hash__, "__eq__": base.__eq__}
    if base in (int, float, Decimal, Fraction, date):
        body |= {
            name: property(fails) for name in ("numerator", "denominator", "year", "month", "day", "real")
        }
    return type("Hostile", (base,), body)(*values)


class Masked:
    """An object that does not say what it is."""

    @property
    def __class__(self) -> Any:  # type: ignore[override]
        raise Nasty


class BadMapping(Mapping[Any, Any]):
    """A mapping that breaks at one of its methods."""

    def __init__(self, inner: dict[Any, Any], where: str) -> None:
        self._inner, self._where = inner, where

    def _maybe(self, where: str) -> None:
        if self._where == where:
            raise Nasty

    def __getitem__(self, key: Any) -> Any:
        self._maybe("getitem")
        return self._inner[key]

    def __iter__(self) -> Iterator[Any]:
        self._maybe("iter")
        yield from self._inner
        self._maybe("end")

    def __len__(self) -> int:
        self._maybe("len")
        return len(self._inner)


class BadSequence(Sequence[Any]):
    """A list that breaks at one of its methods, or claims to be very long."""

    def __init__(self, length: int, where: str) -> None:
        self._length, self._where = length, where

    def __getitem__(self, index: Any) -> Any:
        if self._where == "getitem":
            raise Nasty
        return 1

    def __len__(self) -> int:
        if self._where == "len":
            raise Nasty
        return self._length


class Kind(enum.Enum):
    """An enumeration."""

    A = "甲"


class TextKind(enum.StrEnum):
    """Texts as an enumeration."""

    A = "甲"


class NumberKind(enum.IntEnum):
    """Numbers as an enumeration."""

    A = 5


class Same:
    """Equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


class Unsure:
    """Nobody can tell whether it equals anything: what it answers is neither true nor false."""

    def __eq__(self, other: object) -> Any:
        return hostile(object)

    def __hash__(self) -> int:
        return 0


def looped() -> dict[str, Any]:
    """A mapping that holds itself."""
    found: dict[str, Any] = {}
    found["value"] = found["score"] = found
    return found


NAMES: dict[str, Any] = {
    one.__name__: one
    for one in (
        hostile, Masked, BadMapping, BadSequence, Kind, TextKind, NumberKind, Same, Unsure, looped, Decimal,
        Fraction, date, datetime, time, timedelta, bytearray, memoryview, range, frozenset,
    )
} | {"MappingProxyType": MappingProxyType, "UTC": UTC, "nan": float("nan"), "inf": float("inf")}  # fmt: skip

VALUES = (
    *(
        "None",
        "True",
        "False",
        "0",
        "1",
        "-1",
        "5",
        "100",
        "10**30",
        "10**5000",
        "-(10**5000)",
        "2**63",
        "2**53+1",
    ),
    *("0.1", "0.5", "1e308", "5e-324", "-0.0", "nan", "inf", "-inf", "98.77", "1e22", "0.1+0.2"),
    *("Decimal('0.1')", "Decimal('NaN')", "Decimal('sNaN')", "Decimal('-Infinity')", "Decimal('1e999999')"),
    *(
        "Decimal('1e-999999')",
        "Decimal('-0')",
        "Fraction(1, 3)",
        "Fraction(1, 3**9000)",
        "Fraction(10**5000)",
    ),
    *(
        "''",
        "' '",
        "'甲'",
        "'良'",
        "'是'",
        "'否'",
        "'true'",
        "'98.77%'",
        "'86.44万'",
        "'12,720,000.00元'",
        "'1e5'",
    ),
    *(
        "'不适用'",
        "'not applicable'",
        "'\\ud800'",
        "'\\x00'",
        "'\\u202e5'",
        "'５'",
        "'٣'",
        "'½'",
        "'1/3'",
        "'1e9999'",
    ),
    *(
        "'9'*2000",
        "'9'*100_000",
        "'a'*100_000",
        "'1,00'",
        "'--5'",
        "'5 公斤'",
        "'2019-02-29'",
        "'2019-06-30'",
    ),
    *(
        "b'5'",
        "bytearray(b'5')",
        "memoryview(b'5')",
        "1j",
        "...",
        "int",
        "object()",
        "range(3)",
        "range(10**12)",
    ),
    *(
        "date(2019, 6, 30)",
        "datetime(2019, 6, 30, tzinfo=UTC)",
        "time(1)",
        "timedelta(1)",
        "Kind.A",
        "TextKind.A",
    ),
    *(
        "NumberKind.A",
        "Same()",
        "Unsure()",
        "Masked()",
        "looped()",
        "frozenset({1})",
        "{1, 2}",
        "(x for x in ())",
    ),
    *(
        f"hostile({base})"
        for base in ("object", "int, 5", "str, '甲'", "float, 0.5", "Decimal, '0.5'", "dict")
    ),
    *(
        "hostile(Fraction, 1, 2)",
        "hostile(list, [1, 2])",
        "hostile(date, 2019, 6, 30)",
        "hostile(bytes, b'5')",
    ),
    *(
        "BadMapping({'value': 1}, 'getitem')",
        "BadMapping({'value': 1}, 'iter')",
        "BadMapping({'value': 1}, 'len')",
    ),
    *("BadMapping({'value': 1}, 'end')", "BadSequence(3, 'getitem')", "BadSequence(3, 'len')"),
    *(
        "BadSequence(10**15, '')",
        "MappingProxyType({'value': 5})",
        "[]",
        "{}",
        "[1, 2, 3]",
        "[[[]]]",
        "(5, 5, 5)",
    ),
)
"""Values that a record may hold, as expressions."""

PARTS = (
    "value",
    "score",
    "deduct",
    "remark",
    "level",
    "scores",
    "not_applicable",
    "1",
    "2",
    "3",
    "备注",
    "得分",
)

KEYS = (
    *(
        "1",
        "None",
        "0.5",
        "nan",
        "True",
        "b'x'",
        "(1, 2)",
        "''",
        "'.'",
        "'a.'",
        "'.a'",
        "'\\ud800'",
        "'x'*200",
    ),
    *(
        "10**5000",
        "Same()",
        "hostile(str, 'x', hashable=True)",
        "hostile(object, hashable=True)",
        "Kind.A",
        "TextKind.A",
        "date(2019, 1, 1)",
        "frozenset()",
    ),
)
"""Keys that no ruleset has."""


BUILTINS = {one.__name__: one for one in (int, str, float, bytes, list, dict, object, bool)}


def record_of(text: str) -> Any:
    """The value that an expression of this module stands for."""
    return eval(text, {"__builtins__": BUILTINS} | NAMES)


def hostile_record(keys: Mapping[str, RecordKey], chance: Random) -> str:
    """A record of any objects under keys of the ruleset and others."""
    if chance.random() < 0.03:
        return chance.choice(VALUES)
    pairs = [
        f"{_key(keys, chance)}: {_anything(chance, keys, 3)}" for _ in range(chance.randrange(len(keys) + 4))
    ]
    text = "{" + ", ".join(pairs) + "}"
    if chance.random() < 0.05:
        where = chance.choice(("getitem", "iter", "len", "end", ""))
        return f"BadMapping({text}, {where!r})"
    return text


def _key(keys: Mapping[str, RecordKey], chance: Random) -> str:
    if chance.random() < 0.15 or not keys:
        return chance.choice(KEYS)
    name = chance.choice(tuple(keys))
    match chance.randrange(12):
        case 0:
            return repr(f"{name}.{chance.choice(PARTS)}")
        case 1:
            return repr(name[:-1])
        case 2:
            return f"hostile(str, {name!r}, hashable=True)"
        case 3:
            return repr(keys[name].words.zh)
        case _:
            return repr(name)


def _anything(chance: Random, keys: Mapping[str, RecordKey], levels: int) -> str:
    if levels and chance.random() < 0.25:
        names = (
            *(repr(one) for one in PARTS),
            *KEYS,
            *(repr(item) for key in keys.values() for item in key.items),
        )
        inner = [
            f"{chance.choice(names)}: {_anything(chance, keys, levels - 1)}"
            for _ in range(chance.randrange(5))
        ]
        return "{" + ", ".join(inner) + "}"
    if levels and chance.random() < 0.1:
        return "[" + ", ".join(_anything(chance, keys, levels - 1) for _ in range(chance.randrange(6))) + "]"
    return chance.choice(VALUES)


def shaped_record(keys: Mapping[str, RecordKey], chance: Random, *, slips: float = 0.03) -> str:
    """A record of the right shape, its numbers mostly on or beside boundaries; ``slips`` of it is odd."""
    pairs: list[str] = []
    for name, key in keys.items():
        if chance.random() < slips:
            if chance.random() < 0.5:
                pairs.append(f"{name!r}: {chance.choice(VALUES)}")
            continue
        said = _said(key, chance)
        if said is not None:
            pairs.append(f"{name!r}: {said}")
    return "{" + ", ".join(pairs) + "}"


def _said(key: RecordKey, chance: Random) -> str | None:
    """What a record says of one key."""
    remark = "'remark': '说明'"
    if key.may_skip and chance.random() < 0.15:
        return "{'not_applicable': True, " + remark + "}"
    if key.judges is not None:
        scores = ", ".join(_number(one, chance) for one in key.items.values())
        return "{'scores': [" + scores + "], " + remark + "}"
    if key.items:
        return "{" + ", ".join(f"{name!r}: {_scalar(one, chance)}" for name, one in key.items.items()) + "}"
    if key.levels:
        level = chance.choice(key.levels)
        score = chance.choice((level.low[0], level.high[0], (level.low[0] + level.high[0]) / 2))
        return f"{{'level': {level.name!r}, 'score': {_exact(score)}, {remark}}}"
    if key.full is not None:
        return f"{{'score': {_number(key, chance)}, {remark}}}"
    if key.type == "remark":
        return "{" + remark + "}" if chance.random() < 0.5 else None
    return _scalar(key, chance)


def _scalar(key: RecordKey, chance: Random) -> str:
    match key.type:
        case "boolean":
            return chance.choice(("True", "False", "'是'"))
        case "text":
            return (
                repr(chance.choice(key.choices)) if key.choices else chance.choice(("'甲'", "'乙'", "'一'"))
            )
        case "date":
            year, month, day = (
                chance.choice((1, 2018, 2019, 9999)),
                chance.randrange(1, 13),
                chance.randrange(1, 29),
            )
            return f"date({year}, {month}, {day})"
        case _:
            return _number(key, chance)


def _number(key: RecordKey, chance: Random) -> str:
    """A number that the key probably takes."""
    step = key.step or Fraction(1, 10 ** chance.randrange(4))
    ends = [bound[0] for bound in (key.low, key.high) if bound is not None and isinstance(bound[0], Fraction)]
    low = ends[0] if ends and key.low is not None else Fraction(-100)
    high = ends[-1] if ends and key.high is not None else low + 1000 * max(step, 1)
    match chance.randrange(4):
        case 0 if ends:
            value = chance.choice(ends) + chance.choice((-1, 0, 0, 1)) * step
        case 1:
            value = low + (high - low) * chance.choice((Fraction(1, 2), Fraction(9, 10), Fraction(3, 5), 1))
        case 2:
            value = Fraction(chance.choice((0, 1, 60, 90, 100)))
        case _:
            value = low + step * chance.randrange(int((high - low) / step) + 1)
    if key.step is not None:
        value = key.step * round(value / key.step)
    if chance.random() > 0.02:
        value = max(min(value, high), low)
    return _exact(value if key.unit is None else value / key.unit.scale)


def _exact(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    finite = Fraction(to_decimal(value)) == value
    return (
        f"Decimal('{to_decimal(value)}')" if finite else f"Fraction({value.numerator}, {value.denominator})"
    )
