"""Kinds of rule made of rows, answers and conditions: which row holds, and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, alone, decimals, held, load, near, score, weights

from scorerules import RecordError, RulesetError

MEETS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "from": lambda value, bound: value >= bound,
    "above": lambda value, bound: value > bound,
    "upto": lambda value, bound: value <= bound,
    "below": lambda value, bound: value < bound,
}
cuts = st.lists(st.integers(-20, 100), min_size=1, max_size=5, unique=True).map(sorted)


def _given(data: st.DataObject, weight: Fraction) -> tuple[dict[str, Any], Fraction]:
    """What a row gives, and how many points that is."""
    if data.draw(st.booleans()):
        points = data.draw(decimals(0, 12))
        return {"points": points}, points
    share = data.draw(st.sampled_from((NIL, Fraction("0.25"), Fraction("0.8"), Fraction(1))))
    said: Any = data.draw(st.sampled_from((share, f"{float(share * 100)}%")))
    return {"share": said}, share * weight


@given(st.data(), weights, cuts, st.sampled_from(("from", "above", "upto", "below")))
def test_one_sided_bands(data: st.DataObject, weight: Fraction, bounds: list[int], word: str) -> None:
    """Rows bounded the same way, strictest first: the first that holds counts, the last is the rest."""
    ordered = [Fraction(one) for one in (reversed(bounds) if word in ("from", "above") else bounds)]
    gives = [_given(data, weight) for _ in range(len(ordered) + 1)]
    rows = [{word: bound} | row for bound, (row, _) in zip(ordered, gives, strict=False)]
    value = data.draw(near(*bounds))
    won = next(
        (points for bound, (_, points) in zip(ordered, gives, strict=False) if MEETS[word](value, bound)),
        gives[-1][1],
    )
    ruleset = alone({"input": {}, "bands": [*rows, gives[-1][0]]}, weight)
    assert score(ruleset.score({"a": value})) == held(won, 0, weight)


@given(st.data(), weights, cuts, st.booleans())
def test_two_sided_bands(data: st.DataObject, weight: Fraction, bounds: list[int], right: bool) -> None:
    """Rows with two bounds share out the numbers; written in any order they mean the same."""
    low, high = ("from", "below") if right else ("above", "upto")
    edges = [None, *map(Fraction, bounds), None]
    rows, points = [], []
    for below, above in pairwise(edges):
        row, gives = _given(data, weight)
        rows.append(({} if below is None else {low: below}) | ({} if above is None else {high: above}) | row)
        points.append(gives)
    value = data.draw(near(*bounds))
    won = points[sum(MEETS[low](value, Fraction(bound)) for bound in bounds)]
    ruleset = alone({"input": {}, "bands": data.draw(st.permutations(rows))}, weight)
    assert score(ruleset.score({"a": value})) == held(won, 0, weight)


@given(st.data(), cuts, st.sampled_from(("from", "above", "upto", "below")))
def test_bands_in_columns(data: st.DataObject, bounds: list[int], word: str) -> None:
    """The columns form of a long table is the same table."""
    ordered = [Fraction(one) for one in (reversed(bounds) if word in ("from", "above") else bounds)]
    points = [data.draw(decimals(0, 10)) for _ in range(len(ordered) + 1)]
    columns = alone({"input": {}, "bands": {word: ordered, "points": points}})
    rows: list[dict[str, Any]] = [{word: one} for one in ordered] + [{}]
    listed = [row | {"points": one} for row, one in zip(rows, points, strict=True)]
    value = data.draw(near(*bounds))
    found = score(columns.score({"a": value}))
    assert found == score(alone({"input": {}, "bands": listed}).score({"a": value}))
    assert found == next(
        (one for bound, one in zip(ordered, points, strict=False) if MEETS[word](value, bound)), points[-1]
    )


@given(st.data(), cuts)
def test_whole_numbers_with_both_ends_given(data: st.DataObject, bounds: list[int]) -> None:
    """0–9, 10–19 have no hole between them when the values are whole; a hole is refused."""
    bounds = [0, *(one + 21 for one in bounds)]
    hole = data.draw(st.booleans()) and len(bounds) > 2
    rows = [
        {"from": low, "upto": high - 1, "points": index} for index, (low, high) in enumerate(pairwise(bounds))
    ]
    if hole:
        del rows[1]
    rule = {"input": {"type": "integer", "from": 0, "upto": bounds[-1] - 1}, "bands": rows}
    if hole:
        with pytest.raises(RulesetError):
            alone(rule)
        return
    value = data.draw(st.one_of(st.sampled_from(bounds[:-1]), st.integers(0, bounds[-1] - 1)))
    assert score(alone(rule).score({"a": value})) == sum(value >= one for one in bounds[1:-1])


@given(st.data(), cuts, st.sampled_from(("from", "below")))
def test_bands_of_a_derived_value(data: st.DataObject, bounds: list[int], word: str) -> None:
    """A lookup may give a text; what it gives is a result and can be scored."""
    ordered = list(reversed(bounds)) if word == "from" else bounds
    names = [f"档{index}" for index in range(len(ordered) + 1)]
    rows: list[dict[str, Any]] = [{word: one} for one in ordered] + [{}]
    ruleset = alone(
        {"value": "level", "choice": {name: index for index, name in enumerate(names)}},
        input={"x": {}},
        derived={
            "level": {
                "value": "x",
                "bands": [row | {"gives": f"'{name}'"} for row, name in zip(rows, names, strict=True)],
            }
        },
    )
    value = data.draw(near(*bounds))
    place = next((i for i, bound in enumerate(ordered) if MEETS[word](value, Fraction(bound))), len(ordered))
    evaluation = ruleset.score({"x": value})
    assert evaluation.derived["level"].value == names[place]
    assert score(evaluation) == place


def _holds(condition: str, x: Fraction, flag: bool, answer: str) -> bool:
    return {
        "x >= 10": x >= 10, "x < 3": x < 3, "flag": flag,
        "not flag and x > 50": not flag and x > 50,
        "answer == '甲'": answer == "甲",
        "answer in ['乙', '丙'] or x == 0": answer in ("乙", "丙") or x == 0,
        "3 <= x <= 10": 3 <= x <= 10,
    }[condition]  # fmt: skip


CONDITIONS = (
    "x >= 10", "x < 3", "flag", "not flag and x > 50", "answer == '甲'", "answer in ['乙', '丙'] or x == 0",
    "3 <= x <= 10",
)  # fmt: skip
FACTS = {"x": {}, "flag": {"type": "boolean"}, "answer": {"choices": ["甲", "乙", "丙"]}}
facts = st.tuples(near(0, 3, 10, 50), st.booleans(), st.sampled_from(("甲", "乙", "丙")))
chosen = st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=4, unique=True)


@given(st.data(), weights, chosen, facts, st.booleans())
def test_decision_table(
    data: st.DataObject,
    weight: Fraction,
    conditions: list[str],
    known: tuple[Fraction, bool, str],
    rest: bool,
) -> None:
    """The first row whose condition holds counts; without a rest, no row that holds is a problem."""
    gives = [_given(data, weight) for _ in range(len(conditions) + 1)]
    rows = [{"when": one} | row for one, (row, _) in zip(conditions, gives, strict=False)]
    ruleset = alone({"table": [*rows, gives[-1][0]] if rest else rows}, weight, input=FACTS)
    record = dict(zip(FACTS, known, strict=True))
    place = next((i for i, one in enumerate(conditions) if _holds(one, *known)), None)
    if place is None and not rest:
        with pytest.raises(RecordError) as refused:
            ruleset.score(record)
        assert all(one.code.startswith("SR5") for one in refused.value.diagnostics)
        return
    won = gives[-1 if place is None else place][1]
    assert score(ruleset.score(record)) == held(won, 0, weight)


@given(weights, chosen, facts, near(0, 3, 10, 50))
def test_cases(
    weight: Fraction, conditions: list[str], known: tuple[Fraction, bool, str], value: Fraction
) -> None:
    """The rule of the first case whose condition holds, each rule as if it stood alone."""
    kinds: list[tuple[dict[str, Any], Fraction]] = [
        ({"ratio": {"full": 20}}, held(weight * value / 20, 0, weight)),
        ({"pass": {"above": 10}}, weight if value > 10 else NIL),
        ({"deduct": {"above": 3, "each": 2, "points": 1, "partial": "prorated"}},
         held(weight - max(NIL, value - 3) / 2, 0, weight)),
        ({"line": [[0, 0], [50, weight]]}, held(value / 50 * weight, 0, weight)),
        ({"formula": "value / 10 + weight / 2"}, held(value / 10 + weight / 2, 0, weight)),
    ]  # fmt: skip
    rows = [{"when": one} | rule for one, (rule, _) in zip(conditions, kinds, strict=False)]
    ruleset = alone({"value": "v", "cases": [*rows, kinds[-1][0]]}, weight, input=FACTS | {"v": {}})
    place = next((i for i, one in enumerate(conditions) if _holds(one, *known)), -1)
    evaluation = ruleset.score(dict(zip(FACTS, known, strict=True)) | {"v": value})
    assert score(evaluation) == kinds[place][1]


@given(st.data(), weights, st.lists(st.sampled_from(("甲", "乙", "丙", "A", "是")), min_size=1, unique=True))
def test_choice(data: st.DataObject, weight: Fraction, answers: list[str]) -> None:
    """Each answer has its points; another answer is refused."""
    points = {one: data.draw(decimals(-2, 12)) for one in answers}
    ruleset = alone({"choice": points}, weight)
    said = data.draw(st.sampled_from((*answers, "其他", "")))
    if said in points:
        assert score(ruleset.score({"a": said})) == held(points[said], 0, weight)
    else:
        with pytest.raises(RecordError):
            ruleset.score({"a": said})


@given(weights, near(0, 3, 10), st.integers(-3, 3), near(1, 4))
def test_formula(weight: Fraction, x: Fraction, k: int, y: Fraction) -> None:
    """Any expression, ``weight`` and ``value`` in scope; powers with whole exponents stay exact."""
    y = abs(y) + 1
    ruleset = alone(
        {"value": "x / y", "formula": f"weight * abs(value) ** 2 / (1 + y ** {k})"},
        weight,
        input={"x": {}, "y": {}},
    )
    expected = weight * (x / y) ** 2 / (1 + y**k)
    assert score(ruleset.score({"x": x, "y": y})) == held(expected, 0, weight)


@given(near(0, 50, 100), st.sampled_from(("0.1", "1", "5")), st.sampled_from(("half-up", "up", "floor")))
def test_rounding_twice_in_a_chain(x: Fraction, to: str, mode: str) -> None:
    """A value is truncated before it is looked up, and the sum rounded again."""
    x = abs(x)
    ruleset = load(
        {
            "ruleset": {"id": "chain", "weights": "none"},
            "input": {"x": {}},
            "derived": {"kept": {"formula": "floor(x * 10) / 10"}},
            "total": {"formula": f"round(round(kept / 7, 0.01) * 3, {to}, '{mode}')"},
        }
    )
    kept = Fraction(x * 10 // 1, 10)
    hundredths = Fraction((kept / 7 * 100 + Fraction(1, 2)) // 1, 100)
    steps = hundredths * 3 / Fraction(to)
    whole = {"half-up": (steps + Fraction(1, 2)) // 1, "up": -(-steps // 1), "floor": steps // 1}[mode]
    assert ruleset.score({"x": x}).exact_total == whole * Fraction(to)


def _looked_up(kind: str, x: Fraction) -> Fraction:
    """The functions of :func:`test_functions_are_inlined`, worked out by hand."""
    if kind == "formula":
        return x * x - 3
    if kind == "bands":
        return Fraction(2) if x >= 10 else Fraction(1)
    if kind == "line":
        return held(x, 0, 20) / 2
    return Fraction(5) if x < 3 else Fraction(4) if x > 50 else Fraction(7)


FUNCTIONS: dict[str, dict[str, Any]] = {
    "formula": {"formula": "z * z - 3"},
    "bands": {"bands": [{"from": 10, "gives": 2}, {"gives": 1}]},
    "line": {"line": [[0, 0], [20, 10]]},
    "table": {"table": [{"when": "z < 3", "gives": 5}, {"when": "z > 50", "gives": 4}, {"gives": 7}]},
}


@given(
    st.sampled_from(tuple(FUNCTIONS)),
    st.sampled_from(tuple(FUNCTIONS)),
    near(0, 3, 10, 20, 50),
    near(0, 3, 10, 20, 50),
)
def test_functions_are_inlined(one: str, other: str, x: Fraction, y: Fraction) -> None:
    """A function used in several places, and inside another, gives each place its own answer."""
    ruleset = load(
        {
            "ruleset": {"id": "functions", "weights": "none"},
            "input": {"x": {}, "y": {}},
            "function": {
                "f": {"of": ["z"]} | FUNCTIONS[one],
                "g": {"of": ["z"]} | FUNCTIONS[other],
                "both": {"of": ["x", "k"], "formula": "f(x) + k * g(x)"},
            },
            "derived": {"first": {"formula": "f(x)"}, "second": {"formula": "g(y)"}},
            "total": {"formula": "both(y, 3) - f(g(x))"},
        }
    )
    evaluation = ruleset.score({"x": x, "y": y})
    assert evaluation.derived["first"].exact_value == _looked_up(one, x)
    assert evaluation.derived["second"].exact_value == _looked_up(other, y)
    expected = _looked_up(one, y) + 3 * _looked_up(other, y) - _looked_up(one, _looked_up(other, x))
    assert evaluation.exact_total == expected


@given(near(0, 20, 100), st.sampled_from(("儿童", "成人", "老人")))
def test_cases_choose_the_table_by_another_input(value: Fraction, group: str) -> None:
    """Several tables for one item; strict in one, inclusive in another."""
    ruleset = load(
        {
            "ruleset": {"id": "tables", "weights": "none"},
            "input": {"x": {}, "group": {"choices": ["儿童", "成人", "老人"]}},
            "tier": {"t": {}},
            "indicator": {
                "a": {
                    "tier": "t", "value": "x",
                    "cases": [
                        {"when": "group == '儿童'",
                         "bands": [{"above": 100, "points": 2}, {"above": 20, "points": 1}, {"points": 0}]},
                        {"when": "group == '成人'",
                         "bands": [{"from": 100, "points": 2}, {"from": 20, "points": 1}, {"points": 0}]},
                        {"bands": [{"below": 0, "points": -1}, {"points": 3}]},
                    ],
                }
            },
        }
    )  # fmt: skip
    expected = {
        "儿童": (value > 20) + (value > 100), "成人": (value >= 20) + (value >= 100),
        "老人": -1 if value < 0 else 3,
    }[group]  # fmt: skip
    assert score(ruleset.score({"x": value, "group": group})) == expected


@given(st.lists(near(0, 3, 10), min_size=3, max_size=3), near(0, 3, 10))
def test_count_of_thresholds_exceeded(values: list[Fraction], bound: Fraction) -> None:
    """How many of several values are above a bound, each counted once."""
    ruleset = load(
        {
            "ruleset": {"id": "count", "weights": "none"},
            "input": {"x": {}, "y": {}, "z": {}, "bound": {}},
            "total": {"formula": "count(x > bound, y >= bound, z < bound)"},
        }
    )
    x, y, z = values
    found = ruleset.score({"x": x, "y": y, "z": z, "bound": bound})
    assert found.exact_total == (x > bound) + (y >= bound) + (z < bound)
