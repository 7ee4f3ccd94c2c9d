"""The filled form as a table for the terminal.

Goes in: a form. Comes out: text of a given width, columns aligned under Chinese, long remarks wrapped.
It decides nothing about the content of the cells.
"""

from __future__ import annotations

from io import StringIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scorerules.diagnostics.width import visible
from scorerules.report.table import Form, Row


def table(form: Form, title: str, width: int, *, color: bool) -> str:
    """``form`` under its title, at most ``width`` columns wide; ``color`` allows ANSI codes."""
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        emoji=False,
        highlight=False,
        markup=False,
    )
    drawn = Table(box=box.SQUARE, pad_edge=True)
    weight = form.depth + 1
    for index, heading in enumerate(form.headings):
        is_number = index in (weight, weight + 1)
        drawn.add_column(
            _cell(heading),
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=is_number,
        )
    for row in form.rows:
        drawn.add_row(*(_cell(cell) for cell in row.cells), style=_style(row), end_section=row.closes)
    console.print(Text(visible(title), style="bold"))
    console.print(drawn)
    text = console.file.getvalue() if isinstance(console.file, StringIO) else ""
    return "\n".join(line.rstrip() for line in text.splitlines())


def _style(row: Row) -> str:
    return {"subtotal": "dim", "total": "bold", "grade": "bold", "veto": "bold"}.get(row.kind, "")


def _cell(text: str) -> Text:
    """The text itself, with its line breaks but without anything that steers the terminal."""
    return Text("\n".join(visible(line) for line in text.splitlines()))
