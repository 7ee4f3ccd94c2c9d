"""What strategies draw records from: a record that scores, and everything it can be changed by.

Goes in: a ruleset. Comes out: its plain record, changes by key and by item, whole records that reach
something, and a way to make a record of them that scores. Nothing here is random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

from attrs import frozen

from scorerules.analysis.study import Study
from scorerules.analysis.trials import made_up
from scorerules.diagnostics import Faults
from scorerules.diagnostics.near import near
from scorerules.errors import RecordError
from scorerules.kinds import NOT_APPLICABLE, RecordKey, Value
from scorerules.record import Datum, read_record
from scorerules.ruleset import Ruleset
from scorerules.testing.goals import Goal, goals_of
from scorerules.testing.pool.candidates import Candidate, Pool
from scorerules.testing.strategies.alternatives import Change, alternatives, left_out, numbers_of
from scorerules.testing.strategies.forms import forms, with_remark

Written: TypeAlias = dict[str, Datum]
"""A record as a person or a program gives it."""

Aims: TypeAlias = Sequence[Sequence[Change]]
"""Whole records by what they reach: changes of the plain record."""

_MOST_RUNS = 2000
"""Records that are tried to find those that reach the goals; what is not found by then is not aimed at."""

_MOST_SHOWN = 60
"""Whole records that are drawn as they are, each once, so that as many again are left to chance."""

_AMONG = 4
"""Records of one goal that are looked at for one that is compared with the records of the plain one."""

_FEW = 3
"""Keys that the change of one item touches at most; what takes more is no change of the item alone."""

_UNEXPLAINED = frozenset({"SR411", "SR423", "SR434"})
"""Faults that a remark mends."""


@frozen
class Base:
    """The record that others are changes of.

    Args:
        record: As it is written.
        values: What it says, in base units.
        company: The records that it is compared with.
    """

    record: Written
    values: Mapping[str, Value]
    company: tuple[Written, ...] = ()


@frozen(slots=False, repr=False, eq=False)
class Ground:
    """A ruleset as strategies see it.

    Args:
        ruleset: The ruleset; not an abstract one.
    """

    ruleset: Ruleset

    @property
    def keys(self) -> Mapping[str, RecordKey]:
        """The keys of its records."""
        return self.ruleset.plan.keys

    @cached_property
    def study(self) -> Study:
        """The ruleset, looked into."""
        return Study(self.ruleset.scheme, self.ruleset.plan)

    @cached_property
    def base(self) -> Base:
        """The record of the first example that scores, else a made-up one."""
        for example in self.ruleset.examples:
            if example.record is None:
                continue
            found = Base(
                _plain(example.record.plain()), {}, tuple(_plain(one.plain()) for one in example.cohort)
            )
            if self.scores(found.record, found.company):
                faults = Faults(self.ruleset.limits)
                values = read_record(found.record, self.keys, faults).values
                return Base(found.record, values, found.company)
        made = {name: value for key in self.keys.values() for name, value in made_up(key)}
        record = {key.id: said[0] for key in self.keys.values() if (said := forms(key, made))}
        return Base(self.explained(record), made)

    @cached_property
    def alternatives(self) -> Mapping[str, tuple[Change, ...]]:
        """The changes that are tried of every key, the simplest first."""
        return {key.id: alternatives(key, self.ruleset.plan) for key in self.keys.values()}

    @cached_property
    def numbers(self) -> Mapping[str, tuple[Fraction, ...]]:
        """The numbers that are tried of every key that is one, smallest first."""
        return {
            key.id: tuple(sorted(numbers_of(key, self.ruleset.plan)))
            for key in self.keys.values()
            if key.type in ("number", "integer")
        }

    @cached_property
    def optional(self) -> frozenset[str]:
        """The keys that a record may lack, going by the plain record without each of them."""
        return frozenset(
            name
            for name in self.keys
            if self.scores({one: value for one, value in self.base.record.items() if one != name})
        )

    def scores(self, record: Mapping[str, Datum], company: Sequence[Written] | None = None) -> bool:
        """Whether a record has a result, among the records that the plain one is compared with.

        Whatever the library raises beside its own errors is left for those who score the record to meet.
        """
        return not self.refusals(record, company)

    def refusals(
        self, record: Mapping[str, Datum], company: Sequence[Written] | None = None
    ) -> tuple[Any, ...]:
        """Why a record has no result; empty when it has one."""
        try:
            if self.ruleset.plan.compares_records:
                self.ruleset.score(record, cohort=self.base.company if company is None else company)
            else:
                self.ruleset.score(record)
        except RecordError as error:
            return error.diagnostics
        except Exception:  # noqa: BLE001 - a fault of the library, not of the record
            return ()
        return ()

    def explained(self, record: Written) -> Written:
        """The record with the remarks that it needs."""
        refusals = self.refusals(record)
        if not refusals or not all(one.code in _UNEXPLAINED for one in refusals):
            return record
        asked = {(one.path or "").partition(".")[0] for one in refusals}
        added = {name: with_remark(record.get(name), self.keys[name]) for name in asked if name in self.keys}
        return {**record, **added}

    def written(
        self,
        change: Change,
        *,
        fixed: Mapping[str, Datum] | None = None,
        ways: Mapping[str, int] | None = None,
    ) -> Written:
        """The plain record with a change.

        Args:
            change: Values by key, ``None`` for what is left out.
            fixed: What stands under some keys whatever is changed; ``None`` for nothing.
            ways: Which of the ways to write a key is taken; a key that is not here and not changed stands as
                in the plain record.
        """
        fixed = {} if fixed is None else fixed
        values: dict[str, Value | None] = {**self.base.values, **change}
        changed = {
            name.partition(".")[0] for name, value in change.items() if self.base.values.get(name) != value
        }
        record: Written = {}
        for name, key in self._in_order.items():
            if name in fixed:
                if fixed[name] is not None:
                    record[name] = fixed[name]
                continue
            way = None if ways is None else ways.get(name)
            if way is None and name not in changed:
                if name in self.base.record:
                    record[name] = self.base.record[name]
                continue
            # A value that is given makes the key apply again.
            if name in change and change.get(name) is not None and f"{name}.{NOT_APPLICABLE}" not in change:
                values[f"{name}.{NOT_APPLICABLE}"] = False
            said = forms(key, values)
            if said and not (way is not None and name not in changed and name not in self.base.record):
                record[name] = said[(way or 0) % len(said)]
            elif name not in changed and name in self.base.record:
                record[name] = self.base.record[name]
        return self.explained(
            {**record, **{name: one for name, one in fixed.items() if name not in record and one is not None}}
        )

    @cached_property
    def _in_order(self) -> Mapping[str, RecordKey]:
        """The keys, those of the plain record as it has them."""
        ordered = dict.fromkeys(name for name in self.base.record if name in self.keys)
        return {
            name: self.keys[name] for name in (*ordered, *(one for one in self.keys if one not in ordered))
        }

    def sound(
        self, changes: Iterable[Change], fixed: Mapping[str, Datum], ways: Mapping[str, int]
    ) -> Written | None:
        """A record that scores with as many of the changes as go together; ``None`` when there is none."""
        every = list(changes)
        record = self.written(_merged(every), fixed=fixed, ways=ways)
        if self.scores(record):
            return record
        kept: Written | None = self.written({}, fixed=fixed, ways=ways)
        if kept is None or not self.scores(kept):
            return None
        taken: list[Change] = []
        for change in every:
            tried = self.written(_merged((*taken, change)), fixed=fixed, ways=ways)
            if self.scores(tried):
                taken.append(change)
                kept = tried
        return kept

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """What its rules can do and some record should show."""
        return goals_of(self.study)

    @cached_property
    def pool(self) -> Pool:
        """Where its records are looked for."""
        return Pool(self.ruleset, study=self.study)

    @cached_property
    def aims(self) -> Aims:
        """Whole records by the result of the whole that they reach: grades, vetoes, totals."""
        own = {*self.ruleset.indicators, *self.ruleset.scheme.derived, *self.ruleset.tiers}
        return self._aims_of(goal for goal in self.goals if goal.item not in own)

    def aims_near(self, what: str) -> Aims:
        """Whole records by the goal that they reach, of all goals of an item or a grade.

        Raises:
            ValueError: No goal is called like that.
        """
        ids = (what, f"grade.{what}")
        found = self._aims_of(
            goal
            for goal in self.goals
            if goal.item == what or goal.id in ids or goal.id.startswith(tuple(f"{one}." for one in ids))
        )
        if not found:
            nearest = near(what, (*(goal.id for goal in self.goals), *self.ruleset.indicators))
            meant = f"；是不是 {nearest[0]} / did you mean {nearest[0]}?" if nearest else ""
            msg = f"没有叫“{what}”的目标、等级或指标 / no goal, grade or indicator is called {what!r}{meant}"
            raise ValueError(msg)
        return found

    def _aims_of(self, goals: Iterable[Goal]) -> Aims:
        reached = (tuple(self._whole(one) for one in self._candidates(goal)) for goal in _hardest_last(goals))
        return tuple(found for found in reached if found)

    @cached_property
    def fragments(self) -> Mapping[str, tuple[Change, ...]]:
        """By item, the changes with which its rule shows everything that it can do."""
        found: dict[str, dict[tuple[tuple[str, Value | None], ...], Change]] = {}
        items = {*self.ruleset.indicators, *self.ruleset.scheme.derived, *self.ruleset.scheme.outcomes}
        for goal in _hardest_last(self.goals):
            for one in self._candidates(goal) if goal.item in items else ():
                change = self._whole(one)
                if 0 < len(by_key(change)) <= _FEW:
                    found.setdefault(goal.item, {})[tuple(change.items())] = change
        return {item: tuple(sorted(changes.values(), key=self._length)) for item, changes in found.items()}

    def _length(self, change: Change) -> tuple[int, int]:
        """How many keys a change touches, and how long it is to write."""
        record = self.written(change)
        return len(by_key(change)), sum(len(str(record.get(name))) for name in by_key(change))

    def _candidates(self, goal: Goal) -> tuple[Candidate, ...]:
        """A record that reaches a goal, if possible among the records that the plain one is compared with."""
        if goal.id not in self._known:
            self._known[goal.id] = self._searched(goal)
        return self._known[goal.id]

    @cached_property
    def _known(self) -> dict[str, tuple[Candidate, ...]]:
        """The records by goal, as far as they were looked for."""
        return {}

    def _searched(self, goal: Goal) -> tuple[Candidate, ...]:
        company = self.pool.base.others
        if self.pool.bench.runs > _MOST_RUNS:
            return ()
        try:
            some = list(islice(self.pool.reaching(goal), _AMONG if self.ruleset.plan.compares_records else 1))
        except Exception:  # noqa: BLE001 - a fault of the library, met by those who score drawn records
            return ()
        # What does so among other records may do so among those of the plain one too.
        some.sort(key=lambda one: one.cohort != company)
        return tuple(some[:1])

    def _whole(self, candidate: Candidate) -> Change:
        """What a record says, as a change of the plain one."""
        defaults = {key.id: key.default for key in self.keys.values()}
        defaults |= {part.id: part.default for key in self.keys.values() for part in key.parts}
        given = {**{name: one for name, one in defaults.items() if one is not None}, **candidate.data}
        names = dict.fromkeys((*self.base.values, *given))
        return {name: given.get(name) for name in names if given.get(name) != self.base.values.get(name)}

    @cached_property
    def shown(self) -> tuple[Change, ...]:
        """A few whole records that together reach every goal for which one was found, the shortest first."""
        met = {goal.id: self._candidates(goal) for goal in self.goals if goal.kind != "tie"}
        found = {id(one): one for ones in met.values() for one in ones}
        reaches = {
            name: {goal.id for goal in self.goals if met.get(goal.id) and one.meets(goal)}
            for name, one in found.items()
        }
        asked = [goal.id for goal in _hardest_last(self.goals) if met[goal.id]]
        left = set(asked)
        kept: list[Change] = []
        while left and len(kept) < _MOST_SHOWN:
            best = max(reaches, key=lambda name: len(reaches[name] & left))
            left -= reaches[best]
            kept.append(self._whole(found[best]))
        return tuple(sorted((one for one in kept if one), key=self._length))

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Raise SR401 for names that are no keys of the records."""
        faults = Faults(self.ruleset.limits)
        read_record({name: None for name in names if name not in self.keys}, self.keys, faults)
        if faults.errors:
            raise RecordError(faults.sorted())

    def without(self, name: str) -> Change:
        """The change that leaves a key out."""
        return left_out(self.keys[name])


def _merged(changes: Iterable[Change]) -> Change:
    merged: dict[str, Value | None] = {}
    for one in changes:
        merged |= one
    return merged


def _plain(record: object) -> Written:
    assert isinstance(record, dict)
    return record


def ground_of(ruleset: Ruleset) -> Ground:
    """What strategies draw the records of a ruleset from, worked out once."""
    found: Ground | None = ruleset.plan.__dict__.get("_ground")
    return ruleset.plan.__dict__.setdefault("_ground", Ground(ruleset)) if found is None else found


def _hardest_last(goals: Iterable[Goal]) -> list[Goal]:
    """Goals without those of roundings; rows and results first, as there are few records for some of them."""
    order = ("row", "grade", "veto", "full", "partial", "zero")
    return sorted(
        (goal for goal in goals if goal.kind != "tie"),
        key=lambda goal: order.index(goal.kind) if goal.kind in order else len(order),
    )


def by_key(change: Change) -> dict[str, Change]:
    """A change taken apart by the keys that it changes."""
    found: dict[str, dict[str, Value | None]] = {}
    for name, value in change.items():
        found.setdefault(name.partition(".")[0], {})[name] = value
    return dict(found)
