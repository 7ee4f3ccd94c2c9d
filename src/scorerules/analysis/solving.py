"""Data with which an expression comes to a wanted value.

Goes in: an expression, the value that it should come to, a trial to start from. Comes out: changes of the
data of that trial, the most promising first. They are proposals: whoever uses one runs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import islice

from scorerules.analysis.abstract import Abstract, some_of
from scorerules.analysis.domains import domain_of
from scorerules.analysis.trials import Data, Trial, Trials
from scorerules.formula import Arithmetic, Call, Cases, Const, Evaluator, Expr, Missing, Name, Negate, Problem
from scorerules.formula import Value as AnyValue
from scorerules.kinds import RecordKey

MOST = 24
"""Proposals for one wanted value."""

_DEEPEST = 40
"""Steps through which a name is followed."""

_SCALES = (1, 10, 100, 1000, 10_000, 1_000_000)


class Solver:
    """Finds data for one plan.

    Args:
        trials: The trials of the plan.
    """

    def __init__(self, trials: Trials) -> None:
        self.keys: dict[str, RecordKey] = {}
        for key in trials.plan.keys.values():
            self.keys[key.id] = key
            self.keys |= {part.id: part for part in key.parts}
        self._steps: Mapping[str, Expr] = {step.id: step.expr for step in trials.plan.steps}
        self._constants = trials.plan.constants

    def reach(self, expr: Expr, target: Fraction | str | bool, start: Trial) -> Iterator[Data]:
        """Changes of the data of ``start`` with which ``expr`` may come to ``target``."""
        return islice(self._reach(expr, target, start, _DEEPEST), MOST)

    def meet(self, name: str, wanted: Abstract, start: Trial) -> Iterator[Data]:
        """Changes with which a name may come to one of the wanted values."""
        for target in some_of(wanted):
            yield from self.reach(Name(name), target, start)

    def _reach(self, expr: Expr, target: Fraction | str | bool, start: Trial, left: int) -> Iterator[Data]:
        if left == 0:
            return
        number = target if isinstance(target, Fraction) else None
        match expr:
            case Const(value):
                if value == target:
                    yield {}
            case Name(id_):
                yield from self._name(id_, target, start, left)
            case Negate(operand) if number is not None:
                yield from self._reach(operand, -number, start, left - 1)
            case Arithmetic(operator, one, other) if number is not None:
                yield from self._sides(operator, one, other, number, start, left - 1)
            case Cases(rows, default):
                for _, result in rows:
                    yield from self._reach(result, target, start, left - 1)
                if default is not None:
                    yield from self._reach(default, target, start, left - 1)
            case Call("abs", (argument,)) if number is not None:
                yield from self._reach(argument, number, start, left - 1)
                yield from self._reach(argument, -number, start, left - 1)
            case Call(_, arguments):
                for argument in arguments:
                    yield from self._reach(argument, target, start, left - 1)
            case _:
                return

    def _name(self, id_: str, target: Fraction | str | bool, start: Trial, left: int) -> Iterator[Data]:
        key = self.keys.get(id_)
        if key is not None:
            value = as_value(key, target)
            if value is not None:
                yield {id_: value}
        elif id_ in self._steps:
            yield from self._reach(self._steps[id_], target, start, left - 1)
        elif self._constants.get(id_) == target:
            yield {}

    def _sides(
        self, operator: str, one: Expr, other: Expr, target: Fraction, start: Trial, left: int
    ) -> Iterator[Data]:
        """Change one side of an operation and leave the other; both sides of a quotient together."""
        ours, theirs = self._number(one, start), self._number(other, start)
        if theirs is not None:
            wanted = _left_of(operator, target, theirs)
            if wanted is not None:
                yield from self._reach(one, wanted, start, left)
        if ours is not None:
            wanted = _right_of(operator, target, ours)
            if wanted is not None:
                yield from self._reach(other, wanted, start, left)
        if operator == "/":
            # Counts may have no quotient like that over the divisor at hand: take divisors that fit.
            for scale in _SCALES:
                divisor = Fraction(target.denominator * scale)
                for changes in islice(self._reach(other, divisor, start, left), 2):
                    for further in islice(self._reach(one, target * divisor, start, left), 2):
                        yield {**changes, **further}

    def _number(self, expr: Expr, start: Trial) -> Fraction | None:
        """What an expression comes to in a trial, if it is a rational number."""

        def read(name: str) -> AnyValue:
            value = start.trace.values.get(name, start.data.get(name, self._constants.get(name)))
            if value is None:
                raise Missing(name)
            return value

        try:
            value = Evaluator(read).value(expr)
        except (Missing, Problem):
            return None
        return value if isinstance(value, Fraction) else None


def as_value(key: RecordKey, target: Fraction | str | bool) -> Fraction | str | bool | date | None:
    """The target as a value that the key may hold; ``None`` when it may not."""
    domain = domain_of(key)
    if isinstance(target, bool):
        return target if target in domain.truth else None
    if isinstance(target, str):
        return target if domain.texts is None or target in domain.texts else None
    if not domain.numbers.has(target):
        return None
    return date.fromordinal(int(target)) if key.type == "date" else target


def _left_of(operator: str, target: Fraction, right: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return target - right
        case "-":
            return target + right
        case "*":
            return None if right == 0 else target / right
        case "/":
            return target * right
        case _:
            return target if right == 1 else None


def _right_of(operator: str, target: Fraction, left: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return target - left
        case "-":
            return left - target
        case "*":
            return None if left == 0 else target / left
        case "/":
            return None if target == 0 else left / target
        case _:
            return None
