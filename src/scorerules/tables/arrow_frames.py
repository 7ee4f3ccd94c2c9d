"""Arrow tables, batches and streams, and whatever gives one through the Arrow C interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from scorerules.tables.frames import ROW, Frame, Results


class TableFrame(Frame):
    """A ``pyarrow.Table``; gives back one."""

    carries = True

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def headers(self) -> list[str]:
        return list(self._table.schema.names)

    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        return batches_of_table(some_columns(self._table, places))

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        return results.table()


class BatchFrame(TableFrame):
    """A ``pyarrow.RecordBatch``; gives back one."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        super().__init__(pa.Table.from_batches([batch]))

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        listed = list(results)
        return pa.concat_batches(listed) if listed else _empty(results.schema)


class ReaderFrame(Frame):
    """A ``pyarrow.RecordBatchReader``; gives back one, whose batches are scored when they are read."""

    carries = True

    def __init__(self, reader: pa.RecordBatchReader) -> None:
        self._reader = reader

    @property
    def headers(self) -> list[str]:
        return list(self._reader.schema.names)

    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        schema = some_columns(_empty(self._reader.schema), places).schema
        return schema, (some_columns(batch, places) for batch in self._reader)

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        return pa.RecordBatchReader.from_batches(results.schema, iter(results))


class StreamFrame(ReaderFrame):
    """Anything with ``__arrow_c_stream__``; gives back a ``pyarrow.Table``."""

    def __init__(self, table: Any) -> None:
        super().__init__(pa.RecordBatchReader.from_stream(table))

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        return results.table()


class ArrayFrame(TableFrame):
    """Anything with ``__arrow_c_array__`` that is a record batch; gives back a ``pyarrow.Table``."""

    def __init__(self, table: Any) -> None:
        super().__init__(pa.Table.from_batches([pa.record_batch(table)]))


def batches_of_table(table: pa.Table) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
    """The schema of a table, and its batches."""
    return table.schema, _Batches(table)


class _Batches:
    """The batches of a table, as often as they are asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        # A table without rows has no batch, but a schema.
        yield from self._table.to_batches() or [_empty(self._table.schema)]


def some_columns(rows: Any, places: Sequence[int]) -> Any:
    """Some columns of a table or a batch; where there are none, one that counts the rows."""
    if places:
        return rows.select(list(places))
    return type(rows).from_arrays([pa.nulls(rows.num_rows)], names=[ROW])


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.nulls(0, one.type) for one in schema], schema=schema)
