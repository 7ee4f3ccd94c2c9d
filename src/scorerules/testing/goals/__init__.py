"""Everything that the rules of a ruleset can do and some case should show."""

from __future__ import annotations

from scorerules.analysis.abstract import of_value
from scorerules.analysis.finite import Finite
from scorerules.analysis.study import Study
from scorerules.model import Derived, Indicator
from scorerules.testing.goals.about import About
from scorerules.testing.goals.cohorts import cohort_goals
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.explorer import Explorer
from scorerules.testing.goals.goal import (
    Asks,
    Comes,
    Condition,
    Goal,
    GoalKind,
    Inapplicable,
    Lacks,
    Misses,
    Takes,
)
from scorerules.testing.goals.parts import part_goals
from scorerules.testing.goals.reach import can_be_met
from scorerules.testing.goals.results import (
    grade_goals,
    outcome_goals,
    settle,
    tier_goals,
    total_goals,
    veto_goals,
)
from scorerules.testing.goals.roundings import rounding_goals
from scorerules.testing.goals.scores import missing_goals, not_applicable_goals, score_goals

__all__ = [
    "Asks",
    "Comes",
    "Condition",
    "Goal",
    "GoalKind",
    "Inapplicable",
    "Lacks",
    "Misses",
    "Takes",
    "goals_of",
]


def goals_of(study: Study) -> tuple[Goal, ...]:
    """Every goal of a ruleset that can be reached as far as its analysis tells.

    Args:
        study: The ruleset, looked into.

    Returns:
        The goals, item by item: derived values, indicators, tiers, the total, grades, vetoes, outcomes.
    """
    about, drafts, scheme = About(study), Drafts(), study.scheme
    for derived in scheme.derived.values():
        _item(about, derived, drafts)
    for indicator in scheme.indicators.values():
        _item(about, indicator, drafts)
    for tier in scheme.tiers.values():
        tier_goals(about, tier, drafts)
    total_goals(about, drafts)
    if scheme.grade is not None:
        grade_goals(about, "grade", scheme.grade, drafts)
    for veto in scheme.vetoes.values():
        veto_goals(about, veto, drafts)
    for outcome in scheme.outcomes.values():
        outcome_goals(about, outcome, drafts)
    cohort_goals(about, drafts)
    finite = Finite(study.plan)
    met = (goal for goal in drafts.goals() if can_be_met(about, goal))
    return tuple(goal for goal in met if not _is_out_of_reach(goal, finite))


def _is_out_of_reach(goal: Goal, finite: Finite) -> bool:
    """Whether a number that comes of a few choices is never where a goal wants it."""
    if goal.kind not in ("at", "below", "above"):
        return False
    asked = ((one, finite.values(one.what)) for one in goal.conditions if isinstance(one, Comes))
    return any(
        values is not None and all(of_value(value).meet(one.wanted).never for value in values)
        for one, values in asked
    )


def _item(about: About, one: Indicator | Derived, drafts: Drafts) -> None:
    """The goals of an indicator or a derived value."""
    exprs = about.plan.exprs
    if one.kind is None or f"{one.id}.raw" not in exprs:
        return
    if isinstance(one, Indicator):
        score_goals(about, one, drafts)
        part_goals(about, one, one.kind, drafts)
    explorer = Explorer(about, one.id, one.kind)
    explorer.step(f"{one.id}.raw")
    if f"{one.id}.limited" in exprs:
        explorer.step(f"{one.id}.limited")
    settle(about, one.id, explorer, f"{one.id}.raw", drafts)
    if f"{one.id}.explain" in exprs:
        asking = Explorer(about, one.id)
        asking.step(f"{one.id}.explain")
        settle(about, one.id, asking, f"{one.id}.explain", drafts)
    if isinstance(one, Indicator):
        if one.when is not None:
            asking = Explorer(about, one.id)
            asking.condition(one.when)
            settle(about, one.id, asking, f"{one.id}.applies", drafts)
        not_applicable_goals(about, one, drafts)
    missing_goals(about, one, drafts)
    rounding = f"{one.id}.rounded" if isinstance(one, Indicator) else one.id
    if rounding in exprs:
        rounding_goals(about, one.id, exprs[rounding], one.place("round"), drafts)
