"""``levels`` 定性分档: the record names a level, and where the level has a range, the score inside it."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal, Self

from attrs import evolve, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases
from scorerules.formula.make import compare, number, text
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.record_key import LEVEL_SCORE, LevelRange, RecordKey
from scorerules.numbers import plain
from scorerules.reading import (
    NO_UNIT,
    Amount,
    At,
    Broken,
    Constant,
    ListOf,
    Nested,
    Number,
    OneOf,
    Table,
    Text,
    Topic,
    key,
    keys_of,
    read_table,
    shapes,
)
from scorerules.reading.shapes import Shape, either

Bound = tuple[Fraction, bool]


@frozen
class Limits(Table):
    """Where a range of points, or of shares of the weight, begins and ends."""

    from_: Constant | None = key(Number(), "不小于（含）", "at least", name="from")
    above: Constant | None = key(Number(), "大于（不含）", "more than")
    upto: Constant | None = key(Number(), "不大于（含）", "at most")
    below: Constant | None = key(Number(), "小于（不含）", "less than")

    @property
    def low(self) -> tuple[Constant, bool] | None:
        """The lower bound and whether it is itself allowed."""
        if self.from_ is not None:
            return self.from_, True
        return None if self.above is None else (self.above, False)

    @property
    def high(self) -> tuple[Constant, bool] | None:
        """The upper bound and whether it is itself allowed."""
        if self.upto is not None:
            return self.upto, True
        return None if self.below is None else (self.below, False)

    def twice(self, item: Item) -> bool:
        """Note a range that says one side with both words; whether it did."""
        for first, second, words in (
            (self.from_, self.above, ("from", "above")),
            (self.upto, self.below, ("upto", "below")),
        ):
            if first is not None and second is not None:
                span = second.expr.span
                item.faults.add("SR230", span, path=self.path, first=words[0], second=words[1])
                return True
        return False

    def limit_words(self, say: Speaker) -> str:
        """The range in words."""
        zh, en = [], []
        for bound, signs, words in (
            (self.low, "≥>", ("at least", "more than")),
            (self.high, "≤<", ("at most", "less than")),
        ):
            if bound is not None:
                shown = say(bound[0].expr)
                zh.append(f"{signs[0] if bound[1] else signs[1]}{shown}")
                en.append(f"{words[0] if bound[1] else words[1]} {shown}")
        return say.pick("且".join(zh), " and ".join(en))


@frozen
class NumberOrLimits:
    """One number, or a range with boundary words."""

    shape: ClassVar[Shape] = either(Number().shape, shapes.Keys(lambda: Limits))
    expected: Words = Words(
        "数，或带界线的范围，如 { from = 6, below = 9 }",
        "a number or a range such as { from = 6, below = 9 }",
    )

    def read(self, node: Node, at: At) -> Constant | Limits | Broken:
        """The number or the range in ``node``."""
        if node.is_table:
            return read_table(Limits, node, at)
        return Number().read(node, at)


@frozen
class Level(Limits):
    """A level: its name, and the points or the share of the weight it gives; its own bounds are points."""

    name: str = key(Text(), "档次名称", "what the record calls it", required=True, default="")
    points: Constant | Limits | None = key(NumberOrLimits(), "得几分", "points")
    share: Constant | Limits | None = key(NumberOrLimits(), "得权重的几成", "share of the weight")

    @property
    def given(self) -> tuple[Constant | Limits, bool] | None:
        """What it gives, and whether that is a share; ``None`` unless it is said in exactly one way."""
        ways: list[tuple[Constant | Limits, bool]] = []
        if self.points is not None:
            ways.append((self.points, False))
        if self.share is not None:
            ways.append((self.share, True))
        if self.low is not None or self.high is not None:
            ways.append((self, False))
        return ways[0] if len(ways) == 1 else None

    def range(self, item: Item) -> LevelRange | None:
        """The points a record may give it; ``None`` after a fault was noted."""
        given = self.given
        if given is None:
            item.faults.add("SR286", self.place(), path=self.path, level=self.name)
            return None
        said, shared = given
        scale = Fraction(1)
        if shared:
            scale = item.need_weight()
        if isinstance(said, Constant):
            low = high = self._bound((said, True), scale, shared, item)
        elif said.twice(item):
            return None
        else:
            low = (Fraction(0), True) if said.low is None else self._bound(said.low, scale, shared, item)
            if said.high is None and item.weight is None:
                item.faults.add("SR295", self.place(), path=self.path, level=self.name)
                return None
            top = (item.weight or Fraction(0), True)
            high = top if said.high is None else self._bound(said.high, scale, shared, item)
        if low is None or high is None:
            return None
        outside = low[0] < 0 or (item.weight is not None and high[0] > item.weight)
        if outside or low[0] > high[0] or (low[0] == high[0] and not (low[1] and high[1])):
            weight = Words("", "") if item.weight is None else _in_weight(item.weight)
            item.faults.add("SR287", self.place(), path=self.path, level=self.name, weight=weight)
            return None
        return LevelRange(self.name, low, high)

    def _bound(self, bound: tuple[Constant, bool], scale: Fraction, shared: bool, item: Item) -> Bound | None:
        number, inside = bound
        if number.unit is not None and not (shared and number.unit.percent):
            item.faults.add("SR251", number.expr.span, path=self.path, found=number.unit.symbol, unit=NO_UNIT)
            return None
        return number.value * scale, inside

    def words(self, say: Speaker) -> str:
        """The level and what it gives, in words."""
        given = self.given
        if given is None:
            return self.name
        said, shared = given
        amount = say(said.expr) if isinstance(said, Constant) else said.limit_words(say)
        if shared:
            told = say.pick(f"得权重的{amount}", f"{amount} of the weight")
        else:
            told = say.pick(f"得{amount}分", f"{amount} points")
        return say.pick(f"“{self.name}”{told}", f'"{self.name}": {told}')


def _in_weight(weight: Fraction) -> Words:
    return Words(f"，且都在 0 到 {plain(weight)} 分之间", f", both from 0 to {plain(weight)} points")


@frozen
class Levels(Kind):
    """Levels by name, best first or worst first as the author likes."""

    topic: ClassVar[Topic] = Topic(
        Words("定性分档", "named levels"),
        Words(
            "评价人评定档次，每档得 `points` 分或权重的 `share`；有区间的档次还要打分",
            "an evaluator names a level, which gives `points` or a `share` of the weight; "
            "a level with a range needs a score too",
        ),
    )
    owns_record: ClassVar[bool] = True

    rows: tuple[Level, ...] = key(
        ListOf(Nested(lambda: Level), least=1), "档次", "levels", required=True, default=()
    )
    step: Fraction | None = key(
        Amount(positive=True), "打分的最小单位", "scores are multiples of it; the rounding step unless said"
    )
    remark: Literal["required", "optional"] = key(
        OneOf(("required", "optional")),
        "扣分时备注是否必填",
        "whether lost points need a remark",
        default="required",
    )

    @classmethod
    def shape(cls) -> Shape:
        return either(keys_of(cls)["rows"].type.shape, shapes.Keys(lambda: cls))

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An array of levels, or a table with ``rows`` and more."""
        if node.is_table:
            return read_table(cls, node, at)
        rows = keys_of(cls)["rows"].type.read(node, at)
        if isinstance(rows, Broken):
            return rows
        return cls(rows=rows, origin=node, path=at.path, broken=any(row.broken for row in rows))

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        item = evolve(item, rule=self)
        ranges = [one for row in self.rows if (one := row.range(item)) is not None]
        return evolve(
            key,
            type="text",
            choices=tuple(row.name for row in self.rows),
            low=None,
            high=None,
            step=self.step if self.step is not None else item.step,
            full=max((one.high[0] for one in ranges), default=None) if item.weight is None else item.weight,
            remark_required=self.remark == "required",
            levels=tuple(ranges),
        )

    def expression(self, item: Item) -> Lowered:
        seen: set[str] = set()
        for row in self.rows:
            if row.name in seen:
                item.faults.add("SR288", row.place("name"), path=row.path, level=row.name)
            seen.add(row.name)
        ranges = {} if item.key is None else {one.name: one for one in item.key.levels}
        rows = []
        for row in self.rows:
            range_ = ranges.get(row.name)
            fixed = None if range_ is None else range_.fixed
            score = item.datum(LEVEL_SCORE) if fixed is None else number(fixed)
            rows.append((compare("==", item.value, text(row.name)), score))
        return Lowered(Cases(tuple(rows), None, item.row, span=self.place()))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        told = say.pick("评定档次：", "judged by level — ")
        told += say.pick("；", "; ").join(row.words(say) for row in self.rows)
        if self.step is not None:
            told += say.pick(f"；以{say(self.step)}分为单位", f"; in steps of {say(self.step)}")
        if self.remark == "required":
            told += say.pick("；扣分须写明理由", "; lost points need a remark")
        return told

    def boundaries(self) -> tuple[Fraction, ...]:
        return ()
