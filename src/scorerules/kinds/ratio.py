"""``ratio`` 按比例得分: the share of a target reached, times the weight."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.formula import Expr
from scorerules.formula.make import call, choose, compare, divide, minus, number, times
from scorerules.kinds.amounts import POSITIVE, constant, is_bare, refuse
from scorerules.kinds.base import Item, Kind, Lowered, Speaker, in_any_unit
from scorerules.reading import Numeric, OneOf, Topic, key

NOT_ABOVE_FULL = Words("不高于 full 的数", "a number not above `full`")
NOT_BELOW_FULL = Words("不低于 full 的数", "a number not below `full`")


@frozen
class Ratio(Kind):
    """w·v/full, at most w; below ``zero`` nothing.

    Where lower is better, ``mirror`` loses what the value exceeds ``full`` by, as a share of ``full``
    (nothing left at twice ``full``), and ``inverse`` gives w·full/v.
    """

    topic: ClassVar[Topic] = Topic(
        Words("按比例得分", "in proportion to a target"),
        Words(
            "达到 `full` 得满分，不足的按比例得分；低于 `zero` 不得分",
            "the full mark at `full`, in proportion below it, nothing below `zero`",
        ),
    )

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

    def _check(self, item: Item, full: Expr) -> None:
        """Note a target that is no target, and a ``zero`` that takes away the full mark."""
        target, nothing = constant(full), constant(self.zero)
        if target is None:
            return
        # At a target of 0 only the inverse ratio says something: all of it at 0, nothing above.
        least = target < 0 or (target == 0 and self.lower != "inverse")
        refuse(full, least, POSITIVE, f"{self.path}.full", item.faults)
        if self.zero is None or nothing is None or is_bare(full) != is_bare(self.zero):
            return  # a bare number beside a percentage is noted where the units are known
        beyond = nothing > target if self.lower is None else nothing < target
        expected = NOT_ABOVE_FULL if self.lower is None else NOT_BELOW_FULL
        refuse(self.zero, beyond, expected, f"{self.path}.zero", item.faults)

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
        self._check(item, self.full)
        raw = self._share(item, item.value, in_any_unit(self.full))
        if self.zero is not None:
            beyond = compare("<" if self.lower is None else ">", item.value, self.zero)
            raw = choose(beyond, number(0), raw)
        return Lowered(raw)

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        full, value = say.measure(self.full), say.value
        if self.lower is None:
            text = say.pick(
                f"{value}达到{full}得满分，不足的按比例得分",
                f"{value}: full mark from {full} on, in proportion below it",
            )
        elif self.lower == "mirror":
            text = say.pick(
                f"{value}不超过{full}得满分，超出部分占{full}的百分之几就扣满分的百分之几",
                f"{value}: full mark up to {full}; beyond it the excess as a share of {full} is taken off",
            )
        else:
            share = f"{say.term(self.full)} ÷ {say.term(say.own)}"
            text = say.pick(
                f"{value}不超过{full}得满分，超过的得满分 × {share}",
                f"{value}: full mark up to {full}; beyond it full mark × {share}",
            )
        if self.zero is None:
            return text
        side = Words("低于", "below") if self.lower is None else Words("高于", "above")
        least = say.measure(self.zero)
        return text + say.pick(f"，{side.zh}{least}不得分", f", nothing {side.en} {least}")
