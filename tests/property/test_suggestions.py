"""Cases are suggested for any ruleset: nothing is raised, and what is written loads and holds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

import scorerules
from scorerules.testing.cases.case_text import CaseToWrite, cases_text
from scorerules.testing.cases.suites import load_suite, run_suite
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import Scheme
from scorerules.testing.generated.written import text as text_of
from scorerules.testing.suggesting import suggest


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(scheme=schemes())
def test_suggestions_hold(scheme: Scheme) -> None:
    """Every case is irredundant, and its file holds beside the ruleset."""
    text = text_of(scheme)
    try:
        ruleset = scorerules.loads(text)
    except scorerules.RulesetError:
        return
    found = suggest(ruleset)
    assert all(one.needed_for for one in found.cases)
    reached = {goal.id for one in found.cases for goal in one.reaches}
    assert reached == {goal.id for goal in found.goals} - {goal.id for goal in found.not_found}
    if not found.cases:
        return
    written = cases_text(ruleset, [CaseToWrite(one.candidate, one.needed_for) for one in found.cases], "zh")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "made.toml").write_text(text, encoding="utf-8")
        (Path(folder) / "made.cases.toml").write_text(written, encoding="utf-8")
        suite = load_suite(Path(folder) / "made.toml")
        assert [one.name for one in run_suite(suite) if not one.ok] == []
