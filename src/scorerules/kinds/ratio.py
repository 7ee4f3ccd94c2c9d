"""``ratio`` 按比例得分: the share of a target reached, times the weight."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from scorerules.formula import Expr
from scorerules.formula.make import call, choose, compare, divide, minus, number, times
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.reading import Numeric, OneOf, key


@frozen
class Ratio(Kind):
    """w·v/full, at most w; below ``zero`` nothing.

    Where lower is better, ``mirror`` loses what the value exceeds ``full`` by, as a share of ``full``
    (nothing left at twice ``full``), and ``inverse`` gives w·full/v.
    """

    full: Expr | None = key(
        Numeric(), "得满分的值", "the value that earns the full mark", required=True, of_value=True
    )
    zero: Expr | None = key(
        Numeric(),
        "低于（越低越好时为高于）此值不得分",
        "nothing below it (above it where lower is better)",
        of_value=True,
    )
    lower: Literal["mirror", "inverse"] | None = key(
        OneOf(("mirror", "inverse")), "越低越好时的算法", "how, where lower is better"
    )

    def _share(self, item: Item, value: Expr, full: Expr) -> Expr:
        """The raw score without ``zero``."""
        if self.lower is None:
            return call("min", item.full, divide(times(item.full, value), full))
        if self.lower == "mirror":
            beyond = times(item.full, minus(number(1), divide(minus(value, full), full)))
        else:
            beyond = divide(times(item.full, full), value)
        return choose(compare("<=", value, full), item.full, beyond)

    def expression(self, item: Item) -> Lowered:
        assert self.full is not None
        raw = self._share(item, item.value, self.full)
        if self.zero is not None:
            beyond = compare("<" if self.lower is None else ">", item.value, self.zero)
            raw = choose(beyond, number(0), raw)
        return Lowered(raw)

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        full, value = say(self.full), say.value
        if self.lower is None:
            text = say.pick(
                f"{value}达到{full}得满分，不足的按比例得分",
                f"{value}: full mark from {full}, in proportion below it",
            )
        elif self.lower == "mirror":
            text = say.pick(
                f"{value}不超过{full}得满分，超出部分按占{full}的比例扣分",
                f"{value}: full mark up to {full}, beyond it loses in proportion to the excess over {full}",
            )
        else:
            text = say.pick(
                f"{value}不超过{full}得满分，超出的按{full}÷{value}的比例得分",
                f"{value}: full mark up to {full}, beyond it the share {full} ÷ {value}",
            )
        if self.zero is None:
            return text
        side = say.pick("低于" if self.lower is None else "高于", "below" if self.lower is None else "above")
        return text + say.pick(f"，{side}{say(self.zero)}不得分", f", nothing {side} {say(self.zero)}")
