"""What a plan cannot do without: the data and steps whose absence or failure is a problem of the record.

Goes in: a plan. Comes out: for every id, the states in which the record gets a problem for certain, so that
a compiled evaluation can give it up at once and need not carry the state any further.
"""

from __future__ import annotations

from itertools import chain

from attrs import frozen

from scorerules.compile.lanes import FAILED, MISSING, Codes
from scorerules.formula import Absent, Call, Cases, Compare, Expr, Known, Logic, Name, children, walk
from scorerules.formula.functions import PICKING
from scorerules.formula.joins import JOINS
from scorerules.plan import Plan

_NOTHING = frozenset[str]()


@frozen
class Needs:
    """The states of ids that are problems.

    Args:
        missing: Ids that must not be missing.
        failed: Ids that must not fail.
    """

    missing: frozenset[str]
    failed: frozenset[str]

    def fatal(self, name: str) -> Codes:
        """The states of an id for which the record is given up."""
        found = [MISSING] if name in self.missing else []
        return frozenset([*found, FAILED] if name in self.failed else found)


def needs_of(plan: Plan) -> Needs:
    """What must be there for the plan to come to anything."""
    optional = _optional(plan)
    missing: set[str] = set()
    failed: set[str] = set()
    for step in reversed(plan.steps):
        if step.required:
            missing.add(step.id)
        if step.required or step.role == "grade":
            failed.add(step.id)
        if step.id not in failed or step.role == "cohort":
            # A function of a group leaves a record out that lacks something.
            continue
        read = _always_read(step.expr, optional)
        if step.id in missing:
            missing |= read
        failed |= read
    return Needs(frozenset(missing), frozenset(failed))


def _optional(plan: Plan) -> frozenset[str]:
    """Ids that may not apply; more than do, never fewer."""
    found = {key.id for whole in plan.keys.values() for key in whole.parts if key.may_skip}
    for step in plan.steps:
        if step.role == "cohort" or _may_not_apply(step.expr, found):
            found.add(step.id)
    return frozenset(found)


def _may_not_apply(expr: Expr, optional: set[str] | frozenset[str]) -> bool:
    return any(
        (isinstance(node, Absent) and node.not_applicable)
        or (isinstance(node, Name) and node.id in optional)
        or (isinstance(node, Call) and (node.function in JOINS or node.function in PICKING))
        for node in walk(expr)
    )


def _always_read(expr: Expr, optional: frozenset[str]) -> frozenset[str]:
    """Ids that are read whenever ``expr`` is computed, and whose absence is then its own."""
    match expr:
        case Name(id_):
            return frozenset((id_,))
        case Known() | Absent():
            return _NOTHING
        case Cases(rows, default):
            read = None if default is None else _always_read(default, optional)
            for condition, value in reversed(rows):
                asked = _always_read(condition, optional)
                if _may_not_apply(condition, optional):
                    read = asked
                    continue
                given = _always_read(value, optional)
                read = asked | (given if read is None else given & read)
            return read or _NOTHING
        case Logic(_, operands):
            return _always_read(operands[0], optional)
        case Compare(_, operands):
            return _in_turn(operands[:2], optional)
        case Call(function, arguments) if function in JOINS or function in PICKING:
            return frozenset(chain.from_iterable(_always_read(one, optional) for one in arguments))
        case _:
            return _in_turn(children(expr), optional)


def _in_turn(operands: tuple[Expr, ...], optional: frozenset[str]) -> frozenset[str]:
    """What is read by operands that are read one after the other, up to one that may not apply."""
    found: set[str] = set()
    for one in operands:
        found |= _always_read(one, optional)
        if _may_not_apply(one, optional):
            break
    return frozenset(found)
