"""SR770-779: findings that a ruleset allows."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry

ALLOWED: dict[str, Entry] = {}
