"""Puts tiers and indicators in the order of print: parents before children, ``order`` where it is said."""

from __future__ import annotations

from attrs import evolve

from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.model import Indicator, Scheme, Tier
from scorerules.source import Span


def members_of(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Ids of the tiers and indicators directly in every tier, as declared."""
    found: dict[str, list[str]] = {tier: [] for tier in scheme.tiers}
    for tier in scheme.tiers.values():
        if tier.under in found:
            found[tier.under].append(tier.id)
    for indicator in scheme.indicators.values():
        if indicator.tier in found:
            found[indicator.tier].append(indicator.id)
    return {tier: tuple(ids) for tier, ids in found.items()}


def in_print_order(scheme: Scheme, faults: Faults) -> Scheme:
    """The scheme with tiers and indicators in the order of print.

    A tier's ``order`` names all of its members, each once. Items of a faulty place come last, so that
    nothing is lost while faults are still being collected.
    """
    declared = members_of(scheme)
    noted = (
        faults.apart() if misplaced(scheme) else faults
    )  # the order of what is misplaced is no second fault
    tiers: dict[str, Tier] = {}
    indicators: dict[str, Indicator] = {}

    waiting: list[str] = [tier.id for tier in reversed(tuple(scheme.tiers.values())) if tier.under is None]
    while waiting:  # a stack and no recursion: tiers may nest deeply
        name = waiting.pop()
        if name in scheme.indicators:
            indicators[name] = scheme.indicators[name]
        elif name not in tiers:
            tiers[name] = scheme.tiers[name]
            waiting.extend(reversed(_ordered(tiers[name], declared[name], noted)))
    return evolve(scheme, tiers={**tiers, **scheme.tiers}, indicators={**indicators, **scheme.indicators})


def misplaced(scheme: Scheme) -> bool:
    """Whether a tier stands at the top only because what it is under could not be read."""
    return any(one.under is None and one.written("under") for one in scheme.tiers.values())


def _ordered(tier: Tier, declared: tuple[str, ...], faults: Faults) -> tuple[str, ...]:
    if not tier.order:
        return declared
    path, places = f"{tier.path}.order", _places(tier)
    meant: set[str] = set()  # what a misspelt id was to be is not left out as well
    for index, name in enumerate(tier.order):
        if name not in declared:
            nearest = near(name, declared)
            meant |= set(nearest[:1])
            words = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
            faults.add("SR245", places[index], path=path, id=name, tier=tier.id, nearest=words)
        elif name in tier.order[:index]:
            faults.add("SR247", places[index], path=path, id=name, tier=tier.id)
    missing = [name for name in declared if name not in tier.order]
    if left_out := [name for name in missing if name not in meant]:
        listed = ", ".join(f"`{one}`" for one in left_out)
        faults.add("SR246", tier.place("order"), path=path, tier=tier.id, missing=listed)
    known = tuple(dict.fromkeys(name for name in tier.order if name in declared))
    return (*known, *missing)


def _places(tier: Tier) -> tuple[Span | None, ...]:
    """Where each id of the tier's ``order`` stands."""
    node = tier.written("order")
    items = node.value if node is not None and isinstance(node.value, tuple) else ()
    return tuple(one.span for one in items) or (None,) * len(tier.order)
