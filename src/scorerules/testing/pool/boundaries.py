"""Where the rules of a ruleset may turn: constants that something is compared with, bends of scores.

Goes in: a study. Comes out: wishes for the number that is looked at to be at such a place, and one unit to
either side. Whether anything changes there is not asked: whoever compares two rulesets wants to see.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from scorerules.analysis.abstract import of_numbers
from scorerules.analysis.attainable import ScoreFunction
from scorerules.analysis.interval import exactly
from scorerules.analysis.study import Study
from scorerules.formula import Compare, Const, Expr, Name, walk
from scorerules.kinds import Kind
from scorerules.numbers import is_finite_decimal
from scorerules.testing.pool.wishes import Wish

_MOST_BENDS = 12
"""Bends and jumps of one score that are looked at: the first and the last ones, and some between."""

_MOST_PLACES = 6


@frozen
class Boundary:
    """A number at which something may turn.

    Args:
        looked_at: What is looked at.
        place: The number.
        unit: What counts as next to it.
    """

    looked_at: Expr
    place: Fraction
    unit: Fraction

    @property
    def wishes(self) -> tuple[Wish, ...]:
        """At it, and one unit to either side."""
        places = (self.place, self.place - self.unit, self.place + self.unit)
        return tuple(Wish(self.looked_at, of_numbers(exactly(one))) for one in places)


def unit_of(place: Fraction, scale: Fraction = Fraction(1)) -> Fraction:
    """One in the last digit of a number as people write it: 1 for 60, 0.1 for 89.5, 0.01 for 60 %."""
    for places in range(_MOST_PLACES + 1):
        unit = scale / Fraction(10) ** places
        if (place / unit).denominator == 1:
            return unit
    return scale / Fraction(10) ** _MOST_PLACES


def boundaries(study: Study) -> Iterator[Boundary]:
    """Every place at which the rules of a ruleset may turn, in the order of the plan, each once."""
    seen: set[Boundary] = set()
    for boundary in _every(study):
        if boundary not in seen:
            seen.add(boundary)
            yield boundary


def _every(study: Study) -> Iterator[Boundary]:
    plan = study.plan
    kinds: dict[str, Kind | None] = {one.id: one.kind for one in study.scheme.derived.values()}
    kinds |= {one.id: one.kind for one in study.scheme.indicators.values()}
    for step in plan.steps:
        kind = kinds.get(step.owner) if step.role == "raw" else None
        if kind is not None:
            yield from _of_kind(kind, step.owner, study)
        for node in walk(step.expr):
            if isinstance(node, Compare):
                yield from _compared(node, study)
    for function in study.functions.values():
        yield from _bends(function, study)


def _of_kind(kind: Kind, item: str, study: Study) -> Iterator[Boundary]:
    name = f"{item}.value" if f"{item}.value" in study.plan.exprs else item
    for place in kind.boundaries():
        yield Boundary(Name(name), place, unit_of(place, _scale(name, study)))


def _compared(node: Compare, study: Study) -> Iterator[Boundary]:
    for one, other in zip(node.operands, node.operands[1:], strict=False):
        for looked_at, bound in ((one, other), (other, one)):
            value = study.plan.constants.get(bound.id) if isinstance(bound, Name) else None
            scale = Fraction(1)
            if isinstance(bound, Const):
                value, scale = bound.value, Fraction(1) if bound.unit is None else bound.unit.scale
            if isinstance(value, Fraction) and not isinstance(looked_at, Const):
                yield Boundary(looked_at, value, unit_of(value, scale))


def _bends(function: ScoreFunction, study: Study) -> Iterator[Boundary]:
    places = sorted({cell.high for cell, _ in function.cells if cell.high is not None})
    written = [one for one in places if is_finite_decimal(one)]
    if len(written) > _MOST_BENDS:
        last = len(written) - 1
        written = [written[last * at // (_MOST_BENDS - 1)] for at in range(_MOST_BENDS)]
    for place in written:
        yield Boundary(Name(function.driver), place, unit_of(place, _scale(function.driver, study)))


def _scale(name: str, study: Study) -> Fraction:
    unit = study.plan.units.get(name)
    return Fraction(1) if unit is None else unit.scale
