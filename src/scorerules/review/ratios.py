"""Which values are mere ratios: 0.95 for 95 %, however nobody said that they are percentages.

Goes in: the plan of a ruleset without errors. Comes out: for an expression, whether it is a ratio, and of
which sort. Only what is certain counts: two quantities of one unit divided, a score by its full mark, what is
made of such; a factor such as 100 in it, or a quantity that is divided by a constant to count how often it
goes in, makes it something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from fractions import Fraction

from scorerules.diagnostics import Faults
from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Const,
    Expr,
    Name,
    Negate,
    infer,
    walk,
)
from scorerules.plan import Plan


class Sort(Enum):
    """What values a ratio has."""

    PART = "part"
    """A part of a whole, or a change: nothing that is measured goes far beyond 1."""

    MULTIPLE = "multiple"
    """One quantity measured by another, which may go into it many times."""


_KEEPING = frozenset({"min", "max", "clamp", "abs", "mean", "median", "round"})
"""Functions that give a ratio when they are given ratios."""

_OF_COHORT = frozenset({"cohort_min", "cohort_max", "cohort_mean"})
"""Functions that give a ratio when their first argument is one."""

_PLAIN = (Fraction(1, 2), Fraction(2))
"""Bare factors between these leave a ratio one, such as the half of a mean; others count something else."""

Found = Sort | None


class Ratios:
    """The ratios of one plan.

    Args:
        plan: The plan; its steps come in the order in which they read each other.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._exprs: Mapping[str, Expr] = {step.id: step.expr for step in plan.steps}
        self._known: dict[str, Found] = {}
        for step in plan.steps:
            type_ = plan.types.get(step.id)
            said = type_ is not None and (type_.percent or bool(type_.dimension))
            self._known[step.id] = None if said else self.sort(step.expr)

    def sort(self, expr: Expr) -> Found:
        """Which sort of ratio an expression is; ``None`` for anything else."""
        match expr:
            case Name(id_):
                return self._known.get(id_)
            case Negate(operand):
                return self.sort(operand)
            case Arithmetic("/", left, right):
                return self._quotient(left, right)
            case Arithmetic("+" | "-" as sign, left, right):
                found = self._joined((left, right))
                constant = small(left) or small(right)
                return Sort.PART if found is not None and sign == "-" and constant else found
            case Arithmetic("*", left, right):
                return self._product(left, right)
            case Call("cohort_percentile"):
                return Sort.PART
            case Call(function, arguments) if function in _KEEPING:
                return self._joined(arguments[:1] if function == "round" else arguments)
            case Call(function, arguments) if function in _OF_COHORT:
                return self.sort(arguments[0])
            case Cases(rows, default):
                arms = [value for _, value in rows] + ([] if default is None else [default])
                return self._joined([arm for arm in arms if not isinstance(arm, Absent)])
            case _:
                return None

    def _joined(self, parts: Iterable[Expr]) -> Found:
        """The sort of ratios put side by side; small numbers and percentages go with them."""
        sorts = [self.sort(part) for part in parts if not small(part)]
        if not sorts or None in sorts:
            return None
        return Sort.PART if all(one is Sort.PART for one in sorts) else Sort.MULTIPLE

    def _product(self, left: Expr, right: Expr) -> Found:
        """A ratio of a ratio, or a ratio taken at a percentage."""
        found = (self.sort(left), self.sort(right))
        if None not in found:
            return Sort.PART if found == (Sort.PART, Sort.PART) else Sort.MULTIPLE
        known, other = (found[0], right) if found[0] is not None else (found[1], left)
        return known if _is_percentage(other) else None

    def _quotient(self, left: Expr, right: Expr) -> Found:
        if isinstance(left, Name) and left.id.startswith("score."):
            full = self._plan.full.get(left.id.removeprefix("score."))
            return Sort.PART if isinstance(right, Const) and right.value == full else None
        if not (_reads(left) and _reads(right)) or _is_scaled(left) or _is_scaled(right):
            return None
        above, below = self._dimension(left), self._dimension(right)
        if above is None or above != below:
            return None
        # What is taken off itself and compared with itself is a change; a part is compared with its sum.
        if isinstance(left, Arithmetic) and left.operator == "-" and right in (left.left, left.right):
            return Sort.PART
        return Sort.PART if left in _added(right) else Sort.MULTIPLE

    def _dimension(self, expr: Expr) -> str | None:
        """What an expression counts; ``None`` when nobody said."""
        if self.sort(expr) is not None:
            return "ratio"
        type_ = infer(expr, self._plan.types.get, Faults())
        if type_ is None or type_.kind != "number":
            return None
        return "percentage" if type_.percent else type_.dimension or None


def small(expr: Expr) -> bool:
    """Whether an expression is a constant that a ratio can be: 0, 1, 0.95, ``95%``."""
    if not isinstance(expr, Const) or not isinstance(expr.value, Fraction):
        return False
    return _is_percentage(expr) or (expr.unit is None and abs(expr.value) <= 2)


def _is_percentage(expr: Expr) -> bool:
    return isinstance(expr, Const) and expr.unit is not None and expr.unit.percent


def _reads(expr: Expr) -> bool:
    return any(isinstance(node, Name) for node in walk(expr))


def _is_scaled(expr: Expr) -> bool:
    """Whether a bare factor such as 100 or 0.01 stands in an expression."""
    low, high = _PLAIN
    return any(
        isinstance(part, Const)
        and part.unit is None
        and isinstance(part.value, Fraction)
        and not low <= abs(part.value) <= high
        for node in walk(expr)
        if isinstance(node, Arithmetic) and node.operator in ("*", "/")
        for part in (node.left, node.right)
    )


def _added(expr: Expr) -> tuple[Expr, ...]:
    """The parts of a sum; nothing for anything else."""
    match expr:
        case Arithmetic("+", left, right):
            return (*(_added(left) or (left,)), *(_added(right) or (right,)))
        case Call("sum", arguments):
            return arguments
        case _:
            return ()
