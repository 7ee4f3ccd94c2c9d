"""What the columns of one key become: the variables that a kernel takes for it.

Goes in: how the key is read from a single value. Comes out: what is the same for all rows, worked out once:
the types of its variables, what stands for an empty cell, what is known when there is a value.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from scorerules.columns.kernel import Kernel
from scorerules.columns.texts import Texts
from scorerules.columns.workspace import Workspace
from scorerules.compile.lanes import Number, Var
from scorerules.compile.records import UNUSUAL, Field
from scorerules.tables.numbers import Mask

Array: TypeAlias = NDArray[Any]


@frozen(eq=False)
class FieldRead:
    """What was read of one key.

    Args:
        arrays: The columns of its variables.
        odd: Rows that are to be looked at one by one; ``None`` for none.
        unfit: Those of them where only the scale does not fit.
    """

    arrays: Sequence[Array]
    odd: Mask | None = None
    unfit: Mask | None = None


FieldReader: TypeAlias = Callable[[pa.RecordBatch, Texts, Workspace], FieldRead]


class FieldPlan:
    """How the variables of a key are filled.

    Args:
        one: The key, and how a single value of it is read.
        kernel: What takes the variables.

    Attributes:
        key: The key.
        types: The types of its variables.
        place: Which of them is the value; ``None`` when it is not read, or known before.
        tells_remark: Whether one of them says that there is a remark.
        absent: What stands for an empty cell; ``None`` when such a row is odd.
    """

    def __init__(self, one: Field, kernel: Kernel) -> None:
        self.key, self._field = one.key, one
        variables = [var for source in one.sources for var in source.vars]
        self.types = [kernel.types[var] for var in variables]
        self._kinds = [kernel.flat.kind(var) for var in variables]
        self.place: int | None = None
        self.tells_remark = False
        self._known: list[Any] = []
        known = iter(one.slots.known)
        for source in one.sources:
            for var in source.vars:
                if source.id == one.key.id and var is not source.lane.state:
                    self.place = len(self._known)
                    self._known.append(None)
                    continue
                # Keys with more than one value inside are read in another way, and have no such list.
                filler = next(known, None)
                self._known.append(filler if source.of_remark is None else _REMARK)
                self.tells_remark |= source.of_remark is not None
        self.absent = self.variables(None)

    @property
    def is_whole(self) -> bool:
        """Whether the value is an integer of the kernel."""
        own = [one.lane.content for one in self._field.sources if one.id == self.key.id]
        return any(isinstance(one, Number) and isinstance(one.n, Var) for one in own)

    def variables(self, value: Any) -> tuple[Any, ...] | None:
        """The variables for a single value, ``None`` for an empty cell; ``None`` when it is odd."""
        try:
            return self._field.cell(value)
        except UNUSUAL:
            return None

    def number(self, value: Any, place: int, texts: Texts) -> Any:
        """What an array holds for a variable."""
        match self._kinds[place]:
            case "text":
                return texts.number(value)
            case "date":
                return value.toordinal()
            case _:
                return value

    def completed(
        self,
        value: Array,
        valid: Mask | None,
        odd: Mask | None,
        texts: Texts,
        work: Workspace,
        remark: Mask | None = None,
    ) -> tuple[list[Array], Mask | None]:
        """All variables where the value is known, and what stands for empty cells; the rows that are odd.

        Args:
            value: The value on all rows, in memory that may be written to.
            valid: On which rows there is one; ``None`` for all.
            odd: Rows that are odd already, if they have a value.
            texts: The texts of the batch.
            work: Where memory comes from.
            remark: On which rows there is a remark; ``None`` for none.
        """
        arrays: list[Array] = []
        for place, known in enumerate(self._known):
            if place == self.place:
                arrays.append(value)
            elif known is _REMARK and remark is not None:
                arrays.append(remark)
            else:
                arrays.append(work.take(self.types[place]))
                arrays[-1].fill(False if known is _REMARK else known)
        if valid is None:
            return arrays, odd
        empty = ~valid
        odd = None if odd is None else odd & valid
        if self.absent is None:
            return arrays, joined(odd, empty)
        if remark is not None:
            # What a remark without a value says is looked at row by row.
            odd = joined(odd, remark & empty)
        for place, filler in enumerate(self.absent):
            if arrays[place] is not remark:
                np.copyto(arrays[place], self.number(filler, place, texts), "unsafe", empty)
        return arrays, odd


def joined(one: Mask | None, other: Mask) -> Mask:
    """Rows that are in either."""
    return other if one is None else one | other


_REMARK = object()
"""Stands for whether there is a remark."""


def filled(plan: FieldPlan) -> FieldReader:
    """What reads a key that no column gives."""

    def read(batch: pa.RecordBatch, texts: Texts, work: Workspace) -> FieldRead:
        arrays = [work.take(one) for one in plan.types]
        for place, array in enumerate(arrays):
            array.fill(0 if plan.absent is None else plan.number(plan.absent[place], place, texts))
        return FieldRead(arrays, np.ones(batch.num_rows, bool) if plan.absent is None else None)

    return read
