"""Cases in a table: each row becomes what an ``[[example]]`` of a ruleset is, and is read in the same way.

An empty cell of the record is a missing datum; an empty cell of what is expected expects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from scorerules.build.sections import EXAMPLE
from scorerules.diagnostics import Faults
from scorerules.document import Node
from scorerules.expect import ERROR, default_field, kind_of
from scorerules.model import Example
from scorerules.reading import At, read_table
from scorerules.ruleset import Ruleset
from scorerules.source import Span
from scorerules.testing.cases.files.beside import home_of
from scorerules.testing.cases.files.columns import CaseColumn, read_columns
from scorerules.testing.cases.files.delimited_grid import delimited_grid, read_text
from scorerules.testing.cases.files.grid import Cell, Grid
from scorerules.testing.cases.files.workbook_grid import workbook_grid

SEVERAL = re.compile(r"\s*[;；,，、]\s*")
"""What stands between ids, or codes, in one cell."""

KEYED = re.compile(r"(?P<code>[^()（）\s]+)\s*[(（](?P<key>[^()（）]+)[)）]")
"""A code with the key that it is about: ``SR407 (spo2)``."""

Tree = dict[str, "Node | Tree"]


@frozen
class TableCases:
    """An open file.

    Args:
        path: Where it is.
        grid: Its cells.
        home: The ruleset that it belongs to.
    """

    path: Path
    grid: Grid
    home: Path | None

    def examples(self, ruleset: Ruleset | None, faults: Faults) -> tuple[Example, ...]:
        header, *rows = self.grid.rows
        if not rows:
            faults.add("SR607", header[0].span, name=self.path.name)
        if ruleset is None or not rows:
            return ()
        before = len(faults)
        columns = read_columns(self.grid, ruleset, faults)
        if len(faults) > before:
            return ()
        records = [_record(row, columns) for row in rows]
        groups = _groups(rows, columns)
        at = At(EXAMPLE, faults)
        return tuple(
            read_table(
                Example,
                _example(row, columns, ruleset, records[index], [records[one] for one in groups[index]]),
                at.under(index),
            )
            for index, row in enumerate(rows)
        )


def open_delimited(path: Path, faults: Faults) -> TableCases | None:
    """Read a CSV file."""
    decoded = read_text(path, faults)
    grid = None if decoded is None else delimited_grid(decoded.source, faults)
    return None if grid is None else TableCases(path, grid, home_of(path))


def open_workbook(path: Path, faults: Faults) -> TableCases | None:
    """Read a workbook."""
    grid = workbook_grid(path, faults)
    return None if grid is None else TableCases(path, grid, home_of(path))


def _cells(
    row: Sequence[Cell], columns: Iterable[CaseColumn], role: str
) -> Iterator[tuple[CaseColumn, Cell]]:
    """The cells of a row with one role that are not empty."""
    for column in columns:
        if column.role == role and row[column.place].value is not None:
            yield column, row[column.place]


def _row_span(row: Sequence[Cell]) -> Span:
    filled = [cell.span for cell in row if cell.value is not None]
    return Span(filled[0].source, filled[0].start, filled[-1].end)


def _record(row: Sequence[Cell], columns: Sequence[CaseColumn]) -> Node:
    found = {column.path[0]: Node(cell.value, cell.span) for column, cell in _cells(row, columns, "record")}
    return Node(found, _row_span(row))


def _groups(rows: Sequence[Sequence[Cell]], columns: Sequence[CaseColumn]) -> list[list[int]]:
    """For each row, the others of its group."""
    named = [next((cell.text for _, cell in _cells(row, columns, "group")), None) for row in rows]
    members: dict[str, list[int]] = {}
    for index, name in enumerate(named):
        if name is not None:
            members.setdefault(name, []).append(index)
    return [
        [] if name is None else [other for other in members[name] if other != index]
        for index, name in enumerate(named)
    ]


def _example(
    row: Sequence[Cell],
    columns: Sequence[CaseColumn],
    ruleset: Ruleset,
    record: Node,
    others: Sequence[Node],
) -> Node:
    """A row as the table that an example is."""
    span = _row_span(row)
    found: dict[str, Node] = {
        column.role: Node(cell.text, cell.span) for column, cell in _cells(row, columns, "name")
    }
    found["record"] = record
    if others:
        found["cohort"] = Node(tuple(others), span)
    found["expect"] = _expected(row, columns, ruleset, span)
    return Node(found, span)


def _expected(row: Sequence[Cell], columns: Sequence[CaseColumn], ruleset: Ruleset, span: Span) -> Node:
    """What a row expects, as the table ``expect``."""
    found: Tree = {}
    cells = list(_cells(row, columns, "expect"))
    parts = {column.path[0] for column, _ in cells if len(column.path) > 1}
    for column, cell in cells:
        item, *inner = column.path
        if item == ERROR:
            _put_codes(found, cell, inner)
            continue
        if not inner and item in parts:
            inner = [default_field(item, ruleset.scheme)]
        _put(found, (item, *inner), _node(cell, (item, *inner), ruleset))
    return _nodes(found, span)


def _put(tree: Tree, path: Sequence[str], node: Node) -> None:
    """Put a value into a tree; beside a value at the same place it stands under an empty key."""
    for key in path[:-1]:
        below = tree.setdefault(key, {})
        if isinstance(below, Node):
            below = tree[key] = {"": below}
        tree = below
    before = tree.get(path[-1])
    if isinstance(before, dict):
        before[""] = node
    else:
        tree[path[-1]] = node


def _node(cell: Cell, path: Sequence[str], ruleset: Ruleset) -> Node:
    """An expected value."""
    field = path[1] if len(path) > 1 and path[1] not in ("near", "within") else ""
    kind = kind_of(path[0], field, ruleset.scheme, ruleset.plan)
    if kind == "ids":
        return _list(cell)
    return Node(cell.text if kind in ("text", "said") else cell.value, cell.span)


def _list(cell: Cell) -> Node:
    return Node(tuple(Node(one, cell.span) for one in SEVERAL.split(cell.text) if one), cell.span)


def _put_codes(tree: Tree, cell: Cell, key: Sequence[str]) -> None:
    """Codes of refusals, some perhaps with the keys that they are about."""
    found: dict[str, list[Node]] = {}
    for text in SEVERAL.split(cell.text):
        keyed = KEYED.fullmatch(text)
        code = text if keyed is None else keyed["code"]
        about = "".join(key) if keyed is None else keyed["key"].strip()
        found.setdefault(about, []).append(Node(code, cell.span))
    for about, codes in found.items():
        errors = tree.setdefault(ERROR, {})
        assert not isinstance(errors, Node)
        errors[about] = Node(tuple(codes), cell.span)


def _nodes(tree: Mapping[str, Node | Tree], span: Span) -> Node:
    """A tree as a node; what stands in one cell is pointed at there."""
    if list(tree) == [""]:
        (only,) = tree.values()
        assert isinstance(only, Node)
        return only
    return Node(
        {key: one if isinstance(one, Node) else _nodes(one, _span(one, span)) for key, one in tree.items()},
        span,
    )


def _span(tree: Mapping[str, Node | Tree], span: Span) -> Span:
    first = next(iter(tree.values()))
    return first.span if isinstance(first, Node) else _span(first, span)
