"""What a kernel gives -> result columns, with the values of single rows put in their places.

Goes in: the arrays of a batch, and what its odd rows came to. Comes out: an Arrow column for every output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from scorerules.columns.kernel import Column
from scorerules.compile.lanes import PRESENT, Exact, Lane, Number, Operand, Other, Thing, Truth, Var
from scorerules.compile.operations import bounds
from scorerules.plan import DISQUALIFIED
from scorerules.tables.engine import Computed
from scorerules.tables.numbers import Mask
from scorerules.tables.outputs import Output
from scorerules.tables.rows import Beyond, exact_text, number_in

Array: TypeAlias = NDArray[Any]

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DOUBLES: Final = 2**53
_INT64: Final = 2**63


@frozen(eq=False)
class Singles:
    """Rows that were looked at one by one.

    Args:
        odd: Which rows.
        values: For every output their values, in the order of the rows.
    """

    odd: Mask
    values: Mapping[str, Sequence[Any]]


class Results:
    """The result columns of one batch.

    Args:
        computed: What was computed for all rows.
        rows: How many rows there are.
    """

    def __init__(self, computed: Computed, rows: int, outputs: Sequence[Output]) -> None:
        self._computed, self._rows = computed, rows
        self._beyond = np.zeros(rows, bool)
        self._held: dict[str, Array] = {}
        for one in outputs:
            self._prepare(one)

    @property
    def odd(self) -> Mask:
        """Rows that are to be looked at one by one."""
        return self._computed.odd | self._beyond

    def _prepare(self, output: Output) -> None:
        """Find the rows with numbers that a column cannot hold."""
        lane = self._lane(output)
        content = None if lane is None else lane.content
        if output.kind not in ("whole", "decimal", "double", "fraction"):
            return
        if isinstance(content, Number) and output.kind != "fraction" and self._is_plain(content, output):
            self._look_at_size(content, self._valid(lane), output)
        elif isinstance(content, Number | Exact):
            self._held[output.id] = self._exact(content, self._valid(lane), output)

    def _is_plain(self, number: Number, output: Output) -> bool:
        """Whether the column is made of machine numbers."""
        return (
            self._doubles_fit(number) if output.kind == "double" else self._scaled(number, output) is not None
        )

    def _look_at_size(self, number: Number, valid: Mask | None, output: Output) -> None:
        """Find the rows whose integers are too large for the column; the bounds mostly say that none are."""
        if output.kind == "double":
            return
        factor = self._scaled(number, output)
        assert factor is not None
        limit = 10**output.type.precision if output.kind == "decimal" else 2 ** (output.type.bit_width - 1)
        most = limit // abs(factor)
        low, high = bounds(number.n)
        if -most < low and high < most:
            return
        steps = self._array(number.n, "int64")
        large = (steps >= min(most, _INT64 - 1)) | (steps <= -most)
        self._beyond |= large if valid is None else large & valid

    def column(self, output: Output, singles: Singles) -> pa.Array:
        """The column of an output."""
        match output.kind:
            case "error":
                values = np.full(self._rows, None, object)
                values[singles.odd] = singles.values[output.id]
                return pa.array(values, output.type, from_pandas=True)
            case "status":
                return self._texts(self._status(), None, output, singles)
            case "state":
                state = self._computed.kernel.program.statuses[output.step]
                return self._texts(self._array(state, "int32"), None, output, singles)
        lane = self._lane(output)
        content = None if lane is None else lane.content
        valid = self._valid(lane)
        if content is None:
            return self._objects(np.full(self._rows, None, object), None, output, singles)
        match content:
            case Number() | Exact() if output.id in self._held:
                return self._objects(self._held[output.id], valid, output, singles)
            case Number():
                return self._numbers(content, valid, output, singles)
            case Truth(of):
                return self._plain(self._array(of, "bool"), valid, output, singles)
            case Other("date", of):
                days = self._array(of, "int32") - np.int32(_EPOCH)
                return self._plain(days, valid, output, singles)
            case Other("text", of):
                return self._texts(self._codes(of, output), valid, output, singles)
            case Other(_, of):
                listed = self._array(of, "object")
                return self._objects(_mapped(listed, valid, list), valid, output, singles)

    # What the kernel gave

    def _lane(self, output: Output) -> Lane | None:
        return self._computed.kernel.program.results.get(output.step)

    def _value(self, operand: Operand) -> Column:
        if isinstance(operand, Var):
            return self._computed.given[operand]
        if isinstance(operand, Thing):
            value = operand.value
            if isinstance(value, str):
                return self._computed.texts.number(value)
            return value.toordinal() if isinstance(value, date) else value
        return operand

    def _array(self, operand: Operand, type_: str) -> Array:
        value = self._value(operand)
        if isinstance(value, np.ndarray):
            return value if value.dtype == type_ else value.astype(type_)
        if type_ != "object":
            return np.full(self._rows, value, type_)
        found = np.empty(self._rows, object)
        for row in range(self._rows):
            found[row] = value
        return found

    def _valid(self, lane: Lane | None) -> Mask | None:
        if lane is None or lane.content is None:
            return np.zeros(self._rows, bool)
        state = self._value(lane.state)
        if isinstance(state, np.ndarray):
            return np.equal(state, PRESENT)
        return None if state == PRESENT else np.zeros(self._rows, bool)

    def _status(self) -> Array:
        """0 for a row that was scored, 1 for one that a veto disqualified."""
        lane = self._computed.kernel.program.results.get(DISQUALIFIED)
        if lane is None or not isinstance(lane.content, Truth):
            return np.zeros(self._rows, "int32")
        out = self._array(lane.content.of, "int32")
        valid = self._valid(lane)
        return out if valid is None else out * valid

    def _codes(self, of: Operand, output: Output) -> Array:
        """The numbers of texts, as the table of the output counts them."""
        numbers = self._array(of, "int32")
        if not output.texts:
            return numbers
        places = {text: place for place, text in enumerate(output.coded or output.texts)}
        # A number that stands for nothing is that of a row without a value.
        table = np.array([*(places.get(text, 0) for text in self._computed.texts.all), 0], "int32")
        found: Array = table[numbers]
        return found

    # Columns

    def _numbers(self, number: Number, valid: Mask | None, output: Output, singles: Singles) -> pa.Array:
        if output.kind == "double":
            return self._plain(self._doubles(number), valid, output, singles)
        factor = self._scaled(number, output)
        assert factor is not None
        steps = self._value(number.n)
        if factor.denominator != 1:
            steps = self._array(number.n, "int64") // factor.denominator
        if factor.numerator != 1:
            wide = steps.astype("int64") if isinstance(steps, np.ndarray) else steps
            steps = wide * factor.numerator
        if output.kind == "decimal":
            whole = steps if isinstance(steps, np.ndarray) else np.full(self._rows, steps, "int64")
            return _decimals(whole.astype("int64", copy=False), valid, output, singles)
        type_ = "int32" if output.type.bit_width == 32 else "int64"
        values = steps if isinstance(steps, np.ndarray) else np.full(self._rows, steps, type_)
        return self._plain(values.astype(type_, copy=False), valid, output, singles)

    def _scaled(self, number: Number, output: Output) -> Fraction | None:
        """What an integer is multiplied by to count the steps of a column; ``None`` when it overflows."""
        if number.d is not None:
            return None
        factor = number.k * 10**output.places
        size = max(map(abs, bounds(number.n))) if isinstance(number.n, Var) else abs(int(number.n))  # type: ignore[arg-type]
        return factor if size * abs(factor.numerator) < _INT64 else None

    def _doubles_fit(self, number: Number) -> bool:
        """Whether numerators and denominators are doubles, so that their quotient is the nearest double."""
        above = max(map(abs, bounds(number.n))) * abs(number.k.numerator)
        below = number.k.denominator * (1 if number.d is None else bounds(number.d)[1])
        return above < _DOUBLES and below < _DOUBLES

    def _doubles(self, number: Number) -> Array:
        n = self._array(number.n, "float64") * float(number.k.numerator)
        d = 1.0 if number.d is None else self._array(number.d, "float64")
        with np.errstate(all="ignore"):
            found: Array = n / (d * float(number.k.denominator))
        return found

    def _exact(self, content: Number | Exact, valid: Mask | None, output: Output) -> Array:
        """Numbers one by one, as the column holds them."""
        found = np.full(self._rows, None, object)
        rows = range(self._rows) if valid is None else np.flatnonzero(valid).tolist()
        skipped = self._computed.odd
        if isinstance(content, Exact):
            of = self._array(content.of, "object")
            for row in rows:
                if not skipped[row]:
                    found[row] = self._one(of[row], row, output)
            return found
        n = self._array(content.n, "int64").tolist()
        d = None if content.d is None else self._array(content.d, "int64").tolist()
        for row in rows:
            if not skipped[row]:
                value = content.k * n[row] if d is None else content.k * Fraction(n[row], d[row])
                found[row] = self._one(value, row, output)
        return found

    def _one(self, value: Any, row: int, output: Output) -> Any:
        """A number as its column holds it."""
        if output.kind == "fraction":
            return exact_text(value)
        try:
            return number_in(value, output)
        except Beyond:
            self._beyond[row] = True
            return None

    def _plain(self, values: Array, valid: Mask | None, output: Output, singles: Singles) -> pa.Array:
        """A column of machine values."""
        if singles.odd.any():
            values = values.copy()
            valid = np.ones(self._rows, bool) if valid is None else valid.copy()
            own = singles.values[output.id]
            there = np.array([one is not None for one in own])
            valid[singles.odd] = there
            filled = [_machine(one) for one in own]
            values[singles.odd] = filled
        if values.dtype == bool:
            return pa.array(values, output.type, mask=None if valid is None else ~valid)
        buffers = [_bitmap(valid), pa.py_buffer(np.ascontiguousarray(values))]
        return pa.Array.from_buffers(output.type, self._rows, buffers)

    def _texts(self, codes: Array, valid: Mask | None, output: Output, singles: Singles) -> pa.Array:
        """A column of texts by number."""
        known = list(output.texts or self._computed.texts.all)
        if singles.odd.any():
            codes = codes.copy()
            places = {text: place for place, text in enumerate(known)}
            own = []
            for text in singles.values[output.id]:
                if text is None:
                    own.append(-1)
                    continue
                if text not in places:
                    places[text] = len(known)
                    known.append(text)
                own.append(places[text])
            valid = np.ones(self._rows, bool) if valid is None else valid.copy()
            codes[singles.odd] = own
            valid[singles.odd] = np.array(own) >= 0
        mask = None if valid is None else ~valid
        if mask is not None:
            codes = np.where(mask, 0, codes).astype("int32", copy=False)
        indices = pa.array(codes, pa.int32(), mask=mask)
        found = pa.DictionaryArray.from_arrays(indices, pa.array(known, pa.string()))
        return found if output.texts else found.dictionary_decode()

    def _objects(self, values: Array, valid: Mask | None, output: Output, singles: Singles) -> pa.Array:
        """A column of Python's own values."""
        if valid is not None:
            values[~valid] = None
        for row, one in zip(np.flatnonzero(singles.odd).tolist(), singles.values[output.id], strict=True):
            values[row] = one
        return pa.array(values.tolist(), output.type)


def _mapped(values: Array, valid: Mask | None, function: Any) -> Array:
    found = np.full(len(values), None, object)
    for row in range(len(values)) if valid is None else np.flatnonzero(valid).tolist():
        found[row] = function(values[row])
    return found


def _machine(value: Any) -> Any:
    if value is None:
        return 0
    return value.toordinal() - _EPOCH if isinstance(value, date) else value


def _bitmap(valid: Mask | None) -> pa.Buffer | None:
    return None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))


def _decimals(steps: Array, valid: Mask | None, output: Output, singles: Singles) -> pa.Array:
    """A column of decimals: each is two words of 64 bits, the lower one first."""
    words = np.empty((len(steps), 2), "int64")
    words[:, 0] = steps
    np.right_shift(steps, 63, out=words[:, 1])
    if singles.odd.any():
        valid = np.ones(len(steps), bool) if valid is None else valid.copy()
        for row, one in zip(np.flatnonzero(singles.odd).tolist(), singles.values[output.id], strict=True):
            valid[row] = one is not None
            if one is not None:
                words[row] = _words(one, output.places)
    return pa.Array.from_buffers(output.type, len(steps), [_bitmap(valid), pa.py_buffer(words)])


def _words(value: Decimal, places: int) -> tuple[int, int]:
    whole = int(Fraction(value) * 10**places)
    low = whole & (2**64 - 1)
    return (low - 2**64 if low >= _INT64 else low), whole >> 64
