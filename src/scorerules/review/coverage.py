"""What no example reaches: rules, rows, boundaries, vetoes and grades.

Goes in: the goals of a ruleset and its examples. Comes out: one hint for each item that names everything of
it that no example shows. A ruleset without examples gets a single hint. Nothing here says whether a rule is
right; ``scorerules cover`` asks for more than what is hinted at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import itemgetter

from scorerules.diagnostics import Faults, Words
from scorerules.explain import shown
from scorerules.formula import Name
from scorerules.model import Derived, Indicator
from scorerules.review.subject import Subject
from scorerules.review.told import listed
from scorerules.testing.goals import Comes, Goal, Takes, goals_of
from scorerules.testing.goals.covering import Coverage, Reaches, coverage_of

_MOST = 8
"""Rows or boundaries of one item that are listed."""


def coverage(subject: Subject, faults: Faults) -> None:
    """Note what no example reaches."""
    scheme = subject.scheme
    if scheme.header.abstract:
        return
    if not scheme.examples:
        faults.add("SR764", scheme.header.place("id"), path="example")
        return
    found = coverage_of(goals_of(subject.study), subject.ruleset, scheme.examples)
    items: tuple[Indicator | Derived, ...] = (*scheme.indicators.values(), *scheme.derived.values())
    for item in items:
        _item(item, found, subject, faults)
    for veto in scheme.vetoes.values():
        if any(goal.id == f"{veto.id}.fires" for goal in found.of("veto").missing):
            faults.add("SR762", veto.place(), path=veto.path, item=subject.title(veto.id))
    _grades(found, subject, faults)


def _item(item: Indicator | Derived, found: Coverage, subject: Subject, faults: Faults) -> None:
    """Note rows and boundaries of an item that no example reaches, or that it is never used."""
    if item.kind is None or f"{item.id}.raw" not in subject.plan.exprs:
        return
    if f"{item.id}.raw" not in found.computed:
        faults.add("SR763", item.place(), path=item.path, item=subject.title(item.id))
        return
    own, span = found.items.get(item.id, Reaches(())), item.kind.place() or item.place()
    rows = [_quoted(goal.words) for goal in own.of("row").missing if isinstance(goal.conditions[-1], Takes)]
    if rows:
        title = subject.title(item.id)
        faults.add("SR760", span, path=item.path, item=title, rows=_some(rows))
    known = frozenset(item.kind.boundaries())
    jumps = [goal for goal in own.of("at").missing if _jumps(goal, own)]
    places = {place for goal in jumps if (place := _place(goal, item)) is not None and place[1] in known}
    limits = [_limit(name, number, subject) for name, number in sorted(places, key=itemgetter(1))]
    if limits:
        title = subject.title(item.id)
        faults.add("SR761", span, path=item.path, item=title, limits=_some(limits))


def _quoted(words: Words) -> Words:
    return Words(f"“{words.zh}”", f"“{words.en}”")


def _some(words: Sequence[Words]) -> Words:
    found = listed(words[:_MOST])
    return found if len(words) <= _MOST else Words(f"{found.zh}…", f"{found.en}…")


def _place(goal: Goal, item: Indicator | Derived) -> tuple[str, Fraction] | None:
    """The number that the rule looks at, and its value; ``None`` for a goal about anything else."""
    last = goal.conditions[-1]
    if not isinstance(last, Comes) or last.what not in (Name(item.id), Name(f"{item.id}.value")):
        return None
    assert isinstance(last.what, Name)
    number = last.wanted.numbers.single
    return None if number is None else (last.what.id, number)


def _limit(name: str, number: Fraction, subject: Subject) -> Words:
    """A boundary as people read it."""
    unit = subject.plan.units.get(name)
    return Words(shown(number, unit, "zh"), shown(number, unit, "en"))


def _jumps(goal: Goal, found: Reaches) -> bool:
    """Whether something else comes out just beside a boundary, so that it matters what is included."""
    return any(
        one.goal.conditions[:-1] == goal.conditions[:-1]
        and one.goal.span is not None
        and one.goal.span == goal.span
        for one in found.of("below", "above").reaches
    )


def _grades(found: Reaches, subject: Subject, faults: Faults) -> None:
    """Note grades that no example earns."""
    missing: dict[str, list[Words]] = {}
    for goal in found.of("grade").missing:
        (earned,) = goal.conditions
        assert isinstance(earned, Comes)
        missing.setdefault(goal.item, []).extend(Words.same(f"“{one}”") for one in earned.wanted.texts or ())
    for owner, grades in missing.items():
        step = next(one for one in subject.plan.of(owner) if one.role == "grade")
        faults.add("SR765", step.span, path=subject.path(owner), grades=listed(grades))
