"""Proves that a changed ruleset comes to the same for every record.

Goes in: a ruleset beside a changed one. Comes out: whether each step that differs is known to come to the
same whatever the data are. What is not proven here may still be the same; that is for others to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import evolve, frozen

from scorerules.analysis.abstract import Abstract
from scorerules.analysis.assume import Work
from scorerules.analysis.attainable import ScoreFunction, tightened
from scorerules.analysis.interpret import Interpreter
from scorerules.analysis.interval import Interval
from scorerules.analysis.ranges import Ranges
from scorerules.analysis.seen import Seen
from scorerules.analysis.study import Study
from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    children,
    names,
    transform,
    walk,
)
from scorerules.plan import Plan, Step
from scorerules.testing.mutants.comparing import Comparison
from scorerules.testing.mutants.stretches import Apart, apart

_ROUND = "round"
_HALVES = ("half-up", "half-down", "half-even")
_INSIDE = frozenset({"raw", "part", "limited", "rounded", "score"})
"""Roles of steps that nobody sees but by way of the score that they make."""

_BETWEEN = frozenset({"part", "limited", "rounded"})
"""Those of steps that may be left out, when what comes before is read instead."""


@frozen(slots=False, eq=False)
class Proof:
    """Whether two rulesets are the same, step by step.

    Args:
        comparison: The two rulesets.
        study: What is known of the original.
    """

    comparison: Comparison
    study: Study

    @cached_property
    def holds(self) -> bool:
        """Whether every record comes to the same under both."""
        if self.comparison.alike:
            return True
        if not self.comparison.only_steps:
            return False
        if not all(_hidden(*pair) for pair in self.left):
            return False
        return all(name in self.functions and self.functions[name][1].same for name in self._owners)

    @cached_property
    def _owners(self) -> frozenset[str]:
        """What the steps belong to that may come to something else."""
        return frozenset(step.owner for pair in self.left for step in pair if step is not None)

    @cached_property
    def left(self) -> tuple[tuple[Step | None, Step | None], ...]:
        """The steps that differ and are not known to come to the same."""
        return tuple(pair for pair in self.comparison.steps if not self._same_step(*pair))

    def _same_step(self, old: Step | None, new: Step | None) -> bool:
        if old is None or new is None or (old.required, old.role) != (new.required, new.role):
            return False
        if self.comparison.constants_differ:
            return False
        return _Same(self.study.ranges).of(old.expr, new.expr)

    @cached_property
    def functions(self) -> Mapping[str, tuple[ScoreFunction, Apart]]:
        """The scores of changed steps that are functions of one number, with where they part."""
        before = {name: one for name, one in self.study.functions.items() if name in self._owners}
        if not before:
            return {}
        original, mutant = map(_limits_inside, (self.comparison.original.plan, self.comparison.mutant.plan))
        if original != self.comparison.original.plan:
            before = {name: one for name, one in tightened(original)[1].items() if name in self._owners}
        after = tightened(mutant)[1]
        return {name: (one, apart(one, after[name])) for name, one in before.items() if name in after}


def _limits_inside(plan: Plan) -> Plan:
    """The plan with numbers limited before they are made whole, not after, which comes to the same.

    A function that is cut wherever a rounding jumps then has an end to its jumps.
    """
    return evolve(
        plan, steps=tuple(evolve(one, expr=transform(one.expr, _limit_inside)) for one in plan.steps)
    )


def _limit_inside(expr: Expr) -> Expr:
    match expr:
        case Call(
            "max" | "min" as limit, (Const(Fraction() as end), Call("floor" | "ceil" as whole, (part,)))
        ):
            if end.denominator == 1:
                return Call(whole, (Call(limit, (Const(end), part)),))
    return expr


def _hidden(old: Step | None, new: Step | None) -> bool:
    """Whether a difference between two steps shows in nothing but the score that they make."""
    if old is None or new is None:
        return all(step is None or step.role in _BETWEEN for step in (old, new))
    if old.role not in _INSIDE or old.role != new.role or old.required != new.required:
        return False
    return _read_alike(old, new)


def _read_alike(before: Step, after: Step) -> bool:
    """Whether both lack a value for the same records: they read the same, and policies say the same."""
    old, new = before.expr, after.expr
    if _from_outside(before) != _from_outside(after):
        return False
    return not any(isinstance(one, (Known, Absent)) for expr in (old, new) for one in walk(expr)) or (
        _policies(old) == _policies(new)
    )


def _from_outside(step: Step) -> set[str]:
    """What a step reads that does not come from the same rule."""
    between = {f"{step.owner}.{role}" for role in _BETWEEN} | {f"{step.owner}.raw"}
    return {name for name in names(step.expr) if name not in between}


def _policies(expr: Expr) -> list[Expr]:
    return [one for one in walk(expr) if isinstance(one, (Known, Absent))]


class _Same:
    """Whether two expressions come to the same, as far as the ranges of what they read tell.

    Args:
        ranges: All that the names can be.
    """

    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges

    def of(self, old: Expr, new: Expr) -> bool:
        """Whether they do."""
        if old == new:
            return True
        if isinstance(old, Compare) and isinstance(new, Compare):
            return self._comparisons(old, new) or self._parts(old, new)
        if isinstance(old, Call) and isinstance(new, Call) and old.function == new.function == _ROUND:
            return self._roundings(old, new)
        ours, theirs = self._limited(old), self._limited(new)
        return ours == theirs or self._parts(ours, theirs) or self._parts(old, new)

    def _limited(self, expr: Expr) -> Expr:
        """The expression without those limits of a number that never act."""
        match expr:
            case Call("clamp", (value, Const(Fraction()) as low, Const(Fraction()) as high)):
                kept = self._limited(Call("max", (value, low)))
                if isinstance(kept, Call) and kept.function == "max":
                    return Call("min", (kept, high)) if self._acts(value, high, -1) else kept
                return self._limited(Call("min", (value, high)))
            case Call("min", (value, Const(Fraction()) as limit) | (Const(Fraction()) as limit, value)):
                return expr if self._acts(value, limit, -1) else value
            case Call("max", (value, Const(Fraction()) as limit) | (Const(Fraction()) as limit, value)):
                return expr if self._acts(value, limit, 1) else value
            case _:
                return expr

    def _acts(self, value: Expr, limit: Const, side: int) -> bool:
        """Whether a limit may change a number; one of side 1 is the least it can be, of -1 the most."""
        found, bound = self._range(value), limit.value
        if found.texts != frozenset() or found.truth or found.other or not isinstance(bound, Fraction):
            return True
        end = found.numbers.low if side > 0 else found.numbers.high
        return end is None or (end - bound) * side < 0

    def _parts(self, old: Expr, new: Expr) -> bool:
        """Whether they are built alike from parts that come to the same."""
        if type(old) is not type(new) or _own(old) != _own(new):
            return False
        ours, theirs = children(old), children(new)
        if len(ours) != len(theirs) or not ours:
            return False
        return all(map(self.of, ours, theirs))

    def _comparisons(self, old: Compare, new: Compare) -> bool:
        """Whether the same numbers of all that can occur meet both."""
        if len(old.operands) != 2 or len(new.operands) != 2 or old.operands[0] != new.operands[0]:
            return False
        value = self._range(old.operands[0])
        if value.texts != frozenset() or value.truth or value.other:
            return False
        regions = [_region(one, value.numbers) for one in (old, new)]
        return regions[0] is not None and regions[0] == regions[1]

    def _roundings(self, old: Call, new: Call) -> bool:
        """Whether no number is rounded another way: none is half-way, or all are multiples of the step."""
        if len(old.arguments) != 3 or len(new.arguments) != 3 or old.arguments[0] != new.arguments[0]:
            return False
        grid = self._range(old.arguments[0]).numbers.grid
        if not grid:
            return False
        steps = [_constant(one.arguments[1]) for one in (old, new)]
        modes = [one.arguments[2] for one in (old, new)]
        if any(step is None or step <= 0 for step in steps):
            return False
        quotients = [grid / step for step in steps if step is not None]
        if all(one.denominator == 1 for one in quotients):
            return True
        halves = all(isinstance(one, Const) and one.value in _HALVES for one in modes)
        return halves and steps[0] == steps[1] and quotients[0].denominator % 2 == 1

    def _range(self, expr: Expr) -> Abstract:
        work = Work.of(sum(1 for _ in walk(expr)))
        return Interpreter(Seen(), work).value(expr, self._ranges.env)


def _own(expr: Expr) -> object:
    """What an expression says beside its parts."""
    match expr:
        case Arithmetic(operator):
            return operator
        case Call(function):
            return function
        case Cases(rows, default, tag):
            return (len(rows), default is None, tag, expr.unmet)
        case Compare(signs):
            return signs
        case _:
            return getattr(expr, "operator", None), getattr(expr, "negated", None)


def _region(one: Compare, values: Interval) -> Interval | None:
    """The numbers of ``values`` that meet a comparison; an empty interval is given as one and the same."""
    bound = _constant(one.operands[1])
    if bound is None:
        return None
    match one.operators[0]:
        case ">=":
            met = Interval(bound, None)
        case ">":
            met = Interval(bound, None, low_in=False)
        case "<=":
            met = Interval(None, bound)
        case "<":
            met = Interval(None, bound, high_in=False)
        case _:
            return None
    found = values.meet(met)
    return Interval(Fraction(1), Fraction(0)) if found.empty else found


def _constant(expr: Expr) -> Fraction | None:
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None
