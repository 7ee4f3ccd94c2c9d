"""The step between the totals that can occur, where roundings and sums tell it.

With every score in whole points the total is whole too, and grades from 90 and up to 89 leave no hole.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scorerules.formula import Const, Expr
from scorerules.model import Indicator, Rounding, Scheme, Tier
from scorerules.numbers import common_grid


def total_grid(scheme: Scheme) -> Fraction | None:
    """A number of which every unrounded total is a multiple; ``None`` when none is known."""
    total, header = scheme.total, scheme.header
    adds = header.weights == "points" and total.formula is None and total.join in (None, "sum")
    if not adds or any(_may_leave(one, scheme) for one in scheme.indicators.values()):
        return None
    limits = [scheme.bonus.cap, scheme.penalty.cap, total.from_, total.upto]
    outside = [_of_indicator(one, scheme) for one in scheme.indicators.values() if one.bonus or one.penalty]
    tops = [_of_tier(tier, scheme) for tier in scheme.tiers.values() if tier.under is None]
    vetoes = [veto.total_at_most for veto in scheme.vetoes.values()]
    return _common([*tops, *outside, *(abs(one) for one in (*limits, *vetoes) if one is not None)])


def _common(grids: Iterable[Fraction | None]) -> Fraction | None:
    common: Fraction | None = Fraction(0)
    for grid in grids:
        common = common_grid(common, grid)
    return common


def _may_leave(one: Indicator, scheme: Scheme) -> bool:
    """Whether an indicator can be without a score, so that others are stretched over its points."""
    policy = scheme.header.on_missing if one.on_missing is None else one.on_missing
    return one.when is not None or one.may_skip or policy == "skip"


def _of_tier(tier: Tier, scheme: Scheme) -> Fraction | None:
    rounding = tier.round if tier.round is not None else scheme.rounds.tier
    if isinstance(rounding, Rounding):
        return rounding.to.value
    if tier.formula is not None or tier.join not in (None, "sum"):
        return None
    inside = [_of_tier(one, scheme) for one in scheme.tiers.values() if one.under == tier.id]
    scored = [
        one for one in scheme.indicators.values() if one.tier == tier.id and not (one.bonus or one.penalty)
    ]
    return _common([*inside, *(_of_indicator(one, scheme) for one in scored)])


def _of_indicator(one: Indicator, scheme: Scheme) -> Fraction | None:
    """The rounding of its score; its limits and what policies give may lie between."""
    rounding = one.round if one.round is not None else scheme.rounds.indicator
    if not isinstance(rounding, Rounding):
        return None
    policy = scheme.header.on_missing if one.on_missing is None else one.on_missing
    given = [abs(policy)] if isinstance(policy, Fraction) else []
    weight = [] if one.weight is None else [one.weight.value]
    limits = [_constant(limit) for limit in (one.floor, one.cap) if limit is not None]
    return _common([rounding.to.value, *given, *weight, *limits])


def _constant(expr: Expr) -> Fraction | None:
    return abs(expr.value) if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None
