"""What weights mean: percentages, no weights, best n, and points outside the full mark."""

from __future__ import annotations

from fractions import Fraction

import pytest

import scorerules

HEAD = 'scorerules = 1\n[ruleset]\nid = "w"\nweights = "{}"\n'.format
JUDGED = 'judged = { remark = "optional" }'


def faults(text: str) -> list[tuple[str, str]]:
    """Codes and paths of what a ruleset is refused with."""
    with pytest.raises(scorerules.RulesetError) as raised:
        scorerules.loads(text)
    return [(one.code, one.path or "") for one in raised.value.diagnostics]


PERCENT = (
    HEAD("percent")
    + f"""[total]
full = 50
[tier]
a = {{ weight = "60%" }}
b = {{ weight = "40%" }}
[indicator]
x = {{ tier = "a", weight = "25%", {JUDGED} }}
y = {{ tier = "a", weight = "75%", {JUDGED} }}
z = {{ tier = "b", weight = "100%", input = {{}}, formula = "weight * value" }}
"""
)


def test_percentages_weigh_on_every_level() -> None:
    """Everything is marked from 0 to 50: (20·25 % + 40·75 %)·60 % + 30·40 % = 21 + 12."""
    found = scorerules.loads(PERCENT).score({"x": 20, "y": 40, "z": Fraction(3, 5)})
    assert [found.indicators[one].exact_score for one in "xyz"] == [20, 40, 30]
    assert (found.tiers["a"].exact_score, found.tiers["b"].exact_score, found.exact_total) == (35, 30, 33)
    assert [found.tiers[one].full for one in "ab"] == [50, 50]


PERCENT_FAULTS = [
    ('weight = "25%"', "weight = 25", ("SR250", "indicator.x.weight")),
    ('weight = "25%"', 'weight = "20%"', ("SR261", "tier.a.weight")),
    ('b = { weight = "40%" }', 'b = { weight = "30%" }', ("SR262", "total.full")),
]


@pytest.mark.parametrize(("old", "new", "expected"), PERCENT_FAULTS)
def test_percentages_that_do_not_come_out(old: str, new: str, expected: tuple[str, str]) -> None:
    """They add up to 100 % on each level."""
    assert faults(PERCENT.replace(old, new)) == [expected]


def test_without_weights_nothing_is_clamped() -> None:
    """Scores below 0 and above any mark stand; a cap or floor that is said holds."""
    text = (
        HEAD("none")
        + """[tier.a]
[indicator]
x = { tier = "a", input = {}, formula = "value" }
y = { tier = "a", input = {}, formula = "value", floor = -1, cap = 3 }
"""
    )
    scheme = scorerules.loads(text)
    assert scheme.score({"x": -5, "y": -5}).exact_total == -6
    assert scheme.score({"x": 500, "y": 500}).exact_total == 503


BEST = (
    HEAD("points")
    + """[tier]
tests = {{ join = {{ best = 2 }}{weight} }}
rest = {{ weight = 40 }}
[indicator]
a = {{ tier = "tests", weight = 30, may_skip = true, not_applicable = "rescale-tier", {judged} }}
b = {{ tier = "tests", weight = 30, {judged} }}
c = {{ tier = "tests", weight = 30, {judged} }}
d = {{ tier = "rest", weight = 40, {judged} }}
"""
)
SCORES = [((10, 20, 30), 50), ((30, 30, 30), 60), ((0, 0, 5), 5), ((20, 20, 10), 40)]


@pytest.mark.parametrize(("scores", "expected"), SCORES)
@pytest.mark.parametrize("weight", ["", ", weight = 60"])
def test_the_best_two_of_three(scores: tuple[int, int, int], expected: int, weight: str) -> None:
    """Three tests of 30 points, of which two count: the tier weighs 60, said or not."""
    scheme = scorerules.loads(BEST.format(judged=JUDGED, weight=weight))
    found = scheme.score(dict(zip("abc", scores, strict=True)) | {"d": 40})
    assert (found.tiers["tests"].exact_score, found.tiers["tests"].full) == (expected, 60)
    assert found.exact_total == expected + 40


def test_a_tier_of_the_best_weighs_the_best() -> None:
    """90 points are not what two of three can bring."""
    assert faults(BEST.format(judged=JUDGED, weight=", weight = 90"))[0] == ("SR261", "tier.tests.weight")


OUTSIDE = (
    HEAD("points")
    + """[bonus]
{bonus}
[penalty]
{penalty}
[tier.t]
[indicator]
x = {{ tier = "t", weight = 100, judged = {{ remark = "optional" }} }}
papers = {{ bonus = true, weight = 4, input = {{}}, formula = "value" }}
prizes = {{ bonus = true, input = {{}}, formula = "value" }}
late = {{ penalty = true, weight = 3, input = {{}}, formula = "weight - value" }}
slips = {{ penalty = true, input = {{}}, formula = "-value" }}
"""
)
POINTS = [
    # papers at most 4, prizes any, late at most 3 lost, slips any
    ("", "", (90, 2, 1, 1, 2), 90),
    ("", "", (90, 9, 7, 0, 0), 101),
    ("", "", (10, 0, 0, 9, 20), -13),
    ("cap = 5", "", (90, 4, 3, 0, 0), 95),
    ("cap = 5", "", (90, 1, 3, 0, 0), 94),
    ("", "cap = 5", (90, 0, 0, 3, 4), 85),
    ("", "cap = 5", (90, 0, 0, 1, 2), 87),
    ("cap = 0", "cap = 0", (90, 4, 4, 4, 4), 90),
    ("cap = 2", "cap = 1", (90, 4, 4, 4, 4), 91),
    ("", "", (90, -3, -3, -3, -3), 90),  # neither a bonus takes points nor a penalty gives them
]


@pytest.mark.parametrize(("bonus", "penalty", "values", "expected"), POINTS)
def test_points_outside_the_full_mark(
    bonus: str, penalty: str, values: tuple[int, ...], expected: int
) -> None:
    """A bonus adds its score, a penalty takes what it loses, both within the cap of their section."""
    scheme = scorerules.loads(OUTSIDE.format(bonus=bonus, penalty=penalty))
    names = ("x", "papers", "prizes", "late", "slips")
    found = scheme.score(dict(zip(names, values, strict=True)))
    assert found.exact_total == expected
    assert found.tiers["t"].exact_score == values[0]
    assert found.full == 100


def test_limits_of_the_total_come_after_what_is_outside() -> None:
    """At most 100, though the bonus brings 101; never below 0."""
    text = OUTSIDE.format(bonus="", penalty="") + "[total]\nfrom = 0\nupto = 100\n"
    scheme = scorerules.loads(text)
    assert scheme.score({"x": 90, "papers": 9, "prizes": 7, "late": 0, "slips": 0}).exact_total == 100
    assert scheme.score({"x": 10, "papers": 0, "prizes": 0, "late": 9, "slips": 20}).exact_total == 0


def test_a_weighted_mean_needs_weights() -> None:
    """Where weights are optional, a member without one cannot silently count nothing."""
    text = """scorerules = 1
[ruleset]
id = "w"
weights = "none"
[tier.a]
join = "weighted-mean"
[indicator.x]
tier = "a"
weight = 2
input = {}
formula = "x"
[indicator.y]
tier = "a"
input = {}
formula = "y"
"""
    with pytest.raises(scorerules.RulesetError) as caught:
        scorerules.loads(text)
    assert [(one.code, one.path) for one in caught.value.diagnostics] == [("SR202", "indicator.y")]
    weighted = text.replace('formula = "y"', 'formula = "y"\nweight = 1')
    assert scorerules.loads(weighted).score({"x": 3, "y": 0}).total == 2
