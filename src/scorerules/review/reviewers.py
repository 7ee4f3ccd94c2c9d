"""Everything that is to be said about a ruleset: its faults, and when it has none, what reviewers find."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from scorerules.build.files import read_ruleset, read_text
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document import Node
from scorerules.review.allowed import allowances, sorted_out
from scorerules.review.cut_off import cut_off
from scorerules.review.examples import examples
from scorerules.review.outside import outside
from scorerules.review.subject import Subject
from scorerules.review.unread import unread
from scorerules.ruleset import Ruleset, plan_of
from scorerules.source import Source

REVIEWERS: tuple[Callable[[Subject, Faults], None], ...] = (
    examples,
    cut_off,
    outside,
    unread,
)
"""Each looks at one kind of mistake of a ruleset that has no errors."""


def check(
    path: str | PathLike[str], *, root: str | PathLike[str] | None = None, allowed: bool = False
) -> tuple[Diagnostic, ...]:
    """Everything that is to be said about a ruleset file; empty when it is fine.

    Args:
        path: The file, UTF-8.
        root: The folder below which ``extends`` may read; the folder of the file unless said.
        allowed: Whether what the ruleset allows under ``[check]`` is given too, with the reason in
            ``Diagnostic.allowed``.
    """
    faults, remarks = Faults(), Faults()
    document = read_ruleset(Path(path), None if root is None else Path(root), faults, remarks)
    found = _checked(document, faults, remarks)
    return found if allowed else _open(found)


def check_text(
    text: str, *, name: str = "<text>", root: str | PathLike[str] | None = None, allowed: bool = False
) -> tuple[Diagnostic, ...]:
    """The same for a text.

    Args:
        text: TOML.
        name: What messages call the text.
        root: The folder below which ``extends`` may read; without it nothing can be extended.
        allowed: As for :func:`check`.
    """
    faults, remarks = Faults(), Faults()
    document = read_text(Source(name, text), None if root is None else Path(root), faults, remarks)
    found = _checked(document, faults, remarks)
    return found if allowed else _open(found)


def _open(found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(one for one in found if one.allowed is None)


def _checked(document: Node | None, faults: Faults, remarks: Faults) -> tuple[Diagnostic, ...]:
    if document is None:
        return faults.sorted()
    scheme, plan = plan_of(document, faults)
    sound = not faults.errors
    if sound:
        subject = Subject(Ruleset(scheme, plan), document)
        for review in REVIEWERS:
            review(subject, faults)
        faults.extend(remarks.sorted())
    given = allowances(scheme.check, faults)
    # What is only to be extended cannot be reviewed to the end: its children bring the rest.
    whole = document.span.source if sound and not scheme.header.abstract else None
    return sorted_out(faults.sorted(), given, whole)
