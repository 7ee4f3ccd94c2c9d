"""Points and grades that no record can get, and limits that never act.

They are looked for with the ranges of scores, which no record exceeds; what a range leaves out can surely
not be had.
"""

from __future__ import annotations

from fractions import Fraction

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Cases, Const, Expr, Name, walk
from scorerules.model import Indicator
from scorerules.numbers import plain
from scorerules.plan import Step
from scorerules.review.subject import Subject
from scorerules.review.told import range_words


def reachable(subject: Subject, faults: Faults) -> None:
    """Note full marks, floors, caps and grades that nothing reaches."""
    if subject.scheme.header.abstract:
        return
    for one in subject.scheme.indicators.values():
        _full_marks(one, subject, faults)
        _limits(one, subject, faults)
    for step in subject.plan.steps:
        if step.role == "grade":
            _grades(step, subject, faults)


def _full_marks(one: Indicator, subject: Subject, faults: Faults) -> None:
    full = subject.plan.full.get(one.id)
    numbers = subject.ranges.read(f"score.{one.id}").numbers
    if full is None or one.bonus or one.penalty or numbers.empty or numbers.high is None:
        return
    if numbers.high < full and one.cap is None:
        faults.add(
            "SR700",
            one.place("weight"),
            path=one.path,
            labels=_of_rule(one),
            item=one.id,
            weight=plain(full),
            most=plain(numbers.high),
        )


def _of_rule(one: Indicator) -> tuple[Label, ...]:
    place = None if one.kind is None else one.kind.place()
    return () if place is None else (Label(place, Words("这条规则给不了更多", "this rule gives no more")),)


def _limits(one: Indicator, subject: Subject, faults: Faults) -> None:
    """Note a floor below, or a cap above, everything that the rule gives."""
    raw = subject.ranges.read(f"{one.id}.raw").numbers
    for code, key, limit, reached in (
        ("SR701", "floor", _constant(one.floor), raw.low),
        ("SR702", "cap", _constant(one.cap), raw.high),
    ):
        if limit is None or reached is None or raw.empty:
            continue
        if reached > limit if key == "floor" else reached < limit:
            faults.add(
                code,
                one.place(key),
                path=f"{one.path}.{key}",
                item=one.id,
                limit=plain(limit),
                reached=plain(reached),
            )


def _constant(expr: Expr | None) -> Fraction | None:
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None


def _grades(step: Step, subject: Subject, faults: Faults) -> None:
    """Note grades of bands that what is graded never earns."""
    for met in subject.ranges.seen[step.id].rows.values():
        if met.cases.tag is None or not met.cases.tag.endswith(".row"):
            continue
        rows: list[tuple[int, Const]] = [
            (index, value) for index, (_, value) in enumerate(met.cases.rows) if isinstance(value, Const)
        ]
        if isinstance(met.cases.default, Const):
            rows.append((len(met.cases.rows), met.cases.default))
        for index, grade in rows:
            if index not in met.reached:
                condition = met.cases.rows[index][0] if index < len(met.cases.rows) else None
                span = met.cases.span if condition is None or condition.span is None else condition.span
                faults.add(
                    "SR703",
                    span,
                    path=subject.path(step.owner),
                    grade=grade.value,
                    why=_graded(met.cases, subject),
                )


def _graded(cases: Cases, subject: Subject) -> Words:
    """What the rows look at, with its range."""
    name = next(node.id for node in walk(cases.rows[0][0]) if isinstance(node, Name))
    title = subject.title(name)
    words = (
        Words("总分", "the total") if name.startswith("total") else Words(f"“{title.zh}”", f"“{title.en}”")
    )
    value, unit = subject.ranges.read(name), subject.plan.units.get(name)
    zh, en = range_words(value, unit, "zh"), range_words(value, unit, "en")
    return Words(f"：{words.zh}{zh}", f": {words.en} is {en}") if zh else Words("", "")
