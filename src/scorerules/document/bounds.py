"""What is refused before anybody computes with it: too large, too deep, or not text at all.

Goes in: a source, or one number of it. Comes out: whether it was refused, the reason among the faults.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from scorerules.diagnostics import Faults, Fix, Words
from scorerules.limits import Limits
from scorerules.source import Source, Span

Bound: TypeAlias = Literal["file_depth", "digits", "file_keys"]

BYTE_ORDER_MARK = "\ufeff"
NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
OVER = {"file_depth": "SR141", "digits": "SR142", "file_keys": "SR143"}
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
    if too_long(text, faults.limits.file_bytes):
        refuse_size(source.name, faults)
        return True
    wrong = NOT_TEXT.search(text)
    if wrong is None:
        return False
    if wrong.group() == "\x00":
        faults.add("SR109", Span(source, *wrong.span()))
    else:
        faults.add("SR134", Span(source, *wrong.span()), character=f"U+{ord(wrong.group()):04X}")
    return True


def refuse_size(name: str, faults: Faults) -> None:
    """Note that the text called ``name`` is too long."""
    most = faults.limits.file_bytes
    whole = f"{most // MEBIBYTE} MiB"
    limit = Words(f"{most:,} 字节", f"{most:,} bytes") if most % MEBIBYTE else Words(whole, whole)
    faults.add("SR140", Span(Source(name, ""), 0, 0), name=name, limit=limit)


def too_long(text: str, most: int) -> bool:
    """Whether ``text`` takes more than ``most`` bytes."""
    if len(text) * LONGEST_CHARACTER <= most:
        return False
    return len(text) > most or len(text.encode("utf-8", "surrogatepass")) > most


def refuse_over(source: Source, faults: Faults, bound: Bound, start: int, end: int) -> None:
    """Note that the characters ``start`` to ``end`` exceed a bound."""
    faults.add(OVER[bound], Span(source, start, end), limit=getattr(faults.limits, bound))


def check_digits(word: str, pos: int, limits: Limits) -> None:
    """Refuse the number ``word``, which stands at ``pos``, when it is too long written out."""
    most = limits.digits
    over = len(word) > most and sum(map(str.isdigit, word)) > most
    exponent = None if over or word.startswith("0x") else EXPONENT.search(word)
    if exponent is not None:
        over = len(exponent[1]) > most or int(exponent[1].replace("_", "") or "0") > most
    if over:
        raise BoundError("digits", pos, pos + len(word))
