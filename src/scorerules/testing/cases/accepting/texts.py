"""Values as a case says them: in TOML, and in a cell of a table."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction

from scorerules.diagnostics import Words
from scorerules.formula import Value
from scorerules.numbers import Real, Unit, is_finite_decimal, to_decimal
from scorerules.numbers.decimals import decimal_places, scaled_decimal
from scorerules.testing.cases.accepting.change import Unacceptable

WITHIN = Fraction(1, 10**6)
"""How near a number must come whose decimals do not end."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_MISSING = Words(
    "没有值可写；请核对 status（如 not_applicable、missing、disqualified）",
    "there is no value to write; expect its status instead (not_applicable, missing, disqualified)",
)
_ENDLESS = Words(
    "小数没有尽头，这里写不下；请改用 near 和 within",
    "its decimals do not end, so it cannot be written here; use near and within",
)


def ends(value: Value | None) -> bool:
    """Whether a value can be written exactly."""
    return not isinstance(value, Real) and (not isinstance(value, Fraction) or is_finite_decimal(value))


def number_text(value: Fraction | Real, unit: Unit | None) -> str:
    """A number that ends, in its unit, without the sign of the unit.

    Raises:
        Unacceptable: Its decimals do not end.
    """
    shown = value / (Fraction(1) if unit is None else unit.scale)
    if not isinstance(shown, Fraction) or not is_finite_decimal(shown):
        raise Unacceptable(_ENDLESS)
    return exact_text(shown)


def near_text(value: Fraction | Real, within: Fraction, unit: Unit | None) -> str:
    """A number as near as a tenth of what it may differ by, in its unit."""
    scale = Fraction(1) if unit is None else unit.scale
    places = 1
    while Fraction(1, 10**places) > within / scale / 10:
        places += 1
    shown = value / scale
    exact = shown if isinstance(shown, Fraction) else Fraction(to_decimal(shown, places + 40))
    return exact_text(Fraction(round(exact * 10**places), 10**places))


def exact_text(number: Fraction) -> str:
    """All digits of a number whose decimals end."""
    places = decimal_places(number) or 0
    return f"{scaled_decimal(int(number * 10**places), places):f}"


def cell_text(value: Value | None, unit: Unit | None) -> str:
    """A value in a cell.

    Raises:
        Unacceptable: There is none, or its decimals do not end.
    """
    match value:
        case None:
            raise Unacceptable(_MISSING)
        case bool():
            return "true" if value else "false"
        case tuple():
            return "; ".join(value)
        case date():
            return value.isoformat()
        case str():
            return value
        case _:
            return number_text(value, unit) + _sign(unit)


def toml_text(value: Value | None, unit: Unit | None, before: str = "") -> str:
    """A value in TOML.

    Args:
        value: The value.
        unit: The unit that it is written in.
        before: What stands there so far, whose quotation marks are kept.

    Raises:
        Unacceptable: There is none, or its decimals do not end.
    """
    match value:
        case tuple():
            return f"[{', '.join(string_text(one, '') for one in value)}]"
        case str():
            return string_text(value, before)
        case None | bool() | date():
            return cell_text(value, unit)
        case _:
            number = number_text(value, unit)
            quoted = before[:1] in ("'", '"')
            if unit is None or (unit.scale == 1 and not unit.percent and not quoted):
                return string_text(number, before) if quoted else number
            return string_text(number + _sign(unit), before)


def expected_text(value: Value | None, unit: Unit | None) -> str:
    """A value as a case expects it in TOML: one whose decimals do not end, as near as need be."""
    return toml_text(value, unit) if ends(value) else near_table(value, unit)


def near_table(value: Value | None, unit: Unit | None) -> str:
    """The table that says how near a number must come, in TOML."""
    assert isinstance(value, Fraction | Real)
    scale = Fraction(1) if unit is None else unit.scale
    number = near_text(value, WITHIN * scale, unit)
    if unit is None or (unit.scale == 1 and not unit.percent):
        return f"{{ near = {number}, within = 0.000001 }}"
    within = string_text(f"0.000001{unit.symbol}", "")
    return f"{{ near = {string_text(number + unit.symbol, '')}, within = {within} }}"


def string_text(text: str, before: str) -> str:
    """A text in TOML, in the quotation marks that stand there so far where they can hold it."""
    if before.startswith("'") and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key_text(name: str) -> str:
    """A key in TOML."""
    return name if _BARE.fullmatch(name) else string_text(name, "")


def _sign(unit: Unit | None) -> str:
    return "" if unit is None else unit.symbol
