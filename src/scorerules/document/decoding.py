"""Bytes to a source: UTF-8, or a clear word on what they are instead.

Goes in: the bytes of a file. Comes out: a :class:`Source`, or faults that name the encoding the file was
saved in and the place of the first wrong byte. Nothing here reads files.
"""

from __future__ import annotations

import codecs
from typing import Literal

from scorerules.diagnostics import Faults, Fix
from scorerules.document.bounds import refuse_size
from scorerules.source import Source, Span

# The mark of UTF-32 begins with the mark of UTF-16, so it is looked for first.
MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# In UTF-16 every second byte of keys, digits and signs is zero; a tenth of a file is keys at least.
ZEROS_OF_UTF_16 = 10
# A file in GBK is nearly all everyday hanzi outside ASCII; accented Latin letters rarely pass as such.
EVERYDAY_SHARE = (9, 10)
LAST_ASCII = "\x7f"


def decode(
    data: bytes, name: str, faults: Faults, *, bom: Literal["accept", "refuse", "keep"] = "refuse"
) -> Source | None:
    """Read bytes as UTF-8.

    Args:
        data: The whole file.
        name: What messages call it.
        faults: Takes SR105 to SR109 and SR140.
        bom: Whether a byte order mark is dropped silently (records), a problem (rulesets), or kept as the
            first character (texts that are to be corrected).

    Returns:
        The text, line ends as they are, or ``None`` when it cannot be used.
    """
    if len(data) > faults.limits.file_bytes:
        refuse_size(name, faults)
        return None
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        _refuse(data, name, problem.start, faults)
        return None
    source = Source(name, text[1:] if marked and bom == "accept" else text)
    if "\x00" in text:
        _refuse_zero(data, source, faults)
        return None
    if marked and bom == "refuse":
        faults.add("SR105", Span(source, 0, 1), fix=Fix(Span(source, 0, 1), ""), name=name)
        return None
    return source


def _refuse(data: bytes, name: str, at: int, faults: Faults) -> None:
    """Say why ``data``, whose byte ``at`` is the first that is not UTF-8, cannot be read."""
    wide = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None) or _zeros(data)
    if wide is not None:
        faults.add("SR106", Span(Source(name, ""), 0, 0), name=name, encoding=wide)
        return
    start = len(data[:at].decode("utf-8"))
    chinese = _chinese(data)
    if chinese is not None:
        # Up to the first wrong byte the file is the same text in both encodings only when it is ASCII.
        first = next(place for place, character in enumerate(chinese) if character > LAST_ASCII)
        faults.add("SR107", Span(Source(name, chinese), first, first + 1), name=name)
        return
    span = Span(Source(name, data.decode("utf-8", "replace")), start, start + 1)
    faults.add("SR108", span, name=name, byte=f"0x{data[at]:02X}", line=span.line, column=span.column)


def _refuse_zero(data: bytes, source: Source, faults: Faults) -> None:
    """Say that the text holds zero bytes, or is UTF-16 altogether."""
    wide = _zeros(data)
    if wide is not None:
        faults.add("SR106", Span(Source(source.name, ""), 0, 0), name=source.name, encoding=wide)
        return
    at = source.text.index("\x00")
    faults.add("SR109", Span(source, at, at + 1), name=source.name)


def _zeros(data: bytes) -> str | None:
    """``UTF-16`` when zeros stand at nearly only even or only odd places, and often."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    many, few = max(even, odd), min(even, odd)
    return "UTF-16" if many * ZEROS_OF_UTF_16 >= len(data) and few * ZEROS_OF_UTF_16 <= many else None


def _chinese(data: bytes) -> str | None:
    """The text of a file that was saved as GBK, ``None`` when it is not one."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if mostly_everyday(text) else None


def mostly_everyday(text: str) -> bool:
    """Whether nearly all of a text outside ASCII are everyday hanzi."""
    beyond = [character for character in text if character > LAST_ASCII]
    everyday = sum(_everyday(character) for character in beyond)
    return bool(beyond) and everyday * EVERYDAY_SHARE[1] >= len(beyond) * EVERYDAY_SHARE[0]


def _everyday(character: str) -> bool:
    """Whether GB 2312, the set of everyday characters, has ``character``."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
