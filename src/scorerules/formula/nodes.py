"""The expression language that every rule is written in: twelve kinds of node.

Formulas of authors are parsed into these nodes, and every kind of rule lowers to them. The evaluators,
the static checks and the explanations read nothing else. Nodes are values: frozen, comparable, picklable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Any, Literal, TypeAlias

from attrs import evolve, field, frozen

from scorerules.numbers import Unit
from scorerules.source import Span

Constant: TypeAlias = Fraction | str | bool | date
ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/", "**"]
CompareOperator: TypeAlias = Literal["<", "<=", ">", ">=", "==", "!="]


def _place() -> Span | None:
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


@frozen
class Const:
    """A literal. ``text`` is how the author wrote it; ``unit`` is the unit it was written with."""

    value: Constant
    text: str | None = field(default=None, eq=False)
    unit: Unit | None = None
    span: Span | None = _place()


@frozen
class Name:
    """The value of an input, a parameter, a derived value, or of a step such as ``score.x``."""

    id: str
    span: Span | None = _place()


@frozen
class Negate:
    """The number with the other sign."""

    operand: Expr
    span: Span | None = _place()


@frozen
class Arithmetic:
    """Two numbers joined by ``+ - * / **``."""

    operator: ArithmeticOperator
    left: Expr
    right: Expr
    span: Span | None = _place()


@frozen
class Compare:
    """A chain such as ``0 <= x < 5``: ``operators[i]`` stands between operands i and i + 1."""

    operators: tuple[CompareOperator, ...]
    operands: tuple[Expr, ...]
    span: Span | None = _place()


@frozen
class Logic:
    """``and`` or ``or`` over two or more conditions; later ones are read only when needed."""

    operator: Literal["and", "or"]
    operands: tuple[Expr, ...]
    span: Span | None = _place()


@frozen
class Not:
    """The opposite of a condition."""

    operand: Expr
    span: Span | None = _place()


@frozen
class Member:
    """``x in [a, b]``, or ``not in`` when ``negated``."""

    operand: Expr
    items: tuple[Expr, ...]
    negated: bool = False
    span: Span | None = _place()


@frozen
class Cases:
    """The value of the first row whose condition holds, else ``default``; ``a if c else b`` is one row.

    ``default=None`` means that every value must meet a row; one that meets none is a problem of the
    record, with the code ``unmet``. ``tag`` names the choice, so that a trace can say which row was taken.
    """

    rows: tuple[tuple[Expr, Expr], ...]
    default: Expr | None
    tag: str | None = None
    unmet: str = field(default="SR510", kw_only=True)
    span: Span | None = _place()


@frozen
class Call:
    """A function of ``formula.functions``, a join or a function of the ruleset, applied to its arguments.

    The arguments of ``argmax`` and ``argmin`` come in pairs: an id as a constant, then the value.
    """

    function: str
    arguments: tuple[Expr, ...]
    span: Span | None = _place()


@frozen
class Known:
    """True when the operand can be computed from what the record gives: nothing it reads is missing."""

    operand: Expr
    span: Span | None = _place()


@frozen
class Absent:
    """No value. ``not_applicable`` says that the item does not apply, else that a datum is missing."""

    not_applicable: bool = False
    span: Span | None = _place()


Expr: TypeAlias = (
    Const | Name | Negate | Arithmetic | Compare | Logic | Not | Member | Cases | Call | Known | Absent
)


def children(node: Expr) -> tuple[Expr, ...]:
    """The expressions directly inside ``node``, in the order of reading."""
    inside = _CHILDREN.get(type(node))
    return () if inside is None else inside(node)


def _in_rows(node: Cases) -> tuple[Expr, ...]:
    parts = tuple(part for row in node.rows for part in row)
    return parts if node.default is None else (*parts, node.default)


_CHILDREN: Mapping[type, Callable[[Any], tuple[Expr, ...]]] = {
    Negate: lambda node: (node.operand,),
    Not: lambda node: (node.operand,),
    Known: lambda node: (node.operand,),
    Arithmetic: lambda node: (node.left, node.right),
    Compare: attrgetter("operands"),
    Logic: attrgetter("operands"),
    Member: lambda node: (node.operand, *node.items),
    Cases: _in_rows,
    Call: attrgetter("arguments"),
}
"""What gives the parts of every node that has some."""


def walk(node: Expr) -> Iterator[Expr]:
    """``node`` and everything inside it, outermost first, without recursion."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        inside = _CHILDREN.get(type(current))
        if inside is not None:
            waiting.extend(reversed(inside(current)))


def names(node: Expr) -> tuple[str, ...]:
    """The ids that ``node`` reads, each once, in the order of reading."""
    return tuple(dict.fromkeys(one.id for one in walk(node) if isinstance(one, Name)))


def transform(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Rebuild ``node`` from the inside out, each node replaced by ``change(node)``."""

    def again(part: Expr) -> Expr:
        return transform(part, change)

    match node:
        case Negate() | Not() | Known():
            node = evolve(node, operand=again(node.operand))
        case Arithmetic():
            node = evolve(node, left=again(node.left), right=again(node.right))
        case Compare() | Logic():
            node = evolve(node, operands=tuple(map(again, node.operands)))
        case Member():
            node = evolve(node, operand=again(node.operand), items=tuple(map(again, node.items)))
        case Cases():
            node = evolve(
                node,
                rows=tuple((again(condition), again(value)) for condition, value in node.rows),
                default=None if node.default is None else again(node.default),
            )
        case Call():
            node = evolve(node, arguments=tuple(map(again, node.arguments)))
        case _:
            pass
    return change(node)
