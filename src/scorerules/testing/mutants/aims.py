"""Where two expressions part: what has to come to which values, so that a difference between them shows.

Goes in: an expression as it was and as it is, or one expression alone. Comes out: parts of it with the
numbers at which, and next to which, it takes another way.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

from attrs import frozen

from scorerules.formula import Arithmetic, Call, Cases, Compare, Const, Expr, Member, Name, children, walk
from scorerules.numbers import is_finite_decimal

_LIMITING = frozenset({"min", "max", "clamp"})
_HALVES = 6
"""Half-way numbers that are tried of one rounding: an even and an odd one on several stretches."""

_FINEST = 9
"""Decimals of a unit at most."""


@frozen
class Aim:
    """A part of an expression and a value that it should come to.

    Args:
        expr: The part.
        target: The value.
    """

    expr: Expr
    target: Fraction | str | bool


def aims_of(expr: Expr) -> Iterator[Aim]:
    """Where an expression takes another way, each at the place and one unit to either side."""
    for part in walk(expr):
        yield from _of(part)


def aims_between(old: Expr, new: Expr) -> Iterator[Aim]:
    """Where two expressions may part: at what differs, then at everything around it."""
    seen: set[Aim] = set()
    for one, other in apart(old, new):
        for aim in (*_of(one), *_of(other), *_middle(one, other)):
            if aim not in seen:
                seen.add(aim)
                yield aim
    for aim in (*aims_of(old), *aims_of(new)):
        if aim not in seen:
            seen.add(aim)
            yield aim


def apart(old: Expr, new: Expr) -> list[tuple[Expr, Expr]]:
    """The pairs of parts that differ, the innermost first."""
    if old == new:
        return []
    ours, theirs = children(old), children(new)
    inside: list[tuple[Expr, Expr]] = []
    if type(old) is type(new) and len(ours) == len(theirs):
        for one, other in zip(ours, theirs, strict=True):
            inside += apart(one, other)
    return [*inside, (old, new)]


def _of(part: Expr) -> Iterator[Aim]:
    match part:
        case Compare(_, operands):
            for one, other in pairwise(operands):
                yield from _sides(one, other)
                yield from _sides(other, one)
        case Member(operand, items):
            for item in items:
                if isinstance(item, Const) and isinstance(item.value, (str, Fraction)):
                    yield Aim(operand, item.value)
        case Call("round", (value, Const(Fraction() as step), *_)) if step > 0:
            for half in islice(_halves(step), _HALVES * 2):
                yield Aim(value, half)
        case Call(function, arguments) if function in _LIMITING:
            bounds = [one for one in arguments if isinstance(one, Const)]
            for one in arguments:
                if not isinstance(one, Const):
                    for bound in bounds:
                        yield from _sides(one, bound)
        case Call("floor" | "ceil", (value,)):
            for number in (Fraction(1), Fraction(1, 2), Fraction(3, 2)):
                yield Aim(value, number)
        case Cases(rows, _):
            for condition, _ in rows:
                yield Aim(condition, True)
        case Name(id_) if "." not in id_:
            for number in (Fraction(0), Fraction(1)):
                yield Aim(part, number)
        case _:
            return


def _sides(one: Expr, other: Expr) -> Iterator[Aim]:
    """One side of a comparison at the constant on the other, and a unit to either side."""
    if isinstance(one, Const):
        return
    if not isinstance(other, Const):
        # Both are computed: they meet where nothing is between them.
        for number in (Fraction(0), Fraction(1), Fraction(-1)):
            yield Aim(Arithmetic("-", one, other), number)
        return
    if isinstance(other.value, str):
        yield Aim(one, other.value)
    elif isinstance(other.value, Fraction) and not isinstance(other.value, bool):
        unit = unit_of(other)
        for number in (other.value, other.value - unit, other.value + unit, other.value + unit / 2):
            yield Aim(one, number)


def _middle(old: Expr, new: Expr) -> Iterator[Aim]:
    """Between the old and the new constant of a comparison."""
    if not isinstance(old, Compare) or not isinstance(new, Compare):
        return
    for index, (one, other) in enumerate(zip(old.operands, new.operands, strict=False)):
        if one == other or not isinstance(one, Const) or not isinstance(other, Const):
            continue
        if isinstance(one.value, Fraction) and isinstance(other.value, Fraction):
            beside = old.operands[index - 1 if index else 1]
            yield Aim(beside, (one.value + other.value) / 2)


def _halves(step: Fraction) -> Iterator[Fraction]:
    """Half-way numbers of a rounding and numbers just off them, small and large."""
    for count in (0, 1, 2, 3, 5, 6, 7, 10, 19, 45, 70, 89):
        yield step * count + step / 2
        yield step * count + step * 3 / 4


def unit_of(constant: Const) -> Fraction:
    """One unit in the last digit in which a constant is written."""
    value = constant.value
    if not isinstance(value, Fraction):
        return Fraction(1)
    scale = Fraction(1) if constant.unit is None else constant.unit.scale
    number = value / scale
    places = 0
    if constant.text is not None and "." in constant.text:
        digits = constant.text.partition(".")[2]
        places = len(digits) - len(digits.lstrip("0123456789_"))
    while places < _FINEST and is_finite_decimal(number) and (number * 10**places).denominator != 1:
        places += 1
    return scale / Fraction(10) ** places
