"""The number that a rule looks at, and where on it something happens.

Goes in: an expression and a value that it must come to. Comes out: the number inside it that varies, and
the value that this must have: ``8 × rate ÷ 100% = 8`` happens where the rate is 100%.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from scorerules.formula import Arithmetic, Call, Const, Expr, Name, Negate, walk
from scorerules.numbers import Unit, decimal_places

_DIGITS = re.compile(r"\d[\d_,]*(?:\.(\d+))?")

_PLACES = 2
"""Decimals of the step beside a place whose own decimals never end."""

_DEEPEST = 60


@frozen
class Place:
    """A value of a number that varies.

    Args:
        what: The number: a datum, a step, or an expression of several.
        value: The value.
        rising: Whether the expression that was asked about rises with the number there.
    """

    what: Expr
    value: Fraction
    rising: bool = True

    @property
    def turned(self) -> Place:
        """The same for an expression with the other sign."""
        return Place(self.what, self.value, not self.rising)


def places(
    expr: Expr, value: Fraction, inside: Callable[[str], Expr | None], left: int = _DEEPEST
) -> Iterator[Place]:
    """Where an expression comes to a value.

    Args:
        expr: The expression; parameters are constants in it.
        value: The value.
        inside: What a name stands for that is no more than a part of the rule; ``None`` for other names.
        left: Levels that are looked into.
    """
    if left == 0 or number_of(expr) is not None:
        return
    match expr:
        case Name(id_):
            found = inside(id_)
            if isinstance(found, Arithmetic | Negate | Call | Name):
                yield from places(found, value, inside, left - 1)
            else:
                yield Place(expr, value)
        case Negate(operand):
            for one in places(operand, -value, inside, left - 1):
                yield one.turned
        case Arithmetic():
            yield from _operation(expr, value, inside, left - 1)
        case Call("abs", (argument,)) if value >= 0:
            yield from places(argument, value, inside, left - 1)
            if value > 0:
                for one in places(argument, -value, inside, left - 1):
                    yield one.turned
        case Call("max" | "min" as name, (one, other)):
            for bound, argument in ((one, other), (other, one)):
                limit = number_of(bound)
                if limit is not None and (value >= limit if name == "max" else value <= limit):
                    yield from places(argument, value, inside, left - 1)
                    return
            yield Place(expr, value)
        case _:
            yield Place(expr, value)


def _operation(
    expr: Arithmetic, value: Fraction, inside: Callable[[str], Expr | None], left: int
) -> Iterator[Place]:
    """The same of an operation with a constant on one side."""
    ours, theirs = number_of(expr.left), number_of(expr.right)
    match expr.operator:
        case "+" if theirs is not None:
            yield from places(expr.left, value - theirs, inside, left)
        case "+" if ours is not None:
            yield from places(expr.right, value - ours, inside, left)
        case "-" if theirs is not None:
            yield from places(expr.left, value + theirs, inside, left)
        case "-" if ours is not None:
            yield from (one.turned for one in places(expr.right, ours - value, inside, left))
        case "*" if theirs:
            yield from _scaled(places(expr.left, value / theirs, inside, left), theirs)
        case "*" if ours:
            yield from _scaled(places(expr.right, value / ours, inside, left), ours)
        case "/" if theirs:
            yield from _scaled(places(expr.left, value * theirs, inside, left), theirs)
        case "/" if ours and value:
            yield from _scaled(places(expr.right, ours / value, inside, left), -ours)
        case _:
            yield Place(expr, value)


def _scaled(found: Iterator[Place], factor: Fraction) -> Iterator[Place]:
    for one in found:
        yield one if factor > 0 else one.turned


def number_of(expr: Expr) -> Fraction | None:
    """The number that an expression of constants is; the ordinal of a date."""
    match expr:
        case Const(value) if isinstance(value, Fraction):
            return value
        case Const(value) if isinstance(value, date):
            return Fraction(value.toordinal())
        case Negate(operand):
            inner = number_of(operand)
            return None if inner is None else -inner
        case Arithmetic(operator, left, right):
            one, other = number_of(left), number_of(right)
            if one is None or other is None:
                return None
            match operator:
                case "+":
                    return one + other
                case "-":
                    return one - other
                case "*":
                    return one * other
                case "/" if other:
                    return one / other
                case _:
                    return None
        case _:
            return None


def written_at(value: Fraction, expressions: tuple[Expr, ...]) -> Const | None:
    """The constant that says a value in some expressions, as it was written."""
    for expr in expressions:
        for node in walk(expr):
            if isinstance(node, Const) and node.span is not None and number_of(node) == value:
                return node
    return None


def unit_beside(value: Fraction, written: Const | None, read_in: Unit | None) -> Fraction:
    """One in the last digit in which a number is written: 1 for 60, 0.1 for 89.5, 0.01 for 60%.

    Args:
        value: The number.
        written: The constant that says it; ``None`` when it is computed from others.
        read_in: The unit in which people read what it is compared with.
    """
    scale = Fraction(1) if read_in is None else read_in.scale
    if written is not None:
        if isinstance(written.value, date):
            return Fraction(1)
        found = None if written.text is None else _DIGITS.search(written.text)
        if found is not None:
            own = scale if written.unit is None and value == 0 else Fraction(1)
            if written.unit is not None:
                own = written.unit.scale
            return own / Fraction(10 ** len(found[1] or ""))
    decimals = decimal_places(value / scale)
    return scale / Fraction(10 ** (_PLACES if decimals is None else decimals))
