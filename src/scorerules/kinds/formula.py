"""``formula`` 公式: any expression."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Self

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Expr, Name, walk
from scorerules.formula.make import number
from scorerules.kinds.base import Item, Kind, Lowered, Speaker, with_own
from scorerules.kinds.record_key import REMARK_ONLY
from scorerules.reading import At, Broken, Formula, Topic, key, keys_of
from scorerules.reading.shapes import Shape


@frozen
class FormulaKind(Kind):
    """The score is what the expression comes to; ``weight`` and ``value`` in it are its own."""

    topic: ClassVar[Topic] = Topic(
        Words("计分公式", "formula"),
        Words(
            "任何算式，其中 `weight` 为权重，`value` 为指标值",
            "any expression; `weight` is the weight and `value` the value in it",
        ),
    )
    in_derived: ClassVar[bool] = True

    formula: Expr | None = key(Formula(), "计分公式", "the expression")

    @property
    def reads_value(self) -> bool:
        return False

    @classmethod
    def shape(cls) -> Shape:
        return keys_of(cls)["formula"].type.shape

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An expression in quotes."""
        formula = keys_of(cls)["formula"].type.read(node, at)
        return formula if isinstance(formula, Broken) else cls(formula=formula, origin=node, path=at.path)

    def expression(self, item: Item) -> Lowered:
        assert self.formula is not None
        own = Name(item.id)
        if item.value == own and (item.key is None or item.key.type == REMARK_ONLY):
            spans = [one.span for one in walk(self.formula) if isinstance(one, Name) and one.id == "value"]
            if spans:
                item.faults.add("SR212", spans[0], path=self.path, item=item.id)
                return Lowered(number(0))
        return Lowered(with_own(self.formula, item.value, item.weight))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        assert self.formula is not None
        formula = self.formula if say.own is None else with_own(self.formula, say.own, weight)
        # A derived value has no score: its name stands before the sentence.
        if weight is None:
            return say.pick(f"＝{say(formula)}", f"= {say(formula)}")
        return say.pick(f"得分＝{say(formula)}", f"score = {say(formula)}")
