"""SR760-769: what no example reaches."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

COVERAGE: dict[str, Entry] = {}
