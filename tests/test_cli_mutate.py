"""``scorerules mutate``: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from command_line import Run, runner
from small_ruleset import text_of

RULE = 'input = { unit = "件", type = "integer", from = 0, upto = 9 }\npass = { upto = 3 }\n'
CASES = """
[[example]]
name = "three"
record = { x = 3 }
expect = { x = 10 }
[[example]]
name = "many"
record = { x = 9 }
expect = { x = 0 }
"""
SURVIVOR = """\
no case notices these changes:

rules.toml:14  indicator.x.pass.upto
    pass = { upto = 3 }
    3 → 4: a number or date, one unit off
    would be shown by a record like “three”, but x = 4
    as it is: x 0, top 0, total 0; changed: x 10, top 10, total 10

file        mutants  killed  survived  equivalent  refused  score
rules.toml        4       2         1           0        1  66.6%
4 mutants: 2 killed, 1 survived, 0 equivalent (0 proven, 0 without a difference found), 1 refused. Score 66.6%
1 case would notice all survivors; write them with -o NAME.cases.toml
"""
WRITTEN = """\
[[example]]
# confirm
name = "three, x 4"

[example.record]
x = 4

[example.expect]
x     = 0
top   = 0
total = 0
"""
PERCENT = 'input = { unit = "%", from = "0%", upto = "100%" }\npass = { from = "60%" }\n'
DAY = """\
input = { name = "Handed in", type = "date" }
formula = "10 if x <= date('2026-01-31') else 0"
"""
ONE_CASE = '[[example]]\nname = "one"\nrecord = {{ x = {} }}\nexpect = {{ total = 10 }}\n'


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A way to run commands."""
    return runner(capsys, monkeypatch)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ruleset with two cases, in the folder that commands run in."""
    file = tmp_path / "rules.toml"
    file.write_text(text_of(RULE, below=CASES), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return file


def test_survivors_are_shown_with_the_record_that_would_notice(rules: Path, run: Run) -> None:
    """Line by line, and at the end as a case."""
    done = run("mutate", "rules.toml", "-k", "pass", "--lang", "en")
    assert rules.exists()
    assert (done.code, done.out) == (1, SURVIVOR)


def test_it_says_the_same_in_chinese(rules: Path, run: Run) -> None:
    """Every word of it."""
    done = run("mutate", str(rules.name), "-k", "pass", "--lang", "zh")
    assert "没有用例发现以下改动：\n\nrules.toml:14  indicator.x.pass.upto\n" in done.out
    assert "    能发现它的填报数据：同“three”，但 x = 4\n" in done.out
    assert done.out.endswith("1 个用例就能发现全部未发现的改动，用 -o 文件名.cases.toml 写出\n")
    assert (
        "4 处改动：发现 2，未发现 1，结果不变 0（已证明 0，未找到不同 0），无法载入 1。发现率 66.6%\n"
        in done.out
    )


def test_the_cases_that_are_written_notice_everything(rules: Path, run: Run) -> None:
    """The file belongs to the ruleset, its cases hold, and nothing survives them."""
    first = run("mutate", "rules.toml", "-q", "-o", "rules.cases.toml", "--lang", "en")
    assert (first.code, rules.with_suffix(".cases.toml").exists()) == (1, True)
    assert run("test", "rules.toml", "-q").code == 0
    again = run("mutate", "rules.toml", "--lang", "en")
    assert again.code == 0
    assert "0 survived" in again.out


def test_a_case_is_called_after_its_record(rules: Path, run: Run) -> None:
    """It says which case it is like and what is different, and waits for its author to confirm it."""
    run("mutate", "rules.toml", "-k", "pass", "-q", "-o", "rules.cases.toml", "--lang", "en")
    assert rules.with_suffix(".cases.toml").read_text(encoding="utf-8") == WRITTEN


@pytest.mark.parametrize(
    ("rule", "case", "told", "name", "written"),
    [
        (PERCENT, '"60%"', 'x = "59%"', 'name = "one, x 59%"', 'x = "59%"'),
        (DAY, "2026-01-31", "x = 2026-02-01", 'name = "one, Handed in 2026-02-01"', "x = 2026-02-01"),
    ],
)
def test_data_are_written_as_people_write_them(
    rules: Path, run: Run, rule: str, case: str, told: str, name: str, written: str
) -> None:
    """A percentage has its sign, a date no quotes, in what is told and in what is written."""
    rules.write_text(text_of(rule, below=ONE_CASE.format(case)), encoding="utf-8")
    done = run("mutate", "rules.toml", "-o", "rules.cases.toml", "--lang", "en")
    assert f"like “one”, but {told}\n" in done.out
    lines = rules.with_suffix(".cases.toml").read_text(encoding="utf-8").splitlines()
    assert (name in lines, written in lines) == (True, True)


def test_a_long_list_is_cut(rules: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is counted."""
    monkeypatch.setattr("scorerules.cli.mutated._MOST", 2)
    rules.write_text(text_of(PERCENT, below=ONE_CASE.format('"60%"')), encoding="utf-8")
    done = run("mutate", "rules.toml", "--lang", "en")
    assert done.out.count("would be shown by") == 2
    assert " more are not listed: narrow them down with -k or --only, or see all with --json\n" in done.out


@pytest.mark.parametrize(
    ("least", "code"),
    [("66", 0), ("66.7", 1), ("66.6666666666666666", 0), ("66.67%", 1), ("100", 1), ("0", 0)],
)
@pytest.mark.usefixtures("rules")
def test_fail_under_says_how_much_has_to_be_noticed(run: Run, least: str, code: int) -> None:
    """Two of three are 66.6… per cent, which no float decides."""
    assert run("mutate", "rules.toml", "-k", "pass", "--fail-under", least).code == code


@pytest.mark.usefixtures("rules")
def test_json_has_every_change_and_what_became_of_it(run: Run) -> None:
    """With the record of a survivor, and its case."""
    told = json.loads(run("mutate", "rules.toml", "-k", "pass", "--json", "--lang", "en").out)
    assert (told["score"], told["percent"], told["killed"], told["survived"]) == ("2/3", "66.6%", 2, 1)
    fates = [(one["fate"], one["edits"][0]["old"], one["edits"][0]["new"]) for one in told["mutants"]]
    assert fates == [
        ("survived", "3", "4"),
        ("killed", "3", "2"),
        ("killed", "upto", "below"),
        ("refused", "upto = 3", ""),
    ]
    killer = told["mutants"][0]["killer"]
    assert (killer["like"], killer["record"]) == ("three", {"x": 4})
    assert killer["example"].startswith("[[example]]\n")
    assert [one["case"] for one in told["mutants"] if one["fate"] == "killed"] == ["three", "three"]


@pytest.mark.usefixtures("rules")
def test_changes_are_listed_without_running_anything(run: Run) -> None:
    """One place and one change each."""
    done = run("mutate", "rules.toml", "--list", "--only", "boundary", "--lang", "en")
    assert done.code == 0
    assert done.out.splitlines() == [
        "rules.toml:13  indicator.x.input.from",
        "    from → above: a boundary included or not",
        "rules.toml:13  indicator.x.input.upto",
        "    upto → below: a boundary included or not",
        "rules.toml:14  indicator.x.pass.upto",
        "    upto → below: a boundary included or not",
    ]


def test_cases_that_do_not_hold_are_told_before_anything_is_changed(rules: Path, run: Run) -> None:
    """As ``scorerules test`` tells them."""
    rules.write_text(text_of(RULE, below=CASES.replace("x = 10", "x = 9")), encoding="utf-8")
    done = run("mutate", "rules.toml", "--lang", "en")
    assert done.code == 1
    assert "SR610" in done.err


@pytest.mark.parametrize(
    "arguments", [("--only", "nothing"), ("--fail-under", "101"), ("--fail-under", "nan"), ("nowhere.toml",)]
)
@pytest.mark.usefixtures("rules")
def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    """Sorts that are none, impossible shares, files that are not there."""
    assert run("mutate", *arguments).code == 2


def test_other_case_files_may_be_named(rules: Path, run: Run) -> None:
    """They stand in place of those beside the ruleset."""
    more = rules.parent / "more.toml"
    more.write_text('[[example]]\nname = "four"\nrecord = { x = 4 }\nexpect = { x = 0 }\n', encoding="utf-8")
    done = run("mutate", "rules.toml", "-k", "pass", "--cases", "more.toml", "--lang", "en")
    assert (done.code, "0 survived" in done.out) == (0, True)


def test_percentages_are_told_and_expected_as_percentages(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that is computed stands with its sign, in what both come to and in the case."""
    monkeypatch.chdir(tmp_path)
    share = (
        "[input]\ndone = { from = 0, upto = 8 }\n"
        '[derived.part]\nunit = "%"\nformula = "done / 8"\nround = { to = "1%" }\n'
    )
    case = '[[example]]\nname = "one"\nrecord = { x = 3, done = 4 }\nexpect = { part = "50%" }\n'
    Path("rules.toml").write_text(text_of(RULE, below=share + case), encoding="utf-8")
    done = run("mutate", "rules.toml", "-k", "round", "--lang", "en", "-o", "new.cases.toml")
    assert done.code == 1
    assert re.search(r"as it is: part \d+%; changed: part [\d.]+%\n", done.out)
    written = Path("new.cases.toml").read_text(encoding="utf-8")
    shares = re.findall(r"^part *= (.*)$", written, re.MULTILINE)
    assert shares
    assert all(re.fullmatch(r'"\d+%"', one) for one in shares)
