"""What the rows of a table should come to: each as a single record, in the words of single records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import scorerules
from scorerules.numbers import Real, to_decimal
from shipped_files import SHIPPED_RULESETS

ROOT = Path(__file__).resolve().parent.parent
AWKWARD = (
    None,
    "不详",
    -1,
    10**30,
    0.1,
    Decimal("1E-30"),
    Fraction(1, 3),
    True,
    date(2020, 2, 29),
    [1, 2],
    {"x": 1},
    b"",
)
"""Values that some keys take and others refuse."""

SHIPPED = [
    path.relative_to(ROOT).as_posix()
    for path in SHIPPED_RULESETS
    if not scorerules.load(path).scheme.header.abstract
]


def shipped(name: str) -> scorerules.Ruleset:
    """A shipped ruleset."""
    return scorerules.load(ROOT / name).in_language("en")


def awkward_records(ruleset: scorerules.Ruleset) -> list[dict[str, Any]]:
    """The records of the examples, and the first one with each value replaced by awkward ones."""
    records = [dict(one.record.plain()) for one in ruleset.examples if one.record is not None]
    replaced = [
        {**records[0], key: AWKWARD[(number + step) % len(AWKWARD)]}
        for number, key in enumerate(ruleset.plan.keys)
        for step in range(3)
    ]
    return [*records, *replaced]


def expected(ruleset: scorerules.Ruleset, records: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Exact scores, grade and codes of every record."""
    outcomes = [name for id_ in ruleset.scheme.outcomes for name in (id_, f"{id_}.grade")]
    for one in ruleset.score_many(records, leave_out_failed=True):
        if isinstance(one, scorerules.RecordError):
            yield {"status": "error", "codes": [fault.code for fault in one.diagnostics]}
            continue
        yield {
            "status": one.status,
            "codes": [],
            **{f"score.{id_}": one.facts.get(f"score.{id_}") for id_ in one.facts.about.scored},
            **{id_: one.facts.get(id_) for id_ in ("total", "grade", *outcomes)},
        }


def agree(row: Mapping[str, Any], record: Mapping[str, Any]) -> None:
    """A row of results says what is expected of its record."""
    assert row["status"] == record["status"]
    assert [part[:5] for part in (row["error"] or "").split("; ") if part] == record["codes"]
    for name in row.keys() - {"status", "error"}:
        value, exact = row[name], record.get(name)
        if isinstance(value, float) and isinstance(exact, (Fraction, Real)):
            assert value == float(exact if isinstance(exact, Fraction) else to_decimal(exact, 40)), name
        elif isinstance(exact, tuple):
            assert value == list(exact), name
        else:
            assert value == exact, name
