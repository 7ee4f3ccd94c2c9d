"""Results: what they hold, how numbers read, and that they can be stored, copied and shared."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

import scorerules
from small_ruleset import small

TEXT = """scorerules = 1
[ruleset]
id = "result"
name = "结果"
version = "1"
[round]
total = { to = 0.1 }
[tier]
top = { name = "产出", weight = 70 }
sub = { name = "数量", under = "top", weight = 30 }
other = { name = "效果", weight = 30 }
[input]
rate = { unit = "%" }
[derived.third]
name = "三分之一"
formula = "1 / 3"
[indicator.a]
tier = "sub"
name = "数量完成率"
weight = 30
value = "rate"
ratio = { full = "90%" }
[indicator.b]
tier = "top"
weight = 40
judged = {}
[indicator.c]
tier = "other"
weight = 30
input = {}
on_missing = "zero"
ratio = { full = 3 }
[grade]
bands = [{ from = 60, grade = "合格" }, { grade = "不合格" }]
"""
RULESET = scorerules.loads(TEXT)
EVALUATION = RULESET.score({"rate": 70, "b": {"score": 35, "remark": "缺一份报告"}})


def test_the_numbers_of_an_evaluation() -> None:
    """Scores read as Decimal, with the exact fraction beside them."""
    assert (EVALUATION.total, EVALUATION.exact_total) == (Decimal("58.3"), Fraction("58.3"))
    assert (EVALUATION.full, EVALUATION.grade) == (100, "不合格")
    a = EVALUATION.indicators["a"]
    assert a.exact_score == Fraction(70, 3)
    assert a.exact_deduction == Fraction(20, 3)
    assert a.score == Decimal("23.33333333333333333333333333")
    assert (a.weight, a.exact_value, a.value, a.name, a.tier) == (
        30, Fraction(7, 10), Decimal("0.7"), "数量完成率", "sub",
    )  # fmt: skip
    assert EVALUATION.derived["third"].exact_value == Fraction(1, 3)


def test_tiers_hold_tiers_and_indicators() -> None:
    """Subtotals include the tiers below; parents come before children."""
    tiers = EVALUATION.tiers
    assert list(tiers) == ["top", "sub", "other"]
    assert [one.depth for one in tiers.values()] == [0, 1, 0]
    assert [one.under for one in tiers.values()] == [None, "top", None]
    assert tiers["top"].exact_score == 35 + Fraction(70, 3)
    assert tiers["top"].indicators == ("b",)
    assert tiers["sub"].indicators == ("a",)


def test_statuses_and_remarks() -> None:
    """A score by a policy for missing data says so; a remark is the record's."""
    assert {name: one.status for name, one in EVALUATION.indicators.items()} == {
        "a": "scored", "b": "scored", "c": "missing",
    }  # fmt: skip
    assert EVALUATION.indicators["c"].score == 0
    assert EVALUATION.indicators["b"].remark == "缺一份报告"
    assert EVALUATION.indicators["c"].remark is None


def test_json_keeps_what_does_not_end_as_a_fraction() -> None:
    """Digits where they end, digits and the fraction where they do not; all of it text."""
    told = json.loads(EVALUATION.to_json())
    assert told == EVALUATION.to_dict()
    assert told["total"] == "58.3"
    first = told["indicators"][0]
    assert first["score"] == {"decimal": "23.33333333333333333333333333", "fraction": "70/3"}
    assert first["weight"] == "30"
    assert told["data"]["rate"] == "0.7"
    assert "数量完成率" in EVALUATION.to_json()


def test_an_evaluation_can_be_pickled_and_compared() -> None:
    """A copy from a pickle says the same, in words and in numbers."""
    copy = pickle.loads(pickle.dumps(EVALUATION))
    assert copy.to_dict() == EVALUATION.to_dict()
    assert copy.explain("zh") == EVALUATION.explain("zh")
    again = pickle.loads(pickle.dumps(RULESET)).score({"rate": 70, "b": 40})
    assert again.to_dict() == RULESET.score({"rate": 70, "b": 40}).to_dict()


def test_results_cannot_be_changed() -> None:
    """Neither an attribute nor a mapping of a result takes a new value."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        EVALUATION.facts = None  # type: ignore[misc, assignment]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        EVALUATION.indicators["a"].id = "b"  # type: ignore[misc]
    with pytest.raises(TypeError):
        EVALUATION.indicators["a"] = None  # type: ignore[index]


def test_reasons_say_why_in_one_sentence() -> None:
    """The value, the points lost and the rule; what lacks when data are missing."""
    assert EVALUATION.indicators["a"].reason("zh") == (
        "指标值 70%，扣 6.666666666… 分；rate达到90%得满分，不足的按比例得分"
    )
    assert EVALUATION.indicators["b"].reason("zh") == "扣 5 分；由评价人在0至40分之间评分，扣分须写明理由"
    assert EVALUATION.indicators["c"].reason("zh") == "缺c"
    assert EVALUATION.indicators["c"].reason("en") == "missing: c"


def test_a_score_that_does_not_end_is_shown_short() -> None:
    """The explanation shows ten digits and says that there are more."""
    text = small("formula = 'b / 3'", above="[input]\nb = {}").score({"b": 10}).explain("zh")
    assert "x：得 3.333333333… 分，满分 10 分" in text
