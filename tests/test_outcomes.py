"""Further results beside the total: values, roundings, grades of their own, conditions."""

from __future__ import annotations

from fractions import Fraction

import pytest

import scorerules
from scorerules.formula import Value

TEXT = """scorerules = 1
[ruleset]
id = "outcomes"
weights = "none"
[input]
x = { type = "number" }
y = { type = "number" }
kind = { type = "text", choices = ["a", "b"], default = "a" }
[outcome.ratio]
formula = "x / y"
[outcome.tenths]
formula = "ratio"
round = { to = 0.1, mode = "down" }
bands = [{ from = 2, grade = "high" }, { from = 1, grade = "middle" }, { grade = "low" }]
[outcome.worst]
formula = "min(tenths, x)"
[outcome.named]
formula = "'double' if ratio == 2 else 'other'"
[outcome.exceeds]
formula = "x > y"
[outcome.special]
when = "kind == 'b'"
formula = "x + y"
cases = [
  { when = "y > 5", bands = [{ upto = 10, grade = "small" }, { grade = "large" }] },
  { bands = [{ upto = 3, grade = "small" }, { grade = "large" }] },
]
"""

VALUES: list[tuple[str, int, int, Value]] = [
    ("ratio", 6, 3, Fraction(2)),
    ("ratio", 1, 3, Fraction(1, 3)),
    ("tenths", 5, 3, Fraction(8, 5)),  # 1.666… down to 1.6
    ("tenths", -5, 3, Fraction(-8, 5)),  # towards zero
    ("worst", 5, 3, Fraction(8, 5)),
    ("worst", 1, 3, Fraction(3, 10)),
]


@pytest.mark.parametrize(("name", "x", "y", "expected"), VALUES)
def test_numbers(name: str, x: int, y: int, expected: Fraction) -> None:
    """An outcome can read the data and outcomes, and is rounded as it says."""
    assert scorerules.loads(TEXT).score({"x": x, "y": y}).outcomes[name].exact_value == expected


@pytest.mark.parametrize(("x", "named", "exceeds"), [(6, "double", True), (3, "other", False)])
def test_texts_and_truths(x: int, named: str, exceeds: bool) -> None:
    """An outcome need not be a number."""
    outcomes = scorerules.loads(TEXT).score({"x": x, "y": 3}).outcomes
    assert outcomes["named"].value == named
    assert outcomes["exceeds"].value is exceeds
    assert outcomes["named"].grade is None


GRADES = [(6, 3, "high"), (5.9, 3, "middle"), (2.99, 3, "low")]


@pytest.mark.parametrize(("x", "y", "grade"), GRADES)
def test_grades_of_their_own(x: float, y: float, grade: str) -> None:
    """5.9 / 3 = 1.966… is 1.9 when rounded, which is what is graded."""
    found = scorerules.loads(TEXT).score({"x": x, "y": y})
    assert found.outcomes["tenths"].grade == grade
    assert (found.grade, found.total) == (None, None)


SPECIAL = [(1, 2, "small"), (2, 2, "large"), (4, 6, "small"), (5, 6, "large")]


@pytest.mark.parametrize(("x", "y", "grade"), SPECIAL)
def test_bands_by_case(x: int, y: int, grade: str) -> None:
    """Up to 10 is small when y is above 5, else up to 3."""
    outcome = scorerules.loads(TEXT).score({"x": x, "y": y, "kind": "b"}).outcomes["special"]
    assert (outcome.exact_value, outcome.grade, outcome.status) == (x + y, grade, "scored")


def test_what_does_not_apply_has_neither_value_nor_grade() -> None:
    """Its condition is false."""
    outcome = scorerules.loads(TEXT).score({"x": 1, "y": 2}).outcomes["special"]
    assert (outcome.value, outcome.grade, outcome.status) == (None, None, "not_applicable")


def test_a_problem_of_an_outcome_refuses_the_record() -> None:
    """Division by zero is told at its place; other outcomes do not hide it."""
    with pytest.raises(scorerules.RecordError) as raised:
        scorerules.loads(TEXT).score({"x": 1, "y": 0})
    assert [(one.code, one.span.text if one.span else None) for one in raised.value.diagnostics] == [
        ("SR500", "x / y")
    ]


def test_outcomes_read_total_and_grade() -> None:
    """What comes after the grade may name it."""
    scheme = scorerules.loads(
        'scorerules = 1\n[ruleset]\nid = "o"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\n'
        'judged = { remark = "optional" }\n[grade]\n'
        'bands = [{ from = 60, grade = "pass" }, { grade = "fail" }]\n'
        "[outcome.next]\nformula = \"total * 2 if grade == 'pass' else 0\"\n"
    )
    assert scheme.score({"a": 70}).outcomes["next"].exact_value == 140
    assert scheme.score({"a": 50}).outcomes["next"].exact_value == 0
