"""How the scores of members make the score of a tier and of the total, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

import scorerules


def joined(join: str, weights: str, tier: str = "") -> scorerules.Ruleset:
    """One tier of three indicators that may be skipped, all scored by hand."""
    marks = {"points": ("40", "40", "20"), "percent": ('"40%"', '"40%"', '"20%"'), "none": ("40", "40", "20")}
    indicators = "\n".join(
        f'[indicator.{name}]\ntier = "top"\nweight = {weight}\njudged = {{ remark = "optional" }}\n'
        'may_skip = true\nnot_applicable = "rescale-tier"'
        for name, weight in zip("abc", marks[weights], strict=True)
    )
    return scorerules.loads(
        f'scorerules = 1\n[ruleset]\nid = "joins"\nweights = "{weights}"\n[tier.top]\njoin = {join}\n{tier}\n'
        + indicators
    )


def record_of(scores: list[int | None]) -> dict[str, object]:
    """The record that gives these scores; ``None`` does not apply."""
    absent = {"not_applicable": True, "remark": "none"}
    return {name: absent if one is None else one for name, one in zip("abc", scores, strict=True)}


def score(join: str, weights: str, scores: list[int | None], tier: str = "") -> Fraction | None:
    """The score of the tier."""
    ruleset = joined(join, weights, tier)
    return ruleset.score(record_of(scores)).tiers["top"].exact_score


POINTS = [
    # shares 1, 1/2, 1/2 of 40, 40, 20
    ('"sum"', [40, 20, 10], Fraction(70)),
    ('"mean"', [40, 20, 10], Fraction(200, 3)),  # 100 × (1 + 1/2 + 1/2) / 3
    ('"weighted-mean"', [40, 20, 10], Fraction(70)),  # 100 × (40 + 20 + 10) / 100
    ('"product"', [40, 20, 10], Fraction(25)),  # 100 × 1/4
    ('"min"', [40, 20, 10], Fraction(50)),
    ('"max"', [40, 20, 10], Fraction(100)),
    ('"harmonic-mean"', [40, 20, 10], Fraction(60)),  # 100 × 3 / (1 + 2 + 2)
    ('"geometric-mean"', [5, 40, 20], Fraction(50)),  # 100 × ³√(1/8 × 1 × 1)
    ('"geometric-mean"', [40, 0, 10], Fraction(0)),
    # the second does not apply: sum (40 + 10) × 100 / 60, the others leave it out
    ('"sum"', [40, None, 10], Fraction(250, 3)),
    ('"mean"', [40, None, 10], Fraction(75)),
    ('"weighted-mean"', [40, None, 10], Fraction(250, 3)),
    ('"product"', [40, None, 10], Fraction(50)),
    ('"min"', [40, None, 10], Fraction(50)),
    ('"max"', [None, 20, 10], Fraction(50)),
]


@pytest.mark.parametrize(("join", "scores", "expected"), POINTS)
def test_joins_of_points(join: str, scores: list[int | None], expected: Fraction) -> None:
    """Joins other than the sum join shares and multiply by the weight of the tier."""
    assert score(join, "points", scores) == expected


def test_a_harmonic_mean_of_nothing_is_a_problem() -> None:
    """A score of 0 would be divided by: the record is told, not given 0 silently."""
    with pytest.raises(scorerules.RecordError) as raised:
        score('"harmonic-mean"', "points", [40, 0, 10])
    assert [one.code for one in raised.value.diagnostics] == ["SR500"]


PERCENT = [
    ('"weighted-mean"', [100, 50, 10], Fraction(62)),  # 40 + 20 + 2
    ('"mean"', [100, 50, 30], Fraction(60)),
    ('"min"', [100, 50, 10], Fraction(10)),
    ('"max"', [100, 50, 10], Fraction(100)),
    ('"weighted-mean"', [100, None, 10], Fraction(70)),  # (40 × 100 + 20 × 10) / 60
    ('"geometric-mean"', [80, 10, 10], Fraction(20)),
]


@pytest.mark.parametrize(("join", "scores", "expected"), PERCENT)
def test_joins_of_percentages(join: str, scores: list[int | None], expected: Fraction) -> None:
    """Under percentages everything is marked from 0 to 100."""
    assert score(join, "percent", scores) == expected


NONE = [
    ('"sum"', [40, 20, 10], Fraction(70)),
    ('"mean"', [40, 20, 12], Fraction(24)),
    ('"weighted-mean"', [40, 20, 10], Fraction(26)),  # (1600 + 800 + 200) / 100
    ('"product"', [4, 20, 10], Fraction(800)),
    ('"min"', [40, 20, 10], Fraction(10)),
    ('"max"', [40, 20, 10], Fraction(40)),
    ('"geometric-mean"', [8, 1, 1], Fraction(2)),
    ('"harmonic-mean"', [2, 6, 6], Fraction(18, 5)),  # 3 / (1/2 + 1/6 + 1/6)
    ('"sum"', [40, None, 10], Fraction(50)),
    ("{ best = 2 }", [40, 20, 10], Fraction(60)),
]


@pytest.mark.parametrize(("join", "scores", "expected"), NONE)
def test_joins_without_weights(join: str, scores: list[int | None], expected: Fraction) -> None:
    """Without weights the scores themselves are joined, whatever they are."""
    assert score(join, "none", scores) == expected


EMPTY = [
    ("", None),
    ('empty = "zero"', Fraction(0)),
    ('empty = "full"', Fraction(100)),
    ("empty = 12", Fraction(12)),
]


@pytest.mark.parametrize(("said", "expected"), EMPTY)
@pytest.mark.parametrize("join", ['"sum"', '"mean"'])
def test_a_tier_with_nothing_that_applies(join: str, said: str, expected: Fraction | None) -> None:
    """It scores what it says, else it does not apply, and then there is no total to speak of."""
    ruleset = joined(join, "points", said)
    if expected is None:
        with pytest.raises(scorerules.RecordError) as raised:
            ruleset.score(record_of([None, None, None]))
        assert [one.code for one in raised.value.diagnostics] == ["SR422"]
    else:
        result = ruleset.score(record_of([None, None, None]))
        assert result.exact_total == expected


@pytest.mark.parametrize(
    ("said", "expected"), [('empty = "zero"', 0), ('empty = "full"', 100), ("empty = 7", 7)]
)
def test_a_total_of_nothing(said: str, expected: int) -> None:
    """The total says itself what it is when nothing applies."""
    ruleset = joined('"sum"', "points", f"[total]\n{said}")
    assert ruleset.score(record_of([None, None, None])).exact_total == expected


def test_a_formula_in_place_of_a_join() -> None:
    """Tiers and the total can be computed: here tier minus tier."""
    text = """scorerules = 1
[ruleset]
id = "formula"
weights = "none"
[total]
formula = "score.gain - score.loss"
upto = 10
[tier]
gain = {}
loss = { formula = "score.b * 2 + score.c" }
[indicator]
a = { tier = "gain", input = {}, formula = "value" }
b = { tier = "loss", input = {}, formula = "value" }
c = { tier = "loss", input = {}, formula = "value" }
"""
    ruleset = scorerules.loads(text)
    assert ruleset.score({"a": 12, "b": 2, "c": 1}).exact_total == 7
    assert ruleset.score({"a": 2, "b": 2, "c": 1}).exact_total == -3
    assert ruleset.score({"a": 22, "b": 2, "c": 1}).exact_total == 10
