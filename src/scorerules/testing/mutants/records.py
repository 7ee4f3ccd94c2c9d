"""Records to hold two rulesets against each other: the cases, and what is made up around them.

Goes in: a ruleset, what is known of it, its cases. Comes out: the cases as they are scored, and boundary
records: every place at which a rule takes another way, each answer, each datum left out or out of its range.
Pool.boundary_records() hands out only records that are scored, each a change of one and the same base record,
for tables that other programs are held against. Here refused records count too, and every case is a start.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import TypeAlias

from attrs import evolve, field, frozen

from scorerules.analysis.domains import domain_of
from scorerules.analysis.record_form import record_of
from scorerules.analysis.solving import Solver
from scorerules.analysis.study import Study
from scorerules.analysis.trials import Data, Trial, Trials
from scorerules.compile import compiled
from scorerules.diagnostics import Faults
from scorerules.formula import Name, walk
from scorerules.kinds import RecordKey, Value
from scorerules.model import Example
from scorerules.record import Record, read_record
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.testing.goals import Condition
from scorerules.testing.mutants.aims import Aim, aims_of
from scorerules.testing.mutants.comparing import Given, Scored, plain_record, scored, stated
from scorerules.testing.mutants.data import STEPS, beyond, changes_of, different, near_ones, scale_of
from scorerules.testing.pool.candidates import Pool

_WAYS = 2
_MIXED = 3000
_MIXED_TOGETHER = 150
"""Records that are drawn; fewer where each is compared with others."""

_RUNS = 40
"""Records that are tried from each of a few others to meet some conditions."""

_FACTORS = (10, 100)
"""By how much whole numbers are made larger, so that their quotient comes nearer to one that is wanted."""

_MOST = 1500


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
    _told: dict[int, tuple[Scored, Shown | None]] = field(factory=dict, init=False)

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
            for example, one in zip(self.examples, self.cases, strict=True)
            if (trial := self._trial(trials, record := plain_record(one.record), one)) is not None
        ]
        return tuple(found) if found else self._made_up(trials)

    def _trial(self, trials: Trials, record: dict[str, object], case: Scored) -> Trial | None:
        """What a case comes to, among the records that it is compared with; ``None`` where it is refused."""
        faults = Faults(self.study.plan.limits)
        values = read_record(record, self.study.plan.keys, faults).values
        if faults.errors:
            return None
        if self.ruleset.plan.compares_records:
            result = case.result
            return Trial(values, result.facts.trace, ()) if isinstance(result, Evaluation) else None
        trial = trials.run({**dict.fromkeys(trials.base), **values})
        return trial if trial.sound else None

    @cached_property
    def cohorts(self) -> tuple[Scored, ...]:
        """The cases among one record less, or one more that is like them."""
        found = []
        for start in self.starts if self.ruleset.plan.compares_records else ():
            for index, other in enumerate(start.cohort):
                rest = (*start.cohort[:index], *start.cohort[index + 1 :])
                found.append(Scored(self.ruleset, start.record, rest))
                found.append(Scored(self.ruleset, start.record, (*start.cohort, other)))
                # Seen from another one of the group.
                found.append(Scored(self.ruleset, plain_record(other), (start.record, *rest)))
                found.append(Scored(self.ruleset, plain_record(other), (start.record, other, *rest)))
            found.append(Scored(self.ruleset, start.record, (*start.cohort, start.record)))
            found.append(Scored(self.ruleset, start.record, start.cohort * 3))
            for twin in self._twins(start):
                found.append(Scored(self.ruleset, start.record, (*start.cohort, twin)))
                found.append(Scored(self.ruleset, twin, (*start.cohort, start.record)))
        return tuple(found)

    def _twins(self, start: Start) -> Iterator[Mapping[str, object]]:
        """Records that come to the same as one by another way, so that only their data tell them apart."""
        yield from self._beside(start)
        derived = [step.id for step in self.study.plan.steps if step.role == "derived"]
        for key in self.study.plan.keys.values():
            for flipped in changes_of(key) if key.type == "boolean" or key.choices else ():
                other = self.study.trials.run({**start.trial.data, **flipped})
                for name in derived:
                    value = start.trial.number(name)
                    if value is None or not other.sound or other.number(name) == value:
                        continue
                    for changes in islice(self.reaching(Start("", {}, (), other), Aim(Name(name), value)), 2):
                        one = self.changed(start, {**flipped, **changes})
                        if one is not None:
                            yield plain_record(one.record)

    def _beside(self, start: Start) -> Iterator[Mapping[str, object]]:
        """Records with one number a little more or less and the same total: a rounding or limit hides it."""
        total = start.trial.trace.values.get("total")
        for name, key in self.study.plan.keys.items():
            now, numbers = start.trial.data.get(name), domain_of(key).numbers
            if not isinstance(now, Fraction) or key.full is not None:
                continue
            steps = [numbers.grid] if numbers.grid else [size * scale_of(key) for size in STEPS]
            for other in (now + step * side for step in steps for side in (1, -1)):
                one = self.changed(start, {name: other}) if numbers.has(other) else None
                result = None if one is None else one.result
                if one and isinstance(result, Evaluation) and result.facts.get("total") == total:
                    yield plain_record(one.record)
                    break

    def _made_up(self, trials: Trials) -> tuple[Start, ...]:
        trial = trials.run({})
        record = record_of(trial.data, self.study.plan)
        return () if record is None or not trial.ran else (Start("", record, (), trial),)

    def changed(self, start: Start, changes: Data) -> Scored | None:
        """A record with some data changed; ``None`` when it cannot be written."""
        merged: dict[str, Value | None] = {**start.trial.data, **changes}
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

    @cached_property
    def solver(self) -> Solver:
        """Finds data with which something comes to a value, be they whole numbers and short ones or not."""
        return _Unbound(self.study.trials)

    def reaching(
        self, start: Start, aim: Aim, solver: Solver | None = None, ways: int = _WAYS
    ) -> Iterator[Data]:
        """Changes of a record with which a part of a rule comes to a value, or as near as data can come."""
        found = (self.solver if solver is None else solver).reach(aim.expr, aim.target, start.trial)
        for changes in islice(found, ways):
            yield from near_ones(changes, self.study.solver.keys)

    def meeting(self, conditions: Sequence[Condition]) -> Iterator[Scored]:
        """Records that meet some conditions, sought step by step wherever the rules lead."""
        for one in self._pool.meeting(conditions, runs=_RUNS):
            yield Scored(self.ruleset, one.record, one.cohort)

    @cached_property
    def _pool(self) -> Pool:
        return Pool(self.ruleset, self.examples, study=self.study)

    def larger(self, driver: str) -> Iterator[tuple[Start, Data]]:
        """The first case with larger whole numbers of which a number is computed: they divide finer."""
        exprs = {step.id: step.expr for step in self.study.plan.steps}
        waiting, names = [driver], dict[str, None]()
        while waiting:
            name = waiting.pop()
            key = self.study.plan.keys.get(name)
            if key is not None and key.type == "integer":
                names[name] = None
            elif name in exprs:
                waiting += [part.id for part in walk(exprs.pop(name)) if isinstance(part, Name)]
        trials = Trials(self.study.scheme, self.study.plan)
        for start in self.starts[:1] if len(names) > 1 else ():
            data = start.trial.data
            for factor in _FACTORS:
                found: dict[str, Value | None] = {}
                for name in names:
                    now = data.get(name)
                    if isinstance(now, Fraction):
                        found[name] = now * factor
                trial = trials.run({**dict.fromkeys(trials.base), **data, **found})
                if trial.sound:
                    yield evolve(start, trial=trial), found

    @cached_property
    def boundary(self) -> tuple[Scored, ...]:
        """Records at every boundary of every rule, and next to it."""
        found: dict[str, Scored] = {}
        for start, changes in self._single:
            one = self.changed(start, changes)
            if one is not None:
                found.setdefault(repr((one.record, id(start.cohort) if start.cohort else 0)), one)
            if len(found) >= _MOST:
                break
        return tuple(found.values())

    @cached_property
    def mixed(self) -> tuple[Scored, ...]:
        """Records in which many data are at boundaries at once: drawn, but the same from run to run."""
        values: dict[str, list[Value | None]] = {}
        for _, changes in self._single:
            for name, value in changes.items():
                known = values.setdefault(name, [])
                if value is not None and value not in known:
                    known.append(value)
        draw = random.Random(f"mixed {self.seed}")  # noqa: S311  (no secret is made)
        names = sorted(name for name in values if values[name])
        together = self.ruleset.plan.compares_records
        found: list[Scored] = []
        for _ in range(_MIXED_TOGETHER if together else _MIXED):
            start, share = draw.choice(self.starts), draw.choice((0.1, 0.3, 0.6, 1))
            drawn = {name: draw.choice(values[name]) for name in names if draw.random() < share}
            one = self.changed(start, drawn)
            # One that is refused shows nothing of what would be computed.
            if one is not None and (together or quickly(self.ruleset, one) is not None):
                found.append(one)
        return tuple(found)

    def told_by_original(self, one: Scored) -> Shown | None:
        """What the ruleset makes of a record, kept for the next one that asks."""
        kept = self._told.get(id(one))
        if kept is None:
            # The record is kept too, so that no other one can have its identity.
            kept = self._told[id(one)] = (one, quickly(self.ruleset, one))
        return kept[1]

    def _some_starts(self) -> tuple[Start, ...]:
        """The first case and the ones with the least and the highest total."""
        starts = self.starts
        totals = sorted(starts, key=lambda one: one.trial.number("total") or Fraction(0))
        return tuple(dict.fromkeys((*starts[:1], *totals[:1], *totals[-1:])))

    @cached_property
    def _single(self) -> tuple[tuple[Start, Data], ...]:
        return tuple(self._singles(self._some_starts()))

    def _singles(self, starts: tuple[Start, ...]) -> Iterator[tuple[Start, Data]]:
        aims = dict.fromkeys(aim for step in self.study.plan.steps for aim in aims_of(step.expr))
        for start in starts:
            for key in self.study.plan.keys.values():
                for changes in changes_of(key):
                    yield start, changes
            for aim in aims:
                for changes in self.reaching(start, aim, ways=1):
                    yield start, changes

    @cached_property
    def refusable(self) -> tuple[Scored, ...]:
        """Records whose data are at the ends of what they may be, just beyond, or of another type."""
        found = []
        for start in self.starts[:1]:
            for key in self.study.plan.keys.values():
                found += [
                    Scored(self.ruleset, {**start.record, key.id: value}, start.cohort)
                    for value in different(beyond(key))
                ]
        return tuple(found)


class _Unbound(Solver):
    """Finds data that need not be whole, or short: whoever uses them takes what is next to them.

    Args:
        trials: The trials of the plan.
    """

    def __init__(self, trials: Trials) -> None:
        super().__init__(trials)
        self.keys = {name: _unbound(key) for name, key in self.keys.items()}


def _unbound(key: RecordKey) -> RecordKey:
    number = key.type in ("number", "integer") and key.step is not None
    return evolve(key, step=None, type="number") if number else key


Shown: TypeAlias = Mapping[str, object]
"""What a record comes to, of all that people look at."""


def quickly(ruleset: Ruleset, one: Scored) -> Shown | None:
    """What the compiled evaluation makes of a record; ``None`` where the reference must say it."""
    plan, record = ruleset.plan, plain_record(one.record)
    if plan.compares_records:
        result = scored(ruleset, record, one.cohort)
        return result.facts.scores() | {"": stated(result)} if isinstance(result, Evaluation) else None
    found = compiled(plan).score(record)
    if found is None:
        return None
    variant, given = found
    return {name: read(given) for name, read in variant.values.items()}
