"""The cases in which a rule looks at one number: what its other inputs say.

Goes in: a plan, a step and the number that varies. Comes out: environments, one for every combination of
the texts and answers that the step reads besides; a single one when they are too many to tell apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from attrs import evolve

from scorerules.analysis.abstract import Abstract, of_truth
from scorerules.analysis.assume import Env
from scorerules.analysis.ranges import Ranges
from scorerules.formula import names
from scorerules.plan import Plan

MOST_CONTEXTS = 64
_MOST_CHOICES = 12


def contexts(plan: Plan, step: str, driver: str, ranges: Ranges) -> Iterator[Env]:
    """The environments in which a step is looked at, its data being there.

    Args:
        plan: The plan.
        step: The step.
        driver: The number that varies.
        ranges: All that the names can be.
    """

    def present(name: str) -> Abstract:
        return evolve(ranges.read(name), missing=False, inapplicable=False)

    steps = plan.exprs
    owner = plan.steps[plan.places[step]].owner
    fixed = {f"{owner}.applies": of_truth((True,))}
    read: dict[str, None] = {}
    waiting = [step]
    seen = {driver, *fixed, *waiting}
    while waiting:
        expr = steps[waiting.pop()]
        for name in names(expr):
            if name in seen:
                continue
            seen.add(name)
            if name not in steps:
                read[name] = None
            elif evolve(present(name), fails=False).single is None:
                waiting.append(name)  # what can be one thing only has no cases, whatever it is made of
    choices: list[list[tuple[str, Abstract]]] = []
    for name in read:
        single = _one_by_one(present(name))
        if len(single) > 1:
            choices.append([(name, one) for one in single])
    count = 1
    for one in choices:
        count *= len(one)
    if count > MOST_CONTEXTS:
        yield Env(present, fixed)
        return
    for combination in product(*choices):
        yield Env(present, {**fixed, **dict(combination)})


def _one_by_one(value: Abstract) -> list[Abstract]:
    """The texts or answers that something can be, each by itself; empty for numbers and for any text."""
    if value.texts is None or not value.numbers.empty or len(value.texts) > _MOST_CHOICES:
        return []
    return [Abstract(texts=frozenset((one,))) for one in sorted(value.texts)] + [
        of_truth((one,)) for one in sorted(value.truth)
    ]
