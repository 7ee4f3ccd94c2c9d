"""Expressions of a plan -> operations of a lane program, with the meaning that the reference evaluation has.

Goes in: expressions, one after the other, and the lanes of what they read. Comes out: lanes. Where the
reference would note a problem of the record, the record is given up, so that the reference says it; giving
up more often than that is slow, but never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Final

from scorerules.compile.arithmetic import LARGEST_POWER, Arithmetic
from scorerules.compile.branching import Branches, facts_of
from scorerules.compile.builder import Builder
from scorerules.compile.calls import Calls
from scorerules.compile.contents import Things, exactly
from scorerules.compile.lanes import (
    FAILED,
    LEFT_OUT,
    MISSING,
    PRESENT,
    Arm,
    Block,
    Code,
    Codes,
    Content,
    Exact,
    Lane,
    Number,
    Operand,
    Other,
    Truth,
    Unsupported,
    Var,
)
from scorerules.formula import (
    Absent,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Logic,
    Member,
    Name,
    Negate,
    Not,
)
from scorerules.formula import Arithmetic as Calculation
from scorerules.numbers import Number as AnyNumber
from scorerules.numbers import add, compare, divide, multiply, power, subtract

HARD: Final[Codes] = frozenset((MISSING, FAILED))
"""States that no join passes over."""

_EXACT: Mapping[str, Callable[[AnyNumber, AnyNumber], AnyNumber]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "**": power,
}  # fmt: skip
_COMPARISONS: Mapping[str, tuple[Code, bool]] = {
    "<": ("<", False), "<=": ("<=", False), ">": ("<", True), ">=": ("<=", True),
    "==": ("==", False), "!=": ("!=", False),
}  # fmt: skip
"""The operation of each comparison, and whether its sides change places."""


class Lowering:
    """Lowers the expressions of one program.

    Args:
        build: Builds the program.
        things: Its constants.
        lanes: The lanes of what expressions read, by id; an id without a lane is always missing.
    """

    def __init__(self, build: Builder, things: Things, lanes: Mapping[str, Lane]) -> None:
        self.build = build
        self.things = things
        self.arithmetic = Arithmetic(build)
        self._lanes = lanes
        self._calls = Calls(self)
        self._branches = Branches(self, lanes)
        self._fatal: Codes = frozenset()

    def step(self, expr: Expr, fatal: Codes) -> Lane:
        """The lane of a step; a record for which it is in one of the states ``fatal`` is given up."""
        with self.minding(fatal):
            lane = self.lower(expr)
            return Lane(lane.content, self.checked(lane.state))

    @contextmanager
    def minding(self, fatal: Codes) -> Iterator[None]:
        """Give the record up for these states and no others."""
        before, self._fatal = self._fatal, fatal
        try:
            yield
        finally:
            self._fatal = before

    @property
    def fatal(self) -> Codes:
        """The states for which the record is given up."""
        return self._fatal

    # States

    def checked(self, state: Operand) -> Operand:
        """The state of what is really read, after giving up what would be a problem."""
        build, state = self.build, self.build.settled(state)
        bad = build.codes(state) & self._fatal
        if bad:
            build.stop(build.is_one_of(state, bad))
            build.narrow(state, bad)
        return build.settled(state)

    def strict(self, expr: Expr) -> Lane:
        """The lane of an operand that is needed."""
        lane = self.lower(expr)
        return Lane(lane.content, self.checked(lane.state))

    def failing(self, state: Operand, condition: Operand) -> Operand:
        """The state of what has no result when the condition holds, unless it is absent anyway."""
        condition = self.build.both((self.build.opposite(self.build.is_absent(state)), condition))
        if FAILED in self._fatal:
            self.build.stop(condition)
            return state
        return self.build.state_if(condition, FAILED, state)

    # Exact numbers

    def apply(
        self,
        function: Callable[..., Any],
        args: tuple[Operand, ...],
        state: Operand,
        target: Var,
        filler: Operand,
    ) -> tuple[Operand, Operand]:
        """The result of a function of exact objects, called when nothing is absent, and its state."""
        build, stops = self.build, FAILED in self._fatal
        absent = build.is_absent(state)
        if absent is True:
            return filler, state
        if absent is False:
            failed = build.apply(target, function, args, filler, stops=stops)
            return target, self.failing(state, failed)
        inside = Block()
        with build.inside(inside):
            failed = build.apply(target, function, args, filler, stops=stops)
        arm = Arm(Block(), absent, Block(), (filler, False))
        result, failed = build.choice((arm,), inside, (target, failed))
        return result, self.failing(state, failed)

    def calculated(
        self,
        function: Callable[..., Any],
        contents: Sequence[Content],
        state: Operand,
        ends: tuple[Fraction | None, Fraction | None] = (None, None),
    ) -> Lane:
        """The lane of a function of exact numbers."""
        build = self.build
        args = tuple(exactly(one, build, self.things) for one in contents)
        filler = self.things(Fraction(0))
        of, state = self.apply(function, args, state, build.thing(), filler)
        return Lane(Exact(of, *ends), state)

    # Expressions

    def lower(self, expr: Expr) -> Lane:
        """The lane of an expression."""
        match expr:
            case Const(value):
                return Lane(self.things.content(value))
            case Name(id_):
                return self.read(id_)
            case Negate(operand):
                return self._negated(operand)
            case Calculation(operator, left, right):
                return self._calculation(operator, left, right)
            case Compare():
                return self._compare(expr)
            case Logic(operator, operands):
                asks = [
                    (lambda one=one: self.condition(one), facts_of(one, operator == "and"))
                    for one in operands
                ]
                return self._branches.in_turn(asks, decisive=operator == "or")
            case Not(operand):
                lane = self.condition(operand)
                return Lane(_opposite(lane.content, self.build), lane.state)
            case Member():
                return self._member(expr)
            case Cases():
                return self._branches.cases(expr)
            case Call(function, arguments):
                return self._calls.lane(function, arguments)
            case Known(operand):
                return self._known(operand)
            case Absent(not_applicable):
                return Lane(None, LEFT_OUT if not_applicable else MISSING)

    def read(self, name: str) -> Lane:
        """The lane of an id, as another step reads it."""
        lane = self._lanes.get(name)
        if lane is None:
            return Lane(None, MISSING)
        state = self.build.settled(lane.state)
        if name.startswith("score."):
            state = self.build.read_as_left_out(state)
        return Lane(lane.content, state)

    def _negated(self, operand: Expr) -> Lane:
        lane = self.strict(operand)
        match lane.content:
            case None:
                return lane
            case Number():
                scaled = self.arithmetic.scaled(lane.content, Fraction(-1))
                assert scaled is not None
                return Lane(scaled, lane.state)
            case content:
                return self.calculated(lambda value: -value, (content,), lane.state)

    def _calculation(self, operator: str, left: Expr, right: Expr) -> Lane:
        one, other = self.strict(left), self.strict(right)
        state = self.build.joined((one.state, other.state))
        if one.content is None or other.content is None:
            return Lane(None, state)
        if isinstance(one.content, Number) and isinstance(other.content, Number):
            found = self._on_integers(operator, one.content, other.content, state)
            if found is not None:
                return found
        return self.calculated(_EXACT[operator], (one.content, other.content), state)

    def _on_integers(self, operator: str, one: Number, other: Number, state: Operand) -> Lane | None:
        numbers = self.arithmetic
        result: Number | None
        match operator:
            case "+":
                result = numbers.add((one, other))
            case "-":
                result = numbers.add((one, other), (1, -1))
            case "*":
                result = numbers.multiply(one, other)
            case "/":
                return self.quotient(one, other, state)
            case _:
                exponent = other.constant
                if exponent is None or exponent.denominator != 1 or not 1 <= exponent <= LARGEST_POWER:
                    return None
                result = numbers.power(one, int(exponent))
        return None if result is None else Lane(result, state)

    def quotient(self, above: Number, below: Number, state: Operand) -> Lane | None:
        """The lane of a quotient; ``None`` when it grows too large."""
        found = [state]

        def fail(condition: Operand) -> bool:
            found.append(self.failing(state, condition))
            # The divisor is safe when records with a divisor of 0 are given up, all of them.
            return FAILED in self._fatal and self.build.is_absent(state) is False

        result = self.arithmetic.divide(above, below, fail)
        return None if result is None else Lane(result, found[-1])

    # Conditions

    def condition(self, expr: Expr) -> Lane:
        lane = self.strict(expr)
        if not isinstance(lane.content, Truth | None):
            raise Unsupported
        return lane

    def _compare(self, expr: Compare) -> Lane:
        lanes: list[Lane] = [self.strict(expr.operands[0])]

        def ask(index: int) -> Lane:
            lanes.append(self.strict(expr.operands[index + 1]))
            one, other = lanes[index], lanes[index + 1]
            return self._compared(expr.operators[index], one.content, other.content, (one.state, other.state))

        asks = [(lambda index=index: ask(index), frozenset[str]()) for index in range(len(expr.operators))]
        return self._branches.in_turn(asks, decisive=False)

    def _compared(
        self, operator: str, left: Content | None, right: Content | None, states: Sequence[Operand]
    ) -> Lane:
        """The lane of a comparison; the left side is read first, and no more if it is absent."""
        state = self.build.first(states)
        if left is None or right is None:
            return Lane(None, state)
        code, swapped = _COMPARISONS[operator]
        if swapped:
            left, right = right, left
        of, state = self.holds(code, left, right, state)
        return Lane(Truth(of), state)

    def holds(self, code: Code, left: Content, right: Content, state: Operand) -> tuple[Operand, Operand]:
        """Whether a comparison holds, and its state."""
        build = self.build
        if isinstance(left, Number | Exact) and isinstance(right, Number | Exact):
            if isinstance(left, Number) and isinstance(right, Number):
                found = self.arithmetic.compare(code, left, right)
                if found is not None:
                    return found, state
            args = tuple(exactly(one, build, self.things) for one in (left, right))
            order, state = self.apply(compare, args, state, build.whole(-1, 1), 0)
            return build.compare(code, order, 0), state
        alike = type(left) is type(right)
        if isinstance(left, Other) and isinstance(right, Other):
            alike = left.kind == right.kind and (left.kind == "date" or code in ("==", "!="))
        if not alike or isinstance(left, Number | Exact) or isinstance(right, Number | Exact):
            raise Unsupported
        return build.compare(code, left.of, right.of), state

    def _member(self, expr: Member) -> Lane:
        lane = self.strict(expr.operand)
        items = [self.strict(one) for one in expr.items]
        state = self.build.first((lane.state, self.build.joined([one.state for one in items])))
        if lane.content is None or any(one.content is None for one in items):
            return Lane(None, state)
        found = []
        for item in items:
            assert item.content is not None
            same, state = self.holds("==", lane.content, item.content, state)
            found.append(same)
        among = self.build.either(found)
        return Lane(Truth(self.build.opposite(among) if expr.negated else among), state)

    def _known(self, operand: Expr) -> Lane:
        with self.minding(self._fatal & {FAILED}):
            lane = self.lower(operand)
            state = self.checked(lane.state)
        build = self.build
        present = build.opposite(build.is_absent(state))
        failed = build.is_one_of(state, frozenset((FAILED,)))
        return Lane(Truth(present), build.state_if(failed, FAILED, PRESENT))


def _opposite(content: Content | None, build: Builder) -> Content | None:
    return Truth(build.opposite(content.of)) if isinstance(content, Truth) else None
