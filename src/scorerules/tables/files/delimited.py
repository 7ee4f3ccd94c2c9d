"""CSV and TSV: text whose cells stand between commas, semicolons or tabs.

Reading: every cell is a text, so that no number goes through a float; an empty cell is missing. Writing:
decimals with all their digits and without an exponent.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from scorerules.tables.files.headers import delimiter_of, refuse_twice
from scorerules.tables.files.problems import refused
from scorerules.tables.files.quotes import Quoted
from scorerules.tables.files.reader import (
    Reader,
    ReadOptions,
    WriteOptions,
    Writer,
    reading,
)
from scorerules.tables.files.seen import as_text
from scorerules.tables.files.text import BLOCK, Utf8
from scorerules.tables.files.transcoding import Transcoded
from scorerules.tables.numbers import is_text


class DelimitedReader(Reader):
    """An open text file.

    Args:
        file: The file.
        name: What messages call it.
        options: How it is read.

    Raises:
        RecordError: It has no header, or its text cannot be read (SR452 to SR459).
    """

    def __init__(self, file: BinaryIO, name: str, options: ReadOptions) -> None:
        self.name, self._file, self._options = name, file, options
        self._size = os.fstat(file.fileno()).st_size
        self._text = self._opened()
        header = _header(self._text, name)
        self._delimiter = options.delimiter or delimiter_of(header)
        self._headers = [one.strip() for one in _row(header, self._delimiter)]
        while self._headers and not self._headers[-1]:
            self._headers.pop()
        self._width = len(_row(header, self._delimiter))
        self._lines = header.count("\n")
        refuse_twice(self._headers, name)
        self.schema = pa.schema([(one, pa.string()) for one in self._headers if one])

    def _opened(self) -> io.BufferedReader:
        self._file.seek(0)
        self._utf8 = Utf8(self._file, self.name, self._options.encoding)
        return io.BufferedReader(self._utf8, BLOCK)

    @property
    def share(self) -> float:
        return self._utf8.position / self._size if self._size else 1.0

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        body = io.BufferedReader(Quoted(self._text, self.name, self._delimiter, self._lines), BLOCK)
        if not body.peek(1):
            return
        unnamed = [place for place in range(self._width) if not self._name(place)]
        wanted = [*(self._headers.index(one) for one in columns), *unnamed]
        schema = pa.schema([(one, pa.string()) for one in columns])
        places = [str(place) for place in range(self._width)]
        rows = 0
        try:
            reader = arrow_csv.open_csv(
                pa.PythonFile(body, mode="r"),
                read_options=arrow_csv.ReadOptions(block_size=BLOCK, column_names=places),
                parse_options=arrow_csv.ParseOptions(delimiter=self._delimiter, newlines_in_values=True),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(places, pa.string()),
                    include_columns=[str(place) for place in wanted],
                    strings_can_be_null=True,
                    null_values=[""],
                    check_utf8=False,
                ),
            )
            for batch in reader:
                self._refuse_unnamed(batch.columns[len(columns) :], unnamed, rows)
                rows += batch.num_rows
                yield pa.RecordBatch.from_arrays(batch.columns[: len(columns)], schema=schema)
        except pa.ArrowInvalid as problem:
            if "Empty CSV file" in str(problem):
                return  # nothing but line ends
            self._refuse_row()
            with reading(self.name, "CSV"):
                raise

    def _name(self, place: int) -> str:
        return self._headers[place] if place < len(self._headers) else ""

    def _refuse_unnamed(self, columns: Sequence[pa.Array], places: Sequence[int], rows: int) -> None:
        """Refuse a cell below an empty header: nobody could say what it is."""
        for column, place in zip(columns, places, strict=True):
            if column.null_count < len(column):
                row = rows + pc.index(column.is_valid(), True).as_py() + 1
                raise refused("SR456", name=self.name, column=place + 1, row=row)

    def _refuse_row(self) -> None:
        """Find the row that Arrow refused, by a slower reader that counts lines."""
        lines = io.TextIOWrapper(self._opened(), "utf-8", newline="")
        before = csv.field_size_limit(BLOCK)
        rows = csv.reader(lines, delimiter=self._delimiter)
        line = 1
        try:
            for row in rows:
                if row and len(row) != self._width:
                    raise refused("SR460", name=self.name, line=line, expected=self._width, found=len(row))
                if sum(map(len, row)) > BLOCK // 2 and len("".join(row).encode()) + len(row) > BLOCK:
                    break
                line = rows.line_num + 1
            else:
                return
        except csv.Error:
            pass
        finally:
            csv.field_size_limit(before)
        raise refused("SR465", name=self.name, line=line, most=BLOCK >> 20)


def _header(text: io.BufferedReader, name: str) -> str:
    """The first row that is not empty, with the line ends before it."""
    header = ""
    while True:
        line = text.readline(BLOCK)
        header += line.decode(errors="replace")
        if len(header) >= BLOCK:
            raise refused("SR465", name=name, line=1, most=BLOCK >> 20)
        if not line and header.count('"') % 2:
            raise refused("SR458", name=name, line=header.lstrip("\r\n").count("\n") or 1)
        if not line or (header.strip() and header.count('"') % 2 == 0):
            return header


def _row(header: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(header, newline=""), delimiter=delimiter)
    return next((row for row in rows if row), [])


class DelimitedWriter(Writer):
    """A text file that is being written."""

    delimiter = ","

    def __init__(self, file: BinaryIO, schema: pa.Schema, options: WriteOptions, name: str) -> None:
        super().__init__(file, schema, options, name)
        self._sink = Transcoded(file, options.encoding, name)
        self._signs = [sign.encode() for sign in ('"', "\r", "\n", self.delimiter)]
        self._special = f'["\r\n{self.delimiter}]'
        self._line([self._cells(pa.array([header], pa.string())) for header in schema.names])

    def write(self, batch: pa.RecordBatch) -> None:
        self._line([self._cells(column) for column in batch.columns])

    def close(self) -> None:
        self._sink.flush()

    def _line(self, columns: Sequence[pa.Array]) -> None:
        """Write rows of texts."""
        # A line without a sign would be no row.
        nothing = "" if len(columns) > 1 else '""'
        lines = pc.binary_join_element_wise(
            *columns, self.delimiter, null_handling="replace", null_replacement=nothing
        )
        self._sink.write(_bytes_of(pc.binary_join_element_wise(lines, "", "\n")))

    def _cells(self, column: pa.Array) -> pa.Array:
        """A column as the texts that stand between delimiters."""
        type_ = column.type
        if pa.types.is_dictionary(type_):
            return self._cells(column.dictionary).take(column.indices)
        if is_text(type_) or pa.types.is_nested(type_) or pa.types.is_binary(type_):
            return self._quoted(_text(column))
        return _text(column)

    def _quoted(self, column: pa.Array) -> pa.Array:
        data = bytes(_bytes_of(column))
        if not any(sign in data for sign in self._signs):
            return column
        special = pc.match_substring_regex(column, self._special)
        doubled = pc.replace_substring(column, '"', '""')
        return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), column)


class TabbedWriter(DelimitedWriter):
    """The same with tabs."""

    delimiter = "\t"


def _text(column: pa.Array) -> pa.Array:
    """A column as texts."""
    type_ = column.type
    if pa.types.is_nested(type_) or pa.types.is_binary(type_):
        return pa.array([None if one is None else listed(one) for one in column.to_pylist()], pa.string())
    text = column.cast(pa.string())
    if pa.types.is_decimal(type_) and pc.any(pc.match_substring(text, "E")).as_py():
        return pa.array([None if one is None else f"{one:f}" for one in column.to_pylist()], pa.string())
    return text


def _bytes_of(column: pa.Array) -> memoryview:
    """The bytes of all texts of a column, one behind the other."""
    _, offsets, text = column.buffers()
    if text is None or not len(column):
        return memoryview(b"")
    ends = np.frombuffer(offsets, dtype=np.int32)
    return memoryview(text)[ends[column.offset] : ends[column.offset + len(column)]]


def listed(value: Any) -> str:
    """A list or a table in one cell."""
    flat = isinstance(value, list) and not any(isinstance(one, (list, dict)) for one in value)
    return "; ".join("" if one is None else as_text(one) for one in value) if flat else as_text(value)
