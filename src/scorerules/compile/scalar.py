"""Prints a lane program as Python: from the variables of a record to what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from scorerules.compile.lanes import (
    Apply,
    Block,
    Choice,
    Item,
    Op,
    Operand,
    Program,
    Stop,
    Thing,
    Together,
    Unsupported,
    Var,
)
from scorerules.compile.printing import Lines, integer, tuple_of
from scorerules.numbers import NumberProblem

Data: TypeAlias = tuple[Any, ...]
Compute: TypeAlias = Callable[[Data], "Data | None"]

DEEPEST_TEXT: Final = 20
"""Brackets inside brackets; deeper expressions are taken apart."""
DEEPEST_BRANCH: Final = 60
DEEPEST_LOOP: Final = 12
"""Python allows 100 levels of indentation and 20 of loops."""
LONGEST_CHAIN: Final = 40
"""Branches of one ``if``; Python's own compiler recurses into longer ones."""
LONGEST_FUNCTION: Final = 400
"""Operations of one function; larger programs become several functions."""
_NESTED_SETUPS: Final = 3


def name_of(var: Var) -> str:
    """What printed lines call a variable."""
    return f"v{var.index}"


def in_one(program: Program) -> bool:
    """Whether one function can compute a program: it is not long, and looks at one record only."""
    items = program.block.items
    return len(items) <= LONGEST_FUNCTION and not any(isinstance(one, Together) for one in items)


def print_program(program: Program, lines: Lines, stopped: str) -> list[str]:
    """Print what a program computes from the variables of its sources; the texts of what it gives.

    Args:
        program: The program, not a long one.
        lines: Where it is printed.
        stopped: What the function returns for a record that is given up.
    """
    body = Body(lines, stopped, uses_of(program))
    body.block(program.block.items)
    return [body.text(one) for one in program.given]


def uses_of(program: Program) -> Counter[Var]:
    """How often each variable is read."""
    uses = Counter(read_by(program.block.items))
    uses.update(program.given)
    return uses


class Body:
    """Prints items.

    Args:
        lines: Where.
        stopped: What is returned for a record that is given up.
        uses: How often each variable is read.
        lasting: Variables that others read later.
    """

    def __init__(
        self, lines: Lines, stopped: str, uses: Counter[Var], lasting: frozenset[Var] = frozenset()
    ) -> None:
        self._lines = lines
        self._stopped = stopped
        self._uses = uses
        self._lasting = lasting
        self._loops = 0
        self._start = lines.depth
        self._waiting: dict[Var, tuple[str, int]] = {}

    @property
    def fraction(self) -> str:
        """The name of the class of fractions."""
        return self._lines.constant(Fraction)

    # Operands

    def text(self, operand: Operand) -> str:
        """The text of an operand; what is used once is written where it is used."""
        match operand:
            case Var():
                waiting = self._waiting.pop(operand, None)
                return name_of(operand) if waiting is None else f"({waiting[0]})"
            case Thing(value):
                return self._lines.constant(value)
            case bool():
                return str(operand)
            case _:
                return integer(operand)

    def _atom(self, operand: Operand) -> str:
        """The text of an operand that is written twice."""
        if isinstance(operand, Var) and operand in self._waiting:
            self._lines.add(f"{name_of(operand)} = {self._waiting.pop(operand)[0]}")
        return self.text(operand)

    def _depth(self, operands: Iterable[Operand]) -> int:
        waiting = (self._waiting.get(one) for one in operands if isinstance(one, Var))
        return max((one[1] for one in waiting if one is not None), default=0)

    # Items

    def block(self, items: Sequence[Item]) -> None:
        """The lines of a block."""
        if self._lines.depth - self._start > DEEPEST_BRANCH or self._loops > DEEPEST_LOOP:
            raise Unsupported
        for item in items:
            match item:
                case Op():
                    self._operation(item)
                case Stop(condition):
                    self._stop(condition)
                case Apply():
                    self._application(item)
                case Choice():
                    self._choice(item)
                case Together():
                    raise Unsupported

    def _operation(self, op: Op) -> None:
        depth = self._depth(op.args) + 1
        text, target = _PRINTED[op.code](self, op), op.target
        if self._uses[target] == 1 and depth < DEEPEST_TEXT and target not in self._lasting:
            self._waiting[target] = text, depth
        else:
            self._lines.add(f"{name_of(target)} = {text}")

    def _stop(self, condition: Operand) -> None:
        if isinstance(condition, Var):
            self._lines.add(f"if {self.text(condition)}:")
            self._lines.add(f"    return {self._stopped}")
        elif condition:
            self._lines.add(f"return {self._stopped}")

    def _application(self, item: Apply) -> None:
        function = self._lines.constant(item.function)
        call = f"{name_of(item.target)} = {function}({', '.join(map(self.text, item.args))})"
        if item.failed is None:
            self._lines.add(call)
            return
        problem = self._lines.constant(NumberProblem)
        with self._lines.under("try:"):
            self._lines.add(call)
            self._lines.add(f"{name_of(item.failed)} = False")
        with self._lines.under(f"except {problem}:"):
            self._lines.add(f"{name_of(item.target)} = {self.text(item.filler)}")
            self._lines.add(f"{name_of(item.failed)} = True")

    def _choice(self, item: Choice) -> None:
        setups = sum(bool(arm.setup.items) for arm in item.arms[1:])
        if len(item.arms) > LONGEST_CHAIN or setups > _NESTED_SETUPS:
            self._one_turn(item)
            return
        self.block(item.arms[0].setup.items)
        depth, word = self._lines.depth, "if"
        for arm in item.arms:
            if arm is not item.arms[0] and self._lines.below("else:", partial(self.block, arm.setup.items)):
                word = "if"
            with self._lines.under(f"{word} {self.text(arm.condition)}:"):
                self._way(item, arm.body, arm.results)
            word = "elif"
        with self._lines.under("else:"):
            self._way(item, item.default, item.results)
        self._lines.depth = depth

    def _one_turn(self, item: Choice) -> None:
        """A choice of many ways: a loop that is left by the first that holds."""
        self._loops += 1
        with self._lines.under("while True:"):
            for arm in item.arms:
                self.block(arm.setup.items)
                with self._lines.under(f"if {self.text(arm.condition)}:"):
                    self._way(item, arm.body, arm.results)
                    self._lines.add("break")
            self._way(item, item.default, item.results)
            self._lines.add("break")
        self._loops -= 1

    def _way(self, item: Choice, block: Block, results: Sequence[Operand]) -> None:
        """The lines inside a branch."""
        before = len(self._lines)
        self.block(block.items)
        for target, result in zip(item.targets, results, strict=True):
            self._lines.add(f"{name_of(target)} = {self.text(result)}")
        if len(self._lines) == before:
            self._lines.add("pass")

    # Operations

    def linear(self, op: Op) -> str:
        """A sum of multiples."""
        constant, *factors = op.facts
        terms = ""
        for factor, arg in zip(factors, op.args, strict=True):
            sign = ("-" if factor < 0 else "+") if terms or factor < 0 else ""
            size = "" if abs(factor) == 1 else f"{self.text(abs(factor))} * "
            terms += f" {sign} {size}{self.text(arg)}" if terms else f"{sign}{size}{self.text(arg)}"
        if constant:
            terms += f" {'-' if constant < 0 else '+'} {self.text(abs(constant))}"
        return terms

    def extreme(self, op: Op) -> str:
        """The smallest or the largest."""
        if len(op.args) == 2:
            left, right = self._atom(op.args[0]), self._atom(op.args[1])
            return f"{left} if {left} {'<' if op.code == 'least' else '>'} {right} else {right}"
        return f"{'min' if op.code == 'least' else 'max'}({', '.join(map(self.text, op.args))})"

    def pick(self, op: Op) -> str:
        """One of two."""
        condition, then, otherwise = map(self.text, op.args)
        return f"{then} if {condition} else {otherwise}"

    def ordered(self, op: Op) -> str:
        """A sum of places of ascending order."""
        start, stop = op.facts
        ranked = f"sorted({tuple_of(map(self.text, op.args))})"
        return f"{ranked}[{start}]" if stop - start == 1 else f"sum({ranked}[{start}:{stop}])"


def _infix(body: Body, op: Op) -> str:
    words = {"product": "*", "quotient": "//", "first": "or"}
    return f" {words.get(op.code, op.code)} ".join(map(body.text, op.args))


def _days(body: Body, op: Op) -> str:
    earlier, later = map(body.text, op.args)
    return f"({later} - {earlier}).days"


def _fraction(body: Body, op: Op) -> str:
    (k,), (above, below) = op.facts, map(body.text, op.args)
    return f"{body.fraction}({body.text(k.numerator)} * {above}, {body.text(k.denominator)} * {below})"


_PRINTED: dict[str, Callable[[Body, Op], str]] = {
    "linear": Body.linear,
    "least": Body.extreme,
    "most": Body.extreme,
    "pick": Body.pick,
    "sorted": Body.ordered,
    "not": lambda body, op: f"not {body.text(op.args[0])}",
    "days": _days,
    "fraction": _fraction,
    **dict.fromkeys(("product", "quotient", "first", "and", "or", "<", "<=", "==", "!="), _infix),
}


def read_by(items: Iterable[Item]) -> Iterator[Var]:
    """The variables that items read, as often as they are read."""
    for item in items:
        match item:
            case Op(_, _, args) | Apply(_, _, args):
                yield from (one for one in args if isinstance(one, Var))
            case Stop(condition):
                if isinstance(condition, Var):
                    yield condition
            case Together():
                yield from (one for one in item.read if isinstance(one, Var))
            case Choice(_, arms, default, results):
                for arm in arms:
                    yield from read_by(arm.setup.items)
                    yield from read_by(arm.body.items)
                    yield from (one for one in (arm.condition, *arm.results) if isinstance(one, Var))
                yield from read_by(default.items)
                yield from (one for one in results if isinstance(one, Var))


def defined_by(items: Iterable[Item]) -> Iterator[Var]:
    """The variables that items of one level compute."""
    for item in items:
        match item:
            case Op() | Apply():
                yield item.target
                if isinstance(item, Apply) and item.failed is not None:
                    yield item.failed
            case Choice():
                yield from item.targets
            case Together():
                yield from (item.target, item.state)
            case Stop():
                continue
