"""What must hold of a record for an expression and a changed one to part.

Goes in: an expression as it was and as it is. Comes out: conditions, each a few that hold together: one is
true where the other is false, two numbers are not the same. Whoever finds a record that meets them sees a
difference, by whatever way through the rules the record gets there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve

from scorerules.analysis.abstract import of_numbers, of_truth
from scorerules.analysis.interval import Interval
from scorerules.formula import (
    Compare,
    Const,
    Constant,
    Evaluator,
    Expr,
    Known,
    Logic,
    Member,
    Missing,
    Name,
    Not,
    Value,
    transform,
)
from scorerules.testing.goals import Comes
from scorerules.testing.mutants.aims import apart

_PAIR = 2
_TRUTHS = (Compare, Known, Logic, Member, Not)

Parting: TypeAlias = tuple[Comes, ...]


def partings(old: Expr, new: Expr) -> Iterator[Parting]:
    """Where two expressions part: in the innermost of what differs, then in what is around it."""
    whole = _differ(old, new)
    for one, other in apart(old, new):
        if one is old:
            yield (whole,)
        else:
            yield from ((*inside, whole) for inside in _inside(one, other))


def _inside(one: Expr, other: Expr) -> Iterator[Parting]:
    """Where two parts differ."""
    if isinstance(one, Compare) and isinstance(other, Compare) and (between := _between(one, other)):
        yield between
    elif isinstance(one, _TRUTHS) and isinstance(other, _TRUTHS):
        for said in (True, False):
            yield Comes(one, of_truth((said,))), Comes(other, of_truth((not said,)))
    elif not isinstance(one, Const) or not isinstance(other, Const):
        yield (_differ(one, other),)


def _between(one: Compare, other: Compare) -> Parting:
    """Two comparisons of one thing differ in between their bounds, or at the one that they share."""
    if len(one.operands) != _PAIR or len(other.operands) != _PAIR or one.operands[0] != other.operands[0]:
        return ()
    value, bounds = one.operands[0], (one.operands[1], other.operands[1])
    if bounds[0] == bounds[1]:
        return (Comes(Compare(("==",), (value, bounds[0])), of_truth((True,))),)
    ends = [bound.value for bound in bounds if isinstance(bound, Const)]
    numbers = sorted(end for end in ends if isinstance(end, Fraction))
    if len(numbers) < _PAIR:
        return ()
    low, high = numbers
    low_in, high_in = (_meets(end, one) is not _meets(end, other) for end in numbers)
    return (Comes(value, of_numbers(Interval(low, high, low_in, high_in))),)


def _meets(number: Fraction, comparison: Compare) -> object:
    """Whether a number on the left of a comparison meets it."""

    def nothing(name: str) -> Value:
        raise Missing(name)

    return Evaluator(nothing).value(evolve(comparison, operands=(Const(number), comparison.operands[1])))


def _differ(one: Expr, other: Expr) -> Comes:
    return Comes(Compare(("!=",), (one, other)), of_truth((True,)))


def with_constants(expr: Expr, values: Mapping[str, Constant]) -> Expr:
    """An expression with the values of parameters in place of their names."""

    def known(part: Expr) -> Expr:
        return Const(values[part.id]) if isinstance(part, Name) and part.id in values else part

    return transform(expr, known)
