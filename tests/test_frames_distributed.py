"""Tables in parts: every part is scored where it is, by the same function, with the same results."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import scorerules
import scorerules.spark
from scored_rows import ROOT, agree, awkward_records, expected, shipped

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

BIDS = """\
scorerules = 1

[ruleset]
id = "bids"
weights = "none"
cohort = ["lot", "part"]

[input]
lot = { type = "text" }
part = { unit = "%", default = "98%" }
price = { unit = "元" }

[outcome.place]
formula = "cohort_rank(price)"
"""
LOTS = ["a", "b", None, "c"]
SHARES = ["98%", "98.0%", None, "9.8", "bad"]
RECORDS = [
    {
        "lot": LOTS[number % 4],
        "part": SHARES[number % 5],
        "price": Decimal(number * 7 % 11) / 4,
        "id": number,
    }
    for number in range(60)
]


def table_of(records: list[dict[str, Any]]) -> pa.Table:
    """Records as a table of texts, each cell as it would be written."""
    keys = list(dict.fromkeys(key for one in records for key in one))
    cells = {key: [None if one.get(key) is None else str(one[key]) for one in records] for key in keys}
    return pa.table({**cells, "id": list(range(len(records)))})


def together() -> list[dict[str, Any]]:
    """What the bids come to when they are scored in one place."""
    rules = scorerules.loads(BIDS).in_language("en")
    records = [{key: one[key] for key in ("lot", "part", "price")} for one in RECORDS]
    return list(expected(rules, records))


# Spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A real Spark on this machine."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none here: apt-get install default-jre-headless")
    sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]))
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.codegen.wholeStage": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "16",
        }
        builder = sql.SparkSession.builder.master("local[2]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows of a data frame of Spark in the order of their ids."""
    rows: list[dict[str, Any]] = frame.toArrow().to_pylist()
    return sorted(rows, key=lambda one: one["id"])


def test_spark_scores_as_here(spark: Any) -> None:
    """Every row comes to what its record comes to, whatever partition and batch it is in."""
    rules = shipped("rulesets/shanghai-2019/residence-card.toml")
    table = table_of(awkward_records(rules))
    frame = spark.createDataFrame(table).repartition(3)
    rows = rows_of(scorerules.spark.score(frame, rules, keep=["id"]))
    assert [one.pop("id") for one in rows] == list(range(table.num_rows))
    records = [
        {key: value for key, value in one.items() if value is not None and key != "id"}
        for one in table.to_pylist()
    ]
    for row, record in zip(rows, expected(rules, records), strict=True):
        agree(row, record)


def test_spark_keeps_columns_and_types(spark: Any) -> None:
    """Kept columns are as they were, with dots and marks in their names; results have exact types."""
    rules = scorerules.loads(
        "scorerules = 1\n[ruleset]\nid = 'x'\nweights = 'none'\n[input.x]\nfrom = 0\nupto = 1000\n"
        "[outcome.y]\nformula = 'x / 4'\nround = { to = 0.001 }\n[outcome.z]\nformula = 'x / 3'\n"
    )
    table = pa.table(
        {
            "id": [1, 2],
            "a.b": pa.array([Decimal("1.10"), None], pa.decimal128(38, 18)),
            "c`d": [["p"], ["q", "r"]],
            "x": pa.array([Decimal("1.5"), Decimal(-1)], pa.decimal128(10, 3)),
        }
    )
    scored = scorerules.spark.score(spark.createDataFrame(table), rules, columns=["y", "z", "status"])
    assert scored.schema.simpleString() == (
        "struct<id:bigint,a.b:decimal(38,18),c`d:array<string>,x:decimal(10,3),"
        "y:decimal(6,3),z:double,status:string>"
    )
    assert scored.schema["y"].metadata["scorerules.exact"] == "exact"
    assert rows_of(scored) == [
        {"id": 1, "a.b": Decimal("1.10"), "c`d": ["p"], "x": Decimal("1.5"), "y": Decimal("0.375"), "z": 0.5,
         "status": "scored"},
        {"id": 2, "a.b": None, "c`d": ["q", "r"], "x": Decimal(-1), "y": None, "z": None, "status": "error"},
    ]  # fmt: skip
    assert rules.score_table(spark.createDataFrame(table), keep=["id"], columns=["y"]).columns == ["id", "y"]


def test_spark_brings_groups_together(spark: Any) -> None:
    """Records of a group are compared wherever they are; ``98%``, ``98.0%`` and the default are one group."""
    frame = spark.createDataFrame(table_of(RECORDS)).repartition(4)
    rows = rows_of(scorerules.spark.score(frame, scorerules.loads(BIDS).in_language("en"), keep=["id"]))
    for row, record in zip(rows, together(), strict=True):
        row.pop("id")
        agree(row, record)


def test_spark_refuses_what_it_cannot_compare(spark: Any) -> None:
    """Without groups, all rows would have to be in one place; columns are looked at before anything runs."""
    frame = spark.createDataFrame(table_of(RECORDS))
    with pytest.raises(scorerules.RecordError, match="SR448"):
        scorerules.spark.score(frame, scorerules.loads(BIDS.replace('cohort = ["lot", "part"]', "")))
    rules = scorerules.loads(BIDS)
    for given, code in (({"keep": ["gone"]}, "SR443"), ({"columns": ["gone"]}, "SR442")):
        with pytest.raises(scorerules.RecordError, match=code):
            scorerules.spark.score(frame, rules, **given)


def test_spark_compiles_once_in_each_process(spark: Any) -> None:
    """Many tasks and batches use the function that the first of them made."""
    rules = scorerules.loads(BIDS.replace("cohort_rank(price)", "price")).in_language("en")
    frame = spark.createDataFrame(table_of(RECORDS)).repartition(8)
    assert scorerules.spark.score(frame, rules, columns=["place"]).filter("place >= 0").count() > 0

    def made(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from scorerules.tables.frames import received  # noqa: PLC0415 - in another process

        for _ in batches:
            yield pa.record_batch(
                {"made": [received.cache_info().currsize], "used": [received.cache_info().hits]}
            )

    found = frame.mapInArrow(made, "made bigint, used bigint").toArrow()
    assert max(found["used"].to_pylist()) >= 1
    assert max(found["made"].to_pylist()) <= 8


# Dask


def test_dask() -> None:
    """Partitions are scored one by one; the types are known before."""
    frames = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    rules = shipped("rulesets/shanghai-2019/residence-card.toml")
    table = table_of(awkward_records(rules)).to_pandas()
    given = frames.from_pandas(table, npartitions=3)
    lazy = rules.score_table(given, keep=["id"])
    scored = lazy.compute(scheduler="threads")
    here = rules.score_table(table, keep=["id"])
    assert list(lazy.dtypes) == list(scored.dtypes)
    pd.testing.assert_frame_equal(scored, here, check_dtype=False)
    with pytest.raises(scorerules.RecordError, match="SR448"):
        scorerules.loads(BIDS).score_table(frames.from_pandas(table_of(RECORDS).to_pandas(), npartitions=2))


def test_dask_by_groups() -> None:
    """Groups that are brought into one partition each are compared there."""
    frames = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    records = [one for one in RECORDS if one["part"] == "98%"]
    rules = scorerules.loads(BIDS)
    given = frames.from_pandas(table_of(records).to_pandas(), npartitions=3)
    score = rules.table_scorer(columns=["place"], keep=["id"])
    scored = given.shuffle("lot").map_partitions(score, meta=score(given._meta)).compute(scheduler="threads")
    here = rules.score_table(table_of(records), columns=["place"], keep=["id"]).to_pylist()
    assert sorted(scored.to_dict("records"), key=lambda one: one["id"]) == here


# Ray


def test_ray() -> None:
    """Blocks of Ray Data are Arrow tables and are scored as such."""
    if "SCORERULES_CLUSTERS" not in os.environ:
        pytest.skip("Ray takes half a minute: set SCORERULES_CLUSTERS=1")
    ray = pytest.importorskip("ray", reason="Ray does not install on this Python")
    data = pytest.importorskip("ray.data", reason="ray[data] is not installed")
    rules = shipped("rulesets/shanghai-2019/residence-card.toml")
    table = table_of(awkward_records(rules))
    environment = {"env_vars": {"PYTHONPATH": str(ROOT / "src")}}
    bids = [one for one in RECORDS if one["part"] == "98%" and one["lot"] is not None]
    places = scorerules.loads(BIDS).table_scorer(columns=["place"], keep=["id"], threads=1)
    ray.init(
        num_cpus=1, include_dashboard=False, log_to_driver=False, runtime_env=environment, logging_level=50
    )
    try:
        data.DataContext.get_current().enable_progress_bars = False
        score = rules.table_scorer(keep=["id"], threads=1)
        scored = data.from_arrow(table).map_batches(score, batch_format="pyarrow").to_pandas()
        groups = data.from_arrow(table_of(bids)).groupby("lot").map_groups(places, batch_format="pyarrow")
        placed = groups.to_pandas()
    finally:
        ray.shutdown()
    here = rules.score_table(table, keep=["id"]).to_pylist()
    total = {row["id"]: row["total"] for row in scored.to_dict("records")}
    assert {key: None if pd.isna(value) else value for key, value in total.items()} == {
        row["id"]: row["total"] for row in here
    }
    assert sorted(placed.to_dict("records"), key=lambda one: one["id"]) == places(table_of(bids)).to_pylist()
