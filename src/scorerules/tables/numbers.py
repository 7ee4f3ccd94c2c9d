"""Columns of numbers of any type -> integers: how many steps of a decimal scale each number is.

Goes in: an Arrow column and how many decimals count. Comes out: a 64-bit integer for every row, and on which
rows it is the number exactly. What is no plain number here, such as a text with a unit, is left to whoever
reads single values.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from scorerules.columns.workspace import Workspace
from scorerules.tables.written import written_in

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


Steps: TypeAlias = "tuple[NDArray[Any], Mask | None]"
"""How many steps each number of a column is, in integers or whole doubles of any width; on which rows that
is the number exactly, ``None`` for all."""
Stepper: TypeAlias = Callable[[pa.Array, Workspace], Steps]


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


def stepper(type_: pa.DataType, places: int) -> tuple[Stepper, int | None]:
    """What counts the numbers of a column in steps of ``places`` decimals.

    Args:
        type_: A type that :func:`is_numeric` names; what stands in empty rows means nothing.
        places: Decimals that count.

    Returns:
        What counts, and up to which size it tells numbers apart; ``None`` for any.
    """
    if pa.types.is_integer(type_):
        return partial(_of_integers, name=_MACHINE[type_.id], places=places), None
    if pa.types.is_floating(type_):
        single = pa.types.is_float32(type_)
        counting = partial(_of_floats, factor=float(10**places), name=_MACHINE[type_.id])
        return counting, SINGLES if single else DOUBLES
    if pa.types.is_decimal(type_):
        return partial(_of_decimals, places=places), None
    return partial(_of_texts, places=places), None


def steps_of(column: pa.Array, places: int) -> Steps:
    """The numbers of a column, counted in steps of ``places`` decimals; too large ones are not exact."""
    counting, limit = stepper(column.type, places)
    with np.errstate(all="ignore"):
        steps, exact = counting(column, Workspace(len(column)))
        if limit is not None:
            small = np.abs(steps) <= limit
            exact = small if exact is None else exact & small
    return steps, exact


def measured(column: pa.Array) -> Measure:
    """How fine and how large most numbers of a column are."""
    best = Measure(0, 0)
    most = -1
    valid = valid_of(column)
    rows = len(column) if valid is None else int(valid.sum())
    for places in PLACES:
        steps, exact = steps_of(column, places)
        there = valid if exact is None else exact if valid is None else exact & valid
        count = rows if there is None else int(there.sum())
        if count > most:
            most, best = count, Measure(places, _largest(steps if there is None else steps[there]))
        if rows - count <= rows // FEW:
            break
    return best


def _largest(steps: NDArray[Any]) -> int:
    return max(abs(int(steps.min())), abs(int(steps.max()))) if len(steps) else 0


def _memory(column: pa.Array, name: str, words: int = 1) -> NDArray[Any]:
    """What stands in a column, so many machine numbers for a row."""
    buffer, end = column.buffers()[1], column.offset + len(column)
    if buffer is None:
        return np.zeros(len(column) * words, name)
    # Behind the last row may be anything.
    return np.frombuffer(buffer, name, end * words)[column.offset * words :]


def unit_texts(column: pa.Array) -> list[str]:
    """Different texts of a column that are no plain decimals, such as those with a unit; the first few."""
    others = pa.array(~written_in(column).plain)
    found: list[str] = column.filter(others).slice(0, LOOKED_AT).unique().drop_null().to_pylist()
    return found


def _of_integers(column: pa.Array, _: Workspace, *, name: str, places: int) -> Steps:
    numbers = _memory(column, name)
    if not places and name != "uint64":
        return numbers, None
    factor = 10**places
    if factor > _INT64:  # a step may have so many decimals
        return np.zeros(len(numbers), np.int64), numbers == 0
    limit = _INT64 // factor
    exact = (numbers <= limit) & (numbers >= -limit)
    return numbers.astype(np.int64) * factor, None if exact.all() else exact


def _of_floats(column: pa.Array, work: Workspace, *, factor: float, name: str) -> Steps:
    """Doubles mean their shortest decimals: those that are the nearest double to so many steps."""
    numbers = _memory(column, name)
    nearest, back, exact = work.take("float64"), work.take("float64"), work.take("bool")
    np.multiply(numbers, factor, out=nearest, dtype=np.float64)
    np.rint(nearest, out=nearest)
    np.divide(nearest, factor, out=back)
    np.equal(back.astype(np.float32) if name == "float32" else back, numbers, out=exact)
    return nearest, None if exact.all() else exact


def _of_decimals(column: pa.Array, _: Workspace, *, places: int) -> Steps:
    type_ = column.type
    exact = None
    if type_.bit_width in (32, 64):
        unscaled = _memory(column, f"int{type_.bit_width}").astype(np.int64)
    else:
        words = type_.bit_width // 64
        whole = _memory(column, "int64", words).reshape(-1, words)
        unscaled = np.ascontiguousarray(whole[:, 0])
        if type_.precision > 18:
            fits = (whole[:, 1:] == (unscaled >> 63)[:, None]).all(1)
            exact = None if fits.all() else fits
    return _rescaled(unscaled, exact, type_.scale, places)


def _rescaled(steps: NDArray[Any], exact: Mask | None, scale: int, places: int) -> Steps:
    """Steps of another scale."""
    if places == scale:
        return steps, exact
    factor = 10 ** abs(places - scale)
    if factor > _INT64:
        return np.zeros_like(steps), steps == 0 if exact is None else exact & (steps == 0)
    if places < scale:
        quotient = steps // factor
        fits = quotient * factor == steps
        steps = quotient
    else:
        limit = _INT64 // factor
        fits = (steps <= limit) & (steps >= -limit)
        steps = steps * factor
    both = fits if exact is None else exact & fits
    return steps, None if both.all() else both


def _of_texts(column: pa.Array, _: Workspace, *, places: int) -> Steps:
    """Texts that are plain decimals; others are left."""
    found = written_in(column)
    digits, exact = found.digits, found.plain
    shift = places - found.places.astype(np.int64)
    finer = shift < 0
    if finer.any():
        exact &= ~finer | (digits % _POWERS[np.where(finer, -shift, 0)] == 0)
        digits = np.where(finer, digits // _POWERS[np.where(finer, -shift, 0)], digits)
        shift = np.where(finer, 0, shift)
    if places >= len(_POWERS):
        exact &= (shift < len(_POWERS)) | (digits == 0)
        shift = np.minimum(shift, len(_POWERS) - 1)
    exact &= np.abs(digits) <= _LARGEST[shift]
    return digits * _POWERS[shift], None if exact.all() else exact
