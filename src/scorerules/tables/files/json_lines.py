"""JSON Lines: one record in each line.

Reading: numbers are decimals with all their digits. A table inside a record (``training = {score, remark}``)
becomes columns such as ``training.score``. The file is read twice: which columns there are, and of what type,
is known only at its end. Writing: decimals as JSON numbers with all their digits.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from math import isfinite
from typing import Any, BinaryIO

import pyarrow as pa

from scorerules.diagnostics import Faults
from scorerules.document import parse_json
from scorerules.errors import RecordError
from scorerules.source import Source
from scorerules.tables.files.headers import refuse_twice
from scorerules.tables.files.problems import refused
from scorerules.tables.files.reader import Reader, ReadOptions, WriteOptions, Writer
from scorerules.tables.files.seen import Seen
from scorerules.tables.files.text import BLOCK, Utf8
from scorerules.tables.files.transcoding import Transcoded

ROWS = 4096
"""Rows of a batch."""


class JsonLinesReader(Reader):
    """An open file of records.

    Args:
        file: The file.
        name: What messages call it.
        options: How it is read.

    Raises:
        RecordError: A line is no record (SR462, SR15x), or the text cannot be read (SR452 to SR459).
    """

    def __init__(self, file: BinaryIO, name: str, options: ReadOptions) -> None:
        self.name, self._file, self._options = name, file, options
        self._size = os.fstat(file.fileno()).st_size
        self._begin = 0.0
        self._seen: dict[str, Seen] = {}
        for row in self._rows():
            for key, value in row.items():
                if key not in self._seen:
                    self._seen[key] = Seen()
                self._seen[key].add(value)
        refuse_twice([*self._seen], name)
        self._begin = 0.5
        self.schema = pa.schema([(key, seen.type) for key, seen in self._seen.items()])

    @property
    def share(self) -> float:
        return self._begin + (self._utf8.position / self._size / 2 if self._size else 0.5)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([self.schema.field(one) for one in columns])
        rows: list[dict[str, Any]] = []

        def batch() -> pa.RecordBatch:
            arrays = [self._seen[one].array([row.get(one) for row in rows]) for one in columns]
            return pa.RecordBatch.from_arrays(arrays, schema=schema)

        for row in self._rows():
            rows.append(row)
            if len(rows) == ROWS:
                yield batch()
                rows.clear()
        if rows:
            yield batch()

    def _rows(self) -> Iterator[dict[str, Any]]:
        self._file.seek(0)
        self._utf8 = Utf8(self._file, self.name, self._options.encoding)
        lines = io.BufferedReader(self._utf8, BLOCK)
        number = 0
        while line := lines.readline(BLOCK + 1):
            number += 1
            if len(line) > BLOCK:
                raise refused("SR465", name=self.name, line=number, most=BLOCK >> 20)
            if not line.isspace():
                yield self._row(line.decode(), number)

    def _row(self, line: str, number: int) -> dict[str, Any]:
        try:
            record = _DECODER.decode(line)
            if isinstance(record, dict):
                return _flat(record)
        except (ValueError, RecursionError):
            # Our own reader says what is wrong and where; line ends put it into its line.
            faults = Faults()
            parse_json(Source(self.name, "\n" * (number - 1) + line), faults)
            if len(faults):
                raise RecordError(faults.sorted()) from None
        raise refused("SR462", name=self.name, line=number)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_number(_: str) -> None:
    raise ValueError


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)


def _flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose tables are parts with names of their own."""
    pairs: list[tuple[str, Any]] = []
    for key, value in record.items():
        if isinstance(value, dict):
            pairs += [(f"{key}.{part}", inner) for part, inner in value.items()]
        else:
            pairs.append((key, value))
    return _once(pairs)


class JsonLinesWriter(Writer):
    """A file of records that is being written."""

    def __init__(self, file: BinaryIO, schema: pa.Schema, options: WriteOptions, name: str) -> None:
        super().__init__(file, schema, options, name)
        self._sink = Transcoded(file, options.encoding, name)
        self._keys = [encode_basestring(one) for one in schema.names]

    def write(self, batch: pa.RecordBatch) -> None:
        columns = [
            [f"{key}: {_json(value)}" for value in column.to_pylist()]
            for key, column in zip(self._keys, batch.columns, strict=True)
        ]
        lines = ["{" + ", ".join(row) + "}\n" for row in zip(*columns, strict=True)]
        self._sink.write("".join(lines).encode())

    def close(self) -> None:
        self._sink.flush()


def _json(value: Any) -> str:
    match value:
        case None:
            return "null"
        case str():
            return encode_basestring(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case float():
            return repr(value) if isfinite(value) else "null"
        case date():
            return f'"{value.isoformat()}"'
        case list():
            return "[" + ", ".join(map(_json, value)) + "]"
        case Mapping():
            return "{" + ", ".join(f"{encode_basestring(str(k))}: {_json(v)}" for k, v in value.items()) + "}"
        case _:
            return encode_basestring(str(value))
