"""Numbers and dates as people write them, one unit in the last digit up or down.

Goes in: a text that begins with a number, unit and all. Comes out: the same with the number nudged, written
in the same way: ``0.5`` becomes ``0.6``, ``"1.2万册"`` ``"1.3万册"``, ``12,720,000.00`` ``12,720,000.01``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d,_]*|(?=\.\d))(?:(?P<point>\.)(?P<part>\d[\d_]*))?")
_DATE = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})")
_OTHER_BASE = re.compile(r"[+-]?0[xob]", re.IGNORECASE)
_THREE = 3


def nudged(text: str) -> Iterator[str]:
    """The text with its number, or its date, one unit more and one unit less."""
    day = _DATE.match(text)
    if day is not None:
        for one in _other_days(day["date"]):
            yield one + text[day.end() :]
        return
    found = _NUMBER.match(text)
    if found is None or _OTHER_BASE.match(text):
        return
    for step in (1, -1):
        yield _written(found, step) + text[found.end() :]


def scaled(text: str) -> Iterator[str]:
    """The text with its number ten times as large, and a tenth of it."""
    found = _NUMBER.match(text)
    if found is None or _OTHER_BASE.match(text):
        return
    whole, part = _plain(found["whole"]), _plain(found["part"] or "")
    rest = text[found.end() :]
    yield found["sign"] + _trimmed(whole + part[:1].ljust(1, "0"), part[1:]) + rest
    yield found["sign"] + _trimmed(whole[:-1] or "0", whole[-1:] + part) + rest


def _other_days(text: str) -> Iterator[str]:
    for step in (1, -1):
        # No date comes after the last one that there is; what is no date is left to the loader.
        with suppress(ValueError, OverflowError):
            yield (date.fromisoformat(text) + timedelta(days=step)).isoformat()


def _written(found: re.Match[str], step: int) -> str:
    whole, part = _plain(found["whole"]), _plain(found["part"] or "")
    value = int(whole + part or "0") * (-1 if found["sign"] == "-" else 1) + step
    digits = str(abs(value)).rjust(len(part) + 1, "0")
    cut = len(digits) - len(part)
    sign = "-" if value < 0 else "+" if found["sign"] == "+" else ""
    return sign + _grouped(digits[:cut], found["whole"]) + (f".{digits[cut:]}" if part else "")


def _grouped(digits: str, like: str) -> str:
    """The digits of a whole number with the separators that another one has."""
    separator = next((one for one in ",_" if one in like), None)
    if separator is None:
        return digits
    last = len(like) - like.rindex(separator) - 1
    size = last if separator == "_" else _THREE
    groups = [digits[max(end - size, 0) : end] for end in range(len(digits), 0, -size)]
    return separator.join(reversed(groups))


def _plain(digits: str) -> str:
    return digits.replace(",", "").replace("_", "")


def _trimmed(whole: str, part: str) -> str:
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")
