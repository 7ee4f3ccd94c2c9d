"""``pass`` 达标得满分: a condition met or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Const, Expr
from scorerules.formula.make import choose, compare
from scorerules.formula.make import number as number_
from scorerules.kinds.base import Item, Lowered, Speaker
from scorerules.kinds.base import Kind as KindBase
from scorerules.kinds.rows import Bounded
from scorerules.numbers import QuantityProblem, looks_like_quantity, parse_quantity
from scorerules.reading import At, Broken, Number, Numeric, Plain, Topic, key


@frozen
class Pass(Bounded, KindBase):
    """``points`` (the weight unless said) when the value meets the bounds or ``is``, else ``else``."""

    topic: ClassVar[Topic] = Topic(
        Words("达标得满分", "all or nothing"),
        Words(
            "指标值在界线之内或等于 `is` 时得 `points` 分，否则得 `else` 分",
            "`points` when the value meets the boundaries or is `is`, else `else`",
        ),
    )

    is_: Node | None = key(Plain(), "等于此值即达标", "the value that passes", name="is")
    points: Expr | None = key(
        Numeric(), "达标得几分", "points when it passes; the weight unless said", of_points=True
    )
    else_: Expr | None = key(
        Numeric(), "不达标得几分", "points when it does not; 0 unless said", name="else", of_points=True
    )

    def expression(self, item: Item) -> Lowered:
        met = item.full if self.points is None else self.points
        unmet = number_(0) if self.else_ is None else self.else_
        if self.bounded == (self.is_ is not None):
            item.faults.add("SR243", self.place(), path=self.path)
            return Lowered(met)
        if self.contradicts(item.faults):
            return Lowered(met)
        if self.is_ is None:
            condition = self.condition(item.value)
        else:
            condition = compare("==", item.value, plain_constant(self.is_, item, f"{self.path}.is"))
        return Lowered(choose(condition, met, unmet))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        met = say.term(weight if self.points is None else self.points)
        unmet = say.term(Fraction(0) if self.else_ is None else self.else_)
        bound = self.words(say) if self.is_ is None else is_words(self.is_, say)
        return say.pick(
            f"{say.value}{bound}得{met}分，否则得{unmet}分",
            f"{say.value} {bound}: {met} points, otherwise {unmet}",
        )


def is_words(node: Node, say: Speaker) -> str:
    """The value that passes, in words."""
    match node.value:
        case bool(truth):
            return say.pick(f"为“{'是' if truth else '否'}”", f"is {'true' if truth else 'false'}")
        case str(text) if not looks_like_quantity(text):
            return say.pick(f"为“{text}”", f'is "{text}"')
        case date(day=_) as day:
            return say.pick(f"为{day.isoformat()}", f"is {day.isoformat()}")
        case str(text):
            return say.pick(f"等于{text}", f"equal to {text}")
        case _:
            shown = say.measure(Const(Fraction(node.span.text.replace("_", "")), node.span.text))
            return say.pick(f"等于{shown}", f"equal to {shown}")


def plain_constant(node: Node, item: Item, path: str) -> Expr:
    """A constant of the type of the item's value: a text stays a text, a number may have a unit."""
    value = node.value
    if item.key is not None:
        number = item.key.type in ("number", "integer")
    else:
        # Of a computed value the type is not known yet: 100% and 5万元 are numbers, 5A is a name.
        number = isinstance(value, str) and is_number(value, item.faults.limits.digits)
    if number or (isinstance(value, (int, Decimal)) and not isinstance(value, bool)):
        read = Number().read(node, At(path, item.faults))
        return number_(0) if isinstance(read, Broken) else read.expr
    assert isinstance(value, (str, bool, date))
    return Const(value, node.span.text, span=node.span)


def is_number(text: str, most: int) -> bool:
    """Whether a text is a number without a unit, with a percent sign, or in a scale such as 万元."""
    if not looks_like_quantity(text):
        return False
    try:
        unit = parse_quantity(text, None, most).unit
    except QuantityProblem:
        return True  # reading it as a number says what is wrong with it
    return unit is None or unit.scaled
