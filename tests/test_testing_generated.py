"""Generated rulesets: they load, reach every kind of rule that they promise, and shrink to small ones."""

from __future__ import annotations

import pytest
from hypothesis import find, given, settings

from scorerules import Ruleset, loads
from scorerules.testing import ruleset_texts, rulesets
from scorerules.testing.generated import GENERATED_KINDS

EVERY = settings(database=None, derandomize=True, deadline=None, max_examples=100)
"""As many examples as Hypothesis tries unless told otherwise."""

SMALLEST = """\
scorerules = 1

[ruleset]
id = "generated"

[round]

[input.x0]

[tier.t0]

[indicator.i0]
tier = "t0"
weight = 1
judged = {  }

[total]
full = 1
"""


def kinds_in(text: str) -> set[str]:
    """The kinds of rule in the indicators of a generated file."""
    blocks = [one for one in text.split("\n\n") if one.startswith("[indicator.")]
    keys = {line.partition(" = ")[0] for one in blocks for line in one.splitlines()}
    return keys & set(GENERATED_KINDS)


def test_every_kind_is_reached() -> None:
    """In a default run, some ruleset has each kind, grades, derived values, conditions and deep tiers."""
    seen: set[str] = set()

    @EVERY
    @given(ruleset_texts())
    def look(text: str) -> None:
        ruleset = loads(text)
        seen.update(kinds_in(text))
        scheme = ruleset.scheme
        seen.update(["grade"] if scheme.grade is not None else [])
        seen.update(["derived"] if scheme.derived else [])
        seen.update(["when"] if "\nwhen = " in text else [])
        seen.update(["deep"] if third_level(ruleset) else [])

    look()
    assert seen == {*GENERATED_KINDS, "grade", "derived", "when", "deep"}


def third_level(ruleset: Ruleset) -> list[str]:
    """The tiers of the third level."""
    tiers = ruleset.scheme.tiers
    return [one for one, tier in tiers.items() if tier.under is not None and tiers[tier.under].under]


def test_the_kinds_asked_for_are_the_only_ones() -> None:
    """``kinds`` keeps to what it names, in whatever order that is."""

    @settings(EVERY, max_examples=20)
    @given(ruleset_texts(kinds=["line", "bands"]))
    def look(text: str) -> None:
        assert kinds_in(text) <= {"bands", "line"}

    look()


def test_a_failure_ends_in_a_small_ruleset() -> None:
    """Nothing is left but one input, one tier and one indicator."""
    assert (
        find(ruleset_texts(kinds=("judged",)), lambda text: "\n[indicator.i0]" in text, settings=EVERY)
        == SMALLEST
    )


@pytest.mark.parametrize("kinds", [("table",), ("bands", "table"), ()])
def test_kinds_that_are_not_generated(kinds: tuple[str, ...]) -> None:
    """They are refused at once, with those that are generated."""
    with pytest.raises(ValueError, match="ratio, deduct, earn, pass, bands, line, choice, judged, formula"):
        rulesets(kinds=kinds)
