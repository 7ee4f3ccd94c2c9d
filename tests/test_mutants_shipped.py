"""Deliberately wrong rules in copies of the shipped rulesets: their cases notice."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest

from scorerules.testing.cases.suites import suites
from scorerules.testing.mutants.mutation import Judged, Mutation

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(50)
TRIES = 20
"""Changes that are drawn until one is found that loads and changes something."""


@cache
def mutation() -> Mutation:
    """Every change of every shipped ruleset that has cases beside it."""
    return Mutation([one.load() for one in suites([str(ROOT / "rulesets")]) if one.cases])


def wrong_rule(seed: int) -> Judged:
    """A change drawn by a seed that loads and changes something, with what became of it."""
    draw = random.Random(f"wrong rule {seed}")  # noqa: S311  (no secret is made)
    for _ in range(TRIES):
        judged = mutation().judge(draw.randrange(len(mutation().mutants)))
        if judged.fate in ("killed", "survived"):
            return judged
    raise AssertionError(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wrong_rule_in_a_shipped_ruleset_is_caught(seed: int) -> None:
    """By a case of a ruleset that it belongs to, whatever is changed."""
    judged = wrong_rule(seed)
    mutant, verdict = judged.mutant, judged.verdict
    told = f"{mutant.file}:{mutant.line} {mutant.path}: {mutant.old!r} -> {mutant.new!r}"
    assert judged.fate == "killed", f"{told}, see {verdict.ruleset}: {verdict.killer}"
