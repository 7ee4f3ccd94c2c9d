"""SR7xx: what the review of a ruleset finds before anyone is scored, one module per family."""

from __future__ import annotations

from scorerules.diagnostics.catalogue.entry import Entry
from scorerules.diagnostics.catalogue.findings.allowed import ALLOWED
from scorerules.diagnostics.catalogue.findings.budget import BUDGET
from scorerules.diagnostics.catalogue.findings.conditions import CONDITIONS
from scorerules.diagnostics.catalogue.findings.contracts import CONTRACTS
from scorerules.diagnostics.catalogue.findings.coverage import COVERAGE
from scorerules.diagnostics.catalogue.findings.families import FAMILIES
from scorerules.diagnostics.catalogue.findings.formulas import FORMULAS
from scorerules.diagnostics.catalogue.findings.rounding import ROUNDING

FINDINGS: dict[str, Entry] = {
    **BUDGET,
    **CONDITIONS,
    **ROUNDING,
    **FORMULAS,
    **CONTRACTS,
    **FAMILIES,
    **COVERAGE,
    **ALLOWED,
}
