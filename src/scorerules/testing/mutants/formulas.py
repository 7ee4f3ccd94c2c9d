"""Changes of formulas, each at the place of the part of the expression that it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from scorerules.diagnostics import Faults
from scorerules.formula import (
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Logic,
    Member,
    Name,
    Not,
    parse,
    walk,
)
from scorerules.kinds.given import AnyValue
from scorerules.reading import Formula, Numeric, shapes
from scorerules.source import Span
from scorerules.testing.mutants import operators
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.making import is_quantity, path_of, quoted, replacing
from scorerules.testing.mutants.mutant import Edit, Mutant, Operator
from scorerules.testing.mutants.numerals import nudged
from scorerules.testing.mutants.spots import Spot

_ARITHMETIC: Mapping[str, str] = MappingProxyType({"+": "-", "-": "+", "*": "/", "/": "*", "**": "*"})
_COMPARE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"<": ("<=",), "<=": ("<",), ">": (">=",), ">=": (">",), "==": ("!=",), "!=": ("==",)}
)
_FUNCTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "min": ("max",), "max": ("min", "sum"), "sum": ("max", "mean"), "mean": ("sum", "median"),
        "median": ("mean",), "floor": ("ceil",), "ceil": ("floor",), "argmax": ("argmin",),
        "argmin": ("argmax",), "cohort_min": ("cohort_max",), "cohort_max": ("cohort_min",),
        "cohort_mean": ("cohort_max",), "cohort_sum": ("cohort_max",), "ln": ("log10",), "log10": ("ln",),
    }
)  # fmt: skip
_ORDER_SAYS_NOTHING = frozenset({"min", "max", "sum", "mean", "median", "count", "argmax", "argmin"})
_SWAPPED = ("-", "/", "**")
_CONDITIONS = frozenset({"when", "requires"})


def formulas(spot: Spot, context: Context) -> Iterator[Mutant]:
    """Every change of a formula."""
    text = spot.node.value
    if not isinstance(text, str) or not _holds_formula(spot) or is_quantity(spot):
        return
    expr = parse(text, spot.node.text_span, Faults(), None, frozenset(context.scheme.functions))
    if expr is None:
        return
    if spot.name in _CONDITIONS:
        yield replacing(operators.BRANCH, spot, quoted(spot, "true"))
        yield replacing(operators.BRANCH, spot, quoted(spot, "false"))
    for part in walk(expr):
        if part.span is not None and part.span.source is spot.node.span.source:
            yield from _changes(spot, part, part.span, context)


def _holds_formula(spot: Spot) -> bool:
    if spot.of is not None:
        return isinstance(spot.of, (Formula, Numeric, AnyValue))
    choices = spot.shape.shapes if isinstance(spot.shape, shapes.Either) else (spot.shape,)
    return shapes.FILLED in choices


def _changes(spot: Spot, part: Expr, place: Span, context: Context) -> Iterator[Mutant]:
    match part:
        case Const():
            for new in _constants(part, place):
                yield replacing(operators.NUMBER, spot, new, place)
        case Name(id_):
            for other in context.siblings(id_):
                yield replacing(operators.NAME, spot, other, place)
        case Arithmetic(operator, left, right):
            yield from _between(operators.ARITHMETIC, spot, left, right, operator, (_ARITHMETIC[operator],))
            if operator in _SWAPPED and left.span is not None and right.span is not None:
                new = f"({right.span.text}) {operator} ({left.span.text})"
                yield replacing(operators.OPERANDS, spot, new, place)
        case Compare(signs, operands):
            for sign, (first, second) in zip(signs, pairwise(operands), strict=True):
                yield from _between(operators.COMPARISON, spot, first, second, sign, _COMPARE[sign])
                yield from _texts(spot, first, second, context)
                yield from _texts(spot, second, first, context)
        case Logic(word, operands):
            turned = ("or" if word == "and" else "and",)
            for first, second in pairwise(operands):
                yield from _between(operators.LOGIC, spot, first, second, word, turned)
            for condition in operands:
                yield from _without_operand(spot, part, condition, place)
        case Not():
            yield replacing(operators.LOGIC, spot, "", _at(place, 0, len("not")))
        case Member(operand, items, negated):
            yield from _membership(spot, operand, items, negated=negated)
        case Cases(((_, taken),), otherwise) if otherwise is not None:
            for one in (taken, otherwise):
                if one.span is not None:
                    yield replacing(operators.BRANCH, spot, f"({one.span.text})", place)
        case Call(function, arguments):
            yield from _calls(spot, function, arguments, place)
        case _:
            return


def _constants(part: Const, place: Span) -> Iterator[str]:
    if isinstance(part.value, bool):
        yield "false" if part.value else "true"
    elif isinstance(part.value, Fraction):
        yield from nudged(place.text)
    elif isinstance(part.value, date):
        found = re.search(r"\d{4}-\d{2}-\d{2}", place.text)
        if found is not None:
            for new in nudged(found[0]):
                yield place.text[: found.start()] + new + place.text[found.end() :]


def _texts(spot: Spot, one: Expr, other: Expr, context: Context) -> Iterator[Mutant]:
    """Another text than the one that something is compared with."""
    if not isinstance(one, Const) or not isinstance(one.value, str) or one.span is None:
        return
    for text in context.texts_beside(other):
        if text != one.value:
            mark = one.span.text[:1]
            yield replacing(operators.TEXT, spot, f"{mark}{text}{mark}", one.span)


def _between(
    operator: Operator, spot: Spot, one: Expr, other: Expr, sign: str, new: tuple[str, ...]
) -> Iterator[Mutant]:
    """Other signs than the one that stands between two parts."""
    place = _sign(one, other, sign)
    if place is not None:
        for another in new:
            yield replacing(operator, spot, another, place)


def _sign(one: Expr, other: Expr, sign: str) -> Span | None:
    """Where a sign stands between two parts; brackets that do not belong to them may stand there too."""
    if one.span is None or other.span is None:
        return None
    source, start = one.span.source, one.span.end
    between = source.text[start : other.span.start]
    at = between.find(sign)
    return None if at < 0 else Span(source, start + at, start + at + len(sign))


def _at(place: Span, start: int, length: int) -> Span:
    return Span(place.source, place.start + start, place.start + start + length)


def _without_operand(spot: Spot, part: Logic, gone: Expr, place: Span) -> Iterator[Mutant]:
    """A condition with one of its parts left out."""
    left = [one.span.text for one in part.operands if one is not gone and one.span is not None]
    if len(left) == len(part.operands) - 1:
        joined = f" {part.operator} ".join(f"({text})" for text in left)
        yield replacing(operators.LOGIC, spot, joined if len(left) == 1 else f"({joined})", place)


def _membership(spot: Spot, operand: Expr, items: tuple[Expr, ...], *, negated: bool) -> Iterator[Mutant]:
    if operand.span is None or items[0].span is None:
        return
    source, start = operand.span.source, operand.span.end
    between = source.text[start : items[0].span.start]
    word = re.search(r"\bnot\s+in\b" if negated else r"\bin\b", between)
    if word is not None:
        place = Span(source, start + word.start(), start + word.end())
        yield replacing(operators.LOGIC, spot, "in" if negated else "not in", place)
    if len(items) > 1:
        for item in items:
            gone = None if item.span is None else _with_comma(item.span)
            if gone is not None:
                yield replacing(operators.ROW, spot, "", gone)


def _with_comma(place: Span) -> Span:
    text = place.source.text
    after = re.compile(r"\s*,\s*").match(text, place.end)
    if after is not None:
        return Span(place.source, place.start, after.end())
    before = re.compile(r"\s*,\s*\Z").search(text, 0, place.start)
    return Span(place.source, before.start() if before else place.start, place.end)


def _calls(spot: Spot, function: str, arguments: tuple[Expr, ...], place: Span) -> Iterator[Mutant]:
    if place.text.startswith(function):
        for other in _FUNCTIONS.get(function, ()):
            yield replacing(operators.FUNCTION, spot, other, _at(place, 0, len(function)))
    if function not in _ORDER_SAYS_NOTHING:
        for before, after in pairwise(arguments):
            first, second = before.span, after.span
            if first is not None and second is not None and first.text != second.text:
                edits = (Edit(first, second.text), Edit(second, first.text))
                yield Mutant(operators.OPERANDS, path_of(spot), edits)
    if function in ("min", "max", "clamp"):
        for one in arguments:
            if one.span is not None:
                yield replacing(operators.FUNCTION, spot, f"({one.span.text})", place)
