"""What a ruleset and a changed one make of the same record, as far as a case can state it.

Goes in: two rulesets and records. Comes out: whether, and in what, they differ. Most records take another way
through a ruleset than the one that was changed: the steps that differ are asked first, with what the original
came to, and only a record for which one of them comes to something else is scored again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from attrs import frozen

from scorerules.diagnostics import LANGS, Diagnostic, Faults
from scorerules.errors import RecordError
from scorerules.evaluate import Trace, evaluate
from scorerules.formula import Evaluator, Missing, Problem, names
from scorerules.formula import Value as AnyValue
from scorerules.model import Scheme
from scorerules.numbers import Real, computing
from scorerules.plan import Plan, Step
from scorerules.record import Record, RecordValues, read_record
from scorerules.result import Evaluation, Traced
from scorerules.ruleset import Ruleset

Given: TypeAlias = "Mapping[str, Any] | Record"
"""A record as values of Python or of a file."""

Stated: TypeAlias = Mapping[str, object]
"""Everything that a case can state of a record, by path; the codes of a refused one under ``error``."""


@frozen(slots=False, eq=False)
class Scored:
    """A record with what the original ruleset makes of it.

    Args:
        ruleset: The ruleset.
        record: The record.
        cohort: The records that it is compared with.
    """

    ruleset: Ruleset
    record: Given
    cohort: tuple[Given, ...] = ()

    @cached_property
    def read(self) -> tuple[RecordValues, tuple[tuple[str, str | None], ...]]:
        """The values of the record, and its faults."""
        return read_by(self.ruleset.plan, self.record)

    @cached_property
    def trace(self) -> Trace | None:
        """What every step came to; ``None`` for a refused record and for one that is compared with others."""
        values, problems = self.read
        if problems or self.ruleset.plan.compares_records:
            return None
        faults = Faults(self.ruleset.plan.limits)
        trace = evaluate(self.ruleset.plan, values, {}, faults)
        return None if faults.errors else trace

    @cached_property
    def result(self) -> Evaluation | tuple[Diagnostic, ...]:
        """The evaluation, or what is wrong with the record."""
        trace = self.trace
        if trace is None:
            return scored(self.ruleset, self.record, self.cohort)
        return Evaluation(Traced(self.ruleset.about, trace))

    @cached_property
    def stated(self) -> Stated:
        """Everything that a case can state of it."""
        return stated(self.result)


def plain_record(record: Given) -> dict[str, Any]:
    """A record as plain values."""
    if not isinstance(record, Record):
        return dict(record)
    plain = record.node.plain()
    return plain if isinstance(plain, dict) else {}


def scored(
    ruleset: Ruleset, record: Given, cohort: Sequence[Given] = ()
) -> Evaluation | tuple[Diagnostic, ...]:
    """What a ruleset makes of a record: its evaluation, or its faults."""
    try:
        return ruleset.score(record, cohort=cohort if ruleset.plan.compares_records else None)
    except RecordError as error:
        return error.diagnostics


def read_by(plan: Plan, record: Given) -> tuple[RecordValues, tuple[tuple[str, str | None], ...]]:
    """The values of a record, and its faults by code and path."""
    faults = Faults(plan.limits)
    values = read_record(record, plan.keys, faults)
    return values, tuple((one.code, one.path) for one in faults.sorted())


def stated(result: Evaluation | tuple[Diagnostic, ...]) -> Stated:
    """Everything that a case can state of a result, the plainest first."""
    if not isinstance(result, Evaluation):
        return {"error": frozenset((one.code, (one.path or "").removeprefix("[1].")) for one in result)}
    facts = result.facts
    found: dict[str, object] = {}
    for name in result.indicators:
        found[name] = facts.get(f"score.{name}")
    for name in result.tiers:
        found[name] = facts.get(f"score.{name}")
    found["total"], found["grade"] = facts.get("total"), result.grade
    for name in result.outcomes:
        found[name] = facts.value(name)
        found[f"{name}.grade"] = result.outcomes[name].grade
        found[f"{name}.status"] = result.outcomes[name].status
    for name in result.derived:
        found[name] = facts.value(name)
        found[f"{name}.status"] = result.derived[name].status
    found["status"] = result.status
    found["vetoes"] = tuple(veto.id for veto in result.vetoes)
    found["reasons"] = tuple(reason.id for reason in result.reasons)
    for name, tier in result.tiers.items():
        found[f"{name}.status"] = tier.status
        found[f"{name}.deduction"] = _deduction(result, name)
    for name, one in result.indicators.items():
        found[f"{name}.status"] = one.status
        found[f"{name}.deduction"] = _deduction(result, name)
        value = facts.get(f"{name}.value")
        found[f"{name}.value"] = facts.value(name) if value is None else value
    for lang in LANGS:
        for name, one in result.in_language(lang).indicators.items():
            found[f"{name}.remark.{lang}"] = one.remark
    return found


def _unsaid(name: str, stated: Stated) -> bool:
    """Whether there is nothing to state: that a score is none is said by its status alone."""
    return name in stated and stated[name] is None and ".remark." not in name


def _deduction(result: Evaluation, name: str) -> object:
    score, full = result.facts.get(f"score.{name}"), result.facts.plan.full.get(name)
    return full - score if full is not None and isinstance(score, (Fraction, Real)) else None


def _ranking(scheme: Scheme) -> tuple[object, ...]:
    """What says how reasons for lost points are ranked."""
    return scheme.reasons, tuple(one.baseline for one in scheme.indicators.values())


@frozen(slots=False, eq=False)
class Comparison:
    """A ruleset beside a changed one.

    Args:
        original: The ruleset as it is.
        mutant: The changed one.
    """

    original: Ruleset
    mutant: Ruleset

    @cached_property
    def alike(self) -> bool:
        """Whether both compute the same from the same data."""
        return not self.steps and not self._otherwise and not self._keys_differ

    @cached_property
    def steps(self) -> tuple[tuple[Step | None, Step | None], ...]:
        """The steps that differ: what they were, and what they are."""
        before = {step.id: step for step in self.original.plan.steps}
        after = {step.id: step for step in self.mutant.plan.steps}
        moved = self._constants
        return tuple(
            (before.get(name), after.get(name))
            for name in (*before, *(name for name in after if name not in before))
            if before.get(name) != after.get(name)
            or (moved and not moved.isdisjoint(names(before[name].expr)))
        )

    @cached_property
    def _otherwise(self) -> bool:
        """Whether they differ in something beside steps and keys that results are read from."""
        old, new = self.original.plan, self.mutant.plan
        return (
            (old.weights, old.full, old.templates, old.units, old.kinds)
            != (new.weights, new.full, new.templates, new.units, new.kinds)
            or old.compares_records != new.compares_records
            or self.original.scheme.header.cohort != self.mutant.scheme.header.cohort
            or _ranking(self.original.scheme) != _ranking(self.mutant.scheme)
        )

    @cached_property
    def _constants(self) -> frozenset[str]:
        """The parameters that have another value."""
        old, new = self.original.plan.constants, self.mutant.plan.constants
        return frozenset(name for name in {**old, **new} if old.get(name) != new.get(name))

    @property
    def constants_differ(self) -> bool:
        """Whether a parameter has another value, so that steps may differ that are written alike."""
        return bool(self._constants)

    @property
    def only_steps(self) -> bool:
        """Whether they differ in steps and nothing else."""
        return not self._otherwise and not self._keys_differ

    @cached_property
    def _keys_differ(self) -> bool:
        return self.original.plan.keys != self.mutant.plan.keys

    @cached_property
    def _any_may_differ(self) -> bool:
        """Whether every record has to be scored again, because more than some steps differ."""
        return (
            self._otherwise
            or self.original.plan.compares_records
            or any(
                one is None or other is None or one.required != other.required or one.role != other.role
                for one, other in self.steps
            )
        )

    def differs(self, one: Scored) -> bool:
        """Whether the changed ruleset makes something else of a record, of what a case can state."""
        return self.may_differ(one) and self.difference(one) is not None

    def difference(self, one: Scored) -> tuple[Stated, Stated] | None:
        """What is stated of a record, before and after, as far as it differs."""
        other = Scored(self.mutant, one.record, one.cohort)
        if self._computes_alike(one.trace, other.trace):
            return None
        before, after = one.stated, other.stated
        if before == after:
            return None
        differing = [
            name
            for name in {**before, **after}
            if before.get(name) != after.get(name) and not _unsaid(name, before)
        ]
        if not differing:
            return None
        return (
            {name: before[name] for name in differing if name in before},
            {name: after[name] for name in differing if name in after},
        )

    def _computes_alike(self, before: Trace | None, after: Trace | None) -> bool:
        """Whether every step came to the same, so that no result can differ that is read from steps."""
        if before is None or after is None or self._otherwise:
            return False
        return (
            before.values == after.values and before.absent == after.absent and before.record == after.record
        )

    def may_differ(self, one: Scored) -> bool:
        """Whether a record may have another result; when it is false, it has the same."""
        if self._any_may_differ:
            return True
        if self._keys_differ and read_by(self.mutant.plan, one.record) != one.read:
            return True
        trace = one.trace
        if trace is None:
            # A refused record: which faults it has may change with any step.
            return bool(self.steps)
        with computing(self.original.plan.limits):
            return any(self._steps_apart(after, trace) for _, after in self.steps if after is not None)

    def _steps_apart(self, step: Step, trace: Trace) -> bool:
        """Whether a changed step comes to something else, from what the steps before it came to."""

        def read(name: str) -> AnyValue:
            value = trace.values.get(name)
            if value is None:
                if name in trace.absent:
                    needs = trace.absent[name]
                    own = needs or ((name,) if name.startswith("score.") else ())
                    raise Missing(*own, not_applicable=not needs)
                value = trace.record.values.get(name, self.mutant.plan.constants.get(name))
            if value is None:
                raise Missing(name)
            return value

        try:
            value = Evaluator(read).value(step.expr)
        except Missing as absence:
            return trace.absent.get(step.id) != absence.needs
        except Problem:
            return True
        old = trace.values.get(step.id)
        return old is None or type(old) is not type(value) or old != value
