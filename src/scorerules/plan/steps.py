"""The plan: everything that is computed for a record, as named expressions in the order to compute them.

The evaluators read nothing else. The id of a step is what formulas call it: ``execution_rate`` for a
derived value, ``score.x`` for an indicator or a tier, ``total``, ``grade``; what lies between has ids
such as ``x.value``, ``x.units``, ``x.raw``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from attrs import evolve, field, fields, frozen

from scorerules.diagnostics import Lang, Words
from scorerules.formula import Expr, Type
from scorerules.kinds import RecordKey, Value
from scorerules.limits import USUAL, Limits
from scorerules.numbers import Unit
from scorerules.source import Span
from scorerules.template import Template

Role: TypeAlias = Literal[
    "applies",
    "value",
    "part",
    "raw",
    "limited",
    "rounded",
    "score",
    "derived",
    "sum",
    "total",
    "grade",
    "veto",
    "outcome",
    "explain",
    "cohort",
]


@frozen
class Step:
    """One named expression.

    Args:
        id: The name that other expressions read it by.
        owner: The indicator, tier or derived value it belongs to; ``total`` or ``grade``.
        role: What it is of its owner.
        expr: The expression.
        required: Whether a missing datum that reaches it is a problem of the record.
        words: What people call it, for parts of a rule.
        span: Where the rule stands in the ruleset.
    """

    id: str
    owner: str
    role: Role
    expr: Expr
    required: bool = False
    words: Words | None = None
    span: Span | None = field(default=None, eq=False, repr=False)

    def of(self, expr: Expr) -> Step:
        """The same step with another expression."""
        return self if expr is self.expr else evolve(self, expr=expr)


@frozen(slots=False)
class Plan:
    """A ruleset ready to be evaluated.

    Args:
        steps: In an order in which every step comes after the steps it reads.
        keys: What a record may hold, by key.
        constants: The values of parameters.
        weights: Weight of every indicator and tier that has one: points, or a part of 1.
        full: Full mark in points of every indicator and tier that has one.
        templates: Remark templates of indicators, by language.
        units: The unit that people read a value in, by key, parameter or step.
        kinds: What kind of value every derived value and outcome is, as far as it is known.
        types: What is known of every key, parameter and step: its kind, its unit.
        limits: How much the ruleset and its records may cost.
    """

    steps: tuple[Step, ...]
    keys: Mapping[str, RecordKey]
    constants: Mapping[str, Value]
    weights: Mapping[str, Fraction]
    full: Mapping[str, Fraction]
    templates: Mapping[str, Mapping[Lang, Template]]
    units: Mapping[str, Unit]
    kinds: Mapping[str, str] = field(factory=dict)
    types: Mapping[str, Type] = field(factory=dict)
    limits: Limits = USUAL

    def __getstate__(self) -> dict[str, object]:
        # What was made of the plan, such as compiled functions, is made again where it is needed.
        return {one.name: getattr(self, one.name) for one in fields(type(self))}

    @cached_property
    def compares_records(self) -> bool:
        """Whether a value depends on other records."""
        return any(step.role == "cohort" for step in self.steps)

    @cached_property
    def exprs(self) -> Mapping[str, Expr]:
        """What every step computes, by id, in the order of the steps."""
        return {step.id: step.expr for step in self.steps}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where every step stands in the order of the steps, by id."""
        return {step.id: place for place, step in enumerate(self.steps)}

    def of(self, owner: str) -> tuple[Step, ...]:
        """The steps of one owner, in order."""
        return self._owned.get(owner, ())

    @cached_property
    def _owned(self) -> Mapping[str, tuple[Step, ...]]:
        owned: dict[str, list[Step]] = {}
        for step in self.steps:
            owned.setdefault(step.owner, []).append(step)
        return {owner: tuple(steps) for owner, steps in owned.items()}
