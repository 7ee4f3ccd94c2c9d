"""Columns of a table -> columns of the sources of a kernel.

Goes in: a record batch. Comes out: for every variable that the kernel takes an array of its type, and which
rows are odd: faulty, finer or larger than the kernel takes, or of a shape that is only read row by row. No
message is made here; odd rows are read again by who makes them.

Numbers, dates and answers are read as whole columns. Everything else is read value by value, each different
value once, by the very cells that read single records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from scorerules.columns.kernel import Kernel
from scorerules.columns.texts import Texts
from scorerules.columns.workspace import Workspace
from scorerules.compile.lanes import Number, Var
from scorerules.compile.records import UNUSUAL, Field, Reading
from scorerules.compile.sources import Scale, factor_of, limits_of
from scorerules.kinds import REMARK_ONLY, RecordKey
from scorerules.record.key_reader import REMARK, says_skip
from scorerules.tables.distinct import alike
from scorerules.tables.headers import Column, Headers
from scorerules.tables.numbers import Mask, is_numeric, is_text, steps_of, valid_of
from scorerules.tables.remarks import said_in
from scorerules.tables.values import values_of

Array: TypeAlias = NDArray[Any]

_EPOCH: Final = date(1970, 1, 1).toordinal()


@frozen(eq=False)
class Columns:
    """What was read of a batch.

    Args:
        arrays: The columns of the variables that the kernel takes.
        odd: Rows that are to be looked at one by one.
        unfit: By key, rows that are odd only because the number is finer or larger than the kernel takes.
        texts: The texts that the columns name.
    """

    arrays: Sequence[Array]
    odd: Mask
    unfit: Mapping[str, Mask]
    texts: Texts


@frozen(eq=False)
class _Read:
    """What was read of one key.

    Args:
        arrays: The columns of its variables.
        odd: Rows that are to be looked at one by one; ``None`` for none.
        unfit: Those of them where only the scale does not fit.
    """

    arrays: Sequence[Array]
    odd: Mask | None = None
    unfit: Mask | None = None


_Reader: TypeAlias = Callable[[pa.RecordBatch, Texts, Workspace], _Read]


class TableReading:
    """Reads batches of one schema for one kernel.

    Args:
        keys: The keys of a record.
        kernel: What takes the columns.
        scale: How numbers become integers.
        headers: Which columns give what.
        schema: Their types.
    """

    def __init__(
        self, keys: Mapping[str, RecordKey], kernel: Kernel, scale: Scale, headers: Headers, schema: pa.Schema
    ) -> None:
        self._kernel = kernel
        reading = Reading(keys, kernel.program.sources, scale)
        self._readers: list[tuple[Field, _Reader]] = []
        for one in reading.fields:
            made = _FieldReader(one, headers.of(one.key.id), schema, kernel, scale)
            self._readers.append((one, made.reader(schema)))
        read = {one.key.id for one in reading.fields}
        self._beside = [one for one in headers.columns if one.key not in read]
        places = {var: place for place, var in enumerate(kernel.program.taken)}
        self._places = [[places[var] for one in f.sources for var in one.vars] for f, _ in self._readers]

    def read(self, batch: pa.RecordBatch, work: Workspace) -> Columns:
        """The columns of a batch.

        Args:
            batch: Rows of the schema.
            work: Where memory comes from.
        """
        texts = self._kernel.texts.copy()
        odd = np.zeros(batch.num_rows, bool)
        unfit: dict[str, Mask] = {}
        arrays: list[Any] = [None] * len(self._kernel.program.taken)
        for (one, reader), places in zip(self._readers, self._places, strict=True):
            found = reader(batch, texts, work)
            for place, array in zip(places, found.arrays, strict=True):
                arrays[place] = array
            if found.odd is not None:
                odd |= found.odd
            if found.unfit is not None:
                unfit[one.key.id] = found.unfit
        for column in self._beside:
            _look_beside(column, batch.column(column.place), odd)
        return Columns(arrays, odd, unfit, texts)


def _look_beside(column: Column, values: pa.Array, odd: Mask) -> None:
    """Values of a key that no formula reads: a remark is fine, anything else is looked at row by row."""
    if values.null_count == len(values) or (column.part == REMARK and is_text(values.type)):
        return
    odd |= True if not values.null_count else valid_of(values)  # type: ignore[arg-type]


class _FieldReader:
    """Makes what reads one key.

    Args:
        one: The key, and how a single value is read.
        columns: Its columns.
        schema: Their types.
        kernel: What takes the columns.
        scale: How numbers become integers.
    """

    def __init__(
        self, one: Field, columns: Sequence[Column], schema: pa.Schema, kernel: Kernel, scale: Scale
    ) -> None:
        self._field, self._key, self._columns = one, one.key, columns
        self._vars = [var for source in one.sources for var in source.vars]
        self._types = [kernel.types[var] for var in self._vars]
        self._kinds = [kernel.flat.kind(var) for var in self._vars]
        self._scale = scale
        by_part = {column.part: column for column in columns}
        self._own, self._remark = by_part.get(None), by_part.get(REMARK)
        self._simple = self._own is not None and set(by_part) <= {None, REMARK}
        self._type = None if self._own is None else schema.field(self._own.place).type
        self._absent = self._values_of(None)
        key = one.key
        if key.type in ("number", "integer"):
            self._measure(key, scale)

    def _measure(self, key: RecordKey, scale: Scale) -> None:
        """What the integers of a number are held against."""
        factor, self._limit = factor_of(key, scale), scale.of(key).limit
        unit = Fraction(1) if key.unit is None else key.unit.scale
        self._places = len(str((unit / factor).numerator)) - 1
        self._low, self._high = limits_of(key, scale)
        self._step = 1 if key.step is None else (key.step / factor).numerator
        # A score below the full mark loses points; the mark need not be a whole number of steps.
        self._full = None if key.full is None else ceil(key.full / factor)
        self._tells_remark = any(one.of_remark is not None for one in self._field.sources)
        self._slot = self._types[self._place_of_value()] if self._field.slots.value else "int64"
        self._full_is_whole = key.full is not None and (key.full / factor).denominator == 1

    def _has_remarks(self, schema: pa.Schema) -> bool:
        """Whether the column of remarks, if there is one, holds texts."""
        if self._remark is None:
            return True
        type_ = schema.field(self._remark.place).type
        return is_text(type_.value_type if pa.types.is_dictionary(type_) else type_)

    def reader(self, schema: pa.Schema) -> _Reader:
        """What reads the key of a batch."""
        key = self._key
        if not self._columns:
            return self._nothing
        plain = self._field.slots.value and not (key.items or key.levels or key.type == REMARK_ONLY)
        if self._simple and plain and self._type is not None and self._has_remarks(schema):
            if key.type in ("number", "integer") and is_numeric(self._type) and self._is_whole():
                return self._numbers
            if key.full is None and self._remark is None:
                if key.type == "boolean" and pa.types.is_boolean(self._type):
                    return self._answers
                if key.type == "date" and pa.types.is_date32(self._type):
                    return self._dates
        return self._value_by_value if self._simple and self._remark is None else self._row_by_row

    def _is_whole(self) -> bool:
        """Whether the value is an integer of the kernel."""
        source = next(one for one in self._field.sources if one.id == self._key.id)
        content = source.lane.content
        return isinstance(content, Number) and isinstance(content.n, Var)

    # Absent values

    def _values_of(self, value: Any) -> tuple[Any, ...] | None:
        """The variables for a single value; ``None`` when it is odd."""
        try:
            return self._field.cell(value)
        except UNUSUAL:
            return None

    def _filled(self, values: tuple[Any, ...], rows: int, texts: Texts) -> list[Array]:
        return [
            np.full(rows, self._number(value, place, texts), self._types[place])
            for place, value in enumerate(values)
        ]

    def _number(self, value: Any, place: int, texts: Texts) -> Any:
        """What an array holds for a variable."""
        match self._kinds[place]:
            case "text":
                return texts.number(value)
            case "date":
                return value.toordinal()
            case _:
                return value

    def _nothing(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> _Read:
        """No column gives the key."""
        rows = batch.num_rows
        if self._absent is None:
            return _Read([np.zeros(rows, one) for one in self._types], np.ones(rows, bool))
        return _Read(self._filled(self._absent, rows, texts))

    # Whole columns

    def _completed(
        self,
        value: Array,
        valid: Mask | None,
        odd: Mask | None,
        remark: Mask | None,
        texts: Texts,
        work: Workspace,
    ) -> tuple[list[Array], Mask | None]:
        """All variables of the key when its value is known, with what stands for empty cells."""
        arrays: list[Array] = []
        known = iter(self._field.slots.known)
        for source in self._field.sources:
            for var in source.vars:
                own = source.id == self._key.id
                if own and not any(var is one for one in _states(source)):
                    arrays.append(value)
                    continue
                filler = next(known)
                if source.of_remark is not None and remark is not None:
                    arrays.append(remark)
                    continue
                arrays.append(work.take(self._types[len(arrays)]))
                arrays[-1].fill(filler)
        if valid is None:
            return arrays, odd
        empty = ~valid
        if odd is not None:
            odd = odd & valid
        if self._absent is None:
            return arrays, empty if odd is None else odd | empty
        if remark is not None and (remark & empty).any():
            # What a remark without a value says is looked at row by row.
            odd = (remark & empty) if odd is None else odd | (remark & empty)
        for place, filler in enumerate(self._absent):
            if arrays[place] is remark:
                continue
            if not arrays[place].flags.writeable:
                arrays[place] = arrays[place].copy()
            np.copyto(arrays[place], self._number(filler, place, texts), "unsafe", empty)
        return arrays, odd

    def _numbers(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> _Read:
        assert self._own is not None
        column = batch.column(self._own.place)
        valid = valid_of(column)
        found = steps_of(column, self._places, work)
        steps, exact = found.steps, found.exact
        unfit: Mask | None = None
        if exact is not None:
            unfit = ~exact if valid is None else ~exact & valid
            if is_text(column.type):
                steps, unfit = self._written(column, steps, unfit)
            # What is no number is none of any size.
            steps = np.where(exact | ~unfit, steps, 0)
            unfit = unfit if unfit.any() else None
        odd = unfit
        limit = self._limit if found.limit is None else min(self._limit, found.limit)
        low, high = max(self._low, -limit), min(self._high, limit)
        if not _are_within(steps, low, high):
            odd = _or(odd, (steps < low) | (steps > high))
            large = np.abs(steps) > limit if steps.dtype.kind == "f" else (steps > limit) | (steps < -limit)
            unfit = _or(unfit, large if valid is None else large & valid)
        value = work.take(self._slot)
        with np.errstate(invalid="ignore"):
            np.copyto(value, steps, "unsafe")
        if self._step != 1:
            off = np.remainder(steps, self._step, dtype=_wide_enough(steps)) != 0
            odd = _or(odd, off & (steps != self._full) if self._full_is_whole else off)
        remark = self._remarks(batch, None) if self._tells_remark else None
        if self._full is not None and self._key.remark_required:
            lost = value < self._full
            if valid is not None:
                lost &= valid
            if lost.any():
                explained = self._remarks(batch, lost) if remark is None else remark
                unexplained = lost if explained is None else lost & ~explained
                odd = _or(odd, unexplained) if unexplained.any() else odd
        arrays, odd = self._completed(value, valid, odd, remark, texts, work)
        return _Read(arrays, odd, unfit)

    def _place_of_value(self) -> int:
        place = 0
        for source in self._field.sources:
            if source.id == self._key.id:
                return place
            place += len(source.vars)
        raise AssertionError

    def _written(self, column: pa.Array, steps: Array, left: Mask) -> tuple[Array, Mask]:
        """Texts that are no plain decimals, such as those with a unit, each different one once."""
        rows = np.flatnonzero(left)
        texts = column.take(pa.array(rows)).to_pylist()
        known: dict[str, int | None] = {}
        steps, left = steps.copy(), left.copy()
        place = self._place_of_value()
        for row, text in zip(rows.tolist(), texts, strict=True):
            if text not in known:
                # A blank cell is an empty one, which is found in its own way.
                values = None if not text.strip() else self._values_of(text)
                known[text] = None if values is None or says_skip(text, self._key) else values[place]
            found = known[text]
            if found is not None:
                steps[row], left[row] = found, False
        return steps, left

    def _remarks(self, batch: pa.RecordBatch, asked: Mask | None) -> Mask | None:
        """On which of the rows that are asked for there is a remark; ``None`` for none at all."""
        if self._remark is None:
            return None
        column = batch.column(self._remark.place)
        if column.null_count == len(column):
            return None
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        return said_in(column, asked)

    def _answers(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> _Read:
        assert self._own is not None
        column = batch.column(self._own.place)
        valid = valid_of(column)
        value = pc.fill_null(column, False).to_numpy(zero_copy_only=False)
        return _Read(*self._completed(value, valid, None, None, texts, work))

    def _dates(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> _Read:
        assert self._own is not None
        column, key = batch.column(self._own.place), self._key
        valid = valid_of(column)
        days = column.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False) + np.int32(_EPOCH)
        odd = (days < 1) | (days > date.max.toordinal())
        for bound, outside, at in (
            (key.low, np.less, np.less_equal),
            (key.high, np.greater, np.greater_equal),
        ):
            if bound is not None:
                assert isinstance(bound[0], date)
                odd |= (outside if bound[1] else at)(days, bound[0].toordinal())
        return _Read(*self._completed(days, valid, odd if odd.any() else None, None, texts, work))

    # Value by value

    def _value_by_value(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> _Read:
        """One column of any type: each different value is read once."""
        assert self._own is not None
        column = batch.column(self._own.place)
        if not pa.types.is_dictionary(column.type):
            if not is_text(column.type):
                return self._all(values_of(column), texts)
            column = column.cast(pa.string()).dictionary_encode()
        values = values_of(column.dictionary)
        indices = pc.fill_null(column.indices.cast(pa.int32()), len(values)).to_numpy(zero_copy_only=False)
        read = self._all([*values, None], texts)
        odd = None if read.odd is None else read.odd[indices]
        return _Read([one[indices] for one in read.arrays], odd)

    def _row_by_row(self, batch: pa.RecordBatch, texts: Texts, work: Workspace) -> _Read:
        """Several columns: each different row is read once."""
        columns = [batch.column(column.place) for column in self._columns]
        found = alike(columns)
        if found is None:
            return self._all(self._together(columns), texts)
        sorts, places = found
        rows = pa.array(places)
        read = self._all(self._together([column.take(rows) for column in columns]), texts)
        odd = None if read.odd is None else read.odd[sorts]
        return _Read([one[sorts] for one in read.arrays], odd)

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
        if own is None:
            return given
        key = self._key
        if key.items or key.levels or isinstance(own, (dict, list, str)) or key.type == REMARK_ONLY:
            return _ODD
        name = "value" if key.full is None else "score"
        return _ODD if name in given else {name: own, **given}

    def _all(self, values: Sequence[Any], texts: Texts) -> _Read:
        """Single values, each different one read once."""
        rows = len(values)
        arrays = [np.zeros(rows, one) for one in self._types]
        odd = np.zeros(rows, bool)
        known: dict[Any, tuple[Any, ...] | None] = {}
        for row, value in enumerate(values):
            name = _name_of(value)
            if name not in known:
                known[name] = self._read_one(value, texts)
            found = known[name]
            if found is None:
                odd[row] = True
                continue
            for array, one in zip(arrays, found, strict=True):
                array[row] = one
        return _Read(arrays, odd if odd.any() else None)

    def _read_one(self, value: Any, texts: Texts) -> tuple[Any, ...] | None:
        if value is _ODD or isinstance(value, datetime):
            return None
        if isinstance(value, str) and not value.strip():
            value = None
        found = self._absent if value is None else self._values_of(value)
        if found is None:
            return None
        return tuple([self._number(one, place, texts) for place, one in enumerate(found)])


_ODD: Final = object()
"""Stands for what only the reader of records knows."""


def _are_within(steps: Array, low: int, high: int) -> bool:
    """Whether all numbers lie between two."""
    if not len(steps):
        return True
    if low == 0 and steps.dtype.kind == "i":
        # A negative number is a huge one to those who know no sign.
        return bool(steps.view(f"u{steps.dtype.itemsize}").max() <= high)
    return bool(steps.min() >= low and steps.max() <= high)


def _wide_enough(steps: Array) -> str:
    """The type to divide in: a step may be larger than all numbers of a column."""
    return {"f": "float64", "u": "uint64"}.get(steps.dtype.kind, "int64")


def _or(one: Mask | None, other: Mask) -> Mask:
    return other if one is None else one | other


def _name_of(value: Any) -> Any:
    """What tells a value from others; numbers of different classes may be read differently."""
    if isinstance(value, dict):
        return ("{", *((name, _name_of(one)) for name, one in value.items()))
    if isinstance(value, list):
        return ("[", *map(_name_of, value))
    return (type(value), value) if isinstance(value, float | int) else value


def _states(source: Any) -> tuple[Var, ...]:
    return (source.lane.state,) if isinstance(source.lane.state, Var) else ()
