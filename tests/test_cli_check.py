"""The commands ``check`` and ``test``: finding rulesets, printing findings, running examples."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import EXAMPLE, RULESET, WRONG_EXAMPLE, Run, runner
from scorerules.cli import streams

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
    put(folder, "b/two.toml", RULESET)
    put(folder, "b/one.toml", "# 说明\n\n" + RULESET)
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
    ran = run("test")
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
    ran = run("test")
    assert (ran.code, ran.out.splitlines()) == (0, ["no examples: a.toml", "no examples to run"])


def test_broken_rulesets_do_not_stop_the_others(folder: Path, run: Run) -> None:
    """A ruleset with problems is told on standard error, the others still run."""
    put(folder, "a.toml", BAD)
    put(folder, "b.toml", RULESET + EXAMPLE)
    ran = run("test")
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
    assert example["mismatches"] == [{"path": "cards", "expected": "31", "got": "30"}]


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
