"""Numbers beside a ratio that lack their percent sign."""

from __future__ import annotations

from pathlib import Path

import pytest

import scorerules
from plainly import check
from reviewing import findings, labels, seen, whole
from scorerules.diagnostics import Diagnostic

DATA = """
[input]
made    = { unit = "张", from = 0 }
spoilt  = { unit = "张", from = 0 }
planned = { unit = "张", above = 0 }
spent   = { unit = "元", from = 0 }
rate    = { unit = "%", above = 0 }
bare    = { from = 0 }
other   = { above = 0 }
[parameter]
goal = { value = "98%" }
much = { value = 95 }
quota = { value = 330, unit = "张" }
"""
X = """
[indicator.x]
tier   = "top"
weight = 100
"""


def found(rule: str, further: str = "") -> list[Diagnostic]:
    """What is found in a ruleset whose indicator ``x`` has the keys of ``rule``."""
    return findings(whole(DATA + X + rule + "\n" + further), "SR738", "SR739")


def places(rule: str, further: str = "") -> list[str]:
    """What the finding about a forgotten percent sign covers, and then its labels."""
    reviewed = found(rule, further)
    assert len(reviewed) < 2
    return [] if not reviewed else [seen(reviewed)[0][2], *(text for text, _ in labels(reviewed[0]))]


MULTIPLE = 'value = "made / planned"\n'
PART = 'value = "made / planned - 1"\n'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (MULTIPLE + "ratio = { full = 100 }", ["100"]),
        (MULTIPLE + "ratio = { full = 98, zero = 60 }", ["98", "60"]),
        (MULTIPLE + "ratio = { full = 1 }", []),
        (MULTIPLE + "ratio = { full = 1.3 }", []),
        (MULTIPLE + "ratio = { full = 18 }", []),
        (MULTIPLE + "ratio = { full = 200 }", []),
        (MULTIPLE + 'ratio = { full = "much" }', ["95", "much"]),
        (MULTIPLE + 'ratio = { full = "goal" }', []),
        (
            MULTIPLE + "bands = [{ from = 95, points = 100 }, { from = 5, points = 60 }, { points = 0 }]",
            ["95", "5"],
        ),
        (MULTIPLE + "bands = [{ from = 3, points = 100 }, { from = 2, points = 60 }, { points = 0 }]", []),
        (MULTIPLE + "line = [[60, 0], [98, 100]]", ["60", "98"]),
        (MULTIPLE + "pass = { from = 90 }", ["90"]),
        (MULTIPLE + "pass = { is = 1 }", []),
        (
            MULTIPLE + 'deduct = { below = 100, each = 1, points = 1, partial = "whole" }',
            ["100"],
        ),
        (
            MULTIPLE
            + 'deduct = { below = 100, each = 5, points = 1, partial = "whole", zero = { below = 60 } }',
            ["100", "5", "60"],
        ),
        (MULTIPLE + "tolerance = { target = 100, within = 3, until = 10 }", ["100", "3", "10"]),
        (MULTIPLE + "tolerance = { target = 1, within = 3, until = 10 }", ["3", "10"]),
        (MULTIPLE + "tolerance = { target = 1, within = 0.03, until = 0.1 }", []),
        (MULTIPLE + "tolerance = { target = 18, within = 3, until = 10 }", []),
        (MULTIPLE + 'swing = { around = 100, each = 1, lose = 2, partial = "whole" }', ["100"]),
        (
            'deduct = [{ value = "spoilt / made", above = 50, each = 1, points = 1, partial = "whole" }]',
            ["50"],
        ),
        (
            'cases = [{ when = "spent > 0", formula = "3" }, { pass = { from = 60 } }]\n' + MULTIPLE,
            ["60"],
        ),
        (PART + "ratio = { full = 5 }", ["5"]),
        (PART + "ratio = { full = 2 }", []),
        ('value = "(made - planned) / planned"\nratio = { full = 5 }', ["5"]),
        ('value = "made / (made + spoilt)"\nratio = { full = 5 }', ["5"]),
        ('value = "made / sum(spoilt, made, planned)"\nratio = { full = 5 }', ["5"]),
        ('value = "100% - spoilt / made"\nratio = { full = 5 }', ["5"]),
        ('value = "cohort_percentile(made)"\nratio = { full = 5 }', ["5"]),
        ('value = "cohort_mean(made / planned)"\nratio = { full = 95 }', ["95"]),
        ('value = "max(0, min(made / planned, spoilt / planned))"\nratio = { full = 95 }', ["95"]),
        ('value = "round(made / planned, 0.01)"\nratio = { full = 95 }', ["95"]),
        ('value = "made / planned if spent > 0 else 0"\nratio = { full = 95 }', ["95"]),
        ('value = "made / planned if spent > 0 else none"\nratio = { full = 95 }', ["95"]),
        ('value = "rate / goal"\nratio = { full = 95 }', ["95"]),
        ('value = "made / planned * 90%"\nratio = { full = 95 }', ["95"]),
        ('value = "made / quota"\nratio = { full = 95 }', ["95"]),
        ('value = "(made + spoilt) / 2 / planned"\nratio = { full = 95 }', ["95"]),
    ],
)
def test_parameters_of_rules(rule: str, expected: list[str]) -> None:
    """A parameter that is measured like a ratio is a percentage where no ratio is that large."""
    assert places(rule) == expected


@pytest.mark.parametrize(
    "value",
    [
        "100 * made / planned",
        "made / planned * 100",
        "made * 100 / planned",
        "made / (planned * 0.01)",
        "made / spent",
        "bare / other",
        "made / 10",
        "spent / 10万元",
        "(100% - rate) / 1pp",
        "cohort_rank(made)",
        "cohort_count(made > 0)",
        "made",
        "bare",
        "ln(bare + 1)",
        "weight.x",
        "max(made / planned, bare)",
        "made / planned * bare",
        "count(made > 0, planned > 0)",
    ],
)
def test_what_is_no_ratio(value: str) -> None:
    """What was multiplied by a hundred, counts how often something goes in, or has no known unit is left."""
    assert places(f'value = "{value}"\nratio = {{ full = 95 }}') == []


def test_a_ratio_that_is_declared_in_percent_is_an_error_already() -> None:
    """The bare number beside it never gets as far as a review."""
    with pytest.raises(scorerules.RulesetError, match="SR354"):
        scorerules.loads(whole(DATA + X + 'value = "rate"\nratio = { full = 95 }'))
    text = (
        DATA + X + 'value = "d"\nratio = { full = 95 }\n[derived.d]\nunit = "%"\nformula = "made / planned"'
    )
    with pytest.raises(scorerules.RulesetError, match="SR354"):
        scorerules.loads(whole(text))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("100 if made / planned >= 95 else 0", ["95"]),
        ("100 if 60 <= made / planned < 95 else 0", ["60", "95"]),
        ("100 if made / planned >= 0.95 else 0", []),
        ("100 if made / planned >= much else 0", ["95", "much"]),
        ("100 if made / planned in [90, 1] else 0", ["90"]),
        ("weight * min(made / planned, 100)", ["100"]),
        ("weight * clamp(made / planned, 0, 120)", ["120"]),
        ("100 - made / planned", ["100"]),
        ("weight - 50 * (1 - made / planned)", []),
        ("60 + 40 * made / planned", []),
        ("100 if made >= 95 else 0", []),
        ("min(made / planned, weight)", []),
        ("10 + share.y", []),
        ("max(share.y, weight.y)", []),
    ],
)
def test_formulas(formula: str, expected: list[str]) -> None:
    """The same in formulas, wherever a ratio is compared or added."""
    other = "[indicator.y]\nbonus = true\nweight = 90\njudged = {}"
    assert places(f'formula = "{formula}"', other) == expected


def test_limits_of_a_score_are_points() -> None:
    """A score that is a ratio may have any limit: what it is limited to is not compared with a ratio."""
    assert places('formula = "made / planned"\nfloor = 40\ncap = 90\nround = { to = 0.1 }') == []


@pytest.mark.parametrize(
    "sections",
    [
        '[grade]\nbands = [{ from = 60, grade = "a", requires = "share.x >= 80" }, { grade = "b" }]',
        '[veto.v]\nwhen = "share.x < 80"\ndisqualify = true',
        '[outcome.o]\nformula = "1 if share.top >= 80 else 0"',
        '[derived.d]\nformula = "made / planned"\n[derived.e]\nformula = "d > 80"',
        '[derived.d]\nvalue = "made / planned"\nbands = [{ from = 80, gives = 1 }, { gives = 0 }]',
        '[indicator.y]\nbonus = true\nchoice = { a = 1 }\nwhen = "made / planned > 80"',
        '[function.f]\nof = ["a", "b"]\nformula = "a / b > 80"\n[derived.d]\nformula = "f(made, planned)"',
    ],
)
def test_other_sections(sections: str) -> None:
    """Shares, derived values, conditions and functions are looked at too."""
    assert places("judged = {}", sections) == ["80"]


def test_what_is_said() -> None:
    """The number is read out, and the help writes it as its place needs it."""
    (one,) = found(MULTIPLE + "ratio = { full = 95 }")
    assert (one.code, one.path) == ("SR738", "indicator.x")
    assert one.headline("en") == "a ratio meets 95 here, which is 9500 %"
    assert one.help("en") == 'if 95 percent is meant, write `"95%"`'
    (one,) = found('formula = "100 if made / planned >= 95 else 0"')
    assert one.help("en") == "if 95 percent is meant, write `95%`"
    (one,) = found(MULTIPLE + 'ratio = { full = "much" }')
    assert one.span is not None
    assert one.span.text == "95"
    assert labels(one) == [("much", "used here")]


@pytest.mark.parametrize(
    ("rule", "unit"),
    [
        ('deduct = { below = 1, each = 1, points = 5, partial = "whole" }', "1"),
        ('deduct = { below = 0.95, each = 1, points = 5, partial = "started" }', "1"),
        ('deduct = { below = 1, each = 2, points = 5, partial = "prorated" }', "2"),
        ('deduct = { below = 1, each = 1, points = 5, partial = "prorated" }', "1"),
        ('deduct = { below = 1, each = 1, points = 100, partial = "prorated" }', None),
        ('deduct = { below = 1, each = 1, points = "bare", partial = "prorated" }', None),
        ('deduct = { below = 1, each = 0.01, points = 5, partial = "whole" }', None),
        ('deduct = { below = "100%", each = "1pp", points = 5, partial = "whole" }', None),
        ('deduct = { below = 2, each = 1, points = 5, partial = "whole" }', None),
        ('deduct = { above = 1, each = 1, points = 5, partial = "whole" }', None),
        ('swing = { around = 1, each = 1, gain = 1, lose = 2, partial = "whole" }', "1"),
        ('swing = { around = 1, each = 1, gain = 1, partial = "whole" }', None),
        ('swing = { around = 1, each = 0.01, gain = 1, lose = 2, partial = "whole" }', None),
        ('earn = { each = 1, points = 5, partial = "whole" }', None),
    ],
)
def test_units_as_large_as_the_ratio(rule: str, unit: str | None) -> None:
    """A unit of 1 is a hundred percentage points: nothing below the target is ever two of them."""
    expected = [] if unit is None else [("SR739", "indicator.x", unit)]
    assert seen(found(MULTIPLE + rule)) == expected
    assert seen(found('value = "bare"\n' + rule.replace('"100%"', "100").replace('"1pp"', "1"))) == []


def test_units_of_several_clauses_and_cases() -> None:
    """Every clause and every case is looked at."""
    clauses = (
        'deduct = [{ value = "made / planned", below = 1, each = 1, points = 5, partial = "whole" },'
        ' { value = "made", below = 1, each = 1, points = 5, partial = "whole" }]'
    )
    assert [text for _, _, text in seen(found(clauses))] == ["1"]
    cases = (
        MULTIPLE + 'cases = [{ when = "spent > 0", pass = { from = 1 } },'
        ' { deduct = { below = 1, each = 1, points = 5, partial = "started" } }]'
    )
    assert [code for code, _, _ in seen(found(cases))] == ["SR739"]


def test_a_child_answers_for_its_own_numbers(tmp_path: Path) -> None:
    """A number in a parent is the parent's business, also where the child uses it."""
    parent = whole(DATA + X + MULTIPLE + "ratio = { full = 95 }")
    child = 'scorerules = 1\n[ruleset]\nid = "c"\nextends = "p.toml"\n'
    (tmp_path / "p.toml").write_text(parent, encoding="utf-8")
    (tmp_path / "c.toml").write_text(child, encoding="utf-8")
    assert [one.code for one in check(tmp_path / "p.toml") if one.code == "SR738"] == ["SR738"]
    assert [one.code for one in check(tmp_path / "c.toml")] == []
    changed = child + "[change.indicator.x]\nratio = { full = 98 }\n"
    (tmp_path / "c.toml").write_text(changed, encoding="utf-8")
    assert [one.code for one in check(tmp_path / "c.toml")] == ["SR738"]
