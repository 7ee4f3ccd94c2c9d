"""``pass`` 达标得满分: a condition met or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from scorerules.document import Node
from scorerules.formula import Const, Expr
from scorerules.formula.make import choose, compare
from scorerules.formula.make import number as number_
from scorerules.kinds.base import Item, Lowered, Speaker
from scorerules.kinds.base import Kind as KindBase
from scorerules.kinds.rows import Bounded
from scorerules.reading import At, Broken, Number, Numeric, Plain, key


@frozen
class Pass(Bounded, KindBase):
    """``points`` (the weight unless said) when the value meets the bounds or ``is``, else ``else``."""

    is_: Node | None = key(Plain(), "等于此值即达标", "the value that passes", name="is")
    points: Expr | None = key(
        Numeric(), "达标得几分", "points when it passes; the weight unless said", of_points=True
    )
    else_: Expr | None = key(
        Numeric(), "不达标得几分", "points when it does not; 0 unless said", name="else", of_points=True
    )

    def expression(self, item: Item) -> Lowered:
        points = item.full if self.points is None else self.points
        otherwise = number_(0) if self.else_ is None else self.else_
        if self.bounded == (self.is_ is not None):
            item.faults.add("SR243", self.place(), path=self.path)
            return Lowered(points)
        if self.twice(item.faults):
            return Lowered(points)
        if self.is_ is None:
            condition = self.condition(item.value)
        else:
            condition = compare("==", item.value, plain_constant(self.is_, item))
        return Lowered(choose(condition, points, otherwise))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        points = say(weight if self.points is None else self.points)
        otherwise = say(Fraction(0) if self.else_ is None else self.else_)
        if self.is_ is None:
            met = self.words(say)
        else:
            shown = str(self.is_.value)
            if isinstance(self.is_.value, bool):
                shown = say.pick("是", "true") if self.is_.value else say.pick("否", "false")
            met = say.pick(f"为“{shown}”", f'is "{shown}"')
        return say.pick(
            f"{say.value}{met}得{points}分，否则得{otherwise}分",
            f"{say.value} {met}: {points} points, otherwise {otherwise}",
        )


def plain_constant(node: Node, item: Item) -> Expr:
    """A constant of the type of the item's value: a text stays a text, a number may have a unit."""
    number = item.key is not None and item.key.type in ("number", "integer")
    if number or (isinstance(node.value, (int, Decimal)) and not isinstance(node.value, bool)):
        read = Number().read(node, At(f"{item.id}.pass.is", item.faults))
        return number_(0) if isinstance(read, Broken) else read.expr
    assert isinstance(node.value, (str, bool, date))
    return Const(node.value, node.span.text, span=node.span)
