"""What a kernel gives -> result columns, with the values of single rows put in their places.

Goes in: the arrays of a batch, and what its odd rows came to. Comes out: an Arrow column for every output.
What can be known before any row is seen is worked out once, for a kernel.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import frozen
from numpy.typing import NDArray

from scorerules.columns.kernel import Kernel
from scorerules.compile.lanes import PRESENT, Exact, Lane, Number, Operand, Other, Thing, Truth, Var
from scorerules.compile.operations import bounds
from scorerules.plan import DISQUALIFIED
from scorerules.tables.engine import Computed
from scorerules.tables.numbers import Mask
from scorerules.tables.outputs import Output
from scorerules.tables.rows import Beyond, exact_text, number_in

Array: TypeAlias = NDArray[Any]
Found: TypeAlias = "tuple[Array, Mask | None]"
"""The values of a column, and on which rows there is one; ``None`` for all."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_DOUBLES: Final = 2**53
_INT64: Final = 2**63


@frozen(eq=False)
class Singles:
    """Rows that were looked at one by one.

    Args:
        odd: Which rows.
        places: The same rows by number.
        values: For every output their values, in the order of the rows.
    """

    odd: Mask
    places: NDArray[np.int64]
    values: Sequence[Sequence[Any]]


class _Column(ABC):
    """One result column.

    Args:
        output: What it holds.
        lane: Where the kernel has it; ``None`` for nowhere.
    """

    def __init__(self, output: Output, lane: Lane | None) -> None:
        self.output, self._lane = output, lane

    @abstractmethod
    def read(self, computed: Computed) -> Found:
        """The values of all rows; what stands on odd rows means nothing.

        Rows whose number the column cannot hold are noted as odd.
        """

    def made(self, found: Found, own: Sequence[Any], odd: Singles, computed: Computed) -> pa.Array:
        """The column, with the values ``own`` on odd rows."""
        values, valid = found
        if len(own):
            values, valid = values.copy(), _writable(valid, len(values))
            valid[odd.places] = [one is not None for one in own]
            values[odd.places] = [_machine(one) for one in own]
        if values.dtype == bool:
            return pa.array(values, self.output.type, mask=None if valid is None else ~valid)
        buffers = [_bitmap(valid), pa.py_buffer(np.ascontiguousarray(values))]
        return pa.Array.from_buffers(self.output.type, len(values), buffers)

    def _valid(self, computed: Computed) -> Mask | None:
        lane = self._lane
        if lane is None or lane.content is None:
            return np.zeros(computed.rows, bool)
        state = value_of(lane.state, computed)
        if isinstance(state, np.ndarray):
            return np.equal(state, PRESENT)
        return None if state == PRESENT else np.zeros(computed.rows, bool)


class _Plain(_Column):
    """Truth values and dates."""

    def read(self, computed: Computed) -> Found:
        assert self._lane is not None
        if isinstance(self._lane.content, Truth):
            return array_of(self._lane.content.of, "bool", computed).copy(), self._valid(computed)
        assert isinstance(self._lane.content, Other)
        days = array_of(self._lane.content.of, "int32", computed) - np.int32(_EPOCH)
        return days, self._valid(computed)


class _Steps(_Column):
    """Numbers that are whole numbers of steps: integers and decimals."""

    def __init__(self, output: Output, lane: Lane, number: Number, factor: Fraction) -> None:
        super().__init__(output, lane)
        self._n, self._factor = number.n, factor
        self._decimal = output.kind == "decimal"
        self._type = "int32" if output.type.bit_width == 32 else "int64"
        limit = 10**output.type.precision if self._decimal else 2 ** (output.type.bit_width - 1)
        most = limit // abs(factor)
        low, high = bounds(number.n)
        # The ruleset says that the number fits, so the bounds of the integer may be wider than the truth.
        self._most = None if -most < low and high < most else min(most, _INT64 - 1)

    def read(self, computed: Computed) -> Found:
        valid, factor = self._valid(computed), self._factor
        steps = value_of(self._n, computed)
        if self._most is not None and isinstance(steps, np.ndarray):
            large = (steps >= self._most) | (steps <= -self._most)
            computed.odd[large if valid is None else large & valid] = True
        if factor.denominator != 1:
            steps = _wide(steps) // factor.denominator
        # The kernel's own memory is written over by the next batch. A decimal is two words of 64 bits, the
        # lower one first.
        found = fresh(computed.rows * (2 if self._decimal else 1), self._type)
        if self._decimal:
            found = found.reshape(-1, 2)
        low = found[:, 0] if self._decimal else found
        if factor.numerator == 1:
            np.copyto(low, steps, "unsafe")
        else:
            np.multiply(steps, np.int64(factor.numerator), out=low, dtype="int64", casting="unsafe")
        if self._decimal:
            np.right_shift(low, 63, out=found[:, 1])
        return found, valid

    def made(self, found: Found, own: Sequence[Any], odd: Singles, computed: Computed) -> pa.Array:
        if not self._decimal:
            return super().made(found, own, odd, computed)
        words, valid = found
        if len(own):
            valid = _writable(valid, len(words))
            valid[odd.places] = [one is not None for one in own]
            words[odd.places] = [(0, 0) if one is None else _words(one, self.output.places) for one in own]
        return pa.Array.from_buffers(self.output.type, len(words), [_bitmap(valid), pa.py_buffer(words)])


class _Doubles(_Column):
    """Numbers whose integers are doubles, so that the quotient is the nearest double."""

    def __init__(self, output: Output, lane: Lane, number: Number) -> None:
        super().__init__(output, lane)
        self._number = number

    def read(self, computed: Computed) -> Found:
        number = self._number
        n = array_of(number.n, "float64", computed) * float(number.k.numerator)
        d = 1.0 if number.d is None else array_of(number.d, "float64", computed)
        with np.errstate(all="ignore"):
            found = n / (d * float(number.k.denominator))
        # Nought has no sign.
        return (found + 0.0 if number.k < 0 else found), self._valid(computed)


class _Objects(_Column):
    """Everything that is made value by value."""

    def read(self, computed: Computed) -> Found:
        valid = self._valid(computed)
        found = np.full(computed.rows, None, object)
        content = None if self._lane is None else self._lane.content
        if content is not None:
            there = ~computed.odd if valid is None else valid & ~computed.odd
            rows = np.flatnonzero(there).tolist()
            for row, value in zip(rows, self._values(content, rows, computed), strict=True):
                try:
                    found[row] = self._held(value)
                except Beyond:
                    computed.odd[row] = True
        return found, valid

    def _values(self, content: object, rows: Sequence[int], computed: Computed) -> Iterable[Any]:
        if not isinstance(content, Number):
            assert isinstance(content, Exact | Other)
            of = array_of(content.of, "object", computed)
            return (of[row] for row in rows)
        k, n = content.k, array_of(content.n, "int64", computed).tolist()
        if content.d is None:
            return (k * n[row] for row in rows)
        d = array_of(content.d, "int64", computed).tolist()
        return (k * Fraction(n[row], d[row]) for row in rows)

    def _held(self, value: Any) -> Any:
        match self.output.kind:
            case "fraction":
                return exact_text(value)
            case "ids":
                return list(value)
            case _:
                return number_in(value, self.output)

    def made(self, found: Found, own: Sequence[Any], odd: Singles, computed: Computed) -> pa.Array:
        values, _ = found
        for row, one in zip(odd.places.tolist(), own, strict=True):
            values[row] = one
        return pa.array(values.tolist(), self.output.type)


class _Texts(_Column):
    """Texts by number; those that are known before are a table of the column."""

    def __init__(self, output: Output, lane: Lane | None, of: Operand) -> None:
        super().__init__(output, lane)
        self._of = of
        self._known = pa.array(output.texts, pa.string())

    def read(self, computed: Computed) -> Found:
        codes = array_of(self._of, "int32", computed)
        if not self.output.texts:
            return codes.copy(), self._valid(computed)
        places = {text: place for place, text in enumerate(self.output.coded or self.output.texts)}
        # A number that stands for no text here is that of a row without a value.
        table = np.array([*(places.get(text, 0) for text in computed.texts.all), 0], "int32")
        found = fresh(computed.rows, "int32")
        return table.take(codes, out=found), self._valid(computed)

    def made(self, found: Found, own: Sequence[Any], odd: Singles, computed: Computed) -> pa.Array:
        codes, valid = found
        known = self._known if self.output.texts else pa.array(computed.texts.all, pa.string())
        if len(own):
            places = {text: place for place, text in enumerate(known.to_pylist())}
            codes, valid = codes.copy(), _writable(valid, len(codes))
            valid[odd.places] = [one is not None for one in own]
            codes[odd.places] = [0 if one is None else places.setdefault(one, len(places)) for one in own]
            known = pa.array(places, pa.string())
        indices = pa.Array.from_buffers(
            pa.int32(), len(codes), [_bitmap(valid), pa.py_buffer(_within(codes, valid))]
        )
        column = pa.DictionaryArray.from_arrays(indices, known)
        return column if self.output.texts else column.dictionary_decode()


class _Said(_Texts):
    """What is said of rows or of indicators."""

    def read(self, computed: Computed) -> Found:
        if self._lane is None:
            return array_of(self._of, "int32", computed).copy(), None
        valid = self._valid(computed)
        out = array_of(self._of, "int32", computed)
        return (out.copy() if valid is None else out * valid), None


class _Errors(_Column):
    """The errors of rows."""

    def read(self, computed: Computed) -> Found:
        return np.empty(0), None

    def made(self, found: Found, own: Sequence[Any], odd: Singles, computed: Computed) -> pa.Array:
        if not len(own):
            return pa.nulls(computed.rows, self.output.type)
        values = np.full(computed.rows, None, object)
        values[odd.places] = own
        return pa.array(values.tolist(), self.output.type)


class Results:
    """The result columns of one kernel.

    Args:
        kernel: What computes them.
        outputs: What they hold.
    """

    def __init__(self, kernel: Kernel, outputs: Sequence[Output]) -> None:
        self.kernel = kernel
        self._columns = [_column(one, kernel) for one in outputs]

    def read(self, computed: Computed) -> list[Found]:
        """The values of all columns; rows that a column cannot hold are noted as odd."""
        return [one.read(computed) for one in self._columns]

    def made(self, found: Sequence[Found], odd: Singles, computed: Computed) -> list[pa.Array]:
        """The columns, odd rows among them."""
        return [
            column.made(one, own, odd, computed)
            for column, one, own in zip(self._columns, found, odd.values, strict=True)
        ]


def _column(output: Output, kernel: Kernel) -> _Column:
    program = kernel.program
    match output.kind:
        case "error":
            return _Errors(output, None)
        case "status":
            lane = program.results.get(DISQUALIFIED)
            vetoed = lane is not None and isinstance(lane.content, Truth)
            return _Said(output, lane, lane.content.of) if vetoed else _Said(output, None, 0)  # type: ignore[union-attr]
        case "state":
            return _Said(output, None, program.statuses[output.step])
    lane = program.results.get(output.step)
    content = None if lane is None else lane.content
    if lane is not None and isinstance(content, Number):
        return _number(output, lane, content)
    if isinstance(content, Other) and content.kind == "text":
        return _Texts(output, lane, content.of)
    plain = isinstance(content, Truth) or (isinstance(content, Other) and content.kind == "date")
    return _Plain(output, lane) if plain else _Objects(output, lane)


def _number(output: Output, lane: Lane, number: Number) -> _Column:
    largest = max(map(abs, bounds(number.n)))
    if output.kind == "double":
        below = number.k.denominator * (1 if number.d is None else bounds(number.d)[1])
        if largest * abs(number.k.numerator) < _DOUBLES and below < _DOUBLES:
            return _Doubles(output, lane, number)
    elif output.kind != "fraction" and number.d is None:
        factor = number.k * 10**output.places
        if largest * abs(factor.numerator) < _INT64:
            return _Steps(output, lane, number, factor)
    return _Objects(output, lane)


def value_of(operand: Operand, computed: Computed) -> Any:
    """The column of an operand, or the one value of all rows."""
    match operand:
        case Var():
            return computed.given[operand]
        case Thing(str() as text):
            return computed.texts.number(text)
        case Thing(date() as day):
            return day.toordinal()
        case Thing(value):
            return value
        case _:
            return operand


def fresh(rows: int, type_: str) -> Array:
    """Memory for a column of results: Arrow keeps what is given back, and gives it out again."""
    return np.frombuffer(pa.allocate_buffer(rows * np.dtype(type_).itemsize), type_)


def array_of(operand: Operand, type_: str, computed: Computed) -> Array:
    """The column of an operand in a type."""
    value = value_of(operand, computed)
    if isinstance(value, np.ndarray):
        return value.astype(type_, copy=False)
    if type_ != "object":
        return np.full(computed.rows, value, type_)
    found = np.empty(computed.rows, object)
    for row in range(computed.rows):
        found[row] = value
    return found


def _wide(steps: Any) -> Any:
    return steps.astype("int64") if isinstance(steps, np.ndarray) else steps


def _writable(valid: Mask | None, rows: int) -> Mask:
    return np.ones(rows, bool) if valid is None else valid.copy()


def _within(codes: Array, valid: Mask | None) -> Array:
    """Numbers that stand for texts on all rows, those without a value too."""
    return np.ascontiguousarray(codes if valid is None else codes * valid, dtype="int32")


def _machine(value: Any) -> Any:
    if value is None:
        return 0
    return value.toordinal() - _EPOCH if isinstance(value, date) else value


def _bitmap(valid: Mask | None) -> pa.Buffer | None:
    return None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))


def _words(value: Decimal, places: int) -> tuple[int, int]:
    whole = int(Fraction(value) * 10**places)
    low = whole & (2**64 - 1)
    return (low - 2**64 if low >= _INT64 else low), whole >> 64
