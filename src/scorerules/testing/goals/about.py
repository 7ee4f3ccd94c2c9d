"""What is asked about a ruleset while its goals are looked for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import evolve, frozen

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.assume import Env
from scorerules.analysis.interpret import Interpreter
from scorerules.analysis.interval import ZERO, Interval
from scorerules.analysis.ranges import Ranges
from scorerules.analysis.study import Study
from scorerules.build.references import grades_of
from scorerules.diagnostics import LANGS, Lang, Words
from scorerules.explain import Names
from scorerules.formula import Call, Compare, Const, Expr, Logic, Name, Not, names, render, transform
from scorerules.formula.make import call, minus
from scorerules.formula.nodes import CompareOperator
from scorerules.kinds import Speaker
from scorerules.model import Named, Scheme
from scorerules.numbers import Unit
from scorerules.plan import Plan
from scorerules.source import Span
from scorerules.testing.goals.goal import Comes, Condition
from scorerules.testing.goals.quantities import number_of

_OPPOSITE: dict[CompareOperator, CompareOperator] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
}  # fmt: skip

_WHERE: dict[CompareOperator, Interval] = {
    "<": Interval(high=ZERO, high_in=False),
    "<=": Interval(high=ZERO),
    ">": Interval(low=ZERO, low_in=False),
    ">=": Interval(low=ZERO),
    "==": Interval(ZERO, ZERO),
}


@frozen(slots=False)
class About:
    """A ruleset, its analysis and its words.

    Args:
        study: The ruleset, looked into.
    """

    study: Study

    @property
    def scheme(self) -> Scheme:
        """What the author wrote."""
        return self.study.scheme

    @property
    def plan(self) -> Plan:
        """What is computed."""
        return self.study.plan

    @property
    def ranges(self) -> Ranges:
        """All that names can be."""
        return self.study.ranges

    @cached_property
    def places(self) -> Mapping[str, Span]:
        """Where every item stands."""
        scheme = self.scheme
        groups: tuple[Mapping[str, Named], ...] = (
            scheme.derived, scheme.indicators, scheme.tiers, scheme.outcomes, scheme.vetoes,
        )  # fmt: skip
        places = {one.id: one.place() for group in groups for one in group.values()}
        places |= {"total": scheme.total.place()}
        if scheme.grade is not None:
            places |= {"grade": scheme.grade.place()}
        return {id_: span for id_, span in places.items() if span is not None}

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """The grades from worst to best."""
        return grades_of(self.scheme)

    @cached_property
    def _interpreter(self) -> Interpreter:
        return Interpreter()

    @cached_property
    def _names(self) -> Mapping[Lang, Names]:
        return {lang: Names(self.scheme, self.plan, lang) for lang in LANGS}

    def settled(self, expr: Expr) -> Expr:
        """An expression with the values of parameters in the place of their names."""
        constants = self.plan.constants
        if not any(name in constants for name in names(expr)):
            return expr
        return transform(
            expr,
            lambda node: (
                Const(constants[node.id], span=node.span, text=None)
                if isinstance(node, Name) and node.id in constants
                else node
            ),
        )

    def value(self, expr: Expr, env: Env) -> Abstract:
        """All that an expression can come to."""
        return Interpreter().value(expr, env)

    def assume(self, condition: Expr, env: Env, *, holds: bool) -> Env | None:
        """The environment in which a condition holds, or does not; ``None`` when that cannot be."""
        if holds not in self.value(condition, env).truth:
            return None
        return Interpreter().assume(condition, env, holds=holds)

    def asked(self, condition: Expr, *, holds: bool) -> tuple[Condition, ...]:
        """What shows that a condition holds, or does not; of numbers where it asks about numbers."""
        match condition:
            case Not(operand):
                return self.asked(operand, holds=not holds)
            case Logic(operator, operands) if (operator == "and") is holds:
                return tuple(part for one in operands for part in self.asked(one, holds=holds))
            case Compare((operator,), (left, right)):
                said = operator if holds else _OPPOSITE[operator]
                return self._compared(said, left, right) or (Comes(condition, of_truth((holds,))),)
            case _:
                return (Comes(condition, of_truth((holds,))),)

    def _compared(self, operator: CompareOperator, left: Expr, right: Expr) -> tuple[Condition, ...]:
        one, other = self.value(left, self.ranges.env), self.value(right, self.ranges.env)
        if isinstance(right, Const) and isinstance(right.value, (str, bool)):
            wanted = (
                Abstract(texts=frozenset((right.value,)))
                if isinstance(right.value, str)
                else of_truth((right.value,))
            )
            if operator == "==":
                return (Comes(left, wanted),)
            if isinstance(right.value, str) and one.texts:
                return (Comes(left, Abstract(texts=one.texts - {right.value})),)
            return ()
        numbers = all(not found.numbers.empty and found.texts == frozenset() for found in (one, other))
        if not numbers or operator not in _WHERE:
            return ()
        bound = number_of(right)
        if bound is not None:
            return (Comes(left, of_numbers(_moved(_WHERE[operator], bound))),)
        difference = call("days", right, left) if self.is_date(left) else minus(left, right)
        return (Comes(difference, of_numbers(_WHERE[operator])),)

    def is_date(self, expr: Expr) -> bool:
        """Whether an expression is a date."""
        type_ = self.plan.types.get(expr.id) if isinstance(expr, Name) else None
        return type_ is not None and type_.kind == "date"

    def unit(self, what: Expr) -> Unit | None:
        """The unit in which people read a number."""
        if isinstance(what, Name):
            return self.plan.units.get(what.id)
        if isinstance(what, Call):
            return None
        units = [self.plan.units[name] for name in names(what) if name in self.plan.units]
        return units[0] if units and all(one == units[0] for one in units) else None

    def told(self, expr: Expr) -> Words:
        """An expression in words."""
        return Words(*(render(expr, lang, name_of=self._names[lang]) for lang in LANGS))

    def formula(self, expr: Expr) -> str:
        """An expression as a formula with ids."""
        return render(expr, "en")

    def called(self, name: str) -> Words:
        """What people call a name."""
        return Words(self._names["zh"](name), self._names["en"](name))

    def speaker(self, lang: Lang) -> Speaker:
        """Who says rows of rules."""
        return Speaker(lang, self._names[lang], None)


def _moved(interval: Interval, by: Fraction) -> Interval:
    low = None if interval.low is None else interval.low + by
    high = None if interval.high is None else interval.high + by
    return evolve(interval, low=low, high=high)
