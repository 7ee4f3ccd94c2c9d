"""The formats of files that tables are read from and written to."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from scorerules.tables.files.problems import refused
from scorerules.tables.needed import needed

if TYPE_CHECKING:
    from scorerules.tables.files.reader import Reader, Writer


@frozen
class Format:
    """One format.

    Args:
        suffixes: How names of its files end.
        home: The module that reads and writes it.
        reader: The class that reads it.
        writer: The class that writes it.
    """

    suffixes: tuple[str, ...]
    home: str
    reader: str
    writer: str

    def reads(self) -> type[Reader]:
        """What reads a file."""
        return self._find(self.reader)

    def writes(self) -> type[Writer]:
        """What writes a file."""
        return self._find(self.writer)

    def _find(self, name: str) -> type:
        with needed():
            found: type = getattr(import_module(f"scorerules.tables.files.{self.home}"), name)
        return found


FORMATS: Mapping[str, Format] = {
    "csv": Format((".csv", ".txt"), "delimited", "DelimitedReader", "DelimitedWriter"),
    "tsv": Format((".tsv", ".tab"), "delimited", "DelimitedReader", "TabbedWriter"),
    "parquet": Format((".parquet", ".pq"), "columnar", "ParquetReader", "ParquetWriter"),
    "arrow": Format((".arrow", ".feather", ".ipc"), "columnar", "ArrowReader", "ArrowWriter"),
    "jsonl": Format((".jsonl", ".ndjson"), "json_lines", "JsonLinesReader", "JsonLinesWriter"),
    "xlsx": Format((".xlsx",), "workbook", "WorkbookReader", "WorkbookWriter"),
}
TEXTS = frozenset({"csv", "tsv", "jsonl"})
"""Formats that may be compressed by gzip."""
COMPRESSED = ".gz"


def by_name(path: Path) -> str | None:
    """The format that the name of a file tells; ``None`` when it tells none."""
    suffixes = [one.lower() for one in path.suffixes]
    compressed = suffixes[-1:] == [COMPRESSED]
    suffix = next(reversed(suffixes[:-1] if compressed else suffixes), "")
    found = next((name for name, one in FORMATS.items() if suffix in one.suffixes), None)
    return None if compressed and found not in TEXTS else found


def format_of(path: Path, told: str | None) -> Format:
    """The format of a file.

    Raises:
        RecordError: Its name does not tell it, and nobody else does (SR450).
    """
    found = told or by_name(path)
    if found is None or found not in FORMATS:
        there = ", ".join(suffix for one in FORMATS.values() for suffix in one.suffixes)
        raise refused("SR450", name=str(path), there=there)
    return FORMATS[found]
