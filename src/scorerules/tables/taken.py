"""The columns of a table that are read, apart from all others, in types that Arrow computes with.

Goes in: a batch with columns of any kind. Comes out: a batch of those that give a key. Values are the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from attrs import evolve
from numpy.typing import NDArray

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
            column if column.type.equals(type_) else _as(column, type_)
            for place, type_ in zip(self._places, self.schema.types, strict=True)
            for column in (batch.column(place),)
        ]
        if not columns:  # of a ruleset that reads nothing; rows are counted all the same
            return batch.select([])
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)


def _computable(type_: pa.DataType, column: Column) -> pa.DataType:
    if pa.types.is_dictionary(type_) and pa.types.is_string_view(type_.value_type):
        return pa.dictionary(type_.index_type, pa.large_string(), type_.ordered)
    # Of a remark it is only looked whether it says something, which a view shows as it is.
    return pa.large_string() if pa.types.is_string_view(type_) and column.part != REMARK else type_


def _as(column: pa.Array, type_: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(type_):
        return column.cast(type_)
    return pa.DictionaryArray.from_arrays(
        column.indices, column.dictionary.cast(type_.value_type), ordered=type_.ordered
    )


def rows_at(batch: pa.RecordBatch, places: Sequence[int]) -> pa.RecordBatch:
    """Some rows of a batch, by number."""
    return pa.RecordBatch.from_arrays(
        [cells_at(column, places) for column in batch.columns], names=batch.schema.names
    )


def cells_at(column: pa.Array, places: Sequence[int] | NDArray[np.int64]) -> pa.Array:
    """Some cells of a column, by number; they may be of another type with the same values."""
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    try:
        return column.take(pa.array(places, pa.int64()))
    except pa.ArrowNotImplementedError:  # views inside of lists, and runs of equal values
        return pa.concat_arrays([column.slice(0, 0), *(column.slice(int(place), 1) for place in places)])
