"""The cells of a workbook with cases, those of its first sheet that is not hidden.

Values are those that tables of records have: numbers as the shortest decimal of what Excel keeps, cells that
are shown in percent as percentages. Messages show a row as the names of its cells with what stands in them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scorerules.diagnostics import Faults
from scorerules.document import Scalar, read_bytes
from scorerules.errors import RecordError
from scorerules.source import Source, Span
from scorerules.tables.needed import needed
from scorerules.testing.cases.files.grid import Cell, Grid


def workbook_grid(path: Path, faults: Faults) -> Grid | None:
    """The cells of a workbook.

    Args:
        path: The file.
        faults: Takes SR100 to SR104, SR140, SR451, SR454, SR461 and SR464.
    """
    data = read_bytes(path, faults)
    if data is None:
        return None
    try:
        rows = _values(data, str(path))
    except RecordError as error:
        faults.extend(error.diagnostics)
        return None
    grid = _grid(str(path), rows)
    if not grid.rows:
        faults.add("SR454", Span(grid.source, 0, 0), name=str(path))
        return None
    return grid


def _values(data: bytes, name: str) -> list[list[Scalar]]:
    """The values of all rows of the sheet, empty ones too: the place of a row is its number."""
    with needed():
        from scorerules.tables.files.workbook import (  # noqa: PLC0415 - needs the extra packages
            open_sheet,
            value_of,
            workbooks,
        )
    sheet: Any = open_sheet(io.BytesIO(data), name)
    with workbooks(name):
        return [[value_of(cell) for cell in row] for row in sheet.iter_rows()]


def _grid(name: str, rows: list[list[Scalar]]) -> Grid:
    width = max((place for row in rows for place, one in enumerate(row, 1) if one is not None), default=0)
    lines: list[str] = []
    places: list[list[tuple[int, int]]] = []
    offset = 0
    for number, row in enumerate(rows, start=1):
        line, found = "", []
        for place in range(width):
            value = row[place] if place < len(row) else None
            if value is None:
                found.append((offset + len(line), offset + len(line)))
                continue
            line += f"{'  ' if line else ''}{letters(place)}{number}: "
            start = offset + len(line)
            line += " ".join(str(value).split())
            found.append((start, offset + len(line)))
        lines.append(line)
        places.append(found)
        offset += len(line) + 1
    source = Source(name, "\n".join(lines))
    cells = (
        tuple(_cells(source, number, row, found))
        for number, (row, found) in enumerate(zip(rows, places, strict=True), start=1)
        if any(one is not None for one in row)
    )
    return Grid(source, tuple(cells))


def _cells(source: Source, number: int, row: list[Scalar], places: list[tuple[int, int]]) -> Iterable[Cell]:
    for place, (start, end) in enumerate(places):
        value = row[place] if place < len(row) else None
        span = Span(source, start, end)
        text = value.strip() if isinstance(value, str) else value
        yield Cell(text, span, span, f"{letters(place)}{number}")


def letters(place: int) -> str:
    """What a workbook calls the column at a place, counted from 0."""
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
