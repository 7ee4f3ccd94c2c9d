"""The cells of a CSV file with cases.

Goes in: the bytes of a file, UTF-8 or GB18030, between commas, semicolons or tabs. Comes out: its cells, each
with the characters that say it, so that messages point at them and they can be written anew. The same files
are read as by :mod:`scorerules.tables.files.delimited`, and the same are refused.
"""

from __future__ import annotations

import io
from pathlib import Path

from attrs import evolve, field, frozen

from scorerules.diagnostics import Faults
from scorerules.document import read_bytes
from scorerules.document.bounds import refuse_size
from scorerules.errors import RecordError
from scorerules.source import Source, Span
from scorerules.tables.files.headers import delimiter_of
from scorerules.tables.files.text import Utf8
from scorerules.testing.cases.files.grid import Cell, Grid

QUOTE = '"'


@frozen
class Decoded:
    """The text of a file, and how it becomes bytes again.

    Args:
        source: The text, without a mark.
        encoding: The encoding of its bytes.
        mark: The byte order mark before them.
        data: All of its bytes.
    """

    source: Source
    encoding: str
    mark: bytes
    data: bytes = field(repr=False)

    def encode(self, text: str) -> bytes:
        """Another text in the same encoding.

        Raises:
            UnicodeEncodeError: The encoding has not all of its characters.
        """
        return self.mark + text.encode(self.encoding)


def read_text(path: Path, faults: Faults) -> Decoded | None:
    """Read a text file in any of the usual encodings.

    Args:
        path: The file.
        faults: Takes SR100 to SR104, SR140, SR452 and SR459.
    """
    data, name = read_bytes(path, faults), str(path)
    if data is None:
        return None
    reader = Utf8(io.BytesIO(data), name)
    try:
        text = io.BufferedReader(reader).read(faults.limits.file_bytes * 4 + 1)
    except RecordError as error:
        shown = Source(name, data.decode("utf-8", "replace"))
        for one in error.diagnostics:
            line = one.arguments.get("line")
            faults.extend((evolve(one, span=_line(shown, line if isinstance(line, int) else 1)),))
        return None
    if len(text) > faults.limits.file_bytes * 4:
        refuse_size(name, faults)
        return None
    return Decoded(Source(name, text.decode()), reader.encoding, reader.mark, data)


def delimited_grid(source: Source, faults: Faults) -> Grid | None:
    """The cells of a text.

    Args:
        source: The text.
        faults: Takes SR454, SR457, SR458 and SR460, each at its place.
    """
    scanner = _Scanner(source, faults)
    rows = scanner.rows()
    if rows is None:
        return None
    kept = [row for row in rows if any(cell.value is not None for cell in row)]
    if not kept:
        faults.add("SR454", Span(source, 0, 0), name=source.name)
        return None
    width = len(kept[0])
    uneven = [row for row in kept if len(row) != width]
    for row in uneven:
        line = row[0].span.line
        span = _line(source, line)
        faults.add("SR460", span, name=source.name, line=line, found=len(row), expected=width)
    return None if uneven else Grid(source, tuple(map(tuple, kept)), f"{scanner.delimiter}{QUOTE}\r\n")


def _line(source: Source, line: int) -> Span:
    """A whole line; the last where there are not as many."""
    line = min(line, len(source.line_starts))
    start = source.line_starts[line - 1]
    return Span(source, start, start + len(source.line_text(line)))


class _Scanner:
    """Takes a text apart; a quotation mark stands around a cell, or twice for one inside."""

    def __init__(self, source: Source, faults: Faults) -> None:
        self._source, self._faults, self._at = source, faults, 0
        self.delimiter = delimiter_of(self._header())

    def _header(self) -> str:
        """The first row that is not empty, line ends inside quotation marks included."""
        text = self._source.text
        start = len(text) - len(text.lstrip("\r\n"))
        end = start
        while (end := text.find("\n", end)) >= 0 and text.count(QUOTE, start, end) % 2:
            end += 1
        return text[start:] if end < 0 else text[start:end]

    def rows(self) -> list[list[Cell]] | None:
        """All rows, also empty ones; ``None`` when quotation marks are wrong."""
        text, rows = self._source.text, []
        while self._at < len(text):
            row: list[Cell] = []
            while True:
                cell = self._cell()
                if cell is None:
                    return None
                row.append(cell)
                if text[self._at : self._at + 1] != self.delimiter:
                    break
                self._at += 1
            self._at += 2 if text.startswith("\r\n", self._at) else 1
            rows.append(row)
        return rows

    def _cell(self) -> Cell | None:
        text, start = self._source.text, self._at
        if text[start : start + 1] == QUOTE:
            return self._quoted()
        end = start
        while end < len(text) and text[end] != self.delimiter and text[end] not in "\r\n":
            if text[end] == QUOTE:
                self._wrong("SR457", end)
                return None
            end += 1
        self._at = end
        return self._made(text[start:end], start, end, Span(self._source, start, end))

    def _quoted(self) -> Cell | None:
        text, start = self._source.text, self._at
        end = start + 1
        while True:
            end = text.find(QUOTE, end)
            if end < 0:
                self._wrong("SR458", start)
                return None
            if text[end + 1 : end + 2] != QUOTE:
                break
            end += 2
        self._at = end + 1
        if self._at < len(text) and text[self._at] not in (self.delimiter, "\r", "\n"):
            self._wrong("SR457", end)
            return None
        value = text[start + 1 : end].replace(QUOTE * 2, QUOTE)
        return self._made(value, start + 1, end, Span(self._source, start, end + 1))

    def _made(self, value: str, start: int, end: int, whole: Span) -> Cell:
        written = self._source.text[start:end]
        before = len(written) - len(written.lstrip())
        after = len(written.rstrip()) if written.strip() else before
        span = Span(self._source, start + min(before, end - start), start + after)
        return Cell(value.strip() or None, span, whole)

    def _wrong(self, code: str, at: int) -> None:
        line = self._source.line_of(at)
        self._faults.add(code, Span(self._source, at, at + 1), name=self._source.name, line=line)
