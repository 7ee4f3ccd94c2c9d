"""``formula`` 公式: any expression."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Self

from attrs import frozen

from scorerules.document import Node
from scorerules.formula import Expr
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.reading import At, Broken, Formula, key, keys_of


@frozen
class FormulaKind(Kind):
    """The score is what the expression comes to; ``weight`` and ``value`` in it are its own."""

    reads_value: ClassVar[bool] = False
    in_derived: ClassVar[bool] = True

    formula: Expr | None = key(Formula(), "计分公式", "the expression")

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An expression in quotes."""
        formula = keys_of(cls)["formula"].type.read(node, at)
        return formula if isinstance(formula, Broken) else cls(formula=formula, origin=node, path=at.path)

    def expression(self, item: Item) -> Lowered:
        assert self.formula is not None
        return Lowered(item.own(self.formula))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        return say.pick(f"得分＝{say(self.formula)}", f"score = {say(self.formula)}")
