"""Pieces of a text that is nearly TOML.

Goes in: any text. Comes out: its pieces from left to right, without gaps. Unlike the scanner it never
stops, so that faults after the first can be found; it knows what is a string and what is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias, cast

from attrs import frozen

from scorerules.document.strings import STRING

Kind: TypeAlias = Literal["string", "open", "comment", "newline", "blank", "mark", "quoted", "wide", "word"]

# What an input method for Chinese writes in place of the signs of TOML, and what is meant.
WIDE_SIGNS = {
    "＝": "=",
    "，": ",",
    "、": ",",
    "：": "=",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "＃": "#",
    "＂": '"',
    "＇": "'",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
}
# These have no counterpart in TOML.
STRAY_SIGNS = "（）；。《》！？"
# The ideographic space, the no-break space of web pages, and marks without any width.
INVISIBLE = "\u3000\u00a0\u2003\u200b\u200c\u200d\u2060\ufeff"

_WIDE = "".join(WIDE_SIGNS) + STRAY_SIGNS + INVISIBLE
TOKEN = re.compile(
    rf"""
    (?P<string>{STRING.pattern})
    |(?P<open>(?:\"{{3}}|'{{3}}).*+|["'][^\n]*+)
    |(?P<comment>\#[^\n]*+)
    |(?P<newline>\n)
    |(?P<blank>[ \t\r]++)
    |(?P<mark>[=\[\]{{}},])
    |(?P<quoted>[“”„][^“”"\n]*+[“”]|[‘’][^‘’'\n]*+[‘’])
    |(?P<wide>＃[^\n]*+|[{_WIDE}])
    |(?P<word>[^\s=\[\]{{}},\#"'{_WIDE}]++|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@frozen
class Token:
    """One piece: the characters ``start`` to ``end``."""

    kind: Kind
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The pieces of ``text``."""
    for match in TOKEN.finditer(text):
        yield Token(cast("Kind", match.lastgroup), match.group(), match.start(), match.end())
