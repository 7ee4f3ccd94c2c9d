"""One value of a record to an exact value of the type and unit that its key declares."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from scorerules.diagnostics import Faults, Words
from scorerules.kinds import RecordKey, Value
from scorerules.numbers import NumberProblem, QuantityProblem, TooLarge, exact, parse_quantity
from scorerules.record.plain import shown
from scorerules.record.record import Entry

TRUE_WORDS = frozenset({"true", "是"})
FALSE_WORDS = frozenset({"false", "否"})
SURROGATE = re.compile("[\ud800-\udfff]")
EXPECTED = {
    "number": Words("数", "a number"),
    "integer": Words("整数", "a whole number"),
    "text": Words("文字", "a text"),
    "boolean": Words("是/否（true 或 false）", "true or false"),
    "date": Words("日期，如 2019-12-31", "a date such as 2019-12-31"),
}


def exact_value(entry: Entry, key: RecordKey, path: str, faults: Faults) -> Value | None:
    """The value of ``entry``, or ``None`` after a fault was noted.

    A bare number is in the unit of the key; a text with a unit is converted to base units.
    """
    value = entry.value
    found: Value | None = None
    if key.type in ("number", "integer"):
        found = _number(entry, key, path, faults)
        if found is not None or isinstance(value, str) or _is_number(value):
            return found
    elif key.type == "text":
        found = value if isinstance(value, str) else None
        if found is not None and not whole_text(entry, found, path, faults):
            return None
    elif key.type == "boolean":
        found = truth(value)
    elif isinstance(value, str):
        found = day(value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        found = value
    if found is None:
        faults.add("SR402", entry.span, path=path, key=path, expected=EXPECTED[key.type], found=shown(value))
    return found


def whole_text(entry: Entry, text: str, path: str, faults: Faults) -> bool:
    """Whether a text is made of whole characters; notes half of one, which nobody could write or show."""
    half = SURROGATE.search(text)
    if half is not None:
        faults.add("SR134", entry.span, path=path, character=f"U+{ord(half[0]):04X}")
    return half is None


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal, Fraction)) and not isinstance(value, bool)


def _number(entry: Entry, key: RecordKey, path: str, faults: Faults) -> Fraction | None:
    value = entry.value
    scale = Fraction(1) if key.unit is None else key.unit.scale
    most = faults.limits.digits
    try:
        if isinstance(value, str):
            return _quantity(value, key, most)
        if isinstance(value, (float, Decimal)):
            return exact(value, most) * scale
        if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
            return _short(Fraction(value), most) * scale
    except QuantityProblem as problem:
        own = _unit_words(key)
        code = "SR408" if problem.reason in ("other-unit", "unknown-unit") else "SR403"
        faults.add(code, entry.span, path=path, key=path, found=shown(value), unit=own)
    except (NumberProblem, ValueError, OverflowError):
        faults.add("SR403", entry.span, path=path, key=path, found=shown(value))
    return None


def _unit_words(key: RecordKey) -> Words:
    """The unit of a key, for messages."""
    if key.unit is not None:
        return Words.same(key.unit.symbol)
    return Words("没有单位", "no unit") if key.full is None else Words("分", "points")


def _quantity(text: str, key: RecordKey, most: int) -> Fraction:
    """A number with or without unit; a key without a unit takes none, a judged score also 分.

    A percentage is no number without a unit: ``95%`` of a mark of 100 would silently count 0.95.
    """
    quantity = parse_quantity(text, key.unit, most)
    own = "分" if key.full is not None else ""
    other = quantity.unit is not None and (quantity.unit.percent or quantity.unit.base not in ("", own))
    if key.unit is None and quantity.unit is not None and other:
        raise QuantityProblem("other-unit", text, quantity.unit.symbol)
    return quantity.value


def _short(value: Fraction, most: int) -> Fraction:
    """A fraction, if it has no more digits than a decimal may have."""
    longest = max(abs(value.numerator), value.denominator)
    # A digit takes more than three bits, so that only long numbers are worth a closer look.
    if longest.bit_length() > 3 * most and longest >= 10**most:
        raise TooLarge
    return value


def truth(value: object) -> bool | None:
    """True or false, said plainly or in words; ``None`` for anything else."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    word = value.strip().lower()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


def day(text: str) -> date | None:
    """A date that is written as a text; ``None`` for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
