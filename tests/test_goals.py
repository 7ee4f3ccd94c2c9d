"""The goals of rulesets: what their rules can do and some case should show."""

from __future__ import annotations

from scorerules import loads
from scorerules.analysis.study import Study
from scorerules.testing.goals import Goal, goals_of

HEAD = """
scorerules = 1
[ruleset]
id = "goals"
[tier]
t = { name = "产出" }
"""


def goals(text: str) -> dict[str, Goal]:
    """The goals of a ruleset, by id."""
    ruleset = loads(HEAD + text)
    return {one.id: one for one in goals_of(Study(ruleset.scheme, ruleset.plan))}


def told(text: str, item: str) -> dict[str, str]:
    """The goals of one item: what each is called, without the item, and its words in English."""
    return {
        id_.removeprefix(f"{item}."): one.words.en for id_, one in goals(text).items() if one.item == item
    }


SCORES = {"full": "the full mark", "partial": "part of the mark", "zero": "no points"}


def test_bands() -> None:
    """Rows, and the sides of a boundary on which another row begins; a place where nothing jumps is none."""
    text = """
[indicator]
rate = { tier = "t", weight = 100, input = { unit = "%", from = "0%", upto = "100%" }, bands = [
    { from = "95%", points = 100 },
    { from = "82.5%", points = 60 },
    { from = "60%", points = 60 },
    { points = 0 },
] }
"""
    assert told(text, "rate") == SCORES | {
        "row.1": "at least 95%",
        "row.2": "at least 82.5%",
        "row.3": "at least 60%",
        "row.4": "otherwise",
        "at.95%": "at 95%",
        "below.95%": "just below 95%",
        "at.60%": "at 60%",
        "below.60%": "just below 60%",
    }


def test_units_of_a_deduction() -> None:
    """The threshold, the first unit, the cliff; where parts of a unit count, no edge but the threshold."""
    started = """
[indicator.late]
tier = "t"
weight = 100
input = { unit = "天", from = 0 }
deduct = { above = 3, each = 2, points = 10, partial = "started", zero = { above = 10 } }
"""
    assert told(started, "late") == SCORES | {
        "at.10": "at 10",
        "above.10": "just above 10",
        "at.3": "at 3",
        "above.3": "just above 3",
        "at.5": "at 5",
        "above.5": "just above 5",
    }
    assert told(started.replace('"started"', '"prorated"'), "late") == SCORES | {
        "at.10": "at 10",
        "above.10": "just above 10",
        "at.3": "at 3",
    }
