"""What is refused before anybody computes with it: too large, too deep, or not text at all.

Goes in: a source, or one number of it. Comes out: whether it was refused, the reason among the faults.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from scorerules.diagnostics import Faults, Fix
from scorerules.document.limits import LIMITS
from scorerules.source import Source, Span

Bound: TypeAlias = Literal["depth", "digits", "keys"]

BYTE_ORDER_MARK = "\ufeff"
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
OVER = {"depth": "SR141", "digits": "SR142", "keys": "SR143"}
EXPONENT = re.compile(r"[0-9][eE][+-]?([0-9_]++)")
MEBIBYTE = 1024 * 1024
LONGEST_CHARACTER = 4


class BoundError(Exception):
    """The characters ``start`` to ``end`` exceed a bound. Never leaves this package."""

    def __init__(self, bound: Bound, start: int, end: int) -> None:
        self.over = (bound, start, end)
        super().__init__(bound, start, end)


def refuse_text(source: Source, faults: Faults) -> bool:
    """Refuse a text that begins with a byte order mark, is too long or holds what is no character."""
    text = source.text
    if text.startswith(BYTE_ORDER_MARK):
        faults.add("SR105", Span(source, 0, 1), fix=Fix(Span(source, 0, 1), ""))
        return True
    if len(text) * LONGEST_CHARACTER > LIMITS.bytes and too_long(text):
        faults.add("SR140", Span(source, 0, 0), name=source.name, limit=LIMITS.bytes // MEBIBYTE)
        return True
    wrong = NOT_TEXT.search(text)
    if wrong is None:
        return False
    if wrong.group() == "\x00":
        faults.add("SR109", Span(source, *wrong.span()))
    else:
        faults.add("SR134", Span(source, *wrong.span()), character=f"U+{ord(wrong.group()):04X}")
    return True


def too_long(text: str) -> bool:
    """Whether ``text`` takes more bytes than a document may have."""
    return len(text) > LIMITS.bytes or len(text.encode("utf-8", "surrogatepass")) > LIMITS.bytes


def refuse_over(source: Source, faults: Faults, bound: Bound, start: int, end: int) -> None:
    """Note that the characters ``start`` to ``end`` exceed a bound."""
    faults.add(OVER[bound], Span(source, start, end), limit=getattr(LIMITS, bound))


def check_digits(word: str, pos: int) -> None:
    """Refuse the number ``word``, which stands at ``pos``, when it is too long written out."""
    over = BoundError("digits", pos, pos + len(word))
    if len(word) > LIMITS.digits and sum(map(str.isdigit, word)) > LIMITS.digits:
        raise over
    exponent = None if word.startswith("0x") else EXPONENT.search(word)
    if exponent is None:
        return
    if len(exponent[1]) > LIMITS.digits or int(exponent[1].replace("_", "") or "0") > LIMITS.digits:
        raise over
