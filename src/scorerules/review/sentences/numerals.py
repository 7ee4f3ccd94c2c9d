"""Numbers that are written in words: 十二, 百分之九十五, 三分之一, half, twenty.

Goes in: the words. Comes out: the exact number. Which words of a sentence are numbers is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

_DIGITS: Mapping[str, int] = MappingProxyType(
    {
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
        "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    }
)  # fmt: skip
_TENS: Mapping[str, int] = MappingProxyType({"十": 10, "百": 100, "千": 1000})
_MYRIADS: Mapping[str, int] = MappingProxyType({"万": 10**4, "亿": 10**8})

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,20}(?:点[零〇一二三四五六七八九]{1,20})?|半"
"""A Chinese numeral: 五, 十二, 一百零五, 三点五, 半; bounded, so that a long run is read in no time."""

ENGLISH: Mapping[str, int] = MappingProxyType(
    {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    }
)  # fmt: skip
"""English number words; ``twenty-five`` is two of them joined."""


def chinese(text: str) -> Fraction | None:
    """The number that a Chinese numeral is; ``None`` when it is none, such as 百 alone or 三二."""
    if text == "半":
        return Fraction(1, 2)
    whole, point, part = text.partition("点")
    number = _whole(whole)
    if number is None or not point:
        return None if number is None else Fraction(number)
    digits = "".join(str(_DIGITS[one]) for one in part)
    return Fraction(f"{number}.{digits}")


def english(text: str) -> Fraction | None:
    """The number that an English number word is."""
    tens, _, ones = text.lower().partition("-")
    number = ENGLISH.get(tens)
    if number is None or not ones:
        return None if number is None else Fraction(number)
    added = ENGLISH.get(ones)
    joined = added is not None and added < 10 and number in range(20, 100, 10)
    return Fraction(number + added) if joined and added is not None else None


def _whole(text: str) -> int | None:
    """A whole number, in parts below each 亿 and 万."""
    if re.fullmatch("[一二三四五六七八九零〇]{2,}", text):
        return None  # digits in a row are a year or a list, hardly an amount
    total, below = 0, 0
    digit: int | None = None
    for one in text:
        if one in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[one]
        elif one in _TENS:
            if digit is None and (one != "十" or below % 100):
                return None
            below += (1 if digit is None else digit) * _TENS[one]
            digit = None
        else:
            below += digit or 0
            digit = None
            if total + below == 0:
                return None
            total = (total + below) * _MYRIADS[one] if one == "亿" else total + below * _MYRIADS[one]
            below = 0
    return total + below + (digit or 0)
