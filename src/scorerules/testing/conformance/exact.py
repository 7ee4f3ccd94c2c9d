"""Values as a pack writes them, and whether another program's text means the same value.

Goes in: values of an evaluation. Comes out: what JSON can hold of them, numbers as exact texts: the decimal
where it ends (``"98.77"``), else the fraction (``"200/3"``), for an irrational number a decimal and how far
off it is at most. No float takes part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from scorerules.diagnostics import Words
from scorerules.formula import Value
from scorerules.numbers import Real, TooLarge, exact, is_finite_decimal, to_decimal

Written: TypeAlias = "str | bool | list[str] | dict[str, str] | None"
"""A result in a pack; a table is an irrational number, or a text that differs between languages."""

Type: TypeAlias = Literal["number", "text", "truth", "date", "ids"]
"""What a result is: numbers, dates and ids are texts in a pack too."""

_IRRATIONAL_DIGITS = 15
"""Digits of a number that cannot be written; a correctly computed double agrees with them."""
_LONGEST_BITS = 13_000
"""Bits of the longest fraction that is written: Python, among others, reads no longer ones."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_FRACTION = re.compile(r"([+-]?[0-9]{1,4000})/([0-9]{1,4000})")
_NEAR, _WITHIN = "near", "within"
_BLURRED = Fraction(1, 10**9)
"""Share of a number below which a difference looks like that of binary floating point."""


def written(value: Value | Words | None) -> Written:
    """A value as the pack writes it."""
    match value:
        case bool() | str() | None:
            return value
        case Fraction() if is_finite_decimal(value):
            return f"{to_decimal(value):f}"
        case Fraction() if max(value.numerator.bit_length(), value.denominator.bit_length()) < _LONGEST_BITS:
            return f"{value.numerator}/{value.denominator}"
        case Fraction() | Real():
            return _near(to_decimal(value, _IRRATIONAL_DIGITS))
        case date():
            return value.isoformat()
        case Words():
            return value.zh if value.zh == value.en else {"zh": value.zh, "en": value.en}
        case _:
            return list(value)


def type_of(value: Value | Words | None) -> Type | None:
    """What a value is; ``None`` for none."""
    match value:
        case None:
            return None
        case bool():
            return "truth"
        case Fraction() | Real():
            return "number"
        case date():
            return "date"
        case str() | Words():
            return "text"
        case _:
            return "ids"


def _near(digits: Decimal) -> dict[str, str]:
    exponent = digits.as_tuple().exponent
    assert isinstance(exponent, int)
    return {_NEAR: f"{digits:f}", _WITHIN: f"{Decimal((0, (1,), exponent)):f}"}


def number_of(answer: object) -> Fraction | None:
    """The number that an answer is: a decimal, with an exponent or not, or a fraction; ``None`` for none."""
    if isinstance(answer, bool):
        return None
    if isinstance(answer, (int, Decimal)):
        return _decimal(str(answer))
    if isinstance(answer, str):
        text = answer.strip()
        fraction = _FRACTION.fullmatch(text)
        if fraction is not None:
            return Fraction(int(fraction[1]), int(fraction[2])) if int(fraction[2]) else None
        return _decimal(text)
    return None


def _decimal(text: str) -> Fraction | None:
    if _NUMBER.fullmatch(text) is None:
        return None
    try:
        return exact(Decimal(text))
    except TooLarge:
        return None


def agrees(expected: Written, answer: object, type_: Type) -> bool:
    """Whether an answer means the expected value; numbers as numbers, so that ``5.0`` is 5."""
    if expected is None or answer is None or answer == "":
        return (expected is None or expected == []) and (answer is None or answer in ("", []))
    match type_:
        case "number":
            return _same_number(expected, answer)
        case "truth":
            return _truth(answer) == expected
        case "ids":
            return _ids(answer) == expected
        case _:
            texts = expected.values() if isinstance(expected, Mapping) else (expected,)
            return any(_plain(answer) == _plain(one) for one in texts)


def blurred(expected: Written, answer: object) -> Fraction | None:
    """How far off an answer is that looks rounded by binary floating point; ``None`` for any other."""
    wanted, got = number_of(expected), number_of(answer)
    if wanted is None or got is None:
        return None
    off = abs(got - wanted)
    return off if 0 < off <= _BLURRED * max(abs(wanted), Fraction(1)) else None


def _same_number(expected: Written, answer: object) -> bool:
    if isinstance(expected, Mapping):
        if answer == expected:
            return True
        got = number_of(answer)
        near, within = number_of(expected[_NEAR]), number_of(expected[_WITHIN])
        return got is not None and near is not None and within is not None and abs(got - near) <= within
    got = number_of(answer)
    return got is not None and got == number_of(expected)


def _truth(answer: object) -> bool | None:
    if isinstance(answer, str):
        return {"true": True, "false": False}.get(answer.strip().lower())
    return answer if isinstance(answer, bool) else None


def _ids(answer: object) -> list[str]:
    """Ids as a list, or as a text with commas or spaces between them."""
    if isinstance(answer, str):
        return re.findall(r"[^\s,\[\]\"']+", answer)
    return [str(one) for one in answer] if isinstance(answer, (list, tuple)) else [str(answer)]


def _plain(text: object) -> str:
    """A text without what programs change on its way: line ends, spaces around it."""
    return str(text).replace("\r\n", "\n").strip()
