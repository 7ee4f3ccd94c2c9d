"""Tables of the terminal as texts: aligned under wide characters, no wider than there is room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console, RenderableType

from scorerules.diagnostics.width import width as width_of


def lines_of(parts: Iterable[RenderableType], width: int, *, color: bool) -> list[str]:
    """Parts as lines of at most ``width`` columns; ``color`` allows ANSI codes."""
    text = StringIO()
    console = Console(
        file=text,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        emoji=False,
        highlight=False,
        markup=False,
    )
    for one in parts:
        console.print(one)
    return [line.rstrip() for line in text.getvalue().splitlines()]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows whose columns stand under each other, also under Chinese; all but the first to the right."""
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        gaps = [" " * (widest - width_of(cell)) for cell, widest in zip(row, widths, strict=True)]
        told = [
            cell + gap if not at else gap + cell for at, (cell, gap) in enumerate(zip(row, gaps, strict=True))
        ]
        lines.append("  ".join(told).rstrip())
    return lines
