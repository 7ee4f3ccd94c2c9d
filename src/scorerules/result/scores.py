"""The results of indicators, tiers and derived values; computed when someone looks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from scorerules.diagnostics import Lang
from scorerules.explain import shown
from scorerules.formula import Value
from scorerules.model import Derived, Indicator, Outcome, Tier, Veto, Weights, title
from scorerules.numbers import Real, apparent_order, plain, to_decimal
from scorerules.result.facts import Facts, Shown, Status, exact_number, readable


@frozen(init=False)
class ScoreResult:
    """The score of an indicator or a tier.

    Args:
        id: Its id in the ruleset.
        facts: What it is read from.
    """

    id: str
    facts: Facts = field(repr=False)

    def __init__(self, id: str, facts: Facts) -> None:  # noqa: A002 - what it is called everywhere
        # Made by the dozen for every record: this is the fast way to set what nobody may set.
        _SET_ID(self, id)
        _SET_FACTS(self, facts)

    @property
    def weight(self) -> Decimal | None:
        """Weight: points, or a part of 1 where weights are percentages; ``None`` when it has none."""
        weight = self.exact_weight
        return None if weight is None else to_decimal(weight)

    @property
    def exact_weight(self) -> Fraction | None:
        """The weight as a fraction."""
        return self.facts.plan.weights.get(self.id)

    @property
    def weights(self) -> Weights:
        """What weights are in this ruleset: ``points``, ``percent`` or ``none``."""
        return self.facts.scheme.header.weights

    @property
    def full(self) -> Decimal | None:
        """Full mark, in points: the weight, or the full total where weights are percentages."""
        full = self.exact_full
        return None if full is None else to_decimal(full)

    @property
    def exact_full(self) -> Fraction | None:
        """The full mark as a fraction, in points."""
        return self.facts.plan.full.get(self.id)

    @property
    def score(self) -> Decimal | None:
        """Points scored; ``None`` when it does not apply. Exact when the number terminates."""
        return self.facts.score(self.id)

    @property
    def exact_score(self) -> Fraction | None:
        """Points scored as a fraction; ``None`` when it does not apply or the score is irrational."""
        return exact_number(self._score)

    @property
    def deduction(self) -> Decimal | None:
        """Points lost: full mark less score; ``None`` without either."""
        lost = self._lost
        return None if lost is None else to_decimal(lost)

    @property
    def exact_deduction(self) -> Fraction | None:
        """Points lost as a fraction."""
        return exact_number(self._lost)

    @property
    def share(self) -> Decimal | None:
        """Score ÷ full mark, 0 to 1; ``None`` without either."""
        value, full = self._score, self.exact_full
        return None if value is None or not full else to_decimal(value / full)

    @property
    def _lost(self) -> Fraction | Real | None:
        value, full = self._score, self.exact_full
        return None if value is None or full is None else full - value

    @property
    def _score(self) -> Fraction | Real | None:
        value = self.facts.get(f"score.{self.id}")
        return value if isinstance(value, (Fraction, Real)) else None


_SET_ID = ScoreResult.id.__set__  # type: ignore[attr-defined]  # slots are descriptors
_SET_FACTS = ScoreResult.facts.__set__  # type: ignore[attr-defined]


@frozen(init=False)
class TierResult(ScoreResult):
    """The subtotal of a tier."""

    @property
    def _declared(self) -> Tier:
        return self.facts.scheme.tiers[self.id]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.facts.say(title(self._declared))

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


@frozen(init=False)
class IndicatorResult(ScoreResult):
    """The score of an indicator, and why."""

    @property
    def _declared(self) -> Indicator:
        return self.facts.scheme.indicators[self.id]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.facts.say(title(self._declared))

    @property
    def tier(self) -> str:
        """Id of its tier; empty for an item outside all tiers."""
        return self._declared.tier

    @property
    def status(self) -> Status:
        """``scored``, ``missing`` (a policy gave the score) or ``not_applicable``."""
        return self.facts.status(self.id)

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
        value = self.facts.get(f"{self.id}.value")
        return self.facts.record.values.get(self.id) if value is None else value

    @property
    def outside(self) -> Literal["bonus", "penalty"] | None:
        """Whether it stands outside its tier: its points are added to the total, or taken off."""
        return "bonus" if self._declared.bonus else "penalty" if self._declared.penalty else None

    @property
    def remark(self) -> str | None:
        """The record's remark, else the ruleset's template filled in when points were lost."""
        given = self.facts.record.remarks.get(self.id)
        templates = self.facts.plan.templates.get(self.id)
        lost = self._lost
        if given is not None or templates is None or lost is None:
            return given
        if apparent_order(lost, Fraction(0)) <= 0:
            return given
        lang = self.facts.spoken()
        own: dict[str, Value | None] = {
            "value": self._value,
            "lost": lost,
            "score": self._score,
            "weight": self.exact_weight,
        }
        return templates[lang].fill(lambda name: own[name] if name in own else self._named(name), lang)

    def _named(self, name: str) -> Value | None:
        space, _, item = name.partition(".")
        if not item:
            return self.facts.value(name)
        plan, score = self.facts.plan, self.facts.value(f"score.{item}")
        full = plan.full.get(item)
        if space == "weight":
            return plan.weights.get(item)
        if space == "score" or full is None or not isinstance(score, (Fraction, Real)):
            return score
        return score / full if space == "share" else full - score

    def reason(self, lang: Lang | None = None) -> str:
        """Why it scored what it did, in one sentence."""
        lost = "" if self._lost is None else plain(self._lost)
        return self.facts.explainer(lang).reason(self._declared, self.status, lost)


@frozen(slots=False)
class ValueResult:
    """A value that is computed beside the scores.

    Args:
        id: Its id in the ruleset.
        facts: What it is read from.
    """

    id: str
    facts: Facts = field(repr=False)

    @property
    def _declared(self) -> Derived | Outcome:
        raise AssertionError(type(self).__name__)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.facts.say(title(self._declared))

    @property
    def unit(self) -> str | None:
        """The unit it is shown in."""
        unit = self.facts.plan.units.get(self.id)
        return None if unit is None else unit.symbol

    @property
    def value(self) -> Shown | None:
        """The value in base units; ids for a list of ids; ``None`` when there is none."""
        return readable(self.facts.get(self.id))

    @property
    def exact_value(self) -> Fraction | None:
        """The value as a fraction, if it is a rational number."""
        return exact_number(self.facts.get(self.id))

    def text(self, lang: Lang | None = None) -> str:
        """The value as people read it, in its unit."""
        unit = self.facts.plan.units.get(self.id)
        return shown(self.facts.get(self.id), unit, self.facts.spoken(lang))

    @property
    def status(self) -> Status:
        """``not_applicable`` when the rule says that there is no value, ``missing`` when it lacks data."""
        if self.facts.get(self.id) is not None:
            return "scored"
        return "not_applicable" if self.facts.trace.absent.get(self.id) == () else "missing"


@frozen(slots=False)
class DerivedResult(ValueResult):
    """A derived value."""

    @property
    def _declared(self) -> Derived:
        return self.facts.scheme.derived[self.id]


@frozen(slots=False)
class OutcomeResult(ValueResult):
    """A further result beside the total."""

    @property
    def _declared(self) -> Outcome:
        return self.facts.scheme.outcomes[self.id]

    @property
    def grade(self) -> str | None:
        """The grade of its own; ``None`` when it has no bands or does not apply."""
        value = self.facts.get(f"{self.id}.grade")
        return value if isinstance(value, str) else None

    @property
    def grade_name(self) -> str | None:
        """What people call its grade."""
        return self.facts.grade_name(self._declared, self.grade)


@frozen(slots=False)
class VetoResult:
    """A veto that acted."""

    id: str
    facts: Facts = field(repr=False)

    @property
    def _declared(self) -> Veto:
        return self.facts.scheme.vetoes[self.id]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.facts.say(title(self._declared))

    @property
    def text(self) -> str | None:
        """The official sentence."""
        text = self._declared.text
        return None if text is None else self.facts.say(text)


@frozen(slots=False)
class Reason:
    """Why points were lost.

    Args:
        id: The indicator.
        text: What the lost points are called.
        exact_lost: Points lost against the baseline.
    """

    id: str
    text: str
    exact_lost: Fraction | Real = field(repr=False)

    @property
    def lost(self) -> Decimal:
        """Points lost against the baseline."""
        return to_decimal(self.exact_lost)
