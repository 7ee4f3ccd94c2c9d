"""What must become of an expression for a goal to be reached.

Goes in: the conditions of goals. Comes out: wishes, each that an expression of a plan comes to one of some
values or has none, and what must hold for a choice to take a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attrs import frozen

from scorerules.analysis.abstract import EITHER, Abstract, of_truth
from scorerules.analysis.interval import EVERY
from scorerules.analysis.trials import Data
from scorerules.formula import Cases, Expr, Name, children, walk
from scorerules.plan import Plan
from scorerules.testing.goals import Asks, Comes, Condition, Inapplicable, Lacks, Misses, Takes

PRESENT = Abstract(EVERY, None, EITHER, other=True)
MISSING = Abstract(missing=True)
INAPPLICABLE = Abstract(inapplicable=True)


@frozen
class Wish:
    """An expression comes to one of some values, or has none.

    Args:
        expr: The expression.
        wanted: The values; ``missing`` and ``inapplicable`` ask for there being none.
    """

    expr: Expr
    wanted: Abstract


@frozen
class Way:
    """One way to bring a wish about.

    Args:
        wishes: What to bring about first.
        changes: Changes of the data, where there is nothing to bring about.
    """

    wishes: tuple[Wish, ...] = ()
    changes: Data | None = None


Wishes: TypeAlias = tuple[Wish, ...]


def wishes_of(condition: Condition, plan: Plan) -> Wishes:
    """A condition of a goal as wishes."""
    match condition:
        case Comes(what, wanted):
            return (Wish(what, wanted),)
        case Lacks(name) | Misses(name):
            return (Wish(Name(name), MISSING),)
        case Inapplicable(step):
            return (Wish(Name(step), INAPPLICABLE),)
        case Takes(tag, row):
            return tuple(
                wish for node, towards in _choice(tag, plan) for wish in (*towards, *row_wishes(node, row))
            )
        case Asks(tag, row):
            return tuple(
                wish for node, towards in _choice(tag, plan) for wish in (*towards, *_none_of(node, row))
            )


def _choice(tag: str, plan: Plan) -> Iterator[tuple[Cases, Wishes]]:
    """A choice, and what must hold for it to be asked at all."""
    for step in plan.steps:
        for node in walk(step.expr):
            if isinstance(node, Cases) and node.tag == tag:
                yield node, _towards(step.expr, node)
                return


def _none_of(cases: Cases, rows: int) -> Wishes:
    """What must hold for a choice to take none of its first rows."""
    return tuple(Wish(condition, of_truth((False,))) for condition, _ in cases.rows[:rows])


def row_wishes(cases: Cases, row: int) -> Wishes:
    """What must hold for a choice to take a row."""
    before = _none_of(cases, row)
    if row >= len(cases.rows):
        return before
    return (Wish(cases.rows[row][0], of_truth((True,))), *before)


def _towards(expr: Expr, node: Expr) -> Wishes:
    """What must hold for a part of an expression to be asked, as far as choices decide it."""
    if expr is node:
        return ()
    found: Wishes = ()
    current: Expr | None = expr
    while current is not None and current is not node:
        parts = _parts(current)
        for wishes, part in parts:
            if any(one is node for one in walk(part)):
                found, current = (*found, *wishes), part
                break
        else:
            current = None
    return found


def _parts(expr: Expr) -> list[tuple[Wishes, Expr]]:
    if isinstance(expr, Cases):
        rows: list[tuple[Wishes, Expr]] = []
        for index, (condition, value) in enumerate(expr.rows):
            rows += [(row_wishes(expr, index), value), ((), condition)]
        if expr.default is not None:
            rows.append((row_wishes(expr, len(expr.rows)), expr.default))
        return rows
    return [((), part) for part in children(expr)]
