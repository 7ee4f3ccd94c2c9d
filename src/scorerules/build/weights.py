"""Weights are points: the members of a tier add up to it, the top tiers to the full total."""

from __future__ import annotations

from fractions import Fraction

from scorerules.build.order import members
from scorerules.diagnostics import Faults, Label, Words
from scorerules.model import Scheme, Tier
from scorerules.numbers import plain
from scorerules.source import Span


def weight_of(scheme: Scheme, tier: Tier) -> Fraction:
    """The weight of a tier, in points; the sum of its members when it states none."""
    if tier.weight is not None:
        return tier.weight
    return sum((weight for _, weight, _ in member_weights(scheme, tier)), Fraction(0))


def member_weights(scheme: Scheme, tier: Tier) -> list[tuple[str, Fraction, Span | None]]:
    """Id, weight and place of every member of a tier."""
    found = []
    for name in members(scheme, tier):
        if name in scheme.indicators:
            indicator = scheme.indicators[name]
            found.append((name, indicator.weight or Fraction(0), indicator.place("weight")))
        else:
            found.append((name, weight_of(scheme, scheme.tiers[name]), scheme.tiers[name].place("weight")))
    return found


def check_weights(scheme: Scheme, faults: Faults) -> None:
    """Note every sum that does not come out, with the sum and its parts."""
    if any(one.broken for one in (*scheme.tiers.values(), *scheme.indicators.values())):
        return  # a weight that could not be read would make every sum above it wrong as well
    if any(one.code in ("SR218", "SR260") for one in faults.sorted()):
        return
    for tier in scheme.tiers.values():
        parts = member_weights(scheme, tier)
        if not parts:
            faults.add("SR263", tier.place(), path=tier.path, tier=tier.id)
            continue
        added = sum((weight for _, weight, _ in parts), Fraction(0))
        if tier.weight is not None and added != tier.weight:
            labels = tuple(
                Label(span, Words(f"{plain(weight)} 分", f"{plain(weight)} points"))
                for _, weight, span in parts
                if span is not None
            )
            faults.add(
                "SR261",
                tier.place("weight"),
                path=f"{tier.path}.weight",
                labels=labels,
                tier=tier.id,
                sum=plain(added),
                weight=plain(tier.weight),
                parts=" + ".join(plain(weight) for _, weight, _ in parts),
            )
    tops = [tier for tier in scheme.tiers.values() if tier.under is None]
    if not tops:
        faults.add("SR264", None, path="tier")
        return
    weights = [weight_of(scheme, tier) for tier in tops]
    if sum(weights) != scheme.total.full:
        labels = tuple(
            Label(span, Words(f"{plain(weight)} 分", f"{plain(weight)} points"))
            for tier, weight in zip(tops, weights, strict=True)
            if (span := tier.place("weight")) is not None
        )
        span = scheme.total.place("full") or tops[-1].place("weight")
        faults.add(
            "SR262",
            span,
            path="total.full",
            labels=labels,
            sum=plain(sum(weights, Fraction(0))),
            full=plain(scheme.total.full),
            parts=" + ".join(plain(weight) for weight in weights),
        )
