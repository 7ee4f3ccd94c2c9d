"""What is scored: tiers and indicators."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Expr
from scorerules.kinds import KINDS, Kind
from scorerules.model.data import Input
from scorerules.model.policies import (
    NOT_APPLICABLE_POLICIES,
    Best,
    EmptyPolicy,
    Join,
    JoinName,
    MissingPolicy,
    Rounding,
    RoundingOrNone,
)
from scorerules.reading import (
    Amount,
    Constant,
    Flag,
    Formula,
    ListOf,
    Nested,
    Number,
    Numeric,
    OneOf,
    Table,
    Text,
    Whole,
    Wording,
    key,
    shapes,
)
from scorerules.reading.shapes import Shape

NOT_SHARED = frozenset({"tier", "name"})
"""Keys of an indicator that a tier cannot give to all of its indicators."""


@frozen
class Shared(Whole):
    """Keys of an indicator, kept as they are until they stand in every indicator of the tier."""

    shape: ClassVar[Shape] = shapes.Keys(
        lambda: Indicator, rules=tuple(KINDS), partial=True, without=NOT_SHARED
    )


@frozen
class Tier(Table):
    """``[tier.ID]``: a group of indicators or of further tiers."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    weight: Constant | None = key(
        Number(positive=True),
        "权重（分值或百分比）",
        "points or a percentage; left out: the sum of its members",
    )
    under: str | None = key(Text(), "上级指标", "the tier it belongs to")
    join: JoinName | Best | None = key(Join(), "汇总方式", "how its members make its score")
    formula: Expr | None = key(Formula(), "汇总公式", "an expression in place of a join")
    order: tuple[str, ...] = key(ListOf(Text()), "排列顺序", "ids in the order of print", default=())
    each: Node | None = key(Shared(), "其下各指标共用的内容", "keys that all its indicators share")
    empty: str | Fraction | None = key(
        EmptyPolicy(("not-applicable", "zero", "full")), "其下都不适用时", "when nothing in it applies"
    )
    round: Rounding | Literal["none"] | None = key(RoundingOrNone(), "修约", "rounding of its subtotal")
    description: Words | None = key(Wording(), "说明", "description")


@frozen
class Indicator(Table):
    """``[indicator.ID]``: one thing that is scored."""

    id: str = ""
    tier: str = key(Text(), "所属一级指标", "the tier it belongs to", default="")
    name: Words | None = key(Wording(), "名称", "what people call it")
    weight: Constant | None = key(
        Number(positive=True), "权重（分值或百分比）", "its full mark in points, or a percentage"
    )
    description: Words | None = key(Wording(), "指标解释", "what it looks at")
    text: Words | None = key(Wording(), "评分标准原文", "the official sentence of the rule")
    source: Words | None = key(Wording(), "依据", "where the rule is published")
    evidence: Words | None = key(Wording(), "佐证材料", "what must be shown to prove it")
    value: Expr | None = key(Formula(), "指标值", "the value the rule looks at")
    input: Input | None = key(Nested(lambda: Input), "自己的填报数据", "its own key of the record")
    when: Expr | None = key(Formula(), "适用条件", "when it applies")
    may_skip: bool = key(
        Flag(), "可填报为不适用", "whether the record may say that it does not apply", default=False
    )
    on_missing: str | Fraction | None = key(MissingPolicy(), "缺数据时的处理", "when data are missing")
    not_applicable: str | None = key(
        OneOf(NOT_APPLICABLE_POLICIES), "不适用时的处理", "when it does not apply"
    )
    round: Rounding | Literal["none"] | None = key(RoundingOrNone(), "修约", "rounding of its score")
    cap: Expr | None = key(Numeric(), "最高得分", "most it can score; its weight unless said")
    floor: Expr | None = key(Numeric(), "最低得分", "least it can score; 0 unless said")
    direction: Literal["higher", "lower"] | None = key(
        OneOf(("higher", "lower")), "指标值越高越好还是越低越好", "which values are better: a contract"
    )
    bonus: bool = key(Flag(), "加分项", "adds its score to the total, outside its tier", default=False)
    penalty: bool = key(Flag(), "扣分项", "takes the points it loses off the total", default=False)
    explain_over: Expr | None = key(
        Numeric(), "指标值超过多少须说明原因", "a remark is required above it", of_value=True
    )
    baseline: Fraction | None = key(Amount(), "比较扣分的基准分", "points that lost points are counted from")
    reason: Words | None = key(
        Wording(), "扣分原因的说法", "how its lost points are called among the reasons"
    )
    remark: Words | None = key(Wording(), "备注模板", "remark printed when points are lost")
    kind: Kind | None = field(default=None, kw_only=True)
