"""What the cases of the shipped forms and of the library expect, worked out again in plain Python."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import tomli

import plain_forms
import plain_schemes

RULESETS = Path(__file__).parent.parent / "rulesets"
CODES = {"range": "SR407", "whole": "SR405"}
CAIYU_INPUTS = {
    "annual_budget": ("above", None),
    "annual_spent": ("from", None),
    "open_days": ("from", 366),
    "new_books": ("from", None),
    "lectures": ("from", None),
    "visits": ("from", None),
    "last_visits": ("above", None),
    "shelving": ("above", None),
    "unit_cost": ("above", None),
    "equipment": ("from", 100),
    "acceptance": ("from", 100),
    "readers": ("from", 100),
}
WHOLE = ("open_days", "new_books", "lectures", "visits", "last_visits")


def cases_of(folder: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The examples of a ruleset and the cases beside it."""
    files = (RULESETS / folder / f"{name}.toml", RULESETS / folder / f"{name}.cases.toml")
    found = [
        (f"{name}: {one['name']}", one)
        for path in files
        for one in tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["example"]
    ]
    assert len(found) > 1
    return found


def compared(expected: dict[str, Any], actual: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """The expected values that come out otherwise."""
    wrong = {}
    for name, value in expected.items():
        stated = value["score"] if isinstance(value, dict) else value
        comes = actual[name]
        if name.endswith("rate") and isinstance(stated, str):
            stated = plain_forms.rate(stated)
        if not isinstance(stated, str):
            stated = Fraction(stated)
        if stated != comes:
            wrong[name] = (stated, comes)
    return wrong


FORM_CASES = [
    pytest.param(form, case, id=name)
    for form in plain_forms.FORMS
    for name, case in cases_of("shanghai-2019", form)
]


@pytest.mark.parametrize(("form", "case"), FORM_CASES)
def test_cases_of_the_forms_are_right(form: str, case: dict[str, Any]) -> None:
    """Every value that a case states comes out, and exactly what it says is refused cannot be."""
    record, expected = case["record"], case["expect"]
    refused = plain_forms.refused(form, record)
    if "error" in expected:
        assert expected["error"] == {name: CODES[reason] for name, reason in refused.items()}
    else:
        assert refused == {}
        assert compared(expected, plain_forms.results(form, record)) == {}


def test_the_forms_add_up() -> None:
    """The plain forms have the points that the printed ones have."""
    for form in plain_forms.FORMS:
        points = [
            sum(one[0] if isinstance(one, tuple) else one for one in part.values())
            for part in plain_forms.tiers_of(form).values()
        ]
        assert points == [36, 34, 15, 15]


def as_numbers(record: dict[str, Any]) -> dict[str, Any]:
    """A record of the library as :mod:`plain_schemes` reads it: numbers in the units of the rules."""
    found = dict(record)
    for name in CAIYU_INPUTS:
        text = str(record[name]).replace(",", "").removesuffix("元/册").removesuffix("元")
        ten_thousands = text.endswith("万册")
        value = Fraction(text.removesuffix("万册").removesuffix("%")) * (10_000 if ten_thousands else 1)
        found[name] = value
    return found


def flat(codes: dict[str, Any]) -> dict[str, str]:
    """Codes by the whole path of a datum."""
    parts = {
        f"{name}.{part}": code
        for name in codes
        if isinstance(codes[name], dict)
        for part, code in codes[name].items()
    }
    return {name: code for name, code in codes.items() if isinstance(code, str)} | parts


def caiyu_refused(record: dict[str, Any]) -> dict[str, str]:
    """The code of every datum of the library that cannot be."""
    found = {}
    for name, (side, most) in CAIYU_INPUTS.items():
        value = record[name]
        if name in WHOLE and value.denominator != 1:
            found[name] = "SR405"
        elif value < 0 or (value == 0 and side == "above") or (most is not None and value > most):
            found[name] = "SR407"
    for name in ("reading", "mechanism"):
        score = Fraction(record[name]["score"])
        least, most = {
            "达成年度指标": (8, 10),
            "部分达成年度指标并具有一定效果": (6, 8),
            "未达成年度指标且效果较差": (0, 6),
        }[record[name]["level"]]
        if not (least <= score < most or score == most == 10):
            found[f"{name}.score"] = "SR419"
    for name, done, target in (("collection", "new_books", 12_000), ("lecture_plan", "lectures", 48)):
        if not found and record[done] * 100 > 130 * target and name not in record:
            found[name] = "SR423"
    return found


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name) for name, case in cases_of("caiyu-2020-10", "library")]
)
def test_cases_of_the_library_are_right(case: dict[str, Any]) -> None:
    """Every value that a case states comes out, and exactly what it says is refused cannot be."""
    record, expected = as_numbers(case["record"]), case["expect"]
    refused = caiyu_refused(record)
    if "error" in expected:
        stated = expected["error"]
        assert refused == flat(stated) if isinstance(stated, dict) else set(refused.values()) == {stated}
        return
    assert refused == {}
    percents = {
        name: f"{plain_schemes.written(record[name])}%" for name in ("equipment", "acceptance", "readers")
    }
    scores = plain_schemes.caiyu_scores({**record, **percents})
    tiers = {
        "budget": ["budget_execution"],
        "quantity": ["opening", "collection"],
        "quality": ["equipment", "acceptance"],
        "timeliness": ["shelving", "lecture_plan"],
        "cost": ["unit_cost"],
        "social": ["visit_growth", "reading"],
        "sustainable": ["mechanism"],
        "satisfaction": ["readers"],
    }
    sums: dict[str, Any] = {tier: sum(scores[one] for one in names) for tier, names in tiers.items()}
    sums["output"] = sums["quantity"] + sums["quality"] + sums["timeliness"] + sums["cost"]
    sums["benefit"] = sums["social"] + sums["sustainable"]
    total = sum(scores.values(), Fraction(0))
    rest = {"total": total, "grade": plain_schemes.caiyu_grade(total)}
    rest["execution_rate"] = record["annual_spent"] / record["annual_budget"]
    assert compared(expected, {**scores, **sums, **rest}) == {}
