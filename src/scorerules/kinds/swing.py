"""``swing`` 双向加减分: points gained on one side of a value, lost on the other."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.formula import Expr
from scorerules.formula.make import minus, number, plus, times
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker
from scorerules.kinds.deduct import PARTIAL, Partial, check_each, check_partial, partial_words, units
from scorerules.reading import Flag, Numeric, Topic, key

GAINED = Words("加分单位数", "units gained")
LOST = Words("扣分单位数", "units lost")


@frozen
class Swing(Kind):
    """``start`` points at ``around``; every unit on the better side adds, every one on the other takes."""

    topic: ClassVar[Topic] = Topic(
        Words("双向加减分", "points gained or lost around a value"),
        Words(
            "等于 `around` 时得 `start` 分，每好一个 `each` 加 `gain` 分，每差一个 `each` 扣 `lose` 分",
            "`start` points at `around`; every `each` better adds `gain`, every `each` worse takes `lose`",
        ),
    )

    around: Expr | None = key(
        Numeric(), "基准值", "the value that earns the starting points", required=True, of_value=True
    )
    start: Expr | None = key(
        Numeric(), "等于基准值时得几分", "points at that value; the weight unless said", of_points=True
    )
    each: Expr | None = key(Numeric(), "一个单位是多少", "the size of a unit", required=True, of_value=True)
    gain: Expr | None = key(Numeric(), "每好一个单位加几分", "points added per unit better", of_points=True)
    lose: Expr | None = key(Numeric(), "每差一个单位扣几分", "points taken per unit worse", of_points=True)
    partial: Partial | None = key(PARTIAL, "不足一个单位怎样计", "how parts of a unit count")
    lower: bool = key(Flag(), "越低越好", "whether a lower value is better", default=False)

    def expression(self, item: Item) -> Lowered:
        assert self.around is not None
        assert self.each is not None
        if self.gain is None and self.lose is None:
            item.faults.add("SR283", self.place(), path=self.path)
        check_partial(self, item, item.value, self.around, self.each, self.partial)
        check_each(self, item, self.each)
        above, below = minus(item.value, self.around), minus(self.around, item.value)
        better, worse = (below, above) if self.lower else (above, below)
        raw: Expr = item.full if self.start is None else self.start
        parts = []
        if self.gain is not None:
            parts.append(Part("gained", units(better, self.each, self.partial), GAINED))
            raw = plus(raw, times(item.part("gained"), self.gain))
        if self.lose is not None:
            parts.append(Part("lost", units(worse, self.each, self.partial), LOST))
            raw = minus(raw, times(item.part("lost"), self.lose))
        return Lowered(raw, tuple(parts))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        around, each = say(self.around), say(self.each)
        start = say(number(weight) if self.start is None and weight is not None else self.start)
        text = say.pick(f"{say.value}为{around}时得{start}分", f"{say.value}: {start} points at {around}")
        high, low = (self.lose, self.gain) if self.lower else (self.gain, self.lose)
        for points, zh_side, en_side, added in (
            (high, "高", "above", not self.lower),
            (low, "低", "below", self.lower),
        ):
            if points is None:
                continue
            sign = say.pick("加" if added else "扣", "plus" if added else "minus")
            text += say.pick(
                f"，每{zh_side}{each}{sign}{say(points)}分",
                f", {sign} {say(points)} for every {each} {en_side} it",
            )
        if self.partial is not None:
            text += say.pick("，", ", ") + partial_words(self.partial, each, say)
        return text
