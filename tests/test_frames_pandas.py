"""Data frames of pandas: cells of every type, what is missing, and what the index is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import scorerules

NUMBER = """\
scorerules = 1
[ruleset]
id = 'x'
weights = 'none'
[input.x]
name = '数'
[outcome.y]
formula = "x * 2"
"""
TRUTH = NUMBER.replace("name = '数'", "type = 'boolean'").replace("x * 2", "1 if x else 2")
TEXT = NUMBER.replace("name = '数'", "type = 'text'").replace("x * 2", "1 if x == 'a' else 2")
DAY = NUMBER.replace("name = '数'", "type = 'date'").replace("x * 2", "1 if x < date('2020-06-01') else 2")
ITEMS = """\
scorerules = 1
[ruleset]
id = "x"
[total]
full = 10
[tier.t]
[indicator.x]
tier = "t"
weight = 10
judged = { judges = 3, combine = "mean", remark = "optional" }
"""


def results(rules: str, column: pd.Series, name: str = "y") -> list[Any]:
    """What every row of a column comes to: the value, or the code of its error."""
    frame = pd.DataFrame({"x": column})
    scored = scorerules.loads(rules).score_table(frame, columns=[name, "error"])
    assert scored.index is frame.index or scored.index.equals(frame.index)
    return [
        value if pd.isna(error) else error[:5]
        for value, error in zip(scored[name], scored["error"], strict=True)
    ]


TWICE_MISSING = [2, "SR420"]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1.0, np.nan]),
        pd.Series([1.0, np.nan], dtype="float32"),
        pd.Series([1, None], dtype="Int64"),
        pd.Series([1, None], dtype="UInt8"),
        pd.Series([1.0, None], dtype="Float64"),
        pd.Series([1, None], dtype="int64[pyarrow]"),
        pd.Series([1.0, None], dtype="double[pyarrow]"),
        pd.Series([1, None], dtype=object),
        pd.Series([1, np.nan], dtype=object),
        pd.Series([1, pd.NA], dtype=object),
        pd.Series([1, pd.NaT], dtype=object),
        pd.Series(["1", None], dtype="str"),
        pd.Series(["1", None], dtype="string"),
        pd.Series(["1", None], dtype="string[pyarrow]"),
        pd.Series([Decimal(1), None]),
        pd.Series([Decimal(1), Decimal("NaN")]),
        pd.Series([Decimal(1), None], dtype="object").astype("category"),
        pd.Series(["1", None], dtype="category"),
        pd.Series([1, None], dtype="category"),
        pd.Series([1.5, None], dtype="category").cat.rename_categories([1]),
        pd.Series(pd.arrays.SparseArray([1.0, np.nan])),
        pd.Series([np.int8(1), None], dtype=object),
        pd.Series([Fraction(1), None], dtype=object),
    ],
    ids=lambda one: f"{one.dtype} {type(one.iloc[0]).__name__} {type(one.iloc[1]).__name__}",
)
def test_numbers_and_what_is_missing(column: pd.Series) -> None:
    """A number is read from a column of every type; NaN, NaT, None and NA are missing."""
    assert results(NUMBER, column) == TWICE_MISSING


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([0.1, "0.1", Decimal("0.1"), Fraction(1, 10), np.float32(0.1), np.float16(0.1)], ["1/5"] * 6),
        ([2**53 + 1, 0.5], [str(2**54 + 2), "1"]),
        ([2**63, 2**64, 10**15], [str(2**64), str(2**65), str(2 * 10**15)]),
        ([Decimal("1E-10"), Decimal("1E+3"), Fraction(1, 3)], ["1/5000000000", "2000", "2/3"]),
    ],
)
def test_mixed_numbers_keep_their_digits(cells: list[Any], expected: list[str]) -> None:
    """Numbers of several classes in one column take no way through floats."""
    assert results(NUMBER, pd.Series(cells, dtype=object), "y.fraction") == expected


def test_what_no_number_is() -> None:
    """A faulty cell is an error of its row alone."""
    cells = [True, "x", b"1", object(), {1}, {"a": 1}, [1], float("inf"), 1j, date(2020, 1, 1), "\ud800", 3]
    found = results(NUMBER, pd.Series(cells, dtype=object))
    assert found[-1] == 6
    assert found[:-1] == [
        "SR402", "SR403", "SR402", "SR402", "SR402", "SR413", "SR402", "SR403", "SR402", "SR402", "SR403",
    ]  # fmt: skip


def test_infinity_and_complex_numbers() -> None:
    """Numbers that are none are errors of their rows."""
    assert results(NUMBER, pd.Series([np.inf, 1.0])) == ["SR403", 2]
    assert results(NUMBER, pd.Series([1j, 1.0])) == ["SR402", "SR402"]
    assert results(NUMBER, pd.Series([np.longdouble(1)] * 2)) == ["SR402", "SR402"]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([True, False, None], dtype="boolean"),
        pd.Series([True, False, None], dtype=object),
        pd.Series([True, False, np.nan], dtype=object),
        pd.Series([np.bool_(True), "否", pd.NA], dtype=object),
        pd.Series(["是", "false", None]),
        pd.Series([True, False, None], dtype="bool[pyarrow]"),
        pd.Series([True, False, None], dtype="category"),
    ],
    ids=lambda one: str(one.dtype),
)
def test_truths(column: pd.Series) -> None:
    """Yes and no are read from every type that has them."""
    assert results(TRUTH, column) == [1, 2, "SR420"]


@pytest.mark.parametrize(
    "column",
    [
        *(
            pd.Series(["2020-05-31", "2020-06-01", None]).astype(f"datetime64[{unit}]")
            for unit in ("s", "ns")
        ),
        pd.Series([date(2020, 5, 31), date(2020, 6, 1), None], dtype=object),
        pd.Series([date(2020, 5, 31), pd.Timestamp("2020-06-01"), pd.NaT], dtype=object),
        pd.Series([pd.Timestamp("2020-05-31"), datetime(2020, 6, 1), pd.NaT], dtype=object),  # noqa: DTZ001
        pd.Series(["2020-05-31", "2020-06-01", None]),
        pd.Series([date(2020, 5, 31), date(2020, 6, 1), None], dtype="date32[pyarrow]"),
        pd.Series(["2020-05-31", "2020-06-01", None]).astype("datetime64[s]").astype("category"),
    ],
    ids=lambda one: f"{one.dtype} {type(one.iloc[1]).__name__}",
)
def test_days(column: pd.Series) -> None:
    """A day is read from every type that has days; a moment at midnight is one."""
    assert results(DAY, column) == [1, 2, "SR420"]


def test_moments_are_no_days() -> None:
    """Hours and zones are not cut off."""
    noon = pd.Series(pd.to_datetime(["2020-05-31 12:00", "2020-05-31 00:00"]))
    assert results(DAY, noon) == ["SR402", 1]
    assert results(DAY, noon.dt.tz_localize("Asia/Shanghai")) == ["SR402", "SR402"]
    mixed = [date(2020, 5, 31), datetime(2020, 5, 31, 12, tzinfo=UTC), datetime(2020, 5, 31, tzinfo=UTC)]
    assert results(DAY, pd.Series(mixed, dtype=object)) == [1, "SR402", "SR402"]
    assert results(DAY, pd.Series([pd.Timestamp("2020-05-31"), pd.Timestamp(1)], dtype=object)) == [
        1,
        "SR402",
    ]


def test_periods_and_intervals_are_no_numbers() -> None:
    """What pandas keeps as a number inside is not one."""
    assert results(NUMBER, pd.Series(pd.period_range("2020-01", periods=2, freq="M"))) == ["SR402"] * 2
    assert results(NUMBER, pd.Series(pd.interval_range(0, 2))) == ["SR402"] * 2
    assert results(NUMBER, pd.Series(pd.to_timedelta([1, 2], unit="s"))) == ["SR402"] * 2
    assert results(NUMBER, pd.Series(pd.to_datetime(["2020-01-01", "2020-01-02"]))) == ["SR402"] * 2


def test_texts() -> None:
    """Texts, categories of them and text with half a character."""
    for dtype in (object, "str", "string", "string[pyarrow]", "category"):
        assert results(TEXT, pd.Series(["a", "b", None, ""], dtype=dtype)) == [1, 2, "SR420", "SR420"]
    assert results(TEXT, pd.Series(["a", "\ud800"], dtype=object)) == [1, "SR134"]
    assert results(TEXT, pd.Series(["a", "\ud800"], dtype="string[python]")) == [1, "SR134"]


def test_lists_and_mappings() -> None:
    """Cells may hold what a record holds under a key."""
    cells = [
        [8, 9, 10],
        (8.5, Decimal("9.5"), 9),
        np.array([9, 9, 9]),
        [9, "x", 9],
        [9, 9],
        None,
        [9, np.nan, 9],
    ]
    assert results(ITEMS, pd.Series(cells, dtype=object), "total") == [
        9, 9, 9, "SR403", "SR433", "SR420", "SR433",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "index",
    [
        pd.Index([1, 1, 2], name="n"),
        pd.Index(["b", "a", "b"]),
        pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (2, "b")], names=["n", "m"]),
        pd.date_range("2020-01-01", periods=3),
        pd.Index([np.nan, np.nan, 1.0]),
        pd.CategoricalIndex(["x", "x", "y"]),
    ],
    ids=lambda one: type(one).__name__ + str(one.dtype),
)
def test_the_index_is_kept(index: pd.Index) -> None:
    """Every index comes back as it was, also with equal labels."""
    frame = pd.DataFrame({"x": [1, 2, 3], "z": ["p", "q", "r"]}, index=index)
    scored = scorerules.loads(NUMBER).score_table(frame, columns=["y"], keep=None)
    assert scored.index.equals(index)
    assert list(scored.index.names) == list(index.names)
    assert list(scored.columns) == ["x", "z", "y"]
    assert list(scored["y"]) == [2, 4, 6]
    pd.testing.assert_frame_equal(scored[["x", "z"]], frame)


def test_labels_that_are_no_texts() -> None:
    """Numbers and levels of labels are columns too; levels are joined by a dot."""
    frame = pd.DataFrame([[1, 2, 3]], columns=["x", 7, None])
    scored = scorerules.loads(NUMBER).score_table(frame, columns=["y"], keep=[7])
    assert list(scored.columns) == [7, "y"]
    rules = scorerules.loads(ITEMS.replace('judges = 3, combine = "mean", ', ""))
    levels = pd.MultiIndex.from_tuples([("x", "score"), ("x", "remark"), ("id", "")])
    found = rules.score_table(pd.DataFrame([[8, "晚了", 1], [9, None, 2]], columns=levels), columns=["total"])
    assert found["total"].iloc[0] == 8


def test_two_columns_of_one_name() -> None:
    """A column that is there twice is refused, unless nothing reads it."""
    rules = scorerules.loads(NUMBER)
    with pytest.raises(scorerules.RecordError, match="SR441"):
        rules.score_table(pd.DataFrame([[1, 2]], columns=["x", "x"]))
    scored = rules.score_table(pd.DataFrame([[1, 2, 3]], columns=["x", "z", "z"]), columns=["y"], keep=None)
    assert list(scored.columns) == ["x", "z", "z", "y"]


def test_the_frame_is_left_alone() -> None:
    """Scoring changes nothing of what it is given, and what it gives can be changed."""
    frame = pd.DataFrame({"x": [1, 2]})
    before = frame.copy(deep=True)
    scored = scorerules.loads(NUMBER).score_table(frame, keep=None)
    scored.loc[0, "x"] = 5
    scored.loc[0, "y"] = 7
    pd.testing.assert_frame_equal(frame, before)
