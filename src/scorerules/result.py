"""What a record scored. Everything here is computed when someone looks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Generic, Literal, TypeAlias, TypeVar

from attrs import field, frozen

from scorerules.diagnostics import Lang, default_lang
from scorerules.evaluate import Trace
from scorerules.explain import Explainer
from scorerules.formula import Value
from scorerules.model import Derived, Indicator, Scheme, Tier, title
from scorerules.numbers import Real, plain, to_decimal
from scorerules.plan import Plan

Status: TypeAlias = Literal["scored", "missing", "not_applicable"]
Shown: TypeAlias = Decimal | str | bool | date
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
    """What every result is read from."""

    scheme: Scheme = field(repr=False)
    plan: Plan = field(repr=False)
    trace: Trace = field(repr=False)

    def value(self, name: str) -> Value | None:
        """The value of a step, a datum or a parameter."""
        for values in (self.trace.values, self.trace.record.values, self.plan.constants):
            if name in values:
                return values[name]
        return None

    def explainer(self, lang: Lang) -> Explainer:
        """Who says how it came about."""
        return Explainer(self.scheme, self.plan, self.trace, lang)


@frozen(slots=False)
class ScoreResult:
    """The score of an indicator or a tier.

    Args:
        id: Its id in the ruleset.
        facts: What it is read from.
    """

    id: str
    facts: Facts = field(repr=False)

    @property
    def weight(self) -> Decimal:
        """Full mark, in points."""
        return to_decimal(self.exact_weight)

    @property
    def exact_weight(self) -> Fraction:
        """Full mark as a fraction, in points."""
        return self.facts.plan.weights[self.id]

    @property
    def score(self) -> Decimal | None:
        """Points scored; ``None`` when it does not apply. Exact when the number terminates."""
        value = self._score
        return None if value is None else to_decimal(value)

    @property
    def exact_score(self) -> Fraction | None:
        """Points scored as a fraction; ``None`` when it does not apply or the score is irrational."""
        return exact_number(self._score)

    @property
    def deduction(self) -> Decimal | None:
        """Points lost: weight less score."""
        value = self._score
        return None if value is None else to_decimal(self.exact_weight - value)

    @property
    def exact_deduction(self) -> Fraction | None:
        """Points lost as a fraction."""
        value = self.exact_score
        return None if value is None else self.exact_weight - value

    @property
    def share(self) -> Decimal | None:
        """Score ÷ weight, 0 to 1."""
        value = self._score
        return None if value is None else to_decimal(value / self.exact_weight)

    @property
    def _score(self) -> Fraction | Real | None:
        value = self.facts.trace.values.get(f"score.{self.id}")
        return value if isinstance(value, (Fraction, Real)) else None


@frozen(slots=False)
class TierResult(ScoreResult):
    """The subtotal of a tier."""

    @property
    def _declared(self) -> Tier:
        return self.facts.scheme.tiers[self.id]

    @property
    def name(self) -> str:
        """What people call it."""
        return title(self._declared)

    @property
    def under(self) -> str | None:
        """Id of the tier it belongs to."""
        return self._declared.under

    @property
    def depth(self) -> int:
        """How many tiers stand above it."""
        tiers, depth, above = self.facts.scheme.tiers, 0, self.under
        while above is not None:
            above, depth = tiers[above].under, depth + 1
        return depth

    @property
    def status(self) -> Status:
        """``not_applicable`` when nothing in it applies."""
        return "scored" if self._score is not None else "not_applicable"

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators directly in it, in the order of print."""
        return tuple(one.id for one in self.facts.scheme.indicators.values() if one.tier == self.id)


@frozen(slots=False)
class IndicatorResult(ScoreResult):
    """The score of an indicator, and why."""

    @property
    def _declared(self) -> Indicator:
        return self.facts.scheme.indicators[self.id]

    @property
    def name(self) -> str:
        """What people call it."""
        return title(self._declared)

    @property
    def tier(self) -> str:
        """Id of its tier."""
        return self._declared.tier

    @property
    def status(self) -> Status:
        """``scored``, ``missing`` (a policy gave the score) or ``not_applicable``."""
        trace = self.facts.trace
        if trace.values.get(f"{self.id}.applies") is False:
            return "not_applicable"
        return "scored" if f"{self.id}.raw" in trace.values else "missing"

    @property
    def value(self) -> Shown | None:
        """The value that the rule looked at, in base units: 0.9877 for 98.77 %."""
        return readable(self._value)

    @property
    def exact_value(self) -> Fraction | None:
        """The value as a fraction, if it is a rational number."""
        return exact_number(self._value)

    @property
    def _value(self) -> Value | None:
        value = self.facts.trace.values.get(f"{self.id}.value")
        return self.facts.trace.record.values.get(self.id) if value is None else value

    @property
    def remark(self) -> str | None:
        """The record's remark, else the ruleset's template filled in when points were lost."""
        given = self.facts.trace.record.remarks.get(self.id)
        template = self.facts.plan.templates.get(self.id)
        lost = self.deduction
        if given is not None or template is None or lost is None or lost <= 0:
            return given
        own: dict[str, Value | None] = {
            "value": self._value,
            "lost": None if self._score is None else self.exact_weight - self._score,
            "score": self._score,
            "weight": self.exact_weight,
        }
        return template.fill(lambda name: own[name] if name in own else self._named(name))

    def _named(self, name: str) -> Value | None:
        space, _, item = name.partition(".")
        if not item:
            return self.facts.value(name)
        weight, score = self.facts.plan.weights[item], self.facts.value(f"score.{item}")
        if space == "weight" or not isinstance(score, (Fraction, Real)):
            return weight if space == "weight" else None
        return {"score": score, "share": score / weight, "lost": weight - score}[space]

    def reason(self, lang: Lang | None = None) -> str:
        """Why it scored what it did, in one sentence."""
        lost = "" if self._score is None else plain(self.exact_weight - self._score)
        return self.facts.explainer(lang or default_lang()).reason(self._declared, self.status, lost)


@frozen(slots=False)
class DerivedResult:
    """A derived value."""

    id: str
    facts: Facts = field(repr=False)

    @property
    def _declared(self) -> Derived:
        return self.facts.scheme.derived[self.id]

    @property
    def name(self) -> str:
        """What people call it."""
        return title(self._declared)

    @property
    def unit(self) -> str | None:
        """The unit it is shown in."""
        unit = self.facts.plan.units.get(self.id)
        return None if unit is None else unit.symbol

    @property
    def value(self) -> Shown | None:
        """The value in base units; ``None`` when data are missing."""
        return readable(self.facts.trace.values.get(self.id))

    @property
    def exact_value(self) -> Fraction | None:
        """The value as a fraction, if it is a rational number."""
        return exact_number(self.facts.trace.values.get(self.id))

    @property
    def status(self) -> Status:
        """``missing`` when data are missing."""
        return "scored" if self.id in self.facts.trace.values else "missing"


@frozen(slots=False)
class Evaluation:
    """What a record scored: every indicator, every tier, the total, the grade."""

    facts: Facts = field(repr=False)

    @property
    def ruleset_id(self) -> str:
        """Id of the ruleset."""
        return self.facts.scheme.header.id

    @property
    def ruleset_name(self) -> str:
        """What people call the ruleset."""
        return self.facts.scheme.name

    @property
    def ruleset_version(self) -> str | None:
        """Version of the ruleset."""
        return self.facts.scheme.header.version

    @property
    def full(self) -> Decimal:
        """The full mark, in points."""
        return to_decimal(self.facts.scheme.total.full)

    @property
    def total(self) -> Decimal:
        """The total, in points. Exact when the number terminates."""
        return to_decimal(self._total)

    @property
    def exact_total(self) -> Fraction | None:
        """The total as a fraction; ``None`` when it is irrational."""
        return exact_number(self._total)

    @property
    def _total(self) -> Fraction | Real:
        value = self.facts.trace.values["total"]
        assert isinstance(value, (Fraction, Real))
        return value

    @property
    def grade(self) -> str | None:
        """The grade; ``None`` when the ruleset has no grades."""
        value = self.facts.trace.values.get("grade")
        return value if isinstance(value, str) else None

    @cached_property
    def tiers(self) -> Mapping[str, TierResult]:
        """The tiers by id in the order of print, parents before children."""
        return Results({name: TierResult(name, self.facts) for name in self.facts.scheme.tiers})

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorResult]:
        """The indicators by id in the order of print."""
        return Results({name: IndicatorResult(name, self.facts) for name in self.facts.scheme.indicators})

    @cached_property
    def derived(self) -> Mapping[str, DerivedResult]:
        """The derived values by id."""
        return Results({name: DerivedResult(name, self.facts) for name in self.facts.scheme.derived})

    @cached_property
    def data(self) -> Mapping[str, Shown]:
        """The data that were scored, by key, in base units: defaults included, judged scores too."""
        values = self.facts.trace.record.values
        return Results(
            {
                name: value
                for name in self.facts.plan.keys
                if (value := readable(values.get(name))) is not None
            }
        )

    def to_dict(self) -> dict[str, object]:
        """The result as plain values; numbers as text, exact, with the fraction where it does not end."""
        return {
            "ruleset": {"id": self.ruleset_id, "name": self.ruleset_name, "version": self.ruleset_version},
            "total": number_fields(self._total),
            "full": str(self.full),
            "grade": self.grade,
            "tiers": [
                {
                    "id": one.id,
                    "name": one.name,
                    "under": one.under,
                    "status": one.status,
                    **score_fields(one),
                }
                for one in self.tiers.values()
            ],
            "indicators": [
                {
                    "id": one.id,
                    "name": one.name,
                    "tier": one.tier,
                    "status": one.status,
                    **score_fields(one),
                    "value": value_field(one._value),  # noqa: SLF001
                    "remark": one.remark,
                }
                for one in self.indicators.values()
            ],
            "derived": [
                {
                    "id": one.id,
                    "name": one.name,
                    "unit": one.unit,
                    "status": one.status,
                    "value": value_field(self.facts.trace.values.get(one.id)),
                }
                for one in self.derived.values()
            ],
            "data": {name: value_field(value) for name, value in self.facts.trace.record.values.items()},
        }

    def to_json(self, indent: int | None = None) -> str:
        """:meth:`to_dict` as JSON text, Chinese left readable."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def explain(self, lang: Lang | None = None) -> str:
        """How every score came about, in plain sentences."""
        lang = lang or default_lang()
        explainer = self.facts.explainer(lang)
        lines = [self.ruleset_name]
        for derived in self.facts.scheme.derived.values():
            lines += ["", *explainer.derived(derived)]
        for tier in self.tiers.values():
            lines += ["", f"{'  ' * tier.depth}{_head(tier, lang)}"]
            for one in tier.indicators:
                result = self.indicators[one]
                told = explainer.indicator(
                    self.facts.scheme.indicators[one], _head(result, lang), result.status, result.remark
                )
                lines += [f"{'  ' * (tier.depth + 1)}{line}" for line in told]
        return "\n".join([*lines, "", *explainer.end()]) + "\n"


def _head(one: TierResult | IndicatorResult, lang: Lang) -> str:
    """Name, score and weight of a line of the explanation."""
    if one.score is None:
        return f"{one.name}{'：不适用' if lang == 'zh' else ': does not apply'}"
    if lang == "zh":
        return f"{one.name}：得 {one.score} 分，满分 {one.weight} 分"
    return f"{one.name}: {one.score} of {one.weight} points"


def score_fields(one: ScoreResult) -> dict[str, object]:
    """Weight, score and points lost of a result for JSON."""
    score = one._score  # noqa: SLF001
    lost = None if score is None else one.exact_weight - score
    return {
        "weight": number_fields(one.exact_weight),
        "score": number_fields(score),
        "deduction": number_fields(lost),
    }


def number_fields(value: Fraction | Real | None) -> str | dict[str, str] | None:
    """A number for JSON: its digits when they end, else rounded digits and the fraction."""
    if value is None:
        return None
    digits = str(to_decimal(value))
    if isinstance(value, Fraction) and Fraction(digits) == value:
        return digits
    return {"decimal": digits, "fraction": str(value)} if isinstance(value, Fraction) else {"decimal": digits}


def value_field(value: Value | None) -> object:
    """A value for JSON."""
    if isinstance(value, (Fraction, Real)):
        return number_fields(value)
    return value.isoformat() if isinstance(value, date) else value
