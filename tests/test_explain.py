"""Explanations: whole texts of a scheme that uses everything, and the sentences of every kind of rule."""

from __future__ import annotations

from pathlib import Path

import pytest

import scorerules
from scorerules.diagnostics import Lang
from scorerules.explain.scheme import rounding_words
from scorerules.model import Rounding
from small_ruleset import small

DATA = Path(__file__).parent / "data" / "explain"
RULESET = scorerules.load(DATA / "everything.toml")
EVALUATION = RULESET.score(scorerules.load_record(DATA / "record.toml"))
MADE = '[input]\nb = { name = "合格率", unit = "%" }\n[parameter.goal]\nname = "目标值"\nvalue = "80%"'


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_ruleset_and_a_score_in_whole_texts(lang: Lang) -> None:
    """What is scored by which rule, and how each score came about, word for word."""
    assert RULESET.explain(lang) == (DATA / f"ruleset.{lang}.txt").read_text(encoding="utf-8")
    assert EVALUATION.explain(lang) == (DATA / f"score.{lang}.txt").read_text(encoding="utf-8")


def test_the_explanation_holds_every_number_a_person_needs() -> None:
    """Subtotals are added up before the eyes, and each rounding shows both numbers."""
    lines = EVALUATION.explain("zh").splitlines()
    for line in (
        (
            "效果：合计 = 公开的得分 + 及时的得分 + 满意的得分 + 档案的得分 + 组织的得分 + 折算的得分"
            " = 5 + 6 + 8.33 + 3 + 5.5 + 2.4 = 30.23"
        ),
        "效果修约：30.23 → 30.2，舍去零头（向 0 的方向），到小数点后 1 位",
        "总分修约：76.7 → 76.5，四舍六入五成双到 0.5 的整数倍",
        "    修约：8.333333333… → 8.33，四舍五入到小数点后 2 位",
        "    限定：18.94736842… → 18，限定在 0 至 18 分",
    ):
        assert line in lines


PERCENT = 'input = { name = "完成率", unit = "%" }\n'
WHOLE = 'input = { name = "件数", unit = "件", type = "integer" }\n'
SENTENCES = [
    (PERCENT + 'ratio = { full = "100%" }', "完成率达到100%得满分，不足的按比例得分",
     "完成率: full mark from 100% on, in proportion below it"),
    (PERCENT + 'ratio = { full = "goal", zero = "60%" }',
     "完成率达到目标值得满分，不足的按比例得分，低于60%不得分",
     "完成率: full mark from 目标值 on, in proportion below it, nothing below 60%"),
    (PERCENT + 'ratio = { full = "5%", lower = "mirror" }',
     "完成率不超过5%得满分，超出部分占5%的百分之几就扣满分的百分之几",
     "完成率: full mark up to 5%; beyond it the excess as a share of 5% is taken off"),
    (WHOLE + 'ratio = { full = 5, lower = "inverse", zero = 20 }',
     "件数不超过5件得满分，超过的得满分 × 5 ÷ 件数，高于20件不得分",
     "件数: full mark up to 5 件; beyond it full mark × 5 ÷ 件数, nothing above 20 件"),
    (PERCENT + 'deduct = { below = "98%", each = "0.5pp", points = 1, partial = "prorated" }',
     "完成率低于98%的，每低0.5个百分点扣1分，不足0.5个百分点的按比例计，扣完为止",
     "完成率 loses 1 point for every 0.5 pp below 98%, less than 0.5 pp counts in proportion, down to 0"),
    (WHOLE + "deduct = { above = 0, each = 1, points = 2 }", "件数高于0件的，每高1件扣2分，扣完为止",
     "件数 loses 2 points for every 1 件 above 0 件, down to 0"),
    ('value = "b * 2"\nearn = { over = "goal / 2", each = "1pp", points = 1, partial = "whole" }',
     "指标值（合格率 × 2）超过（目标值 ÷ 2）的，每超过1个百分点得1分，不足1个百分点的不计，得满为止",
     ("the value (合格率 × 2) earns 1 point for every 1 pp above (目标值 ÷ 2), "
      "less than 1 pp does not count, up to the full mark")),
    (PERCENT + 'deduct = { above = "9%", each="1pp", points = 1, partial = "whole", zero={ from = "20%" } }',
     "完成率高于9%的，每高1个百分点扣1分，不足1个百分点的不计，扣完为止；完成率≥20%时不得分",
     ("完成率 loses 1 point for every 1 pp above 9%, less than 1 pp does not count, down to 0; "
      "nothing when 完成率 is at least 20%")),
    (WHOLE + "earn = { each = 1, points = 2 }", "件数每1件得2分，得满为止",
     "件数 earns 2 points for every 1 件, up to the full mark"),
    (PERCENT + 'pass = { from = "90%" }',
     "完成率≥90%得10分，否则得0分",
     "完成率 at least 90%: 10 points, otherwise 0"),
    (PERCENT + 'pass = { above = "90%", below = "95%", points = 8, else = "10 / 4" }',
     "完成率>90%且<95%得8分，否则得（10 ÷ 4）分",
     "完成率 more than 90% and less than 95%: 8 points, otherwise (10 ÷ 4)"),
    (WHOLE + "pass = { is = 5 }",
     "件数等于5件得10分，否则得0分",
     "件数 equal to 5 件: 10 points, otherwise 0"),
    ('input = { name = "结论", type = "text" }\npass = { is = "合格" }', "结论为“合格”得10分，否则得0分",
     '结论 is "合格": 10 points, otherwise 0'),
    ('input = { name = "公开", type = "boolean" }\npass = { is = false }',
     "公开为“否”得10分，否则得0分",
     "公开 is false: 10 points, otherwise 0"),
    ('input = { name = "日期", type = "date" }\npass = { is = 2019-12-31 }',
     "日期为2019-12-31得10分，否则得0分",
     "日期 is 2019-12-31: 10 points, otherwise 0"),
    (PERCENT + 'bands = [{ from = "95%", points = 10 }, { above = "90%", share = 0.8 }, { points = 0 }]',
     "完成率：≥95%得10分；>90%得权重的80%；其余得0分",
     "完成率 — at least 95%: 10; more than 90%: 80% of the weight; otherwise: 0"),
    (WHOLE + 'line = { points = [[0, 10], [5, 0]], outside = "error" }',
     "件数按折线计算：0件得10分、5件得0分，其间线性插值，超出两端的不予计算",
     "件数 on a line: 0 件 gives 10, 5 件 gives 0, straight lines between, an error beyond the ends"),
    ('choice = { "优" = 10, "良" = 7.5 }', "x：“优”得10分；“良”得7.5分", 'x — "优": 10; "良": 7.5'),
    ('judged = { remark = "optional" }', "由评价人在0至10分之间评分", "judged from 0 to 10 points"),
    (PERCENT + 'formula = "min(weight, value * 10)"',
     "得分＝最小值(10, 完成率 × 10)",
     "score = min(10, 完成率 × 10)"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "zh", "en"), SENTENCES)
def test_the_sentence_of_a_rule(rule: str, zh: str, en: str) -> None:
    """Plain words; from and upto include the boundary (≥ ≤), above and below do not (> <)."""
    ruleset = small(rule, above=MADE)
    assert f"    规则：{zh}" in ruleset.explain("zh").splitlines()
    assert f"    Rule: {en}" in ruleset.explain("en").splitlines()


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        ('on_missing = "zero"', "缺数据时得 0 分", "0 points when data are missing"),
        ("on_missing = 3", "缺数据时得 3 分", "3 points when data are missing"),
        ('when = "x > 0"\nnot_applicable = "zero"', "不适用时得 0 分", "0 points when not applicable"),
        ('when = "x > 0"\nnot_applicable = "full"', "不适用时得满分", "the full mark when not applicable"),
    ],
)
def test_policies_say_whether_data_lack_or_the_rule_does_not_apply(more: str, zh: str, en: str) -> None:
    """Missing and not applicable are two things."""
    ruleset = small(f"{PERCENT}pass = {{ above = 0 }}\n{more}")
    assert [line for line in ruleset.explain("zh").splitlines() if "说明" in line] == [f"    说明：{zh}"]
    assert [line for line in ruleset.explain("en").splitlines() if "Note" in line] == [f"    Note: {en}"]


@pytest.mark.parametrize(
    ("to", "mode", "zh", "en"),
    [
        ("1", "half-up", "四舍五入到整数", "rounded half up to a whole number"),
        ("0.1", "half-even", "四舍六入五成双到小数点后 1 位", "rounded half to even to 1 decimal place"),
        ("0.01", "floor", "零头向下舍去到小数点后 2 位", "rounded down to 2 decimal places"),
        ("0.5", "half-up", "四舍五入到 0.5 的整数倍", "rounded half up to multiples of 0.5"),
        ("10", "half-up", "四舍五入到 10 的整数倍", "rounded half up to multiples of 10"),
        ("0.25", "half-up", "四舍五入到 0.25 的整数倍", "rounded half up to multiples of 0.25"),
    ],
)
def test_roundings_in_words(to: str, mode: str, zh: str, en: str) -> None:
    """Decimal places where the step is one, else multiples of the step."""
    rounding = small(f'input = {{}}\nratio = {{ full = 1 }}\nround = {{ to = {to}, mode = "{mode}" }}')
    declared = rounding.indicators["x"].round
    assert isinstance(declared, Rounding)
    assert (rounding_words(declared, "zh"), rounding_words(declared, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("rule", "value", "zh"),
    [
        ("bands = [{ from = 5, points = 9 }, { points = 1 }]", 5, "适用档次：件数≥5件"),
        ("bands = [{ from = 5, points = 9 }, { points = 1 }]", 4, "适用档次：其余"),
        ("line = [[0, 0], [4, 8], [5, 10]]", 5, "适用档次：件数在4件至5件之间"),
        ("line = [[0, 0], [4, 8], [5, 10]]", 9, "适用档次：件数高于5件"),
        ("line = [[0, 0], [4, 8], [5, 10]]", -1, "适用档次：件数低于0件"),
        ('line = { points = [[0, 0], [4, 8]], outside = "error" }', 2, "适用档次：件数在0件至4件之间"),
    ],
)
def test_the_row_that_counted(rule: str, value: int, zh: str) -> None:
    """An explanation names the row that was taken."""
    told = small(WHOLE + rule).score({"x": value}).explain("zh")
    assert zh in [line.strip() for line in told.splitlines()]


def test_a_text_in_a_formula_stands_in_quotes() -> None:
    """A value put into a formula reads as the text it is."""
    told = small('input = { type = "text" }\npass = { is = "合格" }').score({"x": "不合格"}).explain("en")
    assert 'if "不合格" = "合格" then 10, else 0 = 0' in told


def test_one_result_is_explained_alone() -> None:
    """An indicator, a tier, a derived value, an outcome; anything else is the total and the grade."""
    ruleset = scorerules.loads(
        'scorerules = 1\n[ruleset]\nid = "one"\n[input]\nx = {}\n'
        '[derived.twice]\nformula = "x * 2"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\n'
        'value = "twice"\nratio = { full = 10 }\n[outcome.half]\nformula = "x / 2"\n'
    )
    evaluation = ruleset.score({"x": 4})
    told = {name: evaluation.explain_one(name, "en") for name in ("twice", "a", "t", "half", "total")}
    assert told["twice"].splitlines() == ["twice `twice` = 8", "  computed = x × 2 = 4 × 2 = 8"]
    assert told["a"].splitlines()[0] == "a: 80 of 100 points"
    assert told["t"].splitlines()[:2] == ["t: 80 of 100 points", "  a: 80 of 100 points"]
    assert told["half"].splitlines()[0] == "half `half` = 2"
    assert told["total"].splitlines() == [
        "sum = 80", "total = 80", "t: 80 of 100 points", "  a: 80 of 100 points",
    ]  # fmt: skip
    assert all(line in evaluation.explain("en") for line in told["a"].splitlines())
