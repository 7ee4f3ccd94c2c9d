"""``[ruleset]`` and ``[round]``: what the file is, what it builds on, defaults for all of it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.model.policies import NOT_APPLICABLE_POLICIES, MissingPolicy, Rounding
from scorerules.reading import Day, Flag, ListOf, Nested, OneOf, Table, Text, Wording, key

Weights: TypeAlias = Literal["points", "percent", "none"]
WEIGHTS: tuple[Weights, ...] = ("points", "percent", "none")


@frozen
class Period(Table):
    """Both days included."""

    from_: date | None = key(Day(), "起（含）", "first day", name="from")
    upto: date | None = key(Day(), "止（含）", "last day")


@frozen
class Header(Table):
    """``[ruleset]``: what the file is, what it builds on, defaults for all indicators."""

    id: str = key(Text(), "编号", "identifier of the ruleset", required=True, default="")
    name: Words | None = key(Wording(), "名称", "what people call it")
    version: str | None = key(Text(numeral=True), "版本", "version of the scheme")
    extends: tuple[str, ...] = key(
        ListOf(Text(), one=True), "继承的评分规则文件", "rulesets it builds on", default=()
    )
    drop: tuple[str, ...] = key(ListOf(Text()), "不继承的部分", "what is not inherited", default=())
    abstract: bool = key(Flag(), "只供继承，不单独评分", "only to be extended, never scored", default=False)
    effective: Period | None = key(Nested(lambda: Period), "适用期间", "when it applies")
    source: Words | None = key(Wording(), "依据", "where the scheme is published")
    weights: Weights = key(
        OneOf(WEIGHTS), "权重的含义", "what weights are: points, percentages, or none", default="points"
    )
    cohort: tuple[str, ...] = key(
        ListOf(Text(), one=True),
        "在哪些填报数据相同的记录之间比较",
        "inputs whose records are compared",
        default=(),
    )
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
