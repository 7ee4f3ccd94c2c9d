"""The filled form as a GitHub Markdown table.

Goes in: a :class:`~scorerules.report.table.Form`. Comes out: Markdown in which names and remarks mean
nothing but themselves: no markup, no HTML, no broken rows. It decides nothing about the content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scorerules.diagnostics.width import visible

if TYPE_CHECKING:
    from scorerules.report.table import Form, Row

_MARKUP = re.compile(r"([\\`*_\[\]|~$#])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BREAK = re.compile(r"\r\n|[\r\n]")


def markdown(form: Form, title: str | None = None) -> str:
    """The form with its title as a heading.

    Args:
        form: The filled form.
        title: Heading to use instead of the form's own title.

    Returns:
        Lines without an end of line behind the last one.
    """
    numbers = (form.depth + 1, form.depth + 2)
    rule = ["---:" if column in numbers else "---" for column in range(len(form.headings))]
    return "\n".join(
        [
            f"## {escaped(title if title is not None else form.title)}",
            "",
            _line([escaped(heading) for heading in form.headings]),
            _line(rule),
            *(_line(_cells(row)) for row in form.rows),
        ]
    )


def escaped(text: str) -> str:
    """``text`` such that Markdown shows it as it is, within one line."""
    return "<br>".join(_escaped_line(line) for line in _BREAK.split(text.strip()))


def _escaped_line(line: str) -> str:
    safe = "".join(_HTML.get(character, character) for character in visible(line))
    return _MARKUP.sub(r"\\\1", safe)


def _cells(row: Row) -> list[str]:
    cells = [escaped(cell) for cell in row.cells]
    if row.kind in ("total", "grade"):
        return [f"**{cell}**" if cell else cell for cell in cells]
    return cells


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
