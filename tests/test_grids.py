"""Holes that matter only for the values that can occur: 89 to 90 is none where values are whole."""

from __future__ import annotations

import pytest

import scorerules
from plainly import check_text
from reviewing import findings, whole
from small_ruleset import faults

ROWS = """bands = [
  { from = 90, upto = 100, points = 10 },
  { from = 60, upto = 89, points = 5 },
  { upto = 59, points = 0 },
]"""
DERIVED = '[input]\na = {{ from = 0, upto = 10, places = 2 }}\n[derived.d]\nformula = "{formula}"\n{round}\n'


@pytest.mark.parametrize(
    ("formula", "round_", "codes"),
    [
        ("a * 10", "round = { to = 1 }", []),
        ("a * 10", "round = { to = 0.5 }", ["SR234"]),
        ("a * 10", "", ["SR234"]),
        ("a * 100", "", []),
        ("floor(a) * 10", "", []),
        ("round(a * 10)", "", []),
        ("round(a * 10, 2) / 2", "", []),
        ("min(floor(a), 3) + 1", "", []),
        ("a * 10 if a > 5 else 3", "", ["SR234"]),
    ],
)
def test_holes_of_computed_values(formula: str, round_: str, codes: list[str]) -> None:
    """A hole between whole numbers is one only where the computed value can lie in it."""
    above = DERIVED.format(formula=formula, round=round_)
    assert [code for code, _, _ in faults(f'value = "d"\n{ROWS}', above=above)] == codes


def test_beyond_the_rows() -> None:
    """Where a computed value can go beyond all rows, the review shows a record that does."""
    text = whole(
        "[input]\nmade = { from = 0 }\nplan = { above = 0 }\n"
        '[indicator.x]\ntier = "top"\nweight = 100\nvalue = "made / plan"\n'
        "bands = [{ from = 0.9, upto = 1, points = 100 }, { below = 0.9, points = 0 }]\n"
    )
    (one,) = findings(text, "SR713")
    (record,) = one.records
    with pytest.raises(scorerules.RecordError) as raised:
        scorerules.loads(text).score(record)  # type: ignore[arg-type]
    assert [problem.code for problem in raised.value.diagnostics] == ["SR510"]
    held = text.replace('"made / plan"', '"min(made / plan, 1)"')
    assert findings(held, "SR713") == []


GRADES = '[grade]\nbands = [{ from = 90, upto = 100, grade = "A" }, { upto = 89, grade = "B" }]\n'
JUDGED = """
[indicator.x]
tier = "top"
weight = 60
judged = {}
[indicator.y]
tier = "top"
weight = 40
judged = {}
"""


@pytest.mark.parametrize(
    ("rounds", "more", "codes"),
    [
        ("indicator = { to = 1 }", "", []),
        ("tier = { to = 1 }", "", []),
        ("total = { to = 1 }", "", []),
        ("indicator = { to = 0.5 }", "", ["SR234"]),
        ("indicator = { to = 1 }", 'may_skip = true\nnot_applicable = "rescale-tier"\n', ["SR234"]),
        ("indicator = { to = 1 }", "on_missing = 0.5\n", ["SR234"]),
        ("indicator = { to = 1 }", "cap = 10.5\n", ["SR234"]),
        ("indicator = { to = 1 }", "round = { to = 0.1 }\n", ["SR234"]),
    ],
)
def test_holes_of_totals(rounds: str, more: str, codes: list[str]) -> None:
    """The total is whole where everything that it is added up from is."""
    assert [one.code for one in check_text(whole(JUDGED + more + GRADES + f"[round]\n{rounds}\n"))] == codes
