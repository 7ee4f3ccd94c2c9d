"""How a value came about that is not what a case expects, in a few lines."""

from __future__ import annotations

from scorerules.diagnostics import LANGS, Diagnostic, Lang, Words
from scorerules.expect import Expectation
from scorerules.result import Evaluation

LINES = 24
"""Lines that are shown of what a value came from."""

LONGEST = 240
"""Characters of a line that are shown."""


def nothing() -> Words:
    """There is nothing to tell."""
    return Words.same("")


def trace_of(one: Expectation, evaluation: Evaluation) -> Words:
    """How the value that an expectation is about came about."""
    zh, en = (_bounded(evaluation.explain_one(one.id if one.field else "", lang), lang) for lang in LANGS)
    return Words(zh, en)


def refusals_words(diagnostics: tuple[Diagnostic, ...]) -> Words:
    """Why a record was refused, a line for each fault."""
    zh, en = (
        _bounded("\n".join(f"{one.code} {one.headline(lang)}" for one in diagnostics), lang) for lang in LANGS
    )
    return Words(zh, en)


def _bounded(text: str, lang: Lang) -> str:
    """The beginning of a long text: a table of a hundred rows explains nothing."""
    lines = text.splitlines()
    kept = [line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in lines[:LINES]]
    more = len(lines) - len(kept)
    if more > 0:
        kept.append(Words(f"…（还有 {more} 行）", f"… ({more} more lines)")[lang])
    return "\n".join(kept)
