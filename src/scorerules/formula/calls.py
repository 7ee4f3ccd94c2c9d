"""Calls of functions: which exist, how many values they take, and which values must be constants."""

from __future__ import annotations

import ast
from datetime import date
from typing import TYPE_CHECKING

from scorerules.diagnostics import Words
from scorerules.diagnostics.near import near
from scorerules.formula.functions import FUNCTIONS, Function
from scorerules.formula.nodes import Call, Const, Expr, Known, Name
from scorerules.formula.symbols import instead_of
from scorerules.numbers import MODES

if TYPE_CHECKING:
    from scorerules.formula.convert import Converter


def convert_call(converter: Converter, node: ast.Call, depth: int) -> Expr | None:
    """The expression of a call, or ``None`` after a fault was noted."""
    function = _function(converter, node)
    arguments = converter.convert_all(node.args, depth)
    if function is None or arguments is None:
        return None
    count = len(arguments)
    if count < function.least or (function.most is not None and count > function.most):
        converter.fault(
            "SR329", node, function=function.name, count=count, wanted=function.arity, usage=function.usage
        )
        return None
    match function.name:
        case "given":
            return _given(converter, node, arguments)
        case "date":
            return _date(converter, node, arguments[0])
        case "round" if not _round(converter, node, arguments):
            return None
    return Call(function.name, arguments, span=converter.span_of(node))


def _function(converter: Converter, node: ast.Call) -> Function | None:
    # Only a name can stand before the brackets of a call: the order of the tokens was checked.
    name = converter.token_of(node.func).text
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    better = instead_of(name)
    if better is None:
        alike = near(name, FUNCTIONS)
        better = (
            Words(f"是否想写 `{alike[0]}`？", f"did you mean `{alike[0]}`?")
            if alike
            else Words(f"可用的函数：{'、'.join(FUNCTIONS)}", f"the functions are: {', '.join(FUNCTIONS)}")
        )
    converter.fault("SR330", node.func, function=name, better=better)
    return None


def _given(converter: Converter, node: ast.Call, arguments: tuple[Expr, ...]) -> Expr | None:
    if not isinstance(arguments[0], Name):
        converter.fault("SR333", node.args[0])
        return None
    return Known(arguments[0], span=converter.span_of(node))


def _date(converter: Converter, node: ast.Call, argument: Expr) -> Expr | None:
    if isinstance(argument, Const) and isinstance(argument.value, str):
        text = argument.value
        try:
            # fromisoformat also takes 20190101 and 2019-W01-1; one way of writing is enough
            day = date.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else None
        except ValueError:
            day = None
        if day is not None:
            return Const(day, f'date("{day.isoformat()}")', span=converter.span_of(node))
    converter.fault("SR335", node.args[0], found=converter.text_of(node.args[0]))
    return None


def _round(converter: Converter, node: ast.Call, arguments: tuple[Expr, ...]) -> bool:
    step = arguments[1] if len(arguments) > 1 else None
    if step is not None and not (
        isinstance(step, Const) and not isinstance(step.value, (str, bool, date)) and step.value > 0
    ):
        converter.fault("SR331", node.args[1], found=converter.text_of(node.args[1]))
        return False
    mode = arguments[2] if len(arguments) > 2 else None
    if mode is not None and not (isinstance(mode, Const) and mode.value in MODES):
        converter.fault("SR332", node.args[2], found=converter.text_of(node.args[2]), modes=", ".join(MODES))
        return False
    return True
