"""What the value of a key may be, and how it is read.

In goes one node of the document, out comes the value that the model keeps, or :data:`BROKEN` after the
fault was noted. Nothing here knows which section it reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Final, Protocol

from attrs import field, frozen

from scorerules.diagnostics import Faults, Fix, Words
from scorerules.document import Node
from scorerules.formula import Const, Expr, parse
from scorerules.numbers import (
    QUANTITY_START,
    NumberProblem,
    QuantityProblem,
    Unit,
    exact,
    looks_like_quantity,
    parse_quantity,
    parse_unit,
)
from scorerules.reading import meant, shapes
from scorerules.reading.shapes import Shape, either


class Broken:
    """The mark of a value that could not be read; its fault is already noted."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = Broken()
NO_UNIT: Final = Words("没有单位的数", "a number without a unit")
QUANTITY: Final = shapes.Text(QUANTITY_START)
"""A number in quotes, with a unit or without."""


def is_broken(value: object) -> bool:
    """Whether a fault was noted in ``value`` or in anything inside it."""
    if isinstance(value, tuple):
        return any(map(is_broken, value))
    if isinstance(value, Mapping):
        return any(map(is_broken, value.values()))
    return isinstance(value, Broken) or getattr(value, "broken", False) is True


@frozen
class At:
    """Where the reader is: the path in words of keys, the list of faults, the functions of the ruleset."""

    path: str
    faults: Faults
    functions: frozenset[str] = frozenset()

    def under(self, key: str | int) -> At:
        """The same, one key or row deeper."""
        deeper = f"[{key + 1}]" if isinstance(key, int) else f".{key}" if self.path else key
        return At(self.path + deeper, self.faults, self.functions)

    def wrong(self, node: Node, expected: Words, fix: Fix | None = None) -> Broken:
        """Note that ``node`` is not what is expected there; ``fix`` is what it was certainly meant to be."""
        found = describe(node)
        self.faults.add(
            "SR203", node.span, path=self.path, fix=fix, key=self.path, expected=expected, found=found
        )
        return BROKEN


def describe(node: Node) -> Words:
    """What kind of thing a node is, for people."""
    match node.value:
        case bool():
            return Words("是/否（true/false）", "true or false")
        case str(text):
            shown = text if len(text) <= 30 else text[:30] + "…"
            return Words(f"文字“{shown}”", f'the text "{shown}"')
        case int() | Decimal():
            return Words(f"数 {node.span.text}", f"the number {node.span.text}")
        case date():
            return Words("日期", "a date")
        case tuple():
            return Words("列表 [ ]", "an array")
        case None:
            return Words("空值 null", "null")
        case _:
            return Words("表 { }", "a table")


class ValueType(Protocol):
    """What a value may be."""

    @property
    def expected(self) -> Words:
        """What the value must be, for people: fits after "must be"."""

    @property
    def shape(self) -> Shape:
        """What the value looks like; takes everything that :meth:`read` takes."""

    def read(self, node: Node, at: At) -> Any:
        """The value, or :data:`BROKEN`."""


@frozen
class Text:
    """A text; empty only if ``empty``. A ``numeral`` may look like a number that lacks its quotes."""

    empty: bool = False
    numeral: bool = False
    expected: Words = Words("文字（加引号）", "a text in quotes")

    @property
    def shape(self) -> Shape:
        return shapes.Text() if self.empty else shapes.FILLED

    def read(self, node: Node, at: At) -> str | Broken:
        if not isinstance(node.value, str):
            return at.wrong(node, self.expected, meant.text(node) if self.numeral else None)
        if not node.value.strip() and not self.empty:
            at.faults.add("SR204", node.span, path=at.path, key=at.path)
            return BROKEN
        return node.value


@frozen
class Flag:
    """true or false."""

    shape: ClassVar[Shape] = shapes.Flag()
    expected: Words = Words("true 或 false（不加引号）", "true or false without quotes")

    def read(self, node: Node, at: At) -> bool | Broken:
        return node.value if isinstance(node.value, bool) else at.wrong(node, self.expected, meant.flag(node))


@frozen
class Day:
    """A date without a time."""

    shape: ClassVar[Shape] = shapes.Day()
    expected: Words = Words("日期，如 2019-01-01（不加引号）", "a date such as 2019-01-01 without quotes")

    def read(self, node: Node, at: At) -> date | Broken:
        if isinstance(node.value, date) and not isinstance(node.value, datetime):
            return node.value
        return at.wrong(node, self.expected, meant.day(node))


@frozen
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expected(self) -> Words:
        quoted = [f'"{word}"' for word in self.words]
        return Words("、".join(quoted) + " 之一", "one of " + ", ".join(quoted))

    @property
    def shape(self) -> Shape:
        return shapes.Word(self.words)

    def read(self, node: Node, at: At) -> str | Broken:
        return (
            node.value
            if node.value in self.words and isinstance(node.value, str)
            else at.wrong(node, self.expected, meant.word(node, self.words))
        )


@frozen
class UnitName:
    """A unit of measure."""

    shape: ClassVar[Shape] = shapes.FILLED
    expected: Words = Words("单位，如“张”“万元”“%”", 'a unit such as "元", "万元", "%"')

    def read(self, node: Node, at: At) -> Unit | Broken:
        unit = parse_unit(node.value) if isinstance(node.value, str) else None
        return at.wrong(node, self.expected) if unit is None else unit


@frozen
class Amount:
    """A number without a unit, known at load: ``12``, ``0.5``; above 0 if ``positive``."""

    positive: bool = False
    negative: bool = False
    whole: bool = False

    @property
    def expected(self) -> Words:
        if self.whole:
            return Words("正整数", "a whole number above 0")
        if self.positive:
            return Words("大于 0 的数", "a number above 0")
        return Words("数", "a number") if self.negative else Words("不小于 0 的数", "a number not below 0")

    @property
    def shape(self) -> Shape:
        above_zero = self.positive or self.whole
        least = None if above_zero or self.negative else 0
        number = shapes.Number(above=0 if above_zero else None, least=least, whole=self.whole)
        return either(number, QUANTITY)

    def read(self, node: Node, at: At) -> Fraction | Broken:
        number = read_number(node, at)
        if number is None:
            return at.wrong(node, self.expected)
        if isinstance(number, Broken):
            return number
        if number.unit is not None:
            at.faults.add("SR251", node.span, path=at.path, found=number.unit.symbol, unit=NO_UNIT)
            return BROKEN
        low_enough = number.value > 0 if self.positive or self.whole else self.negative or number.value >= 0
        if not low_enough or (self.whole and number.value.denominator != 1):
            return at.wrong(node, self.expected)
        return number.value


@frozen
class Number:
    """A number or quantity, kept with the way it was written; above 0 when ``positive``."""

    positive: bool = False

    @property
    def expected(self) -> Words:
        if self.positive:
            return Words("大于 0 的数，可带单位", "a number above 0, with a unit or without")
        return Words('数或带单位的数，如 5 或 "98%"', 'a number or a quantity such as 5 or "98%"')

    @property
    def shape(self) -> Shape:
        return either(shapes.Number(above=0 if self.positive else None), QUANTITY)

    def read(self, node: Node, at: At) -> Constant | Broken:
        number = read_number(node, at)
        if number is None or (self.positive and not isinstance(number, Broken) and number.value <= 0):
            return at.wrong(node, self.expected)
        return number


@frozen
class Constant:
    """A number of a ruleset: exact value in base units, unit as written, expression with its place."""

    value: Fraction
    unit: Unit | None
    expr: Const


def read_number(node: Node, at: At) -> Constant | Broken | None:
    """The number or quantity that ``node`` is; ``None`` when it is something else."""
    value = node.value
    try:
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            number = exact(value, at.faults.limits.digits)
            return Constant(number, None, Const(number, node.span.text, span=node.span))
        if isinstance(value, str) and looks_like_quantity(value):
            quantity = parse_quantity(value, None, at.faults.limits.digits)
            text = value.strip()
            return Constant(
                quantity.value, quantity.unit, Const(quantity.value, text, quantity.unit, span=node.span)
            )
    except (NumberProblem, QuantityProblem, ValueError):
        at.faults.add("SR205", node.span, path=at.path, key=at.path)
        return BROKEN
    return None


def read_expression(node: Node, at: At) -> Expr | Broken:
    """The expression in a text."""
    assert isinstance(node.value, str)
    expr = parse(node.value, node.text_span, at.faults, at.path, functions=at.functions)
    return BROKEN if expr is None else expr


@frozen
class Numeric:
    """A numeric parameter: a number, a quantity, or an expression in quotes."""

    shape: ClassVar[Shape] = either(shapes.Number(), shapes.FILLED)
    expected: Words = Words(
        '数、带单位的数（如 "98%"）或加引号的算式',
        'a number, a quantity such as "98%", or an expression in quotes',
    )

    def read(self, node: Node, at: At) -> Expr | Broken:
        number = read_number(node, at)
        if isinstance(number, Broken):
            return number
        if number is not None:
            return number.expr
        return read_expression(node, at) if isinstance(node.value, str) else at.wrong(node, self.expected)


@frozen
class Formula:
    """An expression in quotes; a bare number or true/false is taken as itself."""

    shape: ClassVar[Shape] = either(shapes.Number(), shapes.FILLED, shapes.Flag())
    expected: Words = Words("加引号的算式", "an expression in quotes")

    def read(self, node: Node, at: At) -> Expr | Broken:
        if isinstance(node.value, bool):
            return Const(node.value, node.span.text, span=node.span)
        if isinstance(node.value, str):
            return read_expression(node, at)
        number = read_number(node, at)
        if isinstance(number, Constant):
            return number.expr
        return at.wrong(node, self.expected) if number is None else number


@frozen
class Plain:
    """A constant of any type: a number, a quantity, a text, true or false, a date.

    Whether a text is a number with a unit depends on the declared type, so it is kept as a node.
    """

    shape: ClassVar[Shape] = either(shapes.Number(), shapes.Text(), shapes.Flag(), shapes.Day())
    expected: Words = Words("数、文字、true/false 或日期", "a number, a text, true or false, or a date")

    def read(self, node: Node, at: At) -> Node | Broken:
        ok = isinstance(node.value, (str, bool, int, Decimal)) or (
            isinstance(node.value, date) and not isinstance(node.value, datetime)
        )
        return node if ok else at.wrong(node, self.expected)


@frozen
class Whole:
    """The node itself, read later by whoever knows more."""

    shape: ClassVar[Shape] = shapes.Free()
    expected: Words = Words("表 { }", "a table")

    def read(self, node: Node, at: At) -> Node | Broken:
        return node if node.is_table else at.wrong(node, self.expected)


@frozen
class ListOf:
    """An array whose items are all of one type; ``one`` also takes a single item without brackets."""

    item: ValueType
    one: bool = False
    least: int = 0

    @property
    def expected(self) -> Words:
        return Words(f"列表，每项为{self.item.expected.zh}", f"an array, each item {self.item.expected.en}")

    @property
    def shape(self) -> Shape:
        array = shapes.Array(self.item.shape, self.least)
        return either(self.item.shape, array) if self.one else array

    def read(self, node: Node, at: At) -> tuple[Any, ...] | Broken:
        if isinstance(node.value, tuple):
            items = tuple(self.item.read(one, at.under(index)) for index, one in enumerate(node.value))
            if not items and self.least:
                at.faults.add("SR204", node.span, path=at.path, key=at.path)
                return BROKEN
            if len(items) < self.least and not is_broken(items):
                return at.wrong(
                    node, Words(f"至少 {self.least} 项的列表", f"an array of at least {self.least} items")
                )
        elif self.one:
            items = (self.item.read(node, at),)
        else:
            return at.wrong(node, self.expected)
        return BROKEN if any(isinstance(one, Broken) for one in items) else items


@frozen
class MapOf:
    """A table whose keys the author chooses, in the order written."""

    item: ValueType
    least: int = 0

    @property
    def expected(self) -> Words:
        return Words(f"表，每项为{self.item.expected.zh}", f"a table, each value {self.item.expected.en}")

    @property
    def shape(self) -> Shape:
        return shapes.Map(self.item.shape, self.least)

    def read(self, node: Node, at: At) -> Mapping[str, Any] | Broken:
        if not isinstance(node.value, Mapping):
            return at.wrong(node, self.expected)
        if len(node.value) < self.least:
            at.faults.add("SR204", node.span, path=at.path, key=at.path)
            return BROKEN
        items = {name: self.item.read(one, at.under(name)) for name, one in node.value.items()}
        return BROKEN if any(isinstance(one, Broken) for one in items.values()) else items


@frozen
class Nested:
    """A table with keys of its own, read into a class."""

    table: Callable[[], type]
    expected: Words = field(default=Words("表 { }", "a table"))

    @property
    def shape(self) -> Shape:
        return shapes.Keys(self.table)

    def read(self, node: Node, at: At) -> Any:
        from scorerules.reading.reader import read_table  # noqa: PLC0415  reader and values describe each other

        if not node.is_table:
            return at.wrong(node, self.expected)
        return read_table(self.table(), node, at)
