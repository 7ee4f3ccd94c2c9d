"""The roundings of a plan, and the plan without one of them.

Goes in: a scheme and its plan. Comes out: every rounding that somebody declared, with the steps that it
rounds, and plans in which those steps keep what they are given.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from scorerules.formula import Call, Expr, transform
from scorerules.model import Rounding, Scheme
from scorerules.plan import Plan, Step


@frozen
class Declared:
    """A rounding with the steps that it rounds.

    Args:
        what: ``indicator``, ``tier``, ``total``, or the id of the item that declares it.
        rounding: The rounding.
        steps: The ids of the steps.
    """

    what: str
    rounding: Rounding
    steps: tuple[str, ...]


def declared_roundings(scheme: Scheme, plan: Plan) -> Iterator[Declared]:
    """Every rounding of the scheme that rounds something, those for all items before those of single ones."""
    found: dict[int, tuple[str, Rounding, list[str]]] = {}
    for step in plan.steps:
        named = _rounding_of(step, scheme)
        if named is not None:
            what, rounding = named
            found.setdefault(id(rounding), (what, rounding, []))[2].append(step.id)
    for what, rounding, steps in found.values():
        yield Declared(what, rounding, tuple(steps))


def _rounding_of(step: Step, scheme: Scheme) -> tuple[str, Rounding] | None:
    """The rounding that a step carries out."""
    rounds, owner = scheme.rounds, step.owner
    own: object = None
    common: tuple[str, Rounding | None] = ("", None)
    if step.role == "rounded" and owner in scheme.indicators:
        own, common = scheme.indicators[owner].round, ("indicator", rounds.indicator)
    elif step.role == "score" and owner in scheme.tiers:
        own, common = scheme.tiers[owner].round, ("tier", rounds.tier)
    elif step.role == "total":
        common = ("total", rounds.total)
    elif step.role == "derived":
        own = scheme.derived[owner].round
    elif step.role == "outcome":
        own = scheme.outcomes[owner].round
    if isinstance(own, Rounding):
        return owner, own
    return None if own is not None or common[1] is None else (common[0], common[1])


def without_rounding(plan: Plan, declared: Declared) -> Plan:
    """The plan in which the steps of a rounding keep what they are given."""

    def kept(node: Expr) -> Expr:
        return node.arguments[0] if isinstance(node, Call) and node.function == "round" else node

    # These steps are made here: no formula of an author stands in them.
    steps = (
        evolve(step, expr=transform(step.expr, kept)) if step.id in declared.steps else step
        for step in plan.steps
    )
    return evolve(plan, steps=tuple(steps))
