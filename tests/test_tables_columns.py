"""Whole columns come to what their rows come to one by one: the places where they did not, or might not."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from scorerules import loads
from scorerules.tables.batches import BatchScorer
from scorerules.tables.options import Options
from three_ways import difference, everything

HEAD = """\
scorerules = 1
[ruleset]
id = "columns"
[total]
full = 1000
[tier]
t = {}
"""


def hold(rules: str, **columns: pa.Array) -> BatchScorer:
    """Assert that a table comes to what its rows come to; what scored it."""
    ruleset = loads(HEAD + rules)
    batch = pa.RecordBatch.from_pydict(columns)
    assert difference(ruleset, [batch], everything(ruleset)) is None
    return BatchScorer(ruleset.about, batch.schema, Options(columns=("total", "error"), lang="en", keep=()))


def formula(text: str, inputs: str = "x = { from = 0, upto = 1000 }") -> str:
    """Rules with one indicator."""
    return f"[input]\n{inputs}\n[indicator.a]\ntier = 't'\nweight = 1000\nformula = '{text}'\n"


def test_views_of_texts() -> None:
    """Texts that Arrow holds as views, as data frames give them, are read like other texts."""
    x = pa.array(["1.5", "3", None, "foo", "2", " "], pa.string_view())
    scorer = hold(formula("x"), x=x, other=x)
    results = scorer.score(pa.RecordBatch.from_pydict({"x": x, "other": x}))
    assert results.column("total").to_pylist()[:2] == [1.5, 3.0]


def test_rows_of_columns_that_arrow_cannot_take_from() -> None:
    """A row with an error is looked at alone, whatever other columns there are."""
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array([5, 7]))
    views = pa.array([["a"], None, ["b"]], pa.list_(pa.string_view()))
    hold(formula("x + y", "x = {}\ny = {}"), x=runs, y=pa.array(["1", None, "z"]), z=views)
    hold(formula("x + y", "x = {}\ny = {}"), x=views, y=pa.array([1, None, 3], pa.int8()))


def test_steps_larger_than_a_column_holds() -> None:
    """A step is held against numbers that are all smaller than it."""
    judged = "[indicator.a]\ntier = 't'\nweight = 1000\njudged = { step = 200, remark = 'optional' }\n"
    for type_ in (pa.int8(), pa.uint8(), pa.float64(), pa.decimal128(5, 1), pa.string()):
        hold(judged, a=pa.array([0, 1, 100, 127], pa.int8()).cast(pa.string()).cast(type_))


def test_functions_do_not_see_faulty_rows() -> None:
    """A divisor that may not be 0 is 0 on a faulty row: the row is an error, the others are scored."""
    inputs = "x = { from = 0, upto = 9 }\ny = { from = 1, upto = 9 }"
    x, y = pa.array([1, 2, 9, 3]), pa.array([1, 2, 0, None])
    scorer = hold(formula("round(sqrt(x / y), 0.01)", inputs), x=x, y=y)
    results = scorer.score(pa.RecordBatch.from_pydict({"x": x, "y": y}))
    assert results.column("total").to_pylist() == [Decimal("1.00"), Decimal("1.00"), None, None]


def test_nought_has_no_sign() -> None:
    """0 times a negative factor is 0, as it is of a record, not -0."""
    hold(f"{formula('x')}[derived]\nd = {{ formula = '-x / 3' }}\n", x=pa.array([0, 3, 7]))


def test_factors_at_the_ends_of_machine_integers() -> None:
    """A factor of -128 is taken off as 128, which is more than the smallest integer holds."""
    inputs = "x = { from = 0, upto = 1, type = 'integer' }\nz = { from = 0, upto = 1, type = 'integer' }"
    for factor in (128, 2**15, 2**31):
        rules = f"{formula('x', inputs)}[derived]\nd = {{ formula = 'z - {factor} * x' }}\n"
        hold(rules, x=pa.array([0, 1, 0, 1]), z=pa.array([0, 0, 1, 1]))


def test_memory_that_is_longer_than_a_column() -> None:
    """Behind the last number of a column there may be more memory, of any length."""
    for type_, size in ((pa.int64(), 8), (pa.decimal128(20, 2), 16), (pa.decimal64(9, 1), 8)):
        numbers = pa.array(["1", "2", "3"]).cast(type_)
        memory = pa.py_buffer(numbers.buffers()[1].to_pybytes()[: 3 * size] + b"\x07\x07\x07")
        hold(formula("x"), x=pa.Array.from_buffers(type_, 3, [None, memory]))


def test_points_with_many_digits_behind() -> None:
    """A text with a point and 19 digits is no plain decimal, and how fine it would be is not asked."""
    texts = [".1234567890123456789", "0.123456789012345678", "5", "-.5", "5.", "1.2.3", "-", "--5"]
    hold(formula("x", "x = {}"), x=pa.array(texts))


def test_steps_with_more_decimals_than_machine_integers_hold() -> None:
    """A step of 20 decimals leaves few numbers that whole columns can be read with: the others go alone."""
    step = "0.00000000000000000005"
    judged = f"[indicator.a]\ntier = 't'\nweight = 1000\njudged = {{ step = {step}, remark = 'optional' }}\n"
    for numbers in (["0", "5"], ["0", step], ["0", "0"]):
        hold(judged, a=pa.array(numbers))
        hold(judged, a=pa.array(numbers).cast(pa.decimal256(40, 20)))
    for type_ in (pa.int8(), pa.uint64(), pa.float64(), pa.decimal64(9, 1)):
        hold(judged, a=pa.array(["0", "5"]).cast(type_))


def test_doubles_that_are_no_numbers() -> None:
    """NaN is held against steps, bounds and marks without a warning, in empty cells too."""
    judged = "[indicator.a]\ntier = 't'\nweight = 1000\njudged = { step = 0.5 }\n"
    values = np.array([np.nan, np.inf, -np.inf, 1.5, 1000, np.nan])
    hold(judged, a=pa.array(values), **{"a.remark": pa.array(["x"] * 6)})
    hold(judged, a=pa.array(values, mask=np.array([True] * 3 + [False] * 3)))


def test_remarks_apart_mention_no_items() -> None:
    """A remark in a column of its own says nothing of items that are counted, as an empty table would."""
    rules = (
        "[indicator.a]\ntier = 't'\nweight = 1000\n"
        "[indicator.a.defects]\ngap = { points = 2 }\nblank = { points = 1 }\n"
    )
    gaps, remarks = pa.array(["1", None, " ", None]), pa.array(["x", "x", "x", " "])
    hold(rules, **{"a.gap": gaps, "a.remark": remarks})
    hold(rules, **{"a.remark": remarks})


@pytest.mark.parametrize(
    "text",
    [
        "3 if x > 5 else count(x > 1)",
        "count(x > 1) if x > 5 else 3",
        "min(3 if x > 5 else count(x > 1), 2)",
        "(0 - 3 if x > 7 else count(x > 1)) if x > 5 else x",
        "count(x > 1) * count(x < 9) + max(count(x > 3), 0) / 3 - round(count(x > 4) / 2)",
        "mean(count(x > 1), count(x > 2), 7) - median(count(x > 1), count(x > 2), count(x > 3))",
        "abs(count(x > 1) - 2) ** 2 + 128 * count(x > 1) - 128 * count(x > 3)",
    ],
)
def test_truth_values_that_are_counted(text: str) -> None:
    """One truth value counted is 0 or 1 as a number, also where another number may stand instead."""
    rules = f"{formula('x')}[derived]\nd = {{ formula = '{text}' }}\n"
    hold(rules, x=pa.array([0, 1, 2, 4, 6, 8, 9, 1000, None, -1]))


def test_tables_without_rows() -> None:
    """A batch without rows has no results, whatever its columns are and however they are read."""
    for type_ in (
        pa.int64(),
        pa.decimal128(9, 2),
        pa.string(),
        pa.string_view(),
        pa.list_(pa.int8()),
        pa.null(),
    ):
        nothing = pa.array([], type_)
        hold(formula("x"), x=nothing)
        hold(formula("x"), **{"x": nothing, "x.not_applicable": nothing, "x.value": nothing})


def test_views_of_remarks() -> None:
    """Remarks that Arrow holds as views stand beside values of any kind, and in dictionaries."""
    texts = ["x", None, " ", "\u3000", "已核，没有问题，扣一分", "", "\x85 y"]
    views = pa.array(texts, pa.string_view())
    coded = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, 4, 5, None], pa.int8()), views)
    judged = "[indicator.a]\ntier = 't'\nweight = 1000\njudged = {}\n"
    items = "[indicator.a]\ntier = 't'\nweight = 1000\n[indicator.a.defects]\ngap = { points = 2 }\n"
    scores = pa.array([1, 2, 1000, 3, 4, 5, None])
    for remarks in (views, coded):
        hold(judged, **{"a": scores, "a.remark": remarks})
        hold(judged, **{"a.deduct": scores, "a.remark": remarks})
        hold(judged, **{"a": scores.cast(pa.string()), "a.remark": remarks.slice(0)})
        hold(items, **{"a.gap": scores, "a.remark": remarks})


@pytest.mark.parametrize("type_", [pa.int8(), pa.int16(), pa.int32(), pa.int64()])
def test_negative_numbers_in_columns_of_any_width(type_: pa.DataType) -> None:
    """A negative number is refused where none may be, even where the end is more than a column holds."""
    least = -(2 ** (type_.bit_width - 1))
    for upto in ("", ", upto = 99999999999", ", upto = 5"):
        numbers = pa.array([1, -1, least, -least - 1, 0, 5, None], type_)
        hold(formula("x", f"x = {{ from = 0{upto} }}"), x=numbers)


def test_fractions_that_are_too_long_to_be_written() -> None:
    """A fraction of more digits than Python writes is an error of its row, as a number too large is."""
    hold(f"{formula('x')}[derived]\nd = {{ formula = '1 / 3 ** 9999 * x' }}\n", x=pa.array([0, 1, None]))


def test_remarks_beside_texts_are_read_as_columns() -> None:
    """An answer, a level or a number written as text may have a remark beside it, and is computed at once."""
    ruleset = loads(
        """
        scorerules = 1
        [ruleset]
        id = "remarks"
        [tier.t]
        [indicator.answer]
        tier   = "t"
        weight = 40
        choice = { "甲" = 40, "乙" = 20 }
        [indicator.level]
        tier   = "t"
        weight = 60
        levels = { rows = [{ name = "好", points = 60 }, { name = "差", points = 10 }] }
        """
    )
    batch = pa.RecordBatch.from_pydict(
        {
            "answer": ["甲", "乙", "丙", None],
            "answer.remark": ["属实", None, "不详", "缺"],
            "level": ["好", "差", "好", "60"],
            "level.remark": [None, "资料不全", "a", "b"],
        }
    )
    scorer = BatchScorer(ruleset.about, batch.schema)
    engine = scorer._engine
    assert engine is not None
    computed = engine.compute(scorer._taken.of(batch))
    assert computed is not None
    assert computed.odd.tolist() == [False, False, True, True]
    assert scorer.score(batch).column("total").to_pylist() == [100, 30, None, None]
