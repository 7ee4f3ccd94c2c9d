"""What the cases of shipped rulesets expect is what the schemes say, worked out without the library.

The examples of the rulesets and the case files beside them are read as plain TOML. Every value that they
expect is computed again by functions that know nothing of the language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import plain_formulas
import plain_schemes as plain

RULESETS = Path(__file__).parent.parent / "rulesets"

Record = dict[str, Any]
Worked = Callable[[Record, list[Record]], dict[str, Any]]


def aqi(record: Record, _: list[Record]) -> dict[str, Any]:
    """The index of a station."""
    return plain_formulas.aqi({name: Fraction(value) for name, value in record.items()})


def cvss(record: Record, _: list[Record]) -> dict[str, Any]:
    """The scores of a vector, each with its rating."""
    return plain_formulas.cvss(record)


def hdi(record: Record, cohort: list[Record]) -> dict[str, Any]:
    """The index of a country, and its rank."""
    found, *others = (
        plain_formulas.hdi({name: Decimal(value) for name, value in one.items()}) for one in (record, *cohort)
    )
    return {**found, "rank": 1 + sum(one["total"] > found["total"] for one in others)}


def news2(record: Record, _: list[Record]) -> dict[str, Any]:
    """The score of a patient."""
    return plain_formulas.news2(record)


def course(record: Record, _: list[Record]) -> dict[str, Any]:
    """The grade of a student."""
    parts, total = plain.course_parts(record), plain.course_total(record)
    grade = plain.course_grade(record, total)
    return {
        **parts,
        "hw5.value": parts["hw5"],
        "attendance": parts["labs"],
        "midterm_test": parts["midterm"],
        "project_report": parts["project"],
        "exam_passed": record["final_exam"] >= 40,
        "total": total,
        "grade": grade,
        "grade_points": {"A": 4, "B": 3, "C": 2, "D": 1}.get(grade, 0),
        "vetoes": ("misconduct_found",) if record.get("misconduct") else (),
    }


def plant(record: Record, _: list[Record]) -> dict[str, Any]:
    """The year of a plant."""
    scores = plain.kpi_scores(record)
    total = plain.kpi_total(record, scores)
    grade = plain.kpi_grade(record, scores, total)
    lost = {name: (100 - scores[name]) * weight for name, weight in plain.KPI_WEIGHTS.items()}
    lost |= {name: -100 * scores[name] for name in ("audit", "reporting")}
    return {
        **scores,
        **plain.kpi_tiers(record, scores),
        "reasons": tuple(sorted(lost, key=lambda name: -lost[name])[:3]),
        "total": total,
        "grade": grade,
        "vetoes": plain.kpi_vetoes(record),
        "salary_factor": plain.kpi_factor(grade, total),
    }


def price(written: object) -> Fraction:
    """A sum of money: a number, or ``"1,000,000.00元"``, or ``"70万元"``."""
    text = str(written).replace(",", "").removesuffix("元")
    return Fraction(text.removesuffix("万")) * (10_000 if text.endswith("万") else 1)


def bid(record: Record, cohort: list[Record]) -> dict[str, Any]:
    """The evaluation of a bid among those of its lot."""
    bids = [{**one, "bid": price(one["bid"])} for one in (record, *cohort)]
    own, faults, lowest = bids[0], plain.bid_faults(bids[0]), plain.lowest_price(bids[0], bids)
    found: dict[str, Any] = {
        **plain.bid_scores(own, None if faults else lowest),
        "evaluated_price": plain.evaluated_price(own),
        "ceiling": plain.CEILINGS[own["lot"]],
        "benchmark": lowest,
        "qualified": not faults,
        "vetoes": faults,
        "status": "disqualified" if faults else "scored",
        "award": "投标无效",
        "bidders": sum(one["lot"] == own["lot"] and not plain.bid_faults(one) for one in bids),
    }
    result = plain.procurement_results(bids)[0]
    if result is not None:
        total, rank, bidders = result
        found |= {"total": total, "rank": rank, "award": plain.award(bidders, rank)}
    return found


SCHEMES: dict[str, tuple[Worked, int, int]] = {
    "china-aqi/hourly": (aqi, 24, 1),
    "course-grading/statistics": (course, 19, 4),
    "cvss-3.1/cvss-3.1": (cvss, 27, 1),
    "enterprise-kpi/plant": (plant, 25, 3),
    "hdi/hdi": (hdi, 17, 1),
    "hdi/ranking": (hdi, 16, 1),
    "news2/news2": (news2, 33, 4),
    "procurement/campus-network": (bid, 19, 3),
}
"""How each scheme is worked out, how many of its cases are scored, and how many are refused."""


def cases(name: str) -> list[dict[str, Any]]:
    """The examples of a ruleset and the cases beside it, as they are written."""
    files = (RULESETS / f"{name}.toml", RULESETS / f"{name}.cases.toml")
    read = (
        tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        for file in files
        if file.exists()
    )
    return [case for one in read for case in one["example"]]


def value_of(name: str, key: str, worked: dict[str, Any]) -> object:
    """What a key of an expectation is about."""
    found = worked.get(f"{name}.{key}", worked[name])
    if isinstance(found, tuple) and key in ("value", "grade", "near") and name in plain_formulas.CVSS_SCORES:
        return found[1] if key == "grade" else found[0]
    return found


def agrees(wanted: object, found: object, within: Decimal | None = None) -> bool:
    """Whether an expected value is what was worked out."""
    if isinstance(wanted, list):
        return tuple(wanted) == found
    if isinstance(wanted, (bool, str)) and not (isinstance(wanted, str) and wanted.endswith("元")):
        return wanted == found
    if found is None:
        return False
    exact, number = Fraction(found), price(wanted)  # type: ignore[arg-type]
    return exact == number if within is None else abs(exact - number) <= Fraction(within)


def differences(case: dict[str, Any], worked: dict[str, Any]) -> list[tuple[str, object, object]]:
    """What a case expects and the scheme does not say."""
    found = []
    for name, expected in case["expect"].items():
        wanted = expected if isinstance(expected, dict) else {"value": expected}
        within = wanted.get("within")
        for key, value in wanted.items():
            # That a datum is missing or not applicable is seen in the record.
            if key in ("status", "within") and name != "status":
                continue
            own = value_of(name, key, worked)
            if not agrees(value, own, within):
                found.append((f"{name}.{key}", value, own))
    return found


@pytest.mark.parametrize("name", SCHEMES)
def test_every_case_expects_what_the_scheme_says(name: str) -> None:
    """Scores, totals, grades, vetoes and further results of every case that is scored."""
    work, scored, refused = SCHEMES[name]
    found = {}
    given = cases(name)
    for case in given:
        if "error" not in case["expect"]:
            worked = work(case["record"], case.get("cohort", []))
            found[case["name"]] = differences(case, worked)
    assert {one: wrong for one, wrong in found.items() if wrong} == {}
    assert (len(found), len(given) - len(found)) == (scored, refused)
