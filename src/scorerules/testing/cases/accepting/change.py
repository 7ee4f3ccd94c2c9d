"""One change of what a case expects."""

from __future__ import annotations

from attrs import field, frozen

from scorerules.diagnostics import Words
from scorerules.source import Span


@frozen
class Change:
    """One change.

    Args:
        file: The file that the case is written in.
        case: The case.
        path: What is expected: ``total``, ``cards_made.remark``; ``expect`` for all of it.
        old: What is expected so far, as it is written.
        new: What will be.
        span: The characters that are replaced.
        text: What takes their place.
        cell: What a workbook calls the cell; empty in a text.
    """

    file: str
    case: str
    path: str
    old: str
    new: str
    span: Span = field(eq=False, repr=False)
    text: str = field(eq=False, repr=False)
    cell: str = ""

    def to_dict(self) -> dict[str, object]:
        """The change as plain values for JSON."""
        return {
            "file": self.file,
            "line": self.span.line,
            "cell": self.cell or None,
            "case": self.case,
            "path": self.path,
            "old": self.old,
            "new": self.new,
        }


class Unacceptable(Exception):  # noqa: N818 - becomes a message of the command
    """What came out cannot be written into a case; ``words`` say why and what to do."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)
