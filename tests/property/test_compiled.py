"""Compiled evaluation and reference agree, whatever the ruleset and whatever the record."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from records import cells, record_of
from test_laws_errors import SCALARS

from both_ways import hold, hold_all
from scorerules import Ruleset, loads
from scorerules.compile import compiled
from scorerules.compile.arithmetic import Arithmetic, constant
from scorerules.compile.builder import Builder
from scorerules.compile.lanes import Block, Lane, Number, Operand, Program, Source, Truth, Var
from scorerules.compile.parts import compute_of
from scorerules.compile.shown import shown
from scorerules.diagnostics import Faults
from scorerules.evaluate import evaluate
from scorerules.numbers import Mode, round_to
from scorerules.record import read_record
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import text


def hold_record(ruleset: Ruleset, record: dict[Any, Any]) -> None:
    """Every variant gives what the reference gives, or nothing where the reference has something to say."""
    plan = ruleset.plan
    faults = Faults(plan.limits)
    values = read_record(record, plan.keys, faults)
    trace = evaluate(plan, values, {}, faults)
    for variant in compiled(plan).variants[:2]:
        found = variant.score(record)
        if found:
            assert not len(faults), faults.sorted()
            hold(variant, found, trace)
    if not len(faults):
        hold_all(plan, values)
        assert compiled(plan).score_read(values) is not None


@given(st.data())
def test_generated_rulesets(data: st.DataObject) -> None:
    """Records near every boundary, with and without what they must have; no sound one is given up."""
    ruleset = loads(text(data.draw(schemes())))
    for _ in range(4):
        hold_record(ruleset, record_of(data.draw(cells(ruleset, sound=data.draw(st.booleans())))))


@given(st.data())
def test_hostile_records(data: st.DataObject) -> None:
    """Values of every class under every key: what is faulty is left to the reference."""
    ruleset = loads(text(data.draw(schemes())))
    anything = st.one_of(SCALARS, st.lists(SCALARS, max_size=2))
    parts = st.sampled_from(("value", "score", "deduct", "remark", "not_applicable", "level"))
    told = st.one_of(anything, st.dictionaries(parts, anything, max_size=3))
    sound = record_of(data.draw(cells(ruleset, sound=True)))
    keys = st.sampled_from([*ruleset.plan.keys, *(f"{key}.remark" for key in ruleset.plan.keys), "unknown"])
    hold_record(ruleset, sound | data.draw(st.dictionaries(keys, told, max_size=2)))


# Arithmetic

SIZES = tuple(2**bits + near for bits in (0, 1, 4, 15, 31, 53, 62, 63, 64) for near in (-1, 0, 1))
WHOLE = st.one_of(st.integers(-20, 20), st.sampled_from((*SIZES, *(-one for one in SIZES))))
FACTORS = st.builds(Fraction, st.integers(-60, 60).filter(bool), st.sampled_from((1, 2, 3, 7, 10, 100)))


class Bench:
    """A program in the making, with the exact value of every number in it."""

    def __init__(self, data: st.DataObject) -> None:
        self.build = Builder()
        self.numbers = Arithmetic(self.build)
        self.data: list[int] = []
        self.sources: list[Source] = []
        self._draw = data.draw

    def number(self) -> tuple[Number, Fraction]:
        """A number ``k * n / d`` and its value."""
        if self._draw(st.integers(0, 5)) == 0:
            value = self._draw(FACTORS)
            return constant(value), value
        k, n = self._draw(FACTORS), self._draw(WHOLE)
        d = self._draw(st.one_of(st.none(), st.integers(1, 40), st.sampled_from(SIZES[1:])))
        low = -(2**70) if n < 0 or self._draw(st.booleans()) else 0
        below = None if d is None else self._source(1, 2**70, d)
        number = Number(k, self._source(low, 2**70, n), below)
        return number, k * n / (1 if d is None else d)

    def _source(self, low: int, high: int, value: int) -> Var:
        var = self.build.whole(low, high)
        self.sources.append(Source(f"s{len(self.sources)}", Lane(Number(Fraction(1), var)), frozenset((0,))))
        self.data.append(value)
        return var

    def result(self, lane: Lane) -> Any:
        """What the program computes."""
        program = Program(tuple(self.sources), Block(self.build.block.items), {"it": lane}, {})
        found = compute_of(program)(tuple(self.data))
        if found is None:
            return None
        return shown(lane, {var: place for place, var in enumerate(program.given)}).value(found)


Operation = Callable[[Arithmetic, list[Number]], Number | None]
OPERATIONS: dict[str, tuple[int, Operation, Callable[[list[Fraction]], Fraction]]] = {
    "sum": (3, lambda at, xs: at.add(xs), lambda xs: sum(xs, Fraction(0))),
    "difference": (2, lambda at, xs: at.add(xs, (1, -1)), lambda xs: xs[0] - xs[1]),
    "product": (2, lambda at, xs: at.multiply(*xs), lambda xs: xs[0] * xs[1]),
    "least": (3, lambda at, xs: at.least(xs), min),
    "most": (3, lambda at, xs: at.most(xs), max),
    "size": (1, lambda at, xs: at.absolute(xs[0]), lambda xs: abs(xs[0])),
    "cube": (1, lambda at, xs: at.power(xs[0], 3), lambda xs: xs[0] ** 3),
    "middle": (3, lambda at, xs: at.ordered(xs, 1, 2), lambda xs: sorted(xs)[1]),
    "best two": (3, lambda at, xs: at.ordered(xs, 1, 3), lambda xs: sum(sorted(xs)[1:], Fraction(0))),
}


@settings(max_examples=200)
@given(st.data(), st.sampled_from(tuple(OPERATIONS)))
def test_operations(data: st.DataObject, name: str) -> None:
    """Integers of any size come to what fractions come to, within the bounds that are claimed."""
    bench = Bench(data)
    count, operate, exactly = OPERATIONS[name]
    numbers = [bench.number() for _ in range(count)]
    found = operate(bench.numbers, [one for one, _ in numbers])
    if found is None:
        return  # too large for integers: the caller takes fractions
    expected = exactly([value for _, value in numbers])
    assert bench.result(Lane(found)) == expected
    assert found.low is None or found.low <= expected
    assert found.high is None or expected <= found.high


@settings(max_examples=200)
@given(st.data())
def test_quotients(data: st.DataObject) -> None:
    """A quotient is exact; a divisor of 0 gives the record up."""
    bench = Bench(data)
    (above, a), (below, b) = bench.number(), bench.number()

    def stop(condition: Operand) -> bool:
        bench.build.stop(condition)
        return True

    found = bench.numbers.divide(above, below, stop)
    if found is not None:
        assert bench.result(Lane(found)) == (a / b if b else None)


@settings(max_examples=200)
@given(st.data(), st.sampled_from(("<", "<=", "==", "!=")))
def test_comparisons(data: st.DataObject, code: Any) -> None:
    """Comparisons of integers are those of the numbers they stand for."""
    bench = Bench(data)
    (left, a), (right, b) = bench.number(), bench.number()
    if data.draw(st.booleans()):
        right, b = left, a
    found = bench.numbers.compare(code, left, right)
    expected = {"<": a < b, "<=": a <= b, "==": a == b, "!=": a != b}[code]
    assert found is None or bench.result(Lane(Truth(found))) is expected


@settings(max_examples=300)
@given(st.data(), st.sampled_from(get_args(Mode)), FACTORS.map(abs))
def test_roundings(data: st.DataObject, mode: Mode, to: Fraction) -> None:
    """Every mode, on ties and beside them, of either sign."""
    bench = Bench(data)
    number, value = bench.number()
    if data.draw(st.booleans()):  # onto a tie
        shift = to / 2 - value
        moved = bench.numbers.add((number, constant(shift))) if shift else number
        if moved is None:
            return
        number, value = moved, value + shift
    found = bench.numbers.round(number, to, mode)
    assert found is None or bench.result(Lane(found)) == round_to(value, to, mode)
