"""The scheme as its author wrote it: one frozen class per section, every key with its meaning.

These classes declare the language. They are made by ``build`` from a document, never by hand; what
they say is turned into expressions by ``plan``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Const, Expr
from scorerules.kinds import BandRow, Kind
from scorerules.numbers import MODES, Mode, Unit
from scorerules.reading import (
    Amount,
    At,
    Broken,
    Constant,
    Day,
    Flag,
    Formula,
    ListOf,
    MapOf,
    Nested,
    Number,
    Numeric,
    OneOf,
    Plain,
    Table,
    Text,
    UnitName,
    Whole,
    key,
    read_table,
)

InputType: TypeAlias = Literal["number", "integer", "text", "boolean", "date"]
INPUT_TYPES: tuple[InputType, ...] = ("number", "integer", "text", "boolean", "date")
MISSING_POLICIES = ("error", "zero", "full", "skip")
NOT_APPLICABLE_POLICIES = ("rescale-tier", "rescale-total", "full", "zero")


@frozen
class Rounding(Table):
    """How one number is rounded: to a multiple of ``to``, halves by ``mode``."""

    to: Constant = key(
        Number(positive=True),
        "修约到几的整数倍",
        "the step to round to",
        default=Constant(Fraction(1), None, Const(Fraction(1))),
    )
    mode: Mode = key(OneOf(MODES), "修约方式", "what happens to halves", default="half-up")


@frozen
class RoundingOrNone:
    """A rounding, or ``"none"`` to take back an inherited one."""

    expected: Words = Words('修约方式，如 { to = 1 }，或 "none"', 'a rounding such as { to = 1 }, or "none"')

    def read(self, node: Node, at: At) -> Rounding | Literal["none"] | Broken:
        """The rounding in ``node``."""
        if node.value == "none":
            return "none"
        return read_table(Rounding, node, at) if node.is_table else at.wrong(node, self.expected)


@frozen
class MissingPolicy:
    """What an indicator gets when a datum it needs is missing: a word, or points."""

    expected: Words = Words(
        '"error"、"zero"、"full"、"skip" 之一，或分数', 'one of "error", "zero", "full", "skip", or points'
    )

    def read(self, node: Node, at: At) -> str | Fraction | Broken:
        """The policy in ``node``."""
        if isinstance(node.value, str):
            return node.value if node.value in MISSING_POLICIES else at.wrong(node, self.expected)
        return Amount(negative=True).read(node, at)


@frozen
class Period(Table):
    """Both days included."""

    from_: date | None = key(Day(), "起（含）", "first day", name="from")
    upto: date | None = key(Day(), "止（含）", "last day")


@frozen
class Header(Table):
    """``[ruleset]``: what the file is, what it builds on, defaults for all indicators."""

    id: str = key(Text(), "编号", "identifier of the ruleset", required=True, default="")
    name: str | None = key(Text(), "名称", "what people call it")
    version: str | None = key(Text(), "版本", "version of the scheme")
    extends: tuple[str, ...] = key(
        ListOf(Text(), one=True), "继承的评分规则文件", "rulesets it builds on", default=()
    )
    drop: tuple[str, ...] = key(ListOf(Text()), "不继承的部分", "what is not inherited", default=())
    abstract: bool = key(Flag(), "只供继承，不单独评分", "only to be extended, never scored", default=False)
    effective: Period | None = key(Nested(lambda: Period), "适用期间", "when it applies")
    source: str | None = key(Text(), "依据", "where the scheme is published")
    on_missing: str | Fraction = key(
        MissingPolicy(), "缺数据时的默认处理", "default for missing data", default="error"
    )
    not_applicable: str | None = key(
        OneOf(NOT_APPLICABLE_POLICIES), "不适用时的默认处理", "default for indicators that do not apply"
    )


@frozen
class Rounds(Table):
    """``[round]``: roundings of every indicator, every tier, the total."""

    indicator: Rounding | None = key(
        Nested(lambda: Rounding), "指标得分修约", "rounding of every indicator's score"
    )
    tier: Rounding | None = key(
        Nested(lambda: Rounding), "一级指标小计修约", "rounding of every tier's subtotal"
    )
    total: Rounding | None = key(Nested(lambda: Rounding), "总分修约", "rounding of the total")


@frozen
class Input(Table):
    """``[input.ID]``: one datum of the record."""

    id: str = ""
    name: str | None = key(Text(), "名称", "what people call it")
    unit: Unit | None = key(UnitName(), "单位", "unit of measure")
    type: InputType | None = key(OneOf(INPUT_TYPES), "类型", "type of the datum")
    from_: Node | None = key(Plain(), "不小于（含）", "at least", name="from")
    above: Node | None = key(Plain(), "大于（不含）", "more than")
    upto: Node | None = key(Plain(), "不大于（含）", "at most")
    below: Node | None = key(Plain(), "小于（不含）", "less than")
    choices: tuple[str, ...] | None = key(ListOf(Text(), least=1), "可填的文字", "the texts it may be")
    places: int | None = key(Amount(), "最多几位小数", "most decimal places, in its unit")
    default: Node | None = key(Plain(), "缺省值", "its value when the record has none")
    description: str | None = key(Text(), "说明", "description")


@frozen
class Parameter(Table):
    """``[parameter.ID]``: a named constant."""

    id: str = ""
    name: str | None = key(Text(), "名称", "what people call it")
    value: Node | None = key(Plain(), "值", "its value", required=True)
    unit: Unit | None = key(UnitName(), "单位", "unit of measure")
    source: str | None = key(Text(), "依据", "where it is published")
    description: str | None = key(Text(), "说明", "description")


@frozen
class Derived(Table):
    """``[derived.ID]``: a value computed from others, part of the result."""

    id: str = ""
    name: str | None = key(Text(), "名称", "what people call it")
    unit: Unit | None = key(UnitName(), "单位", "unit it is shown in")
    value: Expr | None = key(Formula(), "指标值", "the value its rule looks at")
    round: Rounding | Literal["none"] | None = key(RoundingOrNone(), "修约", "rounding")
    on_missing: str | Fraction | None = key(MissingPolicy(), "缺数据时的处理", "when data are missing")
    description: str | None = key(Text(), "说明", "description")
    kind: Kind | None = field(default=None, kw_only=True)


@frozen
class Tier(Table):
    """``[tier.ID]``: a group of indicators or of further tiers."""

    id: str = ""
    name: str | None = key(Text(), "名称", "what people call it")
    weight: Fraction | None = key(
        Amount(positive=True), "权重（分值）", "points; left out: the sum of its indicators"
    )
    under: str | None = key(Text(), "上级指标", "the tier it belongs to")
    join: Literal["sum"] = key(
        OneOf(("sum",)), "汇总方式", "how its indicators make its score", default="sum"
    )
    order: tuple[str, ...] = key(ListOf(Text()), "排列顺序", "ids in the order of print", default=())
    round: Rounding | Literal["none"] | None = key(RoundingOrNone(), "修约", "rounding of its subtotal")
    description: str | None = key(Text(), "说明", "description")


@frozen
class Indicator(Table):
    """``[indicator.ID]``: one thing that is scored."""

    id: str = ""
    tier: str = key(Text(), "所属一级指标", "the tier it belongs to", required=True, default="")
    name: str | None = key(Text(), "名称", "what people call it")
    weight: Fraction | None = key(
        Amount(positive=True), "权重（分值）", "its full mark, in points", required=True
    )
    description: str | None = key(Text(), "指标解释", "what it looks at")
    text: str | None = key(Text(), "评分标准原文", "the official sentence of the rule")
    source: str | None = key(Text(), "依据", "where the rule is published")
    evidence: str | None = key(Text(), "佐证材料", "what must be shown to prove it")
    value: Expr | None = key(Formula(), "指标值", "the value the rule looks at")
    input: Input | None = key(Nested(lambda: Input), "自己的填报数据", "its own key of the record")
    when: Expr | None = key(Formula(), "适用条件", "when it applies")
    on_missing: str | Fraction | None = key(MissingPolicy(), "缺数据时的处理", "when data are missing")
    not_applicable: str | None = key(
        OneOf(NOT_APPLICABLE_POLICIES), "不适用时的处理", "when it does not apply"
    )
    round: Rounding | Literal["none"] | None = key(RoundingOrNone(), "修约", "rounding of its score")
    cap: Expr | None = key(Numeric(), "最高得分", "most it can score; its weight unless said")
    floor: Expr | None = key(Numeric(), "最低得分", "least it can score; 0 unless said")
    remark: str | None = key(Text(), "备注模板", "remark printed when points are lost")
    kind: Kind | None = field(default=None, kw_only=True)


@frozen
class Total(Table):
    """``[total]``: what the weights add up to, and limits of the total."""

    full: Fraction = key(Amount(positive=True), "满分", "what the weights add up to", default=Fraction(100))
    from_: Fraction | None = key(Amount(negative=True), "不低于", "never below", name="from")
    upto: Fraction | None = key(Amount(negative=True), "不高于", "never above")


@frozen
class GradeRow(BandRow):
    """One grade: the total it starts from, or reaches up to."""

    grade: str = key(Text(), "绩效等级", "the grade", required=True, default="")


@frozen
class Grade(Table):
    """``[grade]``: the grade that a total earns."""

    bands: tuple[GradeRow, ...] = key(
        ListOf(Nested(lambda: GradeRow), least=1), "等级分档", "one row per grade", required=True, default=()
    )


@frozen
class Example(Table):
    """``[[example]]``: a record and what it must come out as."""

    name: str = key(Text(), "名称", "what it shows", required=True, default="")
    record: Node | None = key(Whole(), "填报数据", "the record", required=True)
    expect: Node | None = key(Whole(), "应得结果", "exact results", required=True)


@frozen
class Scheme:
    """A whole ruleset file with everything it inherited, in the order of print."""

    header: Header
    rounds: Rounds
    inputs: Mapping[str, Input]
    parameters: Mapping[str, Parameter]
    derived: Mapping[str, Derived]
    tiers: Mapping[str, Tier]
    indicators: Mapping[str, Indicator]
    total: Total
    grade: Grade | None
    examples: tuple[Example, ...]

    @property
    def name(self) -> str:
        """What people call the scheme; its id when it has no name."""
        return self.header.name or self.header.id


Named: TypeAlias = Input | Parameter | Derived | Tier | Indicator
"""What has an id and may have a name."""


def title(item: Named) -> str:
    """What people call an item: its name, or its id when it has none."""
    return item.name or item.id


__all__ = [
    "INPUT_TYPES",
    "MISSING_POLICIES",
    "NOT_APPLICABLE_POLICIES",
    "Const",
    "Derived",
    "Example",
    "Grade",
    "GradeRow",
    "Header",
    "Indicator",
    "Input",
    "InputType",
    "MapOf",
    "Parameter",
    "Period",
    "Rounding",
    "Rounds",
    "Scheme",
    "Tier",
    "Total",
    "title",
]
