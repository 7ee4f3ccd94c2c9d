"""Calculations with constants only are done when the ruleset is loaded."""

from __future__ import annotations

import pytest

import scorerules
from hanging import not_hanging

TEXT = """scorerules = 1
[ruleset]
id = "s"
[tier.t]
[indicator.x]
tier = "t"
weight = 100
input = {{}}
formula = "{formula}"
"""


@pytest.mark.parametrize(
    ("formula", "code", "place"),
    [
        ("9**9**9", "SR502", "9**9**9"),
        ("x + 9**9**9", "SR502", "9**9**9"),
        ("x if x > 2 else 1 / (3 - 3)", "SR500", "1 / (3 - 3)"),
        ("min(x, (-8)**0.5)", "SR503", "(-8)**0.5"),
    ],
)
def test_what_no_record_can_mend_is_refused_at_load(formula: str, code: str, place: str) -> None:
    """The fault stands at the calculation, before any record is seen."""
    with not_hanging(), pytest.raises(scorerules.RulesetError) as caught:
        scorerules.loads(TEXT.format(formula=formula))
    found = [(one.code, one.span.text if one.span else None) for one in caught.value.diagnostics]
    assert found == [(code, place)]


def test_what_depends_on_the_record_is_not() -> None:
    """A divisor of the record may be 0 or not."""
    ruleset = scorerules.loads(TEXT.format(formula="10**2 / (x - 3)"))
    assert ruleset.score({"x": 5}).total == 50
