"""Data frames of pandas: the index is kept, and what pandas counts as missing is an empty cell.

The types of the results follow from the ruleset alone, never from the rows, and stay exact: whole numbers are
``Int32`` or ``Int64``, decimals are Arrow decimals, grades and statuses are categories, days are
``datetime64[s]``. Only numbers without an end in decimals are ``float64``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from scorerules.tables.arrow_frames import batches_of_table
from scorerules.tables.frames import ROW, Frame, Results, header_of
from scorerules.tables.objects import array_of_objects
from scorerules.tables.outputs import Output


class PandasFrame(Frame):
    """A ``pandas.DataFrame``; gives back one with the same index."""

    carries = False

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    @property
    def headers(self) -> list[str]:
        return [header_of(label) for label in self._frame.columns]

    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        if not places:
            return batches_of_table(pa.table({ROW: pa.nulls(len(self._frame))}))
        headers = self.headers
        arrays = [array_of_series(self._frame.iloc[:, place]) for place in places]
        return batches_of_table(pa.Table.from_arrays(arrays, names=[headers[place] for place in places]))

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        table = results.table()
        columns = dict(enumerate(map(_extension_array, table.columns, results.scorer.outputs)))
        frame = pd.DataFrame(columns, index=self._frame.index, copy=False)
        frame.columns = pd.Index(table.column_names)
        return pd.concat([self._frame.iloc[:, list(kept)], frame], axis=1) if kept else frame


def array_of_series(series: pd.Series) -> pa.Array | pa.ChunkedArray:
    """A column as an Arrow array of its own type; missing values are null."""
    if series.dtype != object:
        try:
            found = _typed(series)
        except (pa.ArrowException, ValueError, TypeError, OverflowError, NotImplementedError):
            # A type that Arrow has not: each cell by itself.
            pass
        else:
            return found
    return array_of_objects(series.astype(object).tolist())


def _typed(series: pd.Series) -> pa.Array | pa.ChunkedArray:
    if isinstance(series.dtype, pd.CategoricalDtype):
        categories = array_of_series(series.cat.categories.to_series())
        if pa.types.is_nested(categories.type) or isinstance(categories.type, pa.BaseExtensionType):
            raise TypeError
        codes = series.cat.codes.to_numpy()
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), categories)
    if isinstance(series.dtype, pd.SparseDtype):
        series = series.sparse.to_dense()
    found = pa.array(series, from_pandas=True)
    if pa.types.is_floating(found.type) and isinstance(series.dtype, pd.api.extensions.ExtensionDtype):
        # Types with a mask of their own can hold NaN besides; pandas decides what is missing.
        found = pc.if_else(pa.array(series.isna().to_numpy()), pa.scalar(None, found.type), found)
    return found


def _extension_array(column: pa.ChunkedArray, output: Output) -> Any:
    """A result column as an array of pandas."""
    type_ = column.type
    if pa.types.is_integer(type_):
        return pd.arrays.IntegerArray(*_values_and_mask(column, 0))
    if pa.types.is_boolean(type_):
        return pd.arrays.BooleanArray(*_values_and_mask(column, False))
    if pa.types.is_floating(type_):
        return np.array(column.to_numpy())
    if pa.types.is_decimal(type_) or pa.types.is_list(type_):
        return pd.arrays.ArrowExtensionArray(column)
    if pa.types.is_date(type_):
        column = column.cast(pa.timestamp("s"))
    found = column.to_pandas().array
    # All texts that there can be, not only those that occur.
    return found.set_categories(output.texts) if output.texts else found


def _values_and_mask(column: pa.ChunkedArray, filling: int | bool) -> tuple[np.ndarray, np.ndarray]:
    # Copies, so that they may be written to.
    values = np.array(column.fill_null(filling).to_numpy())
    return values, np.array(column.is_null().to_numpy())
