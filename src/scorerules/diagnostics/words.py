"""Sentences in two languages, and the choice between them."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Mapping
from typing import Literal, Self

from attrs import frozen

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
_MARK = re.compile(r"\{([a-z_]+)\}")


@frozen
class Words:
    """The same sentence in Chinese and English; ``{name}`` marks stand for facts."""

    zh: str
    en: str

    @classmethod
    def same(cls, text: str) -> Self:
        """A text that reads the same in both languages."""
        return cls(text, text)

    def __getitem__(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


def say(words: Words, lang: Lang, facts: Mapping[str, object]) -> str:
    """Put the facts into a sentence.

    A fact may itself be :class:`Words`; it is then said in the same language. Facts are put in as
    plain text: braces in them mean nothing, so nobody's data can reach into a format string.
    """

    def fact(mark: re.Match[str]) -> str:
        found = facts.get(mark[1], mark[0])
        return found[lang] if isinstance(found, Words) else str(found)

    return _MARK.sub(fact, words[lang])


def default_lang() -> Lang:
    """``zh`` when ``SCORERULES_LANG`` or the locale says Chinese, else ``en``."""
    chosen = os.environ.get("SCORERULES_LANG") or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)),
        locale.getlocale()[0] or "",
    )
    return "zh" if chosen.lower().startswith(("zh", "chinese")) else "en"
