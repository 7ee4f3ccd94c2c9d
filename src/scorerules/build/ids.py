"""Ids: one namespace, plain identifiers, nothing that could be mistaken for another."""

from __future__ import annotations

import keyword
import unicodedata
from typing import Any

from scorerules.diagnostics import Faults, Fix, Label, Words
from scorerules.formula import FUNCTIONS
from scorerules.source import Span

RESERVED_WORDS = frozenset(
    {
        "score",
        "share",
        "weight",
        "lost",
        "value",
        "total",
        "grade",
        "tier",
        "none",
        "true",
        "false",
        "status",
        "remark",
    }
)
"""Words that formulas, templates and expectations use for something else."""


def fault_of_id(name: str) -> tuple[str, dict[str, Any]] | None:
    """The code and facts of what is wrong with an id by itself."""
    folded = unicodedata.normalize("NFKC", name)
    if not name.isidentifier() or name.startswith("__"):
        return "SR214", {"id": name}
    if folded != name:
        return "SR215", {"id": name, "folded": folded}
    if name.lower() in RESERVED_WORDS or keyword.iskeyword(name) or name in FUNCTIONS:
        return "SR216", {"id": name}
    return None


class Namespace:
    """All ids of a ruleset with what each names."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._taken: dict[str, tuple[str, str, Span | None]] = {}

    def take(self, name: str, section: str, span: Span | None) -> None:
        """Note an id; a fault if it cannot be one or already names something else."""
        path = f"{section}.{name}"
        fault = fault_of_id(name)
        if fault is not None:
            code, facts = fault
            folded = facts.get("folded")
            fix = Fix(span, f'"{folded}"') if span and folded and span.text == f'"{name}"' else None
            self._faults.add(code, span, path=path, fix=fix, **facts)
        known = self._taken.setdefault(name.casefold(), (name, section, span))
        if known == (name, section, span):
            return
        labels = (Label(known[2], Words("先用在这里", "used first here")),) if known[2] else ()
        self._faults.add("SR217", span, path=path, labels=labels, id=name, other=f"{known[1]}.{known[0]}")
