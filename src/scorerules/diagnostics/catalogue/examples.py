"""SR6xx: examples."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry, error

EXAMPLES: dict[str, Entry] = {}
