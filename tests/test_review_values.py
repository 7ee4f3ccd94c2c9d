"""What records can come to: conditions, rows, divisors, holes, points out of reach, directions, roundings.

Every record that a finding shows is scored here, and comes out as the finding says.
"""

# ruff: noqa: E501 - a rule stands in one line, so that rules can be compared

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import scorerules
import scorerules.review
from reviewing import findings, seen, whole

X = '[indicator.x]\ntier = "top"\nweight = 100\n'
INPUTS = """
[input]
made   = { type = "integer", from = 0 }
plan   = { type = "integer", from = 0 }
ahead  = { type = "integer", above = 0 }
rate   = { unit = "%", from = "0%", upto = "100%" }
level  = { choices = ["a", "b", "c"] }
yes    = { type = "boolean" }
day    = { type = "date", from = 2020-01-01, upto = 2020-12-31 }
some   = { from = 0, upto = 10, default = 5 }
"""
READS = "[derived.all]\nformula = \"made + plan + ahead + rate + some if yes and level == 'a' and day == day else 0\"\n"
"""Keeps inputs that a test does not need from being declared and unread."""


def found(rest: str, *codes: str, header: str = "") -> list[tuple[str, str | None, str]]:
    """The findings with these codes in a ruleset with the inputs above."""
    return seen(findings(whole(f"{INPUTS}{READS}{rest}", header), *codes))


CONDITIONS = ("SR710", "SR711", "SR712", "SR713")


@pytest.mark.parametrize(
    ("rule", "code", "text"),
    [
        ('formula = "1 if rate >= 0 else 0"', "SR710", "rate >= 0"),
        ('formula = "1 if rate > 100% else 0"', "SR711", "rate > 100%"),
        ('formula = "1 if made + plan < 0 else 0"', "SR711", "made + plan < 0"),
        ("formula = \"1 if level in ['a', 'b', 'c'] else 0\"", "SR710", "level in ['a', 'b', 'c']"),
        ("formula = \"1 if level != 'a' and level == 'a' else 0\"", "SR711", "level == 'a'"),
        ("formula = \"1 if day > date('2021-01-01') else 0\"", "SR711", "day > date('2021-01-01')"),
        ('formula = "1 if given(some) else 0"', "SR710", "given(some)"),
        ('formula = "1 if min(rate, 50%) <= 50% else 0"', "SR710", "min(rate, 50%) <= 50%"),
        ('when = "made >= 0"\nnot_applicable = "zero"\nformula = "1"', "SR710", "made >= 0"),
        (
            'value = "min(made / ahead, 100%)"\nbands = [{ above = "100%", points = 3 }, { points = 100 }]',
            "SR712",
            '"100%"',
        ),
        (
            'table = [{ when = "made > 5", points = 1 }, { when = "made > 7", points = 2 }, { points = 100 }]',
            "SR712",
            "made > 7",
        ),
        ('value = "level"\nchoice = { a = 100, b = 1 }', "SR713", "choice"),
        (
            "table = [{ when = \"level == 'a'\", points = 100 }, { when = \"level == 'b'\", points = 1 }]",
            "SR713",
            "{ when",
        ),
    ],
)
def test_conditions_and_rows(rule: str, code: str, text: str) -> None:
    """What always or never holds, is never reached or has no row is found where it is written."""
    ((got, path, at),) = found(X + rule, *CONDITIONS)
    assert (got, path) == (code, "indicator.x")
    assert text in at or at in text


@pytest.mark.parametrize(
    "rule",
    [
        'formula = "1 if rate >= 60% else 0"',
        'formula = "1 if made > 5 and plan > 5 or yes else 0"',
        'formula = "1 if yes else 0"',
        'when = "yes"\nnot_applicable = "zero"\njudged = { remark = "optional" }',
        'when = "given(made)"\nnot_applicable = "zero"\nformula = "made"',
        'value = "rate"\nbands = [{ from = "90%", points = 100 }, { from = "60%", below = "90%", points = 2 }, { below = "60%", points = 0 }]',
        "table = [{ when = \"level == 'a'\", points = 100 }, { when = \"level == 'b'\", points = 2 }, { when = \"level == 'c'\", points = 1 }]",
        'value = "made"\nline = [[0, 0], [10, 100]]',
        'value = "made"\nline = { points = [[1, 0], [10, 100]], outside = "error" }',
        'on_missing = "full"\nvalue = "rate"\nratio = { full = "100%" }',
        'value = "rate"\ncases = [{ when = "yes", formula = "100" }, { ratio = { full = "100%" } }]',
    ],
)
def test_conditions_that_are_fine(rule: str) -> None:
    """What can turn out either way, and rows that cover everything, are not mentioned."""
    assert found(X + rule, *CONDITIONS) == []


@pytest.mark.parametrize(
    ("formula", "divisor"),
    [
        ("made / plan", "plan"),
        ("made / (plan - 3)", "plan - 3"),
        ("made / (plan * some)", "plan * some"),
        ("ratio(made, plan)", "plan"),
        ("made / plan if yes else 0", "plan"),
    ],
)
def test_divisors_that_can_be_zero(formula: str, divisor: str) -> None:
    """A divisor is found with a record for which the division really fails."""
    function = '[function.ratio]\nof = ["a", "b"]\nformula = "a / b"\n' if "ratio" in formula else ""
    text = whole(f'{INPUTS}{READS}{function}{X}value = "{formula}"\nratio = {{ full = 1 }}\n')
    (one,) = findings(text, "SR730")
    assert one.span is not None
    assert one.span.text == divisor
    (record,) = one.records
    with pytest.raises(scorerules.RecordError) as raised:
        scorerules.loads(text).score(record)  # type: ignore[arg-type]
    assert [problem.code for problem in raised.value.diagnostics] == ["SR500"]


@pytest.mark.parametrize(
    "formula",
    [
        "made / ahead",
        "made / plan if plan > 0 else 0",
        "0 if plan == 0 else made / plan",
        "made / max(plan, 1)",
        "made / (plan + 1)",
        "made / (1 if yes else 2)",
        "made / abs(rate - 200%)",
    ],
)
def test_divisors_that_are_fine(formula: str) -> None:
    """A divisor that conditions or inputs keep from 0 is not mentioned."""
    assert found(f'{X}value = "{formula}"\nratio = {{ full = 1 }}', "SR730") == []


def test_one_divisor_in_several_places() -> None:
    """What divides in several places is found once, with the others beside it."""
    text = whole(
        f'{INPUTS}{READS}[derived.q]\nformula = "rate / plan"\n{X}value = "made / plan"\nratio = {{ full = 1 }}\n'
    )
    (one,) = findings(text, "SR730")
    assert [label.words.en for label in one.labels] == ["so is this"]


POINTS = ("SR700", "SR701", "SR702", "SR703")


@pytest.mark.parametrize(
    ("rule", "code", "key"),
    [
        ("bands = [{ from = 9, points = 90 }, { points = 0 }]\ninput = {}", "SR700", "100"),
        ("ratio = { full = 20 }\ninput = { from = 0, upto = 10 }", "SR700", "100"),
        ("floor = 10\nbands = [{ from = 9, points = 100 }, { points = 20 }]\ninput = {}", "SR701", "10"),
        ("cap = 150\nratio = { full = 20 }\ninput = { from = 0 }", "SR702", "150"),
    ],
)
def test_points_out_of_reach(rule: str, code: str, key: str) -> None:
    """Full marks, floors and caps that no record reaches are found at their number."""
    assert [(got, at) for got, _, at in found(X + rule, *POINTS)] == [(code, key)]


@pytest.mark.parametrize(
    "rule",
    [
        "ratio = { full = 20 }\ninput = { from = 0, below = 20 }",
        "cap = 90\nratio = { full = 20 }\ninput = { from = 0 }",
        'on_missing = "full"\nbands = [{ from = 9, points = 90 }, { points = 0 }]\ninput = {}',
        "judged = {}",
        'levels = [{ name = "A", share = 1 }, { name = "B", share = 0 }]',
        'deduct = { above = 0, each = 1, points = 3 }\ninput = { type = "integer", from = 0 }',
        'formula = "cohort_rank(rate)"',
    ],
)
def test_points_within_reach(rule: str) -> None:
    """What can be reached, or is said with a cap, is not mentioned."""
    assert found(X + rule, *POINTS) == []


def test_a_score_that_is_always_the_same_has_no_cases() -> None:
    """A rule may read a score that every answer gives alike: it is then a function of its number alone."""
    answers = "[indicator.y]\nbonus = true\nweight = 3\nchoice = { a = 3, b = 9, c = 4 }\n"
    rule = 'input = { from = 0, upto = 90 }\nformula = "score.y if x < 1 else x"\n'
    assert found(X + rule + answers, *POINTS) == [("SR700", "indicator.x", "100")]


def test_grades_out_of_reach() -> None:
    """A grade that the total, held by a cap, never earns is found at its limit."""
    grades = '[grade]\nbands = [{ from = 95, grade = "A" }, { from = 60, grade = "B" }, { grade = "C" }]\n'
    assert found(f"{X}cap = 90\njudged = {{}}\n{grades}", *POINTS) == [("SR703", "grade", "95")]
    assert found(f"{X}judged = {{}}\n{grades}", *POINTS) == []


@pytest.mark.parametrize(
    ("direction", "rule"),
    [
        (
            "higher",
            "bands = [{ from = 9, points = 50 }, { from = 5, points = 100 }, { points = 0 }]\ninput = {}",
        ),
        (
            "lower",
            "bands = [{ upto = 5, points = 50 }, { upto = 9, points = 100 }, { points = 0 }]\ninput = {}",
        ),
        ("higher", "line = [[0, 0], [10, 100], [20, 99.9]]\ninput = {}"),
        ("higher", "tolerance = { target = 5, within = 1, until = 3 }\ninput = {}"),
        ("lower", "ratio = { full = 20 }\ninput = { from = 0 }"),
        (
            "higher",
            'value = "made / ahead"\nbands = [{ above = 1, points = 80 }, { from = 0.9, points = 100 }, { points = 0 }]',
        ),
        (
            "higher",
            'value = "rate"\ncases = [{ when = "level == \'b\'", formula = "100 - 100 * value" }, { ratio = { full = "100%" } }]',
        ),
    ],
)
def test_directions_that_are_broken(direction: str, rule: str) -> None:
    """Two records show that the better value scores less, and they really do."""
    text = whole(f'{INPUTS}{READS}{X}direction = "{direction}"\n{rule}\n')
    (one,) = findings(text, "SR747")
    assert one.span is not None
    assert one.span.text == f'"{direction}"'
    ruleset = scorerules.loads(text)
    first, second = (ruleset.score(record).indicators["x"] for record in one.records)  # type: ignore[arg-type]
    assert first.exact_score is not None
    assert second.exact_score is not None
    assert first.exact_score > second.exact_score
    values = [_value(score) for score in (first, second)]
    assert (values[0] < values[1]) is (direction == "higher")


def _value(score: Any) -> Fraction:
    value = score.exact_value
    assert isinstance(value, Fraction)
    return value


@pytest.mark.parametrize(
    ("direction", "rule"),
    [
        (
            "higher",
            "bands = [{ from = 9, points = 100 }, { from = 5, points = 50 }, { points = 0 }]\ninput = {}",
        ),
        ("lower", 'deduct = { above = 3, each = 1, points = 7, partial = "started" }\ninput = { from = 0 }'),
        ("higher", 'value = "made / ahead"\nratio = { full = 1 }'),
        ("higher", "line = [[0, 0], [10, 60], [20, 100]]\ninput = {}"),
        ("lower", 'ratio = { full = 3, lower = "inverse" }\ninput = { above = 0 }'),
        (
            "higher",
            'value = "rate"\ncases = [{ when = "yes", formula = "50 * value" }, { ratio = { full = "100%" } }]',
        ),
    ],
)
def test_directions_that_are_kept(direction: str, rule: str) -> None:
    """A rule that keeps its direction in every case is not mentioned."""
    assert found(f'{X}direction = "{direction}"\n{rule}', "SR747") == []


GRADE = '[grade]\nbands = [{ from = 90, grade = "A" }, { grade = "B" }]\n'
TWO = """
[indicator.x]
tier = "top"
weight = 60
input = { unit = "%", from = "0%", upto = "100%" }
ratio = { full = "100%" }
[indicator.y]
tier = "top"
weight = 40
input = { unit = "%", from = "0%", upto = "100%" }
ratio = { full = "100%" }
"""


@pytest.mark.parametrize("mode", ["half-up", "half-even", "up", "down", "floor", "ceiling", "half-down"])
def test_roundings_that_decide_the_grade(mode: str) -> None:
    """The record of the finding has one grade, and the same record without the rounding another."""
    rounding = f'[round]\nindicator = {{ to = 1, mode = "{mode}" }}\n'
    text = whole(TWO + GRADE + rounding)
    (one,) = findings(text, "SR721")
    (record,) = one.records
    with_it = scorerules.loads(text).score(record).grade  # type: ignore[arg-type]
    without = scorerules.loads(text.replace(rounding, "")).score(record).grade  # type: ignore[arg-type]
    assert {with_it, without} == {"A", "B"}


def test_the_rounded_or_the_unrounded_total() -> None:
    """That nobody said which total is graded is found, until somebody does."""
    text = whole(f"{TWO}{GRADE}[round]\ntotal = {{ to = 1 }}\n")
    (one,) = findings(text, "SR720", "SR721")
    assert one.code == "SR720"
    (record,) = one.records
    rounded, unrounded = (
        scorerules.loads(text.replace("[grade]", f'[grade]\nbasis = "{basis}"')).score(record).grade  # type: ignore[arg-type]
        for basis in ("rounded", "unrounded")
    )
    assert {rounded, unrounded} == {"A", "B"}
    assert findings(text.replace("[grade]", '[grade]\nbasis = "unrounded"'), "SR720", "SR721") == []


@pytest.mark.parametrize(
    "rounds",
    [
        "indicator = { to = 1 }\ntotal = { to = 1 }",
        "indicator = { to = 5 }\ntotal = { to = 1 }",
        "total = { to = 1 }",
    ],
)
def test_a_second_rounding_that_changes_nothing(rounds: str) -> None:
    """Whole points rounded to whole points are no chain."""
    assert findings(whole(f"{TWO}[round]\n{rounds}\n"), "SR722") == []


def test_roundings_one_after_the_other() -> None:
    """Rounding to tenths and then to whole points is found, with a record that shows the difference."""
    text = whole(f"{TWO}[round]\nindicator = {{ to = 0.1 }}\ntotal = {{ to = 1 }}\n")
    (one,) = findings(text, "SR722")
    (record,) = one.records
    twice = scorerules.loads(text).score(record).total  # type: ignore[arg-type]
    once = scorerules.loads(text.replace("indicator = { to = 0.1 }\n", "")).score(record).total  # type: ignore[arg-type]
    assert twice != once


def test_numbers_beyond_the_limits_of_a_caller() -> None:
    """With hardly any digits allowed, the review says less; it never fails."""
    text = whole(f"{TWO}{GRADE}[round]\nindicator = {{ to = 0.1 }}\ntotal = {{ to = 1 }}\n")
    for bits in (1, 8, 16, 64):
        scorerules.review.check_text(text, limits=scorerules.Limits(bits=bits))


def test_records_are_written_in_decimals() -> None:
    """A finding whose record has a third in it comes without the record."""
    text = whole(
        '[input]\nx = { from = 0 }\n[indicator.y]\ntier = "top"\nweight = 100\nvalue = "1 / (3 * x - 1)"\n'
        "ratio = { full = 1 }\n"
    )
    (one,) = findings(text, "SR730")
    assert one.records == ()
