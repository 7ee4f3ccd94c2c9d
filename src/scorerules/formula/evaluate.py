"""The reference evaluation: what an expression means is what this computes.

Goes in: an expression and a way to read names. Comes out: an exact value, or :class:`Missing`, or
:class:`Problem` at the part that failed. It never computes with floats and never replaces a missing value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from simpleeval import SimpleEval  # type: ignore[import-untyped]  # it has no types

from scorerules.formula.functions import PICKING, Value, is_cohort
from scorerules.formula.joins import JOINS, picked
from scorerules.formula.nodes import Expr
from scorerules.formula.operators import CALLS, OPERATORS, number
from scorerules.formula.problem import Missing, Problem, WrongKind, number_problem
from scorerules.formula.tree import AbsentNode, CasesNode, KnownNode, span_of, tree_of
from scorerules.formula.words import kind_words, shown, value_words
from scorerules.numbers import Number, NumberProblem, Real

_VALUES = frozenset({Fraction, Real, str, bool, date, tuple})


class Evaluator(SimpleEval):  # type: ignore[misc]  # simpleeval has no types
    """Evaluates expressions over one record.

    Args:
        read: Gives the value of an id; raises :class:`Missing` when there is none.
        taken: Where the row taken by every tagged choice is noted; the number of rows stands for the
            default.
    """

    def __init__(self, read: Callable[[str], Value], taken: dict[str, int] | None = None) -> None:
        # SimpleEval.__init__ is left out on purpose: it fills in Python's operators and functions, and
        # it changes the process-wide warning filters, which is not safe in threads.
        self.operators = OPERATORS
        self.functions = CALLS
        self.names: dict[str, object] = {}
        self.allowed_attrs: dict[type, object] = {}
        self.expr = ""
        self.nodes = {
            ast.Constant: self._eval_constant,
            ast.Name: self._eval_name,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
            ast.BoolOp: self._eval_boolop,
            ast.Compare: self._eval_compare,
            ast.List: self._eval_list,
            ast.Call: self._eval_call,
            CasesNode: self._eval_cases,
            KnownNode: self._eval_known,
            AbsentNode: self._eval_absent,
        }
        self._read = read
        self._taken = taken

    def value(self, expr: Expr) -> Value:
        """The value of an expression.

        Raises:
            Missing: A value that was really read is absent.
            Problem: The value cannot be computed; located at the part that failed.
        """
        result: Value = self._eval(tree_of(expr))
        return result

    def _eval(self, node: ast.AST) -> Any:
        try:
            return super()._eval(node)
        except NumberProblem as problem:
            raise number_problem(problem, span_of(node)) from None
        except WrongKind as wrong:
            raise _wrong_kind(wrong, node) from None

    def _check_disallowed_items(self, item: object) -> None:
        """Let only exact values pass; simpleeval calls this on the result of every node."""
        if type(item) not in _VALUES:
            raise WrongKind(item, "number")

    def _eval_name(self, node: ast.Name) -> Value:
        return self._read(node.id)

    def _eval_binop(self, node: ast.BinOp) -> Any:
        try:
            left = self._eval(node.left)
        except Missing as absence:
            raise self._further(absence, (node.right,)) from None
        return self.operators[type(node.op)](left, self._eval(node.right))

    def _eval_call(self, node: ast.Call) -> Any:
        called: ast.Name = node.func  # type: ignore[assignment]  # to_ast makes no other calls
        function = called.id
        result: Value | None
        if function in JOINS:
            result = JOINS[function].apply(self._eval_applicable(node.args))
        elif function in PICKING:
            ids: list[str] = [one.value for one in node.args[::2]]  # type: ignore[attr-defined]
            result = picked(function, ids, self._eval_applicable(node.args[1::2]))
        elif is_cohort(function):
            raise Problem("SR511", span_of(node), {"text": function, **_written(node)})
        else:
            return self.functions[function](*self._eval_all(node.args))
        if result is None:
            raise Missing(not_applicable=True)
        return result

    def _eval_applicable(self, nodes: Sequence[ast.expr]) -> tuple[Number | None, ...]:
        """The numbers of parts, ``None`` for each that does not apply; a missing datum stays missing."""
        values: list[Number | None] = []
        for index, node in enumerate(nodes):
            try:
                values.append(number(self._eval(node)))
            except Missing as absence:
                if not absence.not_applicable:
                    raise self._further(absence, nodes[index + 1 :]) from None
                values.append(None)
        return tuple(values)

    def _eval_list(self, node: ast.List) -> tuple[Any, ...]:
        return tuple(self._eval_all(node.elts))

    def _eval_all(self, nodes: Sequence[ast.expr]) -> list[Any]:
        """The values of parts that are all needed; what is missing in them is reported together."""
        values: list[Any] = []
        for index, node in enumerate(nodes):
            try:
                values.append(self._eval(node))
            except Missing as absence:
                raise self._further(absence, nodes[index + 1 :]) from None
        return values

    def _further(self, absence: Missing, nodes: Sequence[ast.expr]) -> Missing:
        """What is missing in the parts that would have been read next, so that one report names all."""
        absences = [absence]
        for node in nodes:
            try:
                self._eval(node)
            except Missing as further:
                absences.append(further)
            except Problem:
                # Nobody can settle a problem of a value that will not be computed.
                continue
        return Missing.joined(absences)

    def _eval_boolop(self, node: ast.BoolOp) -> bool:
        decisive = isinstance(node.op, ast.Or)
        return decisive if any(self._condition(one) is decisive for one in node.values) else not decisive

    def _condition(self, node: ast.expr) -> bool:
        value = self._eval(node)
        if isinstance(value, bool):
            return value
        raise _wrong_kind(WrongKind(value, "boolean"), node)

    def _eval_cases(self, node: CasesNode) -> Any:
        for index, (condition, value) in enumerate(node.rows):
            if self._condition(condition):
                self._take(node, index)
                return self._eval(value)
        if node.default is None:
            raise Problem(node.unmet, span_of(node), {"rows": len(node.rows), **_written(node)})
        self._take(node, len(node.rows))
        return self._eval(node.default)

    def _take(self, node: CasesNode, index: int) -> None:
        if self._taken is not None and node.tag is not None:
            self._taken[node.tag] = index

    def _eval_known(self, node: KnownNode) -> bool:
        try:
            self._eval(node.operand)
        except Missing:
            return False
        return True

    def _eval_absent(self, node: AbsentNode) -> Any:
        raise Missing(not_applicable=node.not_applicable)


def _written(node: ast.AST) -> dict[str, object]:
    """What stands in the ruleset where a part of it failed."""
    place = span_of(node)
    return {"text": shown(place.text) if place is not None else "…"}


def _wrong_kind(wrong: WrongKind, node: ast.AST) -> Problem:
    facts = {"found": value_words(wrong.value), "wanted": kind_words(wrong.wanted)}
    return Problem("SR504", span_of(node), facts)
