"""Lines of a source with marks under the characters that a problem is about.

Goes in: the place of a problem and of its labels. Comes out: lines of plain text, each made of pieces
with the role they play, so that a renderer may colour them. Nothing here knows codes or headlines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

from attrs import frozen

from scorerules.diagnostics.width import visible, width
from scorerules.source import Source, Span

Role = Literal["text", "gutter", "primary", "secondary"]
Piece = tuple[Role, str]
Row = tuple[Piece, ...]

_WIDEST = 110
"""Columns of a source line that are shown; of a longer one, only the part around the mark."""

_BEFORE = 40
"""Columns shown before the mark in a line that is cut."""

_TAB = "    "


@frozen
class Mark:
    """A stretch to underline, with a few words beside the line under it."""

    span: Span
    words: str = ""
    primary: bool = False


def snippet(marks: tuple[Mark, ...], path: str | None = None) -> Iterator[Row]:
    """The lines that ``marks`` point into, the file of the first mark before the others.

    Args:
        marks: The first is where the problem is, unless a path says that.
        path: Where the problem is in words of keys, for a problem that has no place in a text.

    Yields:
        Rows of pieces: the place, then every line with its number and the marks under it.
    """
    gutter = max((len(str(mark.span.line)) for mark in marks), default=1)
    arrow = "-->"
    if path is not None:
        yield _head(gutter, arrow, visible(path))
        arrow = ":::"
    for source in dict.fromkeys(mark.span.source for mark in marks):
        inside = [mark for mark in marks if mark.span.source == source]
        yield _head(gutter, arrow, place(inside[0].span))
        arrow = ":::"
        if source.text:
            yield (("gutter", " " * gutter + " |"),)
            yield from _lines(source, inside, gutter)


def place(span: Span) -> str:
    """``file:line:column``, safe to print; only the file when there is no text to point into."""
    name = visible(span.source.name)
    return f"{name}:{span.line}:{span.column}" if span.source.text else name


def _head(gutter: int, arrow: str, text: str) -> Row:
    return (("gutter", " " * gutter + arrow + " "), ("text", text))


def _lines(source: Source, marks: list[Mark], gutter: int) -> Iterator[Row]:
    previous: int | None = None
    for line, group in groupby(sorted(marks, key=lambda one: one.span.line), key=lambda one: one.span.line):
        if previous is not None and line > previous + 1:
            yield (("gutter", " " * gutter + "..."),)
        previous = line
        text = source.line_text(line)
        here = list(group)
        whole = _fits(text)
        for index, mark in enumerate(here):
            start, end = _columns_of(mark.span, text)
            first, last = (0, len(text)) if whole else _window(text, start)
            if index == 0 or not whole:
                shown = ("…" if first else "") + _cells(text[first:last]) + ("…" if last < len(text) else "")
                yield (("gutter", f"{line:>{gutter}} |"), ("text", " " + shown))
            before = width(_cells(text[first:start])) + (1 if first else 0)
            yield _underline(mark, gutter, before, width(_cells(text[start : min(end, last)])))


def _underline(mark: Mark, gutter: int, before: int, length: int) -> Row:
    sign = "^" if mark.primary else "-"
    drawn = sign * max(1, length) + (f" {visible(mark.words)}" if mark.words else "")
    return (
        ("gutter", " " * gutter + " |"),
        ("text", " " * (before + 1)),
        ("primary" if mark.primary else "secondary", drawn),
    )


def _columns_of(span: Span, text: str) -> tuple[int, int]:
    """Start and end of ``span`` within its first line, in code points from 0."""
    start = min(span.column - 1, len(text))
    return start, max(start, min(start + span.end - span.start, len(text)))


def _fits(text: str) -> bool:
    return len(text) <= _WIDEST and width(_cells(text)) <= _WIDEST


def _window(text: str, at: int) -> tuple[int, int]:
    """The part of a long line to show around ``at``: at most ``_WIDEST`` columns."""
    first, room = at, _BEFORE
    while first > 0 and (room := room - width(_cells(text[first - 1]))) >= 0:
        first -= 1
    last, room = at, _WIDEST - (_BEFORE - max(room, 0))
    while last < len(text) and (room := room - width(_cells(text[last]))) >= 0:
        last += 1
    return first, last


def _cells(text: str) -> str:
    return visible(text.replace("\t", _TAB))
