"""``scorerules test``: which cases run, what is shown, what is written."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from command_line import EXAMPLE, RULESET, WRONG_EXAMPLE, Run, runner
from scorerules.testing.cases.selecting import ChoiceError, choice_of

CASES = """\
[[example]]
name   = "迟交"
record = { planned = 100, made = 90, lasting = 40 }
expect = { total = 94 }
"""
BROKEN = RULESET.replace("weight = 60\nvalue", "wieght = 60\nvalue")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return runner(capsys, monkeypatch)


def write(**texts: str) -> None:
    """Files by name, ``_`` for dots."""
    for name, text in texts.items():
        Path(name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_case_files_run_with_their_ruleset(run: Run) -> None:
    """Each case is a line that names the file it is written in."""
    write(a_toml=RULESET + EXAMPLE, a_cases_toml=CASES)
    ran = run("test", "a.toml", "--lang", "en")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "ok    a.toml · 满分",
        "ok    a.cases.toml · 迟交",
        "2 of 2 examples hold",
    ]
    assert run("test", "a.cases.toml", "--lang", "zh").out.splitlines() == [
        "通过  a.cases.toml · 迟交",
        "1 个示例，全部通过",
    ]


def test_a_failure_tells_how_its_value_came_about(run: Run) -> None:
    """At the line of the expectation, in both languages."""
    write(a_toml=RULESET + WRONG_EXAMPLE)
    ran = run("test", "-q", "--lang", "zh")
    assert ran.code == 1
    assert "不符  a.toml · 写错" in ran.out
    assert "错误[SR610]：示例“写错”的 `cards` 应为 31，实际为 30" in ran.out
    assert "计算过程：\n  " in ran.out
    assert "how it came about:\n  " in run("test", "--lang", "en").out
    (case,) = run("test", "--json", "--lang", "en").json["rulesets"][0]["examples"]
    (mismatch,) = case["mismatches"]
    assert (mismatch["path"], mismatch["expected"], mismatch["got"]) == ("cards", "31", "30")
    assert mismatch["trace"].splitlines()[0] == "制发卡数量: 30 of 60 points"


def test_quiet_shows_failures_and_the_summary_only(run: Run) -> None:
    """Nothing of what holds, nor of rulesets without cases."""
    write(a_toml=RULESET + EXAMPLE, b_toml=RULESET)
    assert run("test", "-q", "--no-table", "--lang", "en").out.splitlines() == ["1 of 1 examples hold"]


def test_a_table_counts_by_ruleset(run: Run) -> None:
    """Where there are several, aligned under Chinese; an error is a ruleset that cannot be used."""
    write(a_toml=RULESET + EXAMPLE, b_toml=BROKEN, 居住证_toml=RULESET + EXAMPLE + WRONG_EXAMPLE)
    ran = run("test", "-q", "--lang", "zh")
    assert ran.code == 1
    assert ran.out.splitlines()[-6:] == [
        "评分规则     通过  不符  错误",
        "a.toml          1     0     0",
        "b.toml          0     0     1",
        "居住证.toml     1     1     0",
        "",
        "3 个示例，2 个通过，1 个不符，1 个评分规则文件有错误",
    ]
    assert "passed" in run("test", "a.toml", "--table", "--lang", "en").out
    assert "passed" not in run("test", "a.toml", "--lang", "en").out
    assert "passed" not in run("test", ".", "--no-table", "--lang", "en").out


def test_fail_fast_stops_at_the_first_failure(run: Run) -> None:
    """In a ruleset, and among rulesets; one that is broken counts too."""
    write(a_toml=RULESET + WRONG_EXAMPLE + EXAMPLE, b_toml=RULESET + EXAMPLE)
    found = run("test", "-x", "--json").json
    assert [[one["name"] for one in ruleset["examples"]] for ruleset in found["rulesets"]] == [["写错"]]
    write(a_toml=BROKEN)
    assert len(run("test", "--fail-fast", "--json").json["rulesets"]) == 1


def test_cases_are_chosen_by_words(run: Run) -> None:
    """Of their file and their name; rulesets without a chosen case are not mentioned."""
    write(a_toml=RULESET + EXAMPLE, a_cases_toml=CASES, b_toml=RULESET + WRONG_EXAMPLE)

    def chosen(expression: str) -> list[str]:
        out = run("test", "-k", expression, "--no-table", "--lang", "en").out
        return [line.split(" · ")[1] for line in out.splitlines() if " · " in line]

    assert chosen("迟交") == ["迟交"]
    assert chosen("A.TOML or 迟") == ["满分", "迟交"]
    assert chosen("a and not cases") == ["满分"]
    assert chosen("not (b.toml or 迟交)") == ["满分"]
    ran = run("test", "-k", "没有的", "--lang", "zh")
    assert (ran.code, ran.err) == (2, "没有符合 -k 没有的 的用例\n")
    assert run("test", "-k", "a and", "--lang", "en").code == 2


@pytest.mark.parametrize(
    ("expression", "label", "found"),
    [
        ("a", "A", True),
        ("not a", "a", False),
        ("a or b and c", "a", True),
        ("(a or b) and c", "a", False),
        ("not a and b", "b", True),
        ("'a b'", "xa by", True),
        ('"and"', "band", True),
        ("android", "android", True),
        ("not not a", "a", True),
        ("NOT a AND b", "b", True),
        ("a(b)", "ab", None),
        ("", "a", None),
        ("a b", "a b", None),
        ("(a", "a", None),
        ("a)", "a", None),
        ("and", "and", None),
        ("a or", "a", None),
        ("'a", "a", None),
    ],
)
def test_expressions(expression: str, label: str, found: bool | None) -> None:
    """As those of ``pytest -k``; what is none is refused."""
    if found is None:
        with pytest.raises(ChoiceError):
            choice_of(expression)
    else:
        assert choice_of(expression)(label) is found


TESTSUITE = {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"}
TESTCASE = {"classname", "name", "file", "line", "time"}


def test_junit_xml(run: Run) -> None:
    """The structure that servers read: suites, cases, failures and errors, whose numbers are right."""
    write(a_toml=RULESET + EXAMPLE + WRONG_EXAMPLE, a_cases_toml=CASES, b_toml=BROKEN)
    ran = run("test", "--junit", "out.xml", "-q", "--lang", "en")
    assert ran.code == 1
    assert Path("out.xml").read_bytes().startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    root = ET.parse("out.xml").getroot()  # noqa: S314 - written by ourselves
    assert root.tag == "testsuites"
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "4", "failures": "1", "errors": "1",
    }  # fmt: skip
    assert [(one.tag, set(one.keys())) for one in root] == [("testsuite", TESTSUITE)] * 2
    for suite in root:
        assert {(one.tag, frozenset(one.keys())) for one in suite} == {("testcase", frozenset(TESTCASE))}
        assert int(suite.get("tests", "")) == len(suite)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
        assert float(suite.get("time", "")) >= 0
        assert all(float(one.get("time", "")) >= 0 for one in suite)
    places = [(one.get("file"), one.get("line"), one.get("name")) for one in root.iter("testcase")]
    lines = (RULESET + EXAMPLE + WRONG_EXAMPLE).split("\n")
    starts = [str(number) for number, line in enumerate(lines, 1) if line == "[[example]]"]
    assert places[:3] == [
        ("a.toml", starts[0], "满分"),
        ("a.toml", starts[1], "写错"),
        ("a.cases.toml", "1", "迟交"),
    ]
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.text is not None
    assert failure.attrib == {
        "message": "example “写错”: `cards` should be 31 and is 30", "type": "SR610",
    }  # fmt: skip
    assert "how it came about:" in failure.text
    error = root.find(".//error")
    assert error is not None
    assert error.get("type") == "SR201"


def test_junit_xml_of_any_name_is_xml(run: Run) -> None:
    """Characters that XML has not stand there by their numbers."""
    write(a_toml=RULESET + EXAMPLE.replace("满分", '满\\u0001<分>&\\"\\uFFFF'))
    assert run("test", "--junit", "out.xml").code == 0
    case = ET.parse("out.xml").getroot().find(".//testcase")  # noqa: S314 - written by ourselves
    assert case is not None
    assert case.get("name") == '满\\u0001<分>&"\\uffff'


def test_junit_xml_that_cannot_be_written(run: Run) -> None:
    """Is told, with the exit code of files; the old file stays."""
    write(a_toml=RULESET + EXAMPLE)
    ran = run("test", "--junit", "none/out.xml", "--lang", "en")
    assert ran.code == 2
    assert ran.err == "none/out.xml: cannot be written (No such file or directory)\n"
    ran = run("test", "--junit", ".", "--lang", "zh")
    assert (ran.code, ran.err) == (2, ".：无法写入（Is a directory）\n")
    assert run("test", "--junit", os.devnull).code == 2
    Path("out.xml").write_text("old", encoding="utf-8")
    assert run("test", "--junit", "out.xml").code == 0
    assert Path("out.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(one.name for one in Path().iterdir()) == ["a.toml", "out.xml"]


def test_a_case_file_without_a_ruleset_is_an_error(run: Run) -> None:
    """Whether it is named or found."""
    write(x_cases_toml=CASES)
    for place in (".", "x.cases.toml"):
        ran = run("test", place, "--lang", "en")
        assert ran.code == 1
        assert "error[SR605]: the case file `x.cases.toml` has no ruleset `x.toml`" in ran.err
