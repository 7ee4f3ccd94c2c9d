"""Python objects of a data frame as an Arrow array, and back: each cell keeps its own value.

Goes in: the cells of a column that has no type of its own. Comes out: an array of their type, or where they
are of several types, or of one that Arrow has not, an opaque array of texts that stand for them. Arrow is not
asked to find a common type: it makes a day of a moment next to a day, and text of bytes next to text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from scorerules.record.plain import Foreign, plain_key, plain_value, shown

OPAQUE = pa.opaque(pa.string(), type_name="cell", vendor_name="scorerules")
"""The type of texts that stand for Python objects."""

DEEPEST = 8
"""Lists and mappings inside each other that are looked into; no record has as many."""

MIDNIGHT = time()
MOST_DIGITS = 38
"""Digits of the usual decimals of Arrow."""

_TYPES: tuple[tuple[type | tuple[type, ...], pa.DataType | None], ...] = (
    ((bool, np.bool_), pa.bool_()),
    ((int, np.integer), pa.int64()),
    (np.float16, pa.float16()),
    (np.float32, pa.float32()),
    (float, pa.float64()),
    (Decimal, None),  # as many digits as they have
    (str, pa.string()),
    (datetime, pa.timestamp("us")),
    (date, pa.date32()),
)


PLAIN = frozenset({bool, int, float, Decimal, str, date})
"""Classes whose cells go to Arrow as they are."""


def array_of_objects(cells: Sequence[Any]) -> pa.Array:
    """An array that holds the values of cells of any class; ``None``, NaN, NaT and ``pd.NA`` are empty."""
    classes = set(map(type, cells)) - {type(None)}
    if len(classes) == 1 and classes <= PLAIN:
        # Arrow itself finds what is missing among them.
        filled = cells
    else:
        filled = [None if _is_missing(one) else one for one in cells]
        classes = set(map(type, filled)) - {type(None)}
    if not classes:
        return pa.nulls(len(cells))
    known = {_place(one) for one in classes}
    if len(known) == 1 and (place := known.pop()) is not None:
        try:
            found = _typed(filled, _TYPES[place][1])
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            # Digits or characters that no Arrow type has: each cell by itself.
            pass
        else:
            moments = any(issubclass(one, datetime) for one in classes)
            if not moments or all(map(_is_plain_moment, filled)):
                return found
    return opaque_array(cells)


def _typed(cells: Sequence[Any], type_: pa.DataType | None) -> pa.Array:
    if type_ is not None:
        return pa.array(cells, type_, from_pandas=True)
    exponents = {one.as_tuple().exponent for one in cells if one is not None}
    places = max((-one for one in exponents if isinstance(one, int)), default=0)
    try:
        return pa.array(cells, pa.decimal128(MOST_DIGITS, min(max(places, 0), MOST_DIGITS)), from_pandas=True)
    except pa.ArrowInvalid:
        # Larger ones: Arrow looks for a type, which takes it several times as long.
        return pa.array(cells, from_pandas=True)


def _place(class_: type) -> int | None:
    return next((place for place, (known, _) in enumerate(_TYPES) if issubclass(class_, known)), None)


def opaque_array(cells: Sequence[Any]) -> pa.Array:
    """The same, always of the opaque type, whatever the cells are."""
    texts = [None if _is_missing(one) else json.dumps(_coded(one, 0)) for one in cells]
    return pa.ExtensionArray.from_storage(OPAQUE, pa.array(texts, pa.string()))


def objects_of(column: pa.ExtensionArray) -> list[Any]:
    """What the texts of an opaque array stand for, as a record may hold it."""
    return [None if one is None else _decoded(one) for one in column.storage.to_pylist()]


def _is_plain_moment(one: Any) -> bool:
    """Whether nothing of a moment is lost without its zone and its nanoseconds."""
    return one is None or (one.tzinfo is None and not getattr(one, "nanosecond", 0))


def _is_missing(one: Any) -> bool:
    """Whether pandas counts a cell as empty."""
    if one is None:
        return True
    if isinstance(one, (float, np.floating)):
        return bool(one != one)  # noqa: PLR0124 - only NaN is unlike itself
    if isinstance(one, Decimal):
        return one.is_nan()
    if isinstance(one, (np.datetime64, np.timedelta64)):
        return bool(np.isnat(one))
    pandas = sys.modules.get("pandas")
    return pandas is not None and (one is pandas.NA or one is pandas.NaT)


def _coded(one: Any, depth: int) -> Any:
    """A cell as JSON: a tag and what it is made of."""
    if _is_missing(one):
        return None
    if isinstance(one, (np.float16, np.float32)):
        # The shortest decimal of a short float is not that of the double that equals it.
        return ["float", str(one)]
    if isinstance(one, (np.bool_, np.ndarray)):
        one = bool(one) if isinstance(one, np.bool_) else list(one)
    match value := plain_value(one):
        case bool() | str():
            return value
        case int():
            return ["int", _digits(value)]
        case float():
            return ["float", repr(value)]
        case Decimal():
            return ["decimal", str(value)]
        case Fraction():
            return ["fraction", _digits(value.numerator), _digits(value.denominator)]
        case datetime() if value.time() == MIDNIGHT and _is_plain_moment(one):
            return ["day", value.date().isoformat()]
        case date() if not isinstance(value, datetime):
            return ["day", value.isoformat()]
        case list() | tuple() if depth < DEEPEST:
            return ["list", *(_coded(part, depth + 1) for part in value)]
        case dict() if depth < DEEPEST:
            return ["mapping", *(_coded_part(key, part, depth) for key, part in value.items())]
        case _:
            return ["object", shown(value)]


def _coded_part(key: object, value: Any, depth: int) -> list[Any]:
    name = plain_key(key)
    known = isinstance(name, str)
    return [known, name if known else shown(name), _coded(value, depth + 1)]


def _digits(number: int) -> str:
    # Python itself refuses to write very long integers.
    return str(Decimal(number))


def _decoded(text: str) -> Any:
    try:
        return _meant(json.loads(text))
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError):
        # Not written here.
        return Foreign(shown(text))


def _meant(coded: Any) -> Any:
    if not isinstance(coded, list):
        return coded
    return _MEANT[coded[0]](*coded[1:])


def _part(known: bool, name: str) -> str | Foreign:
    return name if known else Foreign(name)


_MEANT: Mapping[str, Callable[..., Any]] = {
    "int": lambda digits: int(Decimal(digits)),
    "float": float,
    "decimal": Decimal,
    "fraction": lambda above, below: Fraction(int(Decimal(above)), int(Decimal(below))),
    "day": date.fromisoformat,
    "list": lambda *parts: [_meant(one) for one in parts],
    "mapping": lambda *parts: {_part(known, name): _meant(one) for known, name, one in parts},
    "object": Foreign,
}
