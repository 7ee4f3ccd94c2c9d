"""Which rows of a few columns are alike: what is read value by value is then read once for each sort of row.

Goes in: Arrow columns of one length. Comes out: the sort of every row, and one row of each sort. Nothing here
knows what the columns mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_MOST: Final = 2**62
"""Sorts of rows that can be told apart by one number."""
_NEAR: Final = 2**16
"""Numbers so near to each other are told apart by themselves, and no table of what was met is needed."""


def alike(columns: Sequence[pa.Array]) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """The sort of every row, and for every sort the place of a row of it.

    ``None`` for columns of a type that Arrow does not compare, such as lists.
    """
    sorts, count = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        try:
            own, size = _sorts(column)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            return None
        if count * size > _MOST:
            sorts, count = _counted(sorts, count)
        sorts, count = sorts * size + own, count * size
    sorts, count = _counted(sorts, count)
    places = np.empty(count, np.int64)
    places[sorts] = np.arange(len(sorts))
    return sorts, places


def _sorts(column: pa.Array) -> tuple[NDArray[Any], int]:
    """Each different value by a number, and below which all of these are."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if len(column) and not column.null_count and pa.types.is_integer(column.type):
        values = column.to_numpy(zero_copy_only=False)
        low, high = int(values.min()), int(values.max())
        if high - low < _NEAR:
            wide = values if values.dtype == np.uint64 else values.astype(np.int64)
            return (wide - wide.dtype.type(low)).astype(np.int64), high - low + 1
    found = column.dictionary_encode(null_encoding="encode")
    return found.indices.to_numpy(zero_copy_only=False).astype(np.int64), len(found.dictionary)


def _counted(sorts: NDArray[Any], count: int) -> tuple[NDArray[Any], int]:
    """The same sorts by numbers without gaps, and how many there are."""
    if count > _NEAR:
        found = pa.array(sorts).dictionary_encode()
        return found.indices.to_numpy().astype(np.int64), len(found.dictionary)
    there = np.zeros(count, bool)
    there[sorts] = True
    numbers = np.cumsum(there) - 1
    return np.take(numbers, sorts), int(there.sum())
