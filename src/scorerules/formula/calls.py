"""Calls of functions: which exist, how many values they take, and which values must be constants."""

from __future__ import annotations

import ast
from datetime import date
from typing import TYPE_CHECKING

from scorerules.diagnostics import Words
from scorerules.diagnostics.near import near, slip
from scorerules.formula.conditional import written_so
from scorerules.formula.functions import FUNCTIONS, LOW, PICKING, Function
from scorerules.formula.nodes import Call, Const, Expr, Known, Name
from scorerules.formula.symbols import STEPS, instead_of
from scorerules.numbers import MODES

if TYPE_CHECKING:
    from scorerules.formula.convert import Converter


def convert_call(converter: Converter, node: ast.Call, depth: int) -> Expr | None:
    """The expression of a call, or ``None`` after a fault was noted."""
    # Only a name can stand before the brackets of a call: the order of the tokens was checked.
    name = converter.token_of(node.func).text
    if name in converter.functions:
        given = converter.convert_all(node.args, depth)
        return None if given is None else Call(name, given, span=converter.span_of(node))
    function = _function(converter, node, name)
    arguments = converter.operands(node.args, depth)
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
        case "cohort_rank" if not _turns(converter, node, arguments):
            return None
        case one if one in PICKING:
            return _picking(converter, node, one, arguments)
    return Call(function.name, arguments, span=converter.span_of(node))


def _function(converter: Converter, node: ast.Call, name: str) -> Function | None:
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    if name.lower() in ("if", "iif", "如果") and len(node.args) == 3:
        condition, then, otherwise = map(converter.text_of, node.args)
        choice = written_so(f"{then} if {condition} else {otherwise}")
        converter.fault("SR330", node.func, function=name, better=choice)
        return None
    names = (*FUNCTIONS, *converter.functions)
    better = None if near(name, converter.functions) else instead_of(name)
    if better is None:
        alike = near(name, names)
        better = (
            Words(f"是否想写 `{alike[0]}`？", f"did you mean `{alike[0]}`?")
            if alike
            else Words(f"可用的函数：{'、'.join(names)}", f"the functions are: {', '.join(names)}")
        )
    lower = name.lower()
    converter.fault("SR330", node.func, lower if lower in FUNCTIONS else None, function=name, better=better)
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
        written = converter.text_of(node.args[2])
        right = slip(mode.value, MODES) if isinstance(mode, Const) and isinstance(mode.value, str) else None
        safe = None if right is None else f"{written[0]}{right}{written[-1]}"
        converter.fault("SR332", node.args[2], safe, found=written, modes=", ".join(MODES))
        return False
    return True


def _turns(converter: Converter, node: ast.Call, arguments: tuple[Expr, ...]) -> bool:
    """Whether every text among the values of ``cohort_rank`` is ``"low"`` right behind a value."""
    value_before = False
    for argument, part in zip(arguments, node.args, strict=True):
        is_text = isinstance(argument, Const) and isinstance(argument.value, str)
        if is_text and not (value_before and isinstance(argument, Const) and argument.value == LOW):
            converter.fault("SR341", part, found=converter.text_of(part))
            return False
        value_before = not is_text
    return True


def _picking(converter: Converter, node: ast.Call, function: str, arguments: tuple[Expr, ...]) -> Expr | None:
    """A call that gives ids: every argument behind a constant with its id, which no rewriting loses."""
    parts: list[Expr] = []
    for argument, part in zip(arguments, node.args, strict=True):
        space, _, id_ = argument.id.rpartition(".") if isinstance(argument, Name) else ("weight", "", "")
        if space == "weight" or (space and space not in STEPS):
            converter.fault("SR340", part, function=function, found=converter.text_of(part))
            return None
        parts += (Const(id_, span=argument.span), argument)
    return Call(function, tuple(parts), span=converter.span_of(node))
