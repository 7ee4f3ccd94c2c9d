"""Suggested cases: few, irredundant, each readable, and their file holds as soon as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Run, runner
from scorerules.diagnostics import Lang
from scorerules.ruleset import Ruleset, load, loads
from scorerules.testing.cases.case_text import CaseToWrite, cases_text
from scorerules.testing.cases.suites import load_suite, run_suite
from scorerules.testing.suggesting import Suggestion, suggest

TWO = """scorerules = 1
[ruleset]
id = "two"
[total]
full = 20
[tier.top]
weight = 20
[indicator.speed]
name = "速度"
tier = "top"
weight = 10
input = { unit = "%", from = 0, upto = "100%" }
bands = [{ from = "90%", points = 10 }, { from = "60%", points = 6 }, { points = 0 }]
[indicator.care]
name = "态度"
tier = "top"
weight = 10
choice = { "好" = 10, "中" = 5, "差" = 0 }
"""

RULESETS = ("news2/news2", "shanghai-2019/residence-card", "procurement/campus-network")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in a folder with the ruleset ``two.toml``."""
    (tmp_path / "two.toml").write_text(TWO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


def reached(found: Suggestion, ruleset: Ruleset) -> list[frozenset[str]]:
    """The goals that each case reaches when it is scored once more."""
    ids = []
    for case in found.cases:
        one = case.candidate
        cohort = one.cohort if ruleset.plan.compares_records else None
        trace = ruleset.score(one.record, cohort=cohort).facts.trace  # type: ignore[arg-type]
        ids.append(frozenset(goal.id for goal in found.goals if goal.met(trace)))
    return ids


def test_independent_items_share_their_cases() -> None:
    """Both sides of two bounds and three answers of another indicator take four cases, and no fewer do."""
    found = suggest(loads(TWO))
    speeds = sorted(str(one.candidate.record["speed"]) for one in found.cases)
    assert found.not_found == ()
    assert len(found.cases) == found.least == len(speeds)
    assert {"60", "90"} <= set(speeds)


def test_what_cases_show_already_is_not_suggested_again() -> None:
    """Only the answer that no example gives is asked for."""
    made = ((100, "好", 20), (90, "好", 20), (89, "好", 16), (60, "好", 16), (59, "中", 5), (0, "中", 5))
    shown = "".join(
        f"""
        [[example]]
        name = "{speed}"
        record = {{ speed = {speed}, care = "{care}" }}
        expect = {{ total = {total} }}
        """
        for speed, care, total in made
    )
    ruleset = loads(TWO + shown)
    found = suggest(ruleset, ruleset.examples)
    assert [one.candidate.record["care"] for one in found.cases] == ["差"]
    assert len(found.reached_before) + len(found.cases[0].reaches) == len(found.goals)


@pytest.mark.parametrize("name", RULESETS)
def test_no_case_can_be_left_out(name: str) -> None:
    """Every goal that is not given up is reached, and each case alone reaches some of them."""
    ruleset = load(Path("rulesets") / f"{name}.toml")
    found = suggest(ruleset)
    each = reached(found, ruleset)
    wanted = {goal.id for goal in found.goals} - {goal.id for goal in found.not_found}
    assert frozenset().union(*each) == wanted
    for place, own in enumerate(each):
        assert own - frozenset().union(*(each[:place] + each[place + 1 :]))
    assert len(found.cases) >= found.least


def test_the_same_ruleset_gets_the_same_cases() -> None:
    """Nothing is drawn by chance."""
    one, other = (
        cases_text(loads(TWO), [CaseToWrite(each.candidate) for each in suggest(loads(TWO)).cases], "zh")
        for _ in range(2)
    )
    assert one == other


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("zh", ["# 由 scorerules 生成：填报数据是构造的，应得结果是按评分规则算出来的，还没有人核对。"]),
        ("en", ["# Made by scorerules: the records are made up, and what they are expected to come to was"]),
    ],
)
def test_a_case_as_it_is_written(lang: Lang, lines: list[str]) -> None:
    """The head asks for confirmation; percentages have their sign; names are unlike those that are taken."""
    ruleset = loads(TWO)
    case = CaseToWrite(suggest(ruleset).cases[0].candidate)
    name = {"zh": "构造的填报数据", "en": "a made-up record"}[lang]
    text = cases_text(ruleset, [case], lang, home="two.toml", taken=[name])
    assert text.splitlines()[: len(lines)] == lines
    assert 'ruleset = "two.toml"' in text
    assert f'name = "{name} (2)"' in text
    assert "# confirm" in text.splitlines()
    record = case.candidate.record
    assert f'speed = "{record["speed"]}%"' in text


def test_the_file_holds_as_soon_as_it_is_written(run: Run) -> None:
    """What the command writes is found beside the ruleset, and all of it comes out as expected."""
    done = run("suggest", "two.toml", "-o", "two.cases.toml", "--lang", "en")
    assert done.code == 0
    assert done.out == ""
    assert done.err.splitlines()[-1] == "written to two.cases.toml; confirm each case"
    suite = load_suite("two.toml")
    assert suite.cases == ("two.cases.toml",)
    assert all(one.ok for one in run_suite(suite))
    assert suggest(suite.ruleset, suite.examples).cases == ()


def test_a_file_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    """Without --force nothing is overwritten; with it the file is replaced."""
    target = tmp_path / "mine.toml"
    target.write_text("mine", encoding="utf-8")
    refused = run("suggest", "two.toml", "-o", "mine.toml", "--lang", "en")
    assert refused.code == 2
    assert "SR466" in refused.err
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("suggest", "two.toml", "-o", "mine.toml", "--force").code == 0
    assert 'ruleset = "two.toml"' in target.read_text(encoding="utf-8")


def test_cases_go_to_standard_output_unless_a_file_is_named(run: Run) -> None:
    """The text can be piped: what is told about it stands on standard error."""
    done = run("suggest", "two.toml", "--lang", "zh")
    assert done.out.startswith("# 由 scorerules 生成")
    assert done.err == "4 个用例，说明 16 项；已有用例已说明 0 项，共 16 项\n"


def test_json_tells_which_goals_each_case_is_there_for(run: Run) -> None:
    """Programs read records and goals, and the text of the file."""
    told = run("suggest", "two.toml", "--json", "--lang", "en").json
    assert told["goals"] == len({goal for case in told["cases"] for goal in case["reaches"]})
    assert all(case["needed_for"] for case in told["cases"])
    assert told["not_found"] == []
    assert told["toml"].startswith("# Made by scorerules")


def test_a_ruleset_that_is_only_extended_is_refused(run: Run, tmp_path: Path) -> None:
    """Nothing is scored by an abstract ruleset, so that it has no cases."""
    text = TWO.replace('id = "two"', 'id = "two"\nabstract = true')
    (tmp_path / "base.toml").write_text(text, encoding="utf-8")
    done = run("suggest", "base.toml", "--lang", "en")
    assert done.code == 1
    assert "SR271" in done.err
