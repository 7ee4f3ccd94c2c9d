"""Ranks the points that were lost: what a person asks first about a score."""

from __future__ import annotations

from fractions import Fraction
from functools import cmp_to_key

from scorerules.model import Indicator, Reasons, title
from scorerules.numbers import Number, Real, apparent_order
from scorerules.result.facts import Facts
from scorerules.result.scores import Reason

USUAL = Reasons()


def _graver(first: tuple[Number, Reason], second: tuple[Number, Reason]) -> int:
    return apparent_order(second[0], first[0])


_GRAVEST_FIRST = cmp_to_key(_graver)


def ranked_reasons(facts: Facts) -> tuple[Reason, ...]:
    """The lost points, each counted from the indicator's baseline, in the order that ``[reasons]`` says.

    Points are those of the total: where weights are percentages, a lost point of an indicator of 40 % counts
    as 0.4 of the total.

    Equal losses keep the order of print; items that do not apply, and bonus items, lose nothing.
    """
    rules = facts.scheme.reasons or USUAL
    found: list[tuple[Number, Reason]] = []
    for one in facts.scheme.indicators.values():
        score, base = facts.get(f"score.{one.id}"), _baseline(facts, rules, one)
        if one.bonus or base is None or not isinstance(score, (Fraction, Real)):
            continue
        lost = (base - score) * _part_of_total(facts, one)
        if apparent_order(lost, Fraction(0)) > 0:
            ranking = (base - score) / base if rules.order == "share" and base else lost
            found.append((ranking, Reason(one.id, _text(facts, one), lost)))
    if rules.order != "printed":
        found.sort(key=_GRAVEST_FIRST)
    top = len(found) if rules.top is None else int(rules.top)
    return tuple(reason for _, reason in found[:top])


def _part_of_total(facts: Facts, one: Indicator) -> Fraction:
    """What a point of an indicator is in the total: less than one where weights are percentages."""
    part = Fraction(1)
    if facts.scheme.header.weights == "percent" and not one.penalty:
        name: str | None = one.id
        while name is not None:
            part *= facts.plan.weights.get(name, Fraction(1))
            name = one.tier if name == one.id else facts.scheme.tiers[name].under
    return part


def _text(facts: Facts, one: Indicator) -> str:
    """How the lost points are called: by the row that was taken, else by the indicator."""
    row = facts.trace.taken.get(f"{one.id}.row")
    told = None if row is None or one.kind is None else one.kind.row_reason(row)
    return facts.say(told or one.reason or title(one))


def _baseline(facts: Facts, rules: Reasons, one: Indicator) -> Fraction | None:
    full = facts.plan.full.get(one.id)
    if one.baseline is not None or full is None:
        return one.baseline
    return full if rules.baseline is None else full * rules.baseline.value
