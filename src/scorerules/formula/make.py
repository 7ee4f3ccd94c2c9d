"""Short ways to write expressions: what the kinds of rule are composed with."""

from __future__ import annotations

from fractions import Fraction

from scorerules.formula.nodes import (
    Arithmetic,
    ArithmeticOperator,
    Call,
    Cases,
    Compare,
    CompareOperator,
    Const,
    Expr,
    Logic,
)
from scorerules.source import Span


def number(value: Fraction | int) -> Const:
    """A constant without a unit."""
    return Const(Fraction(value))


def text(value: str) -> Const:
    """A constant text."""
    return Const(value)


def arithmetic(operator: ArithmeticOperator, left: Expr, right: Expr, span: Span | None = None) -> Expr:
    """``left operator right``; its place is that of ``right`` unless given."""
    return Arithmetic(operator, left, right, span=span or right.span)


FLAT = 8
"""More parts than this are added up by one call: a chain of additions would nest as deep as it is long."""


def plus(first: Expr, *others: Expr) -> Expr:
    """The sum of all."""
    if len(others) >= FLAT:
        return Call("sum", (first, *others), span=others[-1].span)
    total = first
    for other in others:
        total = arithmetic("+", total, other)
    return total


def minus(left: Expr, right: Expr) -> Expr:
    """``left - right``."""
    return arithmetic("-", left, right)


def times(left: Expr, right: Expr) -> Expr:
    """``left * right``."""
    return arithmetic("*", left, right)


def divide(left: Expr, right: Expr) -> Expr:
    """``left / right``."""
    return arithmetic("/", left, right)


def compare(operator: CompareOperator, left: Expr, right: Expr) -> Expr:
    """``left operator right``, at the place of ``right``."""
    return Compare((operator,), (left, right), span=right.span)


def all_of(*conditions: Expr) -> Expr:
    """Every condition holds; a single one is itself."""
    return conditions[0] if len(conditions) == 1 else Logic("and", conditions)


def any_of(*conditions: Expr) -> Expr:
    """Some condition holds; a single one is itself."""
    return conditions[0] if len(conditions) == 1 else Logic("or", conditions)


def choose(condition: Expr, then: Expr, otherwise: Expr) -> Expr:
    """``then if condition else otherwise``."""
    return Cases(((condition, then),), otherwise)


def call(function: str, *arguments: Expr, span: Span | None = None) -> Call:
    """``function(arguments)``; its place is that of the first argument that has one unless given."""
    return Call(function, arguments, span=span or next((one.span for one in arguments if one.span), None))
