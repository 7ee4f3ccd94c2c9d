"""Expression -> text: for people in Chinese or English, or as a formula that can be read again.

Brackets are written only where the reading needs them. Names may be replaced by what people call them, or
by their values; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from scorerules.diagnostics import Lang, Words
from scorerules.formula.call_text import call_text
from scorerules.formula.functions import PICKING
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
from scorerules.formula.symbols import NONE
from scorerules.numbers import plain

# How tightly each construct binds, as in Python's grammar.
_CHOICE, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(10)

_BINDING: Final[Mapping[str, int]] = MappingProxyType(
    {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER, "or": _OR, "and": _AND}
)
_PRINTED: Final[Mapping[str, str]] = MappingProxyType(
    {"-": "−", "*": "×", "/": "÷", "**": "^", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
)
_TEXTS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "and": Words(" 且 ", " and "),
        "or": Words(" 或 ", " or "),
        "not": Words("非 ", "not "),
        "in": Words(" 属于 ", " in "),
        "not in": Words(" 不属于 ", " not in "),
        "if": Words("如果 ", "if "),
        "then": Words(" 则 ", " then "),
        "next": Words("，", ", "),
        "else": Words("，否则 ", ", else "),
        "list": Words("、", ", "),
        "given": Words("已填报", "given"),
        "absent": Words("未填报", "missing"),
        "not applicable": Words("不适用", "not applicable"),
    }
)


def render(
    expr: Expr,
    lang: Lang = "zh",
    value_of: Callable[[str], str] | None = None,
    name_of: Callable[[str], str] | None = None,
    *,
    ascii: bool = False,  # noqa: A002 - the field's word
) -> str:
    """The text of an expression.

    Args:
        expr: What to write.
        lang: Language of words such as 且 and 如果.
        value_of: Gives the text that stands for a name's value, which is then written instead of the name.
        name_of: Gives what people call a name.
        ascii: Write the formula as authors do, so that it can be parsed again.
    """
    return _Writer(lang, value_of, name_of, ascii).write(expr, _CHOICE)


def render_literal(value: object, lang: Lang = "zh") -> str:
    """One value as people read it, when nobody wrote it."""
    match value:
        case bool():
            return _truth(value=value)[lang]
        case Fraction():
            return plain(value)
        case date():
            return value.isoformat()
        case tuple():
            return ("、" if lang == "zh" else ", ").join(value)
        case _:
            return f"“{value}”" if lang == "zh" else f'"{value}"'


def _truth(*, value: bool) -> Words:
    return Words("是", "true") if value else Words("否", "false")


@frozen
class _Writer:
    lang: Lang
    value_of: Callable[[str], str] | None
    name_of: Callable[[str], str] | None
    ascii: bool = field()

    def write(self, expr: Expr, least: int) -> str:
        """The text of ``expr``, in brackets when it binds less tightly than ``least``."""
        text, binding = self._text(expr)
        return text if binding >= least else f"({text})"

    def _text(self, expr: Expr) -> tuple[str, int]:
        match expr:
            case Const():
                return self._const(expr)
            case Name(id_):
                return self._name(id_)
            case Negate(operand):
                return f"{self._sign('-')}{self.write(operand, _SIGN)}", _SIGN
            case Not(operand):
                return f"{self._word('not')}{self.write(operand, _NOT)}", _NOT
            case Arithmetic():
                return self._arithmetic(expr)
            case Compare(operators, operands):
                parts = [self.write(operand, _SUM) for operand in operands]
                rest = (f" {self._sign(one)} {part}" for one, part in zip(operators, parts[1:], strict=True))
                return parts[0] + "".join(rest), _COMPARE
            case Logic(operator, operands):
                binding = _BINDING[operator]
                return self._word(operator).join(self.write(one, binding + 1) for one in operands), binding
            case Member(operand, items, negated):
                word = self._word("not in" if negated else "in")
                listed = (", " if self.ascii else self._word("list")).join(
                    self.write(item, _CHOICE) for item in items
                )
                return f"{self.write(operand, _SUM)}{word}[{listed}]", _COMPARE
            case Cases(((_, value),), None) if expr.unmet == "SR513" and not self.ascii:
                return self._text(value)  # a guard: what people read is what it guards
            case Cases():
                return self._cases(expr), _CHOICE
            case Call():
                return self._call(expr), _ATOM
            case Known(operand):
                return (
                    f"{'given' if self.ascii else self._word('given')}({self.write(operand, _CHOICE)})",
                    _ATOM,
                )
            case Absent(not_applicable):
                if self.ascii and not_applicable:
                    return NONE, _ATOM
                return self._word("not applicable" if not_applicable else "absent"), _ATOM

    def _word(self, word: str) -> str:
        if self.ascii and word in {"and", "or", "in", "not in"}:
            return f" {word} "
        if self.ascii and word == "not":
            return "not "
        return _TEXTS[word][self.lang]

    def _sign(self, operator: str) -> str:
        return operator if self.ascii else _PRINTED.get(operator, operator)

    def _const(self, expr: Const) -> tuple[str, int]:
        value = expr.value
        if not self.ascii:
            if isinstance(value, Fraction) and expr.text is not None:
                return expr.text, _tightness(expr.text)
            text = _quantity(expr) if isinstance(value, Fraction) else render_literal(value, self.lang)
            return text, _tightness(text)
        if expr.text is not None and (isinstance(value, Fraction) or not isinstance(value, str)):
            return expr.text, _tightness(expr.text)
        match value:
            case bool():
                return ("true" if value else "false"), _ATOM
            case str():
                return _quoted(value), _ATOM
            case date():
                return f'date("{value.isoformat()}")', _ATOM
            case _:
                text = _quantity(expr)
                if text.endswith("…"):
                    return f"{value.numerator} / {value.denominator}", _PRODUCT
                return text, _tightness(text)

    def _name(self, id_: str) -> tuple[str, int]:
        if self.value_of is not None:
            text = self.value_of(id_)
            return text, _tightness(text)
        return (id_ if self.name_of is None else self.name_of(id_)), _ATOM

    def _arithmetic(self, expr: Arithmetic) -> tuple[str, int]:
        operator, binding = expr.operator, _BINDING[expr.operator]
        if operator == "**":
            # A power binds more tightly than the sign before it, less tightly than the one after it.
            left, right = self.write(expr.left, _ATOM), self.write(expr.right, _SIGN)
        else:
            # a + (b + c) needs brackets only where the tree must come back as it was.
            loose = operator in ("+", "*") and not self.ascii
            left, right = (
                self.write(expr.left, binding),
                self.write(expr.right, binding if loose else binding + 1),
            )
        return f"{left} {self._sign(operator)} {right}", binding

    def _cases(self, expr: Cases) -> str:
        if self.ascii:
            text = "" if expr.default is None else self.write(expr.default, _CHOICE)
            for condition, value in reversed(expr.rows):
                text = f"{self.write(value, _OR)} if {self.write(condition, _OR)} else {text}"
            return text
        rows = (
            f"{self._word('if')}{self.write(condition, _OR)}{self._word('then')}{self.write(value, _OR)}"
            for condition, value in expr.rows
        )
        text = self._word("next").join(rows)
        return text if expr.default is None else f"{text}{self._word('else')}{self.write(expr.default, _OR)}"

    def _call(self, expr: Call) -> str:
        if not self.ascii:
            return call_text(expr, self.lang, self.write)
        arguments = expr.arguments[1::2] if expr.function in PICKING else expr.arguments
        return f"{expr.function}({', '.join(self.write(argument, _CHOICE) for argument in arguments)})"


def _quantity(expr: Const) -> str:
    """A number nobody wrote, in its unit."""
    value = expr.value
    if not isinstance(value, Fraction):
        return str(value)
    return plain(value) if expr.unit is None else plain(value / expr.unit.scale) + expr.unit.symbol


def _tightness(text: str) -> int:
    return _SIGN if text.startswith(("-", "−")) else _ATOM


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
