"""Holds every compiled evaluation of the test suite against the reference evaluation."""

from __future__ import annotations

import pytest

from scorerules import scoring
from scorerules.compile import compiled
from scorerules.compile.evaluations import Variant
from scorerules.compile.shown import Given
from scorerules.diagnostics import Faults
from scorerules.evaluate import Trace, evaluate
from scorerules.plan import Plan
from scorerules.record import RecordValues, read_record
from scorerules.result import About, Computed, ComputedTogether, Group, Traced
from scorerules.result.values import Kept


def hold(variant: Variant, given: Given, trace: Trace) -> None:
    """Assert that a compiled evaluation gives the values and statuses of a trace."""
    traced = Traced(None, trace)  # type: ignore[arg-type]  # nobody asks what it is about
    for name, read in variant.values.items():
        value, expected = read(given), trace.values.get(name)
        assert type(value) is type(expected), (name, value, expected)
        assert value == expected, name
        assert repr(variant.decimals[name](given)) == repr(traced.decimal(name)), name
    for name, status in variant.statuses.items():
        assert status(given) == traced.status(name), name


def hold_all(plan: Plan, record: RecordValues) -> None:
    """Assert that every variant whose numbers are fine enough gives what the reference gives."""
    faults = Faults(plan.limits)
    trace = evaluate(plan, record, {}, faults)
    for variant in compiled(plan).variants:
        data = variant.data(record)
        given = None if data is None else variant.run(data)
        if given is not None:
            assert not len(faults), faults.sorted()
            hold(variant, given, trace)


def watch(patch: pytest.MonkeyPatch) -> None:
    """From now on compile every ruleset at once, and hold everything that it computes."""
    patch.setattr(scoring, "WARM_UP", -1)
    alone, together = Computed.__init__, ComputedTogether.__init__

    def init(self: Computed, about: About, variant: Variant, given: Given, kept: Kept) -> None:
        faults = Faults(about.plan.limits)
        record = kept if isinstance(kept, RecordValues) else read_record(kept, about.plan.keys, faults)
        trace = evaluate(about.plan, record, {}, faults)
        assert not len(faults), faults.sorted()
        hold(variant, given, trace)
        hold_all(about.plan, record)
        alone(self, about, variant, given, kept)

    def init_together(
        self: ComputedTogether, about: About, variant: Variant, given: Given, group: Group, place: int
    ) -> None:
        hold(variant, given, group.traces[place])
        together(self, about, variant, given, group, place)

    patch.setattr(Computed, "__init__", init)
    patch.setattr(ComputedTogether, "__init__", init_together)
