"""The commands ``check`` and ``test``: finding rulesets, printing findings, running examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import EXAMPLE, RULESET, WRONG_EXAMPLE, Run, runner
from scorerules.cli import streams
from scorerules.diagnostics.catalogue import CATALOGUE
from scorerules.pages import explain_code

BAD = RULESET.replace("weight = 60\nvalue", "weight = 35\nvalue")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands run in the folder, in English."""
    assert folder.is_dir()
    monkeypatch.setenv("SCORERULES_LANG", "en")
    return runner(capsys, monkeypatch)


def put(folder: Path, name: str, text: str) -> None:
    """Write a file below ``folder``."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_check_fine(folder: Path, run: Run) -> None:
    """A ruleset without problems is called fine."""
    put(folder, "a.toml", RULESET)
    ran = run("check", "a.toml")
    assert (ran.code, ran.out, ran.err) == (0, "a.toml: fine\n", "")
    assert run("check", "a.toml", "--lang", "zh").out == "a.toml：没有问题\n"
    assert run("check", "-", stdin=RULESET.encode()).out == "-: fine\n"


def test_check_shows_problems(folder: Path, run: Run) -> None:
    """Problems are results: they go to standard output, with their place."""
    put(folder, "a.toml", BAD)
    ran = run("check", "a.toml")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("error[SR2")
    assert "--> a.toml:" in ran.out
    assert "35 points" in ran.out
    assert ran.out.endswith("found 1 error\n")


def test_check_concise(folder: Path, run: Run) -> None:
    """One line per problem."""
    put(folder, "a.toml", BAD)
    (line,) = run("check", "a.toml", "--format", "concise").out.splitlines()
    place, code, *_ = line.split(": ", 1)[0], line.split(": ", 1)[1][:3]
    assert place.startswith("a.toml:")
    assert code == "SR2"


def test_check_finds_rulesets_below(folder: Path, run: Run) -> None:
    """Below a directory, only files that say they are rulesets count, in the order of their names."""
    put(folder, "b/two.toml", RULESET.replace('"demo"', '"two"'))
    put(folder, "b/one.toml", "# 说明\n\n" + RULESET.replace('"demo"', '"one"'))
    put(folder, "a.toml", RULESET)
    put(folder, "pyproject.toml", '[project.scripts]\nscorerules = "scorerules.cli:main"\n')
    put(folder, "record.toml", "made = 1\n")
    put(folder, ".hidden/c.toml", RULESET)
    put(folder, "notes.txt", RULESET)
    ran = run("check", ".")
    assert (ran.code, ran.out) == (0, "a.toml: fine\nb/one.toml: fine\nb/two.toml: fine\n")
    assert run("check", "b", "b/one.toml", "b").out == "b/one.toml: fine\nb/two.toml: fine\n"


@pytest.mark.parametrize("head", ["\ufeffscorerules = 1\n", "scorerules ＝ 1\n", "scorerules: 1\n"])
def test_check_finds_rulesets_with_a_slip_in_the_first_line(folder: Path, run: Run, head: str) -> None:
    """A slip in the first line does not hide a ruleset from the search."""
    put(folder, "a.toml", RULESET.replace("scorerules = 1\n", head))
    ran = run("check", ".")
    assert ran.code == 1
    assert "a.toml" in ran.out


def test_check_named_file_is_always_checked(folder: Path, run: Run) -> None:
    """A file that was named is checked even if it does not look like a ruleset."""
    put(folder, "record.toml", "made = 1\n")
    assert run("check", "record.toml").code == 1


def test_problems_of_a_parent_are_printed_once(folder: Path, run: Run) -> None:
    """Two children of a faulty parent do not repeat its problems."""
    put(folder, "base.toml", BAD)
    for name in ("one", "two"):
        child = f'scorerules = 1\n[ruleset]\nid = "{name}"\nname = "子"\nextends = "base.toml"\n'
        put(folder, f"{name}.toml", child)
    ran = run("check", ".", "--format", "concise")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert len([line for line in lines if "35 points" in line]) == 1
    assert lines[-2:] == ["one.toml: inherits the problems above", "two.toml: inherits the problems above"]


def test_check_json(folder: Path, run: Run) -> None:
    """JSON lists every file with its problems."""
    put(folder, "a.toml", RULESET)
    put(folder, "b.toml", BAD)
    ran = run("check", ".", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json["ok"] is False
    assert [(one["file"], one["ok"]) for one in ran.json["files"]] == [("a.toml", True), ("b.toml", False)]
    assert ran.json["files"][1]["problems"][0]["place"]["file"] == "b.toml"
    assert run("check", "a.toml", "--json").json["ok"] is True


UNREAD = RULESET.replace("[tier]", 'visitors = { type = "integer" }\n[tier]')
ALLOWED = UNREAD + '[check]\nallow = { SR735 = "供统计：50%\\n" }\n'


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("hint", 1)])
def test_fail_on(folder: Path, run: Run, fail_on: str, code: int) -> None:
    """A warning is shown and counted; whether it fails the run is asked for."""
    put(folder, "a.toml", UNREAD)
    ran = run("check", "a.toml", "--fail-on", fail_on)
    assert ran.code == code
    assert ran.out.startswith("warning[SR735]: ")
    assert ran.out.endswith("\nfound 1 warning\n")
    asked = run("check", "a.toml", "--fail-on", fail_on, "--json")
    assert (asked.code, asked.json["ok"]) == (code, code == 0)
    put(folder, "a.toml", ALLOWED)
    assert run("check", "a.toml", "--fail-on", fail_on).code == 0


def test_allowed_findings(folder: Path, run: Run) -> None:
    """What is allowed is counted in one word, shown with its reason on request, and always in JSON."""
    put(folder, "a.toml", ALLOWED)
    assert run("check", "a.toml").out == "a.toml: fine (1 allowed)\n"
    assert run("check", "a.toml", "--lang", "zh").out == "a.toml：没有问题（另有 1 处已允许）\n"
    shown = run("check", "a.toml", "--show-allowed")
    assert shown.code == 0
    assert shown.out.startswith("warning[SR735]: ")
    assert shown.out.endswith("\nallowed: 供统计：50%\\n\n\nfound 1 allowed\n")
    (line,) = run("check", "a.toml", "--show-allowed", "--format", "concise").out.splitlines()
    assert line.startswith("a.toml:12:1: warning SR735 ")
    assert line.endswith(" (allowed: 供统计：50%\\n)")
    (file,) = run("check", "a.toml", "--json").json["files"]
    assert (file["ok"], file["problems"]) == (True, [])
    assert [one["allowed"] for one in file["allowed"]] == ["供统计：50%\n"]


def test_check_runs_examples(folder: Path, run: Run) -> None:
    """A failing example is an error of the check, at its expectation."""
    put(folder, "a.toml", RULESET + WRONG_EXAMPLE)
    ran = run("check", "a.toml", "--format", "concise")
    assert ran.code == 1
    assert [line.split(": ")[1][:5] for line in ran.out.splitlines()] == ["SR610"]


def test_rulesets_are_checked_beside_each_other(folder: Path, run: Run) -> None:
    """A copy with the same id and version is found when both are given."""
    put(folder, "a.toml", RULESET)
    put(folder, "b.toml", RULESET)
    assert "SR754" not in run("check", "a.toml").out
    assert run("check", ".").out.count("SR754") == 1


def test_check_github(folder: Path, run: Run) -> None:
    """Each problem is one workflow command; nothing that was typed ends the line or begins another."""
    bad = RULESET.replace('"demo"', '"bad"')
    put(folder, "b,c.toml", bad.replace("weight = 60\nvalue", 'weight = 60\n"we%\\n::x" = 1\nvalue'))
    put(folder, "a.toml", UNREAD)
    ran = run("check", ".", "--format", "github")
    assert (ran.code, ran.err) == (1, "")
    first, second = ran.out.splitlines()
    place = "file=a.toml,line=12,col=1,endLine=12,endColumn=9,title=SR735"
    message = "the input `visitors` is declared, and nothing reads it%0Aif a formula was meant to read it, "
    assert first == f"::warning {place}::{message}put it in; otherwise take it out"
    place = "file=b%2Cc.toml,line=20,col=1,endLine=20,endColumn=11,title=SR207"
    message = r"unknown key `we%25\n::x` in `indicator.cards`%0Aknown keys: "
    assert second.startswith(f"::error {place}::{message}")
    assert run("check", "none.toml", "--format", "github").out == (
        "::error file=none.toml,title=SR100::there is no file `none.toml`%0Acheck the name and the folder; "
        "a relative path starts at the current folder\n"
    )
    hint = RULESET + '[check]\nallow = { SR735 = "x" }\n'
    assert run("check", "-", "--format", "github", stdin=hint.encode()).out.startswith(
        "::notice file=<stdin>,"
    )


def test_check_sarif(folder: Path, run: Run) -> None:
    """One log for all files; a problem of a shared parent is one result."""
    put(folder, "base.toml", BAD)
    for name in ("one", "two"):
        put(folder, f"{name}.toml", f'scorerules = 1\n[ruleset]\nid = "{name}"\nextends = "base.toml"\n')
    ran = run("check", ".", "--format", "sarif")
    assert ran.code == 1
    (result,) = ran.json["runs"][0]["results"]
    assert result["ruleId"] == "SR261"
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "base.toml"


@pytest.mark.parametrize("layout", ["full", "concise", "json", "github", "sarif"])
def test_every_format_takes_standard_input(run: Run, layout: str) -> None:
    """A text on standard input is shown in every form."""
    ran = run("check", "-", "--format", layout, stdin=BAD.encode())
    assert ran.code == 1
    assert "SR261" in ran.out


def test_explain_a_code(run: Run) -> None:
    """A code is explained by its page, in either language, whatever its capitals."""
    ran = run("check", "--explain", "sr735")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == explain_code("SR735", "en")
    assert run("check", "--explain", "SR735", "--lang", "zh").out == explain_code("SR735", "zh")
    asked = run("check", "--explain=SR735", "--json").json
    assert asked["code"] == "SR735"
    assert asked["severity"] == "warning"
    assert asked["page"] == explain_code("SR735", "en")
    assert asked["help"] == CATALOGUE["SR735"].help.en


def test_explain_without_a_code(run: Run) -> None:
    """All codes are listed with their severity and headline."""
    ran = run("check", "--explain")
    assert ran.code == 0
    assert [line[:5] for line in ran.out.splitlines()] == sorted(CATALOGUE)
    assert "SR735 warning · … `…` is declared, and nothing reads it" in ran.out.splitlines()
    listed = run("check", "--explain", "--json").json["codes"]
    assert [one["code"] for one in listed] == sorted(CATALOGUE)


def test_explain_an_unknown_code(run: Run) -> None:
    """An unknown code is a slip of the command line that names the nearest codes."""
    ran = run("check", "--explain", "SR7355")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no code `SR7355`; did you mean SR355, SR735, SR755" in ran.err
    assert run("check", "--explain", "weight").err.endswith("there is no code `weight`\n")


def test_check_without_paths(run: Run) -> None:
    """Without a ruleset there is nothing to check."""
    ran = run("check")
    assert (ran.code, ran.out) == (2, "")
    assert "RULESET" in ran.err


def test_standard_input_only_once(run: Run) -> None:
    """Standard input cannot be read twice."""
    assert run("check", "-", "-").code == 2


@pytest.mark.parametrize("command", ["check", "test"])
def test_nothing_found(folder: Path, run: Run, command: str) -> None:
    """A directory without rulesets is a slip in the command line, not a success."""
    put(folder, "record.toml", "made = 1\n")
    ran = run(command, ".")
    assert (ran.code, ran.out, ran.err) == (2, "", "no rulesets found in .\n")
    assert run(command, ".", "--json").json["ok"] is False


@pytest.mark.parametrize("command", ["check", "test"])
def test_missing_file(run: Run, command: str) -> None:
    """A missing file means exit code 2."""
    ran = run(command, "gone.toml")
    assert ran.code == 2
    assert "SR100" in ran.out + ran.err


def test_examples_hold(folder: Path, run: Run) -> None:
    """Examples that hold are named and counted; the current directory is the default."""
    put(folder, "a.toml", RULESET + EXAMPLE)
    put(folder, "b.toml", RULESET + EXAMPLE)
    ran = run("test", "--no-table")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == ["ok    a.toml · 满分", "ok    b.toml · 满分", "2 of 2 examples hold"]
    assert run("test", "--lang", "zh").out.splitlines()[-1] == "2 个示例，全部通过"


def test_examples_that_fail(folder: Path, run: Run) -> None:
    """A wrong expectation is shown at its place with both values."""
    put(folder, "a.toml", RULESET + EXAMPLE + WRONG_EXAMPLE)
    ran = run("test", "a.toml")
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    assert lines[:2] == ["ok    a.toml · 满分", "FAIL  a.toml · 写错"]
    assert lines[2].startswith("error[SR610]: ")
    assert all(fact in lines[2] for fact in ("写错", "`cards`", "31", "30"))
    assert "expect = { cards = 31, total = 70" in ran.out
    assert ran.out.count("^^") == 1
    assert lines[-1] == "1 of 2 examples hold"
    assert run("test", "--lang", "zh").out.splitlines()[-1] == "2 个示例，1 个通过，1 个不符"


def test_rulesets_without_examples_are_named(folder: Path, run: Run) -> None:
    """A ruleset that nothing tests is named, one only meant to be extended is not."""
    put(folder, "a.toml", RULESET)
    put(folder, "base.toml", RULESET.replace('id = "demo"', 'id = "demo"\nabstract = true'))
    ran = run("test", "--no-table")
    assert (ran.code, ran.out.splitlines()) == (0, ["no examples: a.toml", "no examples to run"])


def test_broken_rulesets_do_not_stop_the_others(folder: Path, run: Run) -> None:
    """A ruleset with problems is told on standard error, the others still run."""
    put(folder, "a.toml", BAD)
    put(folder, "b.toml", RULESET + EXAMPLE)
    ran = run("test", "--no-table")
    assert ran.code == 1
    assert ran.err.startswith("error[SR2")
    assert ran.out.splitlines() == ["ok    b.toml · 满分", "1 of 1 examples hold, 1 ruleset with errors"]


def test_test_json(folder: Path, run: Run) -> None:
    """JSON tells every example and every mismatch."""
    put(folder, "a.toml", RULESET + WRONG_EXAMPLE)
    ran = run("test", "--json")
    assert ran.code == 1
    (ruleset,) = ran.json["rulesets"]
    (example,) = ruleset["examples"]
    assert (ruleset["file"], example["name"], example["ok"]) == ("a.toml", "写错", False)
    (mismatch,) = example["mismatches"]
    assert {key: mismatch[key] for key in ("path", "expected", "got")} == {
        "path": "cards", "expected": "31", "got": "30",
    }  # fmt: skip


class Stream:
    """A stream that may be a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        """Whether it is one."""
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "variables", "colorful"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool, variables: dict[str, str], colorful: bool
) -> None:
    """Colour only on a terminal, and not when the environment forbids it."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert streams.colorful(Stream(terminal=terminal)) is colorful  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "columns"),
    [("72", 72), ("", 100), ("x", 100), ("0", 100), ("5", 40), ("999999", 100), ("²", 100)],
)
def test_columns(monkeypatch: pytest.MonkeyPatch, told: str, columns: int) -> None:
    """Away from a terminal tables are 100 columns wide unless ``COLUMNS`` says otherwise."""
    monkeypatch.setenv("COLUMNS", told)
    assert streams.columns() == columns
