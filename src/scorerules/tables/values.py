"""The cells of an Arrow column as the values that a record holds.

Goes in: a column of any type. Comes out: for every row a value of Python's own types, ``None`` for an empty
cell, or :class:`Foreign` for what no record can hold, so that it is an error of its row. Nothing here is ever
turned into a number that the column does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scorerules.record.plain import Foreign
from scorerules.tables.objects import OPAQUE, objects_of

EPOCH = date(1970, 1, 1).toordinal()
DAYS = range(date.min.toordinal(), date.max.toordinal() + 1)
MOMENT = datetime(1970, 1, 1)  # noqa: DTZ001 - only shown
PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
DAY_SECONDS = 86_400


def values_of(column: pa.Array) -> list[Any]:
    """The values of a column as a record may hold them."""
    type_ = column.type
    for fits, read in _READERS:
        if fits(type_):
            return read(column)
    return _python(column)


def _python(column: pa.Array) -> list[Any]:
    """Values as Arrow gives them; those that it cannot give are foreign."""
    try:
        found: list[Any] = column.to_pylist()
    except Exception:  # noqa: BLE001 - a date that Python has not, a text that is no UTF-8: there are many
        return [_cell(one) for one in column]
    return found


def _cell(scalar: pa.Scalar) -> Any:
    try:
        return scalar.as_py()
    except Exception:  # noqa: BLE001 - as above
        return Foreign(str(scalar.type))


def _short_float(column: pa.Array) -> list[Any]:
    # The shortest decimal of a number of 32 bits is not that of the number of 64 bits that equals it.
    found = column.to_numpy(zero_copy_only=False)
    valid = column.is_valid().to_pylist()
    return [float(str(value)) if there else None for value, there in zip(found, valid, strict=True)]


def _moment(column: pa.Array) -> list[Any]:
    """Moments; one that is a whole day is that day, as data frames often have no other dates."""
    per_second = PER_SECOND[column.type.unit]
    zone = column.type.tz
    return [
        None if one is None else _day_or_moment(one, per_second, zone)
        for one in column.cast(pa.int64()).to_pylist()
    ]


def _day_or_moment(value: int, per_second: int, zone: str | None) -> date | datetime | Foreign:
    days, rest = divmod(value, DAY_SECONDS * per_second)
    if days + EPOCH not in DAYS:
        return Foreign("timestamp")
    if zone is None and not rest:
        return date.fromordinal(days + EPOCH)
    return MOMENT + timedelta(days, rest // per_second, rest % per_second * 1_000_000 // per_second)


def _date64(column: pa.Array) -> list[Any]:
    # Milliseconds; by its standard always of whole days.
    return _moment(column.cast(pa.int64()).cast(pa.timestamp("ms")))


def _listed(column: pa.Array) -> list[Any]:
    inside = iter(values_of(column.flatten()))
    lengths = pc.list_value_length(column).to_pylist()
    return [None if length is None else [next(inside) for _ in range(length)] for length in lengths]


def _struct(column: pa.Array) -> list[Any]:
    names = [field.name for field in column.type]
    if len(set(names)) < len(names):
        return _foreign(column)
    # Not ``flatten``: it gives members the gaps of the whole, and a union has none.
    parts = [values_of(column.field(place)) for place in range(len(names))]
    valid = column.is_valid().to_pylist()
    return [
        # A field that is empty is left out, like a cell.
        {name: part[row] for name, part in zip(names, parts, strict=True) if part[row] is not None}
        if there
        else None
        for row, there in enumerate(valid)
    ]


def _map(column: pa.Array) -> list[Any]:
    ends = column.offsets.to_pylist()
    keys, items = values_of(column.keys), values_of(column.items)
    valid = column.is_valid().to_pylist()
    return [
        _mapping(keys[ends[row] : ends[row + 1]], items[ends[row] : ends[row + 1]]) if there else None
        for row, there in enumerate(valid)
    ]


def _mapping(keys: Sequence[Any], items: Sequence[Any]) -> dict[Any, Any] | Foreign:
    try:
        found = dict(zip(keys, items, strict=True))
    except TypeError:
        return Foreign("map")
    # Of two values under one key, none can be said to be the right one.
    return found if len(found) == len(keys) else Foreign("map")


def _extension(column: pa.Array) -> list[Any]:
    type_ = column.type
    if isinstance(type_, (pa.Bool8Type, pa.JsonType)):
        return _python(column)
    if type_ == OPAQUE:
        return objects_of(column)
    # What is stored is not what is meant: a period is kept as a whole number.
    return _foreign(column)


def _foreign(column: pa.Array) -> list[Any]:
    type_ = column.type
    name = Foreign(type_.extension_name if isinstance(type_, pa.BaseExtensionType) else str(type_))
    return [name if there else None for there in column.is_valid().to_pylist()]


def _union(column: pa.Array) -> list[Any]:
    type_ = column.type
    places = {code: place for place, code in enumerate(type_.type_codes)}
    codes = column.type_codes.to_pylist()
    parts = [values_of(column.field(place)) for place in range(type_.num_fields)]
    at: Sequence[int] = range(len(column))
    if type_.mode == "dense":
        # Its members hold only their own cells. The property ``offsets`` forgets that an array is a slice.
        whole = np.frombuffer(column.buffers()[2], np.int32) if len(column) else np.empty(0, np.int32)
        at = whole[column.offset : column.offset + len(column)].tolist()
    return [parts[places[code]][row] for code, row in zip(codes, at, strict=True)]


_READERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], list[Any]]], ...] = (
    (lambda one: isinstance(one, pa.BaseExtensionType), _extension),
    (pa.types.is_dictionary, lambda column: _picked(column.dictionary, column.indices)),
    (pa.types.is_run_end_encoded, lambda column: values_of(pc.run_end_decode(column))),
    (lambda one: pa.types.is_float16(one) or pa.types.is_float32(one), _short_float),
    # Months, days and nanoseconds look like a list of three numbers.
    (pa.types.is_interval, _foreign),
    (pa.types.is_timestamp, _moment),
    (pa.types.is_date64, _date64),
    (pa.types.is_map, _map),
    (
        lambda one: (
            pa.types.is_list(one)
            or pa.types.is_large_list(one)
            or pa.types.is_fixed_size_list(one)
            or pa.types.is_list_view(one)
            or pa.types.is_large_list_view(one)
        ),
        _listed,
    ),
    (pa.types.is_struct, _struct),
    (pa.types.is_union, _union),
)


def _picked(dictionary: pa.Array, indices: pa.Array) -> list[Any]:
    values = values_of(dictionary)
    return [None if one is None else values[one] for one in indices.to_pylist()]
