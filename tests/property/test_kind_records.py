"""Kinds whose answer is in the record: levels, checklists, defects, judges; what no record can break."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from single import NIL, alone, decimals, held, load, score, total, weights

from scorerules import RecordError

WHY = "见附件"


@st.composite
def level_rows(draw: Any, weight: Fraction) -> list[tuple[dict[str, Any], Fraction, bool, Fraction, bool]]:
    """Levels that touch: the row, its range from (included) to (included), worst last."""
    parts = sorted(draw(st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True)), reverse=True)
    edges = [weight, *(weight * part / 100 for part in parts), NIL]
    shared = draw(st.booleans())
    rows = []
    for index, (high, low) in enumerate(itertools.pairwise(edges)):
        top, bottom = index == 0, index == len(edges) - 2
        bounds = {"from": low} | ({"upto": high} if top else {"below": high})
        if draw(st.booleans()):
            rows.append(({"name": f"档{index}", "points": low}, low, True, low, True))
        elif shared:
            said = {word: bound / weight for word, bound in bounds.items()}
            rows.append(({"name": f"档{index}", "share": said}, low, True, high, top))
        else:
            said = {word: bound for word, bound in bounds.items() if not (bottom and word == "from")}
            form = draw(st.sampled_from(({"points": said}, said)))
            rows.append(({"name": f"档{index}"} | form, low, True, high, top))
    return rows


@given(st.data(), weights)
def test_levels(data: st.DataObject, weight: Fraction) -> None:
    """The score is the level's own, or one inside its range; anything else is refused."""
    rows = data.draw(level_rows(weight))
    ruleset = alone({"levels": {"rows": [one[0] for one in rows], "remark": "optional"}}, weight)
    row, low, _, high, top = data.draw(st.sampled_from(rows))
    fixed = low == high
    alike = data.draw(st.sampled_from(rows))
    points = data.draw(
        st.sampled_from(
            (low, high, (low + high) / 2, alike[1], low - Fraction(1, 100), high + Fraction(1, 100))
        )
    )
    inside = points == low if fixed else low <= points < high or (top and points == high)
    record: Any = data.draw(
        st.sampled_from(
            (row["name"], {"level": row["name"]}, {"level": row["name"], "score": points, "remark": WHY})
        )
    )
    named_alone = isinstance(record, str) or "score" not in record
    if (named_alone and not fixed) or (not named_alone and not inside):
        with pytest.raises(RecordError):
            ruleset.score({"a": record})
        return
    assert score(ruleset.score({"a": record})) == (low if fixed else points)


@given(st.data(), weights)
def test_levels_by_score(data: st.DataObject, weight: Fraction) -> None:
    """A score alone finds its level where exactly one takes it."""
    rows = data.draw(level_rows(weight))
    ruleset = alone({"levels": {"rows": [one[0] for one in rows], "remark": "optional"}}, weight)
    points = data.draw(
        st.sampled_from([edge for row in rows for edge in (row[1], row[3], (row[1] + row[3]) / 2)])
    )
    fitting = [
        (low, high)
        for _, low, _, high, top in rows
        if (points == low if low == high else low <= points < high or (top and points == high))
    ]
    if len(fitting) != 1:
        with pytest.raises(RecordError):
            ruleset.score({"a": points})
        return
    assert score(ruleset.score({"a": points})) == points


items = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from((False, False, True)),
        st.sampled_from((True, True, False, None, None)),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=3 * settings.default.max_examples)
@given(items)
def test_checklist(found: list[tuple[int, bool, bool | None]]) -> None:
    """Points of what is ticked over points of what applies, times all; a key item unticked leaves nothing."""
    weight = sum(points for points, _, _ in found)
    ruleset = alone(
        {
            "not_applicable": "rescale-tier",
            "checklist": {
                f"i{n}": {"points": points, "key": key} for n, (points, key, _) in enumerate(found)
            },
        },
        weight,
        total={"full": weight, "empty": "zero"},
    )
    record = {
        f"i{n}": {"not_applicable": True, "remark": WHY} if ticked is None else ticked
        for n, (_, _, ticked) in enumerate(found)
    }
    evaluation = ruleset.score({"a": record})
    possible = sum(points for points, _, ticked in found if ticked is not None)
    earned = sum(points for points, _, ticked in found if ticked)
    if not possible:
        assert evaluation.indicators["a"].status == "not_applicable"
        assert evaluation.indicators["a"].score is None
        assert total(evaluation) == 0
        return
    lacking = any(key and ticked is False for _, key, ticked in found)
    assert score(evaluation) == (NIL if lacking else Fraction(earned * weight, possible))


@given(items, st.integers(0, 4))
def test_checklist_needs_every_item(found: list[tuple[int, bool, bool | None]], gone: int) -> None:
    """An item that is not mentioned is an error, never an unticked one."""
    ruleset = alone(
        {
            "not_applicable": "rescale-tier",
            "checklist": {f"i{n}": {"points": one[0]} for n, one in enumerate(found)},
        },
        sum(one[0] for one in found),
    )
    record = {f"i{n}": bool(one[2]) for n, one in enumerate(found)}
    del record[f"i{gone % len(found)}"]
    with pytest.raises(RecordError) as refused:
        ruleset.score({"a": record})
    assert {one.code for one in refused.value.diagnostics} <= {"SR418", "SR420"}


defect = st.tuples(
    st.sampled_from(tuple(Fraction(one) for one in ("1", "0.5", "2.5"))),
    st.sampled_from((None, Fraction(2), Fraction(3))),
    st.sampled_from(("", "", "", "zero", "zero_tier")),
    st.sampled_from((None, 0, 1, 2, 3, 7)),
)


@given(weights, st.lists(defect, min_size=1, max_size=5))
def test_defects(weight: Fraction, found: list[tuple[Fraction, Fraction | None, str, int | None]]) -> None:
    """The weight less Σ min(points · count, max), 扣完为止; what is not mentioned did not happen."""
    rule = {
        f"d{n}": {"points": points}
        | ({} if most is None else {"max": most})
        | ({fatal: True} if fatal else {})
        for n, (points, most, fatal, _) in enumerate(found)
    }
    ruleset = load(
        {
            "tier": {"t": {}, "u": {}},
            "indicator": {
                "a": {"tier": "t", "weight": weight, "defects": rule},
                "b": {"tier": "t", "weight": 3, "formula": "weight"},
                "c": {"tier": "u", "weight": 4, "formula": "weight"},
            },
            "total": {"full": weight + 7},
        }
    )
    counts = {f"d{n}": one[3] for n, one in enumerate(found) if one[3] is not None}
    evaluation = ruleset.score({"a": counts or 0})
    happened = [(points * count, most, fatal) for points, most, fatal, count in found if count]
    lost = sum((one if most is None else min(one, most) for one, most, _ in happened), NIL)
    fatal = {one[2] for one in happened}
    expected = NIL if fatal & {"zero", "zero_tier"} else held(weight - lost, 0, weight)
    assert score(evaluation) == expected
    assert score(evaluation, "t") == (NIL if "zero_tier" in fatal else expected + 3)
    assert total(evaluation) == score(evaluation, "t") + 4


@given(st.data(), st.integers(1, 7), st.sampled_from((None, "mean", "median", "trimmed")))
def test_several_judges(data: st.DataObject, judges: int, combine: str | None) -> None:
    """The mean, the middle, or the mean without one highest and one lowest, ties included."""
    judges = max(judges, 3) if combine == "trimmed" else judges
    rule = {"judges": judges, "step": "0.5", "remark": "optional"} | ({"combine": combine} if combine else {})
    rule["step"] = Fraction("0.5")
    ruleset = alone({"judged": rule}, 10)
    halves = data.draw(
        st.lists(
            st.one_of(st.integers(0, 20), st.sampled_from((0, 20, 13))), min_size=judges, max_size=judges
        )
    )
    scores = [Fraction(one, 2) for one in halves]
    ordered = sorted(scores)
    if combine == "median":
        expected = (ordered[(judges - 1) // 2] + ordered[judges // 2]) / 2
    elif combine == "trimmed":
        expected = sum(ordered[1:-1], NIL) / (judges - 2)
    else:
        expected = sum(scores, NIL) / judges
    said: Any = data.draw(
        st.sampled_from((scores, {"scores": scores}, {str(n): one for n, one in enumerate(scores, 1)}))
    )
    assert score(ruleset.score({"a": said})) == expected
    short = {"a": scores[:-1] or [NIL, NIL]}
    with pytest.raises(RecordError):
        ruleset.score(short)


@given(weights, decimals(-1, 110), st.booleans(), st.booleans())
def test_judged(weight: Fraction, points: Fraction, remarked: bool, deducted: bool) -> None:
    """A score from 0 to w, or what is deducted; lost points need a remark; both ways say the same."""
    ruleset = alone({"judged": {}}, weight)
    said: Any = {"deduct": weight - points} if deducted else {"score": points}
    if remarked:
        said["remark"] = WHY
    if not 0 <= points <= weight or (points < weight and not remarked):
        with pytest.raises(RecordError):
            ruleset.score({"a": said})
        return
    assert score(ruleset.score({"a": said})) == points


HOSTILE = {
    "judged": {"judged": {"step": 1}},
    "judges": {"judged": {"judges": 3, "combine": "trimmed"}},
    "levels": {"levels": [{"name": "好", "points": {"above": 5}}, {"name": "差", "points": 2}]},
    "checklist": {
        "not_applicable": "zero",
        "checklist": {"i": {"points": 6, "key": True}, "j": {"points": 4}},
    },
    "defects": {"defects": {"i": {"points": 1, "max": 3}, "j": {"zero": True}}},
    "choice": {"choice": {"是": 10, "否": 0}},
    "skipped": {"may_skip": True, "not_applicable": "full", "input": {}, "pass": {"from": 1}},
}
words = st.sampled_from(
    (
        "score",
        "deduct",
        "remark",
        "level",
        "scores",
        "value",
        "not_applicable",
        "i",
        "j",
        "1",
        "2",
        "3",
        "4",
        "好",
        "",
    )
)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.fractions(), st.text(max_size=4), words,
    st.dates(), st.times(), st.decimals(), st.binary(max_size=2), st.just(10**400), st.just("1e999999999"),
    st.complex_numbers(),
)  # fmt: skip
keys = st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=3), st.tuples(st.booleans()))
hostile = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(words, keys), inner, max_size=4),
        st.sets(st.integers()), st.tuples(inner),
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@given(hostile, st.one_of(st.none(), words), hostile)
def test_a_hostile_record_raises_only_our_error(name: str, said: Any, part: str | None, inner: Any) -> None:
    """Whatever stands under the key, the answer is a score within its bounds or a RecordError."""
    ruleset = alone(HOSTILE[name], 10, total={"full": 10, "empty": 0})
    record: Any = {"a": said}
    if part is not None:
        record |= {f"a.{part}": inner}
    (found,) = ruleset.score_many([record], leave_out_failed=True)
    if isinstance(found, RecordError):
        assert found.diagnostics
        with pytest.raises(RecordError, match="SR4"):
            ruleset.score(record)
    else:
        assert 0 <= total(found) <= 10
        assert found.to_dict() == ruleset.score(record).to_dict()
