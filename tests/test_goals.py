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


def test_edges_of_dates_are_days() -> None:
    """Nothing is just above a day: the day after it is."""
    text = """
[indicator.late]
tier = "t"
weight = 100
input = { type = "date" }
formula = "100 if late <= date('2026-01-31') else 0"
"""
    edges = {id_: words for id_, words in told(text, "late").items() if id_.startswith(("at", "above"))}
    assert edges == {"at.2026-01-31": "on 2026-01-31", "above.2026-01-31": "the day after 2026-01-31"}


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


def test_conditions_of_a_formula() -> None:
    """Each branch; each part of `and` and `or` decides, numbers at a boundary and where it matters beside."""
    text = """
[input]
a = { type = "integer", from = 0 }
b = { type = "boolean" }
[indicator.x]
tier = "t"
weight = 100
formula = "100 if a >= 3 and b else 0"
"""
    assert told(text, "x") == {
        "full": "the full mark",
        "zero": "no points",
        "a.at.3": "a at 3",
        "a.below.3": "a just below 3",
        "if_1.1.b.no": "a ≥ 3 and b: decided by b being false",
        "if_1.1": "a ≥ 3 and b",
        "if_1.2": "otherwise",
    }


def test_what_is_missing_and_what_does_not_apply() -> None:
    """Asked for only where a policy says what then counts, and for every reason that there is."""
    text = """
[input]
kind = { choices = ["small", "large"] }
[indicator.x]
tier = "t"
weight = 40
input = { from = 0, upto = 10 }
ratio = { full = 10 }
on_missing = "zero"
may_skip = true
when = "kind == 'large'"
not_applicable = "rescale-tier"
[indicator.y]
tier = "t"
weight = 60
input = { from = 0, upto = 10 }
ratio = { full = 10 }
"""
    assert told(text, "x") == SCORES | {
        "not_applicable.said": "said not to apply",
        "not_applicable": "its condition does not hold",
        "missing": "data missing",
    }
    assert told(text, "y") == SCORES
    full = goals(text)["x.full"]
    assert [type(one).__name__ for one in full.conditions] == ["Comes", "Comes", "Comes"]


def test_items_one_by_one() -> None:
    """Items of a checklist: ticked, not ticked beside others, left out; defects found, at their most."""
    checklist = """
[indicator.x]
tier = "t"
weight = 100
checklist = { a = { points = 60 }, b = { points = 40 } }
"""
    assert told(checklist, "x") == SCORES | {
        f"{name}.{end}": f"{name} {words}"
        for name in "ab"
        for end, words in (
            ("yes", "ticked"),
            ("no", "not ticked, others are"),
            ("left_out", "does not apply"),
        )
    }
    defects = """
[indicator.x]
tier = "t"
weight = 100
defects = { a = { points = 5, max = 20 }, b = { zero = true } }
"""
    assert told(defects, "x") == SCORES | {"a": "a found", "a.max": "a at its most", "b": "b found"}


def test_results() -> None:
    """Every grade with its edges, what a veto makes of them, how a total is rounded."""
    text = """
[round]
total = { to = 1 }
[indicator]
x = { tier = "t", weight = 100, input = { from = 0, upto = 100 }, ratio = { full = 100 } }
[input]
bad = { type = "boolean", default = false }
[grade]
bands = [{ from = 90, grade = "A" }, { from = 60, grade = "B" }, { grade = "C" }]
[veto.bad_thing]
when = "bad"
no_better_than = "B"
total_at_most = 95
[veto.worse_thing]
when = "bad"
grade = "C"
total_at_most = 50
"""
    assert told(text, "grade") == {
        "A": "grade A",
        "B": "grade B",
        "C": "grade C",
        "row.1": "total ≥ 90",
        "row.2": "total ≥ 60",
        "row.3": "otherwise",
        "at.90": "at 90",
        "below.90": "just below 90",
        "at.60": "at 60",
        "below.60": "just below 60",
    }
    assert told(text, "bad_thing") == {
        "fires": "it fires",
        "silent": "it does not fire",
        "no_better_than": "it brings a better grade down to B",
        "total_at_most": "it brings a higher total down to 95",
    }
    # With 50 points at most there is no other grade that it could make a C.
    assert set(told(text, "worse_thing")) == {"fires", "silent", "total_at_most"}
    assert told(text, "total") == {
        "round.half": "exactly half-way between two roundings",
        "round.over": "more than half-way before rounding",
        "round.under": "less than half-way before rounding",
    }
    whole = text.replace("upto = 100 }", 'upto = 100, type = "integer" }')
    assert told(whole, "total") == {}


def test_cases_apart() -> None:
    """A boundary of one case is asked for in that case, whatever the others do there."""
    text = """
[input]
kind = { choices = ["small", "large"] }
[indicator.x]
tier = "t"
weight = 100
input = { from = 0, type = "integer" }
cases = [{ when = "kind == 'small'", pass = { from = 5 } }, { pass = { above = 8 } }]
"""
    found = told(text, "x")
    assert {id_: words for id_, words in found.items() if "5" in id_ or "8" in id_} == {
        "case.1.at.5": 'kind = "small": at 5',
        "case.1.below.5": 'kind = "small": just below 5',
        "case.2.at.8": "otherwise: at 8",
        "case.2.above.8": "otherwise: just above 8",
    }


def test_what_a_checklist_cannot_give_is_not_asked() -> None:
    """Of two items of equal points there is a half, but no third; with three there are thirds and halves."""
    text = """
[round]
indicator = { to = 10 }
[indicator.x]
tier = "t"
weight = 100
checklist = { a = { points = 50 }, b = { points = 50 } }
"""
    assert "round" not in {id_.partition(".")[0] for id_ in told(text, "x")}
    fine = text.replace("{ points = 50 } }", "{ points = 25 }, c = { points = 25 } }")
    assert {id_ for id_ in told(fine, "x") if id_.startswith("round.")} == {
        "round.half",
        "round.over",
        "round.under",
    }


def test_comparisons_of_records() -> None:
    """Who counts, whose value is the lowest, who is first."""
    text = """
[input]
price = { from = 1 }
valid = { type = "boolean" }
[indicator.x]
tier = "t"
weight = 100
formula = "cohort_min(price, valid) / price * 100 if valid else 0"
[outcome.place]
formula = "cohort_rank(total)"
"""
    found = {id_: words for id_, words in told(text, "x").items() if id_.startswith("cohort")}
    assert found == {
        "cohort.1.own": "the record's own value is it",
        "cohort.1.other": "another record's value is it",
        "cohort.1.counts": "the record counts",
        "cohort.1.left_out": "the record is left out",
    }
    assert told(text, "place") == {"cohort.2.first": "the first", "cohort.2.further": "not the first"}


def test_the_only_tier_always_applies() -> None:
    """A record of which nothing applies is refused; with two tiers either may be empty."""
    one = """
[indicator]
a = { tier = "t", weight = 100, not_applicable = "rescale-total", judged = {}, when = "here" }
[input.here]
type = "boolean"
"""
    assert "t.not_applicable" not in goals(one)
    two = (
        one.replace("100", "40")
        + """
[tier.u]
[indicator.b]
tier = "u"
weight = 60
judged = {}
"""
    )
    assert "t.not_applicable" in goals(two)


def test_a_grade_and_what_it_requires_are_asked_of_one_record() -> None:
    """Without a pass in the exam the total is below 80, so that only the second grade can be lost by it."""
    found = goals("""
[indicator]
exam = { tier = "t", weight = 60, input = { from = 0, upto = 60 }, ratio = { full = 60 } }
work = { tier = "t", weight = 40, input = { from = 0, upto = 40 }, ratio = { full = 40 } }
[derived.passed]
formula = "exam >= 30"
[grade]
bands = [
    { from = 80, grade = "A", requires = "passed" },
    { from = 60, grade = "B", requires = "passed" },
    { grade = "C" },
]
""")
    assert "grade.row.1.passed.no" not in found
    assert "grade.row.2.passed.no" in found


def test_a_line_to_a_computed_end_asks_for_either_side_once() -> None:
    """Beyond ln(100) the score stays as it is, whichever row of the line asks."""
    found = told(
        """
[input.income]
above = 0
[indicator.living]
tier = "t"
weight = 100
value = "ln(income)"
line = { points = [[0, 0], ["ln(100)", 100]], outside = "hold" }
""",
        "living",
    )
    assert [id_ for id_ in found if id_.endswith("~2")] == []
