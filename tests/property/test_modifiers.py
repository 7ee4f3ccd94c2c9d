"""Modifiers of an indicator: when it applies, what missing data give, limits, rounding, what stands outside."""

from __future__ import annotations

import json
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, alone, decimals, held, load, near, score, total, weights

from scorerules import Evaluation, RecordError, RulesetError, loads

POLICIES = ("rescale-tier", "rescale-total", "full", "zero")
WHY = "经批准"


@frozen
class Leaf:
    """An indicator: its weight, the part of it that it scores, whether it applies, its policy."""

    id: str
    weight: Fraction
    part: Fraction
    applies: bool
    policy: str
    skipped: bool


@frozen
class Branch:
    """A tier and what stands in it."""

    id: str
    inside: tuple[Any, ...]
    empty: str | None

    @property
    def weight(self) -> Fraction:
        """What its members weigh."""
        return sum((one.weight for one in self.inside), NIL)


@st.composite
def trees(draw: Any) -> tuple[Branch, ...]:
    """One to three tiers, sometimes with tiers in them."""
    number = iter(range(100))

    def leaf() -> Leaf:
        return Leaf(
            f"i{next(number)}",
            draw(st.sampled_from((Fraction(1), Fraction(4), Fraction("2.5"), Fraction(10)))),
            draw(st.sampled_from((NIL, Fraction(1, 2), Fraction(1), Fraction(3, 5)))),
            draw(st.booleans()),
            draw(st.sampled_from(POLICIES)),
            draw(st.booleans()),
        )

    def branch(depth: int) -> Branch:
        id_ = f"t{next(number)}"
        inside: list[Any] = [leaf() for _ in range(draw(st.integers(1, 3)))]
        if depth < 2 and draw(st.booleans()):
            inside.append(branch(depth + 1))
        empty = draw(st.sampled_from((None, None, None, "zero", "full")))
        return Branch(id_, tuple(inside), empty)

    return tuple(branch(0) for _ in range(draw(st.integers(1, 3))))


def _declare(
    tree: tuple[Branch, ...], under: str | None, sections: dict[str, Any], record: dict[str, Any]
) -> None:
    for one in tree:
        sections["tier"][one.id] = ({} if under is None else {"under": under}) | (
            {} if one.empty is None else {"empty": one.empty}
        )
        for inner in one.inside:
            if isinstance(inner, Branch):
                _declare((inner,), one.id, sections, record)
                continue
            declared = {"tier": one.id, "weight": inner.weight, "not_applicable": inner.policy}
            declared["formula"] = f"weight * part_{inner.id}"
            sections["input"][f"part_{inner.id}"] = {}
            record[f"part_{inner.id}"] = inner.part
            if inner.skipped:
                declared["may_skip"] = True
                if not inner.applies:
                    record[inner.id] = {"not_applicable": True, "remark": WHY}
            else:
                declared["when"] = f"has_{inner.id}"
                sections["input"][f"has_{inner.id}"] = {"type": "boolean"}
                record[f"has_{inner.id}"] = inner.applies
            sections["indicator"][inner.id] = declared


Joined = tuple[Fraction | None, Fraction]
"""A score, none when it does not apply; and the weight that leaves the total."""


def _leaf(one: Leaf) -> Joined:
    if one.applies:
        return one.weight * one.part, NIL
    if one.policy == "full":
        return one.weight, NIL
    if one.policy == "zero":
        return NIL, NIL
    return None, one.weight if one.policy == "rescale-total" else NIL


def _stretched(inside: tuple[Any, ...], weight: Fraction, found: dict[str, Fraction | None]) -> Joined:
    """tier·(W−T)/(W−T−R), with R and T what is not applicable under rescale-tier and rescale-total."""
    added = gone = left = NIL
    applies = False
    for one in inside:
        points, taken = _leaf(one) if isinstance(one, Leaf) else _tier(one, found)
        found[one.id] = points
        gone += taken
        if points is None:
            left += one.weight - taken
        else:
            applies = True
            added += points
    if not applies:
        return None, gone
    return added * (weight - gone) / (weight - gone - left), gone


def _tier(one: Branch, found: dict[str, Fraction | None]) -> Joined:
    points, gone = _stretched(one.inside, one.weight, found)
    if points is None and one.empty is not None:
        # The tier counts with what `empty` says: nothing of it leaves the total.
        return (NIL if one.empty == "zero" else one.weight), NIL
    return points, gone


@given(trees(), st.sampled_from((None, "zero", "full")))
def test_rescaling(tree: tuple[Branch, ...], empty: str | None) -> None:
    """What does not apply leaves its tier or the total, scores in full, or scores nothing."""
    full = sum((one.weight for one in tree), NIL)
    sections: dict[str, Any] = {"tier": {}, "indicator": {}, "input": {}}
    sections["total"] = {"full": full} | ({} if empty is None else {"empty": empty})
    record: dict[str, Any] = {}
    _declare(tree, None, sections, record)
    ruleset = load(sections)
    found: dict[str, Fraction | None] = {}
    added, gone = _stretched(tree, full, found)
    if added is not None:
        # total·full/(full−ΣT), after the tiers that are left were stretched over those with nothing left
        expected = added * full / (full - gone)
    elif empty is None:
        with pytest.raises(RecordError):
            ruleset.score(record)
        return
    else:
        expected = NIL if empty == "zero" else full
    evaluation = ruleset.score(record)
    assert total(evaluation) == expected
    assert 0 <= expected <= full
    for id_, points in found.items():
        one: Any = evaluation.tiers.get(id_) or evaluation.indicators[id_]
        assert one.exact_score == points
        if points is None:
            assert one.status == "not_applicable"
    assert evaluation.explain("zh")
    assert evaluation.explain("en")


@given(st.data(), trees())
def test_the_order_of_tables_changes_nothing(data: st.DataObject, tree: tuple[Branch, ...]) -> None:
    """Tables and indicators in any order score the same."""
    sections: dict[str, Any] = {"tier": {}, "indicator": {}, "input": {}}
    sections["total"] = {"full": sum((one.weight for one in tree), NIL), "empty": "zero"}
    record: dict[str, Any] = {}
    _declare(tree, None, sections, record)
    mixed = {
        name: {key: section[key] for key in data.draw(st.permutations(list(section)))}
        for name, section in ((name, sections[name]) for name in data.draw(st.permutations(list(sections))))
    }
    one, other = load(sections).score(record), load(mixed).score(record)
    assert total(one) == total(other)
    for name in sections["indicator"]:
        assert one.indicators[name].exact_score == other.indicators[name].exact_score


RULES: dict[str, tuple[dict[str, Any], Any]] = {
    "ratio": ({"ratio": {"full": 10}}, lambda w, v: held(w * v / 10, 0, w)),
    "pass": ({"pass": {"from": 5}}, lambda w, v: w if v >= 5 else NIL),
    "bands": ({"bands": [{"above": 5, "share": 1}, {"points": 0}]}, lambda w, v: w if v > 5 else NIL),
    "formula": ({"formula": "value / 2"}, lambda w, v: held(v / 2, 0, w)),
    "cases": (
        {"cases": [{"when": "x > 5", "formula": "weight"}, {"line": [[0, 0], [5, 1]]}]},
        lambda w, v: w if v > 5 else held(v / 5, 0, min(w, Fraction(1))),
    ),
}


@given(
    st.sampled_from(tuple(RULES)),
    weights,
    st.one_of(st.none(), near(0, 5, 10)),
    st.sampled_from((None, None, Fraction(7))),
    st.sampled_from((None, "error", "zero", "full", "skip", "half")),
    st.sampled_from((None, "error", "zero", "full", "skip")),
)
def test_on_missing(
    rule: str,
    weight: Fraction,
    value: Fraction | None,
    default: Fraction | None,
    own: str | None,
    common: str | None,
) -> None:
    """The default of the input, then the indicator's policy, then the ruleset's, then an error."""
    said, worth = RULES[rule]
    policy: Any = weight / 2 if own == "half" else own
    ruleset = alone(
        {"value": "x", "not_applicable": "rescale-tier"}
        | said
        | ({} if policy is None else {"on_missing": policy}),
        weight,
        ruleset={"id": "missing"} | ({} if common is None else {"on_missing": common}),
        input={"x": {} if default is None else {"default": default}},
        total={"full": weight, "empty": "full"},
    )
    record = {} if value is None else {"x": value}
    known = default if value is None else value
    holds = policy if policy is not None else common or "error"
    if known is None and holds == "error":
        with pytest.raises(RecordError) as refused:
            ruleset.score(record)
        assert {one.code for one in refused.value.diagnostics} == {"SR420"}
        return
    evaluation = ruleset.score(record)
    if known is None and holds == "skip":
        assert evaluation.indicators["a"].status == "not_applicable"
        assert total(evaluation) == weight
        return
    given_points = {"zero": NIL, "full": weight}.get(holds, holds) if known is None else worth(weight, known)
    assert score(evaluation) == given_points
    assert evaluation.indicators["a"].status == ("missing" if known is None else "scored")


@given(
    st.one_of(st.none(), st.booleans()),
    st.one_of(st.none(), near(0, 5)),
    st.sampled_from(("zero", "full", "skip")),
)
def test_only_what_is_read_can_be_missing(flag: bool | None, value: Fraction | None, policy: str) -> None:
    """A rule that does not apply lacks nothing; a condition that cannot be told is missing itself."""
    ruleset = load(
        {
            "input": {"flag": {"type": "boolean"}, "x": {}},
            "tier": {"t": {}},
            "indicator": {
                "a": {
                    "tier": "t", "weight": 4, "when": "flag", "value": "x", "pass": {"from": 5},
                    "on_missing": policy, "not_applicable": "zero",
                },
                "b": {"tier": "t", "weight": 6, "formula": "6 if given(flag) and flag and given(x) else 0"},
            },
            "total": {"full": 10},
        }
    )  # fmt: skip
    record = ({} if flag is None else {"flag": flag}) | ({} if value is None else {"x": value})
    evaluation = ruleset.score(record)
    if flag is False:
        expected, status = NIL, "not_applicable"
    elif flag is None or value is None:
        expected = Fraction(4) if policy == "full" else NIL
        status = "not_applicable" if policy == "skip" else "missing"
    else:
        expected, status = Fraction(4 if value >= 5 else 0), "scored"
    assert score(evaluation) == expected
    assert evaluation.indicators["a"].status == status
    assert score(evaluation, "b") == (6 if flag and value is not None else 0)


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
    """What a tier says for each of its indicators is as if each had said it; what one says itself goes first."""
    mine: dict[str, Any] = {"formula": "value / 2 + 1"} if other and "ratio" in shared else {}
    base = {key: SHARED[key] for key in SHARED if key not in shared}
    changed = {"weight": 7, "cap": 6, "on_missing": "full", "round": "none", "when": "not flag",
               "not_applicable": "full", "ratio": {"full": 20}}  # fmt: skip
    mine |= {key: changed[key] for key in own if key in shared and not (key == "ratio" and "formula" in mine)}
    each = {key: SHARED[key] for key in shared}
    written: dict[str, Any] = {key: one for key, one in (SHARED | mine).items()}
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


@given(st.sampled_from(POLICIES), st.sampled_from(("when", "may_skip", "skip")))
def test_not_applicable_must_be_said(policy: str, way: str) -> None:
    """There is no default policy: a ruleset that can need one and has none is refused."""
    rule: dict[str, Any] = {"value": "x", "pass": {"from": 1}}
    rule |= {"when": {"when": "x > 0"}, "may_skip": {"may_skip": True}, "skip": {"on_missing": "skip"}}[way]
    with pytest.raises(RulesetError):
        alone(rule, 10, input={"x": {}})
    assert alone(rule | {"not_applicable": policy}, 10, input={"x": {}})
    assert alone(rule, 10, input={"x": {}}, ruleset={"id": "common", "not_applicable": policy})


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


def test_loads_is_what_the_laws_use() -> None:
    """The helper loads what it says: a ruleset of one indicator of weight 10."""
    text = (
        'scorerules = 1\n[ruleset]\nid = "law"\n[total]\nfull = 10\n[tier.t]\n'
        '[indicator.a]\ntier = "t"\nweight = 10\nformula = "4"\n'
    )
    assert loads(text).score({}).to_dict() == alone({"formula": "4"}).score({}).to_dict()


@given(st.sampled_from(POLICIES), st.sampled_from((None, "zero", "full")), st.sampled_from((0, 3, 6)))
def test_a_tier_with_nothing_left(policy: str, empty: str | None, points: int) -> None:
    """It does not apply, or scores what ``empty`` says; the total never exceeds the full mark."""
    ruleset = load(
        {
            "input": {"flag": {"type": "boolean"}},
            "tier": {"t": {} if empty is None else {"empty": empty}, "u": {}},
            "indicator": {
                "a": {"tier": "t", "weight": 4, "when": "flag", "not_applicable": policy, "formula": "1"},
                "b": {"tier": "u", "weight": 6, "formula": str(points)},
            },
            "total": {"full": 10},
        }
    )
    said = {"full": Fraction(4), "zero": NIL}.get(policy) if policy in ("full", "zero") else None
    if said is None and empty is not None:
        said = Fraction(4) if empty == "full" else NIL
    evaluation = ruleset.score({"flag": False})
    assert evaluation.tiers["t"].exact_score == said
    assert total(evaluation) == (Fraction(points * 10, 6) if said is None else said + points)
