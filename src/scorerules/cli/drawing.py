"""Tables of the terminal as texts: aligned under wide characters, no wider than there is room."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, RenderableType


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
