"""Scores and results stay within what is declared: floors, caps, weights, full marks, steps, choices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scorerules.diagnostics import Words
from scorerules.model import Indicator, Rounding
from scorerules.testing.properties.case import Breach, Case
from scorerules.testing.properties.exact import constant, said

ZERO = Fraction(0)


def bounds(case: Case) -> Iterator[Breach]:
    """Every score is within its limits and on its step, tiers and the total too."""
    for one in case.scheme.indicators.values():
        yield from _indicator(case, one)
    if case.scheme.header.weights != "none":
        yield from _tiers(case)
    yield from _total(case)


def _indicator(case: Case, one: Indicator) -> Iterator[Breach]:
    score = case.score(one.id)
    if score is None or case.evaluation.indicators[one.id].status != "scored":
        return
    low, high = constant(one.floor), constant(one.cap)
    limited = case.scheme.header.weights != "none" or one.bonus or one.penalty
    if limited and one.floor is None and not (one.penalty and one.weight is None):
        low = ZERO
    if limited and one.cap is None:
        high = case.ruleset.plan.full.get(one.id) if one.weight is None else _full(case, one)
    yield from _within(one.id, score, low, high, one)
    rounding = (
        one.round if isinstance(one.round, Rounding) else None if one.round else case.scheme.rounds.indicator
    )
    if rounding is not None and score not in (low, high) and (score / rounding.to.value).denominator != 1:
        yield _off_step(one.id, score, rounding, one)


def _full(case: Case, one: Indicator) -> Fraction:
    """The full mark of an indicator that has a weight."""
    assert one.weight is not None
    percent = case.scheme.header.weights == "percent" and not one.bonus and not one.penalty
    return case.scheme.total.full if percent else one.weight.value


def _tiers(case: Case) -> Iterator[Breach]:
    """A tier of indicators that are within their weights is within its own."""
    if any(one.floor is not None or one.cap is not None for one in case.scheme.indicators.values()):
        return  # a floor below 0 or a cap above the weight is there to leave the usual limits
    points = [*case.scheme.indicators.values()]
    if any(isinstance(policy, Fraction) for one in points for policy in case.policy(one)):
        return
    for tier in case.scheme.tiers.values():
        score, full = case.score(tier.id), case.evaluation.tiers[tier.id].exact_full
        if tier.formula is None and score is not None and not isinstance(tier.empty, Fraction):
            rounding = tier.round if tier.round is not None else case.scheme.rounds.tier
            step = rounding.to.value if isinstance(rounding, Rounding) else ZERO
            yield from _within(tier.id, score, ZERO, None if full is None else full + step, tier)


def _total(case: Case) -> Iterator[Breach]:
    total, scheme = case.evaluation.exact_total, case.scheme
    if total is None:
        return
    rounding = scheme.rounds.total
    if rounding is not None and (total / rounding.to.value).denominator != 1:
        yield _off_step("total", total, rounding, scheme.total)
    step = ZERO if rounding is None else rounding.to.value
    low, high = scheme.total.from_, scheme.total.upto
    fired = {one.id for one in case.evaluation.vetoes}
    caps = [one.total_at_most for one in scheme.vetoes.values() if one.id in fired]
    caps = [one for one in caps if one is not None]
    if caps:
        low, high = None, min((*caps, *(() if high is None else (high,))))
    yield from _within(
        "total",
        total,
        None if low is None else low - step,
        None if high is None else high + step,
        scheme.total,
    )


def _within(
    id_: str, score: Fraction, low: Fraction | None, high: Fraction | None, table: object
) -> Iterator[Breach]:
    if (low is None or score >= low) and (high is None or score <= high):
        return
    place = getattr(table, "place", None)
    yield Breach(
        Words(
            f"`{id_}` 得 {said(score)} 分，应在 {said(low)} 到 {said(high)} 之间",
            f"`{id_}` is {said(score)}, which is not from {said(low)} to {said(high)}",
        ),
        id_,
        None if place is None else place(),
    )


def _off_step(id_: str, score: Fraction, rounding: Rounding, table: object) -> Breach:
    step = said(rounding.to.value)
    place = getattr(table, "place", None)
    return Breach(
        Words(
            f"`{id_}` 为 {said(score)}，不是 {step} 的整数倍",
            f"`{id_}` is {said(score)}, no multiple of {step}",
        ),
        id_,
        None if place is None else place(),
    )
