"""Laws of scores over generated rulesets and records: an oracle agrees, bounds hold, parts add up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from agreement import agree
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_rules import rounded
from records import cells

from scorerules import Evaluation, loads
from scorerules.testing.generated import GENERATED_KINDS
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import Scheme, text


@settings(max_examples=5 * settings.default.max_examples)
@given(st.data())
def test_the_library_agrees_with_the_oracle(data: st.DataObject) -> None:
    """Scores, statuses, derived values, total, grade and errors are those of the language reference."""
    scheme = data.draw(schemes())
    ruleset = loads(text(scheme))
    for _ in range(3):
        found = agree(ruleset, scheme, data.draw(cells(ruleset)))
        if found is not None:
            _bounds(scheme, found)
            _sums(scheme, found)
            _one_grade(scheme, found)


@pytest.mark.parametrize("kind", GENERATED_KINDS)
def test_each_kind_agrees_with_the_oracle(kind: str) -> None:
    """The same for rulesets of one kind, on records that lack nothing."""

    @given(st.data())
    def agrees(data: st.DataObject) -> None:
        scheme = data.draw(schemes(kinds=(kind,)))
        ruleset = loads(text(scheme))
        for _ in range(2):
            agree(ruleset, scheme, data.draw(cells(ruleset, sound=True)))

    agrees()


def _bounds(scheme: Scheme, found: Evaluation) -> None:
    """A score is from its floor to its cap, 0 and the weight unless said; so is what a policy gives."""
    for id_, one in found.indicators.items():
        declared = scheme["indicator"][id_]
        if one.exact_score is not None and one.status == "scored":
            low, high = declared.get("floor", 0), declared.get("cap", declared["weight"])
            assert low <= one.exact_score <= high
        elif one.exact_score is not None:
            assert 0 <= one.exact_score <= declared["weight"]


def _sums(scheme: Scheme, found: Evaluation) -> None:
    """Where everything applies, parts add up to their tier and tiers to the total, under the roundings."""
    items: dict[str, Any] = {**found.tiers, **found.indicators}
    if any(one.exact_score is None for one in items.values()):
        return
    for id_, tier in scheme["tier"].items():
        inside = [one for one in scheme["tier"] if scheme["tier"][one].get("under") == id_]
        inside += [one for one in scheme["indicator"] if scheme["indicator"][one]["tier"] == id_]
        added = sum((items[one].exact_score for one in inside), Fraction(0))
        rule = tier.get("round", scheme["round"].get("tier", "none"))
        assert items[id_].exact_score == (added if rule == "none" else rounded(added, rule))
    added = sum(
        (items[one].exact_score for one in scheme["tier"] if "under" not in scheme["tier"][one]), Fraction(0)
    )
    if scheme["total"].keys() == {"full"}:
        rule = scheme["round"].get("total")
        assert found.exact_total == (rounded(added, rule) if rule else added)


def _one_grade(scheme: Scheme, found: Evaluation) -> None:
    """There is a grade whenever the ruleset has grades."""
    assert (found.grade is not None) == ("grade" in scheme)


@given(st.data())
def test_every_total_has_exactly_one_grade(data: st.DataObject) -> None:
    """Whatever the total from 0 to the full mark, one row of the grades gives it and no other."""
    scheme = data.draw(schemes(kinds=("judged",)).filter(lambda one: "grade" in one))
    rows = scheme["grade"]["bands"]
    full = scheme["total"]["full"]
    step = scheme["round"].get("total", {}).get("to", full / 40)
    plain: Scheme = {
        "ruleset": {"id": "grades"},
        "input": {"points": {}},
        "round": {"total": {"to": step}},
        "tier": {"only": {}},
        "indicator": {"a": {"tier": "only", "weight": full, "formula": "points"}},
        "total": {"full": full},
        "grade": scheme["grade"],
    }
    ruleset = loads(text(plain))
    for k in range(60):
        evaluation = ruleset.score({"points": step * k})
        total = evaluation.exact_total
        assert total is not None
        met = [row["grade"] for row in rows[:-1] if _meets(total, row)]
        assert evaluation.grade == (met[0] if met else rows[-1]["grade"])


def _meets(total: Fraction, row: dict[str, Any]) -> bool:
    word = next(one for one in row if one != "grade")
    bound = row[word]
    return bool(
        {"from": total >= bound, "above": total > bound, "upto": total <= bound, "below": total < bound}[word]
    )


INCREASING = {
    "ratio": "ratio = {{ full = {a} }}",
    "ratio with zero": "ratio = {{ full = {b}, zero = {a} }}",
    "deduct": "deduct = {{ below = {b}, each = {c}, points = 0.7, zero = {{ below = {a} }}, {partial} }}",
    "earn": "earn = {{ over = {a}, each = {c}, points = 0.7, {partial} }}",
    "pass": "pass = {{ from = {a}, else = 1 }}",
    "bands": "bands = [{{ from = {b}, points = 10 }}, {{ above = {a}, points = 4 }}, {{ points = 1 }}]",
    "line": "line = [[{a}, 1], [{b}, 7], [{d}, 10]]",
}
DECREASING = {
    "mirror": 'ratio = {{ full = {a}, lower = "mirror" }}',
    "inverse": 'ratio = {{ full = {a}, lower = "inverse", zero = {b} }}',
    "deduct": "deduct = {{ above = {a}, each = {c}, points = 0.7, zero = {{ from = {b} }}, {partial} }}",
    "pass": "pass = {{ upto = {a}, else = 1 }}",
    "bands": "bands = [{{ below = {a}, points = 10 }}, {{ upto = {b}, points = 4 }}, {{ points = 1 }}]",
    "line": "line = [[{a}, 10], [{b}, 7], [{d}, 1]]",
}
CORNERS = st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 60))


@pytest.mark.parametrize(
    ("rule", "sign"),
    [*((rule, 1) for rule in INCREASING.values()), *((rule, -1) for rule in DECREASING.values())],
)
def test_a_better_value_never_lowers_the_score(rule: str, sign: int) -> None:
    """Along increasing values scores never fall, for rules of which lower is better they never rise."""

    @given(
        CORNERS,
        st.sampled_from(("prorated", "whole", "started")),
        st.sampled_from(("0.1", "1", "3")),
        st.booleans(),
    )
    def monotonic(corners: tuple[int, ...], partial: str, step: str, round_it: bool) -> None:
        first, second, third, each = corners
        places = {"a": first, "b": first + second, "d": first + second + third, "c": Fraction(each, 10)}
        written = rule.format(
            **{one: float(value) for one, value in places.items()}, partial=f'partial = "{partial}"'
        )
        rounding = f"round = {{ to = {step} }}" if round_it else ""
        ruleset = loads(
            'scorerules = 1\n[ruleset]\nid = "rising"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 10\n'
            f"input = {{}}\n{rounding}\n{written}\n[total]\nfull = 10\n"
        )
        tenths = sorted(
            {int(value * 10) + shift for value in places.values() for shift in (-10, -1, 0, 1, 10)}
        )
        scores = [ruleset.score({"a": Fraction(one, 10)}).exact_total for one in tenths if one > 0]
        assert scores == sorted(scores, reverse=sign < 0)  # type: ignore[type-var]
        assert all(one is not None and 0 <= one <= 10 for one in scores)

    monotonic()
