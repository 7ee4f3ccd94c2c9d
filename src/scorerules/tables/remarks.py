"""Which rows of a column of texts say something, that is more than blanks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

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
    if not len(column) or column.null_count == len(column):
        return np.zeros(len(column), bool)
    said, first = (_viewed if pa.types.is_string_view(column.type) else _begun)(column)
    valid = valid_of(column)
    if valid is not None:
        said &= valid
    rows = np.flatnonzero(said if asked is None else said & asked)
    clear = _CLEAR.take(first(rows))
    if not clear.all():
        doubtful = rows[~clear]
        texts = column.cast(pa.large_string()).take(pa.array(doubtful))
        said[doubtful] = pc.match_substring_regex(texts, _NOT_BLANK).to_numpy(zero_copy_only=False)
    return said


_First: TypeAlias = Callable[[NDArray[np.int64]], NDArray[np.uint8]]


def _begun(column: pa.Array) -> tuple[Mask, _First]:
    """Where texts are not empty, and what gives the first bytes of some of these."""
    _, ends, data = column.buffers()
    wide = pa.types.is_large_string(column.type)
    offsets: NDArray[Any] = np.frombuffer(ends, np.int64 if wide else np.int32)[column.offset :]
    offsets = offsets[: len(column) + 1]
    content = np.frombuffer(b"" if data is None else data, np.uint8)
    return offsets[1:] > offsets[:-1], lambda rows: content.take(offsets.take(rows))


def _viewed(column: pa.Array) -> tuple[Mask, _First]:
    """The same of views: four bytes tell the length of a text, and its first ones come next."""
    end = column.offset + len(column)
    views = np.frombuffer(column.buffers()[1], np.uint8, 16 * end).reshape(-1, 16)[column.offset :]
    return views.view(np.int32)[:, 0] > 0, views[:, 4].take
