"""Calculations with constants only: what they come to is known, and wrong, before any record is seen."""

from __future__ import annotations

from typing import Any, cast

from scorerules.diagnostics import Faults
from scorerules.formula.evaluate import Evaluator
from scorerules.formula.functions import Value
from scorerules.formula.nodes import Arithmetic, Const, Expr, Negate, children, walk
from scorerules.formula.problem import Missing, Problem


def check_settled(expr: Expr, faults: Faults, path: str) -> None:
    """Note every calculation with constants that cannot be done, such as ``9**9**9`` or ``1 / 0``.

    Args:
        expr: The expression.
        faults: Where problems of the numbers (SR500 to SR503) go.
        path: The key of the ruleset that holds the expression.
    """
    evaluator = Evaluator(_nothing)
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Arithmetic) or not _is_settled(node):
            waiting.extend(children(node))
            continue
        try:
            evaluator.value(node)
        except Problem as problem:
            faults.add(problem.code, problem.span, path=path, **cast("dict[str, Any]", problem.arguments))


def _is_settled(expr: Expr) -> bool:
    return all(isinstance(node, (Arithmetic, Const, Negate)) for node in walk(expr))


def _nothing(name: str) -> Value:
    raise Missing(name)
