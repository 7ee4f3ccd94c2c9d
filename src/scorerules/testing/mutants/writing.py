"""A record that would have shown a change, as a case that is ready to be added to a file.

Goes in: the record and what the ruleset makes of it. Comes out: TOML. What it expects is what the ruleset
gives today; whether that is right is for its author to say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from scorerules.document import Node
from scorerules.kinds import RecordKey
from scorerules.numbers import Real, Unit, is_finite_decimal, plain
from scorerules.plan import Plan
from scorerules.testing.case_text import CONFIRM
from scorerules.testing.mutants.comparing import Stated, plain_record
from scorerules.testing.mutants.killing import Killer

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WITHIN = Fraction(1, 10**9)
_REASONS = "reasons"
_WHOLE = ("total", "grade", "status")
"""What is expected of a record that the changed ruleset refuses."""


def case_text(killer: Killer, name: str, plan: Plan) -> str:
    """The case, as ``[[example]]``.

    Args:
        killer: The record with what was made of it.
        name: What the case is called.
        plan: The plan of the ruleset.
    """
    lines = ["[[example]]", f"# {CONFIRM}", f"name = {_text(name)}", "", "[example.record]"]
    lines += _record(killer.record, plan)
    for other in killer.cohort:
        lines += ["", "[[example.cohort]]", *_record(plain_record(other), plan)]
    stated = expected(killer.before, killer.after, plan)
    lines += ["", "[example.expect]", *_aligned({one: toml_value(value) for one, value in stated.items()})]
    return "\n".join(lines) + "\n"


def expected(before: Stated, after: Stated, plan: Plan) -> dict[str, object]:
    """What a case has to expect so that the change shows, as values of a TOML file."""
    if "error" in before:
        return {"error": _refusals(before["error"])}
    names = [one for one in before if "." not in one]
    # Reasons follow from scores; they are stated where nothing else shows the change.
    names = [one for one in names if one != _REASONS] or names
    if "error" in after:
        names = next(([one] for one in _WHOLE if before.get(one) is not None), names)
    if names:
        return {one: _value(before[one], plan.units.get(one)) for one in names if before[one] is not None}
    found: dict[str, object] = {}
    for path, value in before.items():
        name, _, key = path.partition(".")
        if key.startswith("remark") or value is not None:
            inner = found.setdefault(name, {})
            unit = plan.units.get(f"{name}.value") or plan.units.get(name) if key == "value" else None
            if isinstance(inner, dict):
                inner.setdefault(key.partition(".")[0], _value(value, unit))
    return found


def _refusals(told: object) -> object:
    """Codes by the key of the record; the codes alone where one has no key."""
    pairs = sorted(told) if isinstance(told, frozenset) else []
    keys = [key for _, key in pairs]
    if not all(keys) or len(set(keys)) < len(keys):
        codes = sorted({code for code, _ in pairs})
        return codes[0] if len(codes) == 1 else codes
    found: dict[str, object] = {}
    for code, key in pairs:
        inner = found
        *outer, last = key.split(".")
        for one in outer:
            deeper = inner.setdefault(one, {})
            inner = deeper if isinstance(deeper, dict) else {}
        inner[last] = code
    return found


def _value(value: object, unit: Unit | None) -> object:
    if isinstance(value, Real):
        low, _ = value.bounds(20)
        return {"near": _value(_rounded(low), unit), "within": _WITHIN}
    if not isinstance(value, Fraction):
        return list(value) if isinstance(value, tuple) else value
    number = value if unit is None else value / unit.scale
    if not is_finite_decimal(number):
        return {"near": _rounded(number), "within": _WITHIN}
    return f"{plain(number)}{unit.symbol}" if unit is not None and unit.percent else number


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * 10**12), 10**12)


def _record(values: Mapping[str, object], plan: Plan) -> Iterable[str]:
    return _aligned({one: datum_text(value, plan.keys.get(one)) for one, value in values.items()})


def _aligned(values: Mapping[str, str]) -> Iterable[str]:
    width = max((len(_key(one)) for one in values), default=0)
    return [f"{_key(one).ljust(width)} = {value}" for one, value in values.items()]


def datum_text(value: object, key: RecordKey | None) -> str:
    """What a record says under a key, as a person writes it: a percentage with its sign, a date bare.

    Args:
        value: The value, a number in the unit of its key.
        key: The key; ``None`` for one that the ruleset does not know.
    """
    if key is None or isinstance(value, (Mapping, list, tuple, bool)):
        return toml_value(value)
    if key.type == "date" and isinstance(value, str) and _DATE.fullmatch(value):
        return value
    text = value if isinstance(value, str) else toml_value(value)
    if key.type in ("number", "integer") and _NUMBER.fullmatch(text):
        if key.unit is not None and key.unit.percent:
            return _text(f"{text}{key.unit.symbol}")
        return text
    return toml_value(value)


def toml_value(value: object) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case Fraction():
            return plain(value)
        case date():
            return value.isoformat()
        case Node():
            return toml_value(value.plain())
        case Mapping():
            return "{ " + ", ".join(f"{_key(one)} = {toml_value(item)}" for one, item in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(toml_value, value)) + "]"
        case str():
            return _text(value)
        case _:
            return str(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
