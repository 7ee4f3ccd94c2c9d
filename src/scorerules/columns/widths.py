"""Which machine integers hold which integers, and what stands for objects that are none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scorerules.columns.flat import Kind
from scorerules.compile.lanes import Unsupported

Array: TypeAlias = NDArray[Any]
Column: TypeAlias = "Array | int"
"""A value for every row, or the one that all rows have."""

WIDTHS: Final = ("int8", "int16", "int32", "int64")
_ENDS = {name: (int(np.iinfo(name).min), int(np.iinfo(name).max)) for name in WIDTHS}
TYPES: Final[Mapping[Kind, str]] = {
    "truth": "bool",
    "text": "int32",
    "date": "int32",
    "ids": "object",
    "exact": "object",
}
"""The types of columns that are no integers."""


def width(low: int, high: int) -> str:
    """The smallest machine integer that holds all integers between two.

    Raises:
        Unsupported: There is none.
    """
    for name in WIDTHS:
        least, most = _ENDS[name]
        if least <= low and high <= most:
            return name
    raise Unsupported
