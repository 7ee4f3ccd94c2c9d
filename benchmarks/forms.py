"""A drawn table in the forms that peers and the library are given.

Goes in: columns of whole numbers and the places of their decimals. Comes out: an Arrow table of natural
columns (int64, float64, bool, string), or with decimal128 in the place of float64; plain arrays for NumPy
and numba. Every form holds the same decimals: a float64 is the one nearest to its decimal.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scheme import Columns, Scheme

WIDTH = 18
"""Digits of a decimal column."""


def arrow(scheme: Scheme, columns: Columns, *, decimals: bool = False) -> pa.Table:
    """The table as people keep it, with the names that the ruleset knows."""
    return pa.table({name: _column(scheme, name, one, decimals=decimals) for name, one in columns.items()})


def _column(scheme: Scheme, name: str, values: NDArray[Any], *, decimals: bool) -> pa.Array:
    if name in scheme.flags:
        return pa.array(values)
    if name in scheme.texts:
        texts = pa.array([*scheme.texts[name], None], pa.string())
        return texts.take(pa.array(np.where(values < 0, len(texts) - 1, values)))
    places = scheme.places[name]
    if not places:
        return pa.array(values)
    if not decimals:
        return pa.array(values / 10**places)
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    return pa.Array.from_buffers(pa.decimal128(WIDTH, places), len(values), [None, pa.py_buffer(words)])


def plain(scheme: Scheme, columns: Columns) -> Columns:
    """Arrays of float64, int64 and truth values; texts stay numbers."""
    return {
        name: values / 10 ** scheme.places[name] if scheme.places.get(name) else values
        for name, values in columns.items()
        if not name.endswith(".remark")
    }
