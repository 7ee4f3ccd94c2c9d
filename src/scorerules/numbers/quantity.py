"""Quantities as people write them: a number, perhaps with separators, perhaps with a unit.

Goes in: the text of a record's cell, a rule's parameter or a formula. Comes out: an exact value in base
units. Records may use separators and any unit; a number inside a formula takes only the suffixes that
cannot be mistaken for a name.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from scorerules.limits import USUAL
from scorerules.numbers.problems import TooLarge
from scorerules.numbers.units import SCALE_WORDS, Unit, parse_unit

QuantityReason: TypeAlias = Literal[
    "not-a-number", "bad-separators", "unknown-unit", "other-unit", "too-long"
]

_BESIDE = 100
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:_[0-9]+)*")
_BLOCKS = re.compile(r"[0-9]+(?:_[0-9]+)*")
_WRITTEN = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9][0-9,_]*|(?=\.[0-9]))"
    r"(?:\.(?P<part>[0-9][0-9,_]*))?(?:[eE](?P<exponent>[+-]?[0-9]+))?"
)
_LITERAL = re.compile(
    r"(?P<whole>[0-9]+(?:_[0-9]+)*|(?=\.[0-9]))"
    r"(?:\.(?P<part>[0-9]+(?:_[0-9]+)*))?(?:[eE](?P<exponent>[+-]?[0-9]+))?"
)
# Full-width forms of ASCII, and the minus sign; superscripts and fractions are left alone on purpose.
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: " ", 0x2212: "-", 0xFE6A: "%"}

_CJK = r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff]"

QUANTITY_SUFFIX = re.compile(rf"[%％‰]|(?:pp|个?百分点|(?:{'|'.join(SCALE_WORDS)}){_CJK}*+)(?!\w)")
"""What may directly follow a number in a formula: ``%``, ``‰``, ``pp``, 百分点, 万, 万元 and the like."""

QUANTITY_START = r"^\s*[+\-＋－−]?[.．]?[0-9０-９]"
"""How every text begins that :func:`looks_like_quantity` takes, for those who can only look at a pattern."""


@frozen
class Quantity:
    """A value in base units, and the unit it is understood in, if any."""

    value: Fraction
    unit: Unit | None


class QuantityProblem(ValueError):  # noqa: N818 - a problem of what was written
    """The text is not the quantity that was asked for.

    Args:
        reason: What is wrong, as a fixed word.
        text: The text as it was given.
        unit: What was written as unit, for the two reasons about units.
        expected: The unit that was asked for, for ``other-unit``.
    """

    def __init__(
        self, reason: QuantityReason, text: str, unit: str | None = None, expected: Unit | None = None
    ) -> None:
        super().__init__(reason, text, unit, expected)
        self.reason: QuantityReason = reason
        self.text = text
        self.unit = unit
        self.expected = expected


def parse_quantity(text: str, unit: Unit | None = None, most: int = USUAL.digits) -> Quantity:
    """The quantity that ``text`` writes.

    Args:
        text: A number with optional sign, separators and unit, ``"12,720,000.00元"``.
        unit: The unit that is declared for it: a bare number is in this unit, another scale of it is
            converted. Without it any unit is kept.
        most: Digits that the number may have, and how large its exponent may be.

    Raises:
        QuantityProblem: See its ``reason``.
    """
    if len(text) > most + _BESIDE:
        raise QuantityProblem("too-long", text)
    narrow = text.translate(_NARROW).strip()
    written = _WRITTEN.match(narrow)
    if written is None:
        raise QuantityProblem("not-a-number", text)
    rest = narrow[written.end() :].strip()
    given = parse_unit(rest) if rest else None
    if rest and given is None:
        begins_like_a_unit = rest[0].isalpha() or rest[0] in "%‰"
        raise QuantityProblem("unknown-unit" if begins_like_a_unit else "not-a-number", text, rest)
    whole, part = written["whole"], written["part"]
    if (whole and not _GROUPED.fullmatch(whole)) or (part and not _BLOCKS.fullmatch(part)):
        raise QuantityProblem("bad-separators", text)
    try:
        value = _value(whole.replace(",", ""), part, written["exponent"], most)
    except TooLarge:
        raise QuantityProblem("too-long", text) from None
    if written["sign"] == "-":
        value = -value
    if given is not None and unit is not None and not _fits(given, unit):
        raise QuantityProblem("other-unit", text, given.symbol, unit)
    used = given or unit
    return Quantity(value * used.scale if used else value, unit or given)


def looks_like_quantity(text: str) -> bool:
    """Whether ``text`` is wholly a number with an optional unit, so that it is no expression."""
    narrow = text.translate(_NARROW).strip()
    # Misplaced separators and too many digits still count: their own message beats one about formulas.
    written = _WRITTEN.match(narrow)
    if written is None:
        return False
    rest = narrow[written.end() :].strip()
    return not rest or parse_unit(rest) is not None


def match_quantity(text: str, at: int, most: int = USUAL.digits) -> tuple[int, Fraction, Unit | None] | None:
    """The number literal of a formula that starts at ``at``, with its suffix.

    Args:
        text: The formula.
        at: Where the number starts.
        most: Digits that it may have, and how large its exponent may be.

    Returns:
        The offset behind it, its value in base units and its unit; ``None`` when no number starts there.

    Raises:
        TooLarge: More digits or a larger exponent than allowed.
    """
    literal = _LITERAL.match(text, at)
    if literal is None:
        return None
    value = _value(literal["whole"], literal["part"], literal["exponent"], most)
    suffix = QUANTITY_SUFFIX.match(text, literal.end())
    unit = parse_unit(suffix[0]) if suffix else None
    if suffix is None or unit is None:
        return literal.end(), value, None
    return suffix.end(), value * unit.scale, unit


def _value(whole: str, part: str | None, exponent: str | None, most: int) -> Fraction:
    digits = whole.replace("_", "")
    decimals = (part or "").replace("_", "")
    power = (exponent or "0").lstrip("+")
    if len(digits) + len(decimals) > most or len(power) > len(str(most)) + 1:
        raise TooLarge
    shift = int(power) - len(decimals)
    if abs(int(power)) > most:
        raise TooLarge
    number = int(digits + decimals)
    return Fraction(number * 10**shift) if shift >= 0 else Fraction(number, 10**-shift)


def _fits(given: Unit, declared: Unit) -> bool:
    """Whether a value in ``given`` can be read in ``declared``: 86.44万 fits 张 and 万元, 5% fits ‰."""
    if given.percent or declared.percent:
        return given.percent and declared.percent
    return given.base in ("", declared.base)
