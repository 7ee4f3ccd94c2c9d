"""SR750-759: rulesets that belong together."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

FAMILIES: dict[str, Entry] = {}
