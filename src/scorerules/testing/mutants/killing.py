"""Finds the record with which a changed ruleset would come to something else, and makes it plain.

Goes in: a comparison of two rulesets and the records of one. Comes out: a record under which they differ, as
near to a case as it goes, with what both make of it. When there is none, how many records were tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from attrs import field, frozen

from scorerules.analysis.record_form import record_of
from scorerules.analysis.targets import Targets
from scorerules.analysis.trials import Trials
from scorerules.formula import Name
from scorerules.testing.mutants.aims import Aim, aims_between
from scorerules.testing.mutants.comparing import Comparison, Given, Scored, Stated, plain_record
from scorerules.testing.mutants.data import beyond, different
from scorerules.testing.mutants.equivalence import Proof
from scorerules.testing.mutants.partings import partings, with_constants
from scorerules.testing.mutants.records import Records, Start, quickly

_MOST_AIMS = 80
_MOST_STARTS = 12
_MOST_TRIED = 6000
_MOST_PARTINGS = 12
"""Ways in which changed steps may part that are looked into."""

_OF_A_PARTING = 4
"""Records of each that are tried."""

_NEAREST = 4
"""Cases that a record is made to resemble."""


@frozen(slots=False)
class Killer:
    """A record of which two rulesets make different things.

    Args:
        record: The record, as plain values.
        cohort: The records that it is compared with.
        like: The case that it is like; empty when it is like none.
        changes: What it says otherwise than the case; ``None`` for what it leaves out.
        before: What the ruleset makes of it, of all that is different.
        after: What the changed one makes of it.
        stated: Everything that the ruleset makes of it.
    """

    record: Mapping[str, object]
    cohort: tuple[Given, ...] = field(repr=False)
    like: str
    changes: Mapping[str, object]
    before: Stated
    after: Stated


@frozen(slots=False, eq=False)
class Search:
    """The search for a record under which two rulesets differ.

    Args:
        comparison: The two rulesets.
        records: Records to try.
    """

    comparison: Comparison
    records: Records
    proof: Proof
    _tried: list[int] = field(factory=lambda: [0], init=False)

    @property
    def tried(self) -> int:
        """How many records were tried."""
        return self._tried[0]

    @cached_property
    def found(self) -> Killer | None:
        """A record under which they differ."""
        only_steps = self.comparison.only_steps
        for one in self._candidates():
            if only_steps and one.read[1]:
                continue  # whatever is computed, the record is refused for what it says
            self._tried[0] += 1
            if self.comparison.differs(one):
                return self._plain(one)
        found = self._quickly(self._aimed())
        if found is None:
            found = self._where_steps_part()
        return self._quickly(self.records.mixed) if found is None else found

    def _quickly(self, records: Iterable[Scored]) -> Killer | None:
        """The same among very many records, scored by the compiled evaluations."""
        hidden = any(step is not None and step.role == "value" for pair in self.proof.left for step in pair)
        for one in islice(records, _MOST_TRIED):
            self._tried[0] += 1
            before, after = self.records.told_by_original(one), quickly(self.comparison.mutant, one)
            if (hidden or before != after) and self.comparison.differs(one):
                return self._plain(one)
        return None

    def _where_steps_part(self) -> Killer | None:
        """The same among records that are sought until a changed step comes to something else."""
        original, mutant = self.comparison.original.plan, self.comparison.mutant.plan
        wanted = (
            parting
            for old, new in self.proof.left
            if old is not None and new is not None
            for parting in partings(
                with_constants(old.expr, original.constants), with_constants(new.expr, mutant.constants)
            )
        )
        for parting in islice(wanted, _MOST_PARTINGS):
            for one in islice(self.records.meeting(parting), _OF_A_PARTING):
                self._tried[0] += 1
                if self.comparison.differs(one):
                    return self._plain(one)
        return None

    def _candidates(self) -> Iterator[Scored]:
        yield from self.records.cases
        yield from self._where_scores_part()
        if not self.comparison.only_steps:
            yield from self._at_changed_keys()
        yield from self.records.cohorts
        yield from self.records.boundary
        yield from self.records.refusable
        yield from self._among_larger()

    def _where_scores_part(self) -> Iterator[Scored]:
        """Records at the numbers for which a score is known to be another."""
        for function, found in self.proof.functions.values():
            for place in found.places:
                aim = Aim(Name(function.driver), place)
                for start in self.records.starts[:_MOST_STARTS]:
                    for changes in self.records.reaching(start, aim):
                        one = self.records.changed(start, changes)
                        if one is not None:
                            yield one

    def _among_larger(self) -> Iterator[Scored]:
        """Records near such numbers, where only large whole numbers divide so finely."""
        for function, found in self.proof.functions.values():
            for start, larger in self.records.larger(function.driver):
                for place in found.places:
                    for changes in self.records.reaching(start, Aim(Name(function.driver), place)):
                        one = self.records.changed(start, {**larger, **changes})
                        if one is not None:
                            yield one

    def _at_changed_keys(self) -> Iterator[Scored]:
        """Records at the ends of the data that are declared otherwise."""
        old, new = self.comparison.original.plan.keys, self.comparison.mutant.plan.keys
        changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        for start in self.records.starts[:1]:
            for name in changed:
                keys = [keys[name] for keys in (old, new) if name in keys]
                for value in different(beyond(*keys)):
                    record = {**start.record, name: value}
                    yield Scored(self.comparison.original, record, start.cohort)
                left = {key: value for key, value in start.record.items() if key != name}
                yield Scored(self.comparison.original, left, start.cohort)

    def _aimed(self) -> Iterator[Scored]:
        """Records with which the parts that differ come to what makes a difference."""
        seen: set[str] = set()
        for old, new in self.proof.left:
            if old is None or new is None:
                continue
            aims = list(islice(aims_between(old.expr, new.expr), _MOST_AIMS))
            for start in self.records.starts[:_MOST_STARTS]:
                for aim in aims:
                    for changes in self.records.reaching(start, aim):
                        told = repr((start.name, sorted(changes.items())))
                        one = None if told in seen else self.records.changed(start, changes)
                        seen.add(told)
                        if one is not None:
                            yield one
            yield from self._with_total(aims)

    def _with_total(self, aims: list[Aim]) -> Iterator[Scored]:
        """Records with the totals that are aimed at."""
        totals = [aim.target for aim in aims if aim.expr == Name("total")]
        if not totals:
            return
        study = self.records.study
        targets = Targets(Trials(study.scheme, study.plan), study.functions)
        start = self.records.starts[0] if self.records.starts else None
        for total in totals:
            for last in range(len(targets.levers)):
                if start is None or isinstance(total, (str, bool)):
                    return
                written = record_of(targets.reach(total, last=last), study.plan)
                if written is not None:
                    yield Scored(self.comparison.original, written, start.cohort)

    def _plain(self, one: Scored) -> Killer:
        """The record made as like a case as it goes, still one under which they differ."""
        best, name, changes = one, "", dict[str, object]()
        fewest = len(one.record) + 1
        for start in self._nearest(one):
            found = self._nearer(one, start)
            differing = _changes(plain_record(found.record), start.record)
            if len(differing) < fewest:
                best, name, changes, fewest = found, start.name, differing, len(differing)
        difference = self.comparison.difference(best)
        assert difference is not None
        record = plain_record(best.record)
        return Killer(record, best.cohort, name, changes if name else {}, *difference)

    def _nearest(self, one: Scored) -> list[Start]:
        starts = [start for start in self.records.starts if start.cohort == one.cohort or not one.cohort]
        return sorted(starts, key=lambda start: len(_changes(plain_record(one.record), start.record)))[
            :_NEAREST
        ]

    def _nearer(self, one: Scored, start: Start) -> Scored:
        """The record with as much as possible said as a case says it."""
        current = dict(plain_record(one.record))
        for name in _changes(current, start.record):
            nearer = dict(current)
            if name in start.record:
                nearer[name] = start.record[name]
            else:
                nearer.pop(name, None)
            candidate = Scored(self.comparison.original, nearer, one.cohort)
            if self.comparison.differs(candidate):
                current = nearer
        return Scored(self.comparison.original, current, one.cohort)


def _changes(record: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    """What a record says otherwise than another; ``None`` for what it leaves out."""
    found = {name: value for name, value in record.items() if name not in other or other[name] != value}
    return found | {name: None for name in other if name not in record}
