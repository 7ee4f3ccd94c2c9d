"""What the scores come to: total, grade, further outcomes, vetoes, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.formula import Expr
from scorerules.kinds import BandRow
from scorerules.model.policies import Best, EmptyPolicy, Join, JoinName, Rounding
from scorerules.numbers import Unit
from scorerules.reading import (
    Amount,
    Constant,
    Flag,
    Formula,
    ListOf,
    MapOf,
    Nested,
    Number,
    OneOf,
    Table,
    Text,
    UnitName,
    Wording,
    key,
)


@frozen
class Total(Table):
    """``[total]``: what the weights add up to, how the tiers make the total, its limits."""

    full: Fraction = key(Amount(positive=True), "满分", "what the weights add up to", default=Fraction(100))
    join: JoinName | Best | None = key(Join(), "汇总方式", "how the tiers make the total")
    formula: Expr | None = key(Formula(), "汇总公式", "an expression in place of a join")
    from_: Fraction | None = key(Amount(negative=True), "不低于", "never below", name="from")
    upto: Fraction | None = key(Amount(negative=True), "不高于", "never above")
    empty: str | Fraction = key(
        EmptyPolicy(("error", "zero", "full")), "都不适用时", "when nothing applies", default="error"
    )


@frozen
class GradeRow(BandRow):
    """One grade: the total it starts from, or reaches up to, and what else it asks."""

    grade: str = key(Text(), "绩效等级", "the grade", required=True, default="")
    requires: Expr | None = key(Formula(), "还须满足的条件", "what else must hold")


@frozen
class GradeCase(Table):
    """Bands for one case."""

    when: Expr | None = key(Formula(), "在什么情况下", "when these bands hold")
    bands: tuple[GradeRow, ...] = key(
        ListOf(Nested(lambda: GradeRow), least=1), "等级分档", "one row per grade", required=True, default=()
    )


@frozen
class Graded(Table):
    """A table with bands of grades, or with bands by case."""

    bands: tuple[GradeRow, ...] = key(
        ListOf(Nested(lambda: GradeRow), least=1), "等级分档", "one row per grade", default=()
    )
    cases: tuple[GradeCase, ...] = key(
        ListOf(Nested(lambda: GradeCase), least=1), "分情况的等级分档", "bands by case", default=()
    )
    names: Mapping[str, Words] | None = key(
        MapOf(Wording(), least=1),
        "等级的名称；不写则显示等级本身",
        "what people call a grade; unless said, the grade itself",
    )

    @property
    def all_bands(self) -> tuple[tuple[GradeRow, ...], ...]:
        """The rows of every case."""
        return (self.bands,) if self.bands else tuple(case.bands for case in self.cases)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of the rows, each once, in their order."""
        return tuple(dict.fromkeys(row.grade for rows in self.all_bands for row in rows))

    def called(self, grade: str) -> Words:
        """What people call a grade."""
        return (self.names or {}).get(grade) or Words.same(grade)


@frozen
class Grade(Graded):
    """``[grade]``: the grade that a total earns."""

    order: tuple[str, ...] = key(
        ListOf(Text(), least=1), "等级由低到高", "grades from worst to best", default=()
    )
    of: str | None = key(Text(), "按哪一项定级", "what is graded; the total unless said")
    basis: Literal["rounded", "unrounded"] = key(
        OneOf(("rounded", "unrounded")),
        "按修约后还是修约前的总分",
        "which total is graded",
        default="rounded",
    )


@frozen
class Outcome(Graded):
    """``[outcome.ID]``: a further result beside the total, with a grade of its own if it has bands."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    unit: Unit | None = key(UnitName(), "单位", "unit it is shown in")
    formula: Expr | None = key(Formula(), "公式", "the expression", required=True)
    when: Expr | None = key(Formula(), "适用条件", "when it applies")
    round: Rounding | None = key(Nested(lambda: Rounding), "修约", "rounding")
    source: Words | None = key(Wording(), "依据", "where it is published")
    description: Words | None = key(Wording(), "说明", "description")


@frozen
class Veto(Table):
    """``[veto.ID]``: a condition that overrides grade or total."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    when: Expr | None = key(Formula(), "否决条件", "when it acts", required=True)
    grade: str | None = key(Text(), "直接定为此等级", "the grade it forces")
    no_better_than: str | None = key(Text(), "等级不高于", "the best grade it leaves")
    no_worse_than: str | None = key(Text(), "等级不低于", "the worst grade it leaves")
    total_at_most: Fraction | None = key(Amount(), "总分不高于", "the most the total can be")
    zero_tier: tuple[str, ...] = key(
        ListOf(Text(), one=True, least=1), "得 0 分的一级指标", "tiers that score 0", default=()
    )
    disqualify: bool = key(Flag(), "取消资格", "no total, no grade, left out of every cohort", default=False)
    text: Words | None = key(Wording(), "原文", "the official sentence")
    source: Words | None = key(Wording(), "依据", "where it is published")
    description: Words | None = key(Wording(), "说明", "description")


@frozen
class Outside(Table):
    """``[bonus]`` and ``[penalty]``: the most that points outside the total can be."""

    cap: Fraction | None = key(Amount(), "合计上限", "most points, all together")


@frozen
class Reasons(Table):
    """``[reasons]``: which lost points the result names first."""

    order: Literal["lost", "share", "printed"] = key(
        OneOf(("lost", "share", "printed")),
        "排列方式",
        "by points lost, by the share lost, or as printed",
        default="lost",
    )
    top: Fraction | None = key(Amount(whole=True), "最多列几条", "how many are named")
    baseline: Constant | None = key(
        Number(positive=True), "基准分占满分的比例", "the share of the full mark that losses are counted from"
    )
