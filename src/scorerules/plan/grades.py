"""The steps of grades and outcomes: bands, what a grade requires, what vetoes leave of it."""

from __future__ import annotations

from fractions import Fraction

from scorerules.build.references import grades_of
from scorerules.diagnostics import Faults
from scorerules.formula import Absent, Cases, Const, Expr, Name
from scorerules.formula.make import all_of, call, choose, compare, number, text
from scorerules.kinds import check_rows
from scorerules.kinds.rows import ABOVE_ALL, BELOW_ALL, Stretch, on_grid
from scorerules.model import Graded, GradeRow, Outcome, Scheme, Veto
from scorerules.plan.declared import check_step
from scorerules.plan.items import rounded
from scorerules.plan.scope import lacks_total
from scorerules.plan.steps import Step
from scorerules.plan.tops import DISQUALIFIED, unrounded_total
from scorerules.plan.total_grid import total_grid
from scorerules.reading import NO_UNIT


def grade_steps(scheme: Scheme, total: list[Step], faults: Faults) -> list[Step]:
    """The steps of the grade: the band, and what vetoes make of it.

    Args:
        scheme: The scheme.
        total: The steps of the total; empty when there is none.
        faults: Where faults go.
    """
    grade = scheme.grade
    if grade is None or grade.broken or not grade.all_bands:
        return []
    target = _target(scheme, total, faults)
    if target is None:
        return []
    values, step = _values(scheme) if grade.of in (None, "total") else ((BELOW_ALL, ABOVE_ALL), None)
    if grade.of in (None, "total"):
        _check_units(grade, faults)
    band = by_bands(grade, target, "grade", values, step, faults)
    acting = [one for one in scheme.vetoes.values() if one.grade or one.no_better_than or one.no_worse_than]
    span = grade.place()
    if not acting:
        return [Step("grade", "grade", "grade", band, span=span)]
    ranks = {name: index for index, name in enumerate(grades_of(scheme))}
    steps = [
        Step("grade.band", "grade", "grade", band, span=span),
        Step("grade.rank", "grade", "part", _vetoed(acting, ranks), span=span),
    ]
    last: Expr = Cases(
        tuple((compare("==", Name("grade.rank"), number(rank)), text(name)) for name, rank in ranks.items()),
        None,
        span=span,
    )
    if any(one.disqualify for one in scheme.vetoes.values()):
        last = Cases(((Name(DISQUALIFIED), Absent(not_applicable=True)),), last)
    return [*steps, Step("grade", "grade", "grade", last, span=span)]


def _target(scheme: Scheme, total: list[Step], faults: Faults) -> Expr | None:
    """What is graded."""
    grade = scheme.grade
    assert grade is not None
    if grade.of is not None and grade.of != "total":
        if grade.of in scheme.tiers:
            return Name(f"score.{grade.of}")
        return Name(grade.of) if grade.of in (*scheme.outcomes, *scheme.derived) else None
    if not any(one.id == "total" for one in total):
        if not lacks_total(scheme):
            faults.add("SR282", grade.place(), path=grade.path)
        return None
    return Name(unrounded_total(total)) if grade.basis == "unrounded" else Name("total")


def _values(scheme: Scheme) -> tuple[Stretch, Fraction | None]:
    """The totals that can occur, and the step between them."""
    total, rounding = scheme.total, scheme.rounds.total
    basis = scheme.grade is None or scheme.grade.basis == "rounded"
    step = rounding.to.value if rounding is not None and basis else total_grid(scheme) or None
    outside = any(one.bonus or one.penalty for one in scheme.indicators.values())
    bounded = scheme.header.weights != "none" and total.formula is None and not outside
    # A limit of the total may leave a grade out of reach; that is the author's to decide, not a fault.
    low, high = (Fraction(0), total.full) if bounded else (total.from_, total.upto)
    return (
        BELOW_ALL if low is None else on_grid((0, low, 0), step),
        ABOVE_ALL if high is None else on_grid((0, high, 1), step),
    ), step


def _check_units(grade: Graded, faults: Faults) -> None:
    """A total is in points."""
    for rows in grade.all_bands:
        for row in rows:
            for bound in (row.low, row.high):
                if isinstance(bound, Const) and bound.unit is not None:
                    faults.add("SR251", bound.span, path=row.path, found=bound.unit.symbol, unit=NO_UNIT)


def by_bands(
    table: Graded, target: Expr, owner: str, values: Stretch, step: Fraction | None, faults: Faults
) -> Expr:
    """The grade that ``target`` earns."""
    for rows in table.all_bands:
        check_rows(rows, values, step, faults, table.path)
    if table.bands:
        return _first(table.bands, target, owner)
    *firsts, last = table.cases
    for case in firsts:
        if case.when is None:
            faults.add(
                "SR231", case.place(), path=case.path, row=table.cases.index(case) + 1, rows=len(table.cases)
            )
    rows_of = [
        (case.when, _first(case.bands, target, owner)) for case in table.cases if case.when is not None
    ]
    default = _first(last.bands, target, owner) if last.when is None else None
    return Cases(tuple(rows_of), default, f"{owner}.case", span=table.place())


def _first(rows: tuple[GradeRow, ...], target: Expr, owner: str) -> Cases:
    """The first row whose bound and requirement hold; a last row without either is the rest."""
    conditions = []
    for row in rows:
        asked = [row.condition(target)] if row.bounded else []
        conditions.append([*asked, *([] if row.requires is None else [row.requires])])
    grades = [text(row.grade) for row in rows]
    default = None if conditions[-1] else grades[-1]
    met = tuple((all_of(*asked), grade) for asked, grade in zip(conditions, grades, strict=True) if asked)
    return Cases(met, default, f"{owner}.row", span=rows[0].place())


def _vetoed(acting: list[Veto], ranks: dict[str, int]) -> Expr:
    """The rank that is left: the band, floors, then a forced grade (the worse of two), then caps."""
    band: Expr = Cases(
        tuple((compare("==", Name("grade.band"), text(name)), number(rank)) for name, rank in ranks.items()),
        None,
    )
    top = number(len(ranks))

    def of(one: Veto, grade: str | None, otherwise: Expr) -> Expr:
        return choose(Name(f"veto.{one.id}"), number(ranks.get(grade or "", 0)), otherwise)

    rank = band
    floors = [of(one, one.no_worse_than, number(0)) for one in acting if one.no_worse_than]
    if floors:
        rank = call("max", rank, *floors)
    forced = [of(one, one.grade, top) for one in acting if one.grade]
    if forced:
        worst = call("min", *forced)
        rank = choose(compare("<", worst, top), worst, rank)
    caps = [of(one, one.no_better_than, top) for one in acting if one.no_better_than]
    return call("min", rank, *caps) if caps else rank


def outcome_steps(one: Outcome, faults: Faults) -> list[Step]:
    """The steps of an outcome: whether it applies, its value, rounded, and its grade."""
    if one.broken or one.formula is None:
        return []
    span, steps = one.place(), []
    if one.when is not None:
        steps.append(Step(f"{one.id}.applies", one.id, "applies", one.when, span=one.place("when")))
    steps.append(Step(f"{one.id}.raw", one.id, "raw", one.formula, span=one.place("formula")))
    value: Expr = Name(f"{one.id}.raw")
    check_step(one, faults)
    if one.round is not None:
        value = rounded(value, one.round)
    if one.when is not None:
        value = Cases(((Name(f"{one.id}.applies"), value),), Absent(not_applicable=True))
    steps.append(Step(one.id, one.id, "outcome", value, span=span))
    if one.all_bands:
        step = None if one.round is None else one.round.to.value
        grade = by_bands(one, Name(one.id), one.id, (BELOW_ALL, ABOVE_ALL), step, faults)
        if one.when is not None:
            grade = Cases(((Name(f"{one.id}.applies"), grade),), Absent(not_applicable=True))
        steps.append(Step(f"{one.id}.grade", one.id, "grade", grade, span=span))
    return steps
