"""Records that a ruleset admits and then cannot score: a division by zero, a case that no row covers.

Each finding comes with such a record, which was evaluated: where none is found, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from attrs import frozen

from scorerules.analysis.abstract import Abstract
from scorerules.analysis.assume import Env
from scorerules.analysis.interval import ZERO
from scorerules.analysis.seen import SeenRows
from scorerules.analysis.trials import Data, Trial
from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Arithmetic, Expr
from scorerules.kinds import Value
from scorerules.plan import Step
from scorerules.review.subject import Subject
from scorerules.review.told import record_words, whole_records
from scorerules.source import Span

DIVISION_BY_ZERO = "SR500"
NO_ROW = "SR510"

_MOST = 60
"""Records that are tried for one finding."""

_MOST_RUNS = 400
"""Records that are run on the way to those; where many names must meet, most ways lead nowhere."""

_MOST_NAMES = 40
"""Names that are brought to a wanted value together; the others stay as they are."""


@frozen
class _Division:
    """A division whose divisor can be 0, with the cases in which it is computed."""

    division: Arithmetic
    step: Step
    cases: tuple[Env, ...]


def failing(subject: Subject, faults: Faults) -> None:
    """Note every divisor that can be 0 and every table with a hole, each with a record."""
    if subject.scheme.header.abstract:
        return
    start = subject.trials.run({})
    divisions: dict[Expr, list[_Division]] = {}
    for step in subject.plan.steps:
        met = subject.ranges.seen[step.id]
        for division, cases in met.divisors.values():
            divisions.setdefault(division.right, []).append(_Division(division, step, tuple(cases)))
        for one in met.rows.values():
            if one.cases.default is None and one.cases.unmet == NO_ROW and len(one.cases.rows) in one.reached:
                _hole(one, step, start, subject, faults)
    for divisor, places in divisions.items():
        _division(divisor, places, start, subject, faults)


def _division(divisor: Expr, places: list[_Division], start: Trial, subject: Subject, faults: Faults) -> None:
    """Note a divisor once, with all the places that divide by it."""
    spans = [one.division.span for one in places]
    search = _Search(subject)
    proposals = (
        {**case, **changes}
        for one in places
        for env in one.cases
        for case in search.together(env.narrowed, start)
        for changes in subject.solver.reach(divisor, ZERO, subject.trials.run(case))
    )
    found = _failing(DIVISION_BY_ZERO, spans, islice(proposals, _MOST), subject)
    if found is None:
        return
    first, step = places[0].division, places[0].step
    written = first.right.span
    also = Words("这里也除以它", "so is this")
    rest = [one.division.right.span for one in places[1:]]
    labels = (Label(span, also) for span in rest if span is not None)
    faults.add(
        "SR730",
        written or first.span or step.span,
        path=subject.path(step.owner),
        labels=tuple(labels),
        text="…" if written is None else " ".join(written.text.split()),
        records=whole_records(found, subject=subject),
        record=record_words(found, subject),
    )


def _hole(met: SeenRows, step: Step, start: Trial, subject: Subject, faults: Faults) -> None:
    search = _Search(subject)
    proposals = (
        changes
        for env in met.reached[len(met.cases.rows)]
        for changes in search.together(env.narrowed, start)
    )
    found = _failing(NO_ROW, [met.cases.span], islice(proposals, _MOST), subject)
    if found is not None:
        faults.add(
            "SR713",
            met.cases.span or step.span,
            path=subject.path(step.owner),
            rows=len(met.cases.rows),
            records=whole_records(found, subject=subject),
            record=record_words(found, subject),
        )


class _Search:
    """A search for one finding, which ends after :data:`_MOST_RUNS` records whatever it found.

    Args:
        subject: The ruleset.
    """

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._left = _MOST_RUNS

    def together(self, wanted: Mapping[str, Abstract], start: Trial) -> Iterator[Data]:
        """Data with which each of some names comes to one of the values wanted of it, one after the other."""
        return self._all_of(list(wanted.items())[:_MOST_NAMES], start)

    def _all_of(self, wanted: list[tuple[str, Abstract]], start: Trial) -> Iterator[Data]:
        if not wanted:
            yield {}
            return
        (name, value), *rest = wanted
        for changes in self._subject.solver.meet(name, value, start):
            self._left -= 1
            if self._left < 0:
                return
            for further in self._all_of(rest, self._subject.trials.run(changes)):
                yield {**changes, **further}


def _failing(
    code: str, spans: Sequence[Span | None], proposals: Iterator[Data], subject: Subject
) -> Mapping[str, Value | None] | None:
    """The first proposal that really has the problem at one of the places."""
    for changes in proposals:
        trial = subject.trials.run(changes)
        if any(one.code == code and one.span in spans for one in trial.problems):
            return changes
    return None
