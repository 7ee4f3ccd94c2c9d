"""How texts look in a terminal: columns taken, and characters that must not reach it raw.

Goes in: any text, hostile ones included. Comes out: numbers of columns and texts that are safe to print.
Nothing here knows diagnostics or colours.
"""

from __future__ import annotations

import unicodedata

_HANGUL_JOINING = range(0x1160, 0x1200)
"""Vowels and finals of Korean syllables, drawn inside the character before them."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories that steer a terminal, turn the reading direction, break lines or cannot be encoded."""

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def width(text: str) -> int:
    """Columns that ``text`` takes: 2 for wide East Asian characters, 0 for combining marks, else 1.

    Characters whose width is ambiguous count 1, as terminals draw them unless told otherwise.
    """
    if text.isascii():
        return len(text) if text.isprintable() else sum(one.isprintable() for one in text)
    return sum(map(_columns, text))


def pad(text: str, columns: int) -> str:
    """``text`` with spaces behind it until it takes ``columns`` columns; longer texts stay as they are."""
    return text + " " * max(0, columns - width(text))


def visible(text: str) -> str:
    r"""``text`` with every control or invisible character written out, e.g. ``\x1b`` for escape.

    What people typed in a ruleset or a record can then neither steer the terminal nor hide in a line.
    """
    if text.isprintable():
        return text
    return "".join(_written(one) for one in text)


def _columns(character: str) -> int:
    category = unicodedata.category(character)
    if category in ("Mn", "Me") or category in _UNSEEN or ord(character) in _HANGUL_JOINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _written(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    return _SHORT.get(character) or character.encode("unicode_escape").decode("ascii")
