"""Tables of arbitrary Arrow types: whatever is in them, rows are scored or have an error of ours."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

import scorerules

RULES = scorerules.loads("""\
scorerules = 1
[ruleset]
id = "x"
[total]
full = 40
[tier.t]
[indicator.a]
tier = "t"
weight = 10
judged = { judges = 3, combine = "mean", remark = "optional" }
[indicator.b]
tier = "t"
weight = 10
checklist = { plan = { points = 5 }, report = { points = 5 } }
[indicator.c]
tier = "t"
weight = 10
judged = { remark = "optional" }
[indicator.d]
tier = "t"
weight = 10
input = { unit = "%" }
ratio = { full = "100%" }
""")


NUMBERS = st.sampled_from([0, 1, 5, 10, 50, 100, 120])
LEAVES: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.int8(), NUMBERS),
    (pa.uint64(), NUMBERS | st.just(2**64 - 1)),
    (pa.float32(), NUMBERS | st.floats(width=32)),
    (pa.float64(), NUMBERS | st.floats()),
    (pa.decimal128(10, 2), NUMBERS),
    (pa.bool_(), st.booleans()),
    (pa.string(), st.sampled_from(["98%", "5", "plan", "晚了", "不适用", "", "x"])),
    (pa.string_view(), st.sampled_from(["98%", "report", " "])),
    (pa.binary_view(), st.binary(max_size=2)),
    (pa.month_day_nano_interval(), st.just((1, 2, 3))),
    (pa.timestamp("ns", "UTC"), NUMBERS),
    (pa.time64("us"), NUMBERS),
    (pa.null(), st.none()),
]
NAMES = st.sampled_from(["plan", "report", "score", "deduct", "remark", "level", "item", "value"])


def nested(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Types with others inside."""
    return st.one_of(
        inside.map(lambda one: (pa.list_(one[0]), st.lists(one[1] | st.none(), max_size=4))),
        inside.map(lambda one: (pa.large_list(one[0]), st.lists(one[1], min_size=3, max_size=3))),
        inside.map(lambda one: (pa.list_(one[0], 3), st.lists(one[1], min_size=3, max_size=3))),
        inside.map(lambda one: (pa.list_view(one[0]), st.lists(one[1], max_size=3))),
        st.dictionaries(NAMES, inside, max_size=3).map(
            lambda parts: (
                pa.struct({name: one[0] for name, one in parts.items()}),
                st.fixed_dictionaries({name: one[1] | st.none() for name, one in parts.items()}),
            )
        ),
        inside.map(
            lambda one: (
                pa.map_(pa.string(), one[0]),
                st.lists(st.tuples(NAMES, one[1] | st.none()), max_size=3),
            )
        ),
    )


TYPES = st.recursive(st.sampled_from(LEAVES), nested, max_leaves=4)


@st.composite
def arrays(draw: st.DrawFn, rows: int, type_: Any = None) -> pa.Array:
    """An array of so many rows: plain, a slice, a dictionary, runs, a union, or of an extension."""
    type_, values = draw(TYPES) if type_ is None else type_
    shape = draw(
        st.sampled_from(["plain", "plain", "slice", "dictionary", "runs", "dense", "sparse", "extension"])
    )
    more = 2 if shape == "slice" else 0
    given = pa.array(draw(st.lists(values | st.none(), min_size=rows + more, max_size=rows + more)), type_)
    if shape == "slice":
        return given.slice(1, rows)
    if shape == "dictionary" and not pa.types.is_nested(type_):
        places = draw(st.lists(st.integers(0, max(rows - 1, 0)) | st.none(), min_size=rows, max_size=rows))
        return pa.DictionaryArray.from_arrays(pa.array(places if rows else [], pa.int8()), given)
    if shape == "runs" and rows:
        return pa.RunEndEncodedArray.from_arrays(pa.array(range(1, rows + 1), pa.int32()), given)
    if shape in ("dense", "sparse"):
        other = pa.array(draw(st.lists(NUMBERS, min_size=rows, max_size=rows)), pa.int32())
        codes = pa.array(draw(st.lists(st.sampled_from([0, 1]), min_size=rows, max_size=rows)), pa.int8())
        if shape == "sparse":
            return pa.UnionArray.from_sparse(codes, [given, other])
        return pa.UnionArray.from_dense(codes, pa.array(range(rows), pa.int32()), [given, other])
    if shape == "extension":
        return pa.ExtensionArray.from_storage(pa.opaque(type_, "thing", "somebody"), given)
    return given


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Some rows with a column of any type for each key."""
    rows = draw(st.integers(0, 5))
    return pa.table({name: draw(arrays(rows)) for name in "abcd"})


@given(tables())
def test_anything_arrow_can_hold(table: pa.Table) -> None:
    """Every row comes back, with a total or with an error, and other columns are carried along untouched."""
    scored = RULES.score_table(table, keep=["a"], columns=["total", "status", "error"], threads=1)
    assert scored.num_rows == table.num_rows
    assert scored.schema.field("a").type == table.schema.field("a").type
    for row in scored.select(["total", "status", "error"]).to_pylist():
        assert (row["status"] == "error") is (row["error"] is not None) is (row["total"] is None)
    # A row is worth the same wherever it stands.
    rest = RULES.score_table(table.slice(1), columns=["total", "error"], threads=1)
    assert rest.to_pylist() == scored.select(["total", "error"]).slice(1).to_pylist()
