"""What certainly belongs in place of a sign or a word that formulas do not have.

Goes in: a sign or a word, and the formula around it. Comes out: the text that may replace it unseen, or
``None`` where that would be a guess. What people are told is kept in :mod:`symbols`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "&&": "and",
        "||": "or",
        "===": "==",
        "!==": "!=",
        "<>": "!=",
        "=>": ">=",
        "=<": "<=",
        "^": "**",
    }
)
_WORDS: Mapping[str, str] = MappingProxyType(
    {"且": "and", "并且": "and", "或": "or", "或者": "or", "and": "and", "or": "or", "not": "not"}
)
_CONDITIONS = ("when", "requires")
"""Keys whose formula is a condition."""

_TEXT = re.compile(r"'[^']*'|\"[^\"]*\"")
_CHOICE = re.compile(r"\b(?:if|else)\b")
_BRACKET = re.compile(r"[\w]?\(|\)")
_UNSURE = frozenset({"sqrt", "."})
"""A root needs brackets, and a full stop may end a sentence."""


def safe_sign(sign: str, text: str, at: int, path: str | None) -> str | None:
    """What replaces ``sign``, which stands at ``at``; blanks around words where there are none."""
    end = at + len(sign)
    if sign == "=":
        return "==" if compares(text, at, path) else None
    if sign == "!":
        return "not " if re.match(r"[\w(]", text[end:]) else None
    right = _SIGNS.get(sign)
    return _apart(right, text, at, end) if right is not None else None


def safe_word(word: str) -> str | None:
    """What replaces a word between two values."""
    return _WORDS.get(word.lower())


def safe_character(plain: str, text: str, at: int) -> str | None:
    """What replaces the printed or full-width character at ``at``, whose plain form is ``plain``."""
    if plain in _UNSURE:
        return None
    return _apart(plain, text, at, at + 1) if plain.isalpha() and len(plain) > 1 else _one_sign(plain)


def _one_sign(plain: str) -> str | None:
    return None if plain.isalpha() else plain


def compares(text: str, at: int, path: str | None) -> bool:
    """Whether a single ``=`` at ``at`` can only compare: not where it may give a value its name."""
    before = _TEXT.sub("", text[:at])
    calls: list[bool] = []
    for bracket in _BRACKET.findall(before):
        if bracket == ")":
            calls = calls[:-1]
        else:
            calls.append(len(bracket) > 1)
    if calls and calls[-1]:
        return False
    return (path or "").rpartition(".")[2] in _CONDITIONS or _CHOICE.findall(before)[-1:] == ["if"]


def _apart(right: str, text: str, at: int, end: int) -> str:
    if not right.isalpha():
        return right
    before = " " if text[:at][-1:].strip() else ""
    after = " " if text[end : end + 1].strip() else ""
    return f"{before}{right}{after}"
