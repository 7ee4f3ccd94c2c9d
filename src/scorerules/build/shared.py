"""``each = {…}`` of a tier: keys that all indicators of the tier share, put where they are not said."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from scorerules.build.compose import entries, over
from scorerules.build.sections import ITEM_SECTIONS, KIND_KEYS
from scorerules.diagnostics import Faults
from scorerules.diagnostics.near import near
from scorerules.document import Node
from scorerules.kinds import KINDS, read_rule
from scorerules.model import NOT_SHARED, Indicator
from scorerules.reading import At, keys_of, read_table
from scorerules.reading.reader import unknown_key

KNOWN = {
    "tier": tuple(keys_of(ITEM_SECTIONS["tier"])),
    "indicator": (*keys_of(ITEM_SECTIONS["indicator"]), *sorted(KIND_KEYS)),
}


def _said(table: Node, name: str, section: str) -> Node | None:
    """A key of a tier or an indicator; also misspelt, which is noted when the table is read."""
    items, known = entries(table), KNOWN[section]
    meant = (node for key, node in items.items() if key not in known and near(key, known) == (name,))
    return items.get(name) or next(meant, None)


def _checked(each: Node, at: At) -> Node:
    """The shared keys that an indicator knows, misspelt ones as what they were probably meant to be."""
    allowed = tuple(key for key in KNOWN["indicator"] if key not in NOT_SHARED)
    kept: dict[str, Node] = {}
    for key, node in entries(each).items():
        meant = key if key in allowed else unknown_key(key, node, at, allowed, {}, kept)
        if meant is not None:
            kept.setdefault(meant, node)
    checked = evolve(each, value=kept)
    # Also read here: perhaps no indicator takes a key from it, and nothing may go unseen.
    read_table(Indicator, checked, at, skip=KIND_KEYS)
    if not KIND_KEYS.isdisjoint(kept):
        read_rule(checked, at, KINDS)
    return checked


def with_shared_keys(top: Mapping[str, Node], faults: Faults) -> dict[str, Node]:
    """The document with the shared keys of tiers written into their indicators.

    A key of the indicator itself goes before the shared one; a rule of its own replaces a shared rule.
    """
    shared = {
        name: each
        for name, tier in entries(top.get("tier")).items()
        if (each := _said(tier, "each", "tier")) is not None and each.is_table
    }
    functions = frozenset(entries(top.get("function")))
    shared = {
        name: _checked(each, At(f"tier.{name}.each", faults, functions)) for name, each in shared.items()
    }
    if not shared or "indicator" not in top:
        return dict(top)
    indicators = entries(top["indicator"])
    for name, node in indicators.items():
        tier = _said(node, "tier", "indicator")
        each = None if tier is None or not isinstance(tier.value, str) else shared.get(tier.value)
        if each is not None:
            whole = over(each, node, kinds=True)
            indicators[name] = evolve(whole, span=node.span, key_span=node.key_span)
    return {**top, "indicator": evolve(top["indicator"], value=indicators)}
