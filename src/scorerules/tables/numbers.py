"""Columns of numbers of any type -> integers: how many steps of a decimal scale each number is.

Goes in: an Arrow column and how many decimals count. Comes out: a 64-bit integer for every row, and on which
rows it is the number exactly. What is no plain number here, such as a text with a unit, is left to whoever
reads single values.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from scorerules.columns.workspace import Workspace
from scorerules.tables.written import Written, written_in

Mask: TypeAlias = NDArray[np.bool_]

PLACES: Final = (0, 1, 2, 3, 4, 6, 9, 12)
"""Decimals that are tried, one after the other."""
FEW: Final = 200
"""One in so many rows may be finer or larger than the others: such rows are looked at one by one."""
DOUBLES: Final = 10**15
"""Decimals up to so many steps are told apart by doubles."""
SINGLES: Final = 10**6
"""The same for numbers of 32 bits."""

LOOKED_AT: Final = 1000
"""Texts that tell how fine and how large the others are."""

_MACHINE: Final = {
    type_.id: np.dtype(type_.to_pandas_dtype()).name
    for type_ in (
        pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64(),
        pa.float32(), pa.float64(),
    )
}  # fmt: skip
_INT64 = 2**63 - 1
_POWERS: Final = 10 ** np.arange(19, dtype=np.int64)
_LARGEST: Final = _INT64 // _POWERS


@frozen(eq=False)
class Steps:
    """Numbers as integers.

    Args:
        steps: How many steps each number is, in integers or whole doubles of any width.
        exact: On which rows that is the number; ``None`` for all.
        limit: Beyond this size a number is not told apart from its neighbours.
    """

    steps: NDArray[Any]
    exact: Mask | None = None
    limit: int | None = None


@frozen
class Measure:
    """How fine and how large the numbers of a column are.

    Args:
        places: Decimals.
        largest: The largest integer that a number becomes.
    """

    places: int
    largest: int


def is_numeric(type_: pa.DataType) -> bool:
    """Whether columns of a type are read here."""
    return bool(
        pa.types.is_integer(type_)
        or pa.types.is_float32(type_)
        or pa.types.is_float64(type_)
        or pa.types.is_decimal(type_)
        or is_text(type_)
    )


def is_text(type_: pa.DataType) -> bool:
    """Whether a type is one of plain texts."""
    return any(is_(type_) for is_ in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def valid_of(column: pa.Array) -> Mask | None:
    """On which rows there is a value; ``None`` for all."""
    if not column.null_count:
        return None
    bitmap = column.buffers()[0]
    if bitmap is None:  # a column without a type has no values
        return np.zeros(len(column), bool)
    first, rest = divmod(column.offset, 8)
    bits = np.frombuffer(bitmap, np.uint8)[first:]
    return np.unpackbits(bits, count=rest + len(column), bitorder="little")[rest:].view(bool)


def steps_of(column: pa.Array, places: int, work: Workspace | None = None) -> Steps:
    """The numbers of a column, counted in steps of ``places`` decimals.

    Args:
        column: A column of a type that :func:`is_numeric` names; what stands in empty rows means nothing.
        places: Decimals that count.
        work: Where memory comes from.
    """
    type_ = column.type
    if pa.types.is_integer(type_):
        return _of_integers(raw(column), places)
    if pa.types.is_floating(type_):
        return _of_floats(raw(column), places, work or Workspace(len(column)))
    if pa.types.is_decimal(type_):
        return _of_decimals(column, places)
    return _of_texts(column, places)


def measured(column: pa.Array) -> Measure:
    """How fine and how large most numbers of a column are."""
    best = Measure(0, 0)
    most = -1
    valid = valid_of(column)
    rows = len(column) if valid is None else int(valid.sum())
    for places in PLACES:
        found = steps_of(column, places)
        exact = found.exact
        if found.limit is not None:
            with np.errstate(invalid="ignore"):
                small = np.abs(found.steps) <= found.limit
            exact = small if exact is None else exact & small
        there = valid if exact is None else exact if valid is None else exact & valid
        count = rows if there is None else int(there.sum())
        if count > most:
            steps = found.steps if there is None else found.steps[there]
            most, best = count, Measure(places, _largest(steps))
        if rows - count <= rows // FEW:
            break
    return best


def _largest(steps: NDArray[Any]) -> int:
    return max(abs(int(steps.min())), abs(int(steps.max()))) if len(steps) else 0


def raw(column: pa.Array) -> NDArray[Any]:
    """The memory of a column of machine numbers."""
    name = _MACHINE[column.type.id]
    buffer = column.buffers()[1]
    if buffer is None:
        return np.zeros(len(column), name)
    return _memory(column, name)


def _memory(column: pa.Array, name: str, words: int = 1) -> NDArray[Any]:
    """What stands in a column, so many machine integers for a row; behind it may be anything."""
    end = column.offset + len(column)
    return np.frombuffer(column.buffers()[1], name, count=end * words)[column.offset * words :]


def unit_texts(column: pa.Array) -> list[str]:
    """Different texts of a column that are no plain decimals, such as those with a unit; the first few."""
    others = pa.array(~written_in(column).plain)
    found: list[str] = column.filter(others).slice(0, LOOKED_AT).unique().drop_null().to_pylist()
    return found


def _of_integers(numbers: NDArray[Any], places: int) -> Steps:
    factor = 10**places
    limit = _INT64 // factor
    exact = None
    if numbers.dtype == np.uint64:
        fits = numbers <= np.uint64(limit)
        exact = None if fits.all() else fits
    elif (
        len(numbers)
        and np.iinfo(numbers.dtype).max > limit
        and (int(numbers.max()) > limit or int(numbers.min()) < -limit)
    ):
        exact = (numbers <= limit) & (numbers >= -limit)
    return Steps(numbers.astype(np.int64) * factor if places else numbers, exact)


def _of_floats(numbers: NDArray[Any], places: int, work: Workspace) -> Steps:
    """Doubles mean their shortest decimals: those that are the nearest double to so many steps."""
    factor, single = float(10**places), numbers.dtype == np.float32
    nearest, back, exact = work.take("float64"), work.take("float64"), work.take("bool")
    with np.errstate(all="ignore"):
        np.multiply(numbers, factor, out=nearest, dtype=np.float64)
        np.rint(nearest, out=nearest)
        np.divide(nearest, factor, out=back)
        np.equal(back.astype(np.float32) if single else back, numbers, out=exact)
    return Steps(nearest, None if exact.all() else exact, SINGLES if single else DOUBLES)


def _of_decimals(column: pa.Array, places: int) -> Steps:
    type_ = column.type
    if type_.bit_width in (32, 64):
        unscaled = _memory(column, f"int{type_.bit_width}").astype(np.int64)
        exact = None
    else:
        words = type_.bit_width // 64
        whole = _memory(column, "int64", words).reshape(-1, words)
        unscaled, exact = np.ascontiguousarray(whole[:, 0]), None
        if type_.precision > 18:
            fits = (whole[:, 1:] == (unscaled >> 63)[:, None]).all(1)
            exact = None if fits.all() else fits
    return _rescaled(Steps(unscaled, exact), type_.scale, places)


def _rescaled(found: Steps, scale: int, places: int) -> Steps:
    """Steps of another scale."""
    steps, exact = found.steps, found.exact
    if places == scale:
        return found
    factor = 10 ** abs(places - scale)
    if factor > _INT64:
        return Steps(np.zeros_like(steps), steps == 0 if exact is None else exact & (steps == 0))
    if places < scale:
        quotient = steps // factor
        fits = quotient * factor == steps
        steps = quotient
    else:
        limit = _INT64 // factor
        fits = (steps <= limit) & (steps >= -limit)
        steps = steps * factor
    both = fits if exact is None else exact & fits
    return Steps(steps, None if both.all() else both)


def _of_texts(column: pa.Array, places: int) -> Steps:
    """Texts that are plain decimals; others are left."""
    return _scaled(written_in(column), places)


def _scaled(found: Written, places: int) -> Steps:
    """Decimals of several places in steps of one."""
    digits, exact = found.digits, found.plain.copy()
    shift = places - found.places.astype(np.int64)
    finer = shift < 0
    if finer.any():
        exact &= ~finer | (digits % _POWERS[np.where(finer, -shift, 0)] == 0)
        digits = np.where(finer, digits // _POWERS[np.where(finer, -shift, 0)], digits)
        shift = np.where(finer, 0, shift)
    exact &= np.abs(digits) <= _LARGEST[shift]
    return Steps(digits * _POWERS[shift], None if exact.all() else exact)
