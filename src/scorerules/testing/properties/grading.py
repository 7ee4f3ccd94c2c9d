"""Every total has exactly one grade: that of the first row it meets, then what vetoes make of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scorerules.build.references import grades_of
from scorerules.diagnostics import Words
from scorerules.model import Graded, GradeRow, Outcome
from scorerules.testing.properties.case import Breach, Case
from scorerules.testing.properties.exact import constant, said
from scorerules.testing.properties.sums import Unknown, unrounded_total


def grades(case: Case) -> Iterator[Breach]:
    """The grade is the one that the declared rows and the vetoes that acted give; outcomes have theirs."""
    scheme, found = case.scheme, case.evaluation
    for outcome in scheme.outcomes.values():
        yield from _of_outcome(case, outcome)
    if scheme.grade is None or not scheme.grade.all_bands:
        return
    if found.status == "disqualified":
        if found.grade is not None:
            yield _breach("grade", found.grade, (), scheme.grade)
        return
    try:
        number = _graded(case)
        possible = {_acted(case, grade) for grade in _rows(scheme.grade, number)}
    except Unknown:
        possible = {_acted(case, grade) for grade in scheme.grade.grades}
    if found.grade not in possible:
        yield _breach("grade", found.grade, tuple(sorted(possible)), scheme.grade)


def _of_outcome(case: Case, outcome: Outcome) -> Iterator[Breach]:
    result = case.evaluation.outcomes[outcome.id]
    if not outcome.all_bands or result.status != "scored" or case.value(outcome.id) is None:
        return
    value = case.value(outcome.id)
    possible = set(_rows(outcome, value)) if isinstance(value, Fraction) else set(outcome.grades)
    if result.grade not in possible:
        yield _breach(outcome.id, result.grade, tuple(sorted(possible)), outcome)


def _graded(case: Case) -> Fraction:
    """The number that is graded."""
    grade = case.scheme.grade
    assert grade is not None
    if grade.of is not None and grade.of != "total":
        value = case.value(f"score.{grade.of}" if grade.of in case.scheme.tiers else grade.of)
    elif grade.basis == "unrounded":
        value = unrounded_total(case)
    else:
        value = case.value("total")
    if not isinstance(value, Fraction):
        raise Unknown
    return value


def _rows(table: Graded, number: Fraction) -> list[str]:
    """The grades that a number can have: one, unless cases or conditions decide besides."""
    found: list[str] = []
    for rows in table.all_bands:
        for row in rows:
            met = _meets(row, number)
            if met is None:
                raise Unknown
            if met:
                found.append(row.grade)
                if row.requires is None:
                    break
    return found


def _meets(row: GradeRow, number: Fraction) -> bool | None:
    """Whether a number is in a row; ``None`` when its bound is computed."""
    bounds = (row.from_, row.above, row.upto, row.below)
    from_, above, upto, below = map(constant, bounds)
    if any(bound is not None and constant(bound) is None for bound in bounds):
        return None
    high_enough = (from_ is None or number >= from_) and (above is None or number > above)
    return high_enough and (upto is None or number <= upto) and (below is None or number < below)


def _acted(case: Case, grade: str) -> str:
    """What the vetoes that acted leave of a grade."""
    order = list(grades_of(case.scheme))
    fired = {one.id for one in case.evaluation.vetoes}
    acting = [one for one in case.scheme.vetoes.values() if one.id in fired]
    rank = order.index(grade)
    rank = max([rank, *(order.index(one.no_worse_than) for one in acting if one.no_worse_than)])
    forced = [order.index(one.grade) for one in acting if one.grade]
    if forced:
        rank = min(forced)
    return order[min([rank, *(order.index(one.no_better_than) for one in acting if one.no_better_than)])]


def _breach(item: str, found: str | None, possible: tuple[str, ...], table: Graded) -> Breach:
    zh, en = "、".join(possible) or "没有等级", ", ".join(possible) or "none"
    return Breach(
        Words(
            f"`{item}` 的等级是“{found}”，按所写各档应为：{zh}",
            f"the grade of `{item}` is {found!r}; its rows give: {en}",
        ),
        item,
        table.place(),
    )


def better_is_not_worse(case: Case) -> Iterator[Breach]:
    """Of a record and the plain one, the better total has no worse grade, vetoes aside."""
    grade = case.scheme.grade
    if (
        grade is None
        or grade.cases
        or grade.of not in (None, "total")
        or any(row.requires for row in grade.bands)
    ):
        return
    plain = case.scored(case.ground.base.record)
    found = case.evaluation
    if isinstance(plain, Exception) or plain.vetoes or found.vetoes:
        return
    if plain.exact_total is None or found.exact_total is None or not plain.grade or not found.grade:
        return
    order = list(grades_of(case.scheme))
    first, second = sorted(
        ((one.exact_total or Fraction(0), order.index(one.grade or ""), one.grade) for one in (plain, found)),
        key=lambda one: one[0],
    )
    rows_fall = any(row.upto is not None or row.below is not None for row in grade.bands)
    worse = first[1] < second[1] if rows_fall else first[1] > second[1]
    if worse and first[0] != second[0]:
        yield Breach(
            Words(
                f"总分 {said(second[0])} 的等级“{second[2]}”比总分 {said(first[0])} 的“{first[2]}”低",
                f"a total of {said(second[0])} is graded {second[2]!r}, one of {said(first[0])} {first[2]!r}",
            ),
            "grade",
            grade.place(),
        )
