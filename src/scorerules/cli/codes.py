"""``scorerules check --explain``: the page of a code, or the list of all codes."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.markdown import Markdown

from scorerules.cli import streams
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.catalogue import CATALOGUE, entry
from scorerules.diagnostics.near import near
from scorerules.diagnostics.render import severity_words
from scorerules.pages import codes, explain_code, headline

_UNKNOWN = Words("没有 `{code}` 这个代码{nearest}", "there is no code `{code}`{nearest}")
_NEAREST = Words("；是不是 {codes}", "; did you mean {codes}")
_MOST = 3


def explain(code: str, lang: Lang, *, as_json: bool) -> int:
    """Print the page of ``code``; without a code, every code with its headline."""
    if not code.strip():
        _list(lang, as_json=as_json)
        return 0
    known = code.strip().upper()
    if known not in CATALOGUE:
        alike = near(known, CATALOGUE, _MOST)
        better = say(_NEAREST, lang, {"codes": ", ".join(alike)}) if alike else ""
        raise click.UsageError(say(_UNKNOWN, lang, {"code": code.strip(), "nearest": better}))
    page = explain_code(known, lang) if known in codes() else f"# {known} · {headline(known, lang)}\n"
    if as_json:
        streams.write_json({**_facts(known, lang), "help": entry(known).help[lang] or None, "page": page})
    elif streams.colorful(sys.stdout):
        Console().print(Markdown(page))
    else:
        streams.write(page.rstrip("\n"))
    return 0


def _list(lang: Lang, *, as_json: bool) -> None:
    if as_json:
        streams.write_json({"codes": [_facts(code, lang) for code in sorted(CATALOGUE)]})
        return
    for code in sorted(CATALOGUE):
        words = severity_words(entry(code).severity)
        streams.write(f"{code} {words[lang]} · {headline(code, lang)}")


def _facts(code: str, lang: Lang) -> dict[str, object]:
    return {"code": code, "severity": entry(code).severity, "message": headline(code, lang)}
