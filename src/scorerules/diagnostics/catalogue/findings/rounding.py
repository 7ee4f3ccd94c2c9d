"""SR720-729: roundings that decide a grade or that follow each other."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

ROUNDING: dict[str, Entry] = {}
