"""The command ``cover``: what the cases of rulesets reach, in tables, in words, in the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Run, runner

RATE = """scorerules = 1
[ruleset]
id = "rate"
[tier]
t = { name = "Output" }
[indicator.rate]
tier = "t"
name = "Rate"
weight = 100
input = { unit = "%", from = "0%", upto = "100%" }
bands = [{ from = "95%", points = 100 }, { from = "60%", points = 50 }, { points = 0 }]
[[example]]
name = "good"
record = { rate = "95%" }
expect = { rate = 100 }
"""

CASES = """
[[example]]
name = "bad"
record = { rate = "59.5%" }
expect = { rate = 0 }
[[example]]
name = "refused"
record = { rate = "101%" }
expect = { error = "SR407" }
"""

TABLE = """rate.toml
 Item    full   part   zero   rows   edges    all
 ────────────────────────────────────────────────
 Rate     1/1    0/1    1/1    2/3     2/4   6/10
 Total    1/1    0/1    1/1    2/3     2/4   6/10
"""

MISSING = """Rate
  part of the mark (line 6)
  at least 60% (line 11)
  just below 95% (line 11)
  at 60% (line 11)
3 cases reach 6 of 10 (60%)
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands run, in English, in a folder with a ruleset and its cases."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCORERULES_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "rate.toml").write_text(RATE, encoding="utf-8")
    (tmp_path / "rate.cases.toml").write_text(CASES, encoding="utf-8")
    return runner(capsys, monkeypatch)


def test_table(run: Run) -> None:
    """A line for every item, columns of what there is, then what is missing; refused records show nothing."""
    ran = run("cover", "rate.toml")
    indented = "".join(f"  {line}\n" for line in MISSING.splitlines()[:-1])
    summary = MISSING.splitlines()[-1]
    assert (ran.code, ran.out, ran.err) == (0, f"{TABLE}Missing:\n{indented}{summary}\n", "")


def test_an_item_is_called_as_its_rule(run: Run) -> None:
    """Not as the datum of the same id, which may have a name of its own."""
    named = RATE.replace("input = { unit", 'input = { name = "Cards in time", unit')
    Path("rate.toml").write_text(named, encoding="utf-8")
    assert run("cover", "rate.toml").out.startswith(TABLE)


def test_missing(run: Run) -> None:
    """Only what is missing, where it is written."""
    assert run("cover", "--missing").out == f"rate.toml\n{MISSING}"


def test_least(run: Run) -> None:
    """The share is compared exactly; what is below is told on standard error."""
    assert run("cover", "--missing", "--fail-under", "60%").code == 0
    ran = run("cover", "--missing", "--fail-under", "60.001")
    assert (ran.code, ran.err) == (1, "rate.toml: 60%, less than 60%\n")
    assert run("cover", "--fail-under", "sixty").code == 2
    assert run("cover", "--fail-under", "101").code == 2


def test_annotated(run: Run) -> None:
    """Each line of the ruleset with a mark, and below it what is shown there and how often."""
    lines = run("cover", "--annotate").out.splitlines()
    assert lines[0] == "rate.toml"
    assert lines[6:12] == [
        "~  6 │ [indicator.rate]",
        "     │     ✓ Rate: the full mark ×1",
        "     │     ✗ Rate: part of the mark",
        "     │     ✓ Rate: no points ×1",
        '   7 │ tier = "t"',
        '   8 │ name = "Rate"',
    ]
    assert "~ 11 │ bands = [" in lines[14]
    assert lines[-1] == "3 cases reach 6 of 10 (60%)"


def test_json(run: Run) -> None:
    """Every goal with its place and the cases that reach it."""
    (found,) = run("cover", "--json").json["rulesets"]
    assert (found["cases"], found["share"]) == (["good", "bad", "refused"], "3/5")
    (item,) = found["items"]
    assert item["goals"][0] == {
        "id": "rate.full",
        "kind": "full",
        "words": "the full mark",
        "file": "rate.toml",
        "line": 6,
        "cases": ["good"],
    }


def test_cases_of_choice(run: Run, tmp_path: Path) -> None:
    """Case files that are named stand in place of those beside the ruleset, of one ruleset only."""
    (tmp_path / "more.cases.toml").write_text(CASES.replace("59.5%", "60%").replace("rate = 0", "rate = 50"))
    ran = run("cover", "rate.toml", "--cases", "more.cases.toml", "--missing")
    assert ran.out.splitlines()[1:3] == ["Rate", "  no points (line 6)"]
    (tmp_path / "other.toml").write_text(RATE.replace('"rate"', '"other"'), encoding="utf-8")
    assert run("cover", "rate.toml", "other.toml", "--cases", "more.cases.toml").code == 2


def test_problems(run: Run, tmp_path: Path) -> None:
    """A ruleset with errors is told and fails; no ruleset at all is wrong usage."""
    (tmp_path / "rate.toml").write_text(RATE.replace("weight = 100", "weight = 10"), encoding="utf-8")
    assert run("cover").code == 1
    (tmp_path / "empty").mkdir()
    assert run("cover", "empty").code == 2
