"""Tables of generated records, in every type of column that can hold them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import pyarrow as pa

Choose: TypeAlias = Callable[[Sequence[pa.Array]], pa.Array]
"""Takes one of several columns that hold the same."""

TYPES = (
    pa.int8(), pa.int32(), pa.int64(), pa.uint64(), pa.float64(), pa.float32(), pa.decimal128(38, 6),
    pa.decimal128(12, 2), pa.decimal64(18, 4), pa.decimal256(60, 10), pa.string(), pa.large_string(),
    pa.bool_(), pa.date32(), pa.dictionary(pa.int32(), pa.string()),
)  # fmt: skip


def table_of(choose: Choose, records: Sequence[dict[str, Any]]) -> pa.RecordBatch:
    """A table with a row for every record; tables in records become columns of their own."""
    rows = [flattened(one) for one in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pa.RecordBatch.from_pydict(
        {name: column(choose, [row.get(name) for row in rows]) for name in names}
    )


def flattened(record: dict[str, Any]) -> dict[str, Any]:
    """A record with ``key.part`` in the place of tables."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and not any(isinstance(one, dict | list) for one in value.values()):
            found |= {f"{name}.{part}": one for part, one in value.items()}
        else:
            found[name] = value
    return found


def column(choose: Choose, values: Sequence[Any]) -> pa.Array:
    """A column of some type that holds all values, exactly or as texts."""
    values = [
        Decimal(one.numerator) / one.denominator if isinstance(one, Fraction) else one for one in values
    ]
    able = [found for type_ in TYPES if (found := _typed(values, type_)) is not None]
    if not able:
        texts = [one if one is None or isinstance(one, str) else str(one) for one in values]
        try:
            return pa.array(texts, pa.string())
        except UnicodeEncodeError:  # half of a character
            return pa.array([None] * len(values), pa.string())
    return choose(able)


def _typed(values: Sequence[Any], type_: pa.DataType) -> pa.Array | None:
    plain = all(one is None or type(one) in (int, float, Decimal) for one in values)
    try:
        if pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_dictionary(type_):
            if plain:
                values = [
                    None if one is None else format(one, "f") if type(one) is Decimal else str(one)
                    for one in values
                ]
            return pa.array(values, type_)
        if pa.types.is_floating(type_):
            return pa.array([None if one is None else float(one) for one in values], type_) if plain else None
        if pa.types.is_integer(type_) and any(type(one) is bool for one in values):
            return None
        return pa.array(values, type_)
    except (pa.ArrowException, TypeError, ValueError, OverflowError, UnicodeEncodeError):
        return None
