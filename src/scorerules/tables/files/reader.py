"""What every format of files can do: be read batch by batch, and be written batch by batch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, BinaryIO

import pyarrow as pa
from attrs import field, frozen

from scorerules.tables.files.text import reading as of_text


@frozen
class ReadOptions:
    """How a file is read, where the file itself does not say it.

    Args:
        format: One of :data:`scorerules.tables.files.formats.FORMATS`; by the name of the file when ``None``.
        encoding: That of a text; recognised when ``None``.
        delimiter: The ASCII sign between the cells of a text; recognised when ``None``.
        sheet: Name of the sheet of a workbook; the first that is not hidden when ``None``.
    """

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = field(default=None)
    sheet: str | None = None

    @delimiter.validator
    def _is_one_sign(self, _: object, value: str | None) -> None:
        if value is not None and (len(value) != 1 or not value.isascii() or value in '"\r\n\0'):
            message = f"a delimiter is one ASCII sign, not {value!r}"
            raise ValueError(message)


@frozen
class WriteOptions:
    """How a file is written.

    Args:
        format: One of :data:`scorerules.tables.files.formats.FORMATS`; by the name of the file when ``None``.
        encoding: That of a text; ``utf-8-sig`` begins it with the mark that Excel looks for.
        force: Whether a file that is there is replaced.
    """

    format: str | None = None
    encoding: str = "utf-8"
    force: bool = False


class Reader(ABC):
    """A file that is open.

    Args:
        file: The file.
        name: What messages call it.
        options: How it is read.

    Attributes:
        schema: Its columns.

    Raises:
        RecordError: It is not what it should be.
    """

    schema: pa.Schema

    @abstractmethod
    def __init__(self, file: BinaryIO, name: str, options: ReadOptions) -> None: ...

    @abstractmethod
    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """All rows, of these columns only.

        Raises:
            RecordError: The file is not what it should be.
        """

    @property
    @abstractmethod
    def share(self) -> float:
        """How much of the file is read, from 0 to 1."""


class Writer(ABC):
    """A file that is being written.

    Args:
        file: Where the bytes go.
        schema: The columns.
        options: How it is written.
        name: What messages call it.
    """

    def __init__(self, file: BinaryIO, schema: pa.Schema, options: WriteOptions, name: str) -> None:
        self.file, self.schema, self.options, self.name = file, schema, options, name

    @abstractmethod
    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""

    @abstractmethod
    def close(self) -> None:
        """Write what is left; the file itself stays open."""

    def discard(self) -> None:
        """Let go of everything; what was written is thrown away."""
        with suppress(Exception):
            self.close()


def without_dictionaries(schema: pa.Schema) -> pa.Schema:
    """A schema whose dictionaries are what they stand for: batches have different ones, files only one."""
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in schema
    ]
    return pa.schema(fields, metadata=schema.metadata)


def decoded(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch with the columns of :func:`without_dictionaries`."""
    columns: list[Any] = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def reading(name: str, format_: str) -> AbstractContextManager[None]:
    """Turn what Arrow says of a damaged file into our error.

    Raises:
        RecordError: The file is not what it should be (SR461).
    """
    return of_text(name, format_, pa.ArrowException)
