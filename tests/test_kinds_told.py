"""Kinds of rule whose data the rule itself asks of the record: levels, checklist, defects, judges."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules_alone import rule
from scorerules.diagnostics import Words
from scorerules.kinds import RecordKey

LEVELS = """levels = { remark = "optional", rows = [
    { name = "优", points = 10 },
    { name = "良", from = 6, below = 9 },
    { name = "中", share = { above = "30%", below = "60%" } },
    { name = "差", points = { upto = 3 } },
] }"""


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("优", 10),
        ({"level": "优"}, 10),
        ({"level": "优", "score": 10}, 10),
        ({"level": "良", "score": 6}, 6),
        ({"level": "良", "score": "8.99"}, Fraction(899, 100)),
        ({"score": 7}, 7),
        (7, 7),
        ("7", 7),
        ({"score": "3.01"}, Fraction(301, 100)),
        ({"level": "差", "score": 0}, 0),
        ({"score": 3}, 3),
        (None, "missing x"),
        ({"remark": "…"}, "missing x"),
    ],
)
def test_levels(said: Any, score: object) -> None:
    """A level with fixed points is enough; a score alone names its level when only one takes it."""
    assert rule(LEVELS).score(said) == score


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("良", "SR430"),
        ({"level": "良"}, "SR430"),
        ({"level": "良", "score": 9}, "SR419"),
        ({"level": "优", "score": 9}, "SR419"),
        ({"score": 9}, "SR431"),
        ({"score": 6, "level": "中"}, "SR419"),
        ("甲", "SR404"),
        (True, "SR402"),
        ({"level": "优", "points": 3}, "SR413"),
        ({"score": "七"}, "SR403"),
    ],
)
def test_faults_of_levels(said: Any, code: str) -> None:
    """A score outside its level, or a level without one."""
    assert rule(LEVELS).faults(x=said) == (code,)


def test_a_score_in_two_levels_does_not_name_one() -> None:
    """Ranges that share a bound leave it to the record to say which level it is."""
    found = rule(
        'levels = { remark = "optional", rows = [{ name = "A", from = 5 }, { name = "B", upto = 5 }] }'
    )
    assert found.faults(x=5) == ("SR432",)
    assert found.score({"level": "B", "score": 5}) == 5


def test_levels_want_a_remark_and_a_step() -> None:
    """Lost points need a remark unless the rule says otherwise; scores are on the step."""
    found = rule('levels = { step = 0.5, rows = [{ name = "A", points = 10 }, { name = "B", below = 10 }] }')
    assert found.faults(x={"level": "B", "score": 6}) == ("SR411",)
    assert found.faults(x={"level": "B", "score": "6.2", "remark": "…"}) == ("SR406",)
    assert found.score({"level": "B", "score": "6.5", "remark": "…"}) == Fraction(13, 2)


CHECKLIST = """checklist = {
    plan = { name = "有计划", points = 2, key = true }, budget = { points = 3 }, audit = { points = 5 } }"""


@given(st.lists(st.sampled_from([True, False, "不适用"]), min_size=3, max_size=3))
def test_checklist(answers: list[Any]) -> None:
    """Points earned out of those that apply, times 10; nothing without the key item."""
    said = dict(zip(("plan", "budget", "audit"), answers, strict=True))
    points = {"plan": 2, "budget": 3, "audit": 5}
    apply = {name: number for name, number in points.items() if said[name] != "不适用"}
    expected: object = "not applicable"
    if said["plan"] is False:
        expected = 0
    elif apply:
        expected = Fraction(
            10 * sum(points[name] for name in apply if said[name] is True), sum(apply.values())
        )
    assert rule(CHECKLIST).score(said) == expected


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ({"plan": "是", "budget": "否", "audit": "true"}, 7),
        ({"plan": True, "budget": {"value": False, "remark": "…"}, "audit": {"not_applicable": True}}, 4),
        ({"plan": True, "budget": {"not_applicable": False, "value": True}, "audit": True}, 10),
        (None, "missing x"),
        ("", "missing x"),
    ],
)
def test_ways_to_tick_a_checklist(said: Any, score: object) -> None:
    """Words of either language, or a table with a remark."""
    assert rule(CHECKLIST).score(said) == score


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"plan": True}, ("SR418",)),
        ({}, ("SR418",)),
        ({"plan": True, "budget": None, "audit": {"remark": "…"}}, ("SR418",)),
        ({"plan": True, "budget": True, "audit": True, "extra": True}, ("SR413",)),
        ({"plan": 1, "budget": True, "audit": True}, ("SR402",)),
        ({"plan": {"not_applicable": "?"}, "budget": True, "audit": True}, ("SR402",)),
        ({"plan": {"points": 2}, "budget": True, "audit": True}, ("SR413", "SR418")),
        (True, ("SR402",)),
        ("不适用", ("SR415",)),
    ],
)
def test_faults_of_checklists(said: Any, codes: tuple[str, ...]) -> None:
    """Every item is mentioned, and nothing else."""
    assert sorted(rule(CHECKLIST).faults(x=said)) == sorted(codes)


def test_a_checklist_says_all_that_it_lacks_at_once() -> None:
    """One fault lists every item that is not mentioned; what the record gives of them is faulty."""
    values, codes = rule(CHECKLIST).read({"x": {"budget": True}})
    assert codes == ("SR418",)
    assert values.faulty == {"x", "x.plan", "x.audit"}


@pytest.mark.parametrize(
    ("said", "applies"),
    [
        ({"plan": "不适用", "budget": "不适用", "audit": "不适用"}, False),
        ({"plan": "不适用", "budget": "不适用", "audit": False}, True),
        (None, "missing x"),
    ],
)
def test_a_checklist_applies_while_any_item_does(said: Any, applies: object) -> None:
    """What is not mentioned is missing, which is another thing."""
    assert rule(CHECKLIST).applies(said) == applies
    cases = rule(f"cases = [{{ when = 'n > 1', {CHECKLIST.replace(chr(10), '')} }}, {{ formula = 'n' }}]",
                 others={"n": RecordKey("n", Words.same("N"))})  # fmt: skip
    assert cases.applies(said, n=2) == applies
    assert cases.applies(said, n=1) is True


DEFECTS = """defects = {
    late = { name = "迟报", points = 2, max = 5 }, wrong = { points = 0.5 }, forged = { zero = true },
    hidden = { zero_tier = true } }"""
COUNTS = st.integers(0, 30)


@given(COUNTS, COUNTS, st.integers(0, 1), st.integers(0, 1))
def test_defects(late: int, wrong: int, forged: int, hidden: int) -> None:
    """Points for each, some with a limit; two kinds leave nothing, one of them to the whole tier."""
    found = rule(DEFECTS)
    said = {"late": late, "wrong": wrong, "forged": forged, "hidden": hidden}
    lost = min(2 * late, 5) + Fraction(wrong, 2)
    assert found.score(said) == (0 if forged or hidden else 10 - lost)
    assert found.part("zero_tier", said) is (hidden > 0)
    assert found.part("loss", said) == lost


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ({}, 10),
        (0, 10),
        ("0", 10),
        ({"late": 1}, 8),
        ({"late": 3}, 5),
        (None, "missing x"),
        (" ", "missing x"),
    ],
)
def test_defects_not_mentioned_are_none(said: Any, score: object) -> None:
    """But a record that does not mention the indicator at all has not looked."""
    assert rule(DEFECTS).score(said) == score


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (1, "SR402"),
        (True, "SR402"),
        ({"late": -1}, "SR407"),
        ({"late": "1.5"}, "SR405"),
        ({"other": 1}, "SR413"),
        ({"late": {"not_applicable": True}}, "SR415"),
    ],
)
def test_faults_of_defects(said: Any, code: str) -> None:
    """Counts are whole and not below 0."""
    assert rule(DEFECTS).faults(x=said) == (code,)


SCORES = st.lists(st.integers(0, 20).map(lambda number: Fraction(number, 2)), min_size=5, max_size=5)


@given(SCORES)
def test_judges(scores: list[Fraction]) -> None:
    """Mean, median, and the mean without one highest and one lowest."""
    expected = {"mean": mean(scores), "median": median(scores), "trimmed": mean(sorted(scores)[1:-1])}
    for combine, score in expected.items():
        text = f'judged = {{ judges = 5, combine = "{combine}", step = 0.5 }}'
        found = rule(text)
        assert found.score({"scores": scores, "remark": "…"}) == score
        # A remark is asked for exactly when points are lost.
        assert found.faults(x=scores) == (() if score == 10 else ("SR434",))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([6, 7], "SR433"),
        ([6, 7, 8, 9], "SR433"),
        ([6, 7, None], "SR433"),
        ([6, 7, 11], "SR409"),
        ([6, 7, "x"], "SR403"),
        ([6, 7, "7.25"], "SR406"),
        (7, "SR402"),
        ("7,8,9", "SR402"),
        ({"score": 7}, "SR413"),
    ],
)
def test_faults_of_judges(said: Any, code: str) -> None:
    """Exactly as many scores as judges, each in range and on its step."""
    assert rule('judged = { judges = 3, step = 0.5, remark = "optional" }').faults(x=said) == (code,)


def test_judges_missing() -> None:
    """No list, no score."""
    assert rule("judged = { judges = 3 }").score(None) == "missing x"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('levels = [{ name = "A" }]', "SR286"),
        ('levels = [{ name = "A", points = 3, from = 2 }]', "SR286"),
        ('levels = [{ name = "A", points = 3, share = 0.5 }]', "SR286"),
        ('levels = [{ name = "A", points = 11 }]', "SR287"),
        ('levels = [{ name = "A", share = "110%" }]', "SR287"),
        ('levels = [{ name = "A", points = -1 }]', "SR287"),
        ('levels = [{ name = "A", from = 5, below = 5 }]', "SR287"),
        ('levels = [{ name = "A", from = 6, upto = 5 }]', "SR287"),
        ('levels = [{ name = "A", from = 6, above = 5 }]', "SR230"),
        ('levels = [{ name = "A", points = "5%" }]', "SR251"),
        ('levels = [{ name = "A", share = "5元" }]', "SR251"),
        ('levels = [{ name = "A", points = 5 }, { name = "A", points = 6 }]', "SR288"),
        ("levels = []", "SR204"),
        ("checklist = { a = { points = 3 }, b = { points = 6 } }", "SR299"),
        ("checklist = { a = {}, b = { points = 10 } }", "SR202"),
        ("checklist = { remark = { points = 10 } }", "SR298"),
        ('checklist = { "a b" = { points = 10 } }', "SR214"),
        ('checklist = { "ａ" = { points = 10 } }', "SR215"),
        ("checklist = { a = { points = '10分' } }", "SR251"),
        ("defects = { a = { name = 'A' } }", "SR289"),
        ("defects = { a = { max = 3, zero = true } }", "SR289"),
        ("defects = { score = { points = 3 } }", "SR298"),
        ('judged = { judges = 2, combine = "trimmed" }', "SR293"),
        ('judged = { combine = "mean" }', "SR294"),
        ("judged = { judges = 101 }", "SR296"),
        ("judged = { judges = 2.5 }", "SR203"),
    ],
)
def test_faults_of_rules(text: str, code: str) -> None:
    """Each is one fault, and nothing else is complained about."""
    assert rule(text).codes == (code,)


def test_a_level_open_at_the_top_needs_a_weight() -> None:
    """Nobody knows how far it goes."""
    assert rule('levels = [{ name = "A", from = 5 }]', weight=None).codes == ("SR295",)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            LEVELS,
            "评定档次：“优”得10分；“良”得≥6且<9分；“中”得权重的>30%且<60%；“差”得≤3分",
            (
                'judged by level — "优": 10 points; "良": at least 6 and less than 9 points; '
                '"中": more than 30% and less than 60% of the weight; "差": at most 3 points'
            ),
        ),
        (
            CHECKLIST,
            (
                "逐项核对，具备的得分：有计划（2分，关键项）、budget（3分）、audit（5分）；缺任何一个关键项不得分；"
                "不适用的要点不计入"
            ),
            (
                "items, each with its points: 有计划 (2 points, key item), budget (3 points), "
                "audit (5 points); nothing when a key item is missing; items that do not apply are left out"
            ),
        ),
        (
            DEFECTS,
            (
                "按发现的缺陷扣分，扣完为止：迟报：每次扣2分，最多扣5分；wrong：每次扣0.5分；"
                "forged：出现一次即不得分；hidden：出现一次即不得分，所属一级指标也不得分"
            ),
            (
                "points lost to defects, down to 0 — 迟报: 2 points each, at most 5; wrong: 0.5 points each; "
                "forged: one leaves nothing; hidden: one leaves nothing, "
                "nor does the whole tier keep anything"
            ),
        ),
        (
            'judged = { judges = 5, combine = "trimmed", step = 0.5, remark = "optional" }',
            "由5位评委各在0至10分之间评分，去掉一个最高分和一个最低分后取平均分，以0.5分为单位",
            (
                "5 judges give 0 to 10 points each, the mean without one highest and one lowest counts, "
                "in steps of 0.5"
            ),
        ),
    ],
)
def test_sentences(text: str, zh: str, en: str) -> None:
    """A rule in words, as its author wrote the numbers."""
    found = rule(text)
    assert (found.sentence("zh"), found.sentence("en")) == (zh, en)
