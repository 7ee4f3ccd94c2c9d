"""The columns of a table that are read, apart from all others, in types that Arrow computes with.

Goes in: a batch with columns of any kind. Comes out: a batch of those that give a key. Values are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from attrs import evolve

from scorerules.record.key_reader import REMARK
from scorerules.tables.headers import Column, Headers


class Taken:
    """What is taken of the batches of a schema.

    Args:
        headers: The columns that are read.
        schema: The schema of the batches.

    Attributes:
        headers: The same columns, by their places in what is taken.
        schema: The schema of what is taken.
    """

    def __init__(self, headers: Headers, schema: pa.Schema) -> None:
        self._places = tuple(one.place for one in headers.columns)
        columns = tuple(evolve(one, place=place) for place, one in enumerate(headers.columns))
        self.headers = evolve(headers, columns=columns)
        self.schema = pa.schema(
            [pa.field(one.name, _computable(schema.field(one.place).type, one)) for one in headers.columns]
        )

    def of(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The columns of a batch that are read."""
        columns = [
            column if column.type.equals(type_) else column.cast(type_)
            for place, type_ in zip(self._places, self.schema.types, strict=True)
            for column in (batch.column(place),)
        ]
        if not columns:  # of a ruleset that reads nothing; rows are counted all the same
            return batch.select([])
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)


def _computable(type_: pa.DataType, column: Column) -> pa.DataType:
    # Of a remark it is only looked whether it says something, which a view shows as it is.
    return pa.large_string() if pa.types.is_string_view(type_) and column.part != REMARK else type_


def rows_at(batch: pa.RecordBatch, places: Sequence[int]) -> pa.RecordBatch:
    """Some rows of a batch, by number."""
    indices = pa.array(places, pa.int64())
    columns = []
    for column in batch.columns:
        try:
            columns.append(column.take(indices))
        except pa.ArrowNotImplementedError:  # views inside of lists, and runs of equal values
            columns.append(pa.concat_arrays([column.slice(place, 1) for place in places]))
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
