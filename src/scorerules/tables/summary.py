"""What became of the rows of a table: how many were scored, and which errors the others have."""

from __future__ import annotations

import re
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from scorerules.tables.batches import BatchScorer

_CODE = re.compile(r"SR\d{3}")
SHOWN = 5
"""Rows with an error whose text is kept."""


class Summary:
    """Counts what became of rows.

    Args:
        scorer: Scores the rows.
        unread: Columns of the data that no rule reads.

    Attributes:
        rows: All rows so far.
        failed: Those that could not be scored.
        codes: How many rows have an error of each code.
        first: The first few with an error: the number of the row, from 1, and the text.
    """

    def __init__(self, scorer: BatchScorer, unread: tuple[str, ...] = ()) -> None:
        self.unread = unread
        self.rows, self.failed = 0, 0
        self.codes: Counter[str] = Counter()
        self.first: list[tuple[int, str]] = []
        self._place = next(
            (place for place, name in enumerate(scorer.schema.names) if _is_error(scorer, name)), None
        )

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the rows of a batch of results."""
        before, self.rows = self.rows, self.rows + batch.num_rows
        if self._place is None:
            return
        errors = batch.column(self._place)
        if errors.null_count == batch.num_rows:
            return
        for row in pc.indices_nonzero(errors.is_valid()).to_pylist():
            text = errors[row].as_py()
            self.failed += 1
            self.codes.update(set(_CODE.findall(text)))
            if len(self.first) < SHOWN:
                self.first.append((before + row + 1, text))


def _is_error(scorer: BatchScorer, name: str) -> bool:
    return any(one.name == name and one.kind == "error" for one in scorer.outputs)
