"""Parquet and Arrow files: columns with types, read and written as they are.

What is read is validated, because a damaged file may hold places that are not there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from scorerules.tables.batches import ROWS
from scorerules.tables.files.headers import refuse_twice
from scorerules.tables.files.reader import (
    Reader,
    ReadOptions,
    WriteOptions,
    Writer,
    decoded,
    reading,
    without_dictionaries,
)
from scorerules.tables.files.text import BLOCK

MAGIC = b"ARROW1"
ROW_GROUP = 8 * ROWS
"""Rows of a part of a Parquet file."""


class ParquetReader(Reader):
    """An open Parquet file.

    Raises:
        RecordError: It is none (SR461), or two columns are called the same (SR455).
    """

    def __init__(self, file: BinaryIO, name: str, options: ReadOptions) -> None:
        self.name, self._read = name, 0
        with reading(name, "Parquet"):
            self._file = parquet.ParquetFile(file, pre_buffer=False, buffer_size=BLOCK)
            self.schema = self._file.schema_arrow
            refuse_twice(self.schema.names, name)
        self._rows = self._file.metadata.num_rows

    @property
    def share(self) -> float:
        return self._read / self._rows if self._rows else 1.0

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([self.schema.field(one) for one in columns])
        with reading(self.name, "Parquet"):
            batches = self._file.iter_batches(batch_size=2 * ROWS, columns=list(columns))
        while True:
            with reading(self.name, "Parquet"):
                batch = next(batches, None)
                if batch is None:
                    return
                batch.validate(full=True)
            self._read += batch.num_rows
            yield pa.RecordBatch.from_arrays([batch.column(one) for one in columns], schema=schema)


class ArrowReader(Reader):
    """An open Arrow file, the file or the stream format.

    Raises:
        RecordError: It is none (SR461), or two columns are called the same (SR455).
    """

    def __init__(self, file: BinaryIO, name: str, options: ReadOptions) -> None:
        self.name, self._file = name, file
        file.seek(0, io.SEEK_END)
        self._size = file.tell()
        file.seek(0)
        is_file = file.read(len(MAGIC)) == MAGIC
        file.seek(0)
        self._share = 0.0
        with reading(name, "Arrow"):
            self._open = pa.ipc.open_file(file) if is_file else pa.ipc.open_stream(file)
            self.schema = self._open.schema
            refuse_twice(self.schema.names, name)

    @property
    def share(self) -> float:
        return self._share

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([self.schema.field(one) for one in columns])
        for batch in self._batches():
            yield pa.RecordBatch.from_arrays([batch.column(one) for one in columns], schema=schema)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        if isinstance(self._open, pa.ipc.RecordBatchFileReader):
            whole = self._open.num_record_batches
            for place in range(whole):
                with reading(self.name, "Arrow"):
                    batch = self._open.get_batch(place)
                    batch.validate(full=True)
                self._share = (place + 1) / whole
                yield batch
            return
        while True:
            with reading(self.name, "Arrow"):
                try:
                    batch = self._open.read_next_batch()
                except StopIteration:
                    return
                batch.validate(full=True)
            self._share = self._file.tell() / self._size
            yield batch


class ParquetWriter(Writer):
    """A Parquet file that is being written."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, options: WriteOptions, name: str) -> None:
        super().__init__(file, schema, options, name)
        self._schema = without_dictionaries(schema)
        self._writer = parquet.ParquetWriter(
            file, self._schema, compression="zstd", store_decimal_as_integer=True
        )
        self._waiting: list[pa.RecordBatch] = []

    def write(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(decoded(batch, self._schema))
        if sum(one.num_rows for one in self._waiting) >= ROW_GROUP:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting, self._schema))
            self._waiting.clear()


class ArrowWriter(Writer):
    """An Arrow file that is being written."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, options: WriteOptions, name: str) -> None:
        super().__init__(file, schema, options, name)
        self._schema = without_dictionaries(schema)
        self._writer = pa.ipc.new_file(file, self._schema, options=pa.ipc.IpcWriteOptions(compression="zstd"))

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(decoded(batch, self._schema))

    def close(self) -> None:
        self._writer.close()
