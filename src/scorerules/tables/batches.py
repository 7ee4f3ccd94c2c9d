"""One part of a table to the results of its rows: Arrow record batch in, Arrow record batch out.

This is the function that every engine runs, on one machine or many: it can be pickled, holds no state that
matters, and gives the same answer for a row wherever the row is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve

from scorerules.diagnostics import Faults, default_lang
from scorerules.errors import RecordError
from scorerules.result import About, Evaluation
from scorerules.scoring import Scorer
from scorerules.tables.engine import Computed, Engine
from scorerules.tables.headers import read_headers
from scorerules.tables.keeping import kept_places
from scorerules.tables.options import USUAL_OPTIONS, Options
from scorerules.tables.outputs import Outputs
from scorerules.tables.results import Results, Singles
from scorerules.tables.rows import Beyond, score_rows, value_of
from scorerules.tables.taken import Taken, rows_at

ROWS = 32_768
"""Rows whose numbers stay in the cache of a processor; parts of tables are cut to a few times as many."""


class BatchScorer:
    """Scores the batches of tables that have one schema.

    Args:
        about: The ruleset.
        schema: The schema of the data.
        options: What the results shall hold.

    Attributes:
        outputs: The result columns.
        schema: The schema of what comes out.
        unread: Columns of the data that no rule reads.
        together: Whether records are compared with each other, so that all rows have to be one batch.

    Raises:
        RecordError: The columns of the data or of the results are not as they must be (SR440 to SR443).
    """

    def __init__(self, about: About, schema: pa.Schema, options: Options = USUAL_OPTIONS) -> None:
        self._about, self._given, self._options = about, schema, options
        self._lang = options.lang or about.lang or default_lang()
        self._taken = Taken(read_headers(schema.names, about.plan), schema)
        self.unread = self._taken.headers.unread
        self.outputs = Outputs(about, options).chosen()
        self._kept = kept_places(schema.names, options.keep, [one.name for one in self.outputs])
        self.schema = pa.schema(
            [*(schema.field(place) for place in self._kept), *(one.field for one in self.outputs)]
        )
        self.together = about.plan.compares_records
        self._scorer = Scorer(about)
        self._results: Results | None = None
        self._engine = (
            None
            if about.plan.compares_records
            else Engine(about.plan, self._taken.headers, self._taken.schema)
        )

    def __reduce__(self) -> tuple[type[BatchScorer], tuple[About, pa.Schema, Options]]:
        # What was compiled is compiled again where it is needed.
        return BatchScorer, (self._about, self._given, self._options)

    def score(self, batch: pa.RecordBatch, *, first: int = 1) -> pa.RecordBatch:
        """The results of the rows of a batch, in their order.

        Args:
            batch: Rows of the schema.
            first: Number of its first row, for messages.

        Raises:
            RecordError: A row cannot be scored, and errors are to be raised; its path begins with its number.
        """
        taken = self._taken.of(batch)
        computed = None if self._engine is None else self._engine.compute(taken)
        columns = (
            self._one_by_one(taken, first) if computed is None else self._at_once(computed, taken, first)
        )
        kept = [batch.column(place) for place in self._kept]
        return pa.RecordBatch.from_arrays([*kept, *columns], schema=self.schema)

    def _one_by_one(self, batch: pa.RecordBatch, first: int) -> list[pa.Array]:
        rows = self._rows(batch, range(first, first + batch.num_rows))
        return [
            pa.array([row[place] for row in rows], output.type) for place, output in enumerate(self.outputs)
        ]

    def _at_once(self, computed: Computed, batch: pa.RecordBatch, first: int) -> list[pa.Array]:
        results = self._results
        if results is None or results.kernel is not computed.kernel:
            results = self._results = Results(computed.kernel, self.outputs)
        found = results.read(computed)
        places = np.flatnonzero(computed.odd)
        values: list[Sequence[Any]] = [()] * len(self.outputs)
        if len(places):
            rows = self._rows(rows_at(batch, places.tolist()), (places + first).tolist())
            values = list(zip(*rows, strict=True))
        return results.made(found, Singles(computed.odd, places, values), computed)

    def _rows(self, batch: pa.RecordBatch, numbers: Sequence[int]) -> list[Sequence[Any]]:
        """The values of all outputs for each row."""
        results = list(score_rows(self._scorer, batch, self._taken.headers))
        rows = [self._row(results, index) for index in range(len(results))]
        if self._options.on_error == "raise":
            refuse_faulty(results, numbers)
        return rows

    def _row(self, results: list[Evaluation | RecordError], index: int) -> Sequence[Any]:
        try:
            return [value_of(results[index], one, self._lang) for one in self.outputs]
        except Beyond:
            faults = Faults(self._about.plan.limits)
            faults.add("SR444", None)
            results[index] = RecordError(faults.sorted())
            return self._row(results, index)


def refuse_faulty(results: Sequence[Evaluation | RecordError], numbers: Sequence[int]) -> None:
    """Raise the errors of all rows that have one, each led by the number of its row."""
    found = [
        evolve(fault, path=f"[{number}].{fault.path or ''}".rstrip("."))
        for number, one in zip(numbers, results, strict=True)
        if isinstance(one, RecordError)
        for fault in one.diagnostics
    ]
    if found:
        raise RecordError(tuple(found))
