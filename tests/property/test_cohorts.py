"""Scores that depend on the other records: groups, ties, who takes part, one record against a given set."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, load, near, total

from scorerules import Evaluation, RecordError


@frozen
class Bid:
    """One record: its group, the value compared, a second value, whether it takes part, whether it is out."""

    lot: str | None
    price: Fraction | None
    quality: Fraction
    valid: bool
    out: bool

    @property
    def record(self) -> dict[str, Any]:
        """The bid as a record."""
        known = {"lot": self.lot, "price": self.price}
        return {name: one for name, one in known.items() if one is not None} | {
            "quality": self.quality, "valid": self.valid, "out": self.out,
        }  # fmt: skip


bids = st.builds(
    Bid,
    st.sampled_from(("甲包", "甲包", "乙包")),
    st.one_of(st.none(), st.sampled_from(tuple(Fraction(n) for n in (80, 90, 100, 100, 120)))),
    st.sampled_from((NIL, Fraction(5), Fraction(10, 3))),
    st.booleans(),
    st.sampled_from((False, False, True)),
)
sets = st.lists(bids, min_size=1, max_size=7)

OUTCOMES = {
    "lowest": "cohort_min(price)",
    "highest": "cohort_max(price, valid)",
    "average": "cohort_mean(price)",
    "added": "cohort_sum(price, valid)",
    "priced": "cohort_count(given(price))",
    "everyone": "cohort_count()",
    "good": "cohort_count(valid)",
    "rank": "cohort_rank(price)",
    "cheapest": "cohort_rank(price, 'low')",
    "first": "cohort_rank(price, 'low', quality)",
    "standing": "cohort_percentile(price)",
}


def _expected(name: str, own: Bid, group: list[Bid]) -> Fraction | None:
    """The value of an outcome, counted over the records of the group that take part."""
    if name in ("everyone", "good"):
        return Fraction(sum(not one.out and (one.valid or name == "everyone") for one in group))
    valid_only = name in ("highest", "added")
    inside = [one for one in group if not one.out and one.price is not None and (one.valid or not valid_only)]
    prices = [one.price for one in inside if one.price is not None]
    if name == "lowest":
        return min(prices, default=None)
    if name == "highest":
        return max(prices, default=None)
    if name == "average":
        return sum(prices, NIL) / len(prices) if prices else None
    if name == "added":
        return sum(prices, NIL)
    if name == "priced":
        return Fraction(len(prices))
    if own.price is None or own.out:
        return None
    if name == "rank":
        return Fraction(1 + sum(one > own.price for one in prices))
    if name == "cheapest":
        return Fraction(1 + sum(one < own.price for one in prices))
    if name == "first":
        better = [
            one for one in inside
            if one.price is not None
            and (one.price < own.price or (one.price == own.price and one.quality > own.quality))
        ]  # fmt: skip
        return Fraction(1 + len(better))
    below, equal = sum(one < own.price for one in prices), sum(one == own.price for one in prices)
    return (below + Fraction(equal, 2)) / len(prices)


def _compared(formulas: dict[str, str]) -> Any:
    return load(
        {
            "ruleset": {"id": "cohort", "weights": "none", "cohort": ["lot"]},
            "input": {
                "lot": {"type": "text"}, "price": {}, "quality": {}, "valid": {"type": "boolean"},
                "out": {"type": "boolean"},
            },
            "total": {"formula": "quality"},
            "veto": {"gone": {"when": "out", "disqualify": True}},
            "outcome": {name: {"formula": formula} for name, formula in formulas.items()},
        }
    )  # fmt: skip


def _group(own: Bid, everyone: list[Bid]) -> list[Bid]:
    return [one for one in everyone if one.lot == own.lot]


NEEDS_A_VALUE = ("rank", "cheapest", "first", "standing")


@given(sets)
def test_cohort_functions(everyone: list[Bid]) -> None:
    """Groups, ties, ``where``, missing values and disqualified records, for every function."""
    ruleset = _compared(OUTCOMES)
    everyone = [Bid(one.lot, one.price or Fraction(70), one.quality, one.valid, one.out) for one in everyone]
    evaluations = ruleset.score_many([one.record for one in everyone])
    assert len(evaluations) == len(everyone)
    for own, evaluation in zip(everyone, evaluations, strict=True):
        assert evaluation.status == ("disqualified" if own.out else "scored")
        assert evaluation.exact_total == (None if own.out else own.quality)
        for name in OUTCOMES:
            assert evaluation.outcomes[name].exact_value == _expected(name, own, _group(own, everyone)), name
        _travels(evaluation)


@given(sets)
def test_records_without_the_value_are_left_out(everyone: list[Bid]) -> None:
    """A record that lacks the value is not counted, and sees what describes the others."""
    overall = {name: formula for name, formula in OUTCOMES.items() if name not in NEEDS_A_VALUE}
    ruleset = _compared(overall)
    evaluations = ruleset.score_many([one.record for one in everyone])
    for own, evaluation in zip(everyone, evaluations, strict=True):
        for name in overall:
            assert evaluation.outcomes[name].exact_value == _expected(name, own, _group(own, everyone)), name


@given(st.data(), sets)
def test_one_record_against_a_set(data: st.DataObject, everyone: list[Bid]) -> None:
    """Scored against a cohort it belongs to, or joins, a record gets what it gets among them."""
    ruleset = _compared(OUTCOMES)
    everyone = [Bid(one.lot, one.price or Fraction(70), one.quality, one.valid, one.out) for one in everyone]
    records = [one.record for one in everyone]
    place = data.draw(st.integers(0, len(records) - 1))
    among = ruleset.score_many(records)[place]
    against = ruleset.score(records[place], cohort=data.draw(st.permutations(records)))
    found = [against]
    if records.count(records[place]) == 1:  # one that equals it is taken to be the record itself
        others = [*records[:place], *records[place + 1 :]]
        found.append(ruleset.score(records[place], cohort=others))
    for one in found:
        assert {name: one.outcomes[name].exact_value for name in OUTCOMES} == {
            name: among.outcomes[name].exact_value for name in OUTCOMES
        }
        assert one.exact_total == among.exact_total
    with pytest.raises(RecordError):
        ruleset.score(records[place])


@given(st.data(), sets)
def test_the_order_of_records_changes_nothing(data: st.DataObject, everyone: list[Bid]) -> None:
    """Each record gets the same result wherever it stands."""
    ruleset = _compared(OUTCOMES)
    everyone = [Bid(one.lot, one.price or Fraction(70), one.quality, one.valid, one.out) for one in everyone]
    order = data.draw(st.permutations(range(len(everyone))))
    straight = ruleset.score_many([one.record for one in everyone])
    mixed = ruleset.score_many([everyone[index].record for index in order])
    assert [straight[index].to_dict() for index in order] == [one.to_dict() for one in mixed]


@given(sets, st.data())
def test_a_failed_record(everyone: list[Bid], data: st.DataObject) -> None:
    """One faulty record refuses all, or is left out when the caller allows it."""
    ruleset = _compared(OUTCOMES)
    everyone = [Bid(one.lot, one.price or Fraction(70), one.quality, one.valid, one.out) for one in everyone]
    bad = data.draw(st.integers(0, len(everyone) - 1))
    records = [one.record for one in everyone]
    records[bad] = records[bad] | {"price": data.draw(st.sampled_from(("很低", True, "5张")))}
    with pytest.raises(RecordError):
        ruleset.score_many(records)
    found = ruleset.score_many(records, leave_out_failed=True)
    rest = [one for index, one in enumerate(everyone) if index != bad]
    for index, (own, one) in enumerate(zip(everyone, found, strict=True)):
        if index == bad:
            assert isinstance(one, RecordError)
            continue
        assert isinstance(one, Evaluation)
        for name in OUTCOMES:
            assert one.outcomes[name].exact_value == _expected(name, own, _group(own, rest)), name


PROCUREMENT: dict[str, Any] = {
    "ruleset": {"id": "price", "cohort": ["lot"]},
    "input": {
        "lot": {"type": "text"}, "price": {"above": 0}, "quality": {}, "valid": {"type": "boolean"},
        "out": {"type": "boolean"},
    },
    "derived": {"lowest": {"formula": "cohort_min(price, valid)"}},
    "tier": {"t": {}, "u": {}},
    "indicator": {
        "p": {"tier": "t", "weight": 30, "formula": "weight * lowest / price if valid else 0"},
        "q": {"tier": "u", "weight": 70, "formula": "quality * 7"},
    },
    "veto": {"gone": {"when": "out", "disqualify": True}},
    "grade": {"bands": [{"from": 60, "grade": "入围"}, {"grade": "未入围"}]},
    "outcome": {
        "rank": {"formula": "cohort_rank(total)"}, "place": {"formula": "cohort_rank(total, price, 'low')"},
    },
}  # fmt: skip


@given(sets)
def test_lowest_price_scoring(everyone: list[Bid]) -> None:
    """The lowest valid bid ÷ bid × points; then the rank by total, ties by the lower price."""
    ruleset = load(PROCUREMENT)
    everyone = [Bid(one.lot, one.price or Fraction(70), one.quality, one.valid, one.out) for one in everyone]
    evaluations = ruleset.score_many([one.record for one in everyone])

    def points(own: Bid) -> Fraction:
        valid = [one.price for one in _group(own, everyone) if one.valid and not one.out and one.price]
        assert own.price is not None
        price = 30 * min(valid) / own.price if own.valid and valid else NIL
        return min(price, Fraction(30)) + min(own.quality * 7, Fraction(70))

    for own, evaluation in zip(everyone, evaluations, strict=True):
        if own.out:
            assert evaluation.total is None
            assert evaluation.grade is None
            assert evaluation.outcomes["rank"].value is None
            continue
        assert own.price is not None
        others = [one for one in _group(own, everyone) if not one.out]
        mine = points(own)
        assert total(evaluation) == mine
        assert evaluation.grade == ("入围" if mine >= 60 else "未入围")
        assert evaluation.outcomes["rank"].exact_value == 1 + sum(points(one) > mine for one in others)
        assert evaluation.outcomes["place"].exact_value == 1 + sum(
            points(one) > mine or (points(one) == mine and one.price is not None and one.price < own.price)
            for one in others
        )
        _travels(evaluation)


@given(st.lists(near(0, 10, 20), min_size=1, max_size=6))
def test_indices_over_a_set(values: list[Fraction]) -> None:
    """Min-max and z-score indices: 0 to 100, and what is above the mean is above 0."""
    ruleset = load(
        {
            "ruleset": {"id": "index", "weights": "none"},
            "input": {"x": {}},
            "derived": {"low": {"formula": "cohort_min(x)"}, "high": {"formula": "cohort_max(x)"}},
            "total": {"formula": "50 if high == low else (x - low) / (high - low) * 100"},
            "outcome": {
                "z": {
                    "formula": "0 if high == low else cohort_zscore(x)",
                    "round": {"to": Fraction("0.001")},
                },
                "alone": {"formula": "cohort_count() == 1"},
            },
        }
    )
    low, high = min(values), max(values)
    # A z-score of equal values would divide by zero; it is not read then.
    evaluations = ruleset.score_many([{"x": one} for one in values])
    mean = sum(values, NIL) / len(values)
    variance = sum(((one - mean) ** 2 for one in values), NIL) / len(values)
    for value, evaluation in zip(values, evaluations, strict=True):
        assert total(evaluation) == (50 if high == low else (value - low) / (high - low) * 100)
        assert evaluation.outcomes["alone"].value is (len(values) == 1)
        z = evaluation.outcomes["z"].exact_value
        assert z is not None
        if high == low:
            assert z == 0
            continue
        # The middles of |z| with its neighbours hold the true one, whose square is (v − mean)²/variance.
        half, true = Fraction(1, 2000), (value - mean) ** 2 / variance
        assert (z >= 0) == (value >= mean) or z == 0
        assert max(NIL, abs(z) - half) ** 2 <= true < (abs(z) + half) ** 2


def _travels(evaluation: Evaluation) -> None:
    plain = evaluation.to_dict()
    assert json.loads(evaluation.to_json()) == plain
    assert pickle.loads(pickle.dumps(evaluation)).to_dict() == plain
    assert evaluation.explain("zh")
    assert evaluation.explain("en")
