"""What results are read from, and how values read: numbers as Decimal, the fraction beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from attrs import field, frozen

from scorerules.diagnostics import Lang, Words, default_lang
from scorerules.evaluate import Trace
from scorerules.explain import Explainer
from scorerules.formula import Value
from scorerules.model import Graded, Scheme
from scorerules.numbers import Real, to_decimal
from scorerules.plan import Plan
from scorerules.record import RecordValues

Status: TypeAlias = Literal["scored", "missing", "not_applicable"]
Shown: TypeAlias = Decimal | str | bool | date | tuple[str, ...]


def readable(value: Value | None) -> Shown | None:
    """A value as Python programs read it: numbers as Decimal, exact when they terminate."""
    return to_decimal(value) if isinstance(value, (Fraction, Real)) else value


def exact_number(value: Value | None) -> Fraction | None:
    """The exact fraction of a number; ``None`` for what is no number or is irrational."""
    return value if isinstance(value, Fraction) else None


@frozen(slots=False)
class About:
    """What was evaluated.

    Args:
        scheme: The ruleset.
        plan: What was computed.
        lang: The language that names and remarks are said in; that of the locale when it is ``None``.
    """

    scheme: Scheme = field(repr=False)
    plan: Plan = field(repr=False)
    lang: Lang | None = None

    @cached_property
    def scored(self) -> tuple[str, ...]:
        """The ids of all indicators, then of all tiers, in the order of print."""
        return (*self.scheme.indicators, *self.scheme.tiers)


class Facts:
    """What every result of one evaluation is read from."""

    __slots__ = ("about",)
    about: About

    @property
    def scheme(self) -> Scheme:
        """The ruleset."""
        return self.about.scheme

    @property
    def plan(self) -> Plan:
        """What was computed."""
        return self.about.plan

    @property
    def trace(self) -> Trace:
        """What every step came to, be it ever so small."""
        raise AssertionError(type(self).__name__)

    @property
    def record(self) -> RecordValues:
        """The data that were scored."""
        raise AssertionError(type(self).__name__)

    def with_about(self, about: About) -> Facts:
        """The same facts, told in another way."""
        raise AssertionError(type(self).__name__)

    def get(self, name: str) -> Value | None:
        """The value of a step; ``None`` when it has none."""
        raise AssertionError(type(self).__name__)

    def decimal(self, name: str) -> Decimal | None:
        """The value of a step as a decimal; ``None`` when it is no number."""
        raise AssertionError(type(self).__name__)

    def score(self, name: str) -> Decimal | None:
        """The score of an indicator or a tier as a decimal; ``None`` when it has none."""
        return self.decimal(f"score.{name}")

    def scores(self) -> dict[str, Decimal | None]:
        """The scores of all indicators, then of all tiers."""
        return {name: self.score(name) for name in self.about.scored}

    def status(self, name: str) -> Status:
        """Whether an indicator is scored, missing or not applicable."""
        raise AssertionError(type(self).__name__)

    def value(self, name: str) -> Value | None:
        """The value of a step, a datum or a parameter."""
        value = self.get(name)
        if value is None:
            value = self.record.values.get(name)
        return self.plan.constants.get(name) if value is None else value

    def spoken(self, lang: Lang | None = None) -> Lang:
        """The language to say something in: ``lang``, else the one of all results."""
        return lang or self.about.lang or default_lang()

    def say(self, words: Words) -> str:
        """A text of the ruleset."""
        return words[self.spoken()]

    def grade_name(self, table: Graded | None, grade: str | None) -> str | None:
        """What people call a grade of ``table``; ``None`` for no grade."""
        return None if table is None or grade is None else self.say(table.called(grade))

    def explainer(self, lang: Lang | None = None) -> Explainer:
        """Who says how it came about."""
        return Explainer(self.scheme, self.plan, self.trace, self.spoken(lang))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and (self.about, self.trace) == (other.about, other.trace)

    __hash__ = None  # type: ignore[assignment]  # traces hold mappings
