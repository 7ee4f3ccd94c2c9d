"""SR700-709: points that cannot be had, or that do not count."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

BUDGET: dict[str, Entry] = {}
