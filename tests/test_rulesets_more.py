"""Four further rulesets against plain Python that knows nothing of the language, on many records, exactly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import pytest

import plain_schemes as plain
import scorerules
from scorerules import testing
from scorerules.model import title

RULESETS = Path(__file__).parent.parent / "rulesets"
CAIYU = RULESETS / "caiyu-2020-10" / "library.toml"
PROCUREMENT = RULESETS / "procurement" / "campus-network.toml"
KPI = RULESETS / "enterprise-kpi" / "plant.toml"
COURSE = RULESETS / "course-grading" / "statistics.toml"

# Examples that each file has: a lost section would otherwise pass unseen.
EXAMPLES = {CAIYU: 14, PROCUREMENT: 11, KPI: 18, COURSE: 18}
RECORDS = 150


def name_of(path: object) -> str | None:
    """What a case is called."""
    return path.parent.name if isinstance(path, Path) else None


def scores_of(evaluation: scorerules.Evaluation) -> dict[str, Fraction | None]:
    """The exact score of every indicator."""
    return {name: one.exact_score for name, one in evaluation.indicators.items()}


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_the_rulesets_have_nothing_to_complain_of(path: Path) -> None:
    """No error, no warning, no hint: every row, limit, veto and grade has its example."""
    assert scorerules.check(path) == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_every_example_comes_out_as_worked_by_hand(path: Path) -> None:
    """All examples are there and none differs."""
    results = testing.run_examples(scorerules.load(path))
    assert len(results) == EXAMPLES[path]
    assert [(one.name, one.diagnostics) for one in results if not one.ok] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_explanation_names_whatever_can_change_a_result(path: Path, lang: Literal["zh", "en"]) -> None:
    """Every indicator and every veto is in it."""
    ruleset = scorerules.load(path)
    text = ruleset.explain(lang)
    names = [title(one)[lang] for one in ruleset.scheme.indicators.values()]
    names += [title(one)[lang] for one in ruleset.scheme.vetoes.values()]
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize(
    ("path", "record", "total", "grade"),
    [
        # 9.67 + 8 + 7 + 8 + 6.94 + 4.17 + 5 + 10 + 9.8 + 8.5 + 7 + 9.82
        (CAIYU, "library", Fraction("93.9"), "优"),
        # 97 × 40 % + 78.614 × 20 % + 85.832 × 25 % + 96 × 15 % + 2.5 − 2 = 90.8808
        (KPI, "plant-2", Fraction("90.9"), "B"),
        # 24.96 + 10 + 41/3 + 9 + 21.5625 = 79.19
        (COURSE, "student-17", Fraction(79), "C"),
    ],
    ids=name_of,
)
def test_the_shipped_records_come_out_as_worked_by_hand(
    path: Path, record: str, total: Fraction, grade: str
) -> None:
    """Total and grade of the record beside each ruleset."""
    got = scorerules.load(path).score(scorerules.load_record(path.parent / "records" / f"{record}.toml"))
    assert (got.exact_total, got.grade) == (total, grade)


# 项目支出绩效单位自评


def test_self_evaluation_agrees_with_plain_python() -> None:
    """Every score, the total and the grade."""
    ruleset, rng, grades = scorerules.load(CAIYU), plain.chance(1), set()
    for _ in range(RECORDS):
        record = plain.caiyu_record(rng)
        scores = plain.caiyu_scores(record)
        total = sum(scores.values(), Fraction(0))
        got = ruleset.score(record)
        assert (scores_of(got), got.exact_total, got.grade) == (scores, total, plain.caiyu_grade(total))
        grades.add(got.grade)
    assert grades >= {"良", "中", "差"}


@pytest.mark.parametrize("books", [15_600, 15_601])
def test_far_above_the_target_must_be_explained(books: int) -> None:
    """130 % of the target needs no remark; a book more does, and counts with one."""
    ruleset = scorerules.load(CAIYU)
    record = plain.caiyu_record(plain.chance(2)) | {"new_books": books}
    if books > 15_600:
        with pytest.raises(scorerules.RecordError) as caught:
            ruleset.score(record)
        assert [one.path for one in caught.value.diagnostics] == ["collection"]
        record["collection"] = {"remark": "年中追加馆藏经费。"}
    assert ruleset.score(record).indicators["collection"].score == 7


# 政府采购综合评分法


@pytest.mark.parametrize("size", [4, 9, 30])
def test_procurement_agrees_with_plain_python(size: int) -> None:
    """Totals, ranks, the number of valid bidders and the award, lot by lot."""
    ruleset, rng, failed_lots = scorerules.load(PROCUREMENT), plain.chance(size), 0
    for _ in range(90 // size):
        records = [plain.bidder(rng) for _ in range(size)]
        expected = plain.procurement_results(records)
        for one, wanted in zip(ruleset.score_many(records), expected, strict=True):
            if wanted is None:
                got = (one.status, one.total, one.outcomes["rank"].value, one.outcomes["award"].value)
                assert got == ("disqualified", None, None, "投标无效")
                continue
            total, rank, bidders = wanted
            outcomes = {name: outcome.value for name, outcome in one.outcomes.items()}
            assert one.exact_total == total
            assert outcomes == {"bidders": bidders, "rank": rank, "award": plain.award(bidders, rank)}
            failed_lots += bidders < 3
    assert size > 4 or failed_lots > 0


def test_the_order_of_the_bidders_changes_nothing() -> None:
    """Shuffled records get the same results."""
    ruleset, rng = scorerules.load(PROCUREMENT), plain.chance(7)
    records = [plain.bidder(rng) for _ in range(12)]
    order = rng.sample(range(12), 12)
    first, second = ruleset.score_many(records), ruleset.score_many([records[index] for index in order])
    assert [one.to_dict() for one in second] == [first[index].to_dict() for index in order]


def test_the_shipped_bids_come_out_as_worked_by_hand() -> None:
    """The cheapest bid lacks its licence, so the discounted bid of 乙 is the benchmark."""
    folder = PROCUREMENT.parent / "records"
    names = ["01-jia", "01-yi", "01-bing", "01-ding"]
    assert {path.stem for path in folder.glob("*.toml")} == set(names)
    records = [scorerules.load_record(folder / f"{name}.toml") for name in names]
    results = scorerules.load(PROCUREMENT).score_many(records)
    assert results[0].derived["benchmark"].value == 945_000
    assert [one.exact_total for one in results[:3]] == [
        Fraction("91.85"),
        Fraction("86.67"),
        Fraction("85.1"),
    ]
    assert [one.outcomes["rank"].value for one in results[:3]] == [1, 2, 3]
    assert results[3].status == "disqualified"


def test_equal_totals_rank_by_the_lower_bid_and_equal_bids_share_a_rank() -> None:
    """A discounted bid of 700 000 is scored like one of 630 000, and ranks after it."""
    base: dict[str, Any] = {
        "lot": "02包",
        "starred_deviation": 0,
        "plan": "良",
        "presentation": [15, 15, 15, 15, 15],
        "response": 0,
        "documents": dict.fromkeys(plain.DOCUMENTS, True),
        "references": 5,
        "arrival": 2,
        "manager": "中级",
    }
    bids = [(700_000, True), (630_000, False), (630_000, False), (700_000, False)]
    records = [base | {"bid": bid, "small_enterprise": small} for bid, small in bids]
    results = scorerules.load(PROCUREMENT).score_many(records)
    # 30 or 27 for the price, 10 + 15 + 10 technical, 6 + 10 + 4 + 3 business
    assert [one.exact_total for one in results] == [88, 88, 88, 85]
    assert [one.outcomes["rank"].value for one in results] == [3, 1, 1, 4]


# 工厂年度经营绩效考核


def test_enterprise_kpi_agrees_with_plain_python() -> None:
    """Every score, the total with bonus, penalty and caps, the grade after vetoes, the factor."""
    ruleset, rng, grades = scorerules.load(KPI), plain.chance(3), set()
    for _ in range(RECORDS):
        record = plain.kpi_record(rng)
        scores = plain.kpi_scores(record)
        total = plain.kpi_total(record, scores)
        grade = plain.kpi_grade(record, scores, total)
        got = ruleset.score(record)
        assert (scores_of(got), got.exact_total, got.grade) == (scores, total, grade), record
        assert got.outcomes["salary_factor"].exact_value == plain.kpi_factor(grade, total)
        grades.add(grade)
    assert grades == set(plain.LADDER)


# Introduction to Statistics


def test_course_grading_agrees_with_plain_python() -> None:
    """The total, the letter and its points."""
    ruleset, rng, grades = scorerules.load(COURSE), plain.chance(4), set()
    for _ in range(RECORDS):
        record = plain.course_record(rng)
        total = plain.course_total(record)
        grade = plain.course_grade(record, total)
        got = ruleset.score(record)
        assert (got.exact_total, got.grade) == (total, grade), record
        assert got.outcomes["grade_points"].value == {"A": 4, "B": 3, "C": 2, "D": 1}.get(grade, 0)
        grades.add(grade)
    assert grades == set("XFDCBA")


@pytest.mark.parametrize("attended", [12, 13])
def test_make_up_sessions_above_the_schedule_need_a_note(attended: int) -> None:
    """The thirteenth of twelve sessions is asked about, and earns nothing."""
    ruleset = scorerules.load(COURSE)
    record = plain.course_record(plain.chance(5)) | {"attended": attended}
    if attended > 12:
        with pytest.raises(scorerules.RecordError) as caught:
            ruleset.score(record)
        assert [one.path for one in caught.value.diagnostics] == ["attendance"]
        record["attendance"] = {"remark": "Made up the session of 3 May with another group."}
    assert ruleset.score(record).indicators["attendance"].score == 10
