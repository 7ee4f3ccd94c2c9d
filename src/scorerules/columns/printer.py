"""Prints the straight lines of a program as NumPy.

Every integer is held in the smallest machine integer that its bounds fit, and computed in the smallest that
holds all that is met on the way, so nothing can overflow. Columns that are used up give their memory to the
next, so that a part of a table stays in the cache of a processor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np

from scorerules.columns.flat import OBJECTS, Flat, Kind, Line
from scorerules.columns.objects import applied, fractions, picked, stacked
from scorerules.columns.texts import Texts
from scorerules.columns.widths import TYPES, Array, Column, width
from scorerules.compile.lanes import Apply, Op, Operand, Stop, Thing, Var
from scorerules.compile.operations import bounds, whole
from scorerules.compile.printing import Lines

Compute: TypeAlias = Callable[[Sequence[Array], int, Array, Callable[[str], Array]], tuple[Column, ...]]
"""Takes the columns of the sources, how many rows they have, the rows given up, and what gives memory."""

_SIMPLE: Final = {"product": "multiply", "least": "minimum", "most": "maximum"}
_COMPARED: Final = {"<": "less", "<=": "less_equal", "==": "equal", "!=": "not_equal"}
_FEW_TEXTS: Final = 128
_EXACT_QUOTIENTS: Final = {"float32": 2**24, "float64": 2**53}
"""A quotient of integers that add up to less is told apart from the next integer by its floats."""


class Printer:
    """Prints the lines of one program.

    Args:
        flat: The program as straight lines.
        texts: The texts that it names, by number.
        types: The types of the columns of its sources.
    """

    def __init__(self, flat: Flat, texts: Texts, types: Mapping[Var, str]) -> None:
        self._flat, self._program, self._texts = flat, flat.program, texts
        self._lines = Lines("def compute(columns, rows, stopped, take):")
        self._names: dict[Var, str] = {}
        self._types: dict[Var, str] = dict(types)
        self._free: dict[str, list[str]] = {}
        self._count = 0
        self._given = frozenset(self._program.given)
        self._last = self._last_uses()
        self._temporary: list[tuple[str, str]] = []

    def _last_uses(self) -> dict[Var, int]:
        last: dict[Var, int] = {}
        for place, line in enumerate(self._flat.lines):
            for one in _read(line):
                last[one] = place
        return last

    def function(self) -> Compute:
        """The function that computes all columns."""
        taken = self._program.taken
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
        given = [self._names[one] for one in self._program.given]
        self._lines.add(f"return ({''.join(f'{one}, ' for one in given)})")
        made: Compute = self._lines.function("compute")
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
            return np.int32(self._texts.number(value))
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
            self._lines.add(f"{self._lines.constant(picked)}({chosen})")
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
        stack = self._lines.constant(stacked)
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
        made = self._lines.constant(fractions)
        self._lines.add(f"{made}({self._lines.constant(k)}, {above}, {below}, {where}, stopped, {out})")

    def _application(self, item: Apply, mask: Operand | None) -> None:
        kind = self._flat.kind(item.target)
        type_ = width(item.target.low, item.target.high) if kind == "whole" else TYPES[kind]
        out = self._target(item.target, type_)
        failed = "None" if item.failed is None else self._target(item.failed, "bool")
        arguments = [self._text(one) for one in item.args]
        where = "None" if mask is None else self._text(mask)
        function, by_row = self._lines.constant(item.function), self._lines.constant(applied)
        self._lines.add(
            f"{by_row}({function}, ({''.join(f'{one}, ' for one in arguments)}), {self._text(item.filler)}, "
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
