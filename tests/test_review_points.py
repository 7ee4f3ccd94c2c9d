"""Scores that are cut off, and caps of bonus and penalty points."""

from __future__ import annotations

import pytest

from reviewing import Finding, findings, labels, seen, whole
from scorerules.diagnostics import Diagnostic

X = """
[indicator.x]
tier = "top"
weight = 100
"""


def cut(rule: str, header: str = "") -> list[Finding]:
    """The scores of an indicator that are cut off."""
    return seen(findings(whole(X + rule, header), "SR705", "SR706"))


@pytest.mark.parametrize(
    ("rule", "spans"),
    [
        ("input = {}\nbands = [{ from = 3, points = 100 }, { points = 101 }]", ["101"]),
        ('input = {}\nbands = [{ from = 3, share = "101%" }, { share = 1 }]', ['"101%"']),
        ("choice = { a = 100.5, b = 0 }", ["100.5"]),
        ("input = {}\nline = [[0, 0], [1, 120]]", ["120"]),
        ("input = {}\npass = { from = 1, points = 150, else = 200 }", ["150", "200"]),
        ('input = {}\nswing = { around = 1, start = 110, each = 1, lose = 1, partial = "whole" }', ["110"]),
        ('input = {}\ntable = [{ when = "x > 1", points = 101 }, { points = 0 }]', ["101"]),
        ('input = {}\nformula = "120 if x > 1 else 60 if x > 0 else weight"', ["120"]),
        (
            'input = {}\ncases = [{ when = "x > 1", pass={ from = 2, points = 300 } }, { formula = "4e2" }]',
            ["300", "4e2"],
        ),
        ("choice = { a = 110, b = 0 }\ncap = 120", []),
        ("choice = { a = 130, b = 0 }\ncap = 120", ["130"]),
        ('choice = { a = 130, b = 0 }\ncap = "100 + 1"', []),
        ('choice = { a = "100 + x0", b = 0 }\n[input]\nx0 = {}', []),
        ('input = {}\ndeduct = { below = 1, each = 1, points = 200, partial = "whole" }', []),
    ],
)
def test_scores_above_the_most(rule: str, spans: list[str]) -> None:
    """A constant score above the weight, or above the cap, is found where it is written."""
    assert cut(rule) == [("SR705", "indicator.x", span) for span in spans]


@pytest.mark.parametrize(
    ("rule", "spans"),
    [
        ("choice = { a = 100, b = -5 }", ["-5"]),
        ("choice = { a = 100, b = -5 }\nfloor = -5", []),
        ("choice = { a = 100, b = -6 }\nfloor = -5", ["-6"]),
        ("choice = { a = 100, b = 10 }\nfloor = 20", ["10"]),
    ],
)
def test_scores_below_the_least(rule: str, spans: list[str]) -> None:
    """A constant score below 0, or below the floor, is found where it is written."""
    assert cut(rule) == [("SR706", "indicator.x", span) for span in spans]


def test_the_limit_is_shown() -> None:
    """The label is on the key that says the limit, and the number is in the sentence."""
    (one,) = findings(whole(X + "choice = { a = 130, b = 0 }\ncap = 120"), "SR705")
    assert labels(one) == [("120", "the most it can score")]
    assert one.headline("en") == (
        "`x` is given 130 points here and can score 120 at most: the rest is cut off"
    )
    (one,) = findings(whole(X + 'input = {}\nbands = [{ from = 1, share = "125%" }, { share = 0 }]'), "SR705")
    assert labels(one) == [("100", "its weight")]
    assert "`x` is given 125 points" in one.headline("en")


def test_weights_in_percent_give_full_marks() -> None:
    """Under percentages every indicator is marked up to the full total."""
    percent = X.replace("weight = 100", 'weight = "100%"')
    header = 'weights = "percent"'
    assert findings(whole(percent + "choice = { a = 100 }", header), "SR705") == []
    assert len(findings(whole(percent + "choice = { a = 101 }", header), "SR705")) == 1


def test_without_weights_nothing_is_cut_off() -> None:
    """Without weights only a cap limits a score."""
    free = X.replace("weight = 100\n", "")
    assert findings(whole(free + "choice = { a = 500, b = -3 }", 'weights = "none"'), "SR705", "SR706") == []
    capped = findings(whole(free + "choice = { a = 500, b = -3 }\ncap = 4", 'weights = "none"'), "SR705")
    assert seen(capped) == [("SR705", "indicator.x", "500")]


def test_a_penalty_without_a_weight_loses_points() -> None:
    """What such a penalty gives with a plus sign counts nothing."""
    text = X + "judged = {}\n[indicator.p]\npenalty = true\nchoice = { a = 0, b = 2, c = -2 }"
    (one,) = findings(whole(text), "SR705", "SR706")
    assert seen([one]) == [("SR705", "indicator.p", "2")]
    assert one.labels == ()
    assert "minus" in one.help("en")


def caps(sections: str, header: str = "") -> list[Diagnostic]:
    """What is said of the caps of a ruleset with further sections."""
    return findings(whole(X + "judged = {}\n" + sections, header), "SR707", "SR708")


BONUS = "[indicator.b]\nbonus = true\n"
PENALTY = "[indicator.p]\npenalty = true\n"


@pytest.mark.parametrize(
    ("items", "cap", "code", "parts"),
    [
        (BONUS + "choice = { a = 3, b = 1 }", 5, "SR708", "3"),
        (BONUS + "choice = { a = 3, b = 1 }", 3, None, ""),
        (BONUS + "choice = { a = 3, b = 1 }", 2, "SR707", "3"),
        (BONUS + "weight = 2\nchoice = { a = 3, b = 1 }", 5, "SR708", "2"),
        (BONUS + "cap = 4\ninput = {}\nearn = { each = 1, points = 1, partial = 'whole' }", 5, "SR708", "4"),
        (BONUS + "input = {}\nearn = { each = 1, points = 1, partial = 'whole' }", 5, None, ""),
        (BONUS + 'input = {}\nbands = [{ from = 1, points = "2 * weight.x" }, { points = 0 }]', 5, None, ""),
        (BONUS + "levels = [{ name = 'a', points = { from = 1, upto = 3 } }, { name = 'b', points = 0 }]", 5,
         "SR708", "3"),
        (BONUS + "weight = 3\nchecklist = { a = { points = 1 }, b = { points = 2 } }", 5, "SR708", "3"),
        (BONUS + "weight = 9\non_missing = 'full'\nchoice = { a = 3, b = 1 }", 5, "SR707", "9"),
        (PENALTY + "defects = { a = { points = 1, max = 3 }, b = { points = 2, max = 4 } }", 8, "SR708", "7"),
        (PENALTY + "defects = { a = { points = 1, max = 3 }, b = { points = 2 } }", 8, None, ""),
        (PENALTY + "weight = 5\ndefects = { a = { points = 1 }, b = { points = 2 } }", 8, "SR708", "5"),
        (PENALTY + "weight = 5\ndefects = { a = { points = 1, max = 3 } }", 3, None, ""),
        (PENALTY + "weight = 5\ndefects = { a = { points = 1, max = 3, zero = true } }", 3, "SR707", "5"),
        (PENALTY + "choice = { a = 0, b = -2 }", 3, "SR708", "2"),
        (PENALTY + "choice = { a = 0, b = 2 }", 3, "SR708", "0"),
        (PENALTY + "floor = -2\nformula = '-3 * score.x'", 3, "SR708", "2"),
        (PENALTY + "formula = '-3 * score.x'", 3, None, ""),
        (BONUS + "choice = { a = 3 }\n[indicator.c]\nbonus = true\nweight = 4\njudged = {}", 5, "SR707",
         "3 + 4 = 7"),
        ("", 5, "SR708", "0"),
    ],
)  # fmt: skip
def test_caps_against_their_items(items: str, cap: int, code: str | None, parts: str) -> None:
    """A cap above what the items give is a warning, one below it a hint, both with the sum."""
    section = "penalty" if items.startswith("[indicator.p]") else "bonus"
    found = caps(f"[{section}]\ncap = {cap}\n{items}")
    assert [one.code for one in found] == ([] if code is None else [code])
    for one in found:
        assert (one.path, one.arguments["parts"], one.arguments["cap"]) == (f"{section}.cap", parts, str(cap))


def test_an_abstract_ruleset_leaves_the_items_to_others() -> None:
    """The cap of a base has no items yet."""
    assert caps("[bonus]\ncap = 5\n", "abstract = true") == []
