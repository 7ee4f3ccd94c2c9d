"""Columns of every Arrow type: a row scores what its record scores, or says in an error what is wrong."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import scorerules
from scorerules.numbers.decimals import scaled_decimal

RULES = {
    "number": ("", "x * 2"),
    "percent": ("unit = '%'", "x * 200"),
    "integer": ("type = 'integer'\nupto = 100", "x"),
    "choice": ("type = 'text'\nchoices = ['a', 'b', '1']", "1 if x == 'a' else 2"),
    "text": ("type = 'text'", "1 if x == 'a' else 2"),
    "boolean": ("type = 'boolean'", "1 if x else 2"),
    "date": ("type = 'date'", "1 if x < date('2020-06-01') else 2"),
}
"""What a datum of each type declares, and an outcome that shows what was read."""

NOTHING = object()
"""A value that no record can hold."""


@cache
def ruleset(type_: str) -> scorerules.Ruleset:
    """A ruleset that reads one datum."""
    declared, formula = RULES[type_]
    return scorerules.loads(
        "scorerules = 1\n[ruleset]\nid = 'x'\nweights = 'none'\n"
        f'[input.x]\nname = "值"\n{declared}\n[outcome.y]\nformula = "{formula}"\n'
    ).in_language("en")


@frozen
class Cells:
    """Cells of one Arrow type.

    Args:
        type: The type.
        values: What can be given to Arrow.
        meant: What a record would hold instead.
    """

    type: pa.DataType
    values: st.SearchStrategy[Any]
    meant: Callable[[Any], Any] = lambda value: value


def nothing(_: Any) -> Any:
    """Of a type whose values no record holds."""
    return NOTHING


def day_of(moment: datetime) -> Any:
    """A moment at midnight is that day."""
    return moment.date() if moment.time() == time() and moment.tzinfo is None else NOTHING


def shortest(bits: int) -> Callable[[float], float]:
    """A float of few bits as its shortest decimal."""
    kind = np.float32 if bits == 32 else np.float16
    return lambda value: float(str(kind(value)))


def cut(places: int) -> Callable[[int], Decimal]:
    """Decimals of so many places."""
    return lambda steps: scaled_decimal(steps, places)


FEW = st.sampled_from([0, 1, -1, 2, 50, 99, 100, 101, 127])
TEXTS = st.sampled_from(
    ["a", "b", "1", "", " ", "98.77%", "1e3", "true", "是", "2020-05-31", "1.10", "x", "😀"]
)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.sampled_from([date(2020, 5, 31), date(2020, 6, 1)])
NEAR_DAYS = st.dates(date(1700, 1, 1), date(2200, 1, 1))
MOMENTS = st.builds(datetime.combine, NEAR_DAYS, st.just(time()) | st.times())
FLOATS = st.floats() | st.sampled_from([0.1, 1.1, 0.98765, 2.0**53, 1e300, -0.0, 3.0])


def whole(bits: int, signed: bool) -> st.SearchStrategy[int]:
    """Integers of a size, its limits among them."""
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    return st.sampled_from([low, high, low + 1, high - 1]) | FEW.filter(lambda one: low <= one <= high)


def decimals(digits: int, places: int) -> st.SearchStrategy[Decimal]:
    """Decimals of a size."""
    most = 10**digits - 1
    return (st.integers(-most, most) | st.sampled_from([most, 0, 110])).map(cut(places))


SCALARS = [
    *(Cells(getattr(pa, f"int{bits}")(), whole(bits, signed=True)) for bits in (8, 16, 32, 64)),
    *(Cells(getattr(pa, f"uint{bits}")(), whole(bits, signed=False)) for bits in (8, 16, 32, 64)),
    Cells(pa.float64(), FLOATS),
    Cells(
        pa.float32(),
        st.floats(width=32) | st.just(struct.unpack("f", struct.pack("f", 1.1))[0]),
        shortest(32),
    ),
    Cells(pa.float16(), st.floats(width=16), shortest(16)),
    Cells(pa.bool_(), st.booleans()),
    *(Cells(type_, TEXTS) for type_ in (pa.string(), pa.large_string(), pa.string_view())),
    Cells(pa.decimal32(7, 2), decimals(7, 2)),
    Cells(pa.decimal64(16, 4), decimals(16, 4)),
    Cells(pa.decimal128(38, 10), decimals(38, 10)),
    Cells(pa.decimal256(76, 20), decimals(76, 20)),
    Cells(pa.decimal128(5, -2), decimals(5, -2)),
    Cells(pa.date32(), DAYS),
    Cells(pa.date64(), DAYS),
    *(Cells(pa.timestamp(unit), MOMENTS, day_of) for unit in ("us", "ns")),
    *(Cells(pa.timestamp(unit), MOMENTS.map(lambda one: one.replace(microsecond=0)), day_of) for unit in "s"),
    Cells(pa.timestamp("us", "Asia/Shanghai"), MOMENTS.map(lambda one: one.replace(tzinfo=UTC)), nothing),
    Cells(pa.time32("s"), st.times().map(lambda one: one.replace(microsecond=0)), nothing),
    Cells(pa.time64("us"), st.times(), nothing),
    Cells(pa.duration("us"), st.timedeltas(timedelta(-10), timedelta(10)), nothing),
    Cells(pa.month_day_nano_interval(), st.tuples(FEW, FEW, FEW), nothing),
    *(
        Cells(type_, st.binary(max_size=3), nothing)
        for type_ in (pa.binary(), pa.large_binary(), pa.binary_view())
    ),
    Cells(pa.binary(2), st.binary(min_size=2, max_size=2), nothing),
    Cells(pa.null(), st.none()),
]
"""Every type of single values."""

BY_TYPE = {str(one.type): one for one in SCALARS}
OUTSIDE = {
    "s": pa.timestamp("s"),
    "ms": pa.timestamp("ms"),
    "days": pa.date32(),
    "date64": pa.date64(),
    "zone": pa.timestamp("s", "UTC"),
    "time": pa.time64("us"),
}
"""Types whose integers go further than any date does."""


def told(rules: scorerules.Ruleset, meant: Any) -> tuple[Any, Any]:
    """Value and codes of a single record."""
    record = {} if meant is None else {"x": b"" if meant is NOTHING else meant}
    try:
        return rules.score(record).outcomes["y"].value, None
    except scorerules.RecordError as error:
        return None, [one.code for one in error.diagnostics]


def found(rules: scorerules.Ruleset, table: Any) -> list[tuple[Any, Any]]:
    """Value and codes of every row of a table."""
    scored = rules.score_table(table, columns=["y", "error"], threads=1)
    assert scored.num_rows == table.num_rows
    values, errors = (scored.column(name).to_pylist() for name in ("y", "error"))
    return [
        (value, None if error is None else [part[:5] for part in error.split("; ")])
        for value, error in zip(values, errors, strict=True)
    ]


def agree(rows: Sequence[tuple[Any, Any]], records: Sequence[tuple[Any, Any]]) -> None:
    """The same codes, or the same value: exactly where it is exact, else the nearest double."""
    for (value, codes), (expected, expected_codes) in zip(rows, records, strict=True):
        if codes == ["SR444"] and expected_codes is None:
            continue  # larger than any column of numbers
        assert codes == expected_codes
        if isinstance(value, float):
            assert value == float(expected)
        else:
            assert value == expected


@st.composite
def columns(draw: st.DrawFn, cells: Cells) -> tuple[pa.ChunkedArray, list[Any]]:
    """A column of cells in chunks, some of them slices or dictionaries, and what records would hold."""
    chunks: list[pa.Array] = []
    meant: list[Any] = []
    coded = draw(st.booleans()) and not pa.types.is_null(cells.type)
    for values in draw(st.lists(st.lists(cells.values | st.none(), max_size=6), max_size=3)):
        start = draw(st.integers(0, len(values)))
        array = pa.array(values, cells.type)
        if coded:
            places = draw(st.lists(st.integers(0, len(values) - 1) | st.none(), max_size=6)) if values else []
            array = pa.DictionaryArray.from_arrays(pa.array(places, pa.int8()), array)
            values = [None if place is None else values[place] for place in places]  # noqa: PLW2901
            start = min(start, len(values))
        chunks.append(array.slice(start))
        meant += [None if one is None else cells.meant(one) for one in values[start:]]
    type_ = pa.dictionary(pa.int8(), cells.type) if coded else cells.type
    return pa.chunked_array(chunks, type_), meant


@pytest.mark.parametrize("name", BY_TYPE)
@settings(max_examples=25, deadline=None)
@given(data=st.data(), rule=st.sampled_from(sorted(RULES)))
def test_every_type(name: str, data: st.DataObject, rule: str) -> None:
    """A cell of any type is read as its value in a record is, or is an error of its row."""
    column, meant = data.draw(columns(BY_TYPE[name]))
    rules = ruleset(rule)
    agree(found(rules, pa.table({"x": column})), [told(rules, one) for one in meant])


@pytest.mark.parametrize("name", OUTSIDE)
@given(values=st.lists(st.integers(-(2**62), 2**62) | st.none(), min_size=1, max_size=5))
@settings(max_examples=20, deadline=None)
def test_dates_that_no_calendar_has(name: str, values: list[int | None]) -> None:
    """Integers that are no day are errors of their rows, nothing else."""
    type_ = OUTSIDE[name]
    width = pa.int32() if type_ == pa.date32() else pa.int64()
    fitted = [None if one is None else one >> (32 if width == pa.int32() else 0) for one in values]
    column = (
        pa.array(fitted, width).cast(type_) if width == pa.int32() else pa.array(fitted, width).view(type_)
    )
    for rule in ("date", "number", "text"):
        for (value, codes), given_ in zip(found(ruleset(rule), pa.table({"x": column})), fitted, strict=True):
            assert (value is None) is (codes is not None), (value, codes)
            if rule != "date":
                assert codes == (["SR420"] if given_ is None else ["SR402"])
