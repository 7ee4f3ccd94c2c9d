"""Expression -> the tree that simpleeval walks.

Python's own classes where Python has the construct, three of ours where it has not. Every node carries
the place it came from. The tree of an expression is made once and kept as long as the expression lives.
"""

from __future__ import annotations

import ast
import weakref
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from scorerules.formula.nodes import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Logic,
    Member,
    Name,
    Negate,
    Not,
)
from scorerules.source import Span

_ARITHMETIC: Mapping[str, type[ast.operator]] = MappingProxyType(
    {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "**": ast.Pow}
)
_COMPARE: Mapping[str, type[ast.cmpop]] = MappingProxyType(
    {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "!=": ast.NotEq}
)


class CasesNode(ast.expr):
    """The rows of :class:`~scorerules.formula.nodes.Cases`: walked in a loop, not nested."""

    _fields: ClassVar[tuple[str, ...]] = ()
    rows: tuple[tuple[ast.expr, ast.expr], ...]
    default: ast.expr | None
    tag: str | None
    unmet: str


class KnownNode(ast.expr):
    """Whether the operand can be computed."""

    _fields: ClassVar[tuple[str, ...]] = ()
    operand: ast.expr


class AbsentNode(ast.expr):
    """No value."""

    _fields: ClassVar[tuple[str, ...]] = ()
    not_applicable: bool


_kept: dict[int, tuple[weakref.ref[Expr], ast.expr]] = {}


def tree_of(expr: Expr) -> ast.expr:
    """The tree of ``expr``, made at the first call; equal expressions at other places have their own."""
    key = id(expr)
    kept = _kept.get(key)
    if kept is not None and kept[0]() is expr:
        return kept[1]
    tree = to_ast(expr)
    _kept[key] = (weakref.ref(expr, lambda _: _kept.pop(key, None)), tree)
    return tree


def span_of(node: ast.AST) -> Span | None:
    """The place a node of the tree came from."""
    return getattr(node, "place", None)


def to_ast(expr: Expr) -> ast.expr:
    """A new tree of ``expr``."""
    node = _node(expr)
    node.place = expr.span  # type: ignore[attr-defined]  # ast nodes take any attribute
    return node


def _node(expr: Expr) -> ast.expr:
    match expr:
        case Const(value):
            return ast.Constant(value=value)  # type: ignore[arg-type]  # an exact number is no literal of Python
        case Name(id_):
            return ast.Name(id=id_)
        case Negate(operand):
            return ast.UnaryOp(op=ast.USub(), operand=to_ast(operand))
        case Not(operand):
            return ast.UnaryOp(op=ast.Not(), operand=to_ast(operand))
        case Arithmetic(operator, left, right):
            return ast.BinOp(left=to_ast(left), op=_ARITHMETIC[operator](), right=to_ast(right))
        case Compare(operators, operands):
            first, *others = _all(operands)
            return ast.Compare(left=first, ops=[_COMPARE[one]() for one in operators], comparators=others)
        case Logic(operator, operands):
            return ast.BoolOp(op=ast.And() if operator == "and" else ast.Or(), values=_all(operands))
        case Member(operand, items, negated):
            listed = ast.List(elts=_all(items))
            op = ast.NotIn() if negated else ast.In()
            return ast.Compare(left=to_ast(operand), ops=[op], comparators=[listed])
        case Cases(rows, default, tag):
            cases = CasesNode()
            cases.rows = tuple((to_ast(condition), to_ast(value)) for condition, value in rows)
            cases.default = None if default is None else to_ast(default)
            cases.tag, cases.unmet = tag, expr.unmet
            return cases
        case Call(function, arguments):
            return ast.Call(func=ast.Name(id=function), args=_all(arguments), keywords=[])
        case Known(operand):
            known = KnownNode()
            known.operand = to_ast(operand)
            return known
        case Absent(not_applicable):
            absent = AbsentNode()
            absent.not_applicable = not_applicable
            return absent


def _all(exprs: Sequence[Expr]) -> list[ast.expr]:
    return [to_ast(expr) for expr in exprs]
