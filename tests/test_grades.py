"""Grades: bounds, requirements, order, what is graded and on which basis, worked out by hand."""

from __future__ import annotations

import pytest

import scorerules

HEAD = """scorerules = 1
[ruleset]
id = "grades"
[tier]
t = { weight = 100 }
[input]
large = { type = "boolean", default = false }
[indicator]
a = { tier = "t", weight = 60, judged = { remark = "optional" } }
b = { tier = "t", weight = 40, judged = { remark = "optional" } }
"""
ABC = 'bands = [{ from = 90, grade = "A" }, { from = 60, grade = "B" }, { grade = "C" }]\n'
LOWER = 'bands = [{ upto = 10, grade = "low" }, { upto = 50, grade = "middle" }, { grade = "high" }]\n'
STRICT = 'bands = [{ above = 90, grade = "A" }, { above = 60, grade = "B" }, { grade = "C" }]\n'
BELOW = 'bands = [{ below = 10, grade = "low" }, { below = 50, grade = "middle" }, { grade = "high" }]\n'
GATES = (
    'bands = [{ from = 90, grade = "A", requires = "share.b >= 0.8 and share.a >= 0.8" }, '
    '{ from = 60, grade = "B", requires = "score.b > 0" }, { grade = "C" }]\n'
)
CASES = (
    'cases = [{ when = "large", bands = [{ from = 80, grade = "A" }, { grade = "C" }] }, '
    '{ when = "score.b == 0", bands = [{ grade = "C" }] }, '
    '{ bands = [{ from = 70, grade = "A" }, { from = 50, grade = "B" }, { grade = "C" }] }]\n'
)

GRADES = [
    (ABC, 50, 40, "A"), (ABC, 50, 39.9, "B"), (ABC, 60, 0, "B"), (ABC, 59.9, 0, "C"), (ABC, 0, 0, "C"),
    (STRICT, 50, 40, "B"), (STRICT, 50.1, 40, "A"), (STRICT, 60, 0, "C"), (STRICT, 60, 0.1, "B"),
    # lower is better
    (LOWER, 10, 0, "low"), (LOWER, 10.1, 0, "middle"), (LOWER, 50, 0, "middle"), (LOWER, 50, 0.1, "high"),
    (BELOW, 10, 0, "middle"), (BELOW, 9.9, 0, "low"), (BELOW, 50, 0, "high"),
    # the best row whose bound and requirement hold
    (GATES, 60, 32, "A"), (GATES, 60, 31, "B"), (GATES, 60, 0, "C"), (GATES, 20, 30, "C"),
    (CASES, 45, 30, "A"), (CASES, 30, 30, "B"), (CASES, 60, 0, "C"),
]  # fmt: skip


@pytest.mark.parametrize(("grade", "a", "b", "expected"), GRADES)
def test_grades(grade: str, a: float, b: float, expected: str) -> None:
    """Every total has the grade of the first row that takes it."""
    assert scorerules.loads(f"{HEAD}[grade]\n{grade}").score({"a": a, "b": b}).grade == expected


@pytest.mark.parametrize(("a", "expected"), [(50, "A"), (49, "C")])
def test_the_first_case_that_holds(a: int, expected: str) -> None:
    """Bands of one case do not show through to another."""
    assert (
        scorerules.loads(f"{HEAD}[grade]\n{CASES}").score({"a": a, "b": 30, "large": True}).grade == expected
    )


@pytest.mark.parametrize(("basis", "expected"), [("rounded", "A"), ("unrounded", "B")])
def test_basis(basis: str, expected: str) -> None:
    """89.5 rounds to 90: an A by the rounded total, a B by the other."""
    text = HEAD + f'[round]\ntotal = {{ to = 1 }}\n[grade]\nbasis = "{basis}"\n{ABC}'
    found = scorerules.loads(text).score({"a": 60, "b": 29.5})
    assert (found.exact_total, found.grade) == (90, expected)


OF = [
    ('of = "total"', "", "A"),  # 95
    ('of = "t"', "", "A"),
    ('of = "d"', '[derived.d]\nformula = "60"\n', "B"),
    ('of = "o"', '[outcome.o]\nformula = "total / 2"\n', "C"),  # 47.5
    ('of = "o"', '[outcome.o]\nformula = "59.5"\nround = { to = 1 }\n', "B"),
]


@pytest.mark.parametrize(("of", "more", "expected"), OF)
def test_what_is_graded(of: str, more: str, expected: str) -> None:
    """The total, a tier, a derived value or an outcome."""
    assert scorerules.loads(f"{HEAD}{more}[grade]\n{of}\n{ABC}").score({"a": 60, "b": 35}).grade == expected


def test_order_may_hold_grades_that_no_total_earns() -> None:
    """Lower is better: the order says which is worst, not the rows."""
    text = HEAD + '[grade]\norder = ["extreme", "high", "middle", "low"]\n' + LOWER
    text += '[veto.bad]\nwhen = "large"\nno_better_than = "middle"\n'
    text += '[veto.worst]\nwhen = "score.b == 7"\ngrade = "extreme"\n'
    scheme = scorerules.loads(text)
    assert scheme.score({"a": 5, "b": 0, "large": True}).grade == "middle"
    assert scheme.score({"a": 60, "b": 0, "large": True}).grade == "high"
    assert scheme.score({"a": 5, "b": 7}).grade == "extreme"


def test_no_row_for_a_total() -> None:
    """A last row that requires something can leave a record without a grade: a problem, not a guess."""
    scheme = scorerules.loads(HEAD + '[grade]\nbands = [{ grade = "A", requires = "score.a == 60" }]\n')
    assert scheme.score({"a": 60, "b": 0}).grade == "A"
    with pytest.raises(scorerules.RecordError) as raised:
        scheme.score({"a": 1, "b": 0})
    assert [one.code for one in raised.value.diagnostics] == ["SR510"]
