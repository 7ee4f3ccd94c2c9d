"""``scorerules test --properties``: laws of rulesets on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Run, runner

SOUND = """
scorerules = 1
[ruleset]
id = "sound"
[tier.t]
[indicator.a]
tier = "t"
weight = 100
input = { unit = "%", from = "0%" }
ratio = { full = "100%" }
"""
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
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line."""
    return runner(capsys, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a ruleset that keeps its laws and one that does not."""
    (tmp_path / "falling.toml").write_text(FALLING, encoding="utf-8")
    (tmp_path / "sound.toml").write_text(SOUND, encoding="utf-8")
    return tmp_path


def test_broken_laws_are_told_with_an_example(folder: Path, run: Run) -> None:
    """Every ruleset is told; a broken law has its place and a record to put into the file; exit code 1."""
    found = run("test", "--properties", "--examples", "40", "--lang", "en", str(folder))
    assert found.code == 1
    assert f"FAIL  {folder}/falling.toml: 1 of 13 laws broken" in found.out
    assert f"--> {folder}/falling.toml:9" in found.out
    assert "[[example]]" in found.out
    assert f"ok    {folder}/sound.toml: 13 laws" in found.out
    assert found.out.endswith("2 rulesets, 40 records for every law, 1 broken\n")


def test_json_has_the_same(folder: Path, run: Run) -> None:
    """With --json the broken laws are values, and the same seed finds the same."""
    asked = ("test", "--properties", "--examples", "30", "--seed", "7", "--json", str(folder))
    read = run(*asked).json
    assert run(*asked).json == read
    assert [len(one["broken"]) for one in read["rulesets"]] == [1, 0]
    (broken,) = read["rulesets"][0]["broken"]
    assert (read["ok"], broken["law"], broken["item"], broken["line"]) == (False, "direction", "a", 9)
    assert broken["example"].startswith("[[example]]\n")


def test_sound_rulesets_exit_with_0(folder: Path, run: Run) -> None:
    """Where every law holds the exit code is 0."""
    assert run("test", "--properties", "--examples", "20", str(folder / "sound.toml")).code == 0
