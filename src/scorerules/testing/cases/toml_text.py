"""Cases and values of records as people read them in TOML.

Goes in: values as records hold them, in the unit of their key. Comes out: TOML on one line each, and the
lines of a whole case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from scorerules.document import Node
from scorerules.kinds import RecordKey
from scorerules.numbers import is_finite_decimal, plain
from scorerules.testing.cases.accepting.texts import key_text, string_text

CONFIRM = "confirm"
"""Marks a case whose expected values nobody has confirmed."""

_WIDEST = 24
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def case_lines(
    name: str,
    record: Mapping[str, object],
    cohort: Sequence[Mapping[str, object]] | None,
    expect: Iterable[tuple[str, str]],
    keys: Mapping[str, RecordKey],
    *,
    comments: Iterable[str] = (),
) -> Iterator[str]:
    """The lines of a case that nobody has confirmed.

    Args:
        name: What it is called.
        record: Its record.
        cohort: The records that it is compared with; ``None`` where records are not compared.
        expect: What it expects, in TOML.
        keys: What records may hold, by key.
        comments: What stands above the name.
    """
    yield "[[example]]"
    yield f"# {CONFIRM}"
    yield from (f"# {line}" for line in comments)
    yield f"name = {string_text(name, '')}"
    if cohort is not None:
        yield from (
            ["cohort = [", *(f"    {inline(one)}," for one in cohort), "]"] if cohort else ["cohort = []"]
        )
    yield ""
    yield "[example.record]"
    yield from _aligned((key_text(one), datum_text(value, keys.get(one))) for one, value in record.items())
    yield ""
    yield "[example.expect]"
    yield from _aligned(expect)


def _aligned(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Keys and values, the equal signs below each other."""
    listed = list(pairs)
    width = min(max((len(key) for key, _ in listed), default=0), _WIDEST)
    for key, value in listed:
        yield f"{key:<{width}} = {value}"


def datum_text(value: object, key: RecordKey | None) -> str:
    """What a record says under a key, as a person writes it: percentages with their sign, dates bare.

    Args:
        value: The value, a number in the unit of its key.
        key: The key; ``None`` for one that the ruleset does not know.
    """
    if key is None or isinstance(value, bool):
        return inline(value)
    if isinstance(value, Mapping):
        inside = (
            f"{key_text(str(name))} = {datum_text(one, _part(key, str(name)))}" for name, one in value.items()
        )
        return f"{{ {', '.join(inside)} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(datum_text(one, _part(key, '1')) for one in value)}]"
    if key.type == "date" and isinstance(value, str) and _DATE.fullmatch(value):
        return value
    text = value if isinstance(value, str) else inline(value)
    if key.type in ("number", "integer") and _NUMBER.fullmatch(text):
        percent = key.unit is not None and key.unit.percent
        return string_text(f"{text}{key.unit.symbol}", "") if percent and key.unit else text
    return inline(value)


def _part(key: RecordKey, name: str) -> RecordKey:
    """The key of what stands in a key."""
    if name in key.items:
        return key.items[name]
    if name in ("value", "scores", "1"):
        return key
    return RecordKey(name, key.words, "number" if name == "score" else "text")


def inline(value: object) -> str:
    """One value of TOML; what TOML cannot hold stands as its text in quotes."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case float():
            return repr(value)
        case date():
            return value.isoformat()
        case Node():
            return inline(value.plain())
        case Mapping():
            inside = ", ".join(f"{key_text(str(name))} = {inline(one)}" for name, one in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case str():
            return string_text(value, "")
        case Sequence():
            return "[" + ", ".join(map(inline, value)) + "]"
        case Fraction() if is_finite_decimal(value):
            return plain(value)
        case _:
            return string_text(str(value), "")
