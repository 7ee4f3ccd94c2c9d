"""The cases of the shipped rulesets show all that the rules can do, and notice every change of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorerules.testing import coverage, load_suite, mutate
from scorerules.testing.cases.suites import suites

RULESETS = Path(__file__).parent.parent / "rulesets"

SHIPPED = [Path(one.file) for one in suites([str(RULESETS)]) if one.file is not None and one.cases]

EVERY = [one for one in sorted(RULESETS.glob("*/*.toml")) if not one.name.endswith(".cases.toml")]

# All changes of all rulesets take minutes: `scorerules mutate rulesets` judges every one.
SAMPLE = 15


def test_every_ruleset_has_cases_beside_it() -> None:
    """All but those that are only extended: a lost file of cases would otherwise pass unseen."""
    without = {path.parent.name for path in EVERY if path not in SHIPPED and path.stem != "base"}
    assert without == set()
    assert len(SHIPPED) == 17


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_cases_show_all_that_the_rules_can_do(path: Path) -> None:
    """Every goal of every shipped ruleset is reached by some case of it."""
    found = coverage(load_suite(path))
    assert [(goal.item, goal.words.en) for goal in found.missing] == []
    assert found.share == 1


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_cases_notice_every_change_of_the_rules(path: Path) -> None:
    """Of changes drawn from all there are, none that changes a result goes unseen."""
    report = mutate([load_suite(path)], sample=SAMPLE, seed=2019)
    assert [(one.mutant.path, one.mutant.old, one.mutant.new) for one in report.survivors] == []
    assert report.tally.killed
