"""Modifiers of an indicator's score: rounding, limits, bonus and penalty, shared keys, required remarks."""

from __future__ import annotations

import json
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, alone, held, load, near, score, total, weights

from scorerules import Evaluation, RecordError

WHY = "经批准"


def _rounded(value: Fraction, to: Fraction, mode: str) -> Fraction:
    """The value to a multiple of ``to``, anchored at 0; half-up takes halves away from zero."""
    size, sign = abs(value) / to, -1 if value < 0 else 1
    low, part = floor(size), size - floor(size)
    if mode in ("floor", "ceiling"):
        return (floor if mode == "floor" else ceil)(value / to) * to
    up = {
        "half-up": part >= Fraction(1, 2), "half-down": part > Fraction(1, 2), "up": part > 0, "down": False,
        "half-even": part > Fraction(1, 2) or (part == Fraction(1, 2) and low % 2 == 1),
    }[mode]  # fmt: skip
    return sign * (low + up) * to


modes = st.sampled_from(("half-up", "half-even", "half-down", "up", "down", "ceiling", "floor"))
steps = st.sampled_from(tuple(Fraction(one) for one in ("1", "0.1", "0.5", "3", "0.25", "20")))


@given(near(-1, 0, Fraction("0.5"), Fraction("1.5"), 10, 12), weights, steps, modes, st.data())
def test_round_cap_and_floor(
    value: Fraction, weight: Fraction, to: Fraction, mode: str, data: st.DataObject
) -> None:
    """Clamped to floor and cap (0 and w unless said), rounded, clamped again."""
    low, high = (
        data.draw(st.sampled_from((None, Fraction(-5), Fraction(1), weight / 2))),
        data.draw(st.sampled_from((None, weight / 2, weight, weight + 5))),
    )
    bottom, top = NIL if low is None else low, weight if high is None else high
    if bottom > top:
        low, bottom = None, NIL
    rounds = data.draw(st.sampled_from((None, "own", "common", "none")))
    rounding = {"to": to, "mode": mode}
    rule: dict[str, Any] = {"formula": "x"} | ({"round": rounding} if rounds == "own" else {})
    rule |= {"round": "none"} if rounds == "none" else {}
    rule |= ({} if low is None else {"floor": low}) | ({} if high is None else {"cap": high})
    sections = {"round": {"indicator": rounding}} if rounds in ("common", "none") else {}
    evaluation = alone(rule, weight, input={"x": {}}, **sections).score({"x": value})
    expected = held(value, bottom, top)
    if rounds in ("own", "common"):
        expected = held(_rounded(expected, to, mode), bottom, top)
    assert score(evaluation) == expected


@given(near(0, 10, 33), near(0, 10, 33), steps, steps, modes, modes)
def test_rounding_at_every_node(
    x: Fraction, y: Fraction, to: Fraction, by: Fraction, mode: str, way: str
) -> None:
    """Tiers round the sum of their members, the total what the tiers come to."""
    ruleset = load(
        {
            "input": {"x": {}, "y": {}},
            "tier": {"t": {}, "u": {"round": "none"}, "v": {"round": {"to": by, "mode": way}}},
            "indicator": {
                "a": {"tier": "t", "weight": 30, "formula": "x"},
                "b": {"tier": "t", "weight": 20, "formula": "y"},
                "c": {"tier": "u", "weight": 10, "formula": "x / 3"},
                "d": {"tier": "v", "weight": 40, "formula": "x + y"},
            },
            "round": {"tier": {"to": to, "mode": mode}, "total": {"to": by, "mode": mode}},
        }
    )
    evaluation = ruleset.score({"x": x, "y": y})
    a, b, c, d = held(x, 0, 30), held(y, 0, 20), held(x / 3, 0, 10), held(x + y, 0, 40)
    t, v = _rounded(a + b, to, mode), _rounded(d, by, way)
    assert (score(evaluation, "t"), score(evaluation, "u"), score(evaluation, "v")) == (t, c, v)
    assert total(evaluation) == _rounded(t + c + v, by, mode)


caps = st.sampled_from((None, NIL, Fraction(3), Fraction(5), Fraction("7.5")))


@given(st.data(), st.lists(near(0, 2, 4, 5), min_size=4, max_size=4), caps, caps)
def test_bonus_and_penalty(
    data: st.DataObject, xs: list[Fraction], most: Fraction | None, worst: Fraction | None
) -> None:
    """A bonus adds its score, a penalty score − w, each sum within its cap; neither counts in a tier."""
    applies = data.draw(st.booleans())
    low, high = data.draw(st.sampled_from((None, NIL))), data.draw(st.sampled_from((None, Fraction(20))))
    sections: dict[str, Any] = {
        "input": {f"x{n}": {} for n in range(4)} | {"flag": {"type": "boolean"}},
        "tier": {"t": {}},
        "indicator": {
            "a": {"tier": "t", "weight": 20, "formula": "weight * 3 / 4"},
            "extra": {"bonus": True, "weight": 4, "formula": "x0", "when": "flag"},
            "free": {"bonus": True, "formula": "x1"},
            "late": {"penalty": True, "weight": 5, "formula": "x2"},
            "loss": {"penalty": True, "formula": "-x3", "tier": "t"},
        },
        "total": {"full": 20}
        | ({} if low is None else {"from": low})
        | ({} if high is None else {"upto": high}),
        "bonus": {} if most is None else {"cap": most},
        "penalty": {} if worst is None else {"cap": worst},
    }
    evaluation = load({key: one for key, one in sections.items() if one}).score(
        {f"x{n}": one for n, one in enumerate(xs)} | {"flag": applies}
    )
    gained = (held(xs[0], 0, 4) if applies else NIL) + max(NIL, xs[1])
    lost = (5 - held(xs[2], 0, 5)) + max(NIL, xs[3])
    gained = gained if most is None else min(gained, most)
    lost = lost if worst is None else min(lost, worst)
    expected = 15 + gained - lost
    expected = expected if low is None else max(expected, low)
    expected = expected if high is None else min(expected, high)
    assert total(evaluation) == expected
    assert score(evaluation, "t") == 15
    json.dumps(evaluation.to_dict())
    assert evaluation.explain("zh")
    assert evaluation.explain("en")


@given(near(100, 130), st.booleans(), st.booleans())
def test_explain_over(value: Fraction, remarked: bool, blank: bool) -> None:
    """Above the bound a remark is required; with one, no points are lost."""
    ruleset = alone(
        {"value": "x", "ratio": {"full": "100%"}, "explain_over": "130%"}, 10, input={"x": {"unit": "%"}}
    )
    record: dict[str, Any] = {"x": value}
    if remarked:
        record["a"] = {"remark": " " if blank else WHY}
    if value > 130 and (not remarked or blank):
        with pytest.raises(RecordError) as refused:
            ruleset.score(record)
        assert {one.code for one in refused.value.diagnostics} == {"SR423"}
        return
    assert score(ruleset.score(record)) == held(value / 10, 0, 10)


SHARED: dict[str, Any] = {
    "weight": 5,
    "round": {"to": 1},
    "on_missing": "zero",
    "not_applicable": "rescale-tier",
    "cap": 4,
    "ratio": {"full": 10},
    "when": "flag",
}
RULE_KEYS = ("ratio", "formula")


@given(
    st.lists(st.sampled_from(tuple(SHARED)), unique=True),
    st.lists(st.sampled_from(tuple(SHARED)), unique=True),
    st.booleans(),
    near(0, 10),
    st.booleans(),
)
def test_each(shared: list[str], own: list[str], other: bool, value: Fraction, flag: bool) -> None:
    """What a tier says for each of its indicators is as if each had said it; its own keys go first."""
    mine: dict[str, Any] = {"formula": "value / 2 + 1"} if other and "ratio" in shared else {}
    base = {key: SHARED[key] for key in SHARED if key not in shared}
    changed = {"weight": 7, "cap": 6, "on_missing": "full", "round": "none", "when": "not flag",
               "not_applicable": "full", "ratio": {"full": 20}}  # fmt: skip
    mine |= {key: changed[key] for key in own if key in shared and not (key == "ratio" and "formula" in mine)}
    each = {key: SHARED[key] for key in shared}
    written = SHARED | mine
    if "formula" in mine:
        del written["ratio"]
    weight = written["weight"] + 5
    common = {"input": {"x": {}, "flag": {"type": "boolean"}}, "total": {"full": weight, "empty": "zero"}}
    short = load(
        common
        | {
            "tier": {"t": {"each": each} if each else {}},
            "indicator": {
                "a": {"tier": "t", "value": "x"} | base | mine,
                "b": {"tier": "t", "value": "x"} | base,
            },
        }
    )
    long = load(
        common
        | {
            "tier": {"t": {}},
            "indicator": {
                "a": {"tier": "t", "value": "x"} | written,
                "b": {"tier": "t", "value": "x"} | SHARED,
            },
        }
    )
    for record in ({"x": value, "flag": flag}, {"flag": flag}):
        first, second = short.score(record), long.score(record)
        assert total(first) == total(second)
        assert first.indicators["a"].exact_score == second.indicators["a"].exact_score
        assert first.indicators["b"].exact_score == second.indicators["b"].exact_score


@given(near(0, 50, 100), near(0, 50, 100))
def test_reading_other_items(x: Fraction, y: Fraction) -> None:
    """Points that count only if another item's points or a subtotal allow it; a tier less a tier."""
    ruleset = load(
        {
            "input": {"x": {}, "y": {}},
            "tier": {"t": {}, "u": {}, "v": {"formula": "max(0, score.t - score.u)", "weight": 40}},
            "indicator": {
                "b": {"tier": "u", "weight": 20, "formula": "y if share.a >= 0.5 else 0"},
                "a": {"tier": "t", "weight": 40, "formula": "x"},
            },
            "outcome": {"gap": {"formula": "lost.a - lost.b + weight.u"}},
        }
    )
    evaluation = ruleset.score({"x": x, "y": y})
    a = held(x, 0, 40)
    b = held(y, 0, 20) if a / 40 >= Fraction(1, 2) else NIL
    assert total(evaluation) == a + b + max(NIL, a - b)
    assert evaluation.outcomes["gap"].exact_value == (40 - a) - (20 - b) + 20


@given(near(0, 60, 90), st.sampled_from(("{score}", "{lost:.1}", "{value:.1}", "{weight}")))
def test_a_remark_is_printed_when_points_are_lost(value: Fraction, template: str) -> None:
    """The template is filled half-up, and only where points are lost."""
    ruleset = alone(
        {"value": "x", "formula": "round(value, 0.1)", "remark": f"见{template}。"}, 60, input={"x": {}}
    )
    evaluation: Evaluation = ruleset.score({"x": value})
    points = held(_rounded(value, Fraction(1, 10), "half-up"), 0, 60)
    remark = evaluation.indicators["a"].remark
    assert score(evaluation) == points
    if points == 60:
        assert remark is None or not remark.startswith("见")
    else:
        number = {"{score}": points, "{lost:.1}": 60 - points, "{value:.1}": value, "{weight}": Fraction(60)}[
            template
        ]
        shown = _rounded(number, Fraction(1, 10), "half-up")
        assert remark is not None
        assert Fraction(remark.removeprefix("见").removesuffix("。")) == shown
