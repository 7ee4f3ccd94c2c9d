"""The cells of a table with cases, each with its place."""

from __future__ import annotations

from attrs import field, frozen

from scorerules.document import Scalar
from scorerules.source import Source, Span


@frozen
class Cell:
    """One cell.

    Args:
        value: What stands in it, without spaces around a text; ``None`` for an empty one.
        span: The characters that say it; quotation marks around them left out.
        whole: The cell with its quotation marks.
        name: What a workbook calls it, such as ``C12``; empty in a text.
    """

    value: Scalar
    span: Span = field(eq=False, repr=False)
    whole: Span = field(eq=False, repr=False)
    name: str = ""

    @property
    def text(self) -> str:
        """What stands in it, as a text."""
        return "" if self.value is None else str(self.value)


@frozen
class Grid:
    """A table.

    Args:
        source: Its text, or what messages show in place of it.
        rows: The rows that are not empty, the header first; all as long as the header.
        quoted: Signs for which a cell stands in quotation marks; empty where there are none.
    """

    source: Source
    rows: tuple[tuple[Cell, ...], ...]
    quoted: str = ""
