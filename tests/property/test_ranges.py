"""Laws of the ranges: whatever a record brings about was foreseen.

Rulesets and records are generated, or taken from the corpora; every value of every step must be among
those that the ranges name, and every row that is taken among those that can be.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import cells, record_of

from scorerules import Ruleset, load, loads
from scorerules.analysis.abstract import Abstract
from scorerules.analysis.ranges import ranges_of
from scorerules.diagnostics import Faults
from scorerules.evaluate import evaluate
from scorerules.formula import Value
from scorerules.numbers import Real
from scorerules.record import read_record
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import text
from shipped_files import SHIPPED_RULESETS

ROOT = Path(__file__).parents[2]
RULESETS = sorted([*SHIPPED_RULESETS, *ROOT.glob("tests/data/good/*.toml")])


def foresees(found: Abstract, value: Value) -> bool:
    """Whether a value is among those that were foreseen."""
    match value:
        case bool():
            return value in found.truth
        case Fraction():
            return found.numbers.has(value)
        case Real():
            low, high = value.bounds(40)
            return found.numbers.has(low) or found.numbers.has(high)
        case str():
            return found.texts is None or value in found.texts
        case date():
            return found.numbers.has(Fraction(value.toordinal()))
        case _:
            return found.other


def hold(ruleset: Ruleset, record: object) -> None:
    """Every step of a record comes to what was foreseen, or lacks a value where that was foreseen."""
    assert isinstance(record, dict)
    plan, faults = ruleset.plan, Faults()
    ranges = ranges_of(plan)
    values = read_record(record, plan.keys, faults)
    if faults.errors:
        return
    trace = evaluate(plan, values, {}, faults)
    for step in plan.steps:
        found = ranges.values[step.id]
        if step.id in trace.values:
            assert foresees(found, trace.values[step.id]), (step.id, trace.values[step.id], found)
        elif step.id in trace.absent:
            assert found.lacks, (step.id, found)
        else:
            # What a required step lacks is noted at once: those that read it fail with it.
            assert found.fails or found.missing, (step.id, found)
    reached: dict[str | None, set[int]] = {}
    for seen in ranges.seen.values():
        for met in seen.rows.values():
            reached.setdefault(met.cases.tag, set()).update(met.reached)
    for tag, row in trace.taken.items():
        assert row in reached[tag], (tag, row)


@given(st.data())
def test_generated_rulesets(data: st.DataObject) -> None:
    """Ranges of generated rulesets foresee what generated records come to."""
    ruleset = loads(text(data.draw(schemes())))
    for _ in range(3):
        hold(ruleset, record_of(data.draw(cells(ruleset))))


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_written_rulesets(path: Path) -> None:
    """Ranges of every ruleset at hand foresee what its examples and generated records come to."""
    ruleset = load(path, root=ROOT)
    if ruleset.scheme.header.abstract or ruleset.plan.compares_records:
        return
    for example in ruleset.examples:
        assert example.record is not None
        hold(ruleset, example.record.plain())

    if any(key.levels or key.judges for key in ruleset.plan.keys.values()):
        return  # the strategy of records knows no such keys

    @settings(max_examples=20)
    @given(st.data())
    def generated(data: st.DataObject) -> None:
        hold(ruleset, record_of(data.draw(cells(ruleset))))

    generated()
