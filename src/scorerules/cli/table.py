"""The filled form as a table for the terminal.

Goes in: a form. Comes out: text of a given width, columns aligned under Chinese, long remarks wrapped.
It decides nothing about the content of the cells.
"""

from __future__ import annotations

from rich import box
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.table import Table
from rich.text import Text

from scorerules.cli.drawing import lines_of
from scorerules.diagnostics.width import visible
from scorerules.report.table import Form, Row

CLOSING = frozenset("，。、；：？！）】〕》〉」』”’％…,.;:?!)]}%")
"""Signs that belong to the character before them."""


def table(form: Form, title: str, width: int, *, color: bool) -> str:
    """``form`` under its title, at most ``width`` columns wide; ``color`` allows ANSI codes."""
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
    return "\n".join(lines_of((Text(visible(title), style="bold"), drawn), width, color=color))


def _style(row: Row) -> str:
    return {"subtotal": "dim", "total": "bold", "grade": "bold", "veto": "bold"}.get(row.kind, "")


def _cell(text: str) -> Text:
    """The text itself, with its line breaks but without anything that steers the terminal."""
    return _Cell("\n".join(visible(line) for line in text.splitlines()))


class _Cell(Text):
    """A text of a cell; no line of it begins with a sign that closes what stands before it."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines of the text, at most ``width`` columns wide."""
        text = self.plain
        while True:
            lines = Text(text, style=self.style).wrap(
                console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap
            )
            at = _before_lone_sign(text, [line.plain.strip() for line in lines])
            if at is None:
                return lines
            text = f"{text[:at]}\n{text[at:]}"


def _before_lone_sign(text: str, lines: list[str]) -> int | None:
    """Where to break ``text`` earlier, so that a sign at the start of a line has a character before it."""
    before = begun = 0
    for index, line in enumerate(lines):
        start = text.find(line, before) if line else before
        if index and line[:1] in CLOSING and text[start - 1 : start] != "\n":
            at = start - 1
            while at > begun and text[at] in CLOSING:
                at -= 1
            if at > begun:
                return at
        begun, before = start, start + len(line)
    return None
