"""Python's tree -> the nodes of the language; everything the language does not have is refused here.

The allow-list is the ``match`` of :meth:`Converter.convert`: what is not named there cannot be in a
formula. Literals and names come from the tokens, never from Python's tree.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from scorerules.diagnostics import Words
from scorerules.formula.calls import convert_call
from scorerules.formula.functions import FUNCTIONS
from scorerules.formula.nodes import (
    Absent,
    Arithmetic,
    ArithmeticOperator,
    Cases,
    Compare,
    CompareOperator,
    Const,
    Expr,
    Logic,
    Member,
    Name,
    Negate,
    Not,
)
from scorerules.formula.notes import Notes
from scorerules.formula.tokens import Token
from scorerules.source import Span

_ARITHMETIC: Mapping[type[ast.operator], ArithmeticOperator] = MappingProxyType(
    {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
)
_COMPARE: Mapping[type[ast.cmpop], CompareOperator] = MappingProxyType(
    {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
)
_NO_HELP = Words("公式中没有这种写法，请删去", "formulas do not have it: take it out")
_THIS_WAY = Words("这种写法", "this way of writing")
_REFUSED: Mapping[type[ast.expr], tuple[Words, Words]] = MappingProxyType(
    {
        ast.Tuple: (
            Words("用逗号并列的几个值", "several values with commas between them"),
            Words("每个公式只得出一个值", "a formula gives one value"),
        ),
        ast.List: (
            Words("列表 `[ ]`", "a list `[ ]`"),
            Words("列表只能写在 `in` 之后，如 `x in [1, 2]`", "a list may only follow `in`: `x in [1, 2]`"),
        ),
        ast.Starred: (Words("参数前的 `*`", "`*` before an argument"), _NO_HELP),
    }
)


class Converter:
    """Converts one formula.

    Args:
        text: The formula.
        tokens: Its tokens; their offsets are those of the tree, less one.
        notes: Where faults are noted.
        functions: Functions of the ruleset.
    """

    def __init__(
        self,
        text: str,
        tokens: tuple[Token, ...],
        notes: Notes,
        functions: Collection[str] = frozenset(),
    ) -> None:
        self.text = text
        self.notes = notes
        self.functions = functions
        self._limits = notes.limits
        self._tokens = {token.start: token for token in tokens}
        self._nodes = 0

    def range_of(self, node: ast.expr) -> tuple[int, int]:
        """The offsets of a part of the formula."""
        # The brackets that parse puts around the formula are a tuple's own, but not the author's.
        start, end = node.col_offset - 1, (node.end_col_offset or node.col_offset + 1) - 1
        return max(start, 0), min(end, len(self.text))

    def span_of(self, node: ast.expr) -> Span | None:
        """The place of a part of the formula in the file."""
        return self.notes.place(*self.range_of(node))

    def text_of(self, node: ast.expr) -> str:
        """A part of the formula as it was written."""
        start, end = self.range_of(node)
        return self.text[start:end]

    def token_of(self, node: ast.expr) -> Token:
        """The token of a literal or name."""
        return self._tokens[node.col_offset - 1]

    def fault(self, code: str, node: ast.expr, instead: str | None = None, /, **facts: object) -> None:
        """Note a fault at a part of the formula, which ``instead`` may safely replace."""
        self.notes.fault(code, *self.range_of(node), instead, **facts)

    def convert(self, node: ast.expr, depth: int) -> Expr | None:
        """The expression of ``node``, or ``None`` after a fault was noted."""
        self._nodes += 1
        if depth > self._limits.formula_depth or self._nodes > self._limits.formula_parts:
            if self.notes.clean and depth > self._limits.formula_depth:
                self.fault("SR301", node, limit=self._limits.formula_depth)
            elif self.notes.clean:
                self.fault("SR336", node, limit=self._limits.formula_parts)
            return None
        deeper = depth + 1
        match node:
            case ast.Name():
                return self._leaf(node)
            case ast.UnaryOp(op=op, operand=operand):
                parts = self.operands((operand,), deeper)
                return None if parts is None else self._unary(node, op, parts[0])
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC:
                parts = self.operands((left, right), deeper)
                if parts is None:
                    return None
                return Arithmetic(_ARITHMETIC[type(op)], parts[0], parts[1], span=self.span_of(node))
            case ast.BoolOp(op=op, values=values):
                conditions = self.operands(values, deeper)
                if conditions is None:
                    return None
                return Logic("and" if isinstance(op, ast.And) else "or", conditions, span=self.span_of(node))
            case ast.Compare():
                return self._compare(node, deeper)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                parts = self.convert_all((test, body, orelse), deeper)
                if parts is None or not self.has_values((test,), parts):
                    return None
                return Cases(((parts[0], parts[1]),), parts[2], span=self.span_of(node))
            case ast.Call():
                return convert_call(self, node, deeper)
            case _:
                construct, better = _REFUSED.get(type(node), (_THIS_WAY, _NO_HELP))
                self.fault("SR320", node, construct=construct, better=better)
                return None

    def convert_all(self, nodes: Sequence[ast.expr], depth: int) -> tuple[Expr, ...] | None:
        """The expressions of several parts; all faults are noted before ``None`` is given."""
        parts = [self.convert(node, depth) for node in nodes]
        kept = tuple(part for part in parts if part is not None)
        return kept if len(kept) == len(parts) else None

    def operands(self, nodes: Sequence[ast.expr], depth: int) -> tuple[Expr, ...] | None:
        """The expressions of parts that are computed with: none of them may be ``none``."""
        parts = self.convert_all(nodes, depth)
        return parts if parts is not None and self.has_values(nodes, parts) else None

    def has_values(self, nodes: Sequence[ast.expr], parts: tuple[Expr, ...]) -> bool:
        """Whether no part is ``none``; notes the first that is."""
        for node, part in zip(nodes, parts, strict=False):
            if isinstance(part, Absent):
                self.fault("SR328", node)
                return False
        return True

    def _leaf(self, node: ast.Name) -> Expr | None:
        token = self.token_of(node)
        span = self.span_of(node)
        if token.kind == "value":
            if token.value is None:
                return Absent(not_applicable=True, span=span)
            return Const(token.value, token.text, token.unit, span=span)
        if token.text in FUNCTIONS or token.text in self.functions:
            self.fault("SR327", node, function=token.text)
            return None
        return Name(token.text, span=span)

    def _unary(self, node: ast.UnaryOp, op: ast.unaryop, operand: Expr) -> Expr | None:
        match op:
            case ast.USub():
                return Negate(operand, span=self.span_of(node))
            case ast.Not():
                return Not(operand, span=self.span_of(node))
            case ast.UAdd():
                return operand
            case _:
                self.fault("SR320", node, construct=_THIS_WAY, better=_NO_HELP)
                return None

    def _compare(self, node: ast.Compare, depth: int) -> Expr | None:
        membership = [isinstance(op, (ast.In, ast.NotIn)) for op in node.ops]
        if any(membership):
            return self._member(node, depth)
        operands = self.operands((node.left, *node.comparators), depth)
        if operands is None:
            return None
        return Compare(tuple(_COMPARE[type(op)] for op in node.ops), operands, span=self.span_of(node))

    def _member(self, node: ast.Compare, depth: int) -> Expr | None:
        items = node.comparators[0]
        if len(node.ops) > 1:
            self.fault(
                "SR320",
                node,
                construct=Words("连写的比较中的 `in`", "`in` within a chain of comparisons"),
                better=Words("请用 `and` 分成两个条件", "make it two conditions with `and`"),
            )
            return None
        if not isinstance(items, ast.List) or not items.elts:
            self.fault("SR326", items)
            return None
        parts = self.operands((node.left, *items.elts), depth)
        if parts is None:
            return None
        negated = isinstance(node.ops[0], ast.NotIn)
        return Member(parts[0], parts[1:], negated, span=self.span_of(node))
