"""What weights add up to: points to their tier and the full total, percentages to 100 % on every level."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from scorerules.build.order import members_of, misplaced
from scorerules.diagnostics import Faults, Label, Words
from scorerules.model import Best, Indicator, Scheme, Tier
from scorerules.numbers import plain
from scorerules.reading import NO_UNIT, keys_of, place_words
from scorerules.source import Span

ONE = Fraction(1)


@frozen
class Weighing:
    """The weights of a scheme.

    Args:
        weights: Weight of every indicator and tier that has one: points, or a part of 1; a tier that states
            none weighs what its members weigh.
        full: Full mark in points of every indicator and tier that has one.
        members: Ids of the tiers and indicators whose scores make the score of each tier, in the order of
            print; bonus and penalty items are not among them.
    """

    weights: Mapping[str, Fraction]
    full: Mapping[str, Fraction]
    members: Mapping[str, tuple[str, ...]]


def weigh(scheme: Scheme) -> Weighing:
    """The weights of a scheme, whether or not they add up."""
    inside = members_of(scheme)
    members = {
        tier: tuple(one for one in ids if one not in scheme.indicators or counted(scheme.indicators[one]))
        for tier, ids in inside.items()
    }
    weights = {
        one.id: one.weight.value
        for group in (scheme.indicators, scheme.tiers)
        for one in _items(group)
        if one.weight is not None
    }
    for tier in reversed(tuple(scheme.tiers.values())):  # members before what they are in
        if tier.weight is None:
            parts = [weights[one] for one in members[tier.id] if one in weights]
            if parts or scheme.header.weights != "none":
                weights[tier.id] = expected_sum(tier, parts, sum(parts, Fraction(0)))
    full = dict(weights)
    if scheme.header.weights == "percent":
        inner = (one.id for one in scheme.indicators.values() if counted(one))
        full |= dict.fromkeys((*inner, *scheme.tiers), scheme.total.full)
    for one in scheme.indicators.values():
        if one.penalty:
            full.setdefault(one.id, Fraction(0))  # without a weight it can only lose points
    return Weighing(weights, full, members)


def _items(group: Mapping[str, Indicator] | Mapping[str, Tier]) -> tuple[Indicator | Tier, ...]:
    return tuple(group.values())


def counted(indicator: Indicator) -> bool:
    """Whether an indicator counts in its tier; bonus and penalty items stand outside."""
    return not (indicator.bonus or indicator.penalty)


def expected_sum(tier: Tier, parts: list[Fraction], added: Fraction) -> Fraction:
    """What the members of a tier bring: all of their weights, or those of the best n of equal ones."""
    if isinstance(tier.join, Best) and parts:
        return min(tier.join.best, Fraction(len(parts))) * parts[0]
    return added


def check_weighted_means(scheme: Scheme, weighing: Weighing, faults: Faults) -> None:
    """Note members without a weight where a weighted mean needs one."""
    tops = tuple(tier.id for tier in scheme.tiers.values() if tier.under is None)
    joined = [
        (tier.join, weighing.members[tier.id]) for tier in scheme.tiers.values() if tier.formula is None
    ]
    for join, members in (*joined, (scheme.total.join, tops)):
        for name in members if join == "weighted-mean" else ():
            one: Indicator | Tier = scheme.indicators.get(name) or scheme.tiers[name]
            if name not in weighing.weights and not one.broken:
                words, where = keys_of(type(one))["weight"].words, place_words(one.path)
                faults.add("SR202", one.place(), path=one.path, where=where, key="weight", words=words)


def unreadable(scheme: Scheme, weighing: Weighing) -> frozenset[str]:
    """Ids whose weight has a fault of its own, so that no sum with it is anyone's mistake."""
    items: tuple[Indicator | Tier, ...] = (*scheme.indicators.values(), *scheme.tiers.values())
    found = {one.id for one in items if one.weight is None and (one.broken or isinstance(one, Indicator))}
    found |= {one.id for one in items if not check_weight(one, scheme.header.weights, Faults())}
    for tier in reversed(tuple(scheme.tiers.values())):  # members before what they are in
        if tier.weight is None and (found & set(weighing.members[tier.id]) or not best_fits(tier, weighing)):
            found.add(tier.id)
    return frozenset(found)


def check_weights(scheme: Scheme, faults: Faults) -> None:
    """Note weights of the wrong sort, missing ones, and every sum that does not come out."""
    mode = scheme.header.weights
    for one in (*_items(scheme.indicators), *_items(scheme.tiers)):
        check_weight(one, mode, faults)
    if any(one.code in ("SR217", "SR218", "SR267") for one in faults.sorted()):
        return
    homeless = any(one.tier not in scheme.tiers for one in scheme.indicators.values() if counted(one))
    if homeless or misplaced(scheme):
        return  # what stands in a tier that could not be read may be missing in any sum
    weighing = weigh(scheme)
    if mode == "none":
        check_weighted_means(scheme, weighing, faults)
    unknown = unreadable(scheme, weighing)
    inside = members_of(scheme)
    for tier in scheme.tiers.values():
        members = weighing.members[tier.id]
        if not inside[tier.id] and tier.formula is None:
            faults.add("SR263", tier.place(), path=tier.path, tier=tier.id)
        elif mode != "none" and tier.formula is None and members and not unknown & set(members):
            _check_tier(scheme, tier, weighing, faults, known=tier.id not in unknown)
    tops = [tier for tier in scheme.tiers.values() if tier.under is None]
    if not tops and scheme.total.formula is None and (mode != "none" or scheme.indicators):
        faults.add("SR264", scheme.header.place(), path="tier")
    summed = mode != "none" and tops and scheme.total.formula is None and not scheme.total.broken
    if summed and not unknown & {tier.id for tier in tops}:
        _check_total(scheme, tops, weighing, faults)


def check_weight(one: Indicator | Tier, mode: str, faults: Faults) -> bool:
    """Whether a weight is there where it must be, and is points or a percentage as the ruleset says."""
    if one.weight is None:
        outside = isinstance(one, Tier) or not counted(one)
        if mode != "none" and not outside and not one.broken:
            words, where = keys_of(type(one))["weight"].words, place_words(one.path)
            faults.add("SR202", one.place(), path=one.path, where=where, key="weight", words=words)
            return False
        return True
    unit = one.weight.unit
    if isinstance(one, Indicator) and not counted(one):
        mode = "points"  # what stands outside the tiers is added to the total as it is
    if mode == "percent" and (unit is None or not unit.percent):
        number = plain(one.weight.value)
        faults.add("SR250", one.place("weight"), path=f"{one.path}.weight", number=number, unit="%")
        return False
    if mode != "percent" and unit is not None:
        faults.add("SR251", one.place("weight"), path=f"{one.path}.weight", found=unit.symbol, unit=NO_UNIT)
        return False
    return True


def _shown(weight: Fraction, mode: str) -> str:
    return f"{plain(weight * 100)}%" if mode == "percent" else plain(weight)


def _said(weight: Fraction, mode: str, unit: str = " points") -> Words:
    shown = _shown(weight, mode)
    return Words.same(shown) if mode == "percent" else Words(f"{shown} 分", f"{shown}{unit}")


def _labels(parts: list[tuple[Fraction, Span | None]], mode: str) -> tuple[Label, ...]:
    return tuple(Label(span, _said(weight, mode)) for weight, span in parts if span is not None)


def _check_tier(scheme: Scheme, tier: Tier, weighing: Weighing, faults: Faults, *, known: bool) -> None:
    """The members of a tier against the tier, if its weight is known, or against 100 %."""
    mode = scheme.header.weights
    parts = []
    for name in weighing.members[tier.id]:
        item: Indicator | Tier = scheme.indicators.get(name) or scheme.tiers[name]
        parts.append((weighing.weights[name], item.place("weight")))
    weights = [weight for weight, _ in parts]
    if not best_fits(tier, weighing):
        _note_best(tier, parts, mode, faults)
        return
    if not known:
        return
    added = expected_sum(tier, weights, sum(weights, Fraction(0)))
    wanted = ONE if mode == "percent" else tier.weight.value if tier.weight is not None else added
    if mode == "percent" and isinstance(tier.join, Best):
        return
    if added != wanted:
        faults.add(
            "SR261",
            tier.place("weight"),
            path=f"{tier.path}.weight",
            labels=_labels(parts, mode),
            tier=tier.id,
            members=member_words(scheme, weighing.members[tier.id]),
            sum=_said(added, mode),
            weight=_said(wanted, mode, ""),
            parts=sum_words(weights, mode),
        )


def best_fits(tier: Tier, weighing: Weighing) -> bool:
    """Whether a tier of the best n has n members, of equal weights, so that each can replace another."""
    if not isinstance(tier.join, Best):
        return True
    weights = [weighing.weights[one] for one in weighing.members[tier.id] if one in weighing.weights]
    return not weights or (len(set(weights)) == 1 and tier.join.best <= len(weights))


def _note_best(tier: Tier, parts: list[tuple[Fraction, Span | None]], mode: str, faults: Faults) -> None:
    assert isinstance(tier.join, Best)
    path = f"{tier.path}.join"
    if len({weight for weight, _ in parts}) > 1:
        faults.add("SR275", tier.place("join"), path=path, labels=_labels(parts, mode), tier=tier.id)
    if tier.join.best > len(parts):
        best, count = tier.join.best, len(parts)
        faults.add("SR276", tier.place("join"), path=path, tier=tier.id, best=best, count=count)


def _check_total(scheme: Scheme, tops: list[Tier], weighing: Weighing, faults: Faults) -> None:
    """The top tiers against the full total, or against 100 %."""
    mode = scheme.header.weights
    weights = [weighing.weights[tier.id] for tier in tops]
    wanted = ONE if mode == "percent" else scheme.total.full
    if sum(weights) == wanted:
        return
    parts = [(weight, tier.place("weight")) for tier, weight in zip(tops, weights, strict=True)]
    faults.add(
        "SR262",
        scheme.total.place("full") if scheme.total.written("full") else tops[-1].place("weight"),
        path="total.full",
        labels=_labels(parts, mode),
        sum=_said(sum(weights, Fraction(0)), mode),
        full=_said(wanted, mode, ""),
        parts=sum_words(weights, mode),
    )


def member_words(scheme: Scheme, members: tuple[str, ...]) -> Words:
    """What the members of a tier are, for people."""
    if all(name in scheme.indicators for name in members):
        return Words("指标", "indicators")
    if all(name in scheme.tiers for name in members):
        return Words("下级指标", "tiers")
    return Words("下级各项", "members")


def sum_words(weights: list[Fraction], mode: str) -> str:
    """An addition written out: ``50 + 40 = 90``."""
    added = _shown(sum(weights, Fraction(0)), mode)
    return " = ".join(dict.fromkeys((" + ".join(_shown(weight, mode) for weight in weights), added)))
