"""``judged`` 评分: the record gives the score, a remark when points are lost; or scores of several judges."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import evolve, frozen

from scorerules.diagnostics import Words
from scorerules.formula import Absent, Expr
from scorerules.formula.make import call, choose, divide, minus, number, plus
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.record_key import RecordKey
from scorerules.reading import Amount, OneOf, Topic, key

Combine = Literal["mean", "median", "trimmed"]
COMBINED = {
    "mean": Words("取平均分", "their mean counts"),
    "median": Words("取中位数", "their median counts"),
    "trimmed": Words(
        "去掉一个最高分和一个最低分后取平均分", "the mean without one highest and one lowest counts"
    ),
}


@frozen
class Judged(Kind):
    """``6``, ``{ score = 6, remark = "…" }``, ``{ deduct = 2, … }`` or, of several judges, ``[6, 7, 6]``."""

    topic: ClassVar[Topic] = Topic(
        Words("由人评分", "judged"),
        Words(
            "由评价人在 0 到满分之间打分，扣分须写理由",
            "an evaluator gives the score, from 0 to the full mark, with a remark when points are lost",
        ),
    )
    owns_record: ClassVar[bool] = True

    step: Fraction | None = key(
        Amount(positive=True), "打分的最小单位", "scores are multiples of it; the rounding step unless said"
    )
    remark: Literal["required", "optional"] = key(
        OneOf(("required", "optional")),
        "扣分时备注是否必填",
        "whether lost points need a remark",
        default="required",
    )
    judges: Fraction | None = key(Amount(whole=True), "评委人数", "how many judges give scores")
    combine: Combine | None = key(
        OneOf(("mean", "median", "trimmed")),
        "几位评委的分数怎样合成；不写则取平均分",
        "how scores of several judges make one; their mean unless said",
    )

    @property
    def _rule(self) -> Combine:
        return self.combine or "mean"

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        item = evolve(item, rule=self)
        full = item.need_weight()
        score = evolve(
            key,
            type="number",
            low=(Fraction(0), True),
            high=(full, True),
            step=self.step if self.step is not None else item.step,
            full=full,
            remark_required=self.remark == "required",
        )
        if self.judges is None or self.judges > item.faults.limits.judges:
            return score
        count = int(self.judges)
        names = [str(index + 1) for index in range(count)]
        own = evolve(score, remark_required=False, may_skip=False)
        # Of the middle of the scores one may be below the full mark only when enough of all are.
        losing = {"mean": 1, "trimmed": 2, "median": (count + 1) // 2}[self._rule]
        items = {
            name: evolve(
                own,
                id=f"{key.id}.{name}",
                words=Words(f"{key.words.zh} 第{name}位", f"{key.words.en} no. {name}"),
            )
            for name in names
        }
        return evolve(
            score, type="boolean", step=None, low=None, high=None, judges=count, losing=losing, items=items
        )

    def expression(self, item: Item) -> Lowered:
        if self.judges is None:
            if self.combine is not None:
                item.faults.add("SR294", self.place("combine"), path=f"{self.path}.combine")
            return Lowered(item.value)
        most = item.faults.limits.judges
        if self.judges > most:
            item.faults.add("SR296", self.place("judges"), path=f"{self.path}.judges", most=most)
            return Lowered(number(0))
        least = 3 if self._rule == "trimmed" else 1
        if self.judges < least:
            item.faults.add("SR293", self.place("judges"), path=f"{self.path}.judges", least=least)
            return Lowered(number(0))
        return Lowered(choose(item.value, self._combined(item, int(self.judges)), Absent()))

    def _combined(self, item: Item, count: int) -> Expr:
        scores = [item.datum(str(index + 1)) for index in range(count)]
        if self._rule == "median":
            return call("median", *scores)
        if self._rule == "mean":
            return call("mean", *scores)
        kept = minus(minus(plus(*scores), call("max", *scores)), call("min", *scores))
        return divide(kept, number(count - 2))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        if self.judges is None:
            text = say.pick(f"由评价人在0至{say(weight)}分之间评分", f"judged from 0 to {say(weight)} points")
        else:
            text = say.pick(
                f"由{say(self.judges)}位评委各在0至{say(weight)}分之间评分，{COMBINED[self._rule].zh}",
                f"{say(self.judges)} judges give 0 to {say(weight)} points each, {COMBINED[self._rule].en}",
            )
        if self.step is not None:
            text += say.pick(f"，以{say(self.step)}分为单位", f", in steps of {say(self.step)}")
        if self.remark == "required":
            text += say.pick("，扣分须写明理由", ", lost points need a remark")
        return text
