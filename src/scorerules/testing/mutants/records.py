"""Records to hold two rulesets against each other: the cases, and what is made up around them.

Goes in: a ruleset, what is known of it, its cases. Comes out: the cases as they are scored, and boundary
records: every place at which a rule takes another way, each answer, each datum left out or out of its range.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import islice

from attrs import field, frozen

from scorerules.analysis.record_form import record_of
from scorerules.analysis.solving import Solver
from scorerules.analysis.study import Study
from scorerules.analysis.trials import Data, Trial, Trials
from scorerules.diagnostics import Faults
from scorerules.kinds import RecordKey, Value
from scorerules.model import Example
from scorerules.numbers import is_finite_decimal, plain, round_to
from scorerules.record import Record, read_record
from scorerules.ruleset import Ruleset
from scorerules.testing.mutants.aims import Aim, aims_of
from scorerules.testing.mutants.comparing import Given, Scored

_WAYS = 2
_MIXED = 120
_MOST = 1500
_SHORT = Fraction(1, 1000)
"""The step of numbers that are made writable."""


@frozen(slots=False, eq=False)
class Start:
    """A record that others are made of.

    Args:
        name: The case that it is of; empty when it is made up.
        record: The record, as plain values.
        cohort: The records that it is compared with.
        trial: What it comes to.
    """

    name: str
    record: Mapping[str, object]
    cohort: tuple[Given, ...]
    trial: Trial


@frozen(slots=False, eq=False)
class Records:
    """The records of one ruleset.

    Args:
        ruleset: The ruleset.
        study: What is known of it.
        examples: Its cases.
    """

    ruleset: Ruleset
    study: Study
    examples: tuple[Example, ...]
    seed: int = field(default=0, kw_only=True)

    @cached_property
    def cases(self) -> tuple[Scored, ...]:
        """The cases as the ruleset scores them."""
        return tuple(
            Scored(self.ruleset, Record(one.record, one.name), tuple(map(Record, one.cohort)))
            for one in self.examples
            if one.record is not None
        )

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """The cases that are scored, and a made-up record when there are none."""
        trials = Trials(self.study.scheme, self.study.plan)
        found = [
            Start(example.name, record, tuple(map(Record, example.cohort)), trial)
            for example in self.examples
            if example.record is not None
            and isinstance(record := example.record.plain(), dict)
            and (trial := self._trial(trials, record)) is not None
            and trial.sound
        ]
        return tuple(found) if found else self._made_up(trials)

    def _trial(self, trials: Trials, record: dict[str, object]) -> Trial | None:
        faults = Faults(self.study.plan.limits)
        values = read_record(record, self.study.plan.keys, faults).values
        if faults.errors:
            return None
        return trials.run({**dict.fromkeys(trials.base), **values})

    def _made_up(self, trials: Trials) -> tuple[Start, ...]:
        trial = trials.run({})
        record = record_of(trial.data, self.study.plan)
        return () if record is None or not trial.ran else (Start("", record, (), trial),)

    def changed(self, start: Start, changes: Data) -> Scored | None:
        """A record with some data changed; ``None`` when it cannot be written."""
        merged: dict[str, Value | None] = {**start.trial.data, **_short(changes, self.study.solver.keys)}
        written = record_of(merged, self.study.plan)
        if written is None:
            return None
        touched = {name.partition(".")[0] for name in changes}
        # In the order of the case, so that both can be read side by side.
        record = {
            name: written.get(name, value) if name in touched else value
            for name, value in start.record.items()
            if name not in touched or name in written
        }
        record |= {name: written[name] for name in written if name in touched}
        return Scored(self.ruleset, record, start.cohort)

    def reaching(self, start: Start, aim: Aim, solver: Solver, ways: int = _WAYS) -> Iterator[Data]:
        """Changes of a record with which a part of a rule may come to a value."""
        yield from islice(solver.reach(aim.expr, aim.target, start.trial), ways)

    @cached_property
    def boundary(self) -> tuple[Scored, ...]:
        """Records at every boundary of every rule, and next to it."""
        found: dict[str, Scored] = {}
        for start, changes in self._changes():
            one = self.changed(start, changes)
            if one is not None:
                found.setdefault(repr((one.record, id(start.cohort) if start.cohort else 0)), one)
            if len(found) >= _MOST:
                break
        return tuple(found.values())

    def _changes(self) -> Iterator[tuple[Start, Data]]:
        starts = self._some_starts()
        values: dict[str, list[Value | None]] = {}
        for start, changes in self._single(starts):
            for name, value in changes.items():
                known = values.setdefault(name, [])
                if value not in known:
                    known.append(value)
            yield start, changes
        # Two or three rules at their boundaries at once, in ways that are the same from run to run.
        draw = random.Random(f"mixed {self.seed}")  # noqa: S311  (no secret is made)
        names = sorted(values)
        for _ in range(_MIXED if names else 0):
            start = draw.choice(starts)
            share = draw.choice((0.2, 0.5, 0.9))
            yield start, {name: draw.choice(values[name]) for name in names if draw.random() < share}

    def _some_starts(self) -> tuple[Start, ...]:
        """The first case and the ones with the least and the highest total."""
        starts = self.starts
        totals = sorted(starts, key=lambda one: one.trial.number("total") or Fraction(0))
        return tuple(dict.fromkeys((*starts[:1], *totals[:1], *totals[-1:])))

    def _single(self, starts: tuple[Start, ...]) -> Iterator[tuple[Start, Data]]:
        solver = self.study.solver
        aims = dict.fromkeys(aim for step in self.study.plan.steps for aim in aims_of(step.expr))
        for start in starts:
            for key in self.study.plan.keys.values():
                for changes in changes_of(key):
                    yield start, changes
            for aim in aims:
                for changes in self.reaching(start, aim, solver, 1):
                    yield start, changes

    @cached_property
    def refusable(self) -> tuple[Scored, ...]:
        """Records whose data are at the ends of what they may be, just beyond, or of another type."""
        found = []
        for start in self.starts[:1]:
            for key in self.study.plan.keys.values():
                for value in beyond(key):
                    record = {**start.record, key.id: value}
                    found.append(Scored(self.ruleset, record, start.cohort))
        return tuple(found)


def _short(changes: Data, keys: Mapping[str, RecordKey]) -> Data:
    """The changes, numbers that no record can write being cut to a few decimals."""
    return {
        name: value
        if not isinstance(value, Fraction) or is_finite_decimal(value)
        else _cut(value, keys.get(name))
        for name, value in changes.items()
    }


def _cut(value: Fraction, key: RecordKey | None) -> Fraction:
    scale = Fraction(1) if key is None or key.unit is None else key.unit.scale
    return round_to(value, scale * _SHORT, "half-up")


def changes_of(key: RecordKey) -> Iterator[Data]:
    """The answers that a key may have, and the record without it."""
    for one in (key, *key.parts):
        if one.type == "boolean":
            yield {one.id: True}
            yield {one.id: False}
        for text in one.choices or ():
            yield {one.id: text}
        for level in one.levels:
            for score in (level.low[0], level.high[0]):
                yield {one.id: level.name, f"{one.id}.score": score}
        yield {one.id: None}
    if key.items:
        yield {key.id: None, **{part.id: None for part in key.parts}}


def beyond(key: RecordKey) -> Iterator[object]:
    """Values at the ends of a key and beyond them, as a record writes them."""
    scale = Fraction(1) if key.unit is None else key.unit.scale
    for bound in (key.low, key.high):
        if bound is not None and isinstance(bound[0], Fraction):
            number = bound[0] / scale
            for step in (Fraction(0), Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-1, 2)):
                yield _written(number + step)
    if key.step is not None:
        low = key.low[0] if key.low is not None and isinstance(key.low[0], Fraction) else Fraction(0)
        for step in (key.step / 2, key.step / 10):
            yield _written((low + step) / scale)
    yield from key.choices or ()


def _written(number: Fraction) -> object:
    return int(number) if number.denominator == 1 else plain(number)
