"""A plan that computes whole columns, fitted to how fine and how large the numbers of a table are.

The first rows say which decimals and sizes are common; the plan is compiled for these. When many later rows
are finer or larger, it is compiled again; few such rows are left to be looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from threading import Lock

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen

from scorerules.columns.kernel import Kernel
from scorerules.columns.texts import Texts
from scorerules.columns.widths import Column as Values
from scorerules.columns.workspace import Workspace, workspace
from scorerules.compile.lanes import Unsupported, Var
from scorerules.compile.programs import program_of
from scorerules.compile.sources import Scale
from scorerules.diagnostics import Faults
from scorerules.numbers import computing, decimal_places
from scorerules.plan import Plan
from scorerules.record.record import Entry
from scorerules.record.values import exact_value
from scorerules.tables.headers import Column, Headers
from scorerules.tables.numbers import FEW, PLACES, Mask, Measure, is_numeric, is_text, measured, unit_texts
from scorerules.tables.reading import Columns, TableReading

_SIZES = (3, 6, 9, 12, 15, 18)
"""Sizes of integers that are told apart, in decimal digits."""
_USUAL = Scale(2, 10**6)
_MOST_KERNELS = 64
"""Compilations that a plan keeps for the next tables."""
_MOST_VARIANTS = 24
"""Compilations for one table; what still does not fit is looked at row by row."""


@frozen(eq=False)
class Computed:
    """What a batch comes to.

    Args:
        kernel: What computed it.
        given: The columns that results are read from; they last until the next batch of the same thread.
        odd: Rows that are to be looked at one by one.
        texts: The texts that columns name by number.
        rows: How many rows there are.
    """

    kernel: Kernel
    given: Mapping[Var, Values]
    odd: Mask
    texts: Texts
    rows: int


@frozen(eq=False)
class _Fit:
    """A plan compiled for a scale."""

    scale: Scale
    kernel: Kernel
    reading: TableReading


class Engine:
    """Computes the batches of tables of one schema.

    Args:
        plan: The plan; it compares no records.
        headers: Which columns give what.
        schema: Their types.
    """

    def __init__(self, plan: Plan, headers: Headers, schema: pa.Schema) -> None:
        self._plan, self._headers, self._schema = plan, headers, schema
        self._numbers = [
            one
            for one in headers.columns
            if one.part is None
            and plan.keys[one.key].type in ("number", "integer")
            and is_numeric(_plain_type(schema.field(one.place).type))
        ]
        self._lock = Lock()
        self._fit: _Fit | None = None
        self._refused: set[tuple[str, int, int]] = set()
        self._variants = 0

    def compute(self, batch: pa.RecordBatch) -> Computed | None:
        """What the rows of a batch come to; ``None`` when all are to be looked at one by one."""
        fit = self._fit or self._begin(batch)
        while fit is not None:
            work = workspace(batch.num_rows)
            columns = fit.reading.read(batch, work)
            wider = self._wider(fit, columns, batch)
            if wider is None:
                return self._computed(fit.kernel, columns, batch.num_rows, work)
            fit = wider
        return None

    def _computed(self, kernel: Kernel, columns: Columns, rows: int, work: Workspace) -> Computed:
        with computing(self._plan.limits):
            # What stands on odd rows may be out of bounds, which functions must not see.
            given = kernel.compute(columns.arrays, rows, work, columns.odd)
        return Computed(kernel, given, columns.odd, columns.texts, rows)

    # Fitting

    def _begin(self, batch: pa.RecordBatch) -> _Fit | None:
        """Fit the plan to the first rows."""
        with self._lock:
            if self._fit is None and self._variants < _MOST_VARIANTS:
                own = {
                    one.key: _scale_of(self._measured(one, batch.column(one.place)), None)
                    for one in self._numbers
                }
                self._fit = self._narrowing(own)
            return self._fit

    def _measured(self, one: Column, values: pa.Array) -> Measure:
        """How fine and how large the numbers of a column are, texts with units among them."""
        if pa.types.is_dictionary(values.type):
            values = values.dictionary
        found = measured(values)
        if not is_text(values.type):
            return found
        key, places, largest = (
            self._plan.keys[one.key],
            [found.places],
            Fraction(found.largest, 10**found.places),
        )
        unit = Fraction(1) if key.unit is None else key.unit.scale
        for text in unit_texts(values):
            value = exact_value(Entry(text), key, key.id, Faults(self._plan.limits))
            if isinstance(value, Fraction):
                own = decimal_places(value / unit)
                if own is not None and own <= PLACES[-1]:
                    places.append(own)
                    largest = max(largest, abs(value / unit))
        return Measure(max(places), ceil(largest * 10 ** max(places)))

    def _narrowing(self, own: dict[str, Scale]) -> _Fit | None:
        """The plan for these scales, or for smaller ones when the integers grow too large."""
        while True:
            fit = self._compiled(own)
            if fit is not None or self._variants >= _MOST_VARIANTS:
                return fit
            largest = max(own, key=lambda name: own[name].limit, default=None)
            if largest is None or own[largest].limit <= 10 ** _SIZES[0]:
                self._variants = _MOST_VARIANTS
                return None
            self._refused.add((largest, own[largest].places, own[largest].limit))
            smaller = [10**size for size in _SIZES if 10**size < own[largest].limit]
            own[largest] = evolve(own[largest], limit=smaller[-1])

    def _wider(self, fit: _Fit, columns: Columns, batch: pa.RecordBatch) -> _Fit | None:
        """The plan for finer or larger numbers, when many rows have such; ``None`` when it stays."""
        wanted = dict(fit.scale.own)
        for name, unfit in columns.unfit.items():
            count = int(unfit.sum())
            if count * FEW <= len(unfit) or name not in wanted:
                continue
            column = next(one for one in self._numbers if one.key == name)
            rows = batch.column(column.place).take(pa.array(np.flatnonzero(unfit)))
            scale = _scale_of(self._measured(column, rows), wanted[name])
            if (name, scale.places, scale.limit) not in self._refused:
                wanted[name] = scale
        changed = [name for name in wanted if wanted[name] != fit.scale.own[name]]
        if not changed:
            return None
        with self._lock:
            if self._fit is not fit:
                return self._fit
            wider = self._compiled(wanted)
            if wider is None and len(changed) > 1:
                for name in changed:
                    alone = self._compiled({**(wider or fit).scale.own, name: wanted[name]})
                    wider = alone or wider
                    if alone is None:
                        self._refused.add((name, wanted[name].places, wanted[name].limit))
            elif wider is None:
                self._refused.add((changed[0], wanted[changed[0]].places, wanted[changed[0]].limit))
            self._fit = wider or fit
            return wider

    def _compiled(self, own: Mapping[str, Scale]) -> _Fit | None:
        if self._variants >= _MOST_VARIANTS:
            return None
        self._variants += 1
        scale = Scale(_USUAL.places, _USUAL.limit, dict(own))
        try:
            kernel = kernel_of(self._plan, scale)
            reading = TableReading(self._plan.keys, kernel, scale, self._headers, self._schema)
        except (RecursionError, Unsupported):
            return None
        return _Fit(scale, kernel, reading)


def _plain_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def kernel_of(plan: Plan, scale: Scale) -> Kernel:
    """The plan compiled for a scale, which tables alike have in common.

    Raises:
        Unsupported: Its integers are too large, or it has something that no column holds.
    """
    kernels: dict[object, Kernel] = plan.__dict__.setdefault("_kernels", {})
    name = (scale.places, scale.limit, tuple(scale.own.items()))
    kernel = kernels.get(name)
    if kernel is None:
        if len(kernels) >= _MOST_KERNELS:
            kernels.clear()
        kernel = kernels[name] = Kernel(program_of(plan, scale))
    return kernel


def _scale_of(measure: Measure, before: Scale | None) -> Scale:
    """The scale that numbers need, one of a few so that tables alike are compiled alike."""
    places = next(one for one in PLACES if one >= measure.places)
    size = next((one for one in _SIZES if 10**one > measure.largest), _SIZES[-1])
    if before is None:
        return Scale(places, 10**size)
    if places > before.places:
        # What has few decimals counts more of the finer steps.
        size = max(size, len(str(before.limit)) - 1 + places - before.places)
        return Scale(places, 10 ** next((one for one in _SIZES if one >= size), _SIZES[-1]))
    finer = before.places - places
    size = next((one for one in _SIZES if one >= size + finer), _SIZES[-1])
    return Scale(before.places, max(before.limit, 10**size))
