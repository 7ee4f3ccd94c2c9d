"""Texts that people wrote, and places in them.

Goes in: the text of a file and the name to show for it. Comes out: :class:`Span` values that every
diagnostic points with. Nothing here reads files or knows TOML.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from attrs import field, frozen


@frozen(slots=False)
class Source:
    """One text with the name that messages show for it.

    Args:
        name: What people call the text: a path, or ``<text>``.
        text: The decoded text, line ends as they were read.
    """

    name: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line, counted in code points."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """The line, from 1, that holds the character at ``offset``."""
        return bisect_right(self.line_starts, offset)

    def line_text(self, line: int) -> str:
        """The text of line ``line`` (from 1) without its end."""
        starts = self.line_starts
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")


@frozen
class Span:
    """A stretch of a source: code points ``start`` (included) to ``end`` (not included)."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """Column of the first character in code points, from 1."""
        return self.start - self.source.line_starts[self.line - 1] + 1

    @property
    def end_line(self) -> int:
        """Line of the last character, from 1."""
        return self.source.line_of(max(self.start, self.end - 1))

    @property
    def text(self) -> str:
        """The characters of the span."""
        return self.source.text[self.start : self.end]

    @property
    def order(self) -> tuple[str, int, int]:
        """Sort key: by file, then by place."""
        return (self.source.name, self.start, self.end)
