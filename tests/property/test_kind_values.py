"""Kinds of rule that look at one number: what they score at, around and far from every boundary."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, alone, counted, decimals, held, near, paid, partials, score, sizes, weights

from scorerules import RecordError

NUMBER = {"input": {}}


def _score(rule: dict[str, Any], value: Fraction, weight: Fraction) -> Fraction:
    return score(alone(NUMBER | rule, weight).score({"a": value}))


def _pick(data: st.DataObject, chances: st.SearchStrategy[Any]) -> Any:
    return data.draw(st.one_of(st.none(), chances))


@given(st.data(), weights, decimals(1, 100))
def test_ratio(data: st.DataObject, weight: Fraction, full: Fraction) -> None:
    """w·v/full, at most w; below ``zero`` nothing; never below 0."""
    zero = _pick(data, decimals(0, 100).map(lambda one: min(one, full)))
    rule = {"full": full} if zero is None else {"full": full, "zero": zero}
    value = data.draw(near(NIL, full, full if zero is None else zero))
    expected = held(weight * value / full, 0, weight)
    if zero is not None and value < zero:
        expected = NIL
    assert _score({"ratio": rule}, value, weight) == expected


@given(st.data(), weights, decimals(1, 100))
def test_ratio_mirrored(data: st.DataObject, weight: Fraction, full: Fraction) -> None:
    """Where lower is better: w up to full, then w·(1−(v−full)/full), nothing at twice full."""
    zero = _pick(data, decimals(0, 300).map(lambda one: max(one, full)))
    rule: dict[str, Any] = {"full": full, "lower": "mirror"} | ({} if zero is None else {"zero": zero})
    value = data.draw(near(NIL, full, 2 * full, full if zero is None else zero))
    expected = weight if value <= full else held(weight * (1 - (value - full) / full), 0, weight)
    if zero is not None and value > zero:
        expected = NIL
    assert _score({"ratio": rule}, value, weight) == expected


@given(st.data(), weights, decimals(0, 100))
def test_ratio_inverse(data: st.DataObject, weight: Fraction, full: Fraction) -> None:
    """Where lower is better: w up to full, then w·full/v."""
    zero = _pick(data, decimals(0, 300).map(lambda one: max(one, full)))
    rule: dict[str, Any] = {"full": full, "lower": "inverse"} | ({} if zero is None else {"zero": zero})
    value = data.draw(near(NIL, full, 2 * full, full if zero is None else zero))
    expected = weight if value <= full else held(weight * full / value, 0, weight)
    if zero is not None and value > zero:
        expected = NIL
    assert _score({"ratio": rule}, value, weight) == expected


@given(st.data(), weights, decimals(0, 100), sizes, paid, partials)
def test_deduct(
    data: st.DataObject, weight: Fraction, start: Fraction, each: Fraction, points: Fraction, partial: str
) -> None:
    """The score is w − n·points, n = shortfall ÷ each counted as ``partial`` says, 扣完为止, with a cliff."""
    side = data.draw(st.sampled_from(("below", "above")))
    down = side == "below"
    cliff = start - 7 if down else start + 7
    word = data.draw(st.sampled_from((None, "below", "upto") if down else (None, "above", "from")))
    rule = {side: start, "each": each, "points": points, "partial": partial}
    if word is not None:
        rule["zero"] = {word: cliff}
    value = data.draw(near(start, cliff, *(start + (-k if down else k) * each for k in (1, 2, 5))))
    lost = counted(start - value if down else value - start, each, partial) * points
    expected = held(weight - lost, 0, weight)
    if (word in ("upto", "from") and value == cliff) or (word and (value < cliff if down else value > cliff)):
        expected = NIL
    assert _score({"deduct": rule}, value, weight) == expected


@given(st.data(), weights, decimals(0, 50), decimals(51, 100), sizes, sizes, paid, paid, partials, partials)
def test_deduct_clauses(
    data: st.DataObject,
    weight: Fraction,
    low: Fraction,
    high: Fraction,
    each: Fraction,
    other: Fraction,
    points: Fraction,
    more: Fraction,
    partial: str,
    counting: str,
) -> None:
    """Clauses lose points side by side, each on its own value; the cliff of any leaves nothing."""
    ruleset = alone(
        {
            "value": "x",
            "deduct": [
                {"below": low, "each": each, "points": points, "partial": partial},
                {"value": "y", "above": high, "each": other, "points": more, "partial": counting,
                 "zero": {"from": high + 10}},
            ],
        },
        weight,
        input={"x": {}, "y": {}},
    )  # fmt: skip
    x, y = data.draw(near(low, low - each)), data.draw(near(high, high + other, high + 10))
    lost = counted(low - x, each, partial) * points + counted(y - high, other, counting) * more
    expected = NIL if y >= high + 10 else held(weight - lost, 0, weight)
    assert score(ruleset.score({"x": x, "y": y})) == expected


@given(st.data(), weights, decimals(0, 20), sizes, paid, partials)
def test_earn(
    data: st.DataObject, weight: Fraction, over: Fraction, each: Fraction, points: Fraction, partial: str
) -> None:
    """Points for every unit above ``over``, at most the weight."""
    said = data.draw(st.booleans())
    rule: dict[str, Any] = {"each": each, "points": points, "partial": partial}
    if said:
        rule["over"] = over
    start = over if said else NIL
    value = data.draw(near(start, start + each, start + 2 * each))
    expected = held(counted(value - start, each, partial) * points, 0, weight)
    assert _score({"earn": rule}, value, weight) == expected


@given(st.data(), weights, decimals(0, 100), sizes, paid, paid, partials)
def test_swing(
    data: st.DataObject,
    weight: Fraction,
    around: Fraction,
    each: Fraction,
    gain: Fraction,
    lose: Fraction,
    partial: str,
) -> None:
    """``start`` at ``around``, more for every unit better, less for every unit worse, within 0 and w."""
    lower, start = data.draw(st.booleans()), data.draw(st.sampled_from((None, NIL, weight / 2)))
    ways = data.draw(st.sampled_from((("gain",), ("lose",), ("gain", "lose"))))
    rule: dict[str, Any] = {"around": around, "each": each, "partial": partial}
    rule |= {way: {"gain": gain, "lose": lose}[way] for way in ways}
    rule |= {} if start is None else {"start": start}
    rule |= {"lower": True} if lower else {}
    value = data.draw(near(around, around + each, around - 2 * each))
    better = around - value if lower else value - around
    expected = weight if start is None else start
    if "gain" in ways:
        expected += counted(better, each, partial) * gain
    if "lose" in ways:
        expected -= counted(-better, each, partial) * lose
    assert _score({"swing": rule}, value, weight) == held(expected, 0, weight)


@given(st.data(), weights, decimals(0, 100), decimals(1, 50))
def test_pass(data: st.DataObject, weight: Fraction, low: Fraction, width: Fraction) -> None:
    """``points`` within the bounds, ``else`` outside them: 含 and 不含 as the four words say."""
    below, above = data.draw(
        st.sampled_from(
            ((None, "upto"), (None, "below"), ("from", None), ("above", None),
             ("from", "upto"), ("from", "below"), ("above", "upto"), ("above", "below"))
        )
    )  # fmt: skip
    high = low + width
    rule: dict[str, Any] = ({below: low} if below else {}) | ({above: high} if above else {})
    points, otherwise = (
        data.draw(st.sampled_from((None, weight / 2))),
        data.draw(st.sampled_from((None, weight / 4))),
    )
    rule |= ({} if points is None else {"points": points}) | (
        {} if otherwise is None else {"else": otherwise}
    )
    value = data.draw(near(low, high))
    met = (below is None or value > low or (below == "from" and value == low)) and (
        above is None or value < high or (above == "upto" and value == high)
    )
    won, left = weight if points is None else points, NIL if otherwise is None else otherwise
    assert _score({"pass": rule}, value, weight) == (won if met else left)


@given(weights, st.sampled_from(("甲", "乙", "丙")), st.sampled_from(("甲", "乙")))
def test_pass_of_a_text(weight: Fraction, said: str, wanted: str) -> None:
    """``is`` passes one text and no other."""
    ruleset = alone({"input": {"type": "text"}, "pass": {"is": wanted}}, weight)
    assert score(ruleset.score({"a": said})) == (weight if said == wanted else 0)


def _fallen(deviation: Fraction, within: Fraction, until: Fraction | None) -> Fraction:
    """The share that a deviation leaves: all up to ``within``, none from ``until``, straight between."""
    if deviation <= within:
        return Fraction(1)
    if until is None or deviation >= until:
        return NIL
    return (until - deviation) / (until - within)


@given(st.data(), weights, decimals(0, 100), decimals(0, 20), decimals(1, 20))
def test_tolerance(
    data: st.DataObject, weight: Fraction, target: Fraction, within: Fraction, more: Fraction
) -> None:
    """The full mark near the target both ways, nothing far from it, in proportion between."""
    until = within + more if data.draw(st.booleans()) else None
    rule = {"target": target, "within": within} | ({} if until is None else {"until": until})
    far = within + more
    value = data.draw(
        near(target, target + within, target - within, target + far, target - far, target + within + more / 2)
    )
    assert _score({"tolerance": rule}, value, weight) == weight * _fallen(abs(value - target), within, until)


@given(st.data(), weights, decimals(0, 100), decimals(0, 20), decimals(1, 20))
def test_tolerance_each_way(
    data: st.DataObject, weight: Fraction, target: Fraction, within: Fraction, more: Fraction
) -> None:
    """Each way has limits of its own; a way that is not named is free."""
    until = within + more
    over = data.draw(st.sampled_from((None, {"within": within}, {"within": within, "until": until})))
    under: dict[str, Fraction] | None = data.draw(
        st.sampled_from((None, {"within": within + 1}, {"within": within / 2, "until": until + 2}))
    )
    if over is None and under is None:
        under = {"within": within}
    rule: dict[str, Any] = {"target": target}
    rule |= ({} if over is None else {"over": over}) | ({} if under is None else {"under": under})
    value = data.draw(
        near(target, *(target + sign * d for sign in (1, -1) for d in (within, until, within + 1)))
    )
    side = over if value > target else under
    expected = (
        weight if side is None else weight * _fallen(abs(value - target), side["within"], side.get("until"))
    )
    assert _score({"tolerance": rule}, value, weight) == expected


corners = st.lists(st.integers(-20, 60), min_size=2, max_size=5, unique=True).map(sorted)


@given(st.data(), weights, corners)
def test_line(data: st.DataObject, weight: Fraction, xs: list[int]) -> None:
    """Straight lines between the corners, exactly; outside the ends hold, count 0 or are refused."""
    ys = [data.draw(decimals(0, 12)) for _ in xs]
    outside = data.draw(st.sampled_from((None, "hold", "zero", "error")))
    points = [[x, y] for x, y in zip(xs, ys, strict=True)]
    rule: Any = points if outside is None else {"points": points, "outside": outside}
    value = data.draw(near(*xs))
    if value < xs[0] or value > xs[-1]:
        if outside == "error":
            with pytest.raises(RecordError):
                _score({"line": rule}, value, weight)
            return
        expected = NIL if outside == "zero" else ys[0] if value < xs[0] else ys[-1]
    else:
        left = max(i for i in range(len(xs) - 1) if xs[i] <= value)
        run = Fraction(value - xs[left], xs[left + 1] - xs[left])
        expected = ys[left] + run * (ys[left + 1] - ys[left])
    assert _score({"line": rule}, value, weight) == held(expected, 0, weight)


@given(st.data(), decimals(0, 100), decimals(0, 100))
def test_percentages_are_parts_of_one(data: st.DataObject, value: Fraction, full: Fraction) -> None:
    """A bare number of a record is in the unit of its input, a unit in the record is its own."""
    full = max(full, Fraction(1))
    ruleset = alone({"input": {"unit": "%"}, "ratio": {"full": _percent(full)}}, 10)
    said: Any = data.draw(st.sampled_from((value, _percent(value), f"{float(value * 10)}‰")))
    assert score(ruleset.score({"a": said})) == min(Fraction(10), 10 * value / full)


def _percent(number: Fraction) -> str:
    return f"{float(number)}%"


BETTER = {
    "ratio": {"ratio": {"full": 50, "zero": 20}},
    "ratio mirrored": {"ratio": {"full": 30, "lower": "mirror"}},
    "ratio inverse": {"ratio": {"full": 30, "lower": "inverse", "zero": 80}},
    "deduct": {"deduct": {"below": 50, "each": 3, "points": 1, "partial": "started", "zero": {"below": 20}}},
    "deduct above": {"deduct": {"above": 50, "each": 3, "points": 1, "partial": "whole"}},
    "earn": {"earn": {"each": 3, "points": 1, "partial": "whole", "over": 10}},
    "swing": {"swing": {"around": 40, "start": 5, "each": 3, "gain": 1, "lose": 2, "partial": "whole"}},
    "swing lower": {
        "swing": {
            "around": 40, "start": 5, "each": 3, "gain": 1, "lose": 2, "partial": "started", "lower": True
        }
    },
    "tolerance over": {"tolerance": {"target": 40, "over": {"within": 3, "until": 11}}},
    "tolerance under": {"tolerance": {"target": 40, "under": {"within": 3, "until": 11}}},
    "pass": {"pass": {"from": 40}},
}  # fmt: skip
LOWER_IS_BETTER = ("ratio mirrored", "ratio inverse", "deduct above", "swing lower", "tolerance over")


@pytest.mark.parametrize("name", BETTER)
@given(near(20, 30, 40, 50, 80), near(20, 30, 40, 50, 80))
def test_a_better_value_never_lowers_the_score(name: str, one: Fraction, other: Fraction) -> None:
    """What declares a direction keeps it, whatever the two values."""
    direction = "lower" if name in LOWER_IS_BETTER else "higher"
    ruleset = alone(NUMBER | BETTER[name] | {"direction": direction}, 10)
    low, high = (score(ruleset.score({"a": value})) for value in sorted((one, other)))
    assert min(low, high) >= 0
    assert max(low, high) <= 10
    assert low >= high if direction == "lower" else low <= high
