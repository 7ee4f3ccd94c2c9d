"""What kinds of values are called in messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scorerules.diagnostics import Words
from scorerules.numbers import Real, plain

_KINDS: Mapping[str, Words] = {
    "number": Words("数", "a number"),
    "text": Words("文字", "a text"),
    "boolean": Words("真假判断", "a condition"),
    "date": Words("日期", "a date"),
    "ids": Words("编号列表", "a list of ids"),
}


_SHOWN = 60
"""Characters of a formula that a message repeats at most."""


def shown(text: str) -> str:
    """A part of a formula as messages repeat it: on one line, cut when it is long."""
    line = " ".join(text.split()) or text
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def kind_words(kind: str) -> Words:
    """A kind of value, with its article in English."""
    return _KINDS[kind]


def value_words(value: object) -> Words:
    """One value, for messages: its kind and what it is."""
    match value:
        case bool():
            return Words("真" if value else "假", "true" if value else "false")
        case Fraction() | Real():
            return Words(f"数 {plain(value)}", f"the number {plain(value)}")
        case str():
            return Words(f"文字“{shown(value)}”", f'the text "{shown(value)}"')
        case date():
            return Words(f"日期 {value.isoformat()}", f"the date {value.isoformat()}")
        case tuple():
            return Words(f"编号列表（{'、'.join(value)}）", f"the ids {', '.join(value)}")
        case _:
            return Words("不能用于计算的值", "a value that cannot be used")
