"""The filled form as rows and as Markdown, over small evaluations made by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import field, frozen

from scorerules.report.markdown import escaped, markdown
from scorerules.report.table import Form, form, plain


@frozen
class FakeTier:
    """What the form reads of a tier."""

    id: str
    name: str
    weight: Decimal | None
    score: Decimal | None
    indicators: tuple[str, ...] = ()
    under: str | None = None
    depth: int = 0
    status: str = "scored"
    weights: str = "points"


@frozen
class FakeIndicator:
    """What the form reads of an indicator."""

    id: str
    name: str
    weight: Decimal | None
    score: Decimal | None
    remark: str | None = None
    status: str = "scored"
    weights: str = "points"
    outside: str | None = None


@frozen
class FakeVeto:
    """What the form reads of a veto that acted."""

    name: str
    text: str | None = None


@frozen
class FakeOutcome:
    """What the form reads of an outcome."""

    name: str
    shown: str
    grade_name: str | None = None
    status: str = "scored"

    def text(self) -> str:
        """The value as people read it."""
        return self.shown


@frozen
class FakeEvaluation:
    """What the form reads of an evaluation."""

    tiers: dict[str, FakeTier]
    indicators: dict[str, FakeIndicator]
    total: Decimal | None = Decimal(91)
    grade_name: str | None = "优秀"
    full: Decimal | None = Decimal(100)
    ruleset_id: str = "demo"
    ruleset_name: str = "示例自评"
    ruleset_version: str | None = "2019"
    weights: str = "points"
    status: str = "scored"
    vetoes: tuple[FakeVeto, ...] = ()
    outcomes: dict[str, FakeOutcome] = field(factory=dict)

    def in_language(self, _lang: str) -> FakeEvaluation:
        """The same: its texts are as they are."""
        return self


def points(number: str | int | None) -> Decimal | None:
    """Points, or none."""
    return None if number is None else Decimal(number)


def evaluation(tiers: list[FakeTier], indicators: list[FakeIndicator], **others: Any) -> Any:
    """An evaluation of the given parts."""
    return FakeEvaluation({tier.id: tier for tier in tiers}, {one.id: one for one in indicators}, **others)


def indicator(id_: str, weight: str | int | None, score: str | int | None, *rest: str) -> FakeIndicator:
    """An indicator whose name is its id in capitals."""
    return FakeIndicator(id_, id_.upper(), points(weight), points(score), *rest)


def tier(id_: str, weight: str | int | None, score: str | int | None, *ids: str, **others: Any) -> FakeTier:
    """A tier over the indicators ``ids``."""
    return FakeTier(id_, id_.upper(), points(weight), points(score), ids, **others)


def cells(filled: Form) -> list[tuple[str, ...]]:
    """The form as plain cells."""
    return [row.cells for row in filled.rows]


FLAT = evaluation(
    [tier("a", 60, 55, "x", "y"), tier("b", 40, "36.00", "z")],
    [indicator("x", 50, "45.50", "因故扣4.5分。"), indicator("y", 10, "9.50"), indicator("z", 40, 36)],
)


def test_flat_form() -> None:
    """A tier is named once, its subtotal follows, then total and grade."""
    filled = form(FLAT, "zh")
    assert filled.title == "示例自评（2019）"
    assert filled.headings == ("一级指标", "指标名称", "权重", "自评分", "备注")
    assert filled.depth == 1
    assert cells(filled) == [
        ("A（60分）", "X", "50", "45.5", "因故扣4.5分。"),
        ("", "Y", "10", "9.5", ""),
        ("", "小计", "60", "55", ""),
        ("B（40分）", "Z", "40", "36", ""),
        ("", "小计", "40", "36", ""),
        ("合计", "", "100", "91", ""),
        ("绩效等级", "", "", "优秀", ""),
    ]
    assert [row.kind for row in filled.rows][-3:] == ["subtotal", "total", "grade"]
    assert [row.closes for row in filled.rows] == [False, False, True, False, True, True, True]


def test_flat_form_in_english() -> None:
    """The words of the form are English, those of the ruleset stay."""
    filled = form(FLAT, "en")
    assert filled.title == "示例自评 (2019)"
    assert filled.headings == ("Tier", "Indicator", "Weight", "Score", "Remark")
    assert [row[0] for row in cells(filled)] == ["A (60)", "", "", "B (40)", "", "Total", "Grade"]
    assert cells(filled)[2][1] == "Subtotal"


def test_nested_form() -> None:
    """Inner tiers stand in a column of their own, and the outer subtotal follows the inner ones."""
    filled = form(
        evaluation(
            [
                tier("a", 60, 50, "x"),
                tier("b", 30, 25, "y", under="a", depth=1),
                tier("c", 20, 15, "z", under="a", depth=1),
                tier("d", 40, 40, "w"),
            ],
            [indicator("x", 10, 10), indicator("y", 30, 25), indicator("z", 20, 15), indicator("w", 40, 40)],
        ),
        "zh",
    )
    assert filled.headings[:3] == ("一级指标", "二级指标", "指标名称")
    assert cells(filled)[:-2] == [
        ("A（60分）", "", "X", "10", "10", ""),
        ("", "B（30分）", "Y", "30", "25", ""),
        ("", "", "小计", "30", "25", ""),
        ("", "C（20分）", "Z", "20", "15", ""),
        ("", "", "小计", "20", "15", ""),
        ("", "小计", "", "60", "50", ""),
        ("D（40分）", "", "W", "40", "40", ""),
        ("", "", "小计", "40", "40", ""),
    ]
    assert [row.closes for row in filled.rows] == [False] * 5 + [True, False, True, True, True]


def test_outer_tier_without_own_indicators_is_named_in_the_first_inner_row() -> None:
    """Both names of a first row stand beside each other."""
    filled = form(
        evaluation([tier("a", 60, 50), tier("b", 60, 50, "y", under="a", depth=1)], [indicator("y", 60, 50)]),
        "en",
    )
    assert cells(filled)[:3] == [
        ("A (60)", "B (60)", "Y", "60", "50", ""),
        ("", "", "Subtotal", "60", "50", ""),
        ("", "Subtotal", "", "60", "50", ""),
    ]


def test_deep_headings() -> None:
    """Every level has a heading, also beyond those that have a name of their own."""
    tiers = [tier("t0", 1, 1)]
    tiers += [tier(f"t{n}", 1, 1, under=f"t{n - 1}", depth=n) for n in range(1, 6)]
    assert form(evaluation(tiers, []), "zh").headings[:6] == (
        "一级指标",
        "二级指标",
        "三级指标",
        "四级指标",
        "第 5 级指标",
        "第 6 级指标",
    )


@pytest.mark.parametrize(
    ("status", "score", "remark", "shown"),
    [
        ("not_applicable", None, "", ("不适用", "")),
        ("missing", None, "", ("未填报", "")),
        ("missing", 0, "", ("0", "未填报")),
        ("missing", 0, "资料待补", ("0", "资料待补")),
        ("scored", 0, "", ("0", "")),
    ],
)
def test_status(status: str, score: int | None, remark: str, shown: tuple[str, str]) -> None:
    """An indicator without a score says why; one scored without its datum says so beside it."""
    one = indicator("x", 5, score, remark, status)
    assert cells(form(evaluation([tier("a", 5, score, "x")], [one]), "zh"))[0][-2:] == shown


def test_form_without_tiers_or_grade() -> None:
    """Indicators outside all tiers are listed too; what there is not leaves no row."""
    filled = form(
        evaluation(
            [], [indicator("x", None, 7)], grade_name=None, full=None, total=None, ruleset_version=None
        ),
        "en",
    )
    assert filled.title == "示例自评"
    assert cells(filled) == [("", "X", "", "7", "")]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("5", "5"),
        ("5.00", "5"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0.10", "0.1"),
        ("-0.0", "0"),
        ("-4.50", "-4.5"),
        ("10.3733333333", "≈10.373333"),
        ("0.9999999999", "≈1"),
        ("2.000000000", "2"),
        ("0.1234565", "≈0.123457"),
        ("123456789012345678901234567890.12345678", "≈123456789012345678901234567890.123457"),
    ],
)
def test_plain(number: str, text: str) -> None:
    """Numbers look as on a form; one that was cut says so."""
    assert plain(Decimal(number)) == text


def test_markdown() -> None:
    """The form is one table under a heading, numbers to the right, sums in bold."""
    assert markdown(form(FLAT, "zh")).splitlines() == [
        "## 示例自评（2019）",
        "",
        "| 一级指标 | 指标名称 | 权重 | 自评分 | 备注 |",
        "| --- | --- | ---: | ---: | --- |",
        "| A（60分） | X | 50 | 45.5 | 因故扣4.5分。 |",
        "|  | Y | 10 | 9.5 |  |",
        "|  | 小计 | 60 | 55 |  |",
        "| B（40分） | Z | 40 | 36 |  |",
        "|  | 小计 | 40 | 36 |  |",
        "| **合计** |  | **100** | **91** |  |",
        "| **绩效等级** |  |  | **优秀** |  |",
    ]
    assert markdown(form(FLAT, "zh"), "a|b").startswith("## a\\|b\n")


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a|b", r"a\|b"),
        ("两\n行\r\n文", "两<br>行<br>文"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("`a` *b* _c_ ~d~ [e](f) $g$", r"\`a\` \*b\* \_c\_ \~d\~ \[e\](f) \$g\$"),
        ("a\\|b", r"a\\\|b"),
        ("\x1b[31m", r"\\x1b\[31m"),
        ("财务（资产）99.05%", "财务（资产）99.05%"),
        ("  a ", "a"),
    ],
)
def test_markdown_escapes(text: str, safe: str) -> None:
    """Texts mean nothing but themselves: no cells, rows, markup or HTML of their own."""
    assert escaped(text) == safe


def test_percentages() -> None:
    """Where weights are percentages they are printed as such."""
    part = FakeTier("a", "A", Decimal("0.4"), Decimal(90), ("x",), weights="percent")
    item = FakeIndicator("x", "X", Decimal(1), Decimal(90), weights="percent")
    filled = form(evaluation([part], [item], weights="percent", grade_name=None), "zh")
    assert cells(filled) == [
        ("A（40%）", "X", "100%", "90", ""),
        ("", "小计", "40%", "90", ""),
        ("合计", "", "100", "91", ""),
    ]


def test_what_stands_beside_the_total() -> None:
    """Bonus and penalty items, vetoes that acted and further outcomes have rows of their own."""
    loose = [
        FakeIndicator("b", "加分一", None, Decimal(2), outside="bonus"),
        FakeIndicator("p", "扣分一", None, Decimal(-1), outside="penalty"),
    ]
    others = {"o": FakeOutcome("排名", "2", "前列"), "n": FakeOutcome("空缺", "", status="not_applicable")}
    vetoes = (FakeVeto("重大事故", "发生重大事故的不得评优"),)
    filled = form(evaluation([], loose, vetoes=vetoes, outcomes=others), "zh")
    assert cells(filled) == [
        ("加分项", "加分一", "", "2", ""),
        ("扣分项", "扣分一", "", "-1", ""),
        ("合计", "", "100", "91", ""),
        ("绩效等级", "", "", "优秀", ""),
        ("一票否决", "重大事故", "", "", "发生重大事故的不得评优"),
        ("其他结果", "排名", "", "2", "前列"),
    ]


def test_disqualified() -> None:
    """A disqualified record has no total and no grade, and the form says why."""
    filled = form(evaluation([], [], status="disqualified", total=None, grade_name=None), "en")
    assert cells(filled) == [("Total", "", "", "disqualified", "")]
