"""Keys that are read value by value, each different value once, by the cells that read single records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scorerules.columns.texts import Texts
from scorerules.columns.workspace import Workspace
from scorerules.kinds import REMARK_ONLY
from scorerules.record.key_reader import says_skip
from scorerules.record.said import blank
from scorerules.tables.distinct import alike
from scorerules.tables.fields import FieldPlan, FieldRead
from scorerules.tables.headers import Column
from scorerules.tables.numbers import is_text, valid_of
from scorerules.tables.taken import cells_at
from scorerules.tables.values import values_of

_EPOCH: Final = date(1970, 1, 1).toordinal()
_KEPT: Final = 4096
"""Values of a key that are kept from one batch to the next."""
_ODD: Final = object()
"""Stands for what only the reader of records knows."""


class ValueField:
    """Reads a key of any kind.

    Args:
        plan: How its variables are filled.
        columns: Its columns.
    """

    def __init__(self, plan: FieldPlan, columns: Sequence[Column]) -> None:
        self._plan, self._columns = plan, columns
        self._read: dict[Any, tuple[Any, ...] | None] = {}

    def __call__(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> FieldRead:
        if len(self._columns) > 1 or self._columns[0].part is not None:
            return self._row_by_row(batch, texts)
        column = batch.column(self._columns[0].place)
        if not pa.types.is_dictionary(column.type):
            if not is_text(column.type):
                return self._all(values_of(column), texts)
            column = column.cast(pa.string()).dictionary_encode()
        values = values_of(column.dictionary)
        indices = pc.fill_null(column.indices.cast(pa.int32()), len(values)).to_numpy(zero_copy_only=False)
        read = self._all([*values, None], texts)
        odd = None if read.odd is None else read.odd[indices]
        return FieldRead([one[indices] for one in read.arrays], odd)

    def _row_by_row(self, batch: pa.RecordBatch, texts: Texts) -> FieldRead:
        """Several columns: each different row is read once."""
        columns = [_no_view(batch.column(column.place)) for column in self._columns]
        found = alike(columns)
        if found is None:
            return self._all(self._together(columns), texts)
        sorts, places = found
        read = self._all(self._together([cells_at(column, places) for column in columns]), texts)
        odd = None if read.odd is None else read.odd[sorts]
        return FieldRead([one[sorts] for one in read.arrays], odd)

    def _together(self, columns: Sequence[pa.Array]) -> list[Any]:
        """What a record would have under the key, for every row."""
        names = [column.part for column in self._columns]
        values = map(values_of, columns)
        return [self._joined(dict(zip(names, row, strict=True))) for row in zip(*values, strict=True)]

    def _joined(self, parts: dict[str | None, Any]) -> Any:
        """What a record would have under the key; :data:`_ODD` when that is only known to its reader."""
        own = parts.pop(None, None)
        given = {name: value for name, value in parts.items() if value is not None}
        if not given:
            return own
        key = self._plan.key
        if own is None:
            # A table mentions its items, be it empty; a remark apart does not.
            apart = key.judges is None and key.items and all(blank(given.get(name)) for name in key.items)
            return _ODD if apart else given
        if key.items or isinstance(own, (dict, list)) or key.type == REMARK_ONLY or says_skip(own, key):
            return _ODD
        name = "value" if key.full is None else "score"
        if key.levels:
            # What names no level may be a score.
            if own not in (key.choices or ()):
                return _ODD
            name = "level"
        return _ODD if name in given else {name: own, **given}

    def _all(self, values: Sequence[Any], texts: Texts) -> FieldRead:
        """Single values, each different one read once."""
        rows = len(values)
        arrays = [np.zeros(rows, one) for one in self._plan.types]
        odd = np.zeros(rows, bool)
        known: dict[Any, tuple[Any, ...] | None] = {}
        for row, value in enumerate(values):
            name = _name_of(value)
            if name not in known:
                known[name] = self._one(name, value, texts)
            found = known[name]
            if found is None:
                odd[row] = True
                continue
            for array, one in zip(arrays, found, strict=True):
                array[row] = one
        return FieldRead(arrays, odd if odd.any() else None)

    def _one(self, name: Any, value: Any, texts: Texts) -> tuple[Any, ...] | None:
        """What arrays hold for a value."""
        if name in self._read:
            found = self._read[name]
        else:
            found = self._variables(value)
            if len(self._read) < _KEPT:
                self._read[name] = found
        if found is None:
            return None
        return tuple([self._plan.number(one, place, texts) for place, one in enumerate(found)])

    def _variables(self, value: Any) -> tuple[Any, ...] | None:
        if value is _ODD or isinstance(value, datetime):
            return None
        if isinstance(value, str) and not value.strip():
            value = None
        return self._plan.absent if value is None else self._plan.variables(value)


def _no_view(column: pa.Array) -> pa.Array:
    return column.cast(pa.large_string()) if pa.types.is_string_view(column.type) else column


def _name_of(value: Any) -> Any:
    """What tells a value from others; numbers of different classes may be read differently."""
    if isinstance(value, dict):
        return ("{", *((name, _name_of(one)) for name, one in value.items()))
    if isinstance(value, list):
        return ("[", *map(_name_of, value))
    return (type(value), value) if isinstance(value, float | int) else value


class _ColumnField:
    """Reads a key whose one column holds machine values.

    Args:
        plan: How its variables are filled.
        own: Its column.
    """

    def __init__(self, plan: FieldPlan, own: Column) -> None:
        self._plan, self._place = plan, own.place


class AnswerField(_ColumnField):
    """Reads a key whose column holds true and false."""

    def __call__(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> FieldRead:
        """The variables of a batch."""
        column = batch.column(self._place)
        value = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
        return FieldRead(*self._plan.completed(value.copy(), valid_of(column), None, texts, work))


class DayField(_ColumnField):
    """Reads a key whose column holds days."""

    def __call__(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> FieldRead:
        """The variables of a batch."""
        column, key = batch.column(self._place), self._plan.key
        days = column.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False) + np.int32(_EPOCH)
        odd = (days < 1) | (days > date.max.toordinal())
        sides = ((key.low, np.less, np.less_equal), (key.high, np.greater, np.greater_equal))
        for bound, outside, at in sides:
            if bound is not None:
                assert isinstance(bound[0], date)
                odd |= (outside if bound[1] else at)(days, bound[0].toordinal())
        found = odd if odd.any() else None
        return FieldRead(*self._plan.completed(days, valid_of(column), found, texts, work))
