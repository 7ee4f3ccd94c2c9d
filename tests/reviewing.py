"""What the review finds, in a form that tests compare."""

from __future__ import annotations

from collections.abc import Iterable

from plainly import check_text
from scorerules.diagnostics import Diagnostic

Finding = tuple[str, str | None, str]
"""Code, path and the text that the span covers."""

HEAD = """scorerules = 1
[ruleset]
id = "small"
"""


def whole(rest: str, header: str = "") -> str:
    """A ruleset of one tier, the sections in ``rest`` below its header."""
    return f"{HEAD}{header}\n[tier.top]\n{rest}"


def findings(text: str, *codes: str) -> list[Diagnostic]:
    """The findings with one of ``codes``, in the order of the text; the ruleset must have no error."""
    found = check_text(text, name="small.toml")
    assert [one for one in found if one.severity == "error"] == []
    return [one for one in found if one.code in codes]


def seen(found: Iterable[Diagnostic]) -> list[Finding]:
    """What a test compares of findings."""
    return [(one.code, one.path, "" if one.span is None else one.span.text) for one in found]


def labels(one: Diagnostic) -> list[tuple[str, str]]:
    """What the labels of a finding cover, and what they say in English."""
    return [(label.span.text, label.words.en) for label in one.labels]
