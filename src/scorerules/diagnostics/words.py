"""Sentences in two languages, and the choice between them."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Lang = Literal["zh", "en"]


@frozen
class Words:
    """The same sentence in Chinese and English; ``{name}`` marks stand for facts."""

    zh: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


def say(words: Words, lang: Lang, facts: Mapping[str, object]) -> str:
    """Put the facts into a sentence.

    A fact may itself be :class:`Words`; it is then said in the same language. Facts are put in as
    plain text: braces in them mean nothing, so nobody's data can reach into a format string.
    """
    text = words[lang]
    for name, fact in facts.items():
        mark = "{" + name + "}"
        if mark in text:
            text = text.replace(mark, fact[lang] if isinstance(fact, Words) else str(fact))
    return text


def default_lang() -> Lang:
    """``zh`` when ``SCORERULES_LANG`` or the locale says Chinese, else ``en``."""
    chosen = os.environ.get("SCORERULES_LANG") or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        locale.getlocale()[0] or "",
    )
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"
