"""The library's own way with tables and files, as the benchmarks call it.

Goes in: a scheme and its columns. Comes out: calls that score them in the form of a library of tables, and
what compares every result with the exact one: decimals and whole numbers exactly, a float64 with the float64
nearest to the exact score.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from forms import arrow
from numpy.typing import NDArray
from scheme import Columns, Scheme

import scorerules


def _as_polars(table: pa.Table) -> Any:
    import polars as pl

    return pl.from_arrow(table)


def _as_duckdb(table: pa.Table) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("drawn", table)
    connection.execute("CREATE TABLE given AS SELECT * FROM drawn")
    return connection.table("given")


KINDS: dict[str, tuple[str, Callable[[pa.Table], Any]]] = {
    "Polars": ("polars", _as_polars),
    "PyArrow": ("pyarrow", lambda table: table),
    "pandas": ("pandas", lambda table: table.to_pandas()),
    "DuckDB": ("duckdb", _as_duckdb),
}
"""Where a table comes from, and where its scores go."""

DECIMALS = ("Polars", "PyArrow")
"""Those whose decimals are columns of machine numbers."""

WANTED = ("total", "grade", "tiers", "indicators", "status", "error")
"""What peers compute, and what the library has to say of a row besides."""


def scorer(scheme: Scheme, columns: Columns, kind: str, *, decimals: bool = False) -> Callable[[], Any]:
    """Scores the table, all scores out; decimals as decimals, or as float64."""
    ruleset = scorerules.load(scheme.path)
    given = KINDS[kind][1](arrow(scheme, columns, decimals=decimals))
    return lambda: _whole(ruleset.score_table(given, columns=WANTED))


def _whole(found: Any) -> Any:
    """A relation is computed when it is read, any other table is there."""
    return found.to_arrow_table() if hasattr(found, "to_arrow_table") else found


def as_arrow(found: Any) -> pa.Table:
    """A scored table of any kind, as Arrow."""
    if isinstance(found, pa.Table):
        return found
    if hasattr(found, "to_arrow_table"):
        return found.to_arrow_table()
    if hasattr(found, "to_arrow"):
        return found.to_arrow()
    return pa.Table.from_pandas(found, preserve_index=False)


def wrongs(scheme: Scheme, found: pa.Table, truth: Columns) -> tuple[int, int]:
    """How many rows have a wrong score, and how many a wrong grade."""
    length = len(truth["grade"])
    scores = np.zeros(length, bool)
    if found.num_rows != length:
        return length, length
    for name, scale in scheme.scales.items():
        column = found["total" if name == "total" else f"score.{name}"]
        scores |= _differing(column.combine_chunks(), truth[name], scale)
    grades = pa.array([*scheme.grades]).take(pa.array(truth["grade"]))
    given = found["grade"].combine_chunks()
    if pa.types.is_dictionary(given.type):
        given = given.dictionary_decode()
    same = pc.fill_null(pc.equal(given.cast(pa.string()), grades), False)
    return int(scores.sum()), length - int(pc.sum(same).as_py() or 0)


def _differing(column: Any, units: NDArray[Any], scale: int) -> NDArray[Any]:
    missing = np.asarray(column.is_null())
    if missing.any():
        return missing | _differing(pc.fill_null(column, _zero(column.type)), units, scale)
    if pa.types.is_floating(column.type):
        return np.asarray(column) != units / scale
    if pa.types.is_integer(column.type):
        return np.asarray(column.cast(pa.int64())) * scale != units
    wide = column.cast(pa.decimal128(38, column.type.scale))
    words = np.frombuffer(wide.buffers()[1], np.int64).reshape(-1, 2)[wide.offset : wide.offset + len(wide)]
    fits = words[:, 1] == words[:, 0] >> 63
    return ~fits | (words[:, 0] * scale != units * 10**column.type.scale)


def _zero(kind: pa.DataType) -> pa.Scalar:
    return pa.scalar(0).cast(kind) if not pa.types.is_decimal(kind) else pa.scalar(Decimal(0), kind)


def file_scorer(scheme: Scheme, source: Path, target: Path) -> Callable[[], Any]:
    """Scores a file into another, as ``scorerules score RULESET SOURCE -o TARGET --keep none`` does."""
    from scorerules.tables.files import score_file
    from scorerules.tables.files.reader import WriteOptions
    from scorerules.tables.options import Options

    ruleset, options = scorerules.load(scheme.path), Options(columns=WANTED, keep=())
    return lambda: score_file(ruleset, source, target, options, write=WriteOptions(force=True))
