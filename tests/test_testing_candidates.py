"""Records that reach goals: each is scored for real, the plainest first; what is not found is said."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth, of_value
from scorerules.analysis.interval import Interval
from scorerules.diagnostics import Words
from scorerules.ruleset import Ruleset, loads
from scorerules.testing.goals import Comes, Condition, Goal, Inapplicable, Lacks, Takes
from scorerules.testing.pool.candidates import Pool
from small_ruleset import small

PLAN = """scorerules = 1
[ruleset]
id = "found"
not_applicable = "rescale-tier"
[input]
planned = { type = "integer", above = 0 }
made = { type = "integer", from = 0 }
kind = { type = "text", choices = ["new", "old"] }
opened = { type = "date" }
[grade]
bands = [{ from = 90, grade = "A" }, { from = 60, grade = "B" }, { grade = "C" }]
[veto.late]
when = "days(date('2024-01-01'), opened) > 30"
no_better_than = "B"
[tier.output]
weight = 100
[indicator]
care = { tier = "output", weight = 30, judged = {} }
[indicator.cards]
tier = "output"
weight = 50
value = "made / planned"
deduct = { below = "100%", each = "1pp", points = 1, partial = "whole" }
[indicator.repairs]
tier = "output"
weight = 20
when = "kind == 'old'"
input = { type = "integer", from = 0 }
pass = { upto = 2 }
"""

PERCENT = 'input = { unit = "%" }\nratio = { full = "100%" }'


def goal(*conditions: Condition) -> Goal:
    """A goal that asks for some conditions."""
    return Goal(str(conditions), "x", "at", Words.same("…"), conditions)


def first(ruleset: Ruleset, *conditions: Condition) -> object:
    """The plainest record that meets some conditions; ``None`` when none is found."""
    found = next(Pool(ruleset).reaching(goal(*conditions)), None)
    return None if found is None else dict(found.record)


@pytest.mark.parametrize(
    ("rule", "condition", "record"),
    [
        (PERCENT, Comes("score.x", of_value(Fraction(0))), {"x": 0}),
        (
            'input = { unit = "%" }\nratio = { full = "100%", zero = "60%" }',
            Comes("x", of_value(Fraction(3, 5))),
            {"x": 60},
        ),
        ("judged = {}", Comes("score.x", of_value(Fraction(4))), {"x": {"score": 4, "remark": "…"}}),
        (
            "judged = { judges = 3 }",
            Comes("score.x", of_value(Fraction(0))),
            {"x": {"scores": [0, 0, 0], "remark": "…"}},
        ),
        (
            'levels = [{ name = "good", from = 8, upto = 10 }, { name = "poor", from = 0, below = 8 }]',
            Comes("score.x", of_numbers(Interval(Fraction(0), Fraction(1)))),
            {"x": {"level": "poor", "score": 1, "remark": "…"}},
        ),
        (
            "checklist = { a = { name = 'a', points = 4 }, b = { name = 'b', points = 6 } }",
            Comes("score.x", of_value(Fraction(6))),
            {"x": {"a": False, "b": True}},
        ),
        ("defects = { a = { points = 2 } }", Comes("score.x", of_value(Fraction(4))), {"x": {"a": 3}}),
        ("choice = { yes = 10, no = 0 }", Takes("x.row", 1), {"x": "no"}),
    ],
)  # fmt: skip
def test_a_record_for_each_kind(rule: str, condition: Condition, record: object) -> None:
    """The record that reaches a goal is the one that a person would write."""
    assert first(small(rule), condition) == record


def test_conditions_are_met_together() -> None:
    """An item is made to apply before the number that it looks at is brought to its boundary."""
    repairs = Comes("repairs", of_value(Fraction(3)))
    record = first(loads(PLAN), repairs, Comes("score.repairs", of_value(Fraction(0))))
    assert record is not None
    assert {"kind": "old", "repairs": 3}.items() <= record.items()  # type: ignore[attr-defined]


@pytest.mark.parametrize("total", [90, 89, 60, 59])
def test_a_total_is_reached_exactly(total: int) -> None:
    """Several indicators are lowered until the total is the wanted one."""
    found = next(Pool(loads(PLAN)).reaching(goal(Comes("total", of_value(Fraction(total))))))
    assert found.evaluation.exact_total == total


@pytest.mark.parametrize(
    "condition",
    [
        Inapplicable("score.repairs"),
        Comes("veto.late", of_truth((True,))),
        Comes("veto.late", of_truth((False,))),
        Comes("grade", Abstract(texts=frozenset({"C"}))),
        Comes("cards.value", of_numbers(Interval(Fraction(99, 100), Fraction(1), high_in=False))),
    ],
)
def test_a_goal_is_met_by_what_is_found(condition: Condition) -> None:
    """What is handed out was scored, and meets the goal."""
    wanted = goal(condition)
    found = list(Pool(loads(PLAN)).reaching(wanted))
    assert found
    assert all(one.meets(wanted) for one in found)


def test_what_is_not_found_is_said() -> None:
    """No record lacks what must be there, so that none is found, and nothing is made up."""
    pool = Pool(small(PERCENT))
    lacking = goal(Lacks("x"))
    assert list(pool.reaching(lacking)) == []
    assert pool.not_found == (lacking,)


def test_boundary_records_stand_at_and_beside_every_boundary() -> None:
    """The values of a banded indicator are those at each bound, one to either side, and the awkward ones."""
    bands = "bands = [{ from = 90, points = 10 }, { from = 60, points = 6 }, { points = 0 }]"
    ruleset = small(f"input = {{ from = 0, upto = 100 }}\n{bands}")
    given = [one.record.get("x") for one in Pool(ruleset).boundary_records()]
    assert {90, 89, 91, 60, 59, 61, 0, 100} <= set(given)
    assert len(given) == len(set(given))


def test_boundary_records_are_the_same_every_time() -> None:
    """Nothing is drawn by chance."""
    one, other = ([dict(each.record) for each in Pool(loads(PLAN)).boundary_records()] for _ in range(2))
    assert one == other
    assert len(one) > 30


def test_a_total_that_only_several_items_together_come_to() -> None:
    """Scores go in steps, no pair of changes gets there; data stay near the usual."""
    text = """scorerules = 1
[ruleset]
id = "window"
[tier.t]
[indicator.on_time]
tier = "t"
weight = 40
input = { unit = "%", from = "0%", upto = "100%" }
deduct = { below = "98%", each = "1pp", points = 4, partial = "started" }
[indicator.complaints]
tier = "t"
weight = 20
input = { type = "integer", from = 0 }
deduct = { above = 0, each = 1, points = 5 }
[indicator.satisfaction]
tier = "t"
weight = 15
input = { unit = "%", from = "0%", upto = "100%" }
bands = [{ from = "90%", points = 15 }, { above = "80%", points = 10 }, { points = 0 }]
[indicator.archive]
tier = "t"
weight = 15
judged = {}
[indicator.summary]
tier = "t"
weight = 10
input = { type = "date", from = 2026-01-01 }
formula = "10 if summary <= date('2026-01-31') else 5 if summary <= date('2026-02-15') else 0"
[[example]]
name = "a good one"
record = { on_time = "96.5%", complaints = 1, satisfaction = "92%", archive = 15, summary = 2026-01-20 }
expect = { total = 87 }
"""
    ruleset = loads(text, name="window.toml")
    found = next(Pool(ruleset).reaching(goal(Comes("total", of_value(Fraction(60))))))
    assert found.evaluation.total == 60
    assert found.record["summary"] in {"2026-01-20", "2026-01-31", "2026-02-01", "2026-02-15", "2026-02-16"}
