"""The facts of one evaluation: those of a trace, or those of a compiled evaluation.

A compiled evaluation gives the values that people look at most. Whoever asks for more gets the trace of the
reference evaluation, which is made then, from the record as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from scorerules.diagnostics import Faults
from scorerules.evaluate import Trace, evaluate, evaluate_cohort
from scorerules.formula import Value
from scorerules.numbers import Real, to_decimal
from scorerules.plan import Plan
from scorerules.record import Record, RecordValues, read_record
from scorerules.record.plain import OWN
from scorerules.result.facts import About, Facts, Status

if TYPE_CHECKING:
    from scorerules.compile.evaluations import Variant
    from scorerules.compile.shown import Given

_FLAT = OWN - {dict, list, tuple}
"""Classes of values that nobody can change."""

Kept: TypeAlias = "dict[Any, Any] | Record | RecordValues"
"""A record that was scored, as it was: nobody changes it any more."""


class Traced(Facts):
    """The facts of a trace."""

    __slots__ = ("_trace",)

    def __init__(self, about: About, trace: Trace) -> None:
        self.about = about
        self._trace = trace

    @property
    def trace(self) -> Trace:
        return self._trace

    @property
    def record(self) -> RecordValues:
        return self._trace.record

    def with_about(self, about: About) -> Traced:
        return Traced(about, self._trace)

    def get(self, name: str) -> Value | None:
        return self._trace.values.get(name)

    def decimal(self, name: str) -> Decimal | None:
        value = self._trace.values.get(name)
        return to_decimal(value) if isinstance(value, (Fraction, Real)) else None

    def status(self, name: str) -> Status:
        trace = self._trace
        # A disqualified record has no place in a comparison, so no score that is made of it.
        scored = f"score.{name}" in trace.values
        if trace.values.get(f"{name}.applies") is False or not scored:
            return "not_applicable"
        # Its rule may have a value even when nobody can tell whether it applies.
        lacking = f"{name}.applies" in trace.absent or f"{name}.raw" not in trace.values
        return "missing" if lacking else "scored"


class Computed(Facts):
    """The facts of a compiled evaluation of a record that was compared with no other.

    Args:
        about: What was evaluated.
        variant: How it was evaluated.
        given: What came out.
        kept: The record.
    """

    __slots__ = ("_given", "_kept", "_trace", "_variant")

    def __init__(self, about: About, variant: Variant, given: Given, kept: Kept) -> None:
        self.about = about
        self._variant = variant
        self._given = given
        self._kept = kept

    @property
    def trace(self) -> Trace:
        try:
            return self._trace
        except AttributeError:
            # Nothing is wrong with the record, so nobody need be told what anything is called.
            self._trace: Trace = evaluate(self.plan, self.record, {}, Faults(self.plan.limits))
            return self._trace

    @property
    def record(self) -> RecordValues:
        self._kept = read = _read(self._kept, self.plan)
        return read

    def with_about(self, about: About) -> Facts:
        return Computed(about, self._variant, self._given, self._kept)

    def get(self, name: str) -> Value | None:
        read = self._variant.values.get(name)
        return Traced(self.about, self.trace).get(name) if read is None else read(self._given)

    def decimal(self, name: str) -> Decimal | None:
        read = self._variant.decimals.get(name)
        return Traced(self.about, self.trace).decimal(name) if read is None else read(self._given)

    def score(self, name: str) -> Decimal | None:
        read = self._variant.scores.get(name)
        return None if read is None else read(self._given)

    def scores(self) -> dict[str, Decimal | None]:
        reads, given = self._variant.scores, self._given
        return {name: read(given) if (read := reads.get(name)) else None for name in self.about.scored}

    def status(self, name: str) -> Status:
        read = self._variant.statuses.get(name)
        return Traced(self.about, self.trace).status(name) if read is None else read(self._given)

    def __reduce__(self) -> tuple[type[Traced], tuple[About, Trace]]:
        # Compiled functions cannot be stored; what they gave can.
        return Traced, (self.about, self.trace)


class Group:
    """Records that were compared with each other, and their traces, made when somebody asks for one.

    Args:
        plan: What was evaluated.
        kept: The records, by their place.
        group_by: Ids of the data whose values tell the groups apart.
    """

    def __init__(self, plan: Plan, kept: Mapping[int, Kept], group_by: tuple[str, ...]) -> None:
        self._plan, self._kept, self._group_by = plan, kept, group_by

    @cached_property
    def records(self) -> Mapping[int, RecordValues]:
        """The values of every record."""
        return {place: _read(record, self._plan) for place, record in self._kept.items()}

    @cached_property
    def traces(self) -> Mapping[int, Trace]:
        """What every step came to, for every record."""
        records = tuple(self.records.values())
        faults = [Faults(self._plan.limits) for _ in records]
        traces = evaluate_cohort(self._plan, records, {}, faults, self._group_by, leave_out_failed=False)
        return dict(zip(self.records, traces, strict=True))


class ComputedTogether(Computed):
    """The facts of a compiled evaluation of a record that was compared with others.

    Args:
        about: What was evaluated.
        variant: How it was evaluated.
        given: What came out.
        group: The records that were scored together.
        place: The place of the record among them.
    """

    __slots__ = ("_group", "_place")

    def __init__(self, about: About, variant: Variant, given: Given, group: Group, place: int) -> None:
        self.about = about
        self._variant = variant
        self._given = given
        self._group = group
        self._place = place

    @property
    def trace(self) -> Trace:
        return self._group.traces[self._place]

    @property
    def record(self) -> RecordValues:
        return self._group.records[self._place]

    def with_about(self, about: About) -> Facts:
        return ComputedTogether(about, self._variant, self._given, self._group, self._place)


def _read(kept: Kept, plan: Plan) -> RecordValues:
    return kept if isinstance(kept, RecordValues) else read_record(kept, plan.keys, Faults(plan.limits))


def kept(record: dict[Any, Any], changeable: tuple[str, ...]) -> dict[Any, Any]:
    """A copy of a record that nobody else can change.

    Args:
        record: The record.
        changeable: The keys that hold tables or lists, of values of Python's own classes.
    """
    copy = record.copy()
    for name in changeable:
        copy[name] = _copied(record[name])
    return copy


def _copied(value: Any) -> Any:
    if type(value) is dict:
        return {name: one if type(one) in _FLAT else _copied(one) for name, one in value.items()}
    return [_copied(one) for one in value] if type(value) is list or type(value) is tuple else value
