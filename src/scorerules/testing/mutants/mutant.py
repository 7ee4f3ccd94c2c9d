"""A ruleset with one thing changed, as a change of the text of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.source import Span


@frozen
class Edit:
    """Characters of a file that are replaced.

    Args:
        span: The characters; none when something is put in.
        new: What stands there instead.
    """

    span: Span
    new: str


@frozen
class Operator:
    """A sort of change.

    Args:
        id: What commands call it.
        words: What people call it.
    """

    id: str
    words: Words


@frozen
class Mutant:
    """One change that a person could make of a rule.

    Args:
        operator: The sort of change.
        path: What is changed, in words of keys: ``indicator.cards_made.deduct.each``.
        edits: The replacements, the one that names the place first; none of them overlap.
    """

    operator: Operator
    path: str
    edits: tuple[Edit, ...]

    @property
    def span(self) -> Span:
        """Where it is."""
        return self.edits[0].span

    @property
    def file(self) -> str:
        """The file that is changed."""
        return self.span.source.name

    @property
    def line(self) -> int:
        """The line that is changed, from 1."""
        return self.span.line

    @property
    def old(self) -> str:
        """What stands in the file."""
        return _joined(edit.span.text for edit in self.edits)

    @property
    def new(self) -> str:
        """What stands there instead."""
        return _joined(edit.new for edit in self.edits)

    def applied(self, texts: Mapping[Path, str]) -> dict[Path, str]:
        """The texts of files, by resolved path, with the change in those that it concerns."""
        files = {Path(edit.span.source.name).resolve() for edit in self.edits}
        return {
            file: replaced(
                texts[file], [one for one in self.edits if Path(one.span.source.name).resolve() == file]
            )
            for file in files
        }


def _joined(texts: Iterable[str]) -> str:
    return " … ".join(filter(None, (text.strip() for text in texts)))


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """A text with several replacements made, the last one first so that places stay as they are."""
    for edit in sorted(edits, key=lambda one: one.span.start, reverse=True):
        text = text[: edit.span.start] + edit.new + text[edit.span.end :]
    return text
