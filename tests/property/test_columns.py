"""Whole columns come to what their rows come to one by one, whatever the ruleset and the table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import boundaries, cells, record_of
from tables import table_of

from scorerules import RecordError, Ruleset, load, loads
from scorerules.tables.batches import BatchScorer
from scorerules.tables.options import Options
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import text
from shipped_files import SHIPPED_RULESETS

SHIPPED = SHIPPED_RULESETS
HUGE = 10**25
STEPS = tuple(map(Decimal, ("0", "0", "1", "-1", "0.01", "-0.01", "0.000001", "7e-20")))
EVERYTHING = Options(
    columns=("total", "grade", "tiers", "indicators", "outcomes", "derived", "states", "status", "error")
)


def hold(ruleset: Ruleset, batch: pa.RecordBatch) -> BatchScorer | None:
    """Assert that a batch computed as columns equals its rows scored one by one."""
    try:
        scorer = BatchScorer(ruleset.about, batch.schema, options_of(ruleset))
    except RecordError:
        return None
    columns = scorer.score(batch)
    alone = BatchScorer(ruleset.about, batch.schema, options_of(ruleset))
    alone._engine = None
    rows = alone.score(batch)
    assert columns.schema == rows.schema
    for name in columns.schema.names:
        assert columns.column(name).to_pylist() == rows.column(name).to_pylist(), name
        columns.column(name).validate(full=True)
    return scorer


def options_of(ruleset: Ruleset) -> Options:
    """Every column that a ruleset has, fractions too."""
    scheme, plan = ruleset.scheme, ruleset.plan
    assert EVERYTHING.columns is not None
    wanted = [one for one in EVERYTHING.columns if one not in ("total", "grade") or one in plan.places]
    numbers = [
        f"score.{one}.fraction"
        for one in (*scheme.indicators, *scheme.tiers)
        if f"score.{one}" in plan.places
    ]
    return Options(columns=(*wanted, *numbers), lang="en")


@given(st.data())
@settings(max_examples=60)
def test_generated_rulesets(data: st.DataObject) -> None:
    """Generated rulesets, tables of records near every boundary."""
    ruleset = loads(text(data.draw(schemes())))
    assert not ruleset.plan.compares_records
    for _ in range(2):
        sound = data.draw(st.booleans())
        records = [
            record_of(data.draw(cells(ruleset, sound=sound))) for _ in range(data.draw(st.integers(1, 6)))
        ]
        hold(ruleset, table_of(lambda able: data.draw(st.sampled_from(able)), records))


def altered(ruleset: Ruleset, random: Random) -> dict[str, Any]:
    """The record of an example with values at boundaries, beside them, of other kinds, or missing."""
    found = dict(random.choice(ruleset.examples).record.plain())
    constants = boundaries(ruleset)
    for name in random.sample(sorted(ruleset.plan.keys), min(len(ruleset.plan.keys), random.randrange(4))):
        key = ruleset.plan.keys[name]
        scale = Fraction(1) if key.unit is None else key.unit.scale
        ends = [one[0] for one in (key.low, key.high) if one is not None and isinstance(one[0], Fraction)]
        at = random.choice([Fraction(0), *ends, *(one.value for one in constants)]) / scale
        near = Decimal((at * 10**6).__floor__()).scaleb(-6) + random.choice(STEPS)
        choices: list[Any] = [
            near,
            near,
            near,
            float(near),
            None,
            "",
            "abc",
            f"{near:f}",
            HUGE,
            *(key.choices or ()),
        ]
        found[name] = random.choice(choices)
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_rulesets(path: Path) -> None:
    """Shipped rulesets, tables of records like their examples."""
    ruleset, random = load(path), Random(path.stem)  # noqa: S311 - the same tables every time
    if ruleset.scheme.header.abstract or ruleset.plan.compares_records:
        return
    for rows in (1, 5, 30, 120):
        records = [altered(ruleset, random) for _ in range(rows)]
        hold(ruleset, table_of(random.choice, records))


@pytest.mark.parametrize("name", ["residence-card", "news2", "plant", "cvss-3.1", "hdi"])
def test_columns_are_used(name: str) -> None:
    """What examples hold is computed as columns; only rows with a problem are looked at one by one."""
    path = next(one for one in SHIPPED if one.stem == name)
    ruleset = load(path)
    records = [one.record.plain() for one in ruleset.examples]
    batch = table_of(lambda able: able[0], records)
    scorer = hold(ruleset, batch)
    assert scorer is not None
    assert scorer._engine is not None
    computed = scorer._engine.compute(scorer._taken.of(batch))
    assert computed is not None
    errors = scorer.score(batch).column("error")
    assert computed.odd.tolist() == errors.is_valid().to_pylist()
