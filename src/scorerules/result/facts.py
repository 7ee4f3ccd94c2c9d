"""What results are read from, and how values read: numbers as Decimal, the fraction beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import field, frozen

from scorerules.diagnostics import Lang, Words, default_lang
from scorerules.evaluate import Trace
from scorerules.explain import Explainer
from scorerules.formula import Value
from scorerules.model import Graded, Scheme
from scorerules.numbers import Real, to_decimal
from scorerules.plan import Plan

Status: TypeAlias = Literal["scored", "missing", "not_applicable"]
Shown: TypeAlias = Decimal | str | bool | date | tuple[str, ...]
Result = TypeVar("Result")


@frozen
class Results(Mapping[str, Result], Generic[Result]):
    """Results by id, in the order of print."""

    _items: dict[str, Result]

    def __getitem__(self, key: str) -> Result:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def readable(value: Value | None) -> Shown | None:
    """A value as Python programs read it: numbers as Decimal, exact when they terminate."""
    return to_decimal(value) if isinstance(value, (Fraction, Real)) else value


def exact_number(value: Value | None) -> Fraction | None:
    """The exact fraction of a number; ``None`` for what is no number or is irrational."""
    return value if isinstance(value, Fraction) else None


@frozen(slots=False)
class Facts:
    """What every result is read from.

    Args:
        scheme: The ruleset.
        plan: What was computed.
        trace: What it came to.
        lang: The language that names and remarks are said in; that of the locale when it is ``None``.
    """

    scheme: Scheme = field(repr=False)
    plan: Plan = field(repr=False)
    trace: Trace = field(repr=False)
    lang: Lang | None = None

    def value(self, name: str) -> Value | None:
        """The value of a step, a datum or a parameter."""
        for values in (self.trace.values, self.trace.record.values, self.plan.constants):
            if name in values:
                return values[name]
        return None

    def spoken(self, lang: Lang | None = None) -> Lang:
        """The language to say something in: ``lang``, else the one of all results."""
        return lang or self.lang or default_lang()

    def say(self, words: Words) -> str:
        """A text of the ruleset."""
        return words[self.spoken()]

    def grade_name(self, table: Graded | None, grade: str | None) -> str | None:
        """What people call a grade of ``table``; ``None`` for no grade."""
        return None if table is None or grade is None else self.say(table.called(grade))

    def explainer(self, lang: Lang | None = None) -> Explainer:
        """Who says how it came about."""
        return Explainer(self.scheme, self.plan, self.trace, self.spoken(lang))
