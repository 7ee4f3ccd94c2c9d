"""Everything that is to be said about a ruleset: its faults, and when it has none, what reviewers find."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from scorerules.build.files import read_ruleset, read_text
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document import Node
from scorerules.review.subject import Subject
from scorerules.review.unread import unread
from scorerules.ruleset import Ruleset, plan_of
from scorerules.source import Source

REVIEWERS: tuple[Callable[[Subject, Faults], None], ...] = (unread,)
"""Each looks at one kind of mistake of a ruleset that has no errors."""


def check(path: str | PathLike[str], *, root: str | PathLike[str] | None = None) -> tuple[Diagnostic, ...]:
    """Everything that is to be said about a ruleset file; empty when it is fine.

    Args:
        path: The file, UTF-8.
        root: The folder below which ``extends`` may read; the folder of the file unless said.
    """
    faults = Faults()
    return _checked(read_ruleset(Path(path), None if root is None else Path(root), faults), faults)


def check_text(
    text: str, *, name: str = "<text>", root: str | PathLike[str] | None = None
) -> tuple[Diagnostic, ...]:
    """The same for a text.

    Args:
        text: TOML.
        name: What messages call the text.
        root: The folder below which ``extends`` may read; without it nothing can be extended.
    """
    faults = Faults()
    return _checked(read_text(Source(name, text), None if root is None else Path(root), faults), faults)


def _checked(document: Node | None, faults: Faults) -> tuple[Diagnostic, ...]:
    if document is not None:
        scheme, plan = plan_of(document, faults)
        if not faults.errors:
            subject = Subject(Ruleset(scheme, plan), document)
            for review in REVIEWERS:
                review(subject, faults)
    return faults.sorted()
