"""Which rows of a column of texts say something, that is more than blanks."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scorerules.tables.numbers import Mask, valid_of

# What Python takes for blank, which is more than what other engines do.
_NOT_BLANK: Final = (
    r"[^\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
)
_CLEAR = np.ones(256, bool)
_CLEAR[[*range(0x09, 0x0E), *range(0x1C, 0x21), 0xC2, 0xE1, 0xE2, 0xE3]] = False
"""First bytes of UTF-8 that begin no blank."""


def said_in(column: pa.Array, asked: Mask | None = None) -> Mask:
    """On which rows a text says something.

    Args:
        column: Texts.
        asked: The rows that are looked at, all when it is ``None``; of others it may be wrong.
    """
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    _, ends, data = column.buffers()
    if data is None:
        return np.zeros(len(column), bool)
    wide = pa.types.is_large_string(column.type)
    offsets: NDArray[Any] = np.frombuffer(ends, np.int64 if wide else np.int32)[column.offset :]
    offsets = offsets[: len(column) + 1]
    said = offsets[1:] > offsets[:-1]
    valid = valid_of(column)
    if valid is not None:
        said &= valid
    rows = np.flatnonzero(said if asked is None else said & asked)
    clear = _CLEAR.take(np.frombuffer(data, np.uint8).take(offsets.take(rows)))
    if not clear.all():
        doubtful = rows[~clear]
        found = pc.match_substring_regex(column.take(pa.array(doubtful)), _NOT_BLANK)
        said[doubtful] = found.to_numpy(zero_copy_only=False)
    return said
