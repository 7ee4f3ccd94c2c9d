r"""String literals: where they end, what they say, and which characters of the file say it.

Goes in: a text and the place of a literal that TOML or JSON accepts. Comes out: decoded text and offsets.
One reader serves both languages: what only one of them knows (``\e``, ``\/``, surrogate pairs) never
occurs in an accepted text of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

# The single-line forms refuse to start at three quotes, or an unclosed multi-line string would look empty.
STRING = re.compile(
    r"""
    \"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}
    |'{3}(?:[^']++|'{1,2}(?!'))*+'{3,5}
    |"(?!"")(?:[^"\\\n]++|\\[^\n])*+"
    |'(?!'')[^'\n]*+'
    """,
    re.VERBOSE | re.DOTALL,
)
PIECE = re.compile(
    r"""
    (?P<continuation>\\[ \t]*\r?\n[ \t\r\n]*+)
    |\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})
    |\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8}))
    |\\(?P<escape>.)
    |(?P<newline>\r\n)
    |(?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}
SHORTEST_OF_THREE = len('""""""')
HIGH_SURROGATE = 0xD800
LOW_SURROGATE = 0xDC00
BEYOND_BASIC_PLANE = 0x10000


@frozen
class Characters:
    """Where each decoded character stands: character ``i`` is ``text[starts[i]:ends[i]]`` of the file.

    ``first`` and ``last`` bound the content between the quotes.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    first: int
    last: int

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The file's offsets of the decoded characters ``start`` to ``end`` (not included)."""
        count = len(self.starts)
        start = min(max(start, 0), count)
        end = min(max(end, start), count)
        if end > start:
            return self.starts[start], self.ends[end - 1]
        point = self.starts[start] if start < count else self.ends[-1] if count else self.first
        return point, point


def content(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets between the quotes of the literal ``text[start:end]``."""
    quote = text[start]
    if end - start < 6 or text[start : start + 3] != quote * 3:
        return start + 1, end - 1
    first = start + 3
    if text.startswith("\r\n", first):
        first += 2
    elif text.startswith("\n", first):
        first += 1
    return first, end - 3


def string_text(text: str, start: int, end: int) -> str:
    """What the literal ``text[start:end]`` says."""
    first, last = content(text, start, end)
    raw = text[first:last]
    if text[start] == "'" or "\\" not in raw:
        return raw.replace("\r\n", "\n")
    return "".join(said for _, _, said in _pieces(text, first, last))


def characters(text: str, start: int, end: int) -> Characters:
    """The place of every decoded character of the literal ``text[start:end]``."""
    first, last = content(text, start, end)
    escapes = text[start] == '"' and text.find("\\", first, last) >= 0
    if not escapes and text.find("\r", first, last) < 0:
        return Characters(range(first, last), range(first + 1, last + 1), first, last)
    starts: list[int] = []
    ends: list[int] = []
    for at, after, said in _pieces(text, first, last) if escapes else _lines(text, first, last):
        for _ in said:
            starts.append(at)
            ends.append(after)
    return Characters(tuple(starts), tuple(ends), first, last)


def _pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Each piece of a literal with escapes: its start, its end, what it says."""
    for piece in PIECE.finditer(text, first, last):
        yield piece.start(), piece.end(), _said(piece)


def _lines(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Each character of a literal without escapes; a Windows line end is one."""
    at = first
    while at < last:
        after = at + 2 if text.startswith("\r\n", at) else at + 1
        yield at, after, text[after - 1]
        at = after


def _said(piece: re.Match[str]) -> str:
    match piece.lastgroup:
        case "continuation":
            return ""
        case "low":
            high = int(piece["high"], 16) - HIGH_SURROGATE
            return chr(BEYOND_BASIC_PLANE + (high << 10) + int(piece["low"], 16) - LOW_SURROGATE)
        case "x" | "u" | "U" as width:
            return chr(int(piece[width], 16))
        case "escape":
            return ESCAPES.get(piece["escape"], piece["escape"])
        case "newline":
            return "\n"
        case _:
            return piece["plain"]
