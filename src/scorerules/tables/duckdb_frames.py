"""Relations of DuckDB: their rows stream through, the results are held and become a relation again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from scorerules.tables.arrow_frames import some_columns
from scorerules.tables.frames import Frame, Results

CHUNK = 1 << 17
"""Rows that are fetched at once."""


class RelationFrame(Frame):
    """A ``duckdb.DuckDBPyRelation``; gives back one of the same connection."""

    carries = True

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self._relation = relation

    @property
    def headers(self) -> list[str]:
        return list(self._relation.columns)

    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        headers = self.headers
        wanted = self._relation
        if places:
            quoted = ('"' + headers[place].replace('"', '""') + '"' for place in places)
            wanted = wanted.project(", ".join(quoted))
        empty = wanted.limit(0).to_arrow_table()
        return some_columns(empty, range(len(places))).schema, _Rows(wanted, len(places))

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        scored = results.table()  # noqa: F841 - the query reads it
        # A relation is made by its own connection, which reads Python's variables by their names.
        return self._relation.query("scored_from", "SELECT * FROM scored")


class _Rows:
    """The rows of a relation, which runs every time they are asked for."""

    def __init__(self, relation: duckdb.DuckDBPyRelation, columns: int) -> None:
        self._relation, self._columns = relation, columns

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        # Before version 1.4 a reader had another name.
        fetch = getattr(self._relation, "to_arrow_reader", None) or self._relation.fetch_record_batch
        for batch in fetch(CHUNK):
            yield some_columns(batch, range(self._columns))
