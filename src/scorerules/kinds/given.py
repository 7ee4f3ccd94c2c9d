"""What a row gives: points, a share of the weight, or a value of its own."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Const, Expr
from scorerules.formula.make import number, times
from scorerules.kinds.amounts import constant, is_bare
from scorerules.kinds.amounts import share as share_of
from scorerules.kinds.base import Item, Speaker
from scorerules.numbers import plain
from scorerules.reading import At, Broken, Numeric, Table, Wording, key, shapes
from scorerules.reading.shapes import Shape, either


@frozen
class AnyValue:
    """A number, a quantity, true or false, or an expression in quotes; a text has quotes of its own."""

    shape: ClassVar[Shape] = either(Numeric.shape, shapes.Flag())
    expected: Words = Words(
        "数、带单位的数、true/false 或加引号的算式（文字写成 \"'高'\"）",
        "a number, a quantity, true or false, or an expression in quotes (a text is \"'high'\")",
    )

    def read(self, node: Node, at: At) -> Expr | Broken:
        """The expression in ``node``."""
        if isinstance(node.value, bool):
            return Const(node.value, node.span.text, span=node.span)
        return Numeric(self.expected).read(node, at)


@frozen(slots=False)  # so that a row can have boundaries or a condition of another base class beside it
class Giving(Table):
    """A row that gives points, a share of the weight or, in derived values, any value."""

    points: Expr | None = key(Numeric(), "得几分", "points", of_points=True)
    share: Expr | None = key(Numeric(), "得权重的几成", "share of the weight")
    gives: Expr | None = key(AnyValue(), "取值", "the value, in derived values")
    reason: Words | None = key(
        Wording(), "扣分原因的说法", "how its lost points are called among the reasons"
    )

    def result(self, item: Item) -> Expr:
        """What the row gives."""
        chosen = [one for one in (self.points, self.share, self.gives) if one is not None]
        if len(chosen) != 1 or (self.share is not None and item.weight is None):
            item.faults.add("SR235", self.place(), path=self.path)
            return number(0)
        if self.share is not None:
            return times(item.full, share_of(item, self.share, f"{self.path}.share"))
        return chosen[0]

    def result_words(self, say: Speaker) -> str:
        """What the row gives, in words."""
        if self.share is not None:
            part = constant(self.share)
            percent = part is not None and is_bare(self.share)
            shown = f"{plain(part * 100)}%" if percent and part is not None else say.term(self.share)
            return say.pick(f"得权重的{shown}", f"{shown} of the weight")
        given = say.term(self.points if self.points is not None else self.gives)
        return say.pick(f"得{given}分" if self.points is not None else f"取{given}", given)
