"""``tolerance`` 允许偏差: the full mark close to a target, less and less further away."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.formula import Cases, Const, Expr
from scorerules.formula.make import all_of, call, compare, divide, minus, number, times
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker
from scorerules.reading import Nested, Numeric, Table, Topic, key

DEVIATION = Words("偏差", "deviation")
OVER = Words("超出目标值", "excess over the target")
UNDER = Words("低于目标值", "shortfall below the target")


@frozen
class Side(Table):
    """How far a value may be from its target."""

    within: Expr | None = key(Numeric(), "偏差不超过此数（含）得满分", "full mark up to it", of_value=True)
    until: Expr | None = key(Numeric(), "偏差达到此数（含）不得分", "nothing from it on", of_value=True)

    def check(self, item: Item) -> bool:
        """Whether the side says what it must."""
        within, until = self.within, self.until
        if within is None:
            return False
        if isinstance(within, Const) and isinstance(within.value, Fraction) and within.value < 0:
            item.faults.add("SR285", within.span, path=self.path)
            return False
        if (
            isinstance(within, Const)
            and isinstance(until, Const)
            and isinstance(within.value, Fraction)
            and isinstance(until.value, Fraction)
            and until.value <= within.value
        ):
            item.faults.add("SR285", until.span, path=self.path)
            return False
        return True

    def falling(self, item: Item, deviation: Expr) -> tuple[Expr, Expr] | None:
        """The row between ``within`` and ``until``, straight down from the full mark to nothing."""
        if self.until is None or self.within is None:
            return None
        share = divide(minus(self.until, deviation), minus(self.until, self.within))
        return compare("<", deviation, self.until), times(item.full, share)

    def words(self, say: Speaker, zh: str, en: str) -> str:
        """The side in words; ``zh`` and ``en`` say which deviation it is about."""
        full, nothing = say(self.within), say(self.until)
        if self.until is None:
            return say.pick(f"{zh}≤{full}得满分，超过不得分", f"full mark up to {full} {en}, nothing beyond")
        return say.pick(
            f"{zh}≤{full}得满分，≥{nothing}不得分，其间按比例递减",
            f"full mark up to {full} {en}, nothing from {nothing} on, in proportion between",
        )


@frozen
class Tolerance(Side, Kind):
    """Both ways alike with ``within``, or each way with ``over`` and ``under``; a way not named is free."""

    topic: ClassVar[Topic] = Topic(
        Words("允许偏差", "within a tolerance"),
        Words(
            "与 `target` 相差不超过 `within` 得满分，达到 `until` 不得分，其间按比例递减",
            "the full mark within `within` of `target`, nothing from `until` on, in proportion between",
        ),
    )

    target: Expr | None = key(Numeric(), "目标值", "the target", required=True, of_value=True)
    over: Side | None = key(Nested(lambda: Side), "高于目标值时", "when the value is above the target")
    under: Side | None = key(Nested(lambda: Side), "低于目标值时", "when the value is below the target")

    def expression(self, item: Item) -> Lowered:
        assert self.target is not None
        sides = [one for one in (self.over, self.under) if one is not None]
        if bool(sides) == (self.within is not None) or (sides and self.until is not None):
            item.faults.add("SR284", self.place(), path=self.path)
            return Lowered(number(0))
        for one in sides:
            if one.within is None:
                item.faults.add("SR284", one.place(), path=one.path)
                return Lowered(number(0))
        checked = [one.check(item) for one in (sides or [self])]
        if not all(checked):
            return Lowered(number(0))
        above, below = minus(item.value, self.target), minus(self.target, item.value)
        if not sides:
            ways: list[tuple[Side, Part]] = [(self, Part("deviation", call("abs", above), DEVIATION))]
        else:
            ways = [
                (side, Part(name, call("max", number(0), distance), words))
                for side, name, distance, words in (
                    (self.over, "over", above, OVER),
                    (self.under, "under", below, UNDER),
                )
                if side is not None
            ]
        return Lowered(self._raw(item, ways), tuple(part for _, part in ways))

    def _raw(self, item: Item, ways: list[tuple[Side, Part]]) -> Expr:
        """The full mark while every deviation is small; only one of them is ever above 0."""
        near, rows = [], []
        for side, part in ways:
            assert side.within is not None
            deviation = item.part(part.name)
            near.append(compare("<=", deviation, side.within))
            falling = side.falling(item, deviation)
            if falling is not None:
                further = [compare(">", deviation, side.within)] if len(ways) > 1 else []
                rows.append((all_of(*further, falling[0]), falling[1]))
        return Cases(((all_of(*near), item.full), *rows), number(0), item.row, span=self.place())

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        head = say.pick(f"{say.value}的目标值为{say(self.target)}", f"{say.value}: target {say(self.target)}")
        if self.within is not None:
            return head + say.pick("，", "; ") + self.words(say, "偏差", "away")
        for side, zh, en in ((self.over, "高出", "above it"), (self.under, "低出", "below it")):
            if side is None:
                head += say.pick(f"；{zh}不限", f"; no limit {en}")
            else:
                head += say.pick("；", "; ") + side.words(say, zh, en)
        return head

    def boundaries(self) -> tuple[Fraction, ...]:
        return tuple(sorted(set(self._bends())))

    def _bends(self) -> Iterator[Fraction]:
        target = _constant(self.target)
        if target is None:
            return
        yield target
        for side, signs in ((self, (1, -1)), (self.over, (1,)), (self.under, (-1,))):
            if side is None:
                continue
            for distance in (_constant(side.within), _constant(side.until)):
                if distance is not None:
                    yield from (target + sign * distance for sign in signs)


def _constant(expr: Expr | None) -> Fraction | None:
    return expr.value if isinstance(expr, Const) and isinstance(expr.value, Fraction) else None
