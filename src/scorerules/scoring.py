"""Scores records: compiled where that is quicker, by the reference where there is something to say.

Goes in: records. Comes out: evaluations, or the error of a record. What a record is worth, and what is wrong
with it, is decided by the reference evaluation alone; the compiled one only says it sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from attrs import evolve

from scorerules.compile import compared, compiled
from scorerules.diagnostics import Diagnostic, Faults, Words
from scorerules.errors import RecordError
from scorerules.evaluate import evaluate, evaluate_cohort
from scorerules.explain import titles_of
from scorerules.plan import Plan
from scorerules.record import Datum, Record, RecordValues, mapping_of, read_record
from scorerules.record.plain import OWN, plain_key, plain_value
from scorerules.result import About, Computed, ComputedTogether, Evaluation, Group, Traced, kept

Given: TypeAlias = "Mapping[str, Datum] | Record"

MISSING_CODES = frozenset({"SR420"})


WARM_UP = 20
"""Records that the reference scores before compiling pays, which takes as long as some 25 of them."""


class Scorer:
    """Scores the records of one ruleset.

    Args:
        about: The ruleset.

    Attributes:
        quickly: Scores a record that is compared with no other, or gives ``None`` for one that has to be
            looked at carefully.
    """

    def __init__(self, about: About) -> None:
        self._about, self._plan, self._scheme = about, about.plan, about.scheme
        self._scored = 0
        self._alone = not about.scheme.header.abstract and not about.plan.compares_records
        self.quickly: Callable[[Given], Evaluation | None] = self._not_yet

    @cached_property
    def _titles(self) -> Mapping[str, Words]:
        return titles_of(self._scheme)

    def _is_warm(self, more: int) -> bool:
        """Whether so many records were scored that compiling pays, ``more`` being scored now."""
        self._scored += more
        return self._scored > WARM_UP

    def _not_yet(self, record: Given) -> Evaluation | None:
        if not self._alone or not self._is_warm(1):
            return None
        self.quickly = _compiled(self._about)
        return self.quickly(record)

    def carefully(self, record: Given) -> Evaluation | RecordError:
        """Score a record that is compared with no other, or say what is wrong with it."""
        faults = Faults(self._plan.limits)
        values = _read(record, self._plan, faults)
        if self._alone and self._scored > WARM_UP and not len(faults):
            found = compiled(self._plan).score_read(values)
            if found is not None:
                return Evaluation(Computed(self._about, *found, values))
        trace = evaluate(self._plan, values, self._titles, faults)
        if faults.errors:
            return RecordError(_without_consequences(faults))
        return Evaluation(Traced(self._about, trace))

    def many(
        self, records: Iterable[Given], *, leave_out_failed: bool
    ) -> tuple[Evaluation | RecordError, ...]:
        """Score many records, each compared with the others of its group where the ruleset says so.

        Raises:
            RecordError: Some record has a fault, and none may be left out.
        """
        if self._plan.compares_records:
            listed = [_held(one) for one in records]
            return self._together(listed, range(1, len(listed) + 1), leave_out_failed=leave_out_failed)
        scored = tuple(self.quickly(record) or self.carefully(record) for record in records)
        if not leave_out_failed:
            _refuse_faulty(scored, range(1, len(scored) + 1))
        return scored

    def among(self, record: Given, cohort: Iterable[Given] | None) -> Evaluation:
        """Score a record that is compared with those of ``cohort``, whatever records of other groups lack.

        Raises:
            RecordError: It has a fault, or one that it is compared with has.
        """
        if cohort is None:
            faults = Faults()
            faults.add("SR424", None)
            raise RecordError(faults.sorted())
        others = [_held(one) for one in cohort]
        own = next((index for index, one in enumerate(others) if _same(one, record)), None)
        if own is not None:
            del others[own]
        records = [record, *others]
        if self._is_warm(len(records)):
            found = self._quickly_together(records, of_first=True)
            if found is not None:
                return found[0]
        values = [_read(one, self._plan, Faults(self._plan.limits)) for one in records]
        numbers = [at + 1 for at, one in enumerate(values) if not at or self._may_share_group(values[0], one)]
        group = [records[number - 1] for number in numbers]
        scored = self._with_care(group, numbers, leave_out_failed=False)[0]
        assert isinstance(scored, Evaluation)
        return scored

    def _together(
        self, records: Sequence[Given], numbers: Sequence[int], *, leave_out_failed: bool
    ) -> tuple[Evaluation | RecordError, ...]:
        if self._is_warm(len(records)):
            found = self._quickly_together(records, of_first=False)
            if found is not None:
                return tuple(found.values())
        return self._with_care(records, numbers, leave_out_failed=leave_out_failed)

    def _quickly_together(self, records: Sequence[Given], *, of_first: bool) -> dict[int, Evaluation] | None:
        """The evaluations by the place of their records; ``None`` when some record has a fault."""
        plain = [one for record in records if (one := _plain(record)) is not None]
        group_by = self._scheme.header.cohort
        if len(plain) < len(records):
            return None
        found = compared(self._plan, group_by).score(plain, of_first=of_first)
        if found is None:
            return None
        variant, given = found
        own = {place: kept(plain[place], one[-1]) for place, one in given.items()}
        group = Group(self._plan, own, group_by)
        return {
            place: Evaluation(ComputedTogether(self._about, variant, given[place], group, place))
            for place in sorted(given)
        }

    def _with_care(
        self, records: Sequence[Given], numbers: Sequence[int], *, leave_out_failed: bool
    ) -> tuple[Evaluation | RecordError, ...]:
        """Compare records by the reference evaluation; messages call them by ``numbers``."""
        all_faults = [Faults(self._plan.limits) for _ in records]
        values = [_read(one, self._plan, faults) for one, faults in zip(records, all_faults, strict=True)]
        traces = evaluate_cohort(
            self._plan, values, self._titles, all_faults, self._scheme.header.cohort,
            leave_out_failed=leave_out_failed,
        )  # fmt: skip
        scored = tuple(
            RecordError(_without_consequences(faults))
            if faults.errors
            else Evaluation(Traced(self._about, trace))
            for trace, faults in zip(traces, all_faults, strict=True)
        )
        if not leave_out_failed:
            _refuse_faulty(scored, numbers)
        return scored

    def _may_share_group(self, one: RecordValues, other: RecordValues) -> bool:
        """Whether two records can be of one group; a faulty value could be any."""
        return all(
            name in {*one.faulty, *other.faulty} or one.values.get(name) == other.values.get(name)
            for name in self._scheme.header.cohort
        )


def _compiled(about: About) -> Callable[[Given], Evaluation | None]:
    """What scores a record by compiled evaluation; ``None`` for one that has to be looked at carefully."""
    score = compiled(about.plan).score

    def of_plain(record: dict[Any, Any]) -> Evaluation | None:
        found = score(record)
        if found is None:
            return None
        variant, given = found
        return Evaluation(Computed(about, variant, given, kept(record, given[-1])))

    def quickly(record: Given) -> Evaluation | None:
        if type(record) is dict:
            try:
                evaluation = of_plain(record)
            except Exception:
                # Names of other classes may fail when they are looked for; nothing else can.
                if all(type(name) is str for name in record):
                    raise
                return None
            if evaluation is not None or OWN.issuperset(map(type, record.values())):
                return evaluation
        plain = _plain(record)
        return None if plain is None else of_plain(plain)

    return quickly


def _held(record: Given) -> Given:
    """A record that stays as it is when whoever gives the next one fills it in anew."""
    return record.copy() if type(record) is dict else record


def _same(one: object, other: object) -> bool:
    """Whether two records are one; values that cannot be compared are not the same."""
    try:
        return one is other or bool(one == other)
    except Exception:  # noqa: BLE001 - a record may hold objects of any class
        return False


def _plain(record: object) -> dict[Any, Any] | None:
    """A record as a dictionary of values of Python's own types; ``None`` for what is no mapping."""
    found = mapping_of(record)
    if found is None:
        return None
    return (
        dict(found)
        if isinstance(found, Record)
        else {plain_key(name): plain_value(value) for name, value in list(found.items())}
    )


def _read(record: object, plan: Plan, faults: Faults) -> RecordValues:
    mapping = mapping_of(record)
    if mapping is None:
        faults.add("SR400", None)
        return RecordValues(faulty=frozenset(plan.keys))
    return read_record(mapping, plan.keys, faults)


def _without_consequences(faults: Faults) -> tuple[Diagnostic, ...]:
    """Leave out "missing" for a key whose value is there but faulty: one complaint is enough."""
    found = faults.sorted()
    faulty = {(one.path or "").partition(".")[0] for one in found if one.code not in MISSING_CODES}
    return tuple(one for one in found if one.code not in MISSING_CODES or one.path not in faulty)


def _refuse_faulty(scored: Sequence[Evaluation | RecordError], numbers: Sequence[int]) -> None:
    """Raise the faults of all records as one error, each led by the number of its record."""
    found = tuple(
        evolve(fault, path=f"[{number}].{fault.path or ''}".rstrip("."))
        for number, one in zip(numbers, scored, strict=True)
        if isinstance(one, RecordError)
        for fault in one.diagnostics
    )
    if found:
        raise RecordError(found)
