"""What became of the rows of a table: how many were scored, and which errors the others have."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scorerules.tables.batches import BatchScorer
from scorerules.tables.frames import frame_of, guarded
from scorerules.tables.keeping import kept_places

_CODE = re.compile(r"(?:^|; )(SR\d{3}) ")
SHOWN = 5
"""Rows with an error whose text is kept."""


class Summary:
    """Counts what became of rows.

    Args:
        place: The place of the column of errors, if there is one.
        unread: Columns of the data that no rule reads.

    Attributes:
        rows: All rows so far.
        failed: Those that could not be scored.
        codes: How many rows have an error of each code.
        first: The first few with an error: the number of the row, from 1, and the text.
    """

    def __init__(self, place: int | None, unread: tuple[str, ...] = ()) -> None:
        self.unread = unread
        self.rows, self.failed = 0, 0
        self.codes: Counter[str] = Counter()
        self.first: list[tuple[int, str]] = []
        self._place = place

    def __repr__(self) -> str:
        return f"Summary(rows={self.rows}, failed={self.failed}, codes={dict(self.codes)})"

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


def summarize(table: Any, *, error: str = "error") -> Summary:
    """What became of the rows of a table of results, of any kind that is scored on one machine.

    A reader, and a lazy frame, is gone through for it.

    Args:
        table: What :meth:`scorerules.Ruleset.score_table` gave.
        error: What the column of errors is called.

    Returns:
        How many rows there are, how many could not be scored, their codes, and the first few texts.

    Raises:
        RecordError: It is no table (SR447), cannot be read (SR449), or has no such column (SR443).

    Example:
        >>> import pyarrow
        >>> from scorerules.tables.summary import summarize
        >>> scored = pyarrow.table({"total": [91, None], "error": [None, "SR420 `made` is missing"]})
        >>> summarize(scored)
        Summary(rows=2, failed=1, codes={'SR420': 1})
    """
    frame = frame_of(table)
    (place,) = kept_places(frame.headers, (error,), ())
    _, batches = frame.batches((place,))
    found = Summary(0)
    for batch in guarded(batches):
        found.add(batch)
    return found


def place_of_errors(scorer: BatchScorer) -> int | None:
    """The place of the column of errors in what comes out, if it was asked for."""
    names = {one.name for one in scorer.outputs if one.kind == "error"}
    return next((place for place, name in enumerate(scorer.schema.names) if name in names), None)
