"""Kinds of rule that look at a value: swing, tolerance, table, cases, and what all kinds check of points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules_alone import rule
from scorerules.diagnostics import Words
from scorerules.kinds import RecordKey

HALVES = st.integers(-400, 400).map(lambda number: Fraction(number, 4))


@given(HALVES, st.sampled_from(["prorated", "whole", "started"]), st.booleans())
def test_swing_adds_on_one_side_and_takes_on_the_other(value: Fraction, partial: str, lower: bool) -> None:
    """8 points at 50; 3 away by units of 2 gain 1.5 each or lose 2 each, whichever side is better."""
    text = f'swing = {{ around = 50, start = 8, each = 2, gain = 1.5, lose = 2, partial = "{partial}"'
    found = rule(text + (", lower = true }" if lower else " }")).score(value)
    distance = abs(value - 50) / 2
    if partial == "whole":
        distance = Fraction(distance.numerator // distance.denominator)
    elif partial == "started":
        distance = Fraction(-(-distance.numerator // distance.denominator))
    better = (value < 50) if lower else (value > 50)
    assert found == (8 + Fraction(3, 2) * distance if better else 8 - 2 * distance)


@pytest.mark.parametrize(
    ("text", "value", "score"),
    [
        ("swing = { around = 5, each = 1, lose = 2 }", 5, 10),  # starts at the weight
        ("swing = { around = 5, each = 1, lose = 2 }", 9, 10),  # gains nothing
        ("swing = { around = 5, each = 1, lose = 2 }", 2, 4),
        ("swing = { around = 5, start = 6, each = 1, gain = 1 }", 2, 6),  # loses nothing
        ("swing = { around = 5, start = 6, each = 1, gain = 1 }", 8, 9),
    ],
)
def test_swing_with_one_side_only(text: str, value: int, score: int) -> None:
    """A side that is left out changes nothing."""
    assert rule(text, type="integer").score(value) == score


@given(HALVES)
def test_tolerance_both_ways(value: Fraction) -> None:
    """Full up to 3 away, nothing from 8 away, in a straight line between."""
    away = abs(value - 20)
    share = Fraction(1) if away <= 3 else Fraction(0) if away >= 8 else (8 - away) / 5
    assert rule("tolerance = { target = 20, within = 3, until = 8 }").score(value) == 10 * share


@given(HALVES)
def test_tolerance_with_sides_of_their_own(value: Fraction) -> None:
    """Above: full up to 2 and nothing beyond; below: full up to 5, nothing from 10."""
    text = "tolerance = { target = 20, over = { within = 2 }, under = { within = 5, until = 10 } }"
    if value > 20:
        expected = Fraction(10) if value <= 22 else Fraction(0)
    else:
        short = 20 - value
        expected = Fraction(10) if short <= 5 else max(Fraction(0), 10 * (10 - short) / 5)
    assert rule(text).score(value) == expected


@pytest.mark.parametrize(("value", "score"), [(-1000, 10), (20, 10), (21, 10), (22, 5), (23, 0), (99, 0)])
def test_tolerance_leaves_a_side_that_is_not_named_free(value: int, score: int) -> None:
    """Only what exceeds the target counts."""
    assert rule("tolerance = { target = 20, over = { within = 1, until = 3 } }").score(value) == score


def test_tolerance_bends_around_its_target() -> None:
    """Boundary values are values, not distances."""
    kind = rule("tolerance = { target = 20, within = 3, until = 8 }").kind
    assert kind is not None
    assert kind.boundaries() == (12, 17, 20, 23, 28)


TABLE = """table = [
    { when = "value >= 3 and big", points = 7 },
    { when = "value >= 3", share = "50%" },
    { points = "weight / 4" },
]"""


@pytest.mark.parametrize(("value", "big", "score"), [(3, True, 7), (3, False, 5), (2, True, Fraction(5, 2))])
def test_a_table_takes_the_first_row_that_holds(value: int, big: bool, score: Fraction) -> None:
    """Points, a share of the weight, or an expression with the weight."""
    others = {"big": RecordKey("big", Words.same("Big"), "boolean")}
    assert rule(TABLE, others=others).score(value, big=big) == score


@pytest.mark.parametrize(("when", "given_"), [("true", True), ("false", "later")])
def test_a_table_in_derived_gives_texts_and_truths(when: str, given_: object) -> None:
    """``gives`` takes true and false as they are, and a text in quotes of its own."""
    text = f"table = [{{ when = {when}, gives = true }}, {{ gives = \"'later'\" }}]"
    assert rule(text, weight=None, derived=True).score(1) == given_


CASES = """cases = [
    { when = "kind == 'new'", deduct = { below = 5, each = 1, points = 2, partial = "prorated" } },
    { when = "kind == 'old'", bands = [{ from = 3, points = 8 }, { points = 1 }] },
    { deduct = { below = 9, each = 1, points = 1, partial = "whole" } },
]"""


@pytest.mark.parametrize(
    ("kind", "value", "score"),
    [("new", "3.5", 7), ("old", "3", 8), ("old", "2.9", 1), ("other", "6.5", 8), ("other", "10", 10)],
)
def test_cases_take_the_rule_of_the_first_case_that_holds(kind: str, value: str, score: int) -> None:
    """Each case has parts of its own, and looks at the same value."""
    found = rule(CASES, others={"kind": RecordKey("kind", Words.same("Kind"), "text")})
    assert found.score(value, kind=kind) == score
    assert [part.name for part in found.raw.parts] == ["units_1", "units_3"]


def test_cases_of_answers_share_one_key_with_all_answers() -> None:
    """Two tables of answers, chosen by another datum."""
    text = 'cases = [{ when = "deep", choice = { a = 1, b = 2 } }, { choice = { b = 5, c = 6 } }]'
    found = rule(text, others={"deep": RecordKey("deep", Words.same("Deep"), "boolean")})
    assert found.key.choices == ("a", "b", "c")
    assert [found.score("b", deep=deep) for deep in (True, False)] == [2, 5]


def test_cases_of_defects_say_together_whether_the_tier_is_zeroed() -> None:
    """The part of the case that holds counts, whatever the other cases hold."""
    text = 'cases = [{ when = "n > 1", defects = { a = { zero_tier = true } } }, { formula = "n" }]'
    found = rule(text, others={"n": RecordKey("n", Words.same("N"))})
    assert [found.part("zero_tier", {"a": 1}, n=n) for n in (2, 1)] == [True, False]


def test_cases_in_derived_when_all_of_their_rules_may_be_there() -> None:
    """A rule that needs a weight keeps all of them out."""
    first = '{ when = "value > 1", line = [[0, 1], [2, 5]] }'
    allowed = rule(f"cases = [{first}, {{ formula = '3' }}]")
    refused = rule(f"cases = [{first}, {{ earn = {{ each = 1, points = 1, partial = 'whole' }} }}]")
    assert allowed.kind is not None
    assert refused.kind is not None
    assert (allowed.kind.fits_derived, refused.kind.fits_derived) == (True, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('swing = { around = 1, each = 1, partial = "whole" }', "SR283"),
        ("swing = { around = 1, each = 1, gain = 1 }", "SR240"),
        ('swing = { around = 1, each = 0, gain = 1, partial = "whole" }', "SR241"),
        ('swing = { around = 1, each = 1, gain = "5%", partial = "whole" }', "SR251"),
        ('swing = { around = 1, start = "5分", each = 1, gain = 5, partial = "whole" }', "SR251"),
        ("tolerance = { target = 1 }", "SR284"),
        ("tolerance = { target = 1, within = 1, over = { within = 2 } }", "SR284"),
        ("tolerance = { target = 1, over = { until = 2 } }", "SR284"),
        ("tolerance = { target = 1, over = { within = 2 }, until = 3 }", "SR284"),
        ("tolerance = { target = 1, within = 3, until = 3 }", "SR285"),
        ("tolerance = { target = 1, within = -1, until = 3 }", "SR285"),
        ("tolerance = { target = 1, under = { within = 3, until = 2 } }", "SR285"),
        ('table = [{ points = 1 }, { when = "x > 1", points = 2 }]', "SR292"),
        ('table = [{ when = "x > 1" }, { points = 2 }]', "SR235"),
        ('table = [{ when = "x > 1", points = 2, share = 1 }, { points = 2 }]', "SR235"),
        ('table = [{ when = "x > 1", points = "2元" }, { points = 2 }]', "SR251"),
        ("table = []", "SR204"),
        ("cases = []", "SR204"),
        ("cases = [{ when = true }]", "SR210"),
        ('cases = [{ formula = "1", pass = { upto = 0 } }]', "SR211"),
        ('cases = [{ cases = [{ formula = "1" }] }]', "SR290"),
        ('cases = [{ formula = "1" }, { when = "x > 1", formula = "2" }]', "SR292"),
        ("cases = [{ when = 'x > 1', judged = {} }, { choice = { a = 1 } }]", "SR291"),
        ("cases = [{ choice = { a = '1元' } }]", "SR251"),
        ("deduct = { below = 1, each = 1, points = '5%', partial = 'whole' }", "SR251"),
        ("earn = { each = 1, points = '5%', partial = 'whole' }", "SR251"),
        ("pass = { upto = 0, points = '50%' }", "SR251"),
        ("pass = { upto = 0, else = '50%' }", "SR251"),
        ("bands = [{ from = 1, points = '5%' }, { points = 1 }]", "SR251"),
        ("line = [[0, 0], [1, '5%']]", "SR251"),
        ("choice = { a = 1, b = '5%' }", "SR251"),
    ],
)
def test_faults_of_rules(text: str, code: str) -> None:
    """Each is one fault, and nothing else is complained about."""
    assert rule(text).codes == (code,)


@pytest.mark.parametrize("text", ["line = [[0, '1元'], [1, '5元']]", "choice = { a = '1元', b = '5元' }"])
def test_a_derived_value_may_have_a_unit(text: str) -> None:
    """What is no score may be an amount of money."""
    assert rule(text, weight=None, derived=True).codes == ()


@pytest.mark.parametrize(
    "text",
    ["ratio = { full = 3 }", "deduct = { below = 1, each = 1, points = 1, partial = 'whole' }",
     "pass = { upto = 1 }", "judged = {}", "defects = { a = { points = 1 } }",
     "tolerance = { target = 1, within = 1 }"],
)  # fmt: skip
def test_rules_that_need_a_weight_say_so(text: str) -> None:
    """Without a weight nobody knows what the full mark is."""
    assert "SR297" in rule(text, weight=None).codes


@pytest.mark.parametrize(
    ("text", "value", "score"),
    [
        ("earn = { each = 2, points = 3, partial = 'whole' }", 9, 12),
        ("swing = { around = 5, start = 1, each = 1, gain = 2, partial = 'whole' }", 8, 7),
        ("pass = { upto = 1, points = 4 }", 1, 4),
        ("checklist = { a = { points = 2 }, b = { points = 1 } }", {"a": True, "b": False}, 2),
        ("levels = [{ name = 'A', points = 3 }, { name = 'B', upto = 2 }]", {"level": "A"}, 3),
    ],
)
def test_rules_that_need_no_weight(text: str, value: Any, score: int) -> None:
    """They say their points themselves."""
    assert rule(text, weight=None).score(value) == score


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "swing = { around = '100%', start = 6, each = '1pp', gain = 0.5, lose = 1, partial = 'whole' }",
            "x为100%时得6分，每高1个百分点加0.5分，每低1个百分点扣1分，不足1个百分点的不计",
            (
                "x: 6 points at 100%, plus 0.5 for every 1 pp above it, minus 1 for every 1 pp below it, "
                "less than 1 pp does not count"
            ),
        ),
        (
            "swing = { around = 5, each = 1, gain = 1, lower = true, partial = 'whole' }",
            "x为5时得10分，每低1加1分，不足1的不计",
            "x: 10 points at 5, plus 1 for every 1 below it, less than 1 does not count",
        ),
        (
            "tolerance = { target = '100%', within = '3pp', until = '10pp' }",
            "x的目标值为100%，偏差≤3个百分点得满分，≥10个百分点不得分，其间按比例递减",
            "x: target 100%; full mark up to 3 pp away, nothing from 10 pp on, in proportion between",
        ),
        (
            "tolerance = { target = 5, over = { within = 1 } }",
            "x的目标值为5；高出≤1得满分，超过不得分；低出不限",
            "x: target 5; full mark up to 1 above it, nothing beyond; no limit below it",
        ),
        (
            "table = [{ when = 'x > 3', points = 2 }, { points = 1 }]",
            "依次判断：x > 3：得2分；其余：得1分",
            "first row that holds — x > 3: 2; otherwise: 1",
        ),
        (
            "cases = [{ when = 'y > 3', pass = { upto = 1 } }, { pass = { upto = 2 } }]",
            "分情况适用：（1）y > 3时：x≤1得10分，否则得0分；（2）其他情况：x≤2得10分，否则得0分",
            (
                "by case — (1) when y > 3: x at most 1: 10 points, otherwise 0; "
                "(2) otherwise: x at most 2: 10 points, otherwise 0"
            ),
        ),
    ],
)
def test_sentences(text: str, zh: str, en: str) -> None:
    """A rule in words, as its author wrote the numbers."""
    found = rule(text)
    assert (found.sentence("zh"), found.sentence("en")) == (zh, en)
