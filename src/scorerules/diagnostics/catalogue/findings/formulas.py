"""SR730-739: formulas that can fail, and what nothing reads."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

FORMULAS: dict[str, Entry] = {}
