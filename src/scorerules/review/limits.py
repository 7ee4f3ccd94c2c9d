"""How much an indicator can score, and what its rule gives, as far as both are numbers of the ruleset.

Goes in: an indicator of a ruleset without errors. Comes out: limits, and the constants that a rule gives as
a score. Nothing is computed from data: a limit or a row that is an expression is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from scorerules.formula import Cases, Const, Expr
from scorerules.kinds import Bands, CasesKind, Kind
from scorerules.kinds.choice import Choice
from scorerules.kinds.formula import FormulaKind
from scorerules.kinds.line import Line
from scorerules.kinds.passing import Pass
from scorerules.kinds.swing import Swing
from scorerules.kinds.table import DecisionTable
from scorerules.model import Indicator
from scorerules.review.subject import Subject
from scorerules.source import Span


@frozen
class Limit:
    """The most or the least that an indicator can score; ``key`` is the one that says so, if any does."""

    points: Fraction
    key: str | None


@frozen
class Given:
    """A score that a row, an answer or a corner of a rule gives."""

    points: Fraction
    span: Span | None


def highest(one: Indicator, subject: Subject) -> Limit | None:
    """The most that an indicator can score; ``None`` when nothing limits it, or a calculation does."""
    if one.cap is not None:
        return _limit(one.cap, "cap")
    full = subject.plan.full.get(one.id)
    if full is None or (_is_free(one, subject)):
        return None
    return Limit(full, "weight" if one.weight is not None else None)


def lowest(one: Indicator, subject: Subject) -> Limit | None:
    """The least that an indicator can score; ``None`` when nothing limits it, or a calculation does."""
    if one.floor is not None:
        return _limit(one.floor, "floor")
    if _is_free(one, subject) or (one.penalty and one.weight is None):
        return None
    return Limit(Fraction(0), None)


def given_scores(kind: Kind | None, weight: Fraction | None) -> tuple[Given, ...]:
    """Every constant that a rule gives as the whole score, in the order written."""
    return tuple(one for one in _results(kind, weight) if one is not None)


def only_scores(kind: Kind | None, weight: Fraction | None) -> tuple[Fraction, ...]:
    """The only scores that a rule can give, before limits; empty when it computes one."""
    found = tuple(_results(kind, weight))
    return () if None in found else tuple(one.points for one in found if one is not None)


def _is_free(one: Indicator, subject: Subject) -> bool:
    """Whether the score is not held between 0 and a full mark."""
    return subject.scheme.header.weights == "none" and not (one.bonus or one.penalty)


def _limit(expr: Expr, key: str) -> Limit | None:
    return Limit(expr.value, key) if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None


def _results(kind: Kind | None, weight: Fraction | None) -> Iterator[Given | None]:
    """The scores that a rule gives; ``None`` stands for one that is computed or comes from the record."""
    match kind:
        case CasesKind(kinds=kinds):
            for one in kinds:
                yield from _results(one, weight)
        case Bands(rows=rows) | DecisionTable(rows=rows):
            for row in rows:
                if row.share is None:
                    yield _constant(row.points, Fraction(1))
                else:
                    yield None if weight is None else _constant(row.share, weight)
        case Choice(answers=answers):
            yield from (_constant(points, Fraction(1)) for points in answers.values())
        case Line(points=corners):
            yield from (_constant(points, Fraction(1)) for _, points in corners)
        case Pass(points=met, else_=unmet):
            full = None if weight is None else Given(weight, None)
            yield full if met is None else _constant(met, Fraction(1))
            yield Given(Fraction(0), None) if unmet is None else _constant(unmet, Fraction(1))
        case Swing(start=start):
            yield from (_constant(start, Fraction(1)), None)
        case FormulaKind(formula=formula):
            yield from _arms(formula)
        case _:
            yield None


def _arms(expr: Expr | None) -> Iterator[Given | None]:
    """The results of a choice; a formula that is one constant gives it too."""
    if isinstance(expr, Cases):
        for _, result in expr.rows:
            yield from _arms(result)
        yield from _arms(expr.default)
    else:
        yield _constant(expr, Fraction(1))


def _constant(expr: Expr | None, scale: Fraction) -> Given | None:
    if isinstance(expr, Const) and isinstance(expr.value, Fraction):
        return Given(expr.value * scale, expr.span)
    return None
