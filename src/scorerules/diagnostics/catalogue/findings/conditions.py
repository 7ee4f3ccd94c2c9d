"""SR710-719: rows and conditions that nothing reaches or that always hold."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

CONDITIONS: dict[str, Entry] = {}
