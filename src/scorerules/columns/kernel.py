"""Prints a lane program as NumPy: from the columns of its sources to those of its results.

Every integer is held in the smallest machine integer that its bounds fit, and computed in the smallest that
holds all that is met on the way, so nothing can overflow. Columns that are used up give their memory to the
next, so that a part of a table stays in the cache of a processor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scorerules.columns.flat import OBJECTS, Flat, Kind, Line, flat
from scorerules.columns.texts import Texts
from scorerules.columns.workspace import Workspace
from scorerules.compile.lanes import Apply, Op, Operand, Program, Stop, Thing, Unsupported, Var
from scorerules.compile.operations import bounds, whole
from scorerules.compile.printing import Lines
from scorerules.numbers import NumberProblem

Array: TypeAlias = NDArray[Any]
Column: TypeAlias = "Array | int"
"""A value for every row, or the one that all rows have."""
_Compute: TypeAlias = Callable[[Sequence[Array], int, Array, Callable[[str], Array]], tuple[Column, ...]]

WIDTHS: Final = ("int8", "int16", "int32", "int64")
_ENDS = {name: (int(np.iinfo(name).min), int(np.iinfo(name).max)) for name in WIDTHS}
_KINDS: Mapping[Kind, str] = {
    "truth": "bool",
    "text": "int32",
    "date": "int32",
    "ids": "object",
    "exact": "object",
}
_SIMPLE = {"product": "multiply", "least": "minimum", "most": "maximum"}
_COMPARED = {"<": "less", "<=": "less_equal", "==": "equal", "!=": "not_equal"}
_FEW_TEXTS: Final = 128
_EXACT_QUOTIENTS: Final = {"float32": 2**24, "float64": 2**53}
"""A quotient of integers that add up to less is told apart from the next integer by its floats."""


def width(low: int, high: int) -> str:
    """The smallest machine integer that holds all integers between two.

    Raises:
        Unsupported: There is none.
    """
    for name in WIDTHS:
        least, most = _ENDS[name]
        if least <= low and high <= most:
            return name
    raise Unsupported


class Kernel:
    """A program that computes columns.

    Args:
        program: The program.

    Raises:
        Unsupported: Its integers are too large, or it looks at other records.

    Attributes:
        program: The program.
        texts: The texts that it names.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.flat = flat(program)
        things = _things(self.flat)
        self.texts = Texts(one.value for one in things if isinstance(one.value, str))
        self.types = {var: self._type(var) for var in program.taken}
        self._compute = _Printer(self).function()

    def _type(self, var: Var) -> str:
        kind = self.flat.kind(var)
        return width(var.low, var.high) if kind == "whole" else _KINDS[kind]

    def compute(
        self, columns: Sequence[Array], rows: int, work: Workspace, stopped: Array
    ) -> dict[Var, Column]:
        """What the results are read from.

        Args:
            columns: The columns of :attr:`Program.taken`, each of its type in :attr:`types`.
            rows: How many rows they have.
            work: Where memory comes from; the columns that come out are its own.
            stopped: Rows that are given up already, on which anything may stand; others are added.
        """
        with np.errstate(all="ignore"):
            given = self._compute(columns, rows, stopped, work.take)
        return dict(zip(self.program.given, given, strict=True))


def _things(program: Flat) -> list[Thing]:
    found: dict[Thing, None] = {}
    for line in program.lines:
        match line.item:
            case Op(_, _, args) | Apply(_, _, args):
                found |= dict.fromkeys(one for one in args if isinstance(one, Thing))
            case _:
                continue
    for lane in program.program.results.values():
        found |= dict.fromkeys(one for one in lane.operands if isinstance(one, Thing))
    return list(found)


class _Printer:
    """Prints the lines of one kernel."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel, self._flat = kernel, kernel.flat
        self._lines = Lines("def compute(columns, rows, stopped, take):")
        self._names: dict[Var, str] = {}
        self._types: dict[Var, str] = dict(kernel.types)
        self._free: dict[str, list[str]] = {}
        self._count = 0
        self._given = frozenset(kernel.program.given)
        self._last = self._last_uses()
        self._temporary: list[tuple[str, str]] = []

    def _last_uses(self) -> dict[Var, int]:
        last: dict[Var, int] = {}
        for place, line in enumerate(self._flat.lines):
            for one in _read(line):
                last[one] = place
        return last

    def function(self) -> _Compute:
        """The function that computes all columns."""
        taken = self._kernel.program.taken
        for place, var in enumerate(taken):
            self._names[var] = f"columns[{place}]"
        for place, line in enumerate(self._flat.lines):
            self._print(line)
            for var in set(_read(line)) | set(_written(line)):
                # Memory of the caller and of results is not written over.
                if self._last.get(var, -1) <= place and var not in self._given and var not in taken:
                    self._release(self._names.pop(var, ""), self._types.get(var, ""))
            while self._temporary:
                self._release(*self._temporary.pop())
        given = [self._names[one] for one in self._kernel.program.given]
        self._lines.add(f"return ({''.join(f'{one}, ' for one in given)})")
        made: _Compute = self._lines.function("compute")
        return made

    # Memory

    def _new(self, type_: str) -> str:
        """The name of a column of a type; its content is to be written over."""
        free = self._free.get(type_)
        if free:
            return free.pop()
        self._count += 1
        name = f"b{self._count}"
        self._lines.add(f"{name} = take({type_!r})")
        return name

    def _release(self, name: str, type_: str) -> None:
        if name.startswith("b") and type_ != "object":
            self._free.setdefault(type_, []).append(name)

    def _scratch(self, type_: str) -> str:
        """A column that is free again after this line."""
        name = self._new(type_)
        self._temporary.append((name, type_))
        return name

    def _target(self, var: Var, type_: str) -> str:
        self._types[var] = type_
        name = self._names[var] = self._new(type_)
        return name

    # Operands

    def _numpy(self, name: str) -> str:
        return self._lines.constant(getattr(np, name))

    def _type(self, operand: Operand) -> str:
        return self._types[operand] if isinstance(operand, Var) else ""

    def _text(self, operand: Operand) -> str:
        match operand:
            case Var():
                return self._names[operand]
            case Thing(value):
                return self._lines.constant(self._constant(value))
            case _:
                return str(operand)

    def _constant(self, value: Any) -> Any:
        if isinstance(value, str):
            return np.int32(self._kernel.texts.number(value))
        if isinstance(value, date):
            return np.int32(value.toordinal())
        return value

    def _as(self, operand: Operand, type_: str) -> str:
        """The text of an integer operand for a computation in a type."""
        if isinstance(operand, Var):
            return self._names[operand]
        return self._lines.constant(np.dtype(type_).type(whole(operand)))

    def _call(self, function: str, arguments: Iterable[str], out: str, type_: str = "") -> None:
        typed = f", dtype={type_!r}" if type_ else ""
        # What is cast to a larger type for a computation is never too large for it.
        self._lines.add(f"{self._numpy(function)}({', '.join(arguments)}, out={out}{typed})")

    # Lines

    def _print(self, line: Line) -> None:
        match line.item:
            case Op():
                self._operation(line.item, line.mask)
            case Stop(condition):
                held = self._both(condition, line.mask)
                self._lines.add(f"stopped |= {held}")
            case Apply():
                self._application(line.item, line.mask)

    def _both(self, condition: Operand, mask: Operand | None) -> str:
        if mask is None:
            return self._text(condition)
        if not isinstance(condition, Var):
            return self._text(mask)
        out = self._scratch("bool")
        self._call("logical_and", (self._text(condition), self._text(mask)), out)
        return out

    def _operation(self, op: Op, mask: Operand | None) -> None:
        code, target = op.code, op.target
        match code:
            case "linear":
                self._linear(op)
            case "product" | "least" | "most":
                self._integers(_SIMPLE[code], op)
            case "quotient":
                self._quotient(op)
            case "pick":
                self._pick(op)
            case "first":
                self._first(op)
            case "sorted":
                self._sorted(op)
            case "<" | "<=" | "==" | "!=":
                out = self._target(target, "bool")
                self._call(_COMPARED[code], map(self._text, op.args), out)
            case "and" | "or":
                self._logic(f"logical_{code}", op)
            case "not":
                self._call("logical_not", map(self._text, op.args), self._target(target, "bool"))
            case "days":
                earlier, later = map(self._text, op.args)
                self._call("subtract", (later, earlier), self._target(target, "int32"), "int32")
            case "fraction":
                self._fraction(op, mask)

    def _linear(self, op: Op) -> None:
        """A sum of multiples, in a type that holds every term and every sum on the way."""
        constant, *factors = op.facts
        terms = sorted(zip(factors, op.args, strict=True), key=lambda one: one[0] < 0)
        low = high = 0
        ends = [0, op.target.low, op.target.high, constant]
        for factor, arg in terms:
            term = sorted(factor * end for end in bounds(arg))
            low, high = low + term[0], high + term[1]
            # A term that is taken away is computed without its sign.
            ends += [*term, low, high, abs(factor), *((-end for end in term) if factor < 0 else ())]
        type_ = width(min(ends), max(ends))
        out = self._target(op.target, type_)
        first = True
        for factor, arg in terms:
            name = self._as(arg, type_)
            if first:
                if factor != 1:
                    self._call("multiply", (name, self._as(factor, type_)), out, type_)
                    name = out
                elif len(terms) == 1 and not constant:
                    self._lines.add(f"{out}[:] = {name}")
                sum_, first = name, False
                continue
            if abs(factor) != 1:
                product = self._scratch(type_)
                self._call("multiply", (name, self._as(abs(factor), type_)), product, type_)
                name = product
            self._call("subtract" if factor < 0 else "add", (sum_, name), out, type_)
            sum_ = out
        if constant:
            self._call("add", (sum_, self._as(constant, type_)), out, type_)

    def _integers(self, function: str, op: Op) -> None:
        ends = [end for one in (op.target, *op.args) for end in bounds(one)]
        type_ = width(min(ends), max(ends))
        out = self._target(op.target, type_)
        sum_, *rest = (self._as(one, type_) for one in op.args)
        for one in rest:
            self._call(function, (sum_, one), out, type_)
            sum_ = out

    def _quotient(self, op: Op) -> None:
        above, below = op.args
        (low, high), (_, most) = bounds(above), bounds(below)
        size = max(abs(low), abs(high))
        ends = [low, high, most, op.target.low, op.target.high]
        type_ = width(min(ends), max(ends))
        result = width(op.target.low, op.target.high)
        fine = next((name for name, limit in _EXACT_QUOTIENTS.items() if size + most < limit), None)
        if fine is None or not isinstance(below, Var):
            out = self._target(op.target, type_)
            self._call("floor_divide", (self._as(above, type_), self._as(below, type_)), out, type_)
            return
        quotient = self._scratch(fine)
        self._call("divide", (self._as(above, "int64"), self._as(below, "int64")), quotient, fine)
        if low < 0:
            self._call("floor", (quotient,), quotient)
        out = self._target(op.target, result)
        self._lines.add(f"{self._numpy('copyto')}({out}, {quotient}, 'unsafe')")

    def _pick(self, op: Op) -> None:
        condition, then, otherwise = op.args
        kind = self._flat.kind(op.target)
        if kind in OBJECTS:
            out = self._target(op.target, "object")
            chosen = f"{self._text(condition)}, {self._text(then)}, {self._text(otherwise)}, {out}"
            self._lines.add(f"{self._lines.constant(_picked)}({chosen})")
            return
        if kind == "truth":
            out = self._target(op.target, "bool")
            self._call("logical_xor", (self._text(then), self._text(otherwise)), out)
            self._call("logical_and", (out, self._text(condition)), out)
            self._call("logical_xor", (out, self._text(otherwise)), out)
            return
        type_ = self._picked_type(op, kind)
        out = self._target(op.target, type_)
        if otherwise == 0 and not isinstance(then, Var):
            self._call("multiply", (self._text(condition), self._value(then, type_)), out, type_)
            return
        # The bits in which the two differ are turned where the condition holds: no branch, no guess.
        mask = self._scratch(type_)
        self._call("negative", (f"{self._text(condition)}.view('int8')",), mask, type_)
        one, other = self._value(then, type_), self._value(otherwise, type_)
        if isinstance(then, Var) or isinstance(otherwise, Var):
            self._call("bitwise_xor", (one, other), out, type_)
            self._call("bitwise_and", (out, mask), out)
        else:
            turned = np.dtype(type_).type(self._known(then) ^ self._known(otherwise))
            self._call("bitwise_and", (mask, self._lines.constant(turned)), out)
        self._call("bitwise_xor", (out, other), out, type_)

    def _picked_type(self, op: Op, kind: Kind) -> str:
        _, then, otherwise = op.args
        if kind == "whole":
            ends = [end for one in (then, otherwise) for end in bounds(one)]
            return width(min(*ends, op.target.low), max(*ends, op.target.high))
        small = all(
            self._types[one] == "int8" if isinstance(one, Var) else self._known(one) < _FEW_TEXTS
            for one in (then, otherwise)
        )
        return "int8" if small and kind == "text" else "int32"

    def _known(self, operand: Operand) -> int:
        """The integer that a constant is held as."""
        return int(self._constant(operand.value)) if isinstance(operand, Thing) else whole(operand)

    def _value(self, operand: Operand, type_: str) -> str:
        """The text of an operand that is held as an integer."""
        if isinstance(operand, Var):
            return self._names[operand]
        return self._lines.constant(np.dtype(type_).type(self._known(operand)))

    def _first(self, op: Op) -> None:
        """The first that is not 0."""
        *rest, last = op.args
        out = self._target(op.target, "int8")
        copy = self._numpy("copyto")
        self._lines.add(f"{copy}({out}, {self._text(last)}, 'unsafe')")
        for one in reversed(rest):
            held = self._scratch("bool")
            self._call("not_equal", (self._text(one), "0"), held)
            self._lines.add(f"{copy}({out}, {self._text(one)}, 'unsafe', {held})")

    def _sorted(self, op: Op) -> None:
        start, stop = op.facts
        ends = [end for one in (op.target, *op.args) for end in bounds(one)]
        type_ = width(min(ends), max(ends))
        out = self._target(op.target, type_)
        stack = self._lines.constant(_stacked)
        columns = ", ".join(self._as(one, type_) for one in op.args)
        self._lines.add(f"{stack}(({columns},), rows, {type_!r})[{start}:{stop}].sum(0, {type_!r}, {out})")

    def _logic(self, function: str, op: Op) -> None:
        out = self._target(op.target, "bool")
        sum_, *rest = map(self._text, op.args)
        for one in rest:
            self._call(function, (sum_, one), out)
            sum_ = out

    # Objects

    def _fraction(self, op: Op, mask: Operand | None) -> None:
        (k,), out = op.facts, self._target(op.target, "object")
        above, below = map(self._text, op.args)
        where = "None" if mask is None else self._text(mask)
        made = self._lines.constant(_fractions)
        self._lines.add(f"{made}({self._lines.constant(k)}, {above}, {below}, {where}, stopped, {out})")

    def _application(self, item: Apply, mask: Operand | None) -> None:
        kind = self._flat.kind(item.target)
        type_ = width(item.target.low, item.target.high) if kind == "whole" else _KINDS[kind]
        out = self._target(item.target, type_)
        failed = "None" if item.failed is None else self._target(item.failed, "bool")
        arguments = [self._text(one) for one in item.args]
        where = "None" if mask is None else self._text(mask)
        function, applied = self._lines.constant(item.function), self._lines.constant(_applied)
        self._lines.add(
            f"{applied}({function}, ({''.join(f'{one}, ' for one in arguments)}), {self._text(item.filler)}, "
            f"{where}, stopped, {out}, {failed})"
        )


def _read(line: Line) -> list[Var]:
    item, mask = line.item, line.mask
    operands: list[Operand | None] = [mask]
    match item:
        case Op(_, _, args) | Apply(_, _, args):
            operands += args
        case Stop(condition):
            operands.append(condition)
    return [one for one in operands if isinstance(one, Var)]


def _written(line: Line) -> list[Var]:
    item = line.item
    if isinstance(item, Stop):
        return []
    failed = item.failed if isinstance(item, Apply) else None
    return [item.target] if failed is None else [item.target, failed]


def _stacked(columns: Sequence[Column], rows: int, type_: str) -> Array:
    stack = np.empty((len(columns), rows), type_)
    for place, column in enumerate(columns):
        stack[place] = column
    stack.sort(0)
    return stack


def _picked(condition: Array, then: Any, otherwise: Any, out: Array) -> None:
    """One of two objects for every row."""
    for row, held in enumerate(condition.tolist()):
        out[row] = _at(then if held else otherwise, row)


def _rows(mask: Array | None, stopped: Array) -> list[int]:
    """The rows on which something is reached."""
    reached = ~stopped if mask is None else mask & ~stopped
    found: list[int] = np.flatnonzero(reached).tolist()
    return found


def _fractions(
    k: Fraction, above: Column, below: Column, mask: Array | None, stopped: Array, out: Array
) -> None:
    out.fill(Fraction(0))
    for row in _rows(mask, stopped):
        n, d = _at(above, row), _at(below, row)
        out[row] = Fraction(k.numerator * n, k.denominator * d)


def _applied(
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
