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
from scorerules.analysis.turning import part_of, turns
from scorerules.formula import Arithmetic, Call, Cases, Const, Evaluator, Expr, Missing, Name, Negate, Problem
from scorerules.formula import Value as AnyValue
from scorerules.kinds import RecordKey

MOST = 24
"""Proposals for one wanted value."""

_DEEPEST = 40
"""Steps through which a name is followed."""

_MOST_LOOKED_AT = 2000
"""Expressions that one search looks at: quotients of quotients have more ways than anyone can go."""

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
        self.steps: Mapping[str, Expr] = trials.plan.exprs
        self.constants = trials.plan.constants

    def reach(self, expr: Expr, target: Fraction | str | bool, start: Trial) -> Iterator[Data]:
        """Changes of the data of ``start`` with which ``expr`` may come to ``target``."""
        return islice(_Search(self, start).reach(expr, target, _DEEPEST), MOST)

    def meet(self, name: str, wanted: Abstract, start: Trial) -> Iterator[Data]:
        """Changes with which a name may come to one of the wanted values."""
        for target in some_of(wanted):
            yield from self.reach(Name(name), target, start)


class _Search:
    """One search for data, which ends after :data:`_MOST_LOOKED_AT` expressions whatever it found.

    Args:
        solver: What is known of the plan.
        start: The trial whose data are changed.
    """

    def __init__(self, solver: Solver, start: Trial) -> None:
        self._solver = solver
        self._start = start
        self._looked_at = 0
        self._numbers: dict[int, Fraction | None] = {}

    def reach(self, expr: Expr, target: Fraction | str | bool, left: int) -> Iterator[Data]:
        """Changes with which ``expr`` may come to ``target``, at most ``left`` levels down."""
        self._looked_at += 1
        if left == 0 or self._looked_at > _MOST_LOOKED_AT:
            return
        number = target if isinstance(target, Fraction) else None
        match expr:
            case Const(value):
                if value == target:
                    yield {}
            case Name(id_):
                yield from self._name(id_, target, left)
            case Negate(operand) if number is not None:
                yield from self.reach(operand, -number, left - 1)
            case Arithmetic(operator, one, other) if number is not None:
                yield from self._sides(operator, one, other, number, left - 1)
            case Cases(rows, default):
                for _, result in rows:
                    yield from self.reach(result, target, left - 1)
                if default is not None:
                    yield from self.reach(default, target, left - 1)
            case Call("abs", (argument,)) if number is not None:
                yield from self.reach(argument, number, left - 1)
                yield from self.reach(argument, -number, left - 1)
            case Call("days", (first, last)) if number is not None:
                start, end = self._number(first), self._number(last)
                if start is not None:
                    yield from self.reach(last, start + number, left - 1)
                if end is not None:
                    yield from self.reach(first, end - number, left - 1)
            case Call(function, arguments) if number is not None and turns(function):
                yield from self._parts(function, arguments, number, left - 1)
            case Call(_, arguments):
                for argument in arguments:
                    yield from self.reach(argument, target, left - 1)
            case _:
                return

    def _name(self, id_: str, target: Fraction | str | bool, left: int) -> Iterator[Data]:
        key = self._solver.keys.get(id_)
        if key is not None:
            value = as_value(key, target)
            if value is not None:
                yield {id_: value}
        elif id_ in self._solver.steps:
            yield from self.reach(self._solver.steps[id_], target, left - 1)
        elif self._solver.constants.get(id_) == target:
            yield {}

    def _sides(self, operator: str, one: Expr, other: Expr, target: Fraction, left: int) -> Iterator[Data]:
        """Change one side of an operation and leave the other; both sides of a quotient together."""
        ours, theirs = self._number(one), self._number(other)
        if theirs is not None:
            wanted = _left_of(operator, target, theirs)
            if wanted is not None:
                yield from self.reach(one, wanted, left)
        if ours is not None:
            wanted = _right_of(operator, target, ours)
            if wanted is not None:
                yield from self.reach(other, wanted, left)
        if operator == "/":
            # Counts may have no quotient like that over the divisor at hand: take divisors that fit.
            for scale in _SCALES:
                divisor = Fraction(target.denominator * scale)
                for changes in islice(self.reach(other, divisor, left), 2):
                    for further in islice(self.reach(one, target * divisor, left), 2):
                        yield {**changes, **further}

    def _parts(
        self, function: str, arguments: tuple[Expr, ...], target: Fraction, left: int
    ) -> Iterator[Data]:
        """Change one part of a join and leave the others."""
        numbers = [self._number(one) for one in arguments]
        for place, argument in enumerate(arguments):
            others = [one for at, one in enumerate(numbers) if at != place and one is not None]
            if len(others) == len(arguments) - 1:
                wanted = part_of(function, target, others)
                if wanted is not None:
                    yield from self.reach(argument, wanted, left)

    def _number(self, expr: Expr) -> Fraction | None:
        """What an expression comes to in the trial, if it is a rational number; the ordinal of a date."""
        if id(expr) not in self._numbers:
            self._numbers[id(expr)] = self._computed(expr)
        return self._numbers[id(expr)]

    def _computed(self, expr: Expr) -> Fraction | None:
        def read(name: str) -> AnyValue:
            value = self._start.trace.values.get(
                name, self._start.data.get(name, self._solver.constants.get(name))
            )
            if value is None:
                raise Missing(name)
            return value

        try:
            value = Evaluator(read).value(expr)
        except (Missing, Problem):
            return None
        if isinstance(value, date):
            return Fraction(value.toordinal())
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
