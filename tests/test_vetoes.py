"""Vetoes: every effect and how effects of several meet, worked out by hand."""

from __future__ import annotations

import pytest

import scorerules

HEAD = """scorerules = 1
[ruleset]
id = "vetoes"
[round]
total = { to = 1 }
[tier]
first = { weight = 60 }
second = { weight = 40 }
[input]
p = { type = "boolean", default = false }
q = { type = "boolean", default = false }
r = { type = "boolean", default = false }
[indicator]
a = { tier = "first", weight = 60, judged = { remark = "optional" } }
b = { tier = "second", weight = 40, judged = { remark = "optional" } }
[grade]
order = ["void", "D", "C", "B", "A"]
bands = [{ from = 90, grade = "A" }, { from = 80, grade = "B" }, { from = 60, grade = "C" }, { grade = "D" }]
"""


def ruleset(*effects: str) -> scorerules.Ruleset:
    """Vetoes ``v1`` … with these effects, which act when p, q, r are true."""
    vetoes = (f'[veto.v{index}]\nwhen = "{name}"\n{effect}\n' for index, (name, effect) in
              enumerate(zip("pqr", effects, strict=False), 1))  # fmt: skip
    return scorerules.loads(HEAD + "".join(vetoes))


GRADE = 'grade = "{}"'.format
CAP = 'no_better_than = "{}"'.format
FLOOR = 'no_worse_than = "{}"'.format
TOTAL = "total_at_most = {}".format

EFFECTS = [
    # a full record has 100 points and grade A; every veto acts
    ((GRADE("C"),), 60, 40, "C", 100),
    ((GRADE("void"),), 60, 40, "void", 100),
    ((GRADE("A"),), 10, 10, "A", 20),  # a forced grade can be better than the band
    ((CAP("B"),), 60, 40, "B", 100),
    ((CAP("B"),), 40, 25, "C", 65),  # a cap does not lift
    ((FLOOR("C"),), 10, 10, "C", 20),
    ((FLOOR("C"),), 60, 25, "B", 85),  # a floor does not lower
    ((TOTAL(59),), 60, 40, "D", 59),  # the grade follows the total that is left
    ((TOTAL(59.5),), 60, 40, "C", 60),  # capped, then rounded
    ((TOTAL(70),), 20, 10, "D", 30),
    (('zero_tier = "second"',), 60, 40, "C", 60),
    (('zero_tier = ["first", "second"]',), 60, 40, "D", 0),
    # several
    ((TOTAL(75), TOTAL(50)), 60, 40, "D", 50),  # the lowest cap
    ((TOTAL(50), TOTAL(75)), 60, 40, "D", 50),
    ((GRADE("B"), GRADE("D")), 60, 40, "D", 100),  # the worse of two forced grades
    ((GRADE("D"), GRADE("B")), 60, 40, "D", 100),
    ((CAP("C"), FLOOR("B")), 60, 40, "C", 100),  # the cap beats the floor
    ((FLOOR("B"), CAP("C")), 10, 10, "C", 20),
    ((CAP("B"), CAP("D")), 60, 40, "D", 100),
    ((FLOOR("C"), FLOOR("B")), 10, 10, "B", 20),
    ((GRADE("A"), CAP("C")), 10, 10, "C", 20),  # a cap also holds for a forced grade
    ((GRADE("D"), FLOOR("B")), 60, 40, "D", 100),  # a floor does not
    ((GRADE("B"), CAP("C"), FLOOR("A")), 60, 40, "C", 100),
    (('zero_tier = "first"', TOTAL(30), GRADE("void")), 60, 40, "void", 30),
    ((GRADE("C") + "\n" + TOTAL(10),), 60, 40, "C", 10),  # two effects of one veto
]


@pytest.mark.parametrize(("effects", "a", "b", "grade", "total"), EFFECTS)
def test_effects(effects: tuple[str, ...], a: int, b: int, grade: str, total: int) -> None:
    """What is left of grade and total when all vetoes act; without them nothing changes."""
    scheme = ruleset(*effects)
    acting = {name: True for name, _ in zip("pqr", effects, strict=False)}
    found = scheme.score({"a": a, "b": b, **acting})
    assert (found.grade, found.exact_total) == (grade, total)
    assert [one.id for one in found.vetoes] == [f"v{index + 1}" for index in range(len(effects))]
    assert found.status == "scored"
    plain = scheme.score({"a": a, "b": b})
    assert plain.vetoes == ()
    assert plain.exact_total == a + b


def test_only_those_that_act_count() -> None:
    """Of two caps the one whose condition is false does nothing."""
    found = ruleset(TOTAL(75), TOTAL(50)).score({"a": 60, "b": 40, "p": True})
    assert (found.exact_total, [one.id for one in found.vetoes]) == (75, ["v1"])


def test_disqualified() -> None:
    """There is neither total nor grade, but the scores are still told."""
    scheme = ruleset("disqualify = true", TOTAL(50))
    found = scheme.score({"a": 60, "b": 40, "p": True, "q": True})
    assert found.status == "disqualified"
    assert (found.total, found.exact_total, found.grade) == (None, None, None)
    assert [one.id for one in found.vetoes] == ["v1", "v2"]
    assert found.tiers["first"].exact_score == 60
    assert scheme.score({"a": 60, "b": 40}).status == "scored"


def test_a_condition_reads_the_total_before_any_cap() -> None:
    """Two vetoes on the total do not see what the other does to it."""
    scheme = scorerules.loads(
        HEAD + '[veto.high]\nwhen = "total > 90"\ntotal_at_most = 50\n'
        '[veto.low]\nwhen = "total <= 50"\ngrade = "void"\n'
    )
    found = scheme.score({"a": 60, "b": 40})
    assert ([one.id for one in found.vetoes], found.exact_total, found.grade) == (["high"], 50, "D")


def test_a_condition_reads_scores_and_a_zeroed_tier_keeps_its_indicators() -> None:
    """A veto may look at what an indicator got."""
    scheme = scorerules.loads(HEAD + '[veto.low]\nwhen = "share.a < 0.5"\nzero_tier = "second"\n')
    found = scheme.score({"a": 29, "b": 40})
    assert (found.exact_total, found.indicators["b"].exact_score, found.tiers["second"].exact_score) == (
        29,
        40,
        0,
    )
    assert scheme.score({"a": 30, "b": 40}).exact_total == 70
