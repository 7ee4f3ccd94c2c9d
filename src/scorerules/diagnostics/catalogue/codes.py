"""All codes in one mapping."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules.diagnostics.catalogue.composition import COMPOSITION
from scorerules.diagnostics.catalogue.document import DOCUMENT
from scorerules.diagnostics.catalogue.entry import Entry
from scorerules.diagnostics.catalogue.evaluation import EVALUATION
from scorerules.diagnostics.catalogue.examples import EXAMPLES
from scorerules.diagnostics.catalogue.findings import FINDINGS
from scorerules.diagnostics.catalogue.formula import FORMULA
from scorerules.diagnostics.catalogue.kinds import KINDS_TEXTS
from scorerules.diagnostics.catalogue.record import RECORD
from scorerules.diagnostics.catalogue.results import RESULTS
from scorerules.diagnostics.catalogue.ruleset import RULESET
from scorerules.diagnostics.catalogue.tables import TABLES

CATALOGUE: Mapping[str, Entry] = MappingProxyType(
    {
        **DOCUMENT,
        **RULESET,
        **COMPOSITION,
        **RESULTS,
        **KINDS_TEXTS,
        **FORMULA,
        **RECORD,
        **EVALUATION,
        **TABLES,
        **EXAMPLES,
        **FINDINGS,
    }
)


def entry(code: str) -> Entry:
    """The texts of ``code``."""
    return CATALOGUE[code]
