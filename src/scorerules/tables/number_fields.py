"""Keys whose columns hold numbers: all rows at once.

Goes in: a column of numbers, and one of remarks where there is one. Comes out: integers of the kernel's
scale. A number that is faulty, too fine or too large for the kernel is odd.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np
import pyarrow as pa

from scorerules.columns.texts import Texts
from scorerules.columns.workspace import Workspace
from scorerules.compile.sources import Scale, factor_of, limits_of
from scorerules.record.key_reader import says_skip
from scorerules.tables.fields import Array, FieldPlan, FieldRead, joined
from scorerules.tables.headers import Column
from scorerules.tables.numbers import Mask, is_text, stepper, valid_of
from scorerules.tables.remarks import said_in


class NumberField:
    """Reads a key with a number, and with a remark where it has one.

    Args:
        plan: How its variables are filled.
        scale: How numbers become integers.
        own: The column of the number.
        remark: The column of remarks.
        type_: The type of the column of the number.
    """

    def __init__(
        self, plan: FieldPlan, scale: Scale, own: Column, remark: Column | None, type_: pa.DataType
    ) -> None:
        key = plan.key
        self._plan, self._own, self._remark = plan, own.place, None if remark is None else remark.place
        factor, limit = factor_of(key, scale), scale.of(key).limit
        unit = Fraction(1) if key.unit is None else key.unit.scale
        self._steps, told_apart = stepper(type_, len(str((unit / factor).numerator)) - 1)
        self._is_text = is_text(type_)
        self._limit = limit if told_apart is None else min(limit, told_apart)
        low, high = limits_of(key, scale)
        self._low, self._high = max(low, -self._limit), min(high, self._limit)
        self._step = 1 if key.step is None else (key.step / factor).numerator
        full = None if key.full is None else key.full / factor
        # The full mark may be given where it is no multiple of the step; then it is no integer either.
        self._mark = int(full) if full is not None and full.denominator == 1 else None
        # A score below it loses points.
        self._explained_from = ceil(full) if full is not None and key.remark_required else None
        assert plan.place is not None
        self._place, self._type = plan.place, plan.types[plan.place]

    def __call__(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> FieldRead:
        column = batch.column(self._own)
        valid = valid_of(column)
        steps, exact = self._steps(column, work)
        odd: Mask | None = None
        if exact is not None:
            odd = ~exact if valid is None else ~exact & valid
            if self._is_text:
                steps, odd = self._units(column, steps, odd)
            # What is no number is none of any size.
            steps = np.where(odd, steps.dtype.type(0), steps)
            odd = odd if odd.any() else None
        unfit = odd
        if not _are_within(steps, self._low, self._high):
            odd = joined(odd, (steps < self._low) | (steps > self._high))
            large = (steps > self._limit) | (steps < -self._limit)
            unfit = joined(unfit, large if valid is None else large & valid)
        value = work.take(self._type)
        np.copyto(value, steps, "unsafe")
        if self._step != 1:
            off = np.remainder(steps, self._step, dtype=_wide_enough(steps)) != 0
            odd = joined(odd, off if self._mark is None else off & (steps != self._mark))
        remark = self._remarks(batch, None) if self._plan.tells_remark else None
        if self._explained_from is not None:
            unexplained = self._unexplained(batch, value, valid, remark)
            odd = odd if unexplained is None else joined(odd, unexplained)
        arrays, odd = self._plan.completed(value, valid, odd, texts, work, remark)
        return FieldRead(arrays, odd, unfit)

    def _unexplained(
        self, batch: pa.RecordBatch, value: Array, valid: Mask | None, remark: Mask | None
    ) -> Mask | None:
        """On which rows points are lost without a remark."""
        lost = value < self._explained_from
        if valid is not None:
            lost &= valid
        if not lost.any():
            return None
        said = self._remarks(batch, lost) if remark is None else remark
        # More is lost than said: the one holds and the other does not.
        found: Mask = lost if said is None else np.greater(lost, said)
        return found if found.any() else None

    def _remarks(self, batch: pa.RecordBatch, asked: Mask | None) -> Mask | None:
        """On which of the rows that are asked for there is a remark; ``None`` for none at all."""
        if self._remark is None:
            return None
        column = batch.column(self._remark)
        if column.null_count == len(column):
            return None
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        return said_in(column, asked)

    def _units(self, column: pa.Array, steps: Array, left: Mask) -> tuple[Array, Mask]:
        """Texts that are no plain decimals, such as those with a unit, each different one once."""
        rows = np.flatnonzero(left)
        texts = column.take(pa.array(rows)).cast(pa.string()).dictionary_encode()
        found = [self._unit(text) for text in texts.dictionary.to_pylist()]
        known = np.array([one is not None for one in found], bool)
        counted = np.array([one or 0 for one in found], np.int64)
        which = texts.indices.to_numpy(zero_copy_only=False)
        steps, left = steps.copy(), left.copy()
        steps[rows] = counted[which]
        left[rows] = ~known[which]
        return steps, left

    def _unit(self, text: str) -> int | None:
        """How many steps a text with a unit is; ``None`` when only the reader of records knows."""
        # A blank cell is an empty one, which is found in its own way.
        if not text.strip() or says_skip(text, self._plan.key):
            return None
        variables = self._plan.variables(text)
        return None if variables is None else variables[self._place]


def _are_within(steps: Array, low: int, high: int) -> bool:
    """Whether all numbers lie between two."""
    if not len(steps):
        return True
    if low == 0 and steps.dtype.kind == "i":
        # A negative number is one that the type cannot hold to those who know no sign.
        most = min(high, int(np.iinfo(steps.dtype).max))
        return bool(np.maximum.reduce(steps.view(f"u{steps.dtype.itemsize}")) <= most)
    return bool(np.minimum.reduce(steps) >= low and np.maximum.reduce(steps) <= high)


def _wide_enough(steps: Array) -> str:
    """The type to divide in: a step may be larger than all numbers of a column."""
    return {"f": "float64", "u": "uint64"}.get(steps.dtype.kind, "int64")
