"""Everything that an expression of a few choices can come to, one value after the other.

Goes in: a plan and an expression. Comes out: a set of values that holds all that it can come to, or nothing
where it depends on more than texts with choices and answers, or on too many of them. Names that two parts of
an expression share are given their values first, so that the parts do not contradict each other; where one
of them is read in another way, too, the set may hold more than can be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from operator import add, mul, sub

from attrs import evolve

from scorerules.formula import (
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Evaluator,
    Expr,
    Logic,
    Member,
    Missing,
    Name,
    Negate,
    Not,
    Problem,
    Value,
    children,
    names,
)
from scorerules.numbers import Real
from scorerules.plan import Plan

_MOST_WORK = 200_000
"""Calculations for one question."""

_PLAIN = frozenset({"min", "max", "round", "floor", "ceil", "abs", "clamp"})
"""Functions that have a value only where all their arguments have one."""

_QUICK: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {"+": add, "-": sub, "*": mul}
"""Operations that need no more care with two rational numbers than Python takes."""

_TRUTH: tuple[Value, ...] = (True, False)


class _TooMuch(Exception):  # noqa: N818 - not an error: there is no answer
    pass


class Finite:
    """Lists the values of expressions of one plan.

    Args:
        plan: The plan.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._place = {step.id: place for place, step in enumerate(plan.steps)}
        self._choices: dict[str, tuple[Value, ...]] = {}
        for key in plan.keys.values():
            if not (key.items or key.levels or key.may_skip or key.judges is not None):
                if key.choices:
                    self._choices[key.id] = tuple(key.choices)
                elif key.type == "boolean":
                    self._choices[key.id] = _TRUTH
        self._work = 0
        self._found: dict[Expr, frozenset[Value] | None] = {}
        # By identity: to hash an expression is to walk through it. All of them live as long as the plan.
        self._known: dict[tuple[int, frozenset[tuple[str, Value]]], frozenset[Value]] = {}
        self._reads: dict[int, frozenset[str]] = {}
        self._asked: list[Expr] = []

    def values(self, expr: Expr) -> frozenset[Value] | None:
        """All that an expression can come to where it has a value; ``None`` where that is not told."""
        if expr not in self._found:
            self._work = _MOST_WORK
            self._asked.append(expr)
            try:
                self._found[expr] = self._of(expr, {})
            except _TooMuch:
                self._found[expr] = None
        return self._found[expr]

    def _of(self, expr: Expr, given: Mapping[str, Value]) -> frozenset[Value]:
        if isinstance(expr, Const):
            return frozenset({expr.value})
        if isinstance(expr, Name):
            return self._named(expr.id, given)
        read = self._reads.get(id(expr))
        if read is None:
            read = self._reads[id(expr)] = self._reached(names(expr), {})
        key = id(expr), frozenset((name, value) for name, value in given.items() if name in read)
        if key not in self._known:
            self._known[key] = self._apart(expr, given)
        return self._known[key]

    def _apart(self, expr: Expr, given: Mapping[str, Value]) -> frozenset[Value]:
        """All that comes of the parts of an expression."""
        parts = children(expr)
        shared = self._shared(parts, given)
        if shared is not None:
            values = self._named(shared, given)
            return frozenset[Value]().union(*(self._of(expr, {**given, shared: one}) for one in values))
        if isinstance(expr, Cases):
            return self._chosen(expr, given)
        sets = [self._of(one, given) for one in parts]
        if isinstance(expr, Arithmetic) and expr.operator in _QUICK:
            return self._quickly(_QUICK[expr.operator], sets[0], sets[1])
        found = (self._computed(_with(expr, [_constant(one) for one in values])) for values in product(*sets))
        return frozenset(one for one in found if one is not None)

    def _quickly(
        self,
        operate: Callable[[Fraction, Fraction], Fraction],
        left: frozenset[Value],
        right: frozenset[Value],
    ) -> frozenset[Value]:
        """All sums, differences or products of numbers of two sets."""
        self._work -= len(left) * len(right)
        if self._work < 0:
            raise _TooMuch
        ours = [one for one in left if isinstance(one, Fraction)]
        theirs = [one for one in right if isinstance(one, Fraction)]
        if len(ours) < len(left) or len(theirs) < len(right):
            raise _TooMuch
        return frozenset(operate(one, other) for one in ours for other in theirs)

    def _named(self, name: str, given: Mapping[str, Value]) -> frozenset[Value]:
        if name in given:
            return frozenset({given[name]})
        if name in self._plan.constants:
            return frozenset({self._plan.constants[name]})
        if name in self._choices:
            return frozenset(self._choices[name])
        step = self._place.get(name)
        if step is None or self._plan.steps[step].role == "cohort":
            raise _TooMuch
        return self._of(self._plan.exprs[name], given)

    def _chosen(self, cases: Cases, given: Mapping[str, Value]) -> frozenset[Value]:
        found: frozenset[Value] = frozenset()
        for condition, value in cases.rows:
            answers = self._of(condition, given)
            if True in answers:
                found |= self._of(value, given)
            if False not in answers:
                return found
        return found if cases.default is None else found | self._of(cases.default, given)

    def _computed(self, expr: Expr) -> Value | None:
        self._work -= 1
        if self._work < 0:
            raise _TooMuch
        try:
            value = Evaluator(_nothing).value(expr)
        except (Missing, Problem):
            return None
        if isinstance(value, Real):
            raise _TooMuch
        return value

    def _shared(self, parts: Sequence[Expr], given: Mapping[str, Value]) -> str | None:
        """A name that several parts read and that stands before all that it is computed from."""
        reached = [self._reached(names(one), given) for one in parts]
        shared = {name for place, one in enumerate(reached) for name in one if _is_in(name, reached[:place])}
        for name in sorted(shared, key=lambda one: -self._place.get(one, -1)):
            behind = self._reached((name,), given) - {name}
            without = {**given, name: True}
            rest = frozenset[str]().union(*(self._reached(names(one), without) for one in parts))
            if not behind & rest:
                return name
        return None

    def _reached(self, waiting: Sequence[str], given: Mapping[str, Value]) -> frozenset[str]:
        """The names that are read, directly or through others, and have no value yet."""
        found: set[str] = set()
        left = list(waiting)
        while left:
            name = left.pop()
            if name in found or name in given or name in self._plan.constants:
                continue
            found.add(name)
            if name in self._plan.exprs:
                left += names(self._plan.exprs[name])
        return frozenset(found)


def _is_in(name: str, sets: Sequence[frozenset[str]]) -> bool:
    return any(name in one for one in sets)


def _constant(value: Value) -> Const:
    if isinstance(value, (Real, tuple)):
        raise _TooMuch
    return Const(value)


def _nothing(name: str) -> Value:
    raise Missing(name)


def _with(expr: Expr, parts: Sequence[Const]) -> Expr:
    """An expression with constants in the place of its parts."""
    match expr:
        case Arithmetic():
            return evolve(expr, left=parts[0], right=parts[1])
        case Negate() | Not():
            return evolve(expr, operand=parts[0])
        case Compare() | Logic():
            return evolve(expr, operands=tuple(parts))
        case Member():
            return evolve(expr, operand=parts[0], items=tuple(parts[1:]))
        case Call(function) if function in _PLAIN:
            return evolve(expr, arguments=tuple(parts))
        case _:
            raise _TooMuch
