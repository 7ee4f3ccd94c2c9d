"""Columns of a table -> columns of the sources of a kernel.

Goes in: a record batch. Comes out: for every variable that the kernel takes an array of its type, and which
rows are odd: faulty, finer or larger than the kernel takes, or of a shape that is only read row by row. No
message is made here; odd rows are read again by who makes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from attrs import frozen

from scorerules.columns.kernel import Kernel
from scorerules.columns.texts import Texts
from scorerules.columns.workspace import Workspace
from scorerules.compile.records import Field, Reading
from scorerules.compile.sources import Scale
from scorerules.kinds import REMARK_ONLY, RecordKey
from scorerules.record.key_reader import REMARK
from scorerules.tables.fields import Array, FieldPlan, FieldReader, filled
from scorerules.tables.headers import Column, Headers
from scorerules.tables.number_fields import NumberField
from scorerules.tables.numbers import Mask, is_numeric, is_text
from scorerules.tables.value_fields import AnswerField, DayField, ValueField


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
        self._texts = kernel.texts
        fields = Reading(keys, kernel.program.sources, scale).fields
        places = {var: place for place, var in enumerate(kernel.program.taken)}
        self._count = len(places)
        self._readers = [
            (
                one.key.id,
                _reader(one, FieldPlan(one, kernel), scale, headers.of(one.key.id), schema),
                [places[var] for source in one.sources for var in source.vars],
            )
            for one in fields
        ]
        read = {one.key.id for one in fields}
        self._beside = [one for one in headers.columns if one.key not in read]

    def read(self, batch: pa.RecordBatch, work: Workspace) -> Columns:
        """The columns of a batch.

        Args:
            batch: Rows of the schema.
            work: Where memory comes from.
        """
        texts = self._texts.copy()
        odd = np.zeros(batch.num_rows, bool)
        unfit: dict[str, Mask] = {}
        arrays: list[Array] = [odd] * self._count
        with np.errstate(all="ignore"):
            for key, reader, places in self._readers:
                found = reader(batch, texts, work)
                for place, array in zip(places, found.arrays, strict=True):
                    arrays[place] = array
                if found.odd is not None:
                    odd |= found.odd
                if found.unfit is not None:
                    unfit[key] = found.unfit
        for column in self._beside:
            _look_beside(column, batch.column(column.place), odd)
        return Columns(arrays, odd, unfit, texts)


def _look_beside(column: Column, values: pa.Array, odd: Mask) -> None:
    """Values of a key that no formula reads: a remark is fine, anything else is looked at row by row."""
    if values.null_count == len(values) or (column.part == REMARK and is_text(values.type)):
        return
    odd |= values.is_valid().to_numpy(zero_copy_only=False)


def _reader(
    one: Field, plan: FieldPlan, scale: Scale, columns: Sequence[Column], schema: pa.Schema
) -> FieldReader:
    """What reads the columns of a key: whole columns of plain values, all else value by value."""
    if not columns:
        return filled(plan)
    by_part = {column.part: column for column in columns}
    own, remark, key = by_part.get(None), by_part.get(REMARK), plan.key
    plain = one.slots.value and not (key.items or key.levels or key.type == REMARK_ONLY)
    if own is None or not plain or not set(by_part) <= {None, REMARK}:
        return ValueField(plan, columns)
    type_ = schema.field(own.place).type
    if key.type in ("number", "integer"):
        said = remark is None or _holds_texts(schema.field(remark.place).type)
        if said and plan.is_whole and is_numeric(type_):
            return NumberField(plan, scale, own, remark, type_)
    elif key.full is None and remark is None:
        if key.type == "boolean" and pa.types.is_boolean(type_):
            return AnswerField(plan, own)
        if key.type == "date" and pa.types.is_date32(type_):
            return DayField(plan, own)
    return ValueField(plan, columns)


def _holds_texts(type_: pa.DataType) -> bool:
    return is_text(type_.value_type if pa.types.is_dictionary(type_) else type_)
