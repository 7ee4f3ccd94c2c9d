"""Everything that a few choices can come to: exact where names are shared, told only where that is little."""

from __future__ import annotations

from fractions import Fraction

from scorerules.analysis.finite import Finite
from scorerules.analysis.study import Study
from scorerules.formula import Name
from scorerules.ruleset import loads
from scorerules.testing.goals import goals_of

CHOICES = """scorerules = 1
[ruleset]
id = "choices"
weights = "none"
[input]
a = { choices = ["low", "high"] }
b = { choices = ["low", "high"] }
free = { type = "number" }
[derived.first]
value = "a"
choice = { low = 1, high = 3 }
[derived.second]
value = "b"
choice = { low = 0, high = 5 }
[derived.both]
formula = "first * second - first"
[derived.other]
formula = "first + free"
[tier.all]
[indicator.x]
tier = "all"
formula = "0 if both < 4 else 1"
"""


def values(name: str) -> frozenset[object] | None:
    """All that a step comes to."""
    found = Finite(loads(CHOICES).plan).values(Name(name))
    return None if found is None else frozenset(found)


def test_what_two_parts_share_is_the_same_in_both() -> None:
    """Three times five less three is twelve; three times five less one is not among the values."""
    assert values("both") == {Fraction(one) for one in (-1, -3, 4, 12)}


def test_a_free_number_is_not_listed() -> None:
    """Nothing is told of what depends on more than choices."""
    assert values("other") is None


def test_a_value_that_choices_never_come_to_is_no_goal() -> None:
    """Four is reached exactly, and nothing lies less than one below it."""
    ruleset = loads(CHOICES)
    ids = [goal.id for goal in goals_of(Study(ruleset.scheme, ruleset.plan)) if goal.item == "x"]
    assert "x.both.at.4" in ids
    assert "x.both.below.4" not in ids
