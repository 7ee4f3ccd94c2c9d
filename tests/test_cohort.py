"""Records compared with those of their group, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

import scorerules

TEXT = """scorerules = 1
[ruleset]
id = "cohort"
cohort = ["lot"]
[tier.t]
[input]
lot = { type = "text", default = "1" }
bid = { above = 0 }
late = { type = "boolean", default = false }
[indicator.price]
tier = "t"
weight = 100
formula = "cohort_min(bid) / bid * weight"
[derived.place]
formula = "cohort_rank(bid, 'low')"
[derived.bidders]
formula = "cohort_count()"
[veto.out]
when = "late"
disqualify = true
"""


def bid(amount: Any, lot: str = "1", **more: Any) -> dict[str, Any]:
    """A record."""
    return {"bid": amount, "lot": lot, **more}


def totals(records: list[dict[str, Any]], *, leave_out_failed: bool = False) -> list[Any]:
    """The totals of records scored together; the codes of one that cannot be scored."""
    found = scorerules.loads(TEXT).score_many(records, leave_out_failed=leave_out_failed)
    return [
        tuple(problem.code for problem in one.diagnostics)
        if isinstance(one, scorerules.RecordError)
        else one.exact_total
        for one in found
    ]


TOTALS = [
    ([bid(80), bid(100), bid(160)], [100, 80, 50]),
    ([bid(80)], [100]),
    ([bid(80), bid(80)], [100, 100]),
    ([], []),
    # groups do not see each other
    ([bid(80), bid(100, "2"), bid(160), bid(50, "2")], [100, 50, 50, 100]),
    # a disqualified record has no total and is nobody's lowest bid
    ([bid(40, late=True), bid(80), bid(100)], [None, 100, 80]),
    ([bid(90), bid(60)], [Fraction(200, 3), 100]),
]


@pytest.mark.parametrize(("records", "expected"), TOTALS)
def test_totals(records: list[dict[str, Any]], expected: list[Any]) -> None:
    """The lowest bid of the group gets all points, the others in proportion."""
    assert totals(records) == expected


@pytest.mark.parametrize(("records", "expected"), [case for case in TOTALS if case[0]])
def test_a_given_cohort_scores_the_same(records: list[dict[str, Any]], expected: list[Any]) -> None:
    """One record against the others is what it is among them, whether or not it is one of them."""
    scheme = scorerules.loads(TEXT)
    for index, (record, total) in enumerate(zip(records, expected, strict=True)):
        assert scheme.score(record, cohort=records).exact_total == total
        others = records[:index] + records[index + 1 :]
        assert scheme.score(record, cohort=others).exact_total == total


def test_ties_share_the_best_rank() -> None:
    """1, 2, 2, 4; the count is that of the group without the disqualified."""
    records = [bid(10), bid(20), bid(20), bid(30), bid(5, late=True), bid(1, "2")]
    found = scorerules.loads(TEXT).score_many(records)
    assert [one.derived["place"].value for one in found] == [1, 2, 2, 4, None, 1]
    assert [one.derived["bidders"].value for one in found] == [4, 4, 4, 4, 4, 1]


def test_records_may_come_in_one_dictionary_after_the_other() -> None:
    """Whoever reads rows into one dictionary, again and again, gets what the rows come to."""

    def rows() -> Iterator[dict[str, Any]]:
        row: dict[str, Any] = {}
        for amount in (80, 100, 160):
            row.clear()
            row.update(bid(amount))
            yield row

    scheme = scorerules.loads(TEXT)
    assert [one.exact_total for one in scheme.score_many(rows())] == [100, 80, 50]
    assert scheme.score(bid(100), cohort=rows()).exact_total == 80


def test_one_failed_record_fails_its_cohort() -> None:
    """All faults come at once, each path led by the number of the record."""
    with pytest.raises(scorerules.RecordError) as raised:
        totals([bid(80), bid("x"), bid(100), bid(-5)])
    assert [(one.code, one.path) for one in raised.value.diagnostics] == [
        ("SR403", "[2].bid"),
        ("SR407", "[4].bid"),
    ]


def test_failed_records_can_be_left_out() -> None:
    """The others are compared as if it were not there."""
    records = [bid(80), bid(None), bid(100), bid(40, "2"), bid("x", "2")]
    assert totals(records, leave_out_failed=True) == [100, ("SR420",), 80, 100, ("SR403",)]


def test_faults_of_another_group_do_not_matter_to_one_record() -> None:
    """What a record is compared with are the records of its group."""
    scheme = scorerules.loads(TEXT)
    others = [bid(50), bid("x", "2")]
    assert scheme.score(bid(100), cohort=others).exact_total == 50
    with pytest.raises(scorerules.RecordError) as raised:
        scheme.score(bid(100), cohort=[bid(50), bid("x")])
    assert [(one.code, one.path) for one in raised.value.diagnostics] == [("SR403", "[3].bid")]


def test_a_cohort_must_be_given() -> None:
    """One record alone says nothing about the others; an empty cohort is one too."""
    scheme = scorerules.loads(TEXT)
    with pytest.raises(scorerules.RecordError) as raised:
        scheme.score(bid(100))
    assert [one.code for one in raised.value.diagnostics] == ["SR424"]
    assert scheme.score(bid(100), cohort=[]).exact_total == 100


def test_a_score_that_reads_the_rank_of_a_disqualified_record() -> None:
    """It has no rank, so the indicator does not apply; that is no problem of the others."""
    text = TEXT.replace('formula = "cohort_min(bid) / bid * weight"', 'formula = "100 / place"')
    found = scorerules.loads(text).score_many([bid(10), bid(5, late=True), bid(20)])
    assert [one.exact_total for one in found] == [100, None, 50]
    assert found[1].status == "disqualified"
    assert found[1].indicators["price"].status == "not_applicable"
