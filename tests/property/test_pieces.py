"""Laws of pieces: they cover every value, and say exactly what the reference evaluation gives."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from scorerules import Ruleset, load
from scorerules.analysis.abstract import of_numbers, some_of
from scorerules.analysis.attainable import ScoreFunction, tightened
from scorerules.analysis.solving import Solver
from scorerules.analysis.trials import Trials
from scorerules.formula import Name
from shipped_files import SHIPPED_RULESETS

ROOT = Path(__file__).parents[2]
RULESETS = sorted([*SHIPPED_RULESETS, *ROOT.glob("tests/data/good/*.toml")])


def rulesets() -> list[tuple[Path, Ruleset]]:
    """Every ruleset that can be scored by itself."""
    found = [(path, load(path, root=ROOT)) for path in RULESETS]
    return [(path, one) for path, one in found if not one.scheme.header.abstract]


@pytest.mark.parametrize(("path", "ruleset"), rulesets(), ids=lambda one: getattr(one, "stem", ""))
def test_score_functions(path: Path, ruleset: Ruleset) -> None:
    """Every score that is a function of one number is what records with that number score."""
    trials = Trials(ruleset.scheme, ruleset.plan)
    solver, start = Solver(trials), trials.run({})
    _, functions = tightened(ruleset.plan)
    for function in functions.values():
        covers(function)
        for cell, piece in function.cells[:12]:
            for value in list(some_of(of_numbers(cell)))[:3]:
                assert isinstance(value, Fraction)
                for changes in list(solver.reach(Name(function.driver), value, start))[:2]:
                    trial = trials.run(changes)
                    got = trial.trace.values.get(function.driver, trial.data.get(function.driver))
                    score = trial.trace.values.get(f"score.{function.item}")
                    if got != value or not isinstance(score, Fraction):
                        continue
                    assert piece.value.numbers.has(score), (path, function.item, value, score)
                    exact = piece.at(value)
                    assert exact is None or exact == score, (path, function.item, value, score)


def covers(function: ScoreFunction) -> None:
    """Stretches follow each other without a gap and without an overlap."""
    for (before, _), (after, _) in pairwise(function.cells):
        if before.grid is None and after.grid is None:
            assert before.high == after.low
            assert before.high_in is not after.low_in
