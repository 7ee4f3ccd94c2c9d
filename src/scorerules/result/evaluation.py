"""What a record scored."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Literal, Self

from attrs import evolve, field, frozen

from scorerules.diagnostics import Lang
from scorerules.explain import Explainer
from scorerules.model import Weights
from scorerules.numbers import Real, plain, to_decimal
from scorerules.plan import DISQUALIFIED
from scorerules.result.facts import Facts, Shown, exact_number, readable
from scorerules.result.plain import number_fields, score_fields, value_field
from scorerules.result.reasons import ranked_reasons
from scorerules.result.scores import (
    DerivedResult,
    IndicatorResult,
    OutcomeResult,
    Reason,
    TierResult,
    VetoResult,
)


@frozen(slots=False, init=False)
class Evaluation:
    """What a record scored: every indicator, every tier, the total, the grade."""

    facts: Facts = field(repr=False)

    def __init__(self, facts: Facts) -> None:
        object.__setattr__(self, "facts", facts)

    def __getstate__(self) -> dict[str, Facts]:
        # What was read from the facts is read again.
        return {"facts": self.facts}

    def in_language(self, lang: Lang) -> Self:
        """The same results with names, remarks and all other texts in ``lang``.

        Args:
            lang: ``"zh"`` or ``"en"``; without it, the language of the locale holds.
        """
        return type(self)(self.facts.with_about(evolve(self.facts.about, lang=lang)))

    @property
    def ruleset_id(self) -> str:
        """Id of the ruleset."""
        return self.facts.scheme.header.id

    @property
    def ruleset_name(self) -> str:
        """What people call the ruleset."""
        return self.facts.say(self.facts.scheme.name)

    @property
    def ruleset_version(self) -> str | None:
        """Version of the ruleset."""
        return self.facts.scheme.header.version

    @property
    def full(self) -> Decimal:
        """The full mark, in points."""
        return to_decimal(self.facts.scheme.total.full)

    @property
    def status(self) -> Literal["scored", "disqualified"]:
        """``disqualified`` when a veto took total and grade away."""
        return "disqualified" if self.facts.get(DISQUALIFIED) is True else "scored"

    @property
    def total(self) -> Decimal | None:
        """The total, in points. Exact when the number terminates.

        ``None`` when the record is disqualified or the ruleset has no total.
        """
        return self.facts.decimal("total")

    @property
    def exact_total(self) -> Fraction | None:
        """The total as a fraction; ``None`` when there is none or it is irrational."""
        return exact_number(self._total)

    @property
    def _total(self) -> Fraction | Real | None:
        value = self.facts.get("total")
        return value if isinstance(value, (Fraction, Real)) else None

    @property
    def weights(self) -> Weights:
        """What weights are in this ruleset: ``points``, ``percent`` or ``none``."""
        return self.facts.scheme.header.weights

    @property
    def grade(self) -> str | None:
        """The grade; ``None`` when the ruleset has no grades."""
        value = self.facts.get("grade")
        return value if isinstance(value, str) else None

    @property
    def grade_name(self) -> str | None:
        """What people call the grade."""
        return self.facts.grade_name(self.facts.scheme.grade, self.grade)

    @property
    def scores(self) -> Mapping[str, Decimal | None]:
        """The score of every indicator, then of every tier, by id; ``None`` where it does not apply."""
        return self.facts.scores()

    @cached_property
    def tiers(self) -> Mapping[str, TierResult]:
        """The tiers by id in the order of print, parents before children."""
        facts = self.facts
        return MappingProxyType({name: TierResult(name, facts) for name in facts.scheme.tiers})

    @cached_property
    def indicators(self) -> Mapping[str, IndicatorResult]:
        """The indicators by id in the order of print."""
        return MappingProxyType(
            {name: IndicatorResult(name, self.facts) for name in self.facts.scheme.indicators}
        )

    @cached_property
    def derived(self) -> Mapping[str, DerivedResult]:
        """The derived values by id."""
        return MappingProxyType({name: DerivedResult(name, self.facts) for name in self.facts.scheme.derived})

    @cached_property
    def outcomes(self) -> Mapping[str, OutcomeResult]:
        """The further results by id."""
        return MappingProxyType(
            {name: OutcomeResult(name, self.facts) for name in self.facts.scheme.outcomes}
        )

    @cached_property
    def vetoes(self) -> tuple[VetoResult, ...]:
        """The vetoes that acted, in the order of the ruleset."""
        return tuple(
            VetoResult(name, self.facts)
            for name in self.facts.scheme.vetoes
            if self.facts.get(f"veto.{name}") is True
        )

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why points were lost, the gravest first, as ``[reasons]`` says."""
        return ranked_reasons(self.facts)

    @cached_property
    def data(self) -> Mapping[str, Shown]:
        """The data that were scored, by key, in base units: defaults included, judged scores too."""
        values = self.facts.record.values
        return MappingProxyType(
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
            "grade_name": self.grade_name,
            "status": self.status,
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
                    "value": value_field(self.facts.get(one.id)),
                }
                for one in self.derived.values()
            ],
            "outcomes": [
                {
                    "id": one.id,
                    "name": one.name,
                    "unit": one.unit,
                    "status": one.status,
                    "value": value_field(self.facts.get(one.id)),
                    "grade": one.grade,
                    "grade_name": one.grade_name,
                }
                for one in self.outcomes.values()
            ],
            "vetoes": [{"id": one.id, "name": one.name} for one in self.vetoes],
            "reasons": [
                {"id": one.id, "text": one.text, "lost": number_fields(one.exact_lost)}
                for one in self.reasons
            ],
            "data": {name: value_field(value) for name, value in self.facts.record.values.items()},
        }

    def to_json(self, indent: int | None = None) -> str:
        """:meth:`to_dict` as JSON text, Chinese left readable."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def _told(self, name: str, explainer: Explainer) -> Iterator[str]:
        """The lines of one indicator."""
        result, declared = self.indicators[name], self.facts.scheme.indicators[name]
        return explainer.indicator(declared, _head(result), result.status, result.remark)

    def explain(self, lang: Lang | None = None) -> str:
        """How every score came about, in plain sentences.

        Args:
            lang: ``"zh"`` or ``"en"``; the language of the results unless said.
        """
        return self.in_language(self.facts.spoken(lang))._explained()  # noqa: SLF001 - the same class

    def _explained(self) -> str:
        explainer = self.facts.explainer()
        lines = [self.ruleset_name]
        for derived in self.facts.scheme.derived.values():
            lines += ["", *explainer.derived(derived)]
        for tier in self.tiers.values():
            lines += ["", f"{'  ' * tier.depth}{_head(tier)}"]
            for one in tier.indicators:
                lines += [f"{'  ' * (tier.depth + 1)}{line}" for line in self._told(one, explainer)]
        for one, result in self.indicators.items():
            if not result.tier:
                lines += ["", *self._told(one, explainer)]
        return "\n".join([*lines, "", *explainer.end()]) + "\n"

    def explain_one(self, name: str, lang: Lang | None = None) -> str:
        """How one result came about, in plain sentences.

        Args:
            name: The id of an indicator, a tier, a derived value or an outcome; anything else means the total
                and the grade.
            lang: ``"zh"`` or ``"en"``; the language of the results unless said.
        """
        return "\n".join(self.in_language(self.facts.spoken(lang))._lines_of(name))  # noqa: SLF001 - the same class

    def _lines_of(self, name: str) -> Iterator[str]:
        explainer, scheme = self.facts.explainer(), self.facts.scheme
        if name in scheme.indicators:
            return self._told(name, explainer)
        if name in scheme.derived:
            return explainer.derived(scheme.derived[name])
        if name in scheme.outcomes:
            return explainer.outcome(scheme.outcomes[name])
        if name in scheme.tiers:
            return self._told_tier(name, explainer)
        return self._told_whole(explainer)

    def _told_whole(self, explainer: Explainer) -> Iterator[str]:
        """The lines of the total and the grade, then the score of every tier and indicator."""
        yield from explainer.whole()
        for tier in self.tiers.values():
            yield f"{'  ' * tier.depth}{_head(tier)}"
            for one in tier.indicators:
                yield f"{'  ' * (tier.depth + 1)}{_head(self.indicators[one])}"
        for result in self.indicators.values():
            if not result.tier:
                yield _head(result)

    def _told_tier(self, name: str, explainer: Explainer) -> Iterator[str]:
        """The lines of one tier: its score, those of its indicators, how they make it."""
        tier = self.tiers[name]
        yield _head(tier)
        for one in tier.indicators:
            yield f"  {_head(self.indicators[one])}"
        yield from explainer.subtotal(self.facts.scheme.tiers[name])


def _head(one: TierResult | IndicatorResult) -> str:
    """Name, score and weight of a line of the explanation."""
    lang = one.facts.spoken()
    if one._score is None:  # noqa: SLF001
        return f"{one.name}{'：不适用' if lang == 'zh' else ': does not apply'}"
    score, full = plain(one._score), one.exact_full  # noqa: SLF001
    if not full:
        return f"{one.name}：得 {score} 分" if lang == "zh" else f"{one.name}: {score} points"
    if lang == "zh":
        return f"{one.name}：得 {score} 分，满分 {plain(full)} 分"
    return f"{one.name}: {score} of {plain(full)} points"
