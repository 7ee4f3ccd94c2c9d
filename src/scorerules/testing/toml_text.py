"""Values of a record as TOML on one line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction


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
        case Mapping():
            inside = ", ".join(f"{key(str(name))} = {inline(one)}" for name, one in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Sequence():
            return "[" + ", ".join(map(inline, value)) + "]"
        case Fraction() if value.denominator == 1:
            return str(value.numerator)
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def key(name: str) -> str:
    """A key of TOML, in quotes where it must be."""
    bare = name.isascii() and name.replace("_", "a").replace("-", "a").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)
