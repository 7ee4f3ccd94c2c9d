"""Columns of texts -> the plain decimals among them: digits, perhaps a sign in front and a point inside.

All texts are read at once, one character after the other. Exponents, units, blanks, separators of thousands
and digits of other scripts are no part of a plain decimal; whoever reads single texts knows them.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

MOST_DIGITS: Final = 18
"""Digits of a number that an integer of 64 bits holds."""
_LONGEST: Final = MOST_DIGITS + 2
_SIGN, _POINT, _ZERO = b"-.0"


@frozen(eq=False)
class Written:
    """Texts as numbers.

    Args:
        digits: All digits of the number as one integer, with its sign.
        places: How many of them stand behind the point; none where the text is no plain decimal.
        plain: On which rows the text is a plain decimal.
    """

    digits: NDArray[np.int64]
    places: NDArray[np.uint8]
    plain: NDArray[np.bool_]


def written_in(column: pa.Array) -> Written:
    """The plain decimals in a column of texts; what stands in empty rows means nothing."""
    if pa.types.is_string_view(column.type):
        column = column.cast(pa.large_string())
    rows = len(column)
    digits, places, count = np.zeros(rows, np.int64), np.zeros(rows, np.uint8), np.zeros(rows, np.uint8)
    _, ends, data = column.buffers()
    if data is None or not data.size or not rows:
        return Written(digits, places, np.zeros(rows, bool))
    offset_type = np.int64 if pa.types.is_large_string(column.type) else np.int32
    offsets: NDArray[Any] = np.frombuffer(ends, offset_type)[column.offset : column.offset + rows + 1]
    begin, length = offsets[:-1], np.diff(offsets)
    text = np.frombuffer(data, np.uint8)
    plain = (length > 0) & (length <= _LONGEST)
    points, last, negative = np.zeros(rows, np.uint8), np.zeros(rows, np.uint8), np.zeros(rows, bool)
    for place in range(min(int(length.max()), _LONGEST)):
        character = text.take(begin + place, mode="clip")
        inside = length > place
        digit = character - _ZERO
        is_digit = (digit < 10) & inside
        is_point = (character == _POINT) & inside
        known = is_digit | is_point | ~inside
        if place == 0:
            negative = (character == _SIGN) & inside
            known |= negative
        plain &= known
        places += is_digit & (points > 0)
        count += is_digit
        # A point has a digit before it, and one behind it too.
        plain &= ~is_point | ((points == 0) & (last == 1))
        points += is_point
        last = np.where(inside, is_digit, last).astype(np.uint8)
        times = is_digit.astype(np.int64)
        digits *= 1 + 9 * times
        digits += digit * times
    plain &= (last == 1) & (count <= MOST_DIGITS)
    return Written(np.where(negative, -digits, digits), places * plain, plain)
