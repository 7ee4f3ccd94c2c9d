"""Strategies of records: what is drawn scores or is refused as asked, and shrinks to plain records."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from scorerules import Evaluation, RecordError, Ruleset, RulesetError, load, loads, scoring
from scorerules.testing import cohorts, records
from scorerules.testing.strategies.records import drawing_of, valid_records
from shipped_files import SHIPPED_RULESETS

RULESETS = Path(__file__).parents[1] / "rulesets"
SHIPPED = [str(path.relative_to(RULESETS)) for path in SHIPPED_RULESETS]
CONCRETE = [name for name in SHIPPED if not load(RULESETS / name).scheme.header.abstract]


@cache
def shipped(name: str) -> Ruleset:
    """A shipped ruleset; what strategies know of it is worked out once."""
    return load(RULESETS / name)


DEMO_TEXT = """
    scorerules = 1
    [ruleset]
    id = "demo"
    on_missing = "zero"
    not_applicable = "rescale-tier"
    [input]
    planned = { name = "计划数", type = "integer", above = 0 }
    made = { name = "完成数", type = "integer", from = 0, unit = "张" }
    [tier.output]
    weight = 60
    [tier.effect]
    weight = 40
    [indicator.done]
    tier = "output"
    weight = 40
    value = "made / planned"
    deduct = { below = "100%", each = "1pp", points = 2, partial = "prorated" }
    [indicator.rate]
    tier = "output"
    weight = 20
    input = { unit = "%", from = "0%", upto = "100%" }
    bands = [{ from = "95%", points = 20 }, { from = "80%", points = 10 }, { points = 0 }]
    [indicator.manner]
    tier = "effect"
    weight = 20
    may_skip = true
    judged = { step = 0.5 }
    [indicator.level]
    tier = "effect"
    weight = 20
    levels = [{ name = "好", points = 20 }, { name = "中", from = 5, upto = 15 }, { name = "差", points = 0 }]
    [grade]
    bands = [{ from = 90, grade = "优" }, { from = 60, grade = "良" }, { grade = "差" }]
    [[example]]
    name = "全部完成"
    record = { planned = 2_000, made = 2_000, rate = "98%", manner = 20, level = "好" }
    expect = { total = 100 }
"""
DEMO = loads(DEMO_TEXT)
PLAIN = {"planned": 2_000, "made": 2_000, "rate": "98%", "manner": 20, "level": "好"}
QUICK = settings(database=None, max_examples=1000)


def score(ruleset: Ruleset, record: dict[str, Any]) -> None:
    """Score a record among those of the first example, where the ruleset compares records."""
    if ruleset.plan.compares_records:
        cohort = [node.plain() for node in ruleset.examples[0].cohort]
        ruleset.score(record, cohort=cohort)  # type: ignore[arg-type]
    else:
        ruleset.score(record)


def test_there_are_rulesets() -> None:
    """The tests below walk all the shipped rulesets that can be scored."""
    assert len(CONCRETE) >= 17


@pytest.mark.parametrize("name", CONCRETE)
def test_every_valid_record_scores(name: str) -> None:
    """Whatever is drawn for a shipped ruleset scores, without an example being thrown away."""
    ruleset = shipped(name)
    drawn: list[str] = []

    @settings(max_examples=25)
    @given(records(ruleset))
    def scores(record: dict[str, Any]) -> None:
        score(ruleset, record)
        drawn.append(repr(record))

    scores()
    assert len(set(drawn)) > 15


@pytest.mark.parametrize("name", CONCRETE)
def test_every_faulty_record_is_refused(name: str) -> None:
    """Whatever is drawn as faulty raises a record error and nothing else."""
    ruleset = shipped(name)
    codes: set[str] = set()

    @settings(max_examples=25)
    @given(records(ruleset, valid=False))
    def refused(record: dict[str, Any]) -> None:
        with pytest.raises(RecordError) as caught:
            score(ruleset, record)
        codes.update(one.code for one in caught.value.diagnostics)

    refused()
    assert len(codes) > 3


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Ruleset:
    """The demo, never compiled, so that a search of many records is quick."""
    monkeypatch.setattr(scoring, "WARM_UP", 10**9)
    return loads(DEMO_TEXT)


@pytest.mark.parametrize(
    ("condition", "changed"),
    [
        (lambda found: found.grade == "良", {"rate": "79%"}),
        (lambda found: found.indicators["rate"].exact_score == 10, {"rate": "94%"}),
        (lambda found: found.indicators["rate"].status == "missing", {"rate": None}),
        (lambda found: found.indicators["manner"].status == "not_applicable",
         {"manner": {"not_applicable": True, "remark": "…"}}),
    ],
    ids=["grade", "row", "missing", "not applicable"],
)  # fmt: skip
def test_failures_shrink_to_plain_records(condition: Any, changed: dict[str, Any], demo: Ruleset) -> None:
    """What is found is the record of the first example with what a person would have to change of it."""
    found = find(records(demo), lambda record: condition(demo.score(record)), settings=QUICK)
    expected = {**PLAIN, **changed}
    assert found == {name: value for name, value in expected.items() if value is not None}


def test_the_plainest_record_is_that_of_the_first_example() -> None:
    """Where everything fails, the record of the first example is what is shown, as it is written there."""
    assert find(records(DEMO), lambda _: True, settings=QUICK) == PLAIN


def test_without_examples_records_are_made_up() -> None:
    """A ruleset without examples has a plain record as well: one that loses no points."""
    ruleset = loads(
        'scorerules = 1\n[ruleset]\nid = "bare"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 60\n'
        'input = { unit = "%", from = "0%" }\nratio = { full = "100%" }\n'
        '[indicator.b]\ntier = "t"\nweight = 40\njudged = {}\n'
    )
    assert find(records(ruleset), lambda _: True, settings=QUICK) == {"a": "100%", "b": 40}


@pytest.mark.parametrize("name", CONCRETE)
def test_a_default_run_reaches_every_grade_and_every_row(name: str) -> None:
    """A hundred examples reach every grade and every row of every shipped ruleset."""
    ruleset = shipped(name)
    drawing = drawing_of(ruleset)
    asked = {goal.id: goal for goal in drawing.ground.goals if goal.kind in ("grade", "row")}
    company = drawing.ground.base.company if ruleset.plan.compares_records else None

    def shows(evaluation: Evaluation) -> None:
        for id_ in [one for one, goal in asked.items() if goal.met(evaluation.facts.trace)]:
            del asked[id_]

    @settings(max_examples=100)
    @given(valid_records(drawing))
    def reaches(record: dict[str, Any]) -> None:
        shows(ruleset.score(record, cohort=company))

    @settings(max_examples=100)
    @given(cohorts(ruleset))
    def reach_together(group: list[dict[str, Any]]) -> None:
        for one in ruleset.score_many(group):
            shows(one)

    reaches()
    if asked and ruleset.plan.compares_records:
        reach_together()  # what becomes of a record among others asks for other groups
    assert not asked


def test_fixed_keys_stand_as_they_are_given() -> None:
    """Values and strategies take the place of keys, and ``None`` leaves one out."""
    strategy = records(DEMO, fixed={"made": 7, "rate": st.sampled_from(["81%", "82%"]), "level": None})

    @settings(max_examples=40)
    @given(strategy)
    def fixed(record: dict[str, Any]) -> None:
        assert record["made"] == 7
        assert record["rate"] in {"81%", "82%"}
        assert "level" not in record
        DEMO.score(record)

    fixed()


@pytest.mark.parametrize(
    ("missing", "lacking"), [(False, set()), ({"rate"}, {"rate"}), (True, {*PLAIN} - {"planned"})]
)
def test_only_what_may_be_missing_is(missing: Any, lacking: set[str]) -> None:
    """Keys are left out where the ruleset has a policy for it, none of them, or only those that are named."""
    seen: set[str] = set()

    @settings(max_examples=300)
    @given(records(DEMO, missing=missing))
    def given_ones(record: dict[str, Any]) -> None:
        seen.update({*PLAIN} - {*record})

    given_ones()
    assert seen - {"planned"} == lacking


def drawn_near(what: str) -> list[Evaluation]:
    """What records near something come to."""
    found: list[Evaluation] = []

    @settings(QUICK, max_examples=30, derandomize=True)
    @given(records(DEMO, near=what))
    def look(record: dict[str, Any]) -> None:
        found.append(DEMO.score(record))

    look()
    return found


def test_near_a_grade_its_records_are_drawn() -> None:
    """Most records have the grade, on and just beside its edges; the plain record has another."""
    found = [one.grade for one in drawn_near("良")]
    assert found.count("良") > len(found) / 2
    assert DEMO.score(PLAIN).grade == "优"


def test_near_an_indicator_all_its_goals_are_reached() -> None:
    """Every row of the bands is taken, by records near the indicator."""
    assert {one.indicators["rate"].score for one in drawn_near("rate")} == {0, 10, 20}


def test_near_a_goal_it_is_met() -> None:
    """The id of one goal is enough: its record is among those that are drawn."""
    assert any(one.grade == "差" for one in drawn_near("grade.差"))


def test_near_something_unknown_is_refused() -> None:
    """What was meant is suggested."""
    with pytest.raises(ValueError, match="did you mean manner") as raised:
        records(DEMO, near="maner")
    assert "no goal, grade or indicator is called 'maner'" in str(raised.value)


def test_every_faulty_record_of_a_small_scheme_is_refused() -> None:
    """Scoring raises ``RecordError`` with diagnostics for each, and nothing else for any."""
    codes: set[str] = set()

    @settings(QUICK, max_examples=200, derandomize=True)
    @given(records(DEMO, valid=False))
    def look(record: dict[str, Any]) -> None:
        with pytest.raises(RecordError) as raised:
            DEMO.score(record)
        codes.update(one.code for one in raised.value.diagnostics)

    look()
    assert codes >= {"SR401", "SR403", "SR404"}


def test_unknown_keys_and_abstract_rulesets_are_refused() -> None:
    """A key that no rule reads is refused when the strategy is made, and so is what cannot be scored."""
    with pytest.raises(RecordError) as caught:
        records(DEMO, fixed={"maed": 1})
    assert [one.code for one in caught.value.diagnostics] == ["SR401"]
    with pytest.raises(RulesetError) as refused:
        records(load(RULESETS / "shanghai-2019/base.toml"))
    assert [one.code for one in refused.value.diagnostics] == ["SR271"]


def test_groups_score_together() -> None:
    """The records of a group score together in a ruleset that compares records."""
    ruleset = shipped("procurement/campus-network.toml")
    sizes: set[int] = set()

    @settings(max_examples=30)
    @given(cohorts(ruleset, max_size=3))
    def together(group: list[dict[str, Any]]) -> None:
        assert len(ruleset.score_many(group)) == len(group)
        sizes.add(len(group))

    together()
    assert sizes == {1, 2, 3}


def test_numbers_are_written_in_many_ways() -> None:
    """The same value comes bare, with its unit, as a text, in wide digits, with a remark."""
    kinds: set[str] = set()

    @settings(max_examples=300)
    @given(records(DEMO, missing=False, fixed={"planned": 1, "rate": "100%", "manner": 20, "level": "好"}))
    def ways(record: dict[str, Any]) -> None:
        made = record["made"]
        kinds.add(type(made).__name__)
        if isinstance(made, str):
            kinds.add("unit" if "张" in made else "digits" if made.isascii() else "wide")

    ways()
    assert kinds >= {"int", "Decimal", "float", "str", "dict", "wide", "unit", "digits"}


def test_without_hypothesis_the_extra_is_named() -> None:
    """Without Hypothesis the names are there, and using one says what to install."""
    program = (
        "import sys\nsys.modules['hypothesis'] = None\nimport scorerules.testing\n"
        "scorerules.testing.run_examples\n"
        "try:\n    scorerules.testing.records\nexcept ModuleNotFoundError as error:\n    print(error)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 'pip install "scorerules[test]"' in ran.stdout
