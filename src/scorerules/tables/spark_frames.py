"""Data frames of Spark: every partition is scored where it is, batch by batch, by the same function.

Goes in: a data frame. Comes out: a data frame, nothing of it computed yet. Records that are compared with
each other have to be in one place, so the rows of a group are brought together first; what tells the groups
apart is read as the ruleset reads it, so that ``98%`` and ``98.0%`` are one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pyarrow as pa
from attrs import evolve, frozen
from pyspark.sql import DataFrame
from pyspark.sql import types as spark

from scorerules.diagnostics import Faults, Words
from scorerules.errors import RecordError
from scorerules.kinds import RecordKey
from scorerules.record import read_record
from scorerules.tables.batches import BatchScorer
from scorerules.tables.frames import TableScorer
from scorerules.tables.headers import read_headers
from scorerules.tables.outputs import Output
from scorerules.tables.rows import records_of

GROUP = "scorerules_group"
"""The column that tells the groups apart while they are brought together."""

WAY = Words(
    "请在评分规则里写明在哪些记录之间比较（[ruleset] cohort），每组须能放进一台机器；"
    "只有一组时，请在一台机器上评分：ruleset.score_table(df.toArrow())",
    "let the ruleset say whose records are compared ([ruleset] cohort), each group on one machine; a single "
    "group is scored on one machine: ruleset.score_table(df.toArrow())",
)

_TYPES: tuple[tuple[Any, spark.DataType], ...] = (
    (pa.types.is_int32, spark.IntegerType()),
    (pa.types.is_int64, spark.LongType()),
    (pa.types.is_float64, spark.DoubleType()),
    (pa.types.is_boolean, spark.BooleanType()),
    (pa.types.is_date32, spark.DateType()),
    (pa.types.is_list, spark.ArrayType(spark.StringType())),
    (pa.types.is_dictionary, spark.StringType()),
    (pa.types.is_string, spark.StringType()),
)


def score_spark(frame: DataFrame, score: TableScorer) -> DataFrame:
    """Score the rows of a data frame.

    Raises:
        RecordError: Columns are not as they must be (SR440 to SR445), or the ruleset compares all records
            with each other (SR448).
    """
    plan, together = score.about.plan, score.about.scheme.header.cohort
    if plan.compares_records and not together:
        faults = Faults(plan.limits)
        faults.add("SR448", None, way=WAY)
        raise RecordError(faults.sorted())
    headers = list(frame.columns)
    read, kept = score.places(headers)
    wanted = sorted({*read, *kept})
    fields = frame.schema.fields
    schema = spark.StructType([*(fields[place] for place in kept), *map(_field, score.outputs)])
    part = _Part(score, tuple(headers[place] for place in wanted), tuple(headers[place] for place in kept))
    # Spark takes the dots and marks of a name for something else, so the columns travel by number.
    given = frame.toDF(*map(_number, range(len(headers)))).select(*map(_number, wanted))
    if not plan.compares_records:
        return given.mapInArrow(part.batches, schema)
    with_group = spark.StructType([*given.schema.fields, spark.StructField(GROUP, spark.StringType())])

    def group(rows: pa.Table) -> pa.Table:
        # A function of one argument, as Spark counts them.
        return part.group(rows)

    return given.mapInArrow(part.with_group, with_group).groupBy(GROUP).applyInArrow(group, schema)


def _number(place: int) -> str:
    return f"column_{place}"


@frozen
class _Part:
    """What is done with the rows of a partition.

    Args:
        score: The function, made once in every process of Python.
        names: What the columns are called.
        kept: Columns to keep.
    """

    score: TableScorer
    names: tuple[str, ...]
    kept: tuple[str, ...]

    def batches(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The results of batches."""
        first = 1
        for batch in batches:
            rows = self._named(batch)
            yield from _plain([self._scorer(rows.schema).score(rows, first=first)])
            first += batch.num_rows

    def with_group(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows, each with a text that is the same for all of its group."""
        about = self.score.about
        keys = _keys(about.plan.keys, about.scheme.header.cohort)
        headers = read_headers(self.names, about.plan)
        of_group = evolve(headers, columns=tuple(one for one in headers.columns if one.key in keys))
        for batch in batches:
            groups = [self._group(one, keys) for one in records_of(batch, of_group)]
            yield batch.append_column(GROUP, pa.array(groups, pa.string()))

    def group(self, rows: pa.Table) -> pa.Table:
        """The results of all rows of a group."""
        whole = rows.drop_columns([GROUP]).combine_chunks().to_batches()
        scored = [self._scorer(one.schema).score(one) for one in map(self._named, whole)]
        return pa.Table.from_batches(_plain(scored))

    def _named(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        # Without columns a batch would forget its rows, but something is read of every record or kept.
        return pa.RecordBatch.from_arrays(batch.columns, names=list(self.names))

    def _group(self, record: dict[str, Any], keys: dict[str, RecordKey]) -> str:
        about = self.score.about
        values = read_record(record, keys, Faults(about.plan.limits), extra=True).values
        found = (values.get(name) for name in about.scheme.header.cohort)
        return json.dumps([None if one is None else [type(one).__name__, _text(one)] for one in found])

    def _scorer(self, schema: pa.Schema) -> BatchScorer:
        return self.score.scorer(schema, self.kept)


def _keys(keys: Any, names: tuple[str, ...]) -> dict[str, RecordKey]:
    """The keys of a record that hold these data; a datum may be a part of one."""
    found = (name if name in keys else name.rpartition(".")[0] for name in names)
    return {name: keys[name] for name in found}


def _text(value: object) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator:x}/{value.denominator:x}"
    return str(value)


def _field(output: Output) -> spark.StructField:
    """A result column as Spark declares it."""
    type_ = output.type
    found = (
        spark.DecimalType(type_.precision, type_.scale)
        if pa.types.is_decimal(type_)
        else next(one for fits, one in _TYPES if fits(type_))
    )
    metadata = {key.decode(): value.decode() for key, value in (output.field.metadata or {}).items()}
    return spark.StructField(output.name, found, metadata=metadata)


def _plain(scored: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Results with their texts written out: Spark takes no dictionaries."""
    table = pa.Table.from_batches(scored)
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    found: list[pa.RecordBatch] = table.cast(pa.schema(fields)).to_batches()
    return found
