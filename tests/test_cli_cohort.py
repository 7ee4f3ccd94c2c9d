"""``score`` and ``explain`` with a ruleset that compares records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import Run, runner

RULESET = """\
scorerules = 1

[ruleset]
id = "bids"
name = "报价"

[tier.price]

[indicator.bid]
tier = "price"
weight = 100
input = { unit = "万元", above = 0 }
formula = "weight * cohort_min(bid) / bid"

[outcome.place]
name = "名次"
formula = "cohort_rank(total)"
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Commands run in a folder with the ruleset and three bids, in Chinese."""
    (tmp_path / "bids.toml").write_text(RULESET, encoding="utf-8")
    for name, bid in (("a", "80"), ("b", "100"), ("c", '"很多"')):
        (tmp_path / f"{name}.toml").write_text(f"bid = {bid}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCORERULES_LANG", "zh")
    return runner(capsys, monkeypatch)


def test_records_are_compared_with_each_other(run: Run) -> None:
    """The lowest bid gets all points, the other its share; each has its place."""
    ran = run("score", "--json", "bids.toml", "a.toml", "b.toml")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert [(one["record"], one["total"], one["outcomes"][0]["value"]) for one in found] == [
        ("a.toml", "100", "1"),
        ("b.toml", "80", "2"),
    ]


def test_one_record_alone_is_refused(run: Run) -> None:
    """Nobody is first in a group of one by mistake."""
    ran = run("score", "bids.toml", "a.toml")
    assert (ran.code, ran.out) == (1, "")
    assert "SR424" in ran.err


def test_a_faulty_record_refuses_its_group(run: Run) -> None:
    """The problem is told once, with the number of the record; nobody gets a score."""
    ran = run("score", "bids.toml", "a.toml", "b.toml", "c.toml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.count("SR403") == 1


def test_a_faulty_record_can_be_left_out(run: Run) -> None:
    """The others are then compared without it."""
    ran = run("score", "--json", "--leave-out-failed", "bids.toml", "a.toml", "b.toml", "c.toml")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert [one.get("total") for one in found] == ["100", "80", None]
    assert [problem["code"] for problem in found[2]["problems"]] == ["SR403"]


def test_explain_takes_the_other_records(run: Run) -> None:
    """A score is explained against the group that is given after it."""
    ran = run("explain", "bids.toml", "b.toml", "a.toml")
    assert ran.code == 0
    assert "得 80 分，满分 100 分" in ran.out
    assert run("explain", "bids.toml", "b.toml").code == 1
