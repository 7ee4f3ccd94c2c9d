"""What a child says of its parents to no effect."""

from __future__ import annotations

from pathlib import Path

import pytest

import scorerules
from plainly import check
from reviewing import labels, seen
from scorerules.diagnostics import Diagnostic

BASE = """scorerules = 1
[ruleset]
id = "base"
[round]
indicator = { to = 1 }
total     = { to = 0.5 }
[tier.top]
[indicator.x]
tier   = "top"
weight = 100
input  = { unit = "%" }
ratio  = { full = "100%" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a base to extend."""
    (tmp_path / "base.toml").write_text(BASE, encoding="utf-8")
    return tmp_path


def found(
    folder: Path, rest: str, header: str = "", extends: str = '"base.toml"', name: str = "child.toml"
) -> list[Diagnostic]:
    """What is said about the overrides of a child of the base."""
    text = f'scorerules = 1\n[ruleset]\nid = "child"\nextends = {extends}\n{header}\n{rest}'
    (folder / name).write_text(text, encoding="utf-8")
    reviewed = check(folder / name)
    assert [one for one in reviewed if one.severity == "error"] == []
    return [one for one in reviewed if one.code in ("SR755", "SR756")]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ("[change.indicator.x]\nweight = 100", ["change.indicator.x.weight"]),
        ("[change.indicator.x]\nweight = 100.0", ["change.indicator.x.weight"]),
        ('[change.indicator.x]\nratio = { full = "100%" }', ["change.indicator.x.ratio"]),
        ('[change.indicator.x]\nratio = { full = "98%" }', []),
        ('[change.indicator.x]\nratio = { full = "100%", zero = "60%" }', []),
        ('[change.indicator.x]\ninput = { unit = "%" }\nname = "X"', ["change.indicator.x.input"]),
        ("[change.round]\nindicator = { to = 1 }\ntotal = { to = 1 }", ["change.round.indicator"]),
        ("[change.round]\ntier = { to = 1 }", []),
    ],
)
def test_changes_of_nothing(folder: Path, change: str, same: list[str]) -> None:
    """A changed key that says what the parent says is found, key by key."""
    reviewed = found(folder, change)
    assert [(one.code, one.path) for one in reviewed] == [("SR755", path) for path in same]


def test_both_places_are_shown(folder: Path) -> None:
    """The finding is at the key of the child, its label at the value of the parent."""
    (one,) = found(folder, "[change.indicator.x]\nweight = 100")
    assert seen([one]) == [("SR755", "change.indicator.x.weight", "weight")]
    assert one.span is not None
    assert one.span.source.name.endswith("child.toml")
    assert labels(one) == [("100", "it says so already")]
    assert one.labels[0].span.source.name.endswith("base.toml")


def test_what_is_dropped_and_added_alike(folder: Path) -> None:
    """Dropping a thing and declaring it again is a way to replace it, unless it is the same thing."""
    again = '[indicator.x]\ntier = "top"\nweight = 100\ninput = {{ unit = "%" }}\nratio = {{ full = "{}%" }}'
    drop = 'drop = ["indicator.x"]'
    assert seen(found(folder, again.format(100), drop)) == [("SR755", "indicator.x", "x")]
    assert found(folder, again.format(98), drop) == []
    alike = "[round]\nindicator = { to = 1 }\ntotal = { to = 0.5 }"
    assert seen(found(folder, alike, 'drop = ["round"]')) == [("SR755", "round", "round")]


def test_what_is_changed_and_dropped(folder: Path) -> None:
    """Drops come after changes, so what is changed is lost; only the drop of the same thing counts."""
    change = "[change.round]\nindicator = { to = 0.1 }\n"
    for drop in ("round.indicator", "round"):
        (one,) = found(folder, change, f'drop = ["{drop}"]')
        assert seen([one]) == [("SR756", "change.round.indicator", "indicator")]
        assert labels(one) == [(f'"{drop}"', "dropped again here")]
    assert found(folder, change, 'drop = ["round.total"]') == []


def test_a_choice_between_parents_is_no_override_of_nothing(folder: Path) -> None:
    """Where parents disagree, a change that repeats one of them settles it."""
    other = BASE.replace("to = 0.5", "to = 0.1").replace('id = "base"', 'id = "other"')
    (folder / "other.toml").write_text(other, encoding="utf-8")
    both = '["base.toml", "other.toml"]'
    assert found(folder, "[change.round]\ntotal = { to = 0.5 }", extends=both) == []
    reviewed = found(folder, "[change.round]\ntotal = { to = 0.5 }\nindicator = { to = 1 }", extends=both)
    assert [one.path for one in reviewed] == ["change.round.indicator"]


def test_a_file_answers_for_itself(folder: Path) -> None:
    """What a parent says to no effect is found when the parent is checked; loading finds nothing."""
    assert len(found(folder, "[change.indicator.x]\nweight = 100")) == 1
    assert found(folder, "", extends='"child.toml"', name="grandchild.toml") == []
    assert scorerules.load(folder / "grandchild.toml").id == "child"
