"""The page of a code as Markdown.

Goes in: a code and a language. Comes out: what · why · example · instead. The message is what the library
says about the example now; the correction is shown as the lines that change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff

from scorerules.diagnostics import Diagnostic, Lang, Words, default_lang
from scorerules.diagnostics.catalogue import entry
from scorerules.diagnostics.render import full
from scorerules.pages.page import Page, page
from scorerules.pages.played import RULESET, record_name, refused

_WHAT = Words("**含义**：", "**What**: ")
_WHY = Words("**原因**：", "**Why**: ")
_SITUATION = Words("**情形**：", "**When**: ")
_EXAMPLE = Words("**示例**", "**Example**")
_INSTEAD = Words("**改法**", "**Instead**")

_MARK = re.compile(r"\{[a-z_]+\}")
_ELLIPSIS = re.compile(r"…(?:[\s，、]*…)+")
_AROUND = 2
"""Lines shown before and after those that change."""


def explain_code(code: str, lang: Lang | None = None) -> str:
    """The page of a code, headed by its headline in general form.

    Args:
        code: A code of the catalogue, such as ``SR203``.
        lang: ``"zh"`` or ``"en"``; the language of the locale unless said.

    Raises:
        KeyError: There is no page for ``code``.
    """
    lang = lang or default_lang()
    return f"# {code} · {headline(code, lang)}\n\n{section(code, lang)}"


def headline(code: str, lang: Lang) -> str:
    """The headline of a code with ``…`` in place of the facts, without what is only sometimes said."""
    words = entry(code).headline[lang].replace("{nearest}", "")
    return _ELLIPSIS.sub("…", _MARK.sub("…", words))


def section(code: str, lang: Lang) -> str:
    """The page of a code without its title."""
    return "\n\n".join(_paragraphs(page(code), lang)) + "\n"


def _paragraphs(one: Page, lang: Lang) -> Iterator[str]:
    yield _WHAT[lang] + one.what[lang]
    yield _WHY[lang] + one.why[lang]
    if one.situation is not None:
        yield _SITUATION[lang] + one.situation[lang]
        yield _block("text", full(Diagnostic(one.code, one.facts), lang))
    else:
        yield _EXAMPLE[lang]
        yield from _files(one)
        yield _block("text", "\n\n".join(full(found, lang) for found in refused(one)))
        yield _INSTEAD[lang]
        yield from _changes(one)
    if one.advice is not None:
        yield one.advice[lang]


def _files(one: Page) -> Iterator[str]:
    """Every file of the example, named when there are several."""
    texts = _texts(one)
    for name, text in texts.items():
        if len(texts) > 1:
            yield f"`{name}`"
        yield _block("json" if name.endswith(".json") else "toml", text)


def _changes(one: Page) -> Iterator[str]:
    """What changes in the ruleset and in the record, named when there are several files."""
    texts = _texts(one)
    for name, after in ((RULESET, one.instead), (record_name(one), one.instead_record)):
        if after:
            if len(texts) > 1:
                yield f"`{name}`"
            yield _block("diff", "\n".join(_difference(texts[name], after)))


def _texts(one: Page) -> dict[str, str]:
    """The files of the example by name, the one that is refused last."""
    own = {RULESET: one.example, record_name(one): one.record}
    return {**one.files, **{name: text for name, text in own.items() if text}}


def _difference(before: str, after: str) -> Iterator[str]:
    """The lines that change with those around them, ``…`` between stretches that are apart."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_AROUND)
    for number, line in enumerate(lines):
        if line.startswith("@@"):
            if number > 2:
                yield "…"
        elif number > 1:
            yield line.rstrip()


def _block(kind: str, text: str) -> str:
    return f"```{kind}\n{text.rstrip()}\n```"
