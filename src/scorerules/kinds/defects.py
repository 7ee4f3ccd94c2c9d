"""``defects`` 缺陷扣分: points lost for every defect found."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Absent, Expr
from scorerules.formula.make import any_of, call, choose, compare, minus, number, plus, times
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker
from scorerules.kinds.item_ids import check_item_ids
from scorerules.kinds.record_key import RecordKey
from scorerules.numbers import plain
from scorerules.reading import Amount, At, Broken, Flag, MapOf, Nested, Table, Topic, Wording, key, keys_of
from scorerules.reading.shapes import Shape

LOSS = Words("缺陷扣分", "points lost to defects")
ZEROES_TIER = "zero_tier"
"""The name of the part that says whether the whole tier gets nothing."""
ZERO_TIER = Words("使一级指标不得分的缺陷", "a defect that leaves the tier nothing")


@frozen
class Defect(Table):
    """One kind of defect: what every occurrence costs."""

    name: Words | None = key(Wording(), "名称", "what people call it")
    points: Fraction | None = key(Amount(positive=True), "每次扣几分", "points lost per occurrence")
    max: Fraction | None = key(Amount(positive=True), "最多扣几分", "most points it can cost")
    zero: bool = key(Flag(), "出现一次即不得分", "whether one leaves nothing", default=False)
    zero_tier: bool = key(
        Flag(), "出现一次则所属一级指标不得分", "whether one leaves the whole tier nothing", default=False
    )

    @property
    def fatal(self) -> bool:
        """Whether one occurrence leaves nothing."""
        return self.zero or self.zero_tier

    def loss(self, count: Expr) -> Expr | None:
        """The points lost to ``count`` occurrences."""
        if self.points is None:
            return None
        lost = times(number(self.points), count)
        return lost if self.max is None else call("min", lost, number(self.max))

    def words(self, say: Speaker) -> str:
        """What it costs, in words."""
        told = []
        if self.points is not None:
            points = plain(self.points)
            told.append(say.pick(f"每次扣{points}分", f"{points} points each"))
        if self.max is not None:
            told.append(say.pick(f"最多扣{plain(self.max)}分", f"at most {plain(self.max)}"))
        if self.fatal:
            told.append(say.pick("出现一次即不得分", "one leaves nothing"))
        if self.zero_tier:
            told.append(say.pick("所属一级指标也不得分", "nor does the whole tier keep anything"))
        return say.pick("，", ", ").join(told)


@frozen
class Defects(Kind):
    """w − Σ min(points · count, max), 扣完为止."""

    topic: ClassVar[Topic] = Topic(
        Words("缺陷扣分", "points lost to defects"),
        Words(
            "每发现一次缺陷扣几分，扣完为止；填报数据写次数",
            "points lost for every defect found, down to 0; the record counts them",
        ),
    )
    owns_record: ClassVar[bool] = True

    items: Mapping[str, Defect] = key(
        MapOf(Nested(lambda: Defect), least=1), "缺陷", "defects", default=field(factory=dict)
    )

    @classmethod
    def shape(cls) -> Shape:
        return keys_of(cls)["items"].type.shape

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """The keys of the table are the ids of the defects."""
        items = keys_of(cls)["items"].type.read(node, at)
        if isinstance(items, Broken):
            return items
        check_item_ids(items, at.faults)
        for name, one in items.items():
            nothing = one.points is None and (one.max is not None or not one.fatal)
            if nothing and not one.broken:
                at.faults.add("SR289", one.place(), path=one.path, id=name)
        return cls(items=items, origin=node, path=at.path, broken=any(one.broken for one in items.values()))

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        items = {
            name: RecordKey(
                f"{key.id}.{name}", one.name or Words.same(name), "integer", low=(Fraction(0), True),
                step=Fraction(1), default=Fraction(0), span=one.place(),
            )
            for name, one in self.items.items()
        }  # fmt: skip
        return evolve(key, type="boolean", items=items)

    def expression(self, item: Item) -> Lowered:
        losses = [
            loss for name, one in self.items.items() if (loss := one.loss(item.datum(name))) is not None
        ]
        parts = [Part("loss", plus(*losses) if losses else number(0), LOSS)]
        score = minus(item.full, item.part("loss"))
        fatal = [found(item, name) for name, one in self.items.items() if one.fatal]
        if fatal:
            score = choose(any_of(*fatal), number(0), score)
        beyond = [found(item, name) for name, one in self.items.items() if one.zero_tier]
        if beyond:
            parts.append(Part(ZEROES_TIER, any_of(*beyond), ZERO_TIER))
        return Lowered(choose(item.value, score, Absent()), tuple(parts))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        told = say.pick("；", "; ").join(
            f"{(one.name or Words.same(name))[say.lang]}{say.pick('：', ': ')}{one.words(say)}"
            for name, one in self.items.items()
        )
        return say.pick(f"按发现的缺陷扣分，扣完为止：{told}", f"points lost to defects, down to 0 — {told}")


def found(item: Item, name: str) -> Expr:
    """The condition that a defect occurs at all."""
    return compare(">", item.datum(name), number(0))
