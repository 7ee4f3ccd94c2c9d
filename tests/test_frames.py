"""Tables of every kind: the same kind comes back, row for row, with what each record scores alone."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import scorerules
from scored_rows import SHIPPED, agree, awkward_records, expected, shipped
from scorerules.tables.frames import TableScorer
from scorerules.tables.other_frames import EagerFrame, QueryFrame
from scorerules.tables.summary import summarize

RULES = """\
scorerules = 1

[ruleset]
id = "cards"

[input]
made = { name = "制卡率", unit = "%" }
region = { name = "地区", type = "text" }

[tier.output]

[indicator.cards]
tier = "output"
weight = 100
formula = "min(made * 100, 100)"
round = { to = 0.01, mode = "half-up" }

[grade]
bands = [{ from = 90, grade = "优" }, { grade = "良" }]
"""

TOGETHER = """\
scorerules = 1

[ruleset]
id = "bids"
weights = "none"
cohort = "lot"

[input]
lot = { type = "text" }
price = { unit = "元" }

[outcome.rank]
formula = "cohort_rank(price)"
"""

MADE = ["98.77%", None, "bad", "80.005%", "9%"]
TABLE = pa.table({"id": [7, 7, 3, None, 1], "made": MADE, "other": [b"x"] * 5})
TOTALS = [Decimal("98.77"), None, None, Decimal("80.01"), Decimal("9.00")]
GRADES = ["优", None, None, "良", "良"]
STATUSES = ["scored", "error", "error", "scored", "scored"]


@pytest.fixture(scope="module")
def cards() -> scorerules.Ruleset:
    """A ruleset whose totals have two decimals."""
    return scorerules.loads(RULES).in_language("en")


@pytest.fixture(scope="module")
def bids() -> scorerules.Ruleset:
    """A ruleset that compares the records of a lot."""
    return scorerules.loads(TOGETHER).in_language("en")


class Stream:
    """A table of another library that speaks Arrow's C interface."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


class Batch:
    """A batch of another library that speaks Arrow's C interface."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        return self._batch.__arrow_c_array__(requested_schema)


def batch_of(table: pa.Table) -> pa.RecordBatch:
    """A table in one batch."""
    return pa.concat_batches(table.to_batches() or [pa.RecordBatch.from_pylist([], schema=table.schema)])


def columns_of(table: Any) -> dict[str, list[Any]]:
    """The columns of a table of any kind as Python's own values."""
    match table:
        case pd.DataFrame():
            found = pa.Table.from_pandas(table, preserve_index=False)
        case pl.LazyFrame():
            found = table.collect().to_arrow()
        case pl.DataFrame():
            found = table.to_arrow()
        case pa.RecordBatchReader():
            found = table.read_all()
        case duckdb.DuckDBPyRelation():
            found = table.to_arrow_table()
        case nw.DataFrame():
            found = table.to_arrow()
        case nw.LazyFrame():
            found = table.collect("pyarrow").to_native()
        case _:
            found = table
    return dict(zip(found.schema.names, (one.to_pylist() for one in found.columns), strict=True))


KINDS: dict[str, tuple[Callable[[pa.Table], Any], type]] = {
    "pandas": (pa.Table.to_pandas, pd.DataFrame),
    "pandas arrow": (lambda one: one.to_pandas(types_mapper=pd.ArrowDtype), pd.DataFrame),
    "polars": (pl.from_arrow, pl.DataFrame),
    "polars lazy": (lambda one: pl.from_arrow(one).lazy(), pl.LazyFrame),
    "table": (lambda one: one, pa.Table),
    "chunks": (lambda one: pa.concat_tables([one.slice(0, 2), one.slice(2, 0), one.slice(2)]), pa.Table),
    "batch": (batch_of, pa.RecordBatch),
    "reader": (lambda one: one.to_reader(max_chunksize=2), pa.RecordBatchReader),
    "duckdb": (lambda one: duckdb.connect().from_arrow(one), duckdb.DuckDBPyRelation),
    "stream": (Stream, pa.Table),
    "array": (lambda one: Batch(batch_of(one)), pa.Table),
    "narwhals": (lambda one: nw.from_native(pl.from_arrow(one)), nw.DataFrame),
    "narwhals lazy": (lambda one: nw.from_native(pl.from_arrow(one).lazy()), nw.LazyFrame),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind(kind: str, cards: scorerules.Ruleset) -> None:
    """Results come as the kind of table that was given, in its order, behind the columns to keep."""
    make, back = KINDS[kind]
    scored = cards.score_table(make(TABLE), columns=["total", "grade", "status", "error"], keep=["id"])
    assert isinstance(scored, back)
    found = columns_of(scored)
    assert list(found) == ["id", "total", "grade", "status", "error"]
    assert [None if pd.isna(one) else int(one) for one in found["id"]] == [7, 7, 3, None, 1]
    assert found["total"] == TOTALS
    assert found["grade"] == GRADES
    assert found["status"] == STATUSES
    assert [None if one is None else one[:5] for one in found["error"]] == [
        None,
        "SR420",
        "SR403",
        None,
        None,
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_rows(kind: str, cards: scorerules.Ruleset) -> None:
    """A table without rows gives one without rows, with the same columns of the same types."""
    make, _ = KINDS[kind]
    scored = cards.score_table(make(TABLE.slice(0, 0)), keep=None, columns=["total", "grade"])
    assert columns_of(scored) == {"id": [], "made": [], "other": [], "total": [], "grade": []}
    if isinstance(scored, pd.DataFrame):
        full = cards.score_table(make(TABLE), columns=["total", "grade"])
        assert list(scored[["total", "grade"]].dtypes) == list(full.dtypes)


@pytest.mark.parametrize("kind", KINDS)
def test_groups_are_compared_over_the_whole_table(kind: str, bids: scorerules.Ruleset) -> None:
    """Records are compared with those of their group wherever in the table they are."""
    table = pa.table({"lot": ["a", "b", "a", "b", None, "a"], "price": [3, 1, 1, 2, 9, None]})
    scored = bids.score_table(KINDS[kind][0](table), columns=["rank", "error"])
    found = columns_of(scored)
    assert found["rank"] == [1, 2, 2, 1, 1, None]
    assert found["error"] == [None] * 6


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_read(kind: str) -> None:
    """Rows are counted even where no column is read."""
    rules = scorerules.loads(
        "scorerules = 1\n[ruleset]\nid = 'x'\nweights = 'none'\n[input.x]\ndefault = 1\n"
        "[outcome.y]\nformula = 'x * 2'\n"
    )
    scored = rules.score_table(KINDS[kind][0](pa.table({"z": [1, 2, 3]})), columns=["y"])
    assert columns_of(scored) == {"y": [2, 2, 2]}


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_rows_score_as_records(name: str, kind: str) -> None:
    """Each row of a data frame of awkward cells comes to what its record comes to, for every ruleset."""
    rules = shipped(name)
    records = awkward_records(rules)
    keys = list(dict.fromkeys(key for one in records for key in one))
    cells = {key: [one.get(key) for one in records] for key in keys}
    if kind == "pandas":
        scored = rules.score_table(
            pd.DataFrame({key: pd.Series(one, dtype=object) for key, one in cells.items()})
        )
        rows = pa.Table.from_pandas(scored, preserve_index=False).to_pylist()
    else:
        frame = pl.DataFrame([pl.Series(key, one, dtype=pl.Object) for key, one in cells.items()])
        rows = rules.score_table(frame).to_dicts()
    wanted = list(expected(rules, records))
    assert len(rows) == len(wanted) > 10
    for row, record in zip(rows, wanted, strict=True):
        agree(row, record)


def test_types_of_the_results(cards: scorerules.Ruleset) -> None:
    """Types follow from the ruleset: decimals are exact, grades are categories."""
    columns = ["total", "grade", "status", "error"]
    frame = cards.score_table(TABLE.to_pandas(), columns=columns)
    assert [str(one) for one in frame.dtypes][:3] == ["decimal128(5, 2)[pyarrow]", "category", "category"]
    assert list(frame["grade"].cat.categories) == ["优", "良"]
    assert frame["total"].sum() == Decimal("187.78")
    polars = cards.score_table(pl.from_arrow(TABLE), columns=columns).schema
    assert list(polars.values()) == [pl.Decimal(5, 2), pl.Categorical, pl.Categorical, pl.String]


def test_whole_numbers_of_pandas_stay_whole() -> None:
    """A row with an error makes no floats of the others, and no row changes a type."""
    rules = scorerules.loads(RULES.replace("to = 0.01", "to = 1"))
    for cells in (["98.77%"], ["bad", "98.77%"]):
        frame = rules.score_table(pd.DataFrame({"made": cells}))
        assert frame["total"].dtype == pd.Int32Dtype()
        assert frame["total"].iloc[-1] == 99
        frame.loc[frame.index[0], "total"] = 1
        assert frame["total"].iloc[0] == 1


def test_names_that_people_use_twice() -> None:
    """Of results that are called alike, each has its id behind its name."""
    item = "tier = 't'\nname = 'Training'\nweight = 50\njudged = {}\n"
    rules = scorerules.loads(
        "scorerules = 1\n[ruleset]\nid = 'x'\n[tier.t]\nname = 'Training'\nweight = 100\n"
        f"[indicator.a]\n{item}[indicator.b]\n{item.replace('Training', 'Audit')}"
    ).in_language("en")
    table = pa.table({"a": [50], "b": [50]})
    for kind in ("table", "polars", "polars lazy", "pandas", "duckdb"):
        found = columns_of(
            rules.score_table(KINDS[kind][0](table), names="name", columns=["tiers", "indicators"])
        )
        assert found == {
            "Training score (score.t)": [100],
            "Training score (score.a)": [50],
            "Audit score": [50],
        }


# Polars


def test_lazy_frames_stay_lazy(cards: scorerules.Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are scored when a lazy frame is collected, again each time, and only as many as are asked for."""
    monkeypatch.setattr("scorerules.tables.polars_frames.CHUNK", 4096)
    seen: list[int] = []

    def count(frame: pl.DataFrame) -> pl.DataFrame:
        seen.append(frame.height)
        return frame

    rows = 50_000
    lazy = pl.LazyFrame({"n": range(rows)}).with_columns(made=pl.col("n") % 101 / 1)
    lazy = lazy.map_batches(count, schema=lazy.collect_schema())
    scored = cards.score_table(lazy, keep=["n"])
    assert isinstance(scored, pl.LazyFrame)
    assert seen == []
    for engine in ("in-memory", "streaming"):
        found = scored.select("n", "total").collect(engine=engine)
        assert found["n"].to_list() == list(range(rows))
        assert found["total"].to_list() == [Decimal(n % 101).quantize(Decimal("0.01")) for n in range(rows)]
    assert sum(seen) >= 2 * rows
    assert scored.filter(pl.col("total") == 100).select(pl.len()).collect().item() == rows // 101
    assert scored.head(3).collect()["n"].to_list() == [0, 1, 2]
    assert scored.filter(pl.col("n") > 10).head(2).collect()["n"].to_list() == [11, 12]


def test_lazy_frames_keep_their_own_columns(cards: scorerules.Ruleset) -> None:
    """Columns to keep do not pass through Arrow, so they keep types that Arrow has not."""
    kinds = pl.Enum(["x", "y"])
    frame = pl.DataFrame({"made": ["1%", "2%"], "kind": pl.Series(["y", "x"], dtype=kinds), "big": [1, 2]})
    frame = frame.with_columns(pl.col("big").cast(pl.Int128))
    for given in (frame, frame.lazy()):
        found = cards.score_table(given, columns=["total"], keep=["kind", "big"])
        found = found.lazy().collect()
        assert found.schema["kind"] == kinds
        assert found.schema["big"] == pl.Int128
        assert found["kind"].to_list() == ["y", "x"]
        assert found["total"].to_list() == [Decimal(1), Decimal(2)]


def test_integers_that_only_polars_has() -> None:
    """Integers of 128 bits are read exactly, one by one or in chunks."""
    rules = scorerules.loads(
        "scorerules = 1\n[ruleset]\nid = 'x'\nweights = 'none'\n[input.x]\ntype = 'integer'\n"
        "[outcome.y]\nformula = 'x - 170141183460469231731687303715884105000'\n"
    )
    frame = pl.DataFrame({"x": pl.Series([2**127 - 1, None], dtype=pl.Int128)})
    for given in (frame, frame.lazy()):
        found = rules.score_table(given, columns=["y"]).lazy().collect()
        assert [None if one is None else int(one) for one in found["y"].to_list()] == [727, None]


# DuckDB


def test_relations_belong_to_their_connection(cards: scorerules.Ruleset) -> None:
    """The result is a relation of the same connection, which can be joined, and read more than once."""
    connection = duckdb.connect()
    connection.register("given", TABLE)
    relation = connection.sql('SELECT id, made, made AS "x""y" FROM given')
    scored = cards.score_table(relation, keep=["id", 'x"y'], columns=["total"])
    assert scored.columns == ["id", 'x"y', "total"]
    for _ in range(2):
        assert [row[2] for row in scored.fetchall()] == TOTALS
    joined = scored.set_alias("s").join(connection.sql("SELECT 3 AS id, 5 AS n").set_alias("n"), "id")
    assert joined.fetchall() == [(3, "bad", None, 5)]


def test_decimals_and_huge_integers_of_duckdb(cards: scorerules.Ruleset) -> None:
    """Numbers of DuckDB take no way through floats."""
    connection = duckdb.connect()
    for type_ in ("HUGEINT", "DECIMAL(38, 20)", "UBIGINT", "DOUBLE", "FLOAT", "VARCHAR"):
        found = cards.score_table(connection.sql(f"SELECT 98::{type_} AS made"), columns=["total"])
        assert found.fetchall() == [(Decimal(98),)], type_
    found = cards.score_table(connection.sql("SELECT 80.005::FLOAT AS made"), columns=["total"])
    assert found.fetchall() == [(Decimal("80.01"),)]


# Streams and what is no table


def test_readers_are_read_in_pieces(cards: scorerules.Ruleset) -> None:
    """Of a stream, only what is needed for the next results has been read."""
    read: list[int] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(100):
            read.append(number)
            yield pa.record_batch({"made": ["50%"] * 2000})

    schema = pa.schema([("made", pa.string())])
    scored = cards.score_table(
        pa.RecordBatchReader.from_batches(schema, batches()), columns=["total"], threads=1
    )
    assert read == []
    assert scored.read_next_batch().num_rows > 0
    assert len(read) == 1
    assert sum(batch.num_rows for batch in scored) < 200_000
    assert len(read) == 100


def test_frames_through_narwhals(cards: scorerules.Ruleset) -> None:
    """Frames that only narwhals knows go through Arrow: eager ones come back as such, queries as tables."""
    score = cards.table_scorer(columns=["total", "grade"], keep=["id"])
    frame = EagerFrame(pl.from_arrow(TABLE))
    kept, results = score.results(frame)
    eager = frame.back(results, kept)
    assert isinstance(eager, pl.DataFrame)
    assert eager["total"].to_list() == TOTALS
    query = QueryFrame(duckdb.connect().from_arrow(TABLE))
    kept, results = score.results(query)
    assert query.back(results, kept).column("total").to_pylist() == TOTALS


def test_what_became_of_the_rows(cards: scorerules.Ruleset) -> None:
    """A summary counts rows and codes of a table of results of any kind."""
    table = TABLE.set_column(1, "made", pa.array([*MADE[:-1], "SR999 x"]))
    for make, _ in KINDS.values():
        found = summarize(cards.score_table(make(table)))
        assert (found.rows, found.failed) == (5, 3)
        assert found.codes == {"SR420": 1, "SR403": 2}
        assert [row for row, _ in found.first] == [2, 3, 5]
    assert repr(found) == "Summary(rows=5, failed=3, codes={'SR420': 1, 'SR403': 2})"
    with pytest.raises(scorerules.RecordError, match="SR443"):
        summarize(table)


def test_what_is_no_table(cards: scorerules.Ruleset) -> None:
    """Anything else is refused by what it is."""
    for found in ({"made": ["1%"]}, [{"made": "1%"}], None, 3, pd.Series(["1%"], name="made"), pd.DataFrame):
        with pytest.raises(scorerules.RecordError, match=r"SR447 .*(dict|list|None|int|Series|type)"):
            cards.score_table(found)


def test_what_cannot_be_read(cards: scorerules.Ruleset) -> None:
    """What the source of a table raises is the cause of our error."""

    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"made": ["50%"]})
        raise OSError("the disk is gone")

    schema = pa.schema([("made", pa.string())])
    scored = cards.score_table(Stream(pa.RecordBatchReader.from_batches(schema, iter(()))))
    assert scored.num_rows == 0
    for given in (
        duckdb.connect().sql("SELECT error('the disk is gone') AS made"),
        Stream(pa.RecordBatchReader.from_batches(schema, batches())),
    ):
        with pytest.raises(scorerules.RecordError, match=r"SR449 .*the disk is gone") as raised:
            cards.score_table(given)
        assert raised.value.__cause__ is not None


def test_rows_with_errors_can_end_the_run(cards: scorerules.Ruleset) -> None:
    """With ``raise``, the error names the rows, and a lazy frame raises it when it is collected."""
    made = ["1%"] * 3000
    made[2500] = "bad"
    table = pa.table({"made": made})
    for given in (table, table.to_pandas(), pl.from_arrow(table), table.to_reader()):
        with pytest.raises(scorerules.RecordError) as raised:
            columns_of(cards.score_table(given, on_error="raise"))
        assert [one.path for one in raised.value.diagnostics] == ["[2501].made"]
    lazy = cards.score_table(pl.from_arrow(table).lazy(), on_error="raise")
    with pytest.raises(scorerules.RecordError, match="SR403"):
        lazy.collect()


def test_columns_that_are_not_there(cards: scorerules.Ruleset) -> None:
    """Columns of the table and of the results are looked for before anything is scored."""
    for arguments, code in (
        ({"keep": ["gone"]}, "SR443"),
        ({"keep": "gone"}, "SR443"),
        ({"columns": ["gone"]}, "SR442"),
        ({"columns": "gone"}, "SR442"),
    ):
        for make, _ in KINDS.values():
            with pytest.raises(scorerules.RecordError, match=code):
                cards.score_table(make(TABLE), **arguments)
    for make, _ in KINDS.values():
        with pytest.raises(scorerules.RecordError, match="SR440"):
            cards.score_table(make(TABLE.drop_columns(["made"])))


def test_abstract_rulesets_score_no_table() -> None:
    """A ruleset that is only there to be extended is refused."""
    rules = scorerules.loads("scorerules = 1\n[ruleset]\nid = 'x'\nabstract = true\n")
    with pytest.raises(scorerules.RulesetError, match="SR271"):
        rules.score_table(TABLE)


# The function that is sent


def test_a_scorer_is_made_once_where_it_is_sent(cards: scorerules.Ruleset) -> None:
    """However often it comes, it is the same function, in the language of its sender."""
    score = cards.table_scorer(columns=["total", "error"])
    sent = pickle.dumps(score)
    arrived = pickle.loads(sent)
    assert isinstance(arrived, TableScorer)
    assert pickle.loads(pickle.dumps(cards.table_scorer(columns=["total", "error"]))) is arrived
    assert arrived.options.lang == "en"
    assert arrived(TABLE).equals(score(TABLE))


def test_processes(cards: scorerules.Ruleset) -> None:
    """Batches are scored by other processes like here."""
    score = cards.table_scorer(columns=["total", "status"], threads=1)
    parts = [TABLE.slice(start, 2) for start in range(0, 5, 2)]
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        found = pa.concat_tables(pool.map(score, parts))
    assert found.column("total").to_pylist() == TOTALS


def test_no_library_is_imported_in_vain() -> None:
    """Only the libraries of tables that are there are imported."""
    program = f"""
import sys, pyarrow, scorerules
rules = scorerules.loads({RULES!r})
assert rules.score_table(pyarrow.table({{"made": ["98.77%"]}})).num_rows == 1
print(sorted({{"polars", "duckdb", "dask", "pyspark", "modin", "ibis"}} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stdout == "[]\n", ran.stderr


@pytest.mark.parametrize("package", ["narwhals", "numpy", "pyarrow"])
def test_a_bare_installation_says_what_it_lacks(package: str) -> None:
    """Without the packages of tables the error says what to install."""
    program = f"""
import sys
sys.modules[{package!r}] = None
import scorerules
try:
    scorerules.loads({RULES!r}).score_table(None)
except scorerules.RecordError as error:
    print(error.diagnostics[0].code, error.diagnostics[0].arguments["package"])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stdout == f"SR451 {package}\n", ran.stderr
