"""Lifts what looks at other records out of expressions: each becomes a step of its own.

An evaluator of one record never meets a cohort function; who has all records of a group computes such a
step for all of them from the arguments, which are ordinary steps.
"""

from __future__ import annotations

from attrs import evolve

from scorerules.formula import Call, Const, Expr, Name, Not, is_cohort, names, transform, walk
from scorerules.plan.steps import Step
from scorerules.plan.tops import DISQUALIFIED

KEPT = "kept"
"""Name of the argument that says whether a record counts in its group."""


def lift(steps: list[Step]) -> list[Step]:
    """Replace every cohort call by a step that is read by name.

    Args:
        steps: The steps, names resolved.

    Returns:
        The steps without cohort calls, and for each different call ``cohort.N`` of role ``cohort``, whose
        expression is the call on the names of its arguments ``cohort.N.1`` …; where records can be
        disqualified, ``cohort.N.kept`` says whether a record counts.
    """
    lifting = _Lifting()
    changed = [step.of(lifting.without(step)) for step in steps]
    every = [*changed, *lifting.found]
    if not lifting.found or not any(step.id == DISQUALIFIED for step in steps):
        return every
    deciding = _read_by(DISQUALIFIED, every)
    for step in lifting.found:
        # A veto that itself looks at the group cannot decide who is in the group.
        if step.role == "cohort" and step.id not in deciding:
            kept = Not(Name(DISQUALIFIED))
            every.append(Step(f"{step.id}.{KEPT}", step.owner, "part", kept, span=step.span))
    return every


class _Lifting:
    def __init__(self) -> None:
        self.found: list[Step] = []
        self._ids: dict[Expr, str] = {}

    def without(self, step: Step) -> Expr:
        """The expression of a step with its cohort calls replaced."""
        if not any(isinstance(node, Call) and is_cohort(node.function) for node in walk(step.expr)):
            return step.expr
        return transform(step.expr, lambda node: self._lifted(node, step))

    def _lifted(self, node: Expr, step: Step) -> Expr:
        if not isinstance(node, Call) or not is_cohort(node.function):
            return node
        known = self._ids.get(node)
        if known is None:
            known = self._ids[node] = f"cohort.{len(self._ids) + 1}"
            arguments: list[Expr] = []
            for index, argument in enumerate(node.arguments, 1):
                if isinstance(argument, Const):
                    arguments.append(argument)
                    continue
                name = f"{known}.{index}"
                self.found.append(Step(name, step.owner, "part", argument, span=argument.span or step.span))
                arguments.append(Name(name, span=argument.span))
            call = evolve(node, arguments=tuple(arguments))
            self.found.append(Step(known, step.owner, "cohort", call, span=node.span or step.span))
        return Name(known, span=node.span)


def _read_by(step_id: str, steps: list[Step]) -> frozenset[str]:
    """Ids of the steps that a step reads, directly or through others."""
    direct = {step.id: names(step.expr) for step in steps}
    seen: set[str] = set()
    waiting = [step_id]
    while waiting:
        for name in direct.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return frozenset(seen)
