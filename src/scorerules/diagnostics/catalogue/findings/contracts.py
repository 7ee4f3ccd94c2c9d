"""SR740-749: rules that do not do what their contract or their sentence says."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

CONTRACTS: dict[str, Entry] = {}
