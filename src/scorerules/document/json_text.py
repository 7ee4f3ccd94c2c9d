"""JSON text to nodes, numbers exactly as they are written.

Goes in: a source. Comes out: the tree of its values with their places, or the first problem; keys that
are written twice are all noted. Functions of ``(reading, pos)`` that recurse as deep as the limits allow.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import define

from scorerules.diagnostics import Diagnostic, Faults, Fix, Label, Words
from scorerules.document.bounds import BoundError, check_digits, refuse_over, refuse_text
from scorerules.document.node import Node, Scalar
from scorerules.document.strings import string_text
from scorerules.source import Source, Span

SPACE = re.compile(r"[ \t\r\n]*+")
STRING_START = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+')
WORD = re.compile(r"""[^\s,\[\]{}:"，：【】｛｝“”]+|.""", re.DOTALL)
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<broken>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
LIKE_A_NUMBER = re.compile(r"[+-]?(?=[._]*[0-9])[0-9._]++(?:[eE][+-]?[0-9]*)?[%‰]?|[+-]?0[xob][0-9A-Fa-f]+")
NOT_A_NUMBER = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
SURROGATE = re.compile("[\ud800-\udfff]")
CONSTANTS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
WIDE_SIGNS = {"，": ",", "：": ":", "【": "[", "】": "]", "｛": "{", "｝": "}", "“": '"', "”": '"', "＂": '"'}
CLOSING = {"[": "]", "{": "}"}

FIRST_USE = Words("第一次在这里", "first used here")
OPENED = Words("从这里开始", "opened here")
THE_END = Words("文件末尾", "the end of the text")
A_KEY = Words("双引号里的键", "a key in double quotes")
A_COLON = Words(" `:`", "`:`")
AN_ITEM = Words("下一项", "one more item")

DEPTH: Final = "file_depth"
KEYS: Final = "file_keys"


@define
class Reading:
    """One text being read."""

    source: Source
    faults: Faults
    keys: int = 0

    def span(self, start: int, end: int) -> Span:
        """The characters ``start`` to ``end``."""
        return Span(self.source, start, end)

    def count(self, start: int, end: int) -> None:
        """Count one more key or item."""
        self.keys += 1
        if self.keys > self.faults.limits.file_keys:
            raise BoundError(KEYS, start, end)


class NotJsonError(Exception):
    """The text is not JSON; the fault is noted. Never leaves this module."""


def parse_json(source: Source, faults: Faults) -> Node | None:
    """Read a JSON text.

    Args:
        source: The text.
        faults: Takes the problems: SR105, SR109, SR128, SR134, SR140 to SR143, SR150 to SR159.

    Returns:
        Its value, whole numbers as ``int`` and others as ``Decimal``; ``None`` when it cannot be used,
        ``faults`` then say why.
    """
    if refuse_text(source, faults):
        return None
    before = len(faults)
    reading = Reading(source, faults)
    try:
        pos, node = _value(reading, _space(source.text, 0), 0)
        pos = _space(source.text, pos)
        if pos < len(source.text):
            raise _refuse(reading, "SR156", pos, found=_word(source.text, pos))
    except BoundError as exceeded:
        refuse_over(source, faults, *exceeded.over)
        return None
    except NotJsonError:
        return None
    return node if len(faults) == before else None


def _space(text: str, pos: int) -> int:
    space = SPACE.match(text, pos)
    return space.end() if space else pos


def _word(text: str, pos: int) -> str:
    word = WORD.match(text, pos)
    return word.group() if word else ""


def _refuse(
    reading: Reading, code: str, start: int, length: int | None = None, **facts: object
) -> NotJsonError:
    """Note why the text cannot be read from ``start`` on."""
    text = reading.source.text
    word = _word(text, start)
    if word[:1] in WIDE_SIGNS:
        span = reading.span(start, start + 1)
        right = WIDE_SIGNS[word[0]]
        reading.faults.add("SR159", span, fix=Fix(span, right), sign=word[0], right=right)
    else:
        span = reading.span(start, start + (len(word) if length is None else length))
        reading.faults.extend((Diagnostic(code, facts, span),))
    return NotJsonError()


def _value(reading: Reading, pos: int, level: int) -> tuple[int, Node]:
    """The position after the value at ``pos``, and its node; it is ``level`` deep."""
    text = reading.source.text
    first = text[pos : pos + 1]
    if first == '"':
        end, said = _string(reading, pos)
        return end, Node(said, reading.span(pos, end))
    if first and first in CLOSING:
        if level >= reading.faults.limits.file_depth:
            raise BoundError(DEPTH, pos, pos + 1)
        return (_array if first == "[" else _object)(reading, pos, level)
    word = _word(text, pos)
    end = pos + len(word)
    if word in CONSTANTS:
        return end, Node(CONSTANTS[word], reading.span(pos, end))
    number = NUMBER.fullmatch(word)
    if number is None:
        raise _bad_word(reading, pos, word)
    check_digits(word, pos, reading.faults.limits)
    return end, Node(Decimal(word) if number["broken"] else int(word), reading.span(pos, end))


def _bad_word(reading: Reading, pos: int, word: str) -> NotJsonError:
    if LIKE_A_NUMBER.fullmatch(word):
        return _refuse(reading, "SR153", pos, word=word)
    if NOT_A_NUMBER.fullmatch(word):
        return _refuse(reading, "SR152", pos, word=word)
    return _refuse(reading, "SR150", pos, found=word or THE_END)


def _string(reading: Reading, pos: int) -> tuple[int, str]:
    """The position after the string at ``pos``, and what it says."""
    text = reading.source.text
    body = STRING_START.match(text, pos)
    end = body.end() if body else pos + 1
    after = text[end : end + 1]
    if after == "\\" and end + 1 < len(text):
        raise _refuse(reading, "SR155", end, 2, escape=text[end : end + 2].strip())
    if after in {"", "\\", "\n", "\r"}:
        raise _refuse(reading, "SR154", pos, 1)
    if after != '"':
        raise _refuse(reading, "SR128", end, 1, character=f"U+{ord(after):04X}")
    said = string_text(text, pos, end + 1)
    lonely = SURROGATE.search(said)
    if lonely is not None:
        raise _refuse(reading, "SR134", pos, end + 1 - pos, character=f"U+{ord(lonely.group()):04X}")
    return end + 1, said


def _array(reading: Reading, start: int, level: int) -> tuple[int, Node]:
    text = reading.source.text
    items: list[Node] = []
    pos = _space(text, start + 1)
    while not text.startswith("]", pos) or items:
        _more(reading, start, pos)
        if text.startswith("]", pos):
            raise _refuse(reading, "SR157", pos, wanted=AN_ITEM, found="]")
        pos, item = _value(reading, pos, level + 1)
        reading.count(item.span.start, item.span.end)
        items.append(item)
        pos = _space(text, pos)
        if text.startswith("]", pos):
            break
        pos = _space(text, _separator(reading, start, pos, ","))
    return pos + 1, Node(tuple(items), reading.span(start, pos + 1))


def _object(reading: Reading, start: int, level: int) -> tuple[int, Node]:
    text = reading.source.text
    table: dict[str, Node] = {}
    pos = _space(text, start + 1)
    while not text.startswith("}", pos) or table:
        _more(reading, start, pos)
        if not text.startswith('"', pos):
            raise _refuse(reading, "SR157", pos, wanted=A_KEY, found=_word(text, pos))
        end, key = _string(reading, pos)
        key_span = reading.span(pos, end)
        reading.count(pos, end)
        pos = _space(text, _separator(reading, start, _space(text, end), ":"))
        _more(reading, start, pos)
        pos, value = _value(reading, pos, level + 1)
        first = table.setdefault(key, Node(value.value, value.span, key_span))
        if first.key_span is not None and first.key_span.start != key_span.start:
            label = Label(first.key_span, FIRST_USE)
            reading.faults.add("SR151", key_span, labels=(label,), name=key)
        pos = _space(text, pos)
        if text.startswith("}", pos):
            break
        pos = _space(text, _separator(reading, start, pos, ","))
    return pos + 1, Node(table, reading.span(start, pos + 1))


def _more(reading: Reading, start: int, pos: int) -> None:
    """Refuse a text that ends inside the brackets opened at ``start``."""
    if pos >= len(reading.source.text):
        bracket = reading.source.text[start]
        raise _refuse(reading, "SR158", start, 1, bracket=bracket, right=CLOSING[bracket])


def _separator(reading: Reading, start: int, pos: int, sign: str) -> int:
    """The position after the ``,`` or ``:`` that must stand at ``pos``."""
    text = reading.source.text
    if text.startswith(sign, pos):
        return pos + 1
    _more(reading, start, pos)
    right = CLOSING[text[start]]
    wanted = A_COLON if sign == ":" else Words(f" `,` 或 `{right}`", f"`,` or `{right}`")
    raise _refuse(reading, "SR157", pos, wanted=wanted, found=_word(text, pos))
