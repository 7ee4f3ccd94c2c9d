"""What a kind of rule is: its keys, its expression, its sentence, its boundary values.

A kind never sees a record: it turns its parameters into expressions, once, when the ruleset is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, field, frozen

from scorerules.diagnostics import Faults, Lang, Words
from scorerules.document import Node
from scorerules.formula import Const, Expr, Name, render, transform
from scorerules.formula.make import number
from scorerules.kinds.record_key import RecordKey
from scorerules.numbers import Unit
from scorerules.reading import NO_UNIT, At, Broken, Key, Table, Topic, keys_of, read_table, shapes
from scorerules.reading.shapes import Shape


@frozen
class Part:
    """A named intermediate result of a rule, such as the units short of a target."""

    name: str
    expr: Expr
    words: Words


ANY_UNIT = Unit("", "", Fraction(1))
"""Says of a number that its unit is whatever goes with what it meets."""


def in_any_unit(expr: Expr) -> Expr:
    """A constant whose unit the rule settles: 2 points for every 1 of a number of 张 are still points.

    That parameters go with the value is asked of :meth:`Kind.compared`; what is computed from them then
    counts points, and no check of units may find 张 in it.
    """
    if isinstance(expr, Const) and expr.unit is None and isinstance(expr.value, Fraction):
        return evolve(expr, unit=ANY_UNIT)
    return expr


@frozen
class Lowered:
    """The expression that a rule stands for, with the parts that it reads by name.

    Args:
        raw: The expression.
        parts: What it reads by name, each before those that read it.
        applies: The condition that the rule applies at all; ``None`` when it always does.
    """

    raw: Expr
    parts: tuple[Part, ...] = ()
    applies: Expr | None = None


@frozen
class Item:
    """What a kind may know of the indicator or derived value it belongs to.

    Args:
        id: The id of the item.
        weight: Its full mark in points; ``None`` for derived values.
        value: The expression its value is read by.
        key: The record key that is its value, when the value is nothing more.
        step: The rounding step of its score.
        grid: The number of which the value with an id is always a multiple, if one is known.
        part: Makes the expression that reads one of the item's own parts.
        faults: Where faults go.
        scored: Whether it is scored, so that what its rule gives is points.
        suffix: What the names of parts and of choices end in, where one item holds several rules.
        rule: The rule that is turned into an expression.
    """

    id: str
    weight: Fraction | None
    value: Expr
    key: RecordKey | None
    step: Fraction | None
    grid: Callable[[str], Fraction | None]
    part: Callable[[str], Expr]
    faults: Faults
    scored: bool = field()
    suffix: str = ""
    rule: Kind | None = field(default=None, eq=False, repr=False)

    @scored.default
    def _has_weight(self) -> bool:
        return self.weight is not None

    @property
    def full(self) -> Expr:
        """The weight as an expression."""
        return in_any_unit(number(self.need_weight()))

    def need_weight(self) -> Fraction:
        """The weight; 0 after noting that a rule needs one and has none."""
        if self.weight is None:
            span, path = (None, self.id) if self.rule is None else (self.rule.place(), self.rule.path)
            self.faults.add("SR297", span, path=path, item=self.id)
            return Fraction(0)
        return self.weight

    @property
    def row(self) -> str:
        """The name of the choice between the rows of its rule."""
        return f"{self.id}.row{self.suffix}"

    def datum(self, name: str) -> Name:
        """What the record says under one of the names inside the item's own key."""
        return Name(f"{self.id}.{name}")

    def own(self, expr: Expr) -> Expr:
        """An expression of the rule with ``weight`` and ``value`` put in."""
        return with_own(expr, self.value, self.weight)


def with_own(formula: Expr, value: Expr, weight: Fraction | None) -> Expr:
    """The formula with what its own ``value`` and ``weight`` stand for, at the same places."""

    def put(node: Expr) -> Expr:
        if isinstance(node, Name) and node.id == "weight" and weight is not None:
            return evolve(number(weight), span=node.span)
        if isinstance(node, Name) and node.id == "value":
            return evolve(value, span=node.span)
        return node

    return transform(formula, put)


class Speaker:
    """Says expressions in one language: names for ids, quantities as written.

    Args:
        lang: The language.
        name_of: What people call an id.
        value: The expression of the value that the rule looks at.
        unit: The unit that people read this value in.
    """

    def __init__(
        self, lang: Lang, name_of: Callable[[str], str], value: Expr | None, unit: Unit | None = None
    ) -> None:
        self.lang: Lang = lang
        self._name_of = name_of
        self._value = value
        self._unit = unit

    def __call__(self, expr: Expr | Fraction | None) -> str:
        """The expression in words; a plain number as itself."""
        if expr is None:
            return ""
        shown = number(expr) if isinstance(expr, Fraction) else expr
        text = render(shown, self.lang, name_of=self._name_of)
        if isinstance(shown, Const) and shown.unit is not None and shown.unit.symbol == "pp":
            return text.removesuffix("pp").rstrip() + self.pick("个百分点", " pp")
        return text

    def name(self, id_: str) -> str:
        """What people call an id."""
        return self._name_of(id_)

    def term(self, expr: Expr | Fraction | None) -> str:
        """The expression inside a sentence: a calculation stands in brackets."""
        text = self(expr)
        if expr is None or isinstance(expr, (Fraction, Const, Name)):
            return text
        return self.pick(f"（{text}）", f"({text})")

    def measure(self, expr: Expr | None) -> str:
        """A parameter that is compared with the value: a bare number gets the value's unit."""
        bare = isinstance(expr, Const) and expr.unit is None and isinstance(expr.value, Fraction)
        if bare and self._unit is not None and not self._unit.scaled:
            return self.term(expr) + self.pick("", " ") + self._unit.symbol
        return self.term(expr)

    def about(self, value: Expr | None) -> Speaker:
        """Who says a part of the rule that looks at ``value``; the rule's own value when ``None``."""
        return self if value is None else Speaker(self.lang, self._name_of, value)

    @property
    def value(self) -> str:
        """The value that the rule looks at, in words."""
        value = self._value
        if value is None or isinstance(value, (Const, Name)):
            return self(value)
        # A calculation is called by its place in the rule.
        return self.pick("指标值", "the value ") + self.term(value)

    @property
    def own(self) -> Expr | None:
        """The expression of the value that the rule looks at."""
        return self._value

    def pick(self, zh: str, en: str) -> str:
        """The one that is in the speaker's language."""
        return zh if self.lang == "zh" else en


@frozen
class Kind(Table):
    """A rule of one kind, with its parameters."""

    topic: ClassVar[Topic]

    in_derived: ClassVar[bool] = False
    """Whether a derived value or a function may use rules of this kind."""

    @property
    def owns_record(self) -> bool:
        """Whether the rule itself says what the record gives: ``value`` and ``input`` are of no use."""
        return False

    @property
    def asks_record(self) -> bool:
        """Whether an indicator with the rule has a key of the record without declaring ``input``."""
        return self.owns_record

    @property
    def fits_derived(self) -> bool:
        """Whether a derived value or a function may use this rule."""
        return self.in_derived

    @property
    def reads_value(self) -> bool:
        """Whether the rule looks at a value: the ``value`` formula or the indicator's own input."""
        return True

    @classmethod
    def shape(cls) -> Shape:
        """What its parameters look like; most kinds are a table."""
        return shapes.Keys(lambda: cls)

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """Read the parameters; most kinds are a table."""
        return read_table(cls, node, at) if node.is_table else at.wrong(node, Words("表 { }", "a table"))

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        """The record key of an indicator without ``value``, narrowed by what the rule accepts."""
        return key

    def lowered(self, item: Item) -> Lowered:
        """The expression that the rule stands for, after the checks that all kinds share."""
        if item.scored:
            check_points(self.paid(), item.faults, self.path)
        return self.expression(evolve(item, rule=self))

    def expression(self, item: Item) -> Lowered:
        """The expression that the rule stands for."""
        raise AssertionError(type(self).__name__)

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        """The rule in one plain sentence, without a full stop."""
        raise AssertionError(type(self).__name__)

    def row_reason(self, index: int) -> Words | None:
        """How the points lost by a row are called, when the row says so itself."""
        return None

    def row_words(self, index: int, say: Speaker) -> str | None:
        """The row of that number among the rows of its expression, in words; ``None`` without rows."""
        return None

    def boundaries(self) -> tuple[Fraction, ...]:
        """The constants at which the score bends or jumps, smallest first."""
        found = {one.value for one in constants_of_value(self) if isinstance(one.value, Fraction)}
        return tuple(sorted(found))

    def compared(self) -> Iterator[Expr]:
        """The parameters that must be in the unit of the value."""
        yield from parameters(self, lambda key: key.of_value)

    def compared_apart(self) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
        """Values of the rule's own, each with the parameters that must be in its unit."""
        return iter(())

    def paid(self) -> Iterator[Expr]:
        """The parameters that are points."""
        yield from parameters(self, lambda key: key.of_points)


def parameters(table: Table, wanted: Callable[[Key], bool]) -> Iterator[Expr]:
    """Every expression of the table, and of the tables inside it, whose key is wanted."""
    for key in keys_of(type(table)).values():
        value = getattr(table, key.attribute)
        if value is None:
            continue
        if isinstance(value, Table):
            yield from parameters(value, wanted)
        elif isinstance(value, tuple) and value and isinstance(value[0], Table):
            for row in value:
                yield from parameters(row, wanted)
        elif wanted(key):
            yield value


def check_points(paid: Iterator[Expr], faults: Faults, path: str) -> None:
    """Note every number of points that is written with a unit: 5 % of something is not 5 points."""
    for expr in paid:
        if isinstance(expr, Const) and expr.unit is not None:
            faults.add("SR251", expr.span, path=path, found=expr.unit.symbol, unit=NO_UNIT)


def constants_of_value(kind: Kind) -> Iterator[Const]:
    """Those of :meth:`Kind.compared` that are plain constants."""
    for expr in kind.compared():
        if isinstance(expr, Const):
            yield expr
