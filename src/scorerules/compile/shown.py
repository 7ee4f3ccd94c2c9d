"""What a compiled evaluation gives -> exact values and decimals, when somebody looks.

Goes in: the lanes of results and the place of each of their variables. Comes out: functions from what a
record came to. A decimal is the one that :func:`~scorerules.numbers.to_decimal` gives for the exact value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import frozen

from scorerules.compile.lanes import PRESENT, STATUSES, Lane, Number, Operand, Status, Thing, Truth, Var
from scorerules.formula import Value
from scorerules.numbers import Real, decimal_places, to_decimal
from scorerules.numbers.decimals import scaled_decimal

FEW: Final = 256
"""Decimals of so few different values are made once and kept."""

Given: TypeAlias = Sequence[Any]
"""The variables that a record came to."""


@frozen
class Shown:
    """One value that people look at.

    Args:
        value: Gives it; ``None`` when there is none.
        decimal: Gives a number as a decimal; ``None`` for what is no number.
    """

    value: Callable[[Given], Value | None]
    decimal: Callable[[Given], Decimal | None]


def shown(lane: Lane, places: Mapping[Var, int]) -> Shown:
    """How the value of a lane is read."""
    content = lane.content
    always = not isinstance(lane.state, Var)
    if content is None or (always and lane.state != PRESENT):
        return Shown(_nothing, _nothing)
    value: Callable[[Given], Any]
    decimal: Callable[[Given], Decimal | None]
    if isinstance(content, Number):
        value, decimal = _number(content, places)
    else:
        read = value = _reading(content.of, places)
        if isinstance(content, Truth):
            value = lambda given: bool(read(given))  # noqa: E731 - the other way to read it
        decimal = _decimal_of(value)
    if not isinstance(lane.state, Var):
        return Shown(value, decimal)
    state = places[lane.state]
    return Shown(
        lambda given: None if given[state] else value(given),
        lambda given: None if given[state] else decimal(given),
    )


def told(status: Operand, places: Mapping[Var, int]) -> Callable[[Given], Status]:
    """How the status of an indicator is read."""
    read = _reading(status, places)
    return lambda given: STATUSES[read(given)]


def _nothing(_: Given) -> None:
    return None


def _reading(operand: Operand, places: Mapping[Var, int]) -> Callable[[Given], Any]:
    if isinstance(operand, Var):
        place = places[operand]
        return lambda given: given[place]
    constant = operand.value if isinstance(operand, Thing) else operand
    return lambda _: constant


def _decimal_of(value: Callable[[Given], Any]) -> Callable[[Given], Decimal | None]:
    def decimal(given: Given) -> Decimal | None:
        found = value(given)
        return to_decimal(found) if isinstance(found, (Fraction, Real)) else None

    return decimal


def _number(
    number: Number, places: Mapping[Var, int]
) -> tuple[Callable[[Given], Fraction], Callable[[Given], Decimal | None]]:
    k: Fraction = number.k
    above: Callable[[Given], int] = _reading(number.n, places)
    if number.d is not None:
        below = _reading(number.d, places)

        def quotient(given: Given) -> Fraction:
            return Fraction(k.numerator * above(given), k.denominator * below(given))

        return quotient, _decimal_of(quotient)

    def value(given: Given) -> Fraction:
        return k * above(given)

    finite = decimal_places(k)
    if finite is None or not isinstance(number.n, Var):
        return value, _decimal_of(value)
    place, factor = places[number.n], (k * 10**finite).numerator
    if number.n.high - number.n.low < FEW:
        return value, _remembered(place, lambda n: _shortest(factor * n, finite))
    if not finite:
        if factor == 1:
            return value, lambda given: Decimal(given[place])
        return value, lambda given: Decimal(factor * given[place])
    return value, lambda given: _shortest(factor * given[place], finite)


def _remembered(place: int, decimal: Callable[[int], Decimal]) -> Callable[[Given], Decimal]:
    """Decimals that are made once: scores are few numbers, given again and again."""
    known: dict[int, Decimal] = {}

    def read(given: Given) -> Decimal:
        n = given[place]
        found = known.get(n)
        if found is None:
            found = known[n] = decimal(n)
        return found

    return read


def _shortest(whole: int, places: int) -> Decimal:
    """``whole`` divided by 10 to the power ``places``, with no more decimals than it has."""
    while places and not whole % 10:
        whole //= 10
        places -= 1
    return scaled_decimal(whole, places)
