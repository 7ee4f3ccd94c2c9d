"""The operators of formulas on exact values, each refusing values of the wrong kind.

simpleeval calls these instead of Python's own: text is never added, true and false are never numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from scorerules.formula.functions import FUNCTIONS, Function, Kind, Value
from scorerules.formula.problem import WrongKind
from scorerules.numbers import Number, Real, add, compare, divide, multiply, power, subtract


def kind_of(value: object) -> Kind:
    """The kind of a value."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (Fraction, Real)):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, date):
        return "date"
    if isinstance(value, tuple):
        return "ids"
    raise WrongKind(value, "number")


def truth(value: object) -> bool:
    """A condition's value."""
    if isinstance(value, bool):
        return value
    raise WrongKind(value, "boolean")


def number(value: object) -> Number:
    """A number's value."""
    if isinstance(value, (Fraction, Real)):
        return value
    raise WrongKind(value, "number")


def _arithmetic(operation: Callable[[Number, Number], Number]) -> Callable[[object, object], Number]:
    def apply(left: object, right: object) -> Number:
        return operation(number(left), number(right))

    return apply


def _equal(left: object, right: object) -> bool:
    kind = kind_of(left)
    if kind_of(right) != kind:
        raise WrongKind(right, kind)
    if kind == "number":
        return compare(number(left), number(right)) == 0
    return left == right


def _ordered(holds: Callable[[int], bool]) -> Callable[[object, object], bool]:
    def apply(left: object, right: object) -> bool:
        if isinstance(left, date) and isinstance(right, date):
            return holds((left > right) - (left < right))
        return holds(compare(number(left), number(right)))

    return apply


def _among(value: object, items: tuple[object, ...]) -> bool:
    return any(_equal(value, item) for item in items)


def _checked(function: Function, apply: Callable[..., Value]) -> Callable[..., Value]:
    def call(*values: object) -> Value:
        for index, value in enumerate(values):
            if kind_of(value) != function.kind_of(index):
                raise WrongKind(value, function.kind_of(index))
        return apply(*values)

    return call


OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = MappingProxyType(
    {
        ast.Add: _arithmetic(add),
        ast.Sub: _arithmetic(subtract),
        ast.Mult: _arithmetic(multiply),
        ast.Div: _arithmetic(divide),
        ast.Pow: _arithmetic(power),
        ast.USub: lambda value: -number(value),
        ast.Not: lambda value: not truth(value),
        ast.Eq: _equal,
        ast.NotEq: lambda left, right: not _equal(left, right),
        ast.Lt: _ordered(lambda sign: sign < 0),
        ast.LtE: _ordered(lambda sign: sign <= 0),
        ast.Gt: _ordered(lambda sign: sign > 0),
        ast.GtE: _ordered(lambda sign: sign >= 0),
        ast.In: _among,
        ast.NotIn: lambda value, items: not _among(value, items),
    }
)
"""What each operator of the tree does; no other operator exists."""

CALLS: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {one.name: _checked(one, one.apply) for one in FUNCTIONS.values() if one.apply is not None}
)
"""What each function of the tree does; no other function exists."""
