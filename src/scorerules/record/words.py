"""Values and ranges of record keys, in words and in the unit of the key."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scorerules.diagnostics import Words
from scorerules.kinds import LevelRange, RecordKey
from scorerules.numbers import plain


def in_unit(value: Fraction | str | bool | date, key: RecordKey) -> str:
    """A value in the unit of its key: 0.9877 of a percentage is ``98.77%``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, Fraction):
        return str(value)
    if key.unit is None:
        return plain(value)
    return plain(value / key.unit.scale) + key.unit.symbol


def range_words(key: RecordKey) -> Words:
    """The range of a key, in words."""
    zh, en = [], []
    if key.low is not None:
        bound = in_unit(key.low[0], key)
        zh.append(f"{'≥' if key.low[1] else '>'}{bound}")
        en.append(f"{'at least' if key.low[1] else 'more than'} {bound}")
    if key.high is not None:
        bound = in_unit(key.high[0], key)
        zh.append(f"{'≤' if key.high[1] else '<'}{bound}")
        en.append(f"{'at most' if key.high[1] else 'less than'} {bound}")
    return Words("且".join(zh), " and ".join(en))


def level_words(level: LevelRange) -> Words:
    """The points of a level, in words."""
    if level.fixed is not None:
        shown = plain(level.fixed)
        return Words(f"为 {shown}", f"be {shown}")
    low, high = plain(level.low[0]), plain(level.high[0])
    zh = f"{'≥' if level.low[1] else '>'}{low}且{'≤' if level.high[1] else '<'}{high}"
    first = "at least" if level.low[1] else "more than"
    last = "at most" if level.high[1] else "less than"
    return Words(zh, f"be {first} {low} and {last} {high}")
