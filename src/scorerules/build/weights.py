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


def unreadable(scheme: Scheme) -> frozenset[str]:
    """Ids whose weight has a fault of its own, so that no sum with it is anyone's mistake."""
    found = {one.id for one in scheme.indicators.values() if one.weight is None}
    found |= {one.id for one in scheme.tiers.values() if one.weight is None and one.broken}
    below = [(tier, members(scheme, tier)) for tier in scheme.tiers.values() if tier.weight is None]
    while more := {tier.id for tier, inside in below if tier.id not in found and found & set(inside)}:
        found |= more
    return frozenset(found)


def check_weights(scheme: Scheme, faults: Faults) -> None:
    """Note every sum that does not come out, with the sum and its parts."""
    if any(one.code in ("SR217", "SR218", "SR267") for one in faults.sorted()):
        return
    homeless = any(one.tier not in scheme.tiers for one in scheme.indicators.values())
    if homeless or any(one.under is None and one.written("under") for one in scheme.tiers.values()):
        return  # what stands in a tier that could not be read may be missing in any sum
    unknown = unreadable(scheme)
    for tier in scheme.tiers.values():
        check_tier(scheme, tier, unknown, faults)
    tops = [tier for tier in scheme.tiers.values() if tier.under is None]
    if not tops:
        faults.add("SR264", scheme.header.place(), path="tier")
    elif not scheme.total.broken and not unknown & {tier.id for tier in tops}:
        check_total(scheme, tops, faults)


def check_tier(scheme: Scheme, tier: Tier, unknown: frozenset[str], faults: Faults) -> None:
    """Note a tier without members, or whose members do not add up to it."""
    parts = member_weights(scheme, tier)
    if not parts:
        faults.add("SR263", tier.place(), path=tier.path, tier=tier.id)
    added = sum((weight for _, weight, _ in parts), Fraction(0))
    readable = parts and not unknown & {tier.id, *(name for name, _, _ in parts)}
    if readable and tier.weight is not None and added != tier.weight:
        faults.add(
            "SR261",
            tier.place("weight"),
            path=f"{tier.path}.weight",
            labels=points_labels([(weight, span) for _, weight, span in parts]),
            tier=tier.id,
            members=member_words(scheme, parts),
            sum=plain(added),
            weight=plain(tier.weight),
            parts=sum_words([weight for _, weight, _ in parts]),
        )


def check_total(scheme: Scheme, tops: list[Tier], faults: Faults) -> None:
    """Note top tiers that do not add up to the full total."""
    weights = [weight_of(scheme, tier) for tier in tops]
    added = sum(weights, Fraction(0))
    if added != scheme.total.full:
        faults.add(
            "SR262",
            scheme.total.place("full") or tops[-1].place("weight"),
            path="total.full",
            labels=points_labels([(weight_of(scheme, tier), tier.place("weight")) for tier in tops]),
            sum=plain(added),
            full=plain(scheme.total.full),
            parts=sum_words(weights),
        )


def points_labels(weights: list[tuple[Fraction, Span | None]]) -> tuple[Label, ...]:
    """What each part of a sum is, at its place."""
    return tuple(
        Label(span, Words(f"{plain(weight)} 分", f"{plain(weight)} points"))
        for weight, span in weights
        if span is not None
    )


def member_words(scheme: Scheme, parts: list[tuple[str, Fraction, Span | None]]) -> Words:
    """What the members of a tier are, for people."""
    if all(name in scheme.indicators for name, _, _ in parts):
        return Words("指标", "indicators")
    if all(name in scheme.tiers for name, _, _ in parts):
        return Words("下级指标", "tiers")
    return Words("下级各项", "members")


def sum_words(weights: list[Fraction]) -> str:
    """An addition written out: ``50 + 40 = 90``."""
    return " = ".join(dict.fromkeys((" + ".join(map(plain, weights)), plain(sum(weights, Fraction(0))))))
