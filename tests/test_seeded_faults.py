"""The script that seeds faults into rulesets judges each of them as a person would."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
from seeded_faults import VERDICTS, Verdict, judged

BASE = """
scorerules = 1

[ruleset]
id       = "small.base"
abstract = true

[round]
indicator = { to = 1, mode = "half-up" }

[total]
full = 100

[grade]
bands = [{ from = 80, grade = "good" }, { from = 60, grade = "fair" }, { grade = "poor" }]

[tier.work]
name = "Work"

[input]
planned = { unit = "元", above = 0 }
spent   = { unit = "元", from = 0 }

[indicator.spending]
tier   = "work"
weight = 40
value  = "spent / planned"
ratio  = { full = "100%" }
"""

HEIR = """
scorerules = 1

[ruleset]
id      = "small"
extends = "base.toml"

[indicator.delay]
tier      = "work"
weight    = 30
input     = { unit = "天", type = "integer", from = 0, upto = 90 }
direction = "lower"
bands     = [{ upto = 5, points = 30 }, { upto = 20, points = 10 }, { points = 0 }]

[indicator.quality]
tier   = "work"
weight = 30
input  = { unit = "%", from = "0%", upto = "100%" }
line   = [["60%", 0], ["80%", 15], ["100%", 30]]

[[example]]
name   = "at the limits"
record = { planned = 100, spent = 75, delay = 5, quality = "80%" }
expect = { spending = 30, delay = 30, quality = 15, total = 75, grade = "fair" }

[[example]]
name   = "half a point is a point"
record = { planned = 80, spent = 79, delay = 20, quality = "90%" }
expect = { spending = 40, delay = 10, quality = 23, total = 73, grade = "fair" }

[[example]]
name   = "late and bad"
record = { planned = 80, spent = 40, delay = 21, quality = "60%" }
expect = { spending = 20, delay = 0, quality = 0, total = 20, grade = "poor" }

[[example]]
name   = "just good"
record = { planned = 80, spent = 70, delay = 0, quality = "80%" }
expect = { spending = 35, delay = 30, quality = 15, total = 80, grade = "good" }
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    """Both files with two faults of every kind."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "base.toml").write_text(BASE, encoding="utf-8")
    (folder / "heir.toml").write_text(HEIR, encoding="utf-8")
    return list(judged([str(folder)], 2, 1))


def one_of(found: list[Verdict], kind: str, path: str, new: str) -> Verdict:
    """The verdict on one fault."""
    (one,) = (one for one in found if (one.fault.kind, one.fault.path, one.fault.new) == (kind, path, new))
    return one


def test_what_became_of_the_faults(found: list[Verdict]) -> None:
    """So many are told at their line, at their item, by an example; so many change nothing or go unseen."""
    told = Counter((Path(one.file).name, one.verdict) for one in found)
    assert {file: [told[file, one] for one in VERDICTS] for file in ("base.toml", "heir.toml")} == {
        "base.toml": [8, 2, 8, 0, 2],
        "heir.toml": [13, 2, 1, 1, 5],
    }


@pytest.mark.parametrize(
    ("kind", "path", "new", "verdict", "codes"),
    [
        ("a 0 too many", "grade.bands[1].from", "800", "line", ["SR233"]),
        ("direction", "indicator.delay.direction", '"higher"', "line", ["SR747"]),
        ("weight", "indicator.quality.weight", "31", "item", ["SR262"]),
        ("row gone", "indicator.delay.bands[2]", "", "example", ["SR610"]),
        ("percent sign", "indicator.quality.input.from", "0", "equivalent", []),
        ("boundary word", "input.spent.from", "above", "unseen", []),
    ],
)
def test_single_faults(
    found: list[Verdict], kind: str, path: str, new: str, verdict: str, codes: list[str]
) -> None:
    """Where a fault is told, and with which codes; a rounding that is told anyway is none of them."""
    one = one_of(found, kind, path, new)
    assert (one.verdict, list(one.codes)) == (verdict, codes)
