"""The steps above the indicators: tiers, the total, the grade."""

from __future__ import annotations

from fractions import Fraction

from scorerules.diagnostics import Faults
from scorerules.formula import Const, Expr, Name
from scorerules.formula.make import call, number, text
from scorerules.kinds import check_rows, choose_row
from scorerules.kinds.rows import on_grid
from scorerules.model import Rounding, Scheme, Tier
from scorerules.plan.items import rounded
from scorerules.plan.join import Member, summed, whole
from scorerules.plan.steps import Step
from scorerules.reading import NO_UNIT


def tier_steps(scheme: Scheme, tier: Tier, members: tuple[Member, ...], weight: Fraction) -> list[Step]:
    """The steps of a tier: the sum of its members, rounded if it says so."""
    steps = summed(tier.id, members, weight, tier.place())
    rounding = tier.round if tier.round is not None else scheme.rounds.tier
    added = f"{tier.id}.sum"
    last = rounded(added, rounding) if isinstance(rounding, Rounding) else Name(added)
    steps.append(Step(f"score.{tier.id}", tier.id, "score", last, span=tier.place()))
    return steps


def total_steps(scheme: Scheme, tops: tuple[Member, ...]) -> list[Step]:
    """The steps of the total: join, limits, rounding."""
    total = scheme.total
    steps = whole(tops, total.full, total.place())
    last: Expr = Name("total.sum")
    if total.from_ is not None:
        last = call("max", last, number(total.from_))
    if total.upto is not None:
        last = call("min", last, number(total.upto))
    if scheme.rounds.total is not None:
        if last != Name("total.sum"):
            steps.append(Step("total.limited", "total", "limited", last, span=total.place()))
            last = rounded("total.limited", scheme.rounds.total)
        else:
            last = rounded("total.sum", scheme.rounds.total)
    steps.append(Step("total", "total", "total", last, span=total.place()))
    return steps


def grade_steps(scheme: Scheme, faults: Faults) -> list[Step]:
    """The step of the grade: the first row whose bound the total meets."""
    grade = scheme.grade
    if grade is None or grade.broken or not grade.bands:
        return []
    for row in grade.bands:
        for bound in (row.low, row.high):
            if isinstance(bound, Const) and bound.unit is not None:
                faults.add("SR251", bound.span, path=row.path, found=bound.unit.symbol, unit=NO_UNIT)
    step = None if scheme.rounds.total is None else scheme.rounds.total.to.value
    values = (on_grid((0, Fraction(0), 0), step), on_grid((0, scheme.total.full, 1), step))
    check_rows(grade.bands, values, step, faults, grade.path)
    results = tuple(text(row.grade) for row in grade.bands)
    chosen = choose_row(grade.bands, results, Name("total"), "grade.row")
    return [Step("grade", "grade", "grade", chosen, span=grade.place())]
