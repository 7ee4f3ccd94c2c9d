"""Lane programs over columns: every operation, in every machine integer, and what is left of faulty rows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import eq, le, lt, ne
from typing import Any, get_args

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from test_compiled import FACTORS, OPERATIONS, SIZES

from scorerules.columns.kernel import Kernel
from scorerules.columns.widths import Column
from scorerules.columns.workspace import Workspace
from scorerules.compile.arithmetic import Arithmetic, constant
from scorerules.compile.builder import Builder
from scorerules.compile.lanes import Block, Lane, Number, Operand, Program, Source, Truth, Unsupported, Var
from scorerules.numbers import Mode, round_to

LARGEST = (1, 7, 127, 128, 2**15 - 1, 2**15, 2**24, 2**31 - 1, 2**31, 2**53, 2**62, 2**63 - 1)
"""Ends of the numbers of a column."""
ROWS = 7


class Columns:
    """A program in the making, with the exact values of every number in it, one for each row."""

    def __init__(self, data: st.DataObject) -> None:
        self.build = Builder()
        self.numbers = Arithmetic(self.build)
        self._draw = data.draw
        self._sources: list[Source] = []
        self._columns: list[list[int]] = []

    def number(self) -> tuple[Number, list[Fraction]]:
        """A number ``k * n / d`` and its values."""
        draw = self._draw
        if draw(st.integers(0, 5)) == 0:
            value = draw(FACTORS)
            return constant(value), [value] * ROWS
        k = draw(FACTORS)
        high = draw(st.sampled_from(LARGEST))
        low = draw(st.sampled_from((0, -high, -high - 1)))
        n, above = self._source(low, high)
        if draw(st.integers(0, 3)):
            return Number(k, n, None, *sorted((k * low, k * high))), [k * one for one in above]
        d, below = self._source(1, draw(st.sampled_from(LARGEST)))
        return Number(k, n, d), [k * Fraction(a, b) for a, b in zip(above, below, strict=True)]

    def _source(self, low: int, high: int) -> tuple[Var, list[int]]:
        edges = [low, low + 1, high - 1, high, *(sign * one for one in SIZES for sign in (1, -1)), 0, 1]
        near = st.sampled_from([one for one in edges if low <= one <= high])
        values = [self._draw(st.one_of(near, st.integers(low, high))) for _ in range(ROWS)]
        var = self.build.whole(low, high)
        lane = Lane(Number(Fraction(1), var))
        self._sources.append(Source(f"s{len(self._sources)}", lane, frozenset((0,))))
        self._columns.append(values)
        return var, values

    def results(self, lane: Lane, faulty: Sequence[int] = ()) -> list[Any] | None:
        """What the program computes; ``None`` for a row that is given up, without it for no kernel."""
        program = Program(tuple(self._sources), Block(self.build.block.items), {"it": lane}, {})
        try:
            kernel = Kernel(program)
        except Unsupported:
            return None  # larger than machine integers
        arrays = [
            np.array(values, kernel.types[var])
            for var, values in zip(program.taken, self._columns, strict=True)
        ]
        stopped = np.zeros(ROWS, bool)
        for row in faulty:
            stopped[row] = True
            for array in arrays:
                info = np.iinfo(array.dtype)
                array[row] = self._draw(st.sampled_from((0, int(info.min), int(info.max), -1)))
        given = kernel.compute(arrays, ROWS, Workspace(ROWS), stopped)
        return [None if stopped[row] else _shown(lane, given, row) for row in range(ROWS)]


def _shown(lane: Lane, given: dict[Var, Column], row: int) -> Any:
    content = lane.content
    if isinstance(content, Truth):
        return bool(_at(content.of, given, row))
    assert isinstance(content, Number)
    value = content.k * _at(content.n, given, row)
    return value if content.d is None else value / _at(content.d, given, row)


def _at(operand: Operand, given: dict[Var, Column], row: int) -> int:
    column: Any = given[operand] if isinstance(operand, Var) else operand
    return int(column[row]) if isinstance(column, np.ndarray) else int(column)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(tuple(OPERATIONS)))
def test_operations(data: st.DataObject, name: str) -> None:
    """Columns of integers of any width come to what fractions come to; faulty rows disturb no others."""
    bench = Columns(data)
    count, operate, exactly = OPERATIONS[name]
    numbers = [bench.number() for _ in range(count)]
    found = operate(bench.numbers, [one for one, _ in numbers])
    if found is None:
        return
    faulty = data.draw(st.sets(st.integers(0, ROWS - 1), max_size=2))
    given = bench.results(Lane(found), sorted(faulty))
    expected = [exactly([values[row] for _, values in numbers]) for row in range(ROWS)]
    assert given is None or given == [None if row in faulty else one for row, one in enumerate(expected)]


@settings(max_examples=40)
@given(st.data())
def test_quotients(data: st.DataObject) -> None:
    """A quotient is exact; a divisor of 0 gives its row up and no other."""
    bench = Columns(data)
    (above, a), (below, b) = bench.number(), bench.number()

    def stop(condition: Operand) -> bool:
        bench.build.stop(condition)
        return True

    found = bench.numbers.divide(above, below, stop)
    if found is None:
        return
    given = bench.results(Lane(found))
    assert given is None or given == [x / y if y else None for x, y in zip(a, b, strict=True)]


@settings(max_examples=40)
@given(st.data(), st.sampled_from(("<", "<=", "==", "!=")))
def test_comparisons(data: st.DataObject, code: Any) -> None:
    """Comparisons of integers of different widths are those of the numbers they stand for."""
    bench = Columns(data)
    (left, a), (right, b) = bench.number(), bench.number()
    found = bench.numbers.compare(code, left, right)
    holds = {"<": lt, "<=": le, "==": eq, "!=": ne}[code]
    given = None if found is None else bench.results(Lane(Truth(found)))
    assert given is None or given == [holds(x, y) for x, y in zip(a, b, strict=True)]


@settings(max_examples=120)
@given(st.data(), st.sampled_from(get_args(Mode)), FACTORS.map(abs))
def test_roundings(data: st.DataObject, mode: Mode, to: Fraction) -> None:
    """Every mode, on ties and beside them, of either sign, at the ends of every machine integer."""
    bench = Columns(data)
    number, values = bench.number()
    if data.draw(st.booleans()):  # one row onto a tie
        shift = to / 2 - values[0]
        moved = bench.numbers.add((number, constant(shift))) if shift else number
        if moved is None:
            return
        number, values = moved, [one + shift for one in values]
    found = bench.numbers.round(number, to, mode)
    given = None if found is None else bench.results(Lane(found))
    assert given is None or given == [round_to(one, to, mode) for one in values]


@settings(max_examples=40)
@given(st.data())
def test_choices(data: st.DataObject) -> None:
    """What is picked is what the condition says, with numbers of different widths and constants."""
    bench = Columns(data)
    (one, a), (other, b), (limit, c) = bench.number(), bench.number(), bench.number()
    condition = bench.numbers.compare("<", one, limit)
    aligned = bench.numbers.aligned((one, other))
    if condition is None or aligned is None:
        return
    k, above, below = aligned
    picked = bench.numbers.whole(bench.build.pick(condition, *above), k)
    lane = Lane(Number(k, picked.n, below)) if picked is not None and isinstance(picked.n, Var) else None
    given = None if lane is None else bench.results(lane)
    assert given is None or given == [x if x < z else y for x, y, z in zip(a, b, c, strict=True)]
