"""Objects of any class to values of Python's own types: what a record holds, before anybody looks at it.

Goes in: anything that a program put into a record. Comes out: a text, a number, a date, a mapping, a list,
or :class:`Foreign` for everything else. Methods of other classes may fail, lie or never end, so they are
asked here only, once, and what they raise goes no further. What stands inside a mapping or a list is looked
at when it is read.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any

from attrs import frozen

LONGEST = 100_000
"""Items of a list of another class that are looked at: some, such as ``range``, claim to be endless."""

SHOWN = 40
"""Characters of a value that a message shows."""

OWN = frozenset({type(None), bool, int, float, str, Decimal, Fraction, date, dict, list, tuple})


@frozen(eq=False)
class Foreign:
    """Stands for what is no value of a record; two of them are never equal.

    Args:
        words: How a message shows it.
    """

    words: str


def plain_value(value: object) -> Any:
    """``value`` as a value of Python's own types."""
    if type(value) in OWN:
        return value
    try:
        return _converted(value)
    except Exception:  # noqa: BLE001 - methods of other classes raise what they like
        return Foreign(_class_name(value))


def _converted(value: object) -> object:
    """``value`` as its own base class sees it, past all that a subclass changed."""
    match value:
        case str():
            return str.__str__(value)
        case int():
            return int.__index__(value)
        case float():
            return float.__float__(value)
        case Decimal():
            return Decimal(value)
        case Fraction():
            above, below = (getattr(Fraction, name).__get__(value) for name in ("_numerator", "_denominator"))
            return Fraction(operator.index(above), operator.index(below))
        case datetime():
            parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
            return datetime(*(getattr(datetime, name).__get__(value) for name in parts))  # noqa: DTZ001 - only shown
        case date():
            return date(*(getattr(date, name).__get__(value) for name in ("year", "month", "day")))
        case Integral():
            return int.__index__(operator.index(value))
        case Mapping():
            return dict(_pairs(value))
        case bytes() | bytearray() | memoryview():
            return Foreign(_class_name(value))
        case Sequence() if len(value) > LONGEST:
            return Foreign("[ … ]")
        case Sequence():
            return list(value)
        case _:
            return Foreign(_class_name(value))


def _pairs(mapping: Mapping[object, object]) -> list[tuple[object, object]]:
    """Keys and values of a mapping, keys in a form that cannot fail when they are looked for."""
    return [(plain_key(key), value) for key, value in mapping.items()]


def plain_key(key: object) -> str | Foreign:
    """A key of a mapping: a text, or what stands for a key that can never be one of a record."""
    found = plain_value(key)
    return found if isinstance(found, str) else Foreign(shown(found))


def _class_name(value: object) -> str:
    name: str = type.__dict__["__name__"].__get__(type(value))
    return name


def shown(value: object) -> str:
    """A value as a message shows it, cut short.

    Args:
        value: A plain value.
    """
    text = _text(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _text(value: object) -> str:
    match value:
        case None:
            return "none"
        case Mapping():
            return "{ … }"
        case list() | tuple():
            return "[ … ]"
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | Fraction():
            # Python refuses to write very long integers.
            longest = max(value.numerator.bit_length(), value.denominator.bit_length())
            return "…" if longest > 4 * SHOWN else str(Fraction(value))
        case float():
            return repr(value)
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case Foreign(words):
            return words
        case _:
            return _class_name(value)
