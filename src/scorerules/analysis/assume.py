"""What the names of an expression can be where a condition holds, or does not hold.

Goes in: a condition and an environment. Comes out: the environment narrowed by the condition, ``None``
when no value at all meets it. What cannot be concluded is left as wide as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Protocol

from attrs import define, evolve, field, frozen

from scorerules.analysis.abstract import Abstract, of_numbers
from scorerules.analysis.interval import ZERO, Interval, added, divided, multiplied, negative, subtracted
from scorerules.formula import Arithmetic, Compare, Expr, Known, Logic, Member, Name, Negate, Not
from scorerules.formula.nodes import CompareOperator

_OPPOSITE: Mapping[CompareOperator, CompareOperator] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
}  # fmt: skip
_TURNED: Mapping[CompareOperator, CompareOperator] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=",
}  # fmt: skip

_MOST_LOOKED_AT = 20_000
"""Expressions that are looked at to draw conclusions from conditions, however small a plan is."""

_FOR_EACH_PART = 60
"""Further ones for every part of its expressions."""


@frozen
class Env:
    """What names can be.

    Args:
        base: Gives what a name can be, before any condition.
        narrowed: What conditions made of names.
    """

    base: Callable[[str], Abstract]
    narrowed: Mapping[str, Abstract] = field(factory=dict)

    def read(self, name: str) -> Abstract:
        """What a name can be."""
        found = self.narrowed.get(name)
        return self.base(name) if found is None else found

    def with_value(self, name: str, value: Abstract) -> Env:
        """The same with another value for a name."""
        return Env(self.base, {**self.narrowed, name: value})


@define
class Work:
    """How much may still be concluded from conditions; afterwards names stay as wide as they are.

    A condition inside a condition is looked at for each way in which the outer one can turn out, so that
    nested ones would double the work with every level.

    Args:
        left: Expressions that may still be looked at.
    """

    left: int = _MOST_LOOKED_AT

    @classmethod
    def of(cls, parts: int) -> Work:
        """The work that some expressions with so many parts together are worth."""
        return cls(_MOST_LOOKED_AT + _FOR_EACH_PART * parts)

    def goes_on(self) -> bool:
        """Count one more expression; whether there is work left."""
        self.left -= 1
        return self.left >= 0


class Values(Protocol):
    """Says what an expression can come to."""

    def value(self, expr: Expr, env: Env) -> Abstract:
        """All that ``expr`` can come to."""


class Assuming:
    """Narrows environments by conditions.

    Args:
        values: Says what an expression can come to.
        work: How much may be concluded.
    """

    def __init__(self, values: Values, work: Work) -> None:
        self._values = values
        self._work = work

    def assume(self, condition: Expr, env: Env, *, holds: bool) -> Env | None:
        """The environment in which a condition holds, or does not; ``None`` when that cannot be."""
        if not self._work.goes_on():
            return env
        match condition:
            case Not(operand):
                return self.assume(operand, env, holds=not holds)
            case Logic(operator, operands):
                if (operator == "and") is holds:
                    return self._all(operands, env, holds=holds)
                return self._any(operands, env, holds=holds)
            case Compare(operators, operands) if len(operators) == 1 or holds:
                return self._chain(operators, operands, env, holds=holds)
            case Member(operand, items, negated) if isinstance(operand, Name):
                return self._among(operand, items, env, inside=holds is not negated)
            case Known(Name() as name):
                return self._known(name, env, holds=holds)
            case Name(id_):
                met = env.read(id_).meet(Abstract(truth=frozenset((holds,))))
                return None if not met.truth else env.with_value(id_, _present(met))
            case _:
                found = self._values.value(condition, env)
                return env if holds in found.truth else None

    def _all(self, conditions: tuple[Expr, ...], env: Env, *, holds: bool) -> Env | None:
        current: Env | None = env
        for one in conditions:
            current = None if current is None else self.assume(one, current, holds=holds)
        return current

    def _any(self, conditions: tuple[Expr, ...], env: Env, *, holds: bool) -> Env | None:
        """Some of the conditions is met, nobody knows which: what all ways have in common."""
        ways: list[Env] = []
        rest: Env | None = env
        for one in conditions:
            if rest is None:
                break
            way = self.assume(one, rest, holds=holds)
            if way is not None:
                ways.append(way)
            rest = self.assume(one, rest, holds=not holds)
        if not ways:
            return None
        common = set(ways[0].narrowed).union(*(one.narrowed for one in ways))
        narrowed = {}
        for name in common:
            joined = ways[0].read(name)
            for way in ways[1:]:
                joined = joined.join(way.read(name))
            narrowed[name] = joined
        return Env(env.base, narrowed)

    def _chain(
        self, operators: tuple[CompareOperator, ...], operands: tuple[Expr, ...], env: Env, *, holds: bool
    ) -> Env | None:
        current: Env | None = env
        for operator, left, right in zip(operators, operands, operands[1:], strict=False):
            if current is None:
                return None
            said = operator if holds else _OPPOSITE[operator]
            current = self._compared(said, left, right, current)
            if current is not None:
                current = self._compared(_TURNED[said], right, left, current)
        return current

    def _compared(self, operator: CompareOperator, left: Expr, right: Expr, env: Env) -> Env | None:
        """Narrow ``left`` by what it is compared with."""
        bound = self._values.value(right, env)
        if bound.other or bound.never:
            return env
        return self.narrow(left, _allowed(operator, bound), env, apart=_apart(operator, bound))

    def narrow(self, expr: Expr, target: Abstract, env: Env, *, apart: Abstract | None = None) -> Env | None:
        """The environment in which an expression comes to one of ``target`` (and not to ``apart``)."""
        if not self._work.goes_on():
            return env
        match expr:
            case Name(id_):
                met = env.read(id_).meet(target)
                if apart is not None:
                    met = _without(met, apart)
                return None if met.never else env.with_value(id_, _present(met))
            case Negate(operand):
                return self.narrow(operand, of_numbers(negative(target.numbers)), env)
            case Arithmetic(operator, left, right) if operator != "**":
                return self._operands(operator, left, right, target.numbers, env)
            case _:
                met = self._values.value(expr, env).meet(target)
                return None if met.never else env

    def _operands(self, operator: str, left: Expr, right: Expr, target: Interval, env: Env) -> Env | None:
        """Narrow each side of an operation by the other side and the result."""
        ours, theirs = self._values.value(left, env).numbers, self._values.value(right, env).numbers
        wanted: list[tuple[Expr, Interval | None]] = []
        match operator:
            case "+":
                wanted = [(left, subtracted(target, theirs)), (right, subtracted(target, ours))]
            case "-":
                wanted = [(left, added(target, theirs)), (right, subtracted(ours, target))]
            case "*":
                wanted = [
                    (left, None if theirs.has(ZERO) else divided(target, theirs)),
                    (right, None if ours.has(ZERO) else divided(target, ours)),
                ]
            case _:
                wanted = [
                    (left, multiplied(target, theirs)),
                    (right, None if target.has(ZERO) else divided(ours, target)),
                ]
        current: Env | None = env
        for expr, interval in wanted:
            if current is None:
                return None
            if interval is not None:
                current = self.narrow(expr, of_numbers(_without_grid(interval)), current)
        return current

    def _among(self, operand: Name, items: tuple[Expr, ...], env: Env, *, inside: bool) -> Env | None:
        found = env.read(operand.id)
        values = [self._values.value(one, env) for one in items]
        if inside:
            target = values[0]
            for one in values[1:]:
                target = target.join(one)
            return self.narrow(operand, target, env)
        for one in values:
            found = _without(found, one)
        return None if found.never else env.with_value(operand.id, _present(found))

    def _known(self, name: Name, env: Env, *, holds: bool) -> Env | None:
        found = env.read(name.id)
        if holds:
            return None if found.never else env.with_value(name.id, _present(found))
        if not found.lacks:
            return None
        return env.with_value(name.id, Abstract(missing=found.missing, inapplicable=found.inapplicable))


def _present(value: Abstract) -> Abstract:
    """A value that was read: it is there."""
    return evolve(value, missing=False, inapplicable=False, fails=False)


def _without_grid(interval: Interval) -> Interval:
    # The grid of a result says nothing of the grid of its parts.
    return evolve(interval, grid=None)


def _allowed(operator: CompareOperator, bound: Abstract) -> Abstract:
    """What a value can be that compares so with ``bound``."""
    numbers = bound.numbers
    match operator:
        case "==":
            return bound
        case "<" | "<=":
            interval = Interval(None, numbers.high, high_in=operator == "<=" and numbers.high_in)
        case ">" | ">=":
            interval = Interval(numbers.low, None, low_in=operator == ">=" and numbers.low_in)
        case _:
            return Abstract(Interval(), None, frozenset({True, False}), other=True)
    return of_numbers(interval)


def _apart(operator: CompareOperator, bound: Abstract) -> Abstract | None:
    """The one value that a value cannot be."""
    return bound if operator == "!=" and bound.single is not None else None


def _without(value: Abstract, gone: Abstract) -> Abstract:
    """The value without one that is known: an end of its numbers, a text, an answer."""
    single = gone.single
    if isinstance(single, bool):
        return evolve(value, truth=value.truth - {single})
    if isinstance(single, str):
        return value if value.texts is None else evolve(value, texts=value.texts - {single})
    if isinstance(single, Fraction):
        numbers = value.numbers
        if numbers.low == single:
            numbers = evolve(numbers, low_in=False)
        if numbers.high == single:
            numbers = evolve(numbers, high_in=False)
        return evolve(value, numbers=numbers.on_grid())
    return value
