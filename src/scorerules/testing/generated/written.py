"""Generated rulesets as plain values, and the TOML that an author would write for them.

A ruleset is a dictionary shaped like its file: sections, items, keys. Its leaves are texts, truth values,
dates, :class:`Amount` and :class:`Formula`. Formulas are tuples::

    ("number", Amount)  ("name", id)  ("text", "x")  ("date", date)  ("of", "score", id)
    ("weight",)  ("value",)  ("+", a, b)  ("max", a, b, …)  ("if", condition, a, b)
    (">=", a, b)  ("and", a, b)  ("not", a)  ("given", id)  ("in", a, b, c, …)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

Tree: TypeAlias = tuple[Any, ...]
Scheme: TypeAlias = dict[str, Any]

SCALES: Mapping[str, Fraction] = {
    "": Fraction(1),
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "pp": Fraction(1, 100),
    "张": Fraction(1),
    "元": Fraction(1),
    "万元": Fraction(10_000),
}
"""How many base units one of each unit is."""

IN_FORMULAS = ("%", "‰", "pp", "万元")
"""Units that a number in a formula may carry."""


def decimal_text(number: Fraction) -> str:
    """The digits of a number whose decimals end."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    # Decimal would round to the digits of its context.
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if number < 0 else "") + whole + (f".{part}" if part else "")


@frozen
class Amount:
    """A number as written, in ``unit``."""

    number: Fraction
    unit: str = ""

    @property
    def value(self) -> Fraction:
        """The number in base units."""
        return self.number * SCALES[self.unit]

    def toml(self) -> str:
        """The amount as a value of TOML."""
        digits = decimal_text(self.number)
        return json.dumps(digits + self.unit, ensure_ascii=False) if self.unit else digits


@frozen
class Formula:
    """An expression in quotes."""

    tree: Tree


INFIX = ("+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "and", "or")


def formula_text(tree: Tree) -> str:
    """A formula as an author would write it, with all brackets."""
    match tree:
        case ("number", Amount() as amount):
            return decimal_text(amount.number) + (amount.unit if amount.unit in IN_FORMULAS else "")
        case ("name", id_):
            return str(id_)
        case ("text", text):
            return f"'{text}'"
        case ("date", date() as day):
            return f"date('{day.isoformat()}')"
        case ("of", space, id_):
            return f"{space}.{id_}"
        case ("weight" | "value" as own,):
            return str(own)
        case ("if", condition, then, otherwise):
            return f"({formula_text(then)} if {formula_text(condition)} else {formula_text(otherwise)})"
        case ("not", operand):
            return f"(not {formula_text(operand)})"
        case ("given", id_):
            return f"given({id_})"
        case ("in", operand, *items):
            return f"({formula_text(operand)} in [{', '.join(map(formula_text, items))}])"
        case (operator, left, right) if operator in INFIX:
            return f"({formula_text(left)} {operator} {formula_text(right)})"
        case (function, *arguments):
            return f"{function}({', '.join(map(formula_text, arguments))})"
    raise AssertionError(tree)


def inline(value: Any) -> str:
    """One value of TOML."""
    match value:
        case Amount():
            return value.toml()
        case Formula(tree):
            return json.dumps(formula_text(tree), ensure_ascii=False)
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Fraction():
            return decimal_text(value)
        case date():
            return value.isoformat()
        case dict():
            return "{ " + ", ".join(f"{key(name)} = {inline(one)}" for name, one in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(inline, value)) + "]"
    raise AssertionError(value)


def key(name: str) -> str:
    """A key of TOML, in quotes where it must be."""
    return name if name.isascii() and name.isidentifier() else json.dumps(name, ensure_ascii=False)


ITEMS = ("input", "parameter", "derived", "tier", "indicator")


def blocks(scheme: Scheme) -> list[str]:
    """The tables of a ruleset, each with its header; they may stand in any order."""
    found = []
    for section, content in scheme.items():
        tables = {f"{section}.{key(one)}": content[one] for one in content} if section in ITEMS else None
        for header, table in (tables or {section: content}).items():
            lines = [f"{key(name)} = {inline(value)}" for name, value in table.items()]
            found.append("\n".join([f"[{header}]", *lines]))
    return found


def text(scheme: Scheme, order: Sequence[int] | None = None) -> str:
    """The file of a ruleset; ``order`` puts its tables in another order."""
    tables = blocks(scheme)
    chosen = tables if order is None else [tables[index] for index in order]
    return "\n\n".join(["scorerules = 1", *chosen]) + "\n"
