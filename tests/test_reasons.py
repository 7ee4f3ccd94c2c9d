"""Why points were lost, ranked, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

import scorerules

FREE = 'remark = "optional"'
TEXT = """scorerules = 1
[ruleset]
id = "reasons"
{reasons}
[tier.t]
[indicator]
a = {{ tier = "t", name = "cards", weight = 60, reason = "too few cards", judged = {{ {free} }} }}
b = {{ tier = "t", name = "cost", weight = 10, judged = {{ {free} }} }}
c = {{ tier = "t", weight = 30, baseline = 24, judged = {{ {free} }} }}
plus = {{ bonus = true, weight = 5, judged = {{ {free} }} }}
minus = {{ penalty = true, weight = 4, judged = {{ {free} }} }}
"""
RECORD = {"a": 48, "b": 5, "c": 18, "plus": 0, "minus": 2}
"""Lost of the marks: 12 of 60, 5 of 10, 6 of the 24 that c is counted from, 2 of 4; a bonus loses nothing."""

LOST = [
    ("", [("a", 12), ("c", 6), ("b", 5), ("minus", 2)]),
    ('[reasons]\norder = "lost"', [("a", 12), ("c", 6), ("b", 5), ("minus", 2)]),
    # 1/5, 1/2, 1/4, 1/2: equals stay as printed
    ('[reasons]\norder = "share"', [("b", 5), ("minus", 2), ("c", 6), ("a", 12)]),
    ('[reasons]\norder = "printed"', [("a", 12), ("b", 5), ("c", 6), ("minus", 2)]),
    ("[reasons]\ntop = 2", [("a", 12), ("c", 6)]),
    ('[reasons]\norder = "printed"\ntop = 3', [("a", 12), ("b", 5), ("c", 6)]),
    # counted from 90 %: 54 − 48, 9 − 5; c keeps its own baseline; 3.6 − 2
    ("[reasons]\nbaseline = 0.9", [("a", 6), ("c", 6), ("b", 4), ("minus", Fraction(8, 5))]),
    ('[reasons]\nbaseline = "80%"', [("c", 6), ("b", 3), ("minus", Fraction(6, 5))]),  # 48 − 48: nothing
]


@pytest.mark.parametrize(("reasons", "expected"), LOST)
def test_lost_points(reasons: str, expected: list[tuple[str, int | Fraction]]) -> None:
    """The gravest first, as the section says."""
    found = scorerules.loads(TEXT.format(free=FREE, reasons=reasons)).score(RECORD).reasons
    assert [(one.id, one.exact_lost) for one in found] == expected


def test_words() -> None:
    """A reason of its own, else the name, else the id."""
    found = scorerules.loads(TEXT.format(free=FREE, reasons="")).score(RECORD).reasons
    assert [one.text for one in found] == ["too few cards", "c", "cost", "minus"]


def test_nothing_is_lost() -> None:
    """Full marks need no reasons."""
    full = {"a": 60, "b": 10, "c": 30, "plus": 0, "minus": 4}
    assert scorerules.loads(TEXT.format(free=FREE, reasons="")).score(full).reasons == ()


def test_what_does_not_apply_loses_nothing() -> None:
    """Its points are not lost but left out."""
    text = TEXT.format(free=FREE, reasons="").replace(
        'name = "cost", weight = 10,',
        'name = "cost", weight = 10, may_skip = true, not_applicable = "rescale-tier",',
    )
    record = RECORD | {"b": {"not_applicable": True, "remark": "no cost"}}
    assert [one.id for one in scorerules.loads(text).score(record).reasons] == ["a", "c", "minus"]


ROWS = """scorerules = 1
[ruleset]
id = "rows"
[tier.t]
[indicator.rate]
tier = "t"
weight = 60
reason = "rate too low"
input = { unit = "%" }
bands = [
  { from = "90%", points = 60 },
  { from = "60%", points = 40 },
  { points = 0, reason = "rate far too low" },
]
[indicator.late]
tier = "t"
weight = 40
input = { unit = "天", type = "integer", from = 0 }
table = [{ when = "value > 10", points = 0, reason = "very late" }, { points = 40 }]
"""


@pytest.mark.parametrize(
    ("rate", "late", "expected"),
    [
        ("95%", 0, []),
        ("70%", 0, ["rate too low"]),
        ("50%", 0, ["rate far too low"]),
        ("95%", 11, ["very late"]),
    ],
)
def test_a_row_may_name_its_reason(rate: str, late: int, expected: list[str]) -> None:
    """The row that was taken says it before the indicator does."""
    found = scorerules.loads(ROWS).score({"rate": rate, "late": late}).reasons
    assert [one.text for one in found] == expected
