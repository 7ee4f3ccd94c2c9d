"""The text of a call, for people.

Most calls read as the name of the function and its values in brackets; those whose arguments play
different parts say which is which.
"""

from __future__ import annotations

from collections.abc import Callable

from scorerules.diagnostics import Lang, Words, say
from scorerules.formula.functions import FUNCTIONS, LOW, PICKING, is_cohort
from scorerules.formula.joins import JOINS
from scorerules.formula.nodes import Call, Const, Expr

_LOW_FIRST = Words("低者在前", "lowest first")
_WHERE = Words("其中 ", "where ")
_PRODUCT = 6
"""How tightly a product binds: see ``render``."""


def call_text(expr: Call, lang: Lang, write: Callable[[Expr, int], str]) -> str:
    """The text of a call; ``write`` gives that of an argument, in brackets when it binds too loosely."""
    if expr.function in JOINS:
        label, parts = _join(expr, lang, write)
    elif expr.function in PICKING:
        label, parts = FUNCTIONS[expr.function].label[lang], [write(one, 0) for one in expr.arguments[1::2]]
    elif is_cohort(expr.function):
        label, parts = FUNCTIONS[expr.function].label[lang], _cohort(expr, lang, write)
    else:
        known = FUNCTIONS.get(expr.function)
        label = expr.function if known is None else known.label[lang]
        parts = [write(one, 0) for one in expr.arguments]
    return f"{label}({', '.join(parts)})"


def _join(expr: Call, lang: Lang, write: Callable[[Expr, int], str]) -> tuple[str, list[str]]:
    join, arguments = JOINS[expr.function], expr.arguments
    scores = arguments[join.reads]
    if expr.function == ".weighted_mean":
        pairs = zip(arguments[::2], scores, strict=True)
        return join.label[lang], [f"{write(w, _PRODUCT)} × {write(one, _PRODUCT + 1)}" for w, one in pairs]
    counted = {"n": write(arguments[0], 0)} if expr.function == ".best" else {}
    return say(join.label, lang, counted), [write(one, 0) for one in scores]


def _cohort(expr: Call, lang: Lang, write: Callable[[Expr, int], str]) -> list[str]:
    takes = FUNCTIONS[expr.function]
    parts = []
    for index, argument in enumerate(expr.arguments):
        if expr.function == "cohort_rank" and isinstance(argument, Const) and argument.value == LOW:
            parts.append(_LOW_FIRST[lang])
        else:
            where = _WHERE[lang] if takes.kind_of(index) == "boolean" else ""
            parts.append(where + write(argument, 0))
    return parts
