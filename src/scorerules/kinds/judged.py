"""``judged`` 评分: the record gives the score, and a remark when points are lost."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import evolve, frozen

from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.record_key import RecordKey
from scorerules.reading import Amount, OneOf, key


@frozen
class Judged(Kind):
    """The record's ``6``, ``{ score = 6, remark = "…" }`` or ``{ deduct = 2, remark = "…" }``."""

    asks_record: ClassVar[bool] = True

    step: Fraction | None = key(
        Amount(positive=True), "打分的最小单位", "scores are multiples of it; the rounding step unless said"
    )
    remark: Literal["required", "optional"] = key(
        OneOf(("required", "optional")),
        "扣分时备注是否必填",
        "whether lost points need a remark",
        default="required",
    )

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        assert item.weight is not None
        return evolve(
            key,
            type="number",
            low=(Fraction(0), True),
            high=(item.weight, True),
            step=self.step if self.step is not None else item.step,
            full=item.weight,
            remark_required=self.remark == "required",
        )

    def expression(self, item: Item) -> Lowered:
        return Lowered(item.value)

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        text = say.pick(f"由评价人在0至{say(weight)}分之间评分", f"judged from 0 to {say(weight)} points")
        if self.step is not None:
            text += say.pick(f"，以{say(self.step)}分为单位", f", in steps of {say(self.step)}")
        if self.remark == "required":
            text += say.pick("，扣分须写明理由", ", lost points need a remark")
        return text
