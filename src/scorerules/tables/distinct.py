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
            sorts, count = _sorts(pa.array(sorts))
        sorts, count = sorts * size + own, count * size
    if len(columns) > 1:
        sorts, count = _sorts(pa.array(sorts))
    places = np.empty(count, np.int64)
    places[sorts] = np.arange(len(sorts))
    return sorts, places


def _sorts(column: pa.Array) -> tuple[NDArray[Any], int]:
    """Each different value by a number, and how many there are."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    found = column.dictionary_encode(null_encoding="encode")
    return found.indices.to_numpy(zero_copy_only=False).astype(np.int64), len(found.dictionary)
