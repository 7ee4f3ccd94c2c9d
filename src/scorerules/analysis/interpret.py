"""What an expression can come to, given what the names it reads can be.

Goes in: an expression and an environment. Comes out: an :class:`Abstract` that holds every value that any
record could bring about. Inside the rows of a choice the environment is narrowed by what the conditions
say, so that ``a / b if b > 0 else 0`` divides by nothing that is 0. Records are never made up here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scorerules.analysis import calls
from scorerules.analysis.abstract import NEVER, Abstract, of_numbers, of_truth, of_value
from scorerules.analysis.assume import Assuming, Env, Work
from scorerules.analysis.compare import possible
from scorerules.analysis.interval import ZERO, Interval, added, divided, multiplied, negative, subtracted
from scorerules.analysis.powers import raised
from scorerules.analysis.seen import Seen
from scorerules.formula import (
    Absent,
    Arithmetic,
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

OPERATIONS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": added,
    "-": subtracted,
    "*": multiplied,
    "/": divided,
    "**": raised,
}


class Interpreter:
    """Finds what expressions can come to.

    Args:
        seen: Where conditions, rows and divisors are noted as they are met; nowhere when ``None``.
        work: How much may be concluded from conditions; as much as one expression is worth when ``None``.
    """

    def __init__(self, seen: Seen | None = None, work: Work | None = None) -> None:
        self._seen = seen
        self._work = Work() if work is None else work
        self._assuming = Assuming(self if seen is None else Interpreter(work=self._work), self._work)

    def value(self, expr: Expr, env: Env) -> Abstract:
        """All that ``expr`` can come to."""
        if self._seen is None:
            # What is noted is looked at once; what is concluded from it would be looked at ever again.
            self._work.goes_on()
        match expr:
            case Const(value):
                return of_value(value)
            case Name(id_):
                return env.read(id_)
            case Negate(operand):
                inner = self.value(operand, env)
                return of_numbers(negative(inner.numbers)).flagged(inner)
            case Not(operand):
                inner = self.value(operand, env)
                return of_truth(not one for one in inner.truth).flagged(inner)
            case Arithmetic(_, left, right):
                return self._arithmetic(expr, self.value(left, env), self.value(right, env), env)
            case Compare():
                return self._comparison(expr, env)
            case Logic():
                return self._logic(expr, env)
            case Member(operand, items, negated):
                return among([self.value(one, env) for one in (operand, *items)], negated=negated)
            case Cases():
                return self._cases(expr, env)
            case Known(operand):
                return self._known(operand, env)
            case Absent(not_applicable):
                return Abstract(missing=not not_applicable, inapplicable=not_applicable)
            case Call(function, arguments):
                return calls.result(function, arguments, [self.value(one, env) for one in arguments])

    def assume(self, condition: Expr, env: Env, *, holds: bool) -> Env | None:
        """The environment in which a condition holds, or does not; ``None`` when that cannot be."""
        return self._assuming.assume(condition, env, holds=holds)

    def _arithmetic(self, expr: Arithmetic, left: Abstract, right: Abstract, env: Env) -> Abstract:
        operator = expr.operator
        found = of_numbers(OPERATIONS[operator](left.numbers, right.numbers)).flagged(left, right)
        if operator == "/" and right.numbers.has(ZERO) and not right.numbers.empty:
            if self._seen is not None:
                self._seen.note_divisor(expr, env)
            return found.flagged(Abstract(fails=True))
        return found.flagged(Abstract(fails=True)) if operator == "**" else found

    def _comparison(self, expr: Compare, env: Env) -> Abstract:
        parts = [self.value(one, env) for one in expr.operands]
        truth = {True}
        for operator, left, right in zip(expr.operators, parts, parts[1:], strict=False):
            found = possible(operator, left, right)
            # A chain holds when every link does, and fails with the first that does not.
            truth = (truth - {True} if True not in found else truth) | (found & {False})
        if any(one.never for one in parts):
            truth = set()
        return of_truth(truth).flagged(*parts)

    def _logic(self, expr: Logic, env: Env) -> Abstract:
        """Later operands are read only where earlier ones leave the answer open."""
        decisive = expr.operator == "or"
        current: Env | None = env
        truth: set[bool] = set()
        parts: list[Abstract] = []
        for operand in expr.operands:
            if current is None:
                break
            found = self.value(operand, current)
            parts.append(found)
            self._note(operand, found)
            if decisive in found.truth:
                truth.add(decisive)
            current = (
                self.assume(operand, current, holds=not decisive) if (not decisive) in found.truth else None
            )
        if current is not None:
            truth.add(not decisive)
        return of_truth(truth).flagged(*parts)

    def _cases(self, expr: Cases, env: Env) -> Abstract:
        found = NEVER
        current: Env | None = env
        for index, (condition, value) in enumerate(expr.rows):
            if current is None:
                break
            asked = self.value(condition, current)
            self._note(condition, asked)
            found = found.flagged(asked)
            if True in asked.truth:
                inside = self.assume(condition, current, holds=True)
                if inside is not None:
                    self._note_row(expr, index, current)
                    found = found.join(self.value(value, inside))
            current = self.assume(condition, current, holds=False) if False in asked.truth else None
        if current is None:
            return found
        self._note_row(expr, len(expr.rows), current)
        if expr.default is None:
            return found.flagged(Abstract(fails=True))
        return found.join(self.value(expr.default, current))

    def _known(self, operand: Expr, env: Env) -> Abstract:
        inner = self.value(operand, env)
        truth = set[bool]() if inner.never and not inner.lacks else {False} if inner.never else {True}
        return of_truth(truth | ({False} if inner.lacks else set())).flagged(Abstract(fails=inner.fails))

    def _note(self, condition: Expr, found: Abstract) -> None:
        if self._seen is not None:
            self._seen.note_condition(condition, found.truth)

    def _note_row(self, expr: Cases, index: int, env: Env) -> None:
        if self._seen is not None:
            self._seen.note_row(expr, index, env)


def among(parts: Sequence[Abstract], *, negated: bool) -> Abstract:
    """Whether the first of some values is one of the others."""
    operand, *items = parts
    answers = [possible("==", operand, item) for item in items]
    truth: set[bool] = set()
    if any(True in one for one in answers):
        truth.add(True)
    texts = set[str]().union(*(one.texts or () for one in items if one.single is not None))
    covered = operand.texts is not None and operand.numbers.empty and operand.texts <= texts
    if not covered and all(False in one for one in answers):
        truth.add(False)
    return of_truth(one is not negated for one in truth).flagged(*parts)
