"""``each = {…}`` of a tier: keys that all indicators of the tier share, put where they are not said."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from scorerules.build.compose import entries, over
from scorerules.build.sections import ITEM_SECTIONS, KIND_KEYS
from scorerules.diagnostics import Faults
from scorerules.document import Node
from scorerules.reading import At, keys_of
from scorerules.reading.reader import unknown_key

NOT_SHARED = frozenset({"tier", "name", "id"})


def with_shared_keys(top: Mapping[str, Node], faults: Faults) -> dict[str, Node]:
    """The document with the shared keys of tiers written into their indicators.

    A key of the indicator itself goes before the shared one; a rule of its own replaces a shared rule.
    """
    shared = {
        name: each
        for name, tier in entries(top.get("tier")).items()
        if (each := entries(tier).get("each")) is not None and each.is_table
    }
    if not shared or "indicator" not in top:
        return dict(top)
    known = (*keys_of(ITEM_SECTIONS["indicator"]), *sorted(KIND_KEYS))
    for name, each in shared.items():
        for key, node in entries(each).items():
            if key not in known or key in NOT_SHARED:
                allowed = tuple(one for one in known if one not in NOT_SHARED)
                unknown_key(key, node, At(f"tier.{name}.each", faults), allowed, {})
    indicators = entries(top["indicator"])
    for name, node in indicators.items():
        tier = entries(node).get("tier")
        each = None if tier is None or not isinstance(tier.value, str) else shared.get(tier.value)
        if each is not None:
            kept = {
                key: item for key, item in entries(each).items() if key in known and key not in NOT_SHARED
            }
            indicators[name] = evolve(
                over(evolve(each, value=kept), node, kinds=True), span=node.span, key_span=node.key_span
            )
    return {**top, "indicator": evolve(top["indicator"], value=indicators)}
