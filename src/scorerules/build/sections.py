"""The sections of a ruleset file, and what each is read into."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules import model
from scorerules.kinds import KINDS
from scorerules.reading import Table, keys_of

LANGUAGE_VERSION = 1
VERSION_KEY = "scorerules"

ITEM_SECTIONS: Mapping[str, type[Table]] = MappingProxyType(
    {
        "input": model.Input,
        "parameter": model.Parameter,
        "function": model.Function,
        "derived": model.Derived,
        "tier": model.Tier,
        "indicator": model.Indicator,
        "outcome": model.Outcome,
        "veto": model.Veto,
    }
)
"""Sections of named items: ``[indicator.ID]``."""

SINGLE_SECTIONS: Mapping[str, type[Table]] = MappingProxyType(
    {
        "ruleset": model.Header,
        "round": model.Rounds,
        "total": model.Total,
        "grade": model.Grade,
        "bonus": model.Outside,
        "penalty": model.Outside,
        "reasons": model.Reasons,
        "check": model.Check,
    }
)
"""Sections that stand once."""

EXAMPLE = "example"
CHECK = "check"
CHANGE = "change"
SECTIONS = (VERSION_KEY, *SINGLE_SECTIONS, *ITEM_SECTIONS, EXAMPLE, CHANGE)

KIND_KEYS = frozenset(KINDS)
WITH_KINDS = frozenset({"indicator", "derived", "function"})

NOT_INHERITED = frozenset({"id", "name", "version", "effective", "source", "extends", "drop", "abstract"})
"""Keys of ``[ruleset]`` that a child says for itself."""


def headers_of_keys() -> dict[str, str]:
    """Every key of a section with the header it belongs under: a key swallowed by the wrong header."""
    found: dict[str, str] = {}
    for section, table in SINGLE_SECTIONS.items():
        for name in keys_of(table):
            found.setdefault(name, f"[{section}]")
    for section in (*SINGLE_SECTIONS, *ITEM_SECTIONS, CHANGE):
        found[section] = f"[{section}]"
    found[EXAMPLE] = f"[[{EXAMPLE}]]"
    return found
