"""Everything that is to be said about a ruleset: its faults, and when it has none, what reviewers find."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path

from attrs import evolve, frozen

from scorerules.build.files import NO_TEXTS, read_ruleset, read_text
from scorerules.build.found import rulesets
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.document import Node
from scorerules.limits import USUAL, Limits
from scorerules.model import Header
from scorerules.numbers import NumberProblem, computing
from scorerules.review.allowed import Allowance, allowances, sorted_out
from scorerules.review.conditions import conditions
from scorerules.review.coverage import coverage
from scorerules.review.cut_off import cut_off
from scorerules.review.direction import direction
from scorerules.review.examples import examples
from scorerules.review.failing import failing
from scorerules.review.outside import outside
from scorerules.review.percent_signs import percent_signs
from scorerules.review.periods import AMONG_FILES, periods
from scorerules.review.reachable import reachable
from scorerules.review.roundings import roundings
from scorerules.review.subject import Subject
from scorerules.review.translations import translations
from scorerules.review.unread import unread
from scorerules.review.wording import wording
from scorerules.ruleset import Ruleset, plan_of
from scorerules.source import Source
from scorerules.testing.cases.suites import cases_of, opened_beside

REVIEWERS: tuple[Callable[[Subject, Faults], None], ...] = (
    examples,
    conditions,
    failing,
    reachable,
    direction,
    roundings,
    coverage,
    cut_off,
    outside,
    percent_signs,
    unread,
    translations,
    wording,
)
"""Each looks at one kind of mistake of a ruleset that has no errors."""


@frozen
class Reviewed:
    """A ruleset with what was found in it, before what it allows is taken out.

    Args:
        found: Everything that was found.
        given: What the ruleset allows.
        whole: Its text, when it was reviewed from end to end.
        header: What it says of itself; ``None`` when it could not be read that far.
    """

    found: tuple[Diagnostic, ...]
    given: tuple[Allowance, ...] = ()
    whole: Source | None = None
    header: Header | None = None


def check(
    path: str | PathLike[str],
    *,
    root: str | PathLike[str] | None = None,
    allowed: bool = False,
    texts: Mapping[Path, str] = NO_TEXTS,
    limits: Limits = USUAL,
) -> tuple[Diagnostic, ...]:
    """Everything that is to be said about a ruleset file; empty when it is fine.

    Args:
        path: The file, UTF-8.
        root: The folder below which ``extends`` may read; the folder of the file unless said.
        allowed: Whether what the ruleset allows under ``[check]`` is given too, with the reason in
            ``Diagnostic.allowed``.
        texts: Texts in place of files, by resolved path, such as those that are not saved yet.
        limits: How much the ruleset and its records may cost.
    """
    return settled(review_file(path, root, texts, limits), allowed=allowed)


def check_text(
    text: str,
    *,
    name: str = "<text>",
    root: str | PathLike[str] | None = None,
    allowed: bool = False,
    limits: Limits = USUAL,
) -> tuple[Diagnostic, ...]:
    """The same for a text.

    Args:
        text: TOML.
        name: What messages call the text.
        root: The folder below which ``extends`` may read; without it nothing can be extended.
        allowed: As for :func:`check`.
        limits: How much the ruleset and its records may cost.
    """
    return settled(review_text(text, name, root, limits), allowed=allowed)


def check_all(
    paths: Iterable[str | PathLike[str]],
    *,
    root: str | PathLike[str] | None = None,
    allowed: bool = False,
    limits: Limits = USUAL,
) -> dict[str, tuple[Diagnostic, ...]]:
    """What is to be said about several rulesets, also about each beside the others.

    Args:
        paths: Files, and folders whose rulesets are meant, those in folders below too.
        root: The folder below which ``extends`` may read; the folder of each file unless said.
        allowed: As for :func:`check`.
        limits: How much each ruleset and its records may cost.

    Returns:
        Everything found, by file, in the order of the files.

    Raises:
        OSError: When a folder cannot be listed.
    """
    reviewed = {
        file: review_file(file, root, limits=limits) for file in rulesets(str(path) for path in paths)
    }
    return settled_together(reviewed, allowed=allowed)


def review_file(
    path: str | PathLike[str],
    root: str | PathLike[str] | None = None,
    texts: Mapping[Path, str] = NO_TEXTS,
    limits: Limits = USUAL,
) -> Reviewed:
    """What is found in one file."""
    faults, remarks = Faults(limits), Faults(limits)
    document = read_ruleset(Path(path), None if root is None else Path(root), faults, remarks, texts)
    return _reviewed(document, faults, remarks, Path(path))


def review_text(
    text: str, name: str, root: str | PathLike[str] | None = None, limits: Limits = USUAL
) -> Reviewed:
    """What is found in one text."""
    faults, remarks = Faults(limits), Faults(limits)
    document = read_text(Source(name, text), None if root is None else Path(root), faults, remarks)
    return _reviewed(document, faults, remarks)


def settled_together(
    reviewed: Mapping[str, Reviewed], *, allowed: bool = False
) -> dict[str, tuple[Diagnostic, ...]]:
    """What is left to say of each file, and of each beside the others, once allowances are heard."""
    places = {name: Path(name).resolve() for name in reviewed}
    first = {place: name for name, place in reversed(places.items())}
    beside = periods({name: one.header for name, one in reviewed.items() if first[places[name]] == name})
    return {
        name: settled(one, beside[first[places[name]]].sorted(), allowed=allowed)
        for name, one in reviewed.items()
    }


def settled(
    one: Reviewed, beside: tuple[Diagnostic, ...] | None = None, *, allowed: bool = False
) -> tuple[Diagnostic, ...]:
    """What is left to say of a file once allowances are heard.

    Args:
        one: The file with what was found in it.
        beside: What was found of it beside other files; ``None`` when nobody looked, so that allowances of
            such findings cannot be judged.
        allowed: As for :func:`check`.
    """
    unjudged = AMONG_FILES if beside is None else frozenset()
    found = sorted_out((*one.found, *(beside or ())), one.given, one.whole, unjudged)
    return found if allowed else tuple(finding for finding in found if finding.allowed is None)


def _reviewed(document: Node | None, faults: Faults, remarks: Faults, file: Path | None = None) -> Reviewed:
    if document is None:
        return Reviewed(faults.sorted())
    scheme, plan = plan_of(document, faults)
    sound = not faults.errors
    if sound:
        ruleset = Ruleset(scheme, plan)
        if file is not None:
            ruleset = _with_cases(ruleset, file, faults)
        subject = Subject(ruleset, document)
        with computing(faults.limits):
            for review in REVIEWERS:
                # With very few digits allowed a review may have too many to compute; it then says nothing.
                with contextlib.suppress(NumberProblem):
                    review(subject, faults)
        faults.extend(remarks.sorted())
    given = allowances(scheme.check, faults)
    # What is only to be extended cannot be reviewed to the end: its children bring the rest.
    whole = document.span.source if sound and not scheme.header.abstract else None
    return Reviewed(faults.sorted(), given, whole, scheme.header)


def _with_cases(ruleset: Ruleset, file: Path, faults: Faults) -> Ruleset:
    """The ruleset with the cases of the files beside it, which show what it does as its own examples do."""
    noted = faults.apart()
    cases = cases_of(opened_beside(file, noted), ruleset, noted)
    faults.extend(noted.sorted())
    if noted.errors or not cases:
        return ruleset
    scheme = evolve(ruleset.scheme, examples=(*ruleset.scheme.examples, *cases))
    return evolve(ruleset, scheme=scheme)
