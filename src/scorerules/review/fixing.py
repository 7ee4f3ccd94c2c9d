"""The safe corrections of a ruleset, made in its text.

Goes in: a text and the check of it. Comes out: the text with the edits that its findings carry, everything
else in it as it was, byte for byte. What an edit brings to light is corrected in turn; an edit that does not
settle its finding, or that leaves errors where there were none, is not made.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from os import PathLike
from typing import TypeAlias

from attrs import frozen

from scorerules.diagnostics import Diagnostic, Fix
from scorerules.limits import USUAL, Limits
from scorerules.review.reviewers import check_text
from scorerules.source import Span

ROUNDS = 100
"""Times that what came to light is corrected in turn; a file made to go round in circles ends there."""

OF_REVIEW = ("SR4", "SR5", "SR61", "SR7")
"""Errors of examples and of reviewers, who look at rulesets that have no other errors."""

Check: TypeAlias = Callable[[str], tuple[Diagnostic, ...]]


@frozen
class Fixed:
    """A text after its corrections.

    Args:
        text: The text.
        fixes: How many corrections were made.
        left: What is still to be said about it, what it allows included.
    """

    text: str
    fixes: int
    left: tuple[Diagnostic, ...]


def fixed(
    text: str,
    *,
    name: str = "<text>",
    root: str | PathLike[str] | None = None,
    limits: Limits = USUAL,
) -> str:
    """The text of a ruleset with everything corrected that can be corrected safely.

    Args:
        text: TOML.
        name: What messages call the text.
        root: The folder below which ``extends`` may read; without it nothing can be extended.
        limits: How much the ruleset and its records may cost.
    """

    def check(changed: str) -> tuple[Diagnostic, ...]:
        return check_text(changed, name=name, root=root, allowed=True, limits=limits)

    return fix_all(text, check).text


def fix_all(text: str, check: Check) -> Fixed:
    """Correct ``text`` until nothing is left to correct.

    Args:
        text: The text.
        check: Everything that is to be said about a text in its place.
    """
    found, fixes = check(text), 0
    for _ in range(ROUNDS):
        chosen = _apart(text, found)
        done = _together(text, found, chosen, check) if chosen else None
        if done is None and len(chosen) > 1:
            done = _one_by_one(text, found, chosen, check)
        if done is None:
            break
        text, found, fixes = done.text, done.left, fixes + done.fixes
    return Fixed(text, fixes, found)


_Edit: TypeAlias = tuple[Diagnostic, Fix]


def _apart(text: str, found: tuple[Diagnostic, ...]) -> tuple[_Edit, ...]:
    """The findings with an edit of this text, those that do not touch each other, in their order."""
    edits = [
        (one, one.fix)
        for one in found
        if one.fix is not None and one.allowed is None and one.fix.span.source.text == text
    ]
    chosen: list[_Edit] = []
    for one, fix in sorted(edits, key=lambda edit: (edit[1].span.start, edit[1].span.end)):
        if not chosen or fix.span.start > chosen[-1][1].span.end:
            chosen.append((one, fix))
    return tuple(chosen)


def _together(
    text: str, found: tuple[Diagnostic, ...], edits: tuple[_Edit, ...], check: Check
) -> Fixed | None:
    """The text with all edits, if that does good."""
    pieces, at = [], 0
    for _, fix in edits:
        pieces += [text[at : fix.span.start], fix.text]
        at = fix.span.end
    changed = "".join((*pieces, text[at:]))
    left = check(changed)
    still = {(one.code, one.span.start) for one in left if one.span and one.span.source.text == changed}
    settled = all((one.code, _moved(one, edits)) not in still for one, _ in edits)
    homes = [(one.path or "").rpartition(".")[0] for one, _ in edits]
    return Fixed(changed, len(edits), left) if settled and _no_worse(found, left, homes) else None


def _one_by_one(
    text: str, found: tuple[Diagnostic, ...], edits: tuple[_Edit, ...], check: Check
) -> Fixed | None:
    """The text with those edits that do good; from its end, so that the places of the others stay."""
    fixes = 0
    for edit in reversed(edits):
        done = _together(text, found, (edit,), check)
        if done is not None:
            text, found, fixes = done.text, done.left, fixes + 1
    return Fixed(text, fixes, found) if fixes else None


def _moved(one: Diagnostic, edits: tuple[_Edit, ...]) -> int:
    """Where a finding stands once the edits before it are made."""
    start = 0 if one.span is None else one.span.start
    before = takewhile(lambda edit: edit[1].span.end <= start and edit[1].span.start < start, edits)
    return start + sum(len(fix.text) - (fix.span.end - fix.span.start) for _, fix in before)


def _no_worse(before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...], homes: list[str]) -> bool:
    """Whether there is no harm in what was ``before`` being as it is ``after``.

    A file that is understood further than before may turn out to have any errors. Otherwise no more keys have
    errors, and new ones only in the tables that were corrected: what a key says is read once it is a key.
    """
    was, is_now = understood(before), understood(after)
    if was != is_now:
        return was < is_now
    old, new = _faulty(before), _faulty(after)
    return len(new) <= len(old) and all(
        any(not home or (isinstance(one, str) and f"{one}.".startswith(f"{home}.")) for home in homes)
        for one in new - old
    )


def understood(found: tuple[Diagnostic, ...]) -> int:
    """How far a file is understood: not as TOML (0), not as a ruleset (1), or so that it is reviewed (2)."""
    codes = [one.code for one in found if one.severity == "error"]
    if any(code.startswith("SR1") for code in codes):
        return 0
    return 2 if all(code.startswith(OF_REVIEW) for code in codes) else 1


def _faulty(found: tuple[Diagnostic, ...]) -> set[str | Span | None]:
    """The keys that have errors; of what stands in no key, the places."""
    return {one.path or one.span for one in found if one.severity == "error"}
