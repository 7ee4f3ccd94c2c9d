"""Roundings that decide a grade, and roundings one after the other that a single one would not equal.

Each finding comes with a record, evaluated with the rounding and without it: where none is found, nothing
is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from attrs import frozen

from scorerules.analysis.attainable import tightened
from scorerules.analysis.interpret import Interpreter
from scorerules.analysis.solving import Solver
from scorerules.analysis.targets import Targets
from scorerules.analysis.trials import Data, Trial, Trials
from scorerules.analysis.unrounded import Declared, declared_roundings, without_rounding
from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Call, Const, Expr, names, walk
from scorerules.numbers import is_multiple, plain
from scorerules.review.subject import Subject
from scorerules.review.told import record_words, whole_records

_LEVERS = 4
"""Indicators that take turns in making up the last points."""

_TIES = 3
"""Ties of a rounding that are tried."""

_WHAT = {
    "indicator": Words("各指标得分的修约", "the rounding of indicators"),
    "tier": Words("一级指标小计的修约", "the rounding of tiers"),
    "total": Words("总分的修约", "the rounding of the total"),
}


@frozen
class _Compared:
    """One record with a rounding and without it."""

    data: Data
    rounded: Trial
    unrounded: Trial


def roundings(subject: Subject, faults: Faults) -> None:
    """Note roundings that can decide a grade, and chains of two."""
    scheme, plan = subject.scheme, subject.plan
    if scheme.header.abstract:
        return
    declared = tuple(declared_roundings(scheme, plan))
    for one in declared:
        view = _View(subject, one)
        if view.acts:
            _grade(one, view, subject, faults)
            for later in declared:
                if later is not one:
                    _chain(one, later, view, subject, faults)


class _View:
    """A ruleset with one of its roundings and without it.

    Args:
        subject: The ruleset.
        declared: The rounding.
    """

    def __init__(self, subject: Subject, declared: Declared) -> None:
        self._subject = subject
        self._declared = declared
        self.trials = Trials(subject.scheme, without_rounding(subject.plan, declared))
        ranges, functions = tightened(self.trials.plan)
        self._ranges = ranges
        self._targets = Targets(self.trials, functions)
        self.solver = Solver(self.trials)

    @property
    def acts(self) -> bool:
        """Whether it changes any value."""
        to = self._declared.rounding.to.value
        found = (self._ranges.read(step).numbers for step in self._declared.steps)
        return any(one.grid is None or not is_multiple(one.grid, to) for one in found if not one.empty)

    def compare(self, data: Data) -> _Compared:
        """A record with the rounding and without it."""
        return _Compared(data, self._subject.trials.run(data), self.trials.run(data))

    def near_total(self, total: Fraction) -> Iterator[Data]:
        """Records whose total without the rounding is next to ``total``."""
        to = self._declared.rounding.to.value
        for index, lever in enumerate(self._targets.levers[:_LEVERS]):
            rate = Fraction(1) if self._declared.what == "total" else lever.rate
            for shift in (-to / 4, to / 4, -to / 2):
                yield self._targets.reach(total + shift * rate, last=index, tolerance=to / 16)
            yield self._targets.reach(total, last=index, first=to / 4, tolerance=to / 16)


def _grade(one: Declared, view: _View, subject: Subject, faults: Faults) -> None:
    """Note a rounding with which a record has another grade than without."""
    grade = subject.scheme.grade
    if grade is None or grade.of not in (None, "total"):
        return
    said = grade.written("basis") is not None
    if one.what == "total" and said:
        return
    limits = {
        bound.value: None
        for rows in grade.all_bands
        for row in rows
        for bound in (row.low, row.high)
        if isinstance(bound, Const) and isinstance(bound.value, Fraction)
    }
    for limit in limits:
        for data in view.near_total(limit):
            found = view.compare(data)
            with_it, without = (
                found.rounded.trace.values.get("grade"),
                found.unrounded.trace.values.get("grade"),
            )
            if found.rounded.sound and found.unrounded.sound and with_it != without:
                _note_grade(one, found, subject, faults)
                return


def _note_grade(one: Declared, found: _Compared, subject: Subject, faults: Faults) -> None:
    code = "SR720" if one.what == "total" else "SR721"
    with_it, without = found.rounded.number("total"), found.unrounded.number("total")
    faults.add(
        code,
        one.rounding.place(),
        path=one.rounding.path,
        records=whole_records(found.data, subject=subject),
        what=_what(one, subject),
        record=record_words(found.data, subject),
        total="…" if with_it is None else plain(with_it),
        grade=found.rounded.trace.values.get("grade"),
        unrounded="…" if without is None else plain(without),
        other=found.unrounded.trace.values.get("grade"),
    )


def _what(one: Declared, subject: Subject) -> Words:
    title = subject.title(one.what)
    return _WHAT.get(one.what, Words(f"“{title.zh}”的修约", f"the rounding of “{title.en}”"))


def _chain(one: Declared, later: Declared, view: _View, subject: Subject, faults: Faults) -> None:
    """Note a rounding of what is rounded already, where that can differ from rounding once."""
    to, reading = later.rounding.to.value, _readers(one.steps, subject)
    for step in later.steps:
        argument = _argument(step, subject) if step in reading and not view.trials.spent else None
        if argument is None or reading.isdisjoint(names(argument)):
            continue
        grid = Interpreter().value(argument, subject.ranges.env).numbers.grid
        if grid is not None and is_multiple(grid, to):
            continue  # what is rounded first needs no second rounding
        for data in _near_ties(step, argument, one, to, view, subject):
            found = view.compare(data)
            twice, once = found.rounded.number(step), found.unrounded.number(step)
            if (
                found.rounded.sound
                and found.unrounded.sound
                and twice is not None
                and once is not None
                and twice != once
            ):
                first = one.rounding.place()
                label = Words("先在这里修约", "rounded here first")
                faults.add(
                    "SR722",
                    later.rounding.place(),
                    path=later.rounding.path,
                    labels=() if first is None else (Label(first, label),),
                    records=whole_records(found.data, subject=subject),
                    record=record_words(found.data, subject),
                    twice=plain(twice),
                    once=plain(once),
                    what=_what(later, subject),
                    first=_what(one, subject),
                )
                return


def _argument(step: str, subject: Subject) -> Expr | None:
    """What a step rounds."""
    return next(
        (
            node.arguments[0]
            for node in walk(subject.plan.exprs[step])
            if isinstance(node, Call) and node.function == "round"
        ),
        None,
    )


def _readers(steps: tuple[str, ...], subject: Subject) -> frozenset[str]:
    """Some steps and all that read one of them, directly or through others."""
    found = set(steps)
    for name, expr in subject.plan.exprs.items():
        if not found.isdisjoint(names(expr)):
            found.add(name)
    return frozenset(found)


def _near_ties(
    step: str, argument: Expr, one: Declared, to: Fraction, view: _View, subject: Subject
) -> Iterator[Data]:
    """Records with which what is rounded a second time is next to a tie."""
    numbers = subject.ranges.read(step).numbers
    low = Fraction(0) if numbers.low is None else numbers.low
    high = low + 100 * to if numbers.high is None else numbers.high
    middle = to * ((low + high) / 2 / to).__floor__()
    ties = [middle + to * count + to / 2 for count in range(_TIES)]
    shift = one.rounding.to.value / 4
    start = view.trials.run({})
    for tie in ties:
        if step == "total":
            yield from view.near_total(tie)
        for target in (tie - shift, tie + shift, tie):
            yield from islice(view.solver.reach(argument, target, start), _TIES)
