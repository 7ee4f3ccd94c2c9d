"""Modifiers that say when an indicator applies, and what it gets when it does not or data are missing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, alone, held, load, near, score, total, weights

from scorerules import RecordError, RulesetError

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


@given(st.sampled_from(POLICIES), st.sampled_from(("when", "may_skip", "skip")))
def test_not_applicable_must_be_said(policy: str, way: str) -> None:
    """There is no default policy: a ruleset that can need one and has none is refused."""
    rule: dict[str, Any] = {"value": "x", "pass": {"from": 1}}
    rule |= {"when": {"when": "x > 0"}, "may_skip": {"may_skip": True}, "skip": {"on_missing": "skip"}}[way]
    with pytest.raises(RulesetError):
        alone(rule, 10, input={"x": {}})
    assert alone(rule | {"not_applicable": policy}, 10, input={"x": {}})
    assert alone(rule, 10, input={"x": {}}, ruleset={"id": "common", "not_applicable": policy})


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
