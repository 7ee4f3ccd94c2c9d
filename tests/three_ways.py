"""Tables scored in three ways: as columns, row by row with compiled formulas, and row by row by reference."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from scorerules import Evaluation, RecordError, Ruleset
from scorerules.tables.batches import BatchScorer
from scorerules.tables.headers import read_headers
from scorerules.tables.options import Options
from scorerules.tables.outputs import Output
from scorerules.tables.rows import Beyond, records_of, value_of
from scorerules.tables.running import scored

ALWAYS, NEVER = 10**9, -(10**9)
"""Numbers of records that a ruleset is said to have scored, so that it is compiled at once or never."""


def everything(ruleset: Ruleset) -> Options:
    """Every column that a ruleset has, exact fractions too."""
    plan = ruleset.plan
    steps = [one for one in ("total", "grade") if one in plan.places]
    named = ["grade_name"] if "grade" in plan.places else []
    every = Options(
        columns=(*steps, *named, "tiers", "indicators", "outcomes", "derived", "states", "status", "error"),
        lang="en",
        keep=(),
    )
    scorer = BatchScorer(ruleset.about, pa.schema([(key, pa.null()) for key in plan.keys]), every)
    fractions = [f"{one.id}.fraction" for one in scorer.outputs if one.kind in ("whole", "decimal", "double")]
    assert every.columns is not None
    return Options(columns=(*every.columns, *fractions), lang="en", keep=())


def difference(
    ruleset: Ruleset, batches: Sequence[pa.RecordBatch], options: Options, threads: int = 1
) -> str | None:
    """The first value that is not the same in all three ways; ``None`` when all are.

    Args:
        ruleset: What scores; it compares no records.
        batches: A table, in the pieces in which it is scored.
        options: The columns that are looked at.
        threads: How many score at the same time.
    """
    scorer = BatchScorer(ruleset.about, batches[0].schema, options)
    if threads > 1:
        results = list(scored(batches, scorer, threads=threads))
    else:
        # All are held until all are scored, so that none may live in memory that is used again.
        results = [scorer.score(batch) for batch in batches]
    found = pa.Table.from_batches(results, scorer.schema)
    found.validate(full=True)
    columns = {one.id: found.column(one.name).to_pylist() for one in scorer.outputs}
    ways = {"reference": _scoring(ruleset, NEVER), "compiled": _scoring(ruleset, ALWAYS)}
    for row, record in enumerate(_records(ruleset, batches)):
        for way, single in ways.items():
            result = _result(single, record)
            for output, expected in zip(scorer.outputs, _values(result, scorer.outputs), strict=True):
                given = columns[output.id][row]
                if repr(given) != repr(expected):
                    return f"row {row}, {output.id}: {way} {expected!r}, columns {given!r}, of {record!r}"
    return None


def _values(result: Evaluation | RecordError, outputs: Sequence[Output]) -> list[Any]:
    """What the columns of a row should hold."""
    try:
        return [value_of(result, one, "en") for one in outputs]
    except Beyond:  # an error of the row that no record has
        told = {"status": "error", "error": "SR444 a score is too large for its column"}
        return [told.get(one.kind) for one in outputs]


def _records(ruleset: Ruleset, batches: Sequence[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    headers = read_headers(batches[0].schema.names, ruleset.plan)
    for batch in batches:
        yield from records_of(batch, headers)


def _scoring(ruleset: Ruleset, count: int) -> Ruleset:
    made: Ruleset = pickle.loads(pickle.dumps(ruleset))
    made._scorer._scored = count
    return made


def _result(ruleset: Ruleset, record: dict[str, Any]) -> Evaluation | RecordError:
    try:
        return ruleset.score(record)
    except RecordError as error:
        return error
