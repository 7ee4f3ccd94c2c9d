"""Frames of Polars. A lazy one gives back a lazy one: its rows are scored in chunks when it is collected."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl
import pyarrow as pa
from polars.io.plugins import register_io_source

from scorerules.tables.arrow_frames import batches_of_table
from scorerules.tables.frames import ROW, Frame, Results
from scorerules.tables.objects import opaque_array

CHUNK = 1 << 17
"""Rows of a lazy frame that are asked for at once."""

WITHOUT_ARROW = (pl.Object, pl.Int128, pl.UInt128)
"""Types of cells that Arrow has not: what Polars gives for them is not what they hold."""


class PolarsFrame(Frame):
    """A ``polars.DataFrame``; gives back one."""

    carries = False

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    @property
    def headers(self) -> list[str]:
        return self._frame.columns

    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        return batches_of_table(arrow_of(self._frame, places))

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        table = results.table()
        found = _frame_of(table)
        if not kept:
            return found
        return self._frame[:, list(kept)].hstack(found.get_columns())


class LazyPolarsFrame(Frame):
    """A ``polars.LazyFrame``; gives back one."""

    carries = False

    def __init__(self, frame: pl.LazyFrame) -> None:
        self._frame = frame
        self._schema = frame.collect_schema()
        self._read: tuple[int, ...] = ()

    @property
    def headers(self) -> list[str]:
        return self._schema.names()

    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        self._read = tuple(places)
        return arrow_of(pl.DataFrame(schema=self._schema), places).schema, self._chunks([], deque())

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        headers = self.headers
        own = {headers[place]: self._schema[headers[place]] for place in kept}
        given = pl.Schema({**own, **_frame_of(results.schema.empty_table()).schema})

        def rows(
            columns: list[str] | None, predicate: pl.Expr | None, most: int | None, _: int | None
        ) -> Iterator[pl.DataFrame]:
            for chunk in self._scored(results, list(own)):
                found = chunk if most is None else chunk.head(most)
                if predicate is not None:
                    found = found.filter(predicate)
                yield found if columns is None else found.select(columns)
                if most is not None:
                    most -= chunk.height
                    if most <= 0:
                        return

        return register_io_source(rows, schema=given)

    def _scored(self, results: Results, own: list[str]) -> Iterator[pl.DataFrame]:
        """The rows: columns of the frame itself, then the results."""
        waiting: deque[pl.DataFrame] = deque()
        for batch in results.start(self._chunks(own, waiting)):
            found = _frame_of(pa.Table.from_batches([batch]))
            yield _taken(waiting, batch.num_rows).hstack(found.get_columns()) if own else found

    def _chunks(self, own: list[str], waiting: deque[pl.DataFrame]) -> Iterator[pa.RecordBatch]:
        """The rows to be scored; their kept columns are put into ``waiting``."""
        headers = self.headers
        read = [headers[place] for place in self._read]
        wanted = list(dict.fromkeys((*read, *own))) or headers[:1]
        chunks = self._frame.select(wanted).collect_batches(chunk_size=CHUNK, maintain_order=True)
        for chunk in chunks:
            if own:
                waiting.append(chunk.select(own))
            yield from arrow_of(chunk, [wanted.index(name) for name in read]).to_batches()


def _taken(waiting: deque[pl.DataFrame], rows: int) -> pl.DataFrame:
    """The first rows of what waits, which then wait no longer."""
    parts: list[pl.DataFrame] = []
    while rows:
        chunk = waiting.popleft()
        parts.append(chunk.head(rows))
        if chunk.height > rows:
            waiting.appendleft(chunk.slice(rows))
        rows -= parts[-1].height
    return pl.concat(parts)


def arrow_of(frame: pl.DataFrame, places: Sequence[int]) -> pa.Table:
    """Some columns of a frame as an Arrow table, exactly."""
    if not places:
        return pa.table({ROW: pa.nulls(frame.height)})
    columns = [frame.to_series(place) for place in places]
    return pa.table({one.name: _array_of(one) for one in columns})


def _array_of(column: pl.Series) -> pa.Array:
    if _has_no_arrow(column.dtype):
        return opaque_array(column.to_list())
    if column.dtype == pl.String:
        # Polars has texts as views, and gives them so without a copy.
        return column.to_arrow(compat_level=pl.CompatLevel.newest())
    return column.to_arrow()


def _has_no_arrow(type_: Any) -> bool:
    if isinstance(type_, pl.Struct):
        return any(_has_no_arrow(field.dtype) for field in type_.fields)
    inner = getattr(type_, "inner", None)
    return type_ in WITHOUT_ARROW if inner is None else _has_no_arrow(inner)


def _frame_of(table: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(table, rechunk=False)
    assert isinstance(found, pl.DataFrame)
    return found
