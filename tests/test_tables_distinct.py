"""Rows that are alike are read once, and tables alike are compiled once."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scorerules
from scorerules.compile.sources import Scale
from scorerules.tables import distinct
from scorerules.tables.distinct import alike
from scorerules.tables.engine import kernel_of

CELLS = st.tuples(
    st.sampled_from([None, 0, 1, 2]),
    st.sampled_from([None, "", "a", "b"]),
    st.sampled_from([None, True, False]),
)


@given(st.lists(CELLS, min_size=1, max_size=40))
def test_rows_of_one_sort_have_the_same_cells(rows: list[tuple[object, ...]]) -> None:
    """Sorts tell apart what differs, and the row that stands for a sort is of it."""
    types = (pa.int64(), pa.string(), pa.bool_())
    found = alike(
        [pa.array(column, type_) for column, type_ in zip(zip(*rows, strict=True), types, strict=True)]
    )
    assert found is not None
    sorts, places = found
    assert [rows[places[one]] for one in sorts] == rows
    assert len(places) == len(set(rows))


def test_many_values_in_many_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """More sorts than a number can tell apart are counted anew on the way."""
    monkeypatch.setattr(distinct, "_MOST", 1000)
    columns = [pa.array([(row * factor) % 101 for row in range(101)]) for factor in (1, 2, 3, 4)]
    found = alike(columns)
    assert found is not None
    sorts, places = found
    assert sorted(sorts.tolist()) == list(range(101))
    assert sorts[places].tolist() == list(range(101))


@pytest.mark.parametrize("near", [1, 4, 2**16])
def test_integers_near_to_each_other(near: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Integers near to each other are told apart as others are, at the ends of their types too."""
    monkeypatch.setattr(distinct, "_NEAR", near)
    for low, type_ in ((-128, pa.int8()), (2**64 - 3, pa.uint64()), (-(2**63), pa.int64()), (7, pa.int32())):
        high = 127 if low == -128 else low + 2
        column = pa.array([high, low, high, low], type_)
        found = alike([column, pa.array([5, 5, 5, 9])])
        assert found is not None
        sorts, places = found
        assert sorts.tolist() in ([0, 1, 0, 2], [1, 0, 1, 2], [2, 0, 2, 1])
        assert sorts[places].tolist() == [0, 1, 2]


def test_columns_of_any_type() -> None:
    """Columns that are encoded are decoded; lists are not compared."""
    encoded = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, None]), pa.array(["a", "b", "a"]))
    found = alike([encoded])
    assert found is not None
    assert found[0].tolist() == [0, 1, 0, 2]
    assert alike([pa.array([[1], [1]])]) is None


COUNTED = """
scorerules = 1
[ruleset]
id = "counted"
[total]
full = 10
[tier.t]
[indicator.faults]
tier = "t"
weight = 10
defects = { small = { points = 1 }, large = { points = 5 } }
"""


def test_tables_alike_share_what_was_compiled() -> None:
    """A plan is compiled once for a scale, and again for another."""
    plan = scorerules.loads(COUNTED).plan
    narrow = Scale(2, 10**6, {"faults": Scale(0, 10**3)})
    assert kernel_of(plan, narrow) is kernel_of(plan, Scale(2, 10**6, {"faults": Scale(0, 10**3)}))
    assert kernel_of(plan, narrow) is not kernel_of(plan, Scale(2, 10**6, {"faults": Scale(0, 10**6)}))
