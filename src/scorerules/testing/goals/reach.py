"""Whether a goal can be met at all, asked more closely than intervals tell.

Goes in: a goal that was found. Comes out: whether some record may meet it; ``False`` only where that is
proven.
"""

from __future__ import annotations

from itertools import product

from scorerules.analysis.abstract import Abstract, of_truth
from scorerules.analysis.ranges import ranges_of
from scorerules.formula import Name
from scorerules.testing.goals.about import About
from scorerules.testing.goals.goal import Comes, Goal

_MOST_APART = 3
"""Items of which both is looked at, that they apply and that they do not."""


def can_be_met(about: About, goal: Goal) -> bool:
    """Whether some record may meet all conditions of a goal."""
    asked = [one for one in goal.conditions if isinstance(one, Comes)]
    return goal.item != "grade" or _together(about, asked)


def _together(about: About, asked: list[Comes]) -> bool:
    """Whether a total and the answer of a condition can come about in one record."""
    wanted = {one.what.id: one.wanted for one in asked if isinstance(one.what, Name)}
    answers = {name: value for name, value in wanted.items() if len(value.truth) == 1}
    if not answers or len(wanted) == len(answers):
        return True
    exprs, env = about.plan.exprs, about.ranges.env
    waiting = list(answers.items())
    while waiting:
        name, value = waiting.pop()
        if name not in exprs:
            continue
        found = about.assume(exprs[name], env, holds=True in value.truth)
        if found is None:
            return False
        waiting += [
            (other, said)
            for other, said in found.narrowed.items()
            if len(said.truth) == 1 and other not in env.narrowed and other != name
        ]
        env = found
    undecided = [
        step.id
        for step in about.plan.steps
        if step.id.endswith(".applies") and len(about.ranges.read(step.id).truth) > 1
    ][:_MOST_APART]
    for ways in product((True, False), repeat=len(undecided)):
        told: dict[str, Abstract] = {one: of_truth((way,)) for one, way in zip(undecided, ways, strict=True)}
        ranges = ranges_of(about.plan, {**env.narrowed, **answers, **told})
        if all(not ranges.read(name).meet(value).never for name, value in wanted.items()):
            return True
    return False
