"""What the library says about the example of a page, and about its correction.

Goes in: a page. Comes out: the diagnostics that people see for it. Further files of the page are put into a
folder that is gone afterwards.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from scorerules.diagnostics import Diagnostic
from scorerules.errors import ScoreRulesError
from scorerules.pages.page import Page
from scorerules.record import loads_record
from scorerules.review.periods import AMONG_FILES
from scorerules.review.reviewers import review_text, settled_together
from scorerules.ruleset import Ruleset, loads

RULESET = "rules.toml"
"""What messages call the ruleset of a page."""

_FOLDER = "rules"
"""What messages call the folder of a page."""


def record_name(page: Page) -> str:
    """What messages call the record of a page."""
    return "record.json" if page.json else "record.toml"


def refused(page: Page) -> tuple[Diagnostic, ...]:
    """What is said about the example, hints to other things left out; nothing for a mere situation.

    Beside a record that is refused, what the review says of its ruleset is left out too.
    """
    if page.situation is not None:
        return ()
    found = _problems(page, page.example, page.record)
    told = ("error",) if page.record else ("error", "warning")
    return tuple(one for one in found if one.code == page.code or one.severity in told)


def corrected(page: Page) -> tuple[Diagnostic, ...]:
    """What is left to say about the correction, hints left out."""
    if page.situation is not None:
        return ()
    found = _problems(page, page.instead or page.example, page.instead_record or page.record)
    return tuple(one for one in found if one.severity != "hint")


def _problems(page: Page, text: str, record: str) -> tuple[Diagnostic, ...]:
    """What a check of the ruleset says, or else the scoring of the record."""
    found, ruleset = _of_ruleset(page, text) if text else ((), None)
    if record and (ruleset is not None or not text):
        try:
            read = loads_record(record, format="json" if page.json else "toml", name=record_name(page))
            if ruleset is not None:
                ruleset.score(read)
        except ScoreRulesError as error:
            found += error.diagnostics
    return found


def _of_ruleset(page: Page, text: str) -> tuple[tuple[Diagnostic, ...], Ruleset | None]:
    """What is said about a ruleset; the ruleset when it has no errors."""
    # Files that a ruleset extends are found when it is read; those it only stands beside are read here.
    beside = page.files if page.code in AMONG_FILES else {}
    with _folder(page.files) as root:
        reviewed = {name: review_text(one, name, root) for name, one in {**beside, RULESET: text}.items()}
        found = settled_together(reviewed)[RULESET]
        if any(one.severity == "error" for one in found):
            return found, None
        return found, loads(text, name=RULESET, root=root)


@contextlib.contextmanager
def _folder(texts: Mapping[str, str]) -> Iterator[Path | None]:
    """A folder with these files; none when there are none."""
    if not texts:
        yield None
        return
    with TemporaryDirectory() as outside:
        folder = Path(outside, _FOLDER)
        for name, text in texts.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        yield folder
