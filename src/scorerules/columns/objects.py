"""What columns cannot do: functions of exact numbers, fractions, choices between objects, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from scorerules.columns.widths import Array, Column
from scorerules.numbers import NumberProblem


def stacked(columns: Sequence[Column], rows: int, type_: str) -> Array:
    """Several columns, the values of every row in ascending order."""
    stack = np.empty((len(columns), rows), type_)
    for place, column in enumerate(columns):
        stack[place] = column
    stack.sort(0)
    return stack


def picked(condition: Array, then: Any, otherwise: Any, out: Array) -> None:
    """One of two objects for every row."""
    for row, held in enumerate(condition.tolist()):
        out[row] = _at(then if held else otherwise, row)


def _rows(mask: Array | None, stopped: Array) -> list[int]:
    """The rows on which something is reached."""
    reached = ~stopped if mask is None else mask & ~stopped
    found: list[int] = np.flatnonzero(reached).tolist()
    return found


def fractions(
    k: Fraction, above: Column, below: Column, mask: Array | None, stopped: Array, out: Array
) -> None:
    """Exact numbers ``k * above / below`` on the rows where they are reached."""
    out.fill(Fraction(0))
    for row in _rows(mask, stopped):
        n, d = _at(above, row), _at(below, row)
        out[row] = Fraction(k.numerator * n, k.denominator * d)


def applied(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    filler: Any,
    mask: Array | None,
    stopped: Array,
    out: Array,
    failed: Array | None,
) -> None:
    """Call a function row by row; a row without a result fails, or is given up."""
    if out.dtype == object:
        for row in range(len(out)):
            out[row] = filler
    else:
        out.fill(filler)
    if failed is not None:
        failed.fill(False)
    for row in _rows(mask, stopped):
        try:
            out[row] = function(*[_at(one, row) for one in arguments])
        except NumberProblem:
            (stopped if failed is None else failed)[row] = True


def _at(column: Any, row: int) -> Any:
    """The value of a row as Python's own, or the constant."""
    if not isinstance(column, np.ndarray):
        return column
    value = column[row]
    return value if column.dtype == object else value.item()
