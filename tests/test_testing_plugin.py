"""The pytest plugin: what it collects, what failures say, what the fixtures give, what it leaves alone."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from command_line import EXAMPLE, RULESET, WRONG_EXAMPLE, Run, runner
from scorerules.cli import program  # noqa: F401 - runs in this process forget what they import first
from scorerules.testing.plugin import collected, fixtures

pytest_plugins = ["pytester"]

BROKEN = RULESET.replace("weight = 60\nvalue", "wieght = 60\nvalue")
OTHER_NAMES = """
[[example]]
name = "a::b [c] \\n d"
record = { planned = 100, made = 100, lasting = 40 }
expect = { total = 100 }

[[example]]
name = "a:b [c] \\n d"
record = { planned = 100, made = 100, lasting = 40 }
expect = { total = 100 }

[[example]]
name = "refused"
record = { planned = 0, made = 100, lasting = 40 }
expect = { error = "SR407" }
"""
FAILURE = {
    "en": [
        "error[SR610]: example “写错”: `cards` should be 31 and is 30",
        "  --> rules/wrong.toml:40:20",
        '40 | expect = { cards = 31, total = 70, grade = "合格" }',
    ],
    "zh": [
        "错误[SR610]：示例“写错”的 `cards` 应为 31，实际为 30",
        "  --> rules/wrong.toml:40:20",
        '40 | expect = { cards = 31, total = 70, grade = "合格" }',
    ],
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line."""
    return runner(capsys, monkeypatch)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORERULES_LANG", "en")
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))


@pytest.fixture
def rules(pytester: pytest.Pytester) -> Path:
    """A folder with a ruleset whose examples hold, one where one does not, and other files."""
    folder = pytester.mkdir("rules")
    (folder / "good.toml").write_text(RULESET + EXAMPLE, encoding="utf-8")
    (folder / "wrong.toml").write_text(RULESET + EXAMPLE + WRONG_EXAMPLE, encoding="utf-8")
    (folder / "record.toml").write_text("planned = 100\n", encoding="utf-8")
    (folder / "notes.txt").write_text("scorerules = 1\n", encoding="utf-8")
    return folder


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    """How many tests ended how."""
    return {name: count for name, count in result.parseoutcomes().items() if name != "deselected"}


def names(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    """The node ids that a run would have."""
    result = pytester.runpytest("--collect-only", "-q", *arguments)
    return [line for line in result.outlines if "::" in line]


def test_the_entry_point_is_the_plugin() -> None:
    """An installation tells pytest where the plugin is."""
    found = metadata.entry_points(group="pytest11", name="scorerules")
    assert {one.value for one in found} == {"scorerules.testing.plugin"}


@pytest.mark.usefixtures("rules")
def test_every_example_is_a_test(pytester: pytest.Pytester) -> None:
    """Node ids are the path of the ruleset and the name of the example; other files are no tests."""
    assert names(pytester) == [
        "rules/good.toml::满分",
        "rules/wrong.toml::满分",
        "rules/wrong.toml::写错",
    ]
    assert outcomes(pytester.runpytest()) == {"passed": 2, "failed": 1}


def test_names_that_node_ids_cannot_hold(pytester: pytest.Pytester, rules: Path) -> None:
    """Names stay on one line, apart from each other, and can be asked for on the command line."""
    (rules / "odd.toml").write_text(RULESET + OTHER_NAMES, encoding="utf-8")
    found = names(pytester, "rules/odd.toml")
    assert found == [
        "rules/odd.toml::a:b [c] \\n d",
        "rules/odd.toml::a:b [c] \\n d (2)",
        "rules/odd.toml::refused",
    ]
    assert outcomes(pytester.runpytest(*found)) == {"passed": 3}
    assert outcomes(pytester.runpytest(found[1])) == {"passed": 1}


@pytest.mark.usefixtures("rules")
def test_tests_are_chosen_as_any_others(pytester: pytest.Pytester) -> None:
    """By a word of their name, by their node id, by their marker, and those that failed last."""
    assert names(pytester, "-k", "写错") == ["rules/wrong.toml::写错"]
    assert names(pytester, "rules/wrong.toml::满分") == ["rules/wrong.toml::满分"]
    assert names(pytester, "-m", "not scorerules") == []
    pytester.runpytest()
    assert names(pytester, "--lf") == ["rules/wrong.toml::写错"]
    assert outcomes(pytester.runpytest("--lf")) == {"failed": 1}


@pytest.mark.usefixtures("rules")
def test_two_processes_find_the_same(pytester: pytest.Pytester) -> None:
    """With pytest-xdist the tests are shared out and end as without it."""
    result = pytester.runpytest_subprocess("-n", "2", "-v")
    assert outcomes(result) == {"passed": 2, "failed": 1}
    result.stdout.fnmatch_lines(["*FAILED* rules/wrong.toml::写错*", FAILURE["en"][0]])


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_failure_reads_as_on_the_command_line(
    pytester: pytest.Pytester, run: Run, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Expected, got and the place, in the language of the reader, without a traceback."""
    monkeypatch.setenv("SCORERULES_LANG", lang)
    told = run("test", "rules/wrong.toml").out
    result = pytester.runpytest("rules/wrong.toml")
    assert set(FAILURE[lang]) <= set(result.outlines)
    assert set(FAILURE[lang]) <= set(told.splitlines())
    assert "Traceback" not in result.stdout.str()
    assert ".py" not in result.stdout.str()


def test_a_report_has_file_and_line(pytester: pytest.Pytester, rules: Path) -> None:
    """Each test stands at the line of its example, which reports of other programs show."""
    items, _ = pytester.inline_genitems("rules/wrong.toml")
    assert [one.location for one in items] == [
        ("rules/wrong.toml", 31, "满分"),
        ("rules/wrong.toml", 36, "写错"),
    ]
    lines = (rules / "wrong.toml").read_text(encoding="utf-8").splitlines()
    assert lines[36] == "[[example]]"


@pytest.mark.usefixtures("rules")
def test_junit(pytester: pytest.Pytester) -> None:
    """A JUnit file names the ruleset and the example, and holds the failure."""
    pytester.runpytest("--junitxml=report.xml")
    cases = ET.parse("report.xml").getroot().iter("testcase")  # noqa: S314 - our own file
    found = {(one.get("classname"), one.get("name")): one.find("failure") for one in cases}
    assert set(found) == {
        ("rules.good.toml", "满分"),
        ("rules.wrong.toml", "满分"),
        ("rules.wrong.toml", "写错"),
    }
    assert [name for name, failure in found.items() if failure is not None] == [("rules.wrong.toml", "写错")]
    failure = found["rules.wrong.toml", "写错"]
    assert failure is not None
    assert FAILURE["en"][1] in str(failure.text)


def test_a_broken_ruleset_is_told_by_its_diagnostics(pytester: pytest.Pytester, rules: Path) -> None:
    """What is wrong with it stands in the place of a traceback; the run ends with an error."""
    (rules / "broken.toml").write_text(BROKEN, encoding="utf-8")
    result = pytester.runpytest("rules/broken.toml")
    assert outcomes(result) == {"errors": 1}
    assert "error[SR201]: unknown key `wieght` in `indicator.cards`" in result.outlines
    assert "  --> rules/broken.toml:19:1" in result.outlines
    assert "Traceback" not in result.stdout.str()
    assert ".py" not in result.stdout.str()


CASES = """
[[example]]
name = "合格"
record = { planned = 100, made = 50, lasting = 40 }
expect = { total = 70, grade = "合格" }

[[example]]
name = "算错"
record = { planned = 100, made = 50, lasting = 40 }
expect = { total = 71 }
"""


def test_case_files_are_collected_where_they_stand(pytester: pytest.Pytester, rules: Path) -> None:
    """The cases beside a ruleset have the path and the line of their own file."""
    (rules / "good.more.cases.toml").write_text(CASES, encoding="utf-8")
    items, _ = pytester.inline_genitems("rules/good.more.cases.toml", "rules/good.toml")
    assert [one.nodeid for one in items] == [
        "rules/good.more.cases.toml::合格",
        "rules/good.more.cases.toml::算错",
        "rules/good.toml::满分",
    ]
    assert [one.location[1] for one in items] == [1, 6, 31]
    result = pytester.runpytest()
    assert outcomes(result) == {"passed": 3, "failed": 2}
    assert "  --> rules/good.more.cases.toml:10:20" in result.outlines


def test_tables_of_cases_are_collected_too(pytester: pytest.Pytester, rules: Path) -> None:
    """A row of a CSV file has the line of the file, a row of a sheet its number."""
    rows = [
        ["name", "planned", "made", "lasting", "expect.total"],
        ["多行\n名称", 100, 50, 40, 70],
        ["算错", 100, 50, 40, 71],
    ]
    with (rules / "good.cases.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active["A2"], book.active["A3"] = "在表格里", "也算错"
    book.save(rules / "good.sheet.cases.xlsx")
    items, _ = pytester.inline_genitems("rules/good.cases.csv", "rules/good.sheet.cases.xlsx")
    assert [(one.nodeid, one.location[1]) for one in items] == [
        ("rules/good.cases.csv::多行\\n名称", 1),
        ("rules/good.cases.csv::算错", 3),
        ("rules/good.sheet.cases.xlsx::在表格里", 1),
        ("rules/good.sheet.cases.xlsx::也算错", 2),
    ]
    result = pytester.runpytest("rules/good.cases.csv", "rules/good.sheet.cases.xlsx")
    assert outcomes(result) == {"passed": 2, "failed": 2}
    assert " --> rules/good.cases.csv:4:14" in result.outlines


def test_a_broken_case_file(pytester: pytest.Pytester, rules: Path) -> None:
    """No case of a suite runs that has an error in any of its files; the error is told at its place."""
    (rules / "good.cases.toml").write_text(CASES.replace("total = 71", "totel = 71"), encoding="utf-8")
    (rules / "lost.cases.toml").write_text(CASES, encoding="utf-8")
    (rules / "wrong.toml").unlink()
    result = pytester.runpytest()
    assert outcomes(result) == {"errors": 3}
    assert result.outlines.count("  --> rules/good.cases.toml:10:12") == 2
    assert [line for line in result.outlines if line.startswith("error[SR605]")] != []


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    "arguments",
    [["-p", "no:scorerules"], ["-o", "scorerules_collect=false"], ["-o", "scorerules_files=forms/*.toml"]],
)
def test_it_can_be_switched_off(pytester: pytest.Pytester, arguments: list[str]) -> None:
    """As a whole, for rulesets only, or for all but some files."""
    assert names(pytester, *arguments) == []


@pytest.mark.usefixtures("rules")
def test_a_ruleset_that_is_named_is_collected(pytester: pytest.Pytester) -> None:
    """Globs say what is looked at in folders; a file on the command line is meant."""
    assert names(pytester, "-o", "scorerules_files=good.toml") == ["rules/good.toml::满分"]
    assert names(pytester, "-o", "scorerules_files=rules/g*.toml") == ["rules/good.toml::满分"]
    assert names(pytester, "-o", "scorerules_files=g*.toml", "rules/wrong.toml") == [
        "rules/wrong.toml::满分",
        "rules/wrong.toml::写错",
    ]


@pytest.mark.usefixtures("rules")
def test_the_rules_of_pytest_for_files_hold(pytester: pytest.Pytester) -> None:
    """Folders and files that pytest is told to leave out are left out."""
    pytester.mkdir(".hidden")
    (pytester.path / ".hidden/good.toml").write_text(RULESET + EXAMPLE, encoding="utf-8")
    assert names(pytester, "-o", "norecursedirs=rules .*") == []
    assert names(pytester, "--ignore=rules/wrong.toml") == ["rules/good.toml::满分"]
    pytester.makeconftest("collect_ignore_glob = ['rules/w*']")
    assert names(pytester) == ["rules/good.toml::满分"]
    pytester.makeini("[pytest]\ntestpaths = forms")
    pytester.mkdir("forms")
    (pytester.path / "forms/form.toml").write_text(RULESET + EXAMPLE, encoding="utf-8")
    assert names(pytester) == ["forms/form.toml::满分"]


FALLING = """
scorerules = 1
[ruleset]
id = "falling"
[tier.t]
[indicator.a]
tier = "t"
weight = 100
direction = "higher"
input = { from = 0, upto = 100, type = "integer" }
bands = [{ from = 80, points = 60 }, { from = 50, points = 100 }, { points = 0 }]
[[example]]
name = "law:direction"
record = { a = 50 }
expect = { total = 100 }
"""


def test_laws_are_tests_where_asked_for(pytester: pytest.Pytester) -> None:
    """Off by default; on for a run or by the configuration, a broken law fails with its text alone."""
    (pytester.path / "falling.toml").write_text(FALLING, encoding="utf-8")
    (pytester.path / "falling.cases.csv").write_text("name,a,expect.total\nx,80,60\n", encoding="utf-8")
    (pytester.path / "base.toml").write_text(
        'scorerules = 1\n[ruleset]\nid = "base"\nabstract = true\n', encoding="utf-8"
    )
    assert names(pytester) == ["falling.cases.csv::x", "falling.toml::law:direction"]
    result = pytester.runpytest("--scorerules-properties", "falling.toml")
    assert outcomes(result) == {"passed": 13, "failed": 1}
    result.stdout.fnmatch_lines(
        [
            "the law `direction` is broken: a better value never scores less",
            "  --> falling.toml:9",
        ]
    )
    assert "During handling" not in result.stdout.str()
    pytester.makeini("[pytest]\nscorerules_properties = true")
    found = names(pytester)
    assert found[:4] == [
        "falling.cases.csv::x",
        "falling.toml::law:direction",
        "falling.toml::law:accepted",
        "falling.toml::law:bounds",
    ]
    assert "falling.toml::law:direction (2)" in found
    assert len(found) == 15


FIXTURES = """
import pathlib
import pytest
import scorerules

FULL = {"planned": 100, "made": 100, "lasting": 40}

pytestmark = pytest.mark.scorerules("rules/good.toml")

def test_a_mapping(ruleset, evaluate):
    assert ruleset.id == "demo"
    assert evaluate(FULL).total == 100

def test_a_text(evaluate):
    assert evaluate("planned = 100\\nmade = 50\\nlasting = 40").grade == "合格"

@pytest.mark.parametrize("form", [str, pathlib.Path])
def test_a_path(evaluate, form):
    assert evaluate(form("records/one.json")).total == 100

def test_a_fault(evaluate):
    with pytest.raises(scorerules.RecordError):
        evaluate({"planned": 100})

@pytest.mark.parametrize("ruleset", ["rules/good.toml", "rules/wrong.toml"], indirect=True)
def test_several(ruleset, evaluate):
    assert evaluate.ruleset is ruleset
    assert evaluate(FULL).total == 100

@pytest.mark.scorerules("../rules/wrong.toml")
class TestClosest:
    def test_closest(self, ruleset):
        assert len(ruleset.examples) == 2

loaded = []

@pytest.mark.parametrize("time", [1, 2])
def test_loaded_once(ruleset, time):
    loaded.append(ruleset)
    assert ruleset is loaded[0]
"""


@pytest.mark.usefixtures("rules")
def test_fixtures(pytester: pytest.Pytester) -> None:
    """The marker names the ruleset, relative to the test or to rootdir; records come in every form."""
    folder = pytester.mkdir("tests")
    (folder / "test_them.py").write_text(FIXTURES, encoding="utf-8")
    (folder / "records").mkdir()
    record = {"planned": 100, "made": 100, "lasting": 40}
    (folder / "records/one.json").write_text(json.dumps(record), encoding="utf-8")
    result = pytester.runpytest("--strict-markers", "--strict-config", "tests")
    assert outcomes(result) == {"passed": 10}


@pytest.mark.usefixtures("rules")
def test_a_ruleset_for_all_tests(pytester: pytest.Pytester) -> None:
    """The configuration names the ruleset of tests that have no marker."""
    pytester.makeini("[pytest]\nscorerules_ruleset = rules/good.toml")
    pytester.makepyfile("def test_it(ruleset):\n    assert ruleset.version == '2019'")
    assert outcomes(pytester.runpytest("test_a_ruleset_for_all_tests.py")) == {"passed": 1}


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        ("", '*nothing names a ruleset; mark the test with @pytest.mark.scorerules("rules.toml")*'),
        ("@pytest.mark.scorerules()", "*@pytest.mark.scorerules takes one argument*"),
        ("@pytest.mark.scorerules('gone.toml')", "error?SR100?: *gone.toml*"),
        ("@pytest.mark.scorerules('rules/broken.toml')", "error?SR201?: unknown key `wieght`*"),
    ],
)
def test_a_ruleset_that_cannot_be_given(
    pytester: pytest.Pytester, rules: Path, marker: str, text: str
) -> None:
    """The test has an error that says what to do, without a traceback of the plugin."""
    (rules / "broken.toml").write_text(BROKEN, encoding="utf-8")
    pytester.makepyfile(test_it=f"import pytest\n\n{marker}\ndef test_it(evaluate):\n    pass\n")
    result = pytester.runpytest("test_it.py")
    assert outcomes(result) == {"errors": 1}
    result.stdout.fnmatch_lines([text])
    assert "fixtures.py" not in result.stdout.str()


def test_own_fixtures_come_first(pytester: pytest.Pytester) -> None:
    """A project that has a fixture `ruleset` of its own keeps it, and `evaluate` scores by it."""
    pytester.makepyfile(
        f"""
        import pytest
        import scorerules

        @pytest.fixture
        def ruleset():
            return scorerules.loads({RULESET!r})

        def test_mine(ruleset, evaluate):
            assert evaluate.ruleset is ruleset
        """
    )
    pytester.makeconftest("import pytest\n\n@pytest.fixture\ndef evaluate(ruleset):\n    return 'mine'")
    assert outcomes(pytester.runpytest()) == {"failed": 1}
    pytester.makeconftest("")
    assert outcomes(pytester.runpytest()) == {"passed": 1}


def test_nothing_heavy_is_imported_without_a_ruleset(pytester: pytest.Pytester) -> None:
    """In a folder without rulesets a run imports the plugin and what tells files apart, nothing else."""
    (pytester.path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    (pytester.path / "record.toml").write_text("made = 1\n", encoding="utf-8")
    (pytester.path / "sheet.xlsx").write_bytes(b"")
    pytester.makepyfile("def test_it():\n    pass")
    code = """
import sys, pytest
pytest.main(["--collect-only", "-q", "-p", "no:hypothesispytest", "-p", "no:xdist"])
heavy = {"attr", "attrs", "simpleeval", "tomli", "hypothesis", "click", "rich", "numpy", "openpyxl"}
print("heavy:", sorted(heavy & set(sys.modules)))
print("own:", sorted(one for one in sys.modules if one.partition(".")[0] == "scorerules"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy, own = done.stdout.splitlines()[-2:]
    assert heavy == "heavy: []"
    assert own == (
        "own: ['scorerules', 'scorerules.build', 'scorerules.build.found',"
        " 'scorerules.testing', 'scorerules.testing.plugin']"
    )


def test_the_parts_that_are_imported_late_are_there() -> None:
    """What the hooks import when there is a ruleset exists under the names they use."""
    assert issubclass(collected.SuiteFile, pytest.File)
    assert callable(fixtures.ruleset_of)


def test_plugin_and_command_agree(pytester: pytest.Pytester, rules: Path, run: Run) -> None:
    """Both find the same cases in the same files, and say the same of each."""
    texts = {
        "broken.toml": BROKEN,
        "odd.toml": RULESET + OTHER_NAMES.replace("a::b", "a;;b"),
        "none.toml": RULESET,
        "none.cases.toml": CASES,
        "none.more.cases.csv": "name,planned,made,lasting,expect.total\nrow,100,50,40,70\nno,100,50,40,9\n",
        "spoiled.toml": RULESET + EXAMPLE,
        "spoiled.cases.csv": "name,planned,expect.totel\nx,1,2\n",
        "deep/good.toml": RULESET + WRONG_EXAMPLE + EXAMPLE,
        "lost.cases.toml": CASES,
    }
    (rules / "deep").mkdir()
    for name, text in texts.items():
        (rules / name).write_text(text, encoding="utf-8")
    told = run("test", "--json", "rules").json
    by_command = {
        (example["file"], example["name"].replace("\n", "\\n")): example["ok"]
        for one in told["rulesets"]
        for example in one["examples"]
    }
    result = pytester.inline_run("--continue-on-collection-errors")
    reports = [one for one in result.getreports("pytest_runtest_logreport") if one.when == "call"]
    by_plugin = {tuple(one.nodeid.split("::")): one.passed for one in reports}
    assert by_plugin == by_command
    assert len(by_plugin) == 12
    broken = {one["file"] for one in told["rulesets"] if one["problems"]}
    refused = {one.nodeid for one in result.getreports("pytest_collectreport") if one.failed}
    assert refused == broken | {"rules/spoiled.cases.csv"}
    assert broken == {"rules/broken.toml", "rules/lost.cases.toml", "rules/spoiled.toml"}
