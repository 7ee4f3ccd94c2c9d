"""What the scores come to: grades, vetoes, outcomes, reasons; and that every result can travel."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from single import NIL, held, inputs, load, near, score, total

from scorerules import Evaluation

GRADES = ("差", "中", "良", "优")
"""Worst to best."""

SPACE: dict[str, Any] = {
    "input": {"x": {}, "y": {}, "p": {"type": "boolean"}, "q": {"type": "boolean"}, "r": {"type": "boolean"}},
    "tier": {"t": {}, "u": {}},
    "indicator": {
        "a": {"tier": "t", "weight": 60, "formula": "x"},
        "b": {"tier": "u", "weight": 40, "formula": "y"},
    },
}
likely = st.sampled_from((True, True, False))
flags = st.tuples(likely, likely, st.booleans())
halves = st.sampled_from(
    tuple(Fraction(one) for one in ("59.5", "59.4", "60", "0.5", "20", "30.5", "30", "40"))
)
marks = st.one_of(halves, near(0, 20, 30, 40, 60))


def _record(x: Fraction, y: Fraction, known: tuple[bool, bool, bool]) -> dict[str, Any]:
    return {"x": x, "y": y} | dict(zip("pqr", known, strict=True))


def _scores(x: Fraction, y: Fraction) -> Fraction:
    return held(x, 0, 60) + held(y, 0, 40)


def _nearest(value: Fraction) -> Fraction:
    """Half-up to whole points."""
    return Fraction((value + Fraction(1, 2)) // 1)


ROWS = [
    {"from": 90, "grade": "优"},
    {"from": 80, "grade": "良"},
    {"from": 60, "grade": "中"},
    {"grade": "差"},
]


def _band(points: Fraction) -> str:
    return "优" if points >= 90 else "良" if points >= 80 else "中" if points >= 60 else "差"


def _travels(evaluation: Evaluation) -> None:
    """JSON and pickle give back what they were given, and both languages explain it."""
    plain = evaluation.to_dict()
    assert json.loads(evaluation.to_json()) == plain
    again = pickle.loads(pickle.dumps(evaluation))
    assert again.to_dict() == plain
    for lang in ("zh", "en"):
        assert again.explain(lang) == evaluation.explain(lang)
        assert evaluation.explain(lang)


@st.composite
def vetoes(draw: Any) -> dict[str, dict[str, Any]]:
    """Up to four vetoes, each with one to three effects."""
    effects: dict[str, st.SearchStrategy[Any]] = {
        "grade": st.sampled_from((*GRADES, "不合格")),
        "no_better_than": st.sampled_from(GRADES),
        "no_worse_than": st.sampled_from(GRADES),
        "total_at_most": st.sampled_from((0, 59, Fraction("59.5"), 80)),
        "zero_tier": st.sampled_from(("t", ["u"], ["t", "u"])),
        "disqualify": st.just(value=True),
    }
    found = {}
    for n in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.sampled_from(tuple(effects)), min_size=1, max_size=3, unique=True))
        if "disqualify" in chosen and draw(st.integers(0, 3)):
            chosen = [one for one in chosen if one != "disqualify"] or ["grade"]
        when = draw(st.one_of(st.just("p"), st.sampled_from(tuple(CONDITIONS))))
        if "zero_tier" in chosen:
            when = when if "total" not in when and "score" not in when else "p"
        found[f"v{n}"] = {"when": when} | {one: draw(effects[one]) for one in chosen}
    return found


CONDITIONS = {
    "p": lambda k, _: k["p"],
    "q and not r": lambda k, _: k["q"] and not k["r"],
    "x > 30": lambda k, _: k["x"] > 30,
    "total >= 80": lambda _, before: before >= 80,
    "score.b < 20": lambda k, _: k["b"] < 20,
}


@settings(max_examples=4 * settings.default.max_examples)
@given(vetoes(), marks, marks, flags, st.booleans())
def test_vetoes(
    declared: dict[str, Any], x: Fraction, y: Fraction, known: tuple[bool, bool, bool], order: bool
) -> None:
    """Lowest cap, worse of two forced grades, caps before floors; everything that fired is listed."""
    ranks = ("不合格", *GRADES)
    sections = SPACE | {
        "veto": declared, "round": {"total": {"to": 1}}, "grade": {"order": list(ranks), "bands": ROWS},
    }  # fmt: skip
    if order:
        sections = {key: sections[key] for key in reversed(sections)}
    evaluation = load(sections).score(_record(x, y, known))

    facts: dict[str, Any] = _record(x, y, known)
    scored = {"t": held(x, 0, 60), "u": held(y, 0, 40)}
    # Those that zero a tier read inputs only, so they can be told first.
    facts["b"] = scored["u"]
    zeroing = [one for one in declared.values() if "zero_tier" in one and CONDITIONS[one["when"]](facts, NIL)]
    for one in zeroing:
        named = one["zero_tier"]
        for tier in [named] if isinstance(named, str) else named:
            scored[tier] = NIL
    before = scored["t"] + scored["u"]
    fired = {name: one for name, one in declared.items() if CONDITIONS[one["when"]](facts, before)}
    assert tuple(one.id for one in evaluation.vetoes) == tuple(fired)
    _travels(evaluation)
    if any("disqualify" in one for one in fired.values()):
        assert evaluation.status == "disqualified"
        assert evaluation.total is None
        assert evaluation.grade is None
        return
    assert evaluation.status == "scored"
    after = min(
        [before, *(Fraction(one["total_at_most"]) for one in fired.values() if "total_at_most" in one)]
    )
    assert total(evaluation) == _nearest(after)
    rank = ranks.index(_band(_nearest(after)))
    rank = max(
        [rank, *(ranks.index(one["no_worse_than"]) for one in fired.values() if "no_worse_than" in one)]
    )
    forced = [ranks.index(one["grade"]) for one in fired.values() if "grade" in one]
    rank = min(forced) if forced else rank
    rank = min(
        [rank, *(ranks.index(one["no_better_than"]) for one in fired.values() if "no_better_than" in one)]
    )
    assert evaluation.grade == ranks[rank]
    assert score(evaluation, "t") == scored["t"]
    assert score(evaluation, "a") == held(x, 0, 60)


ASKED = ("p", "share.a >= 50%", "score.t > score.u")


def _holds(asked: str, x: Fraction, y: Fraction, p: bool) -> bool:
    a, b = held(x, 0, 60), held(y, 0, 40)
    return {"p": p, "share.a >= 50%": a >= 30, "score.t > score.u": a > b}[asked]


sides = st.tuples(st.sampled_from((None, *ASKED)), st.sampled_from(("from", "above")))


@settings(max_examples=3 * settings.default.max_examples)
@given(
    st.lists(sides, min_size=3, max_size=3),
    marks,
    marks,
    st.booleans(),
    st.sampled_from(("rounded", "unrounded", None)),
)
def test_grades_with_requirements(
    rows: list[tuple[str | None, str]], x: Fraction, y: Fraction, p: bool, basis: str | None
) -> None:
    """The best row whose bound and requirement both hold; on the rounded or the unrounded total."""
    bounds = (90, 80, 60)
    listed: list[dict[str, Any]] = [
        {word: bound, "grade": grade} | ({} if asked is None else {"requires": asked})
        for (asked, word), bound, grade in zip(rows, bounds, ("优", "良", "中"), strict=True)
    ]
    grade = {"bands": [*listed, {"grade": "差"}]} | ({} if basis is None else {"basis": basis})
    evaluation = load(SPACE | {"grade": grade, "round": {"total": {"to": 1}}}).score(_record(x, y, (p, p, p)))
    graded = _scores(x, y) if basis == "unrounded" else _nearest(_scores(x, y))
    for (asked, word), bound, name in zip(rows, bounds, ("优", "良", "中"), strict=True):
        reached = graded >= bound if word == "from" else graded > bound
        if reached and (asked is None or _holds(asked, x, y, p)):
            assert evaluation.grade == name
            break
    else:
        assert evaluation.grade == "差"
    assert total(evaluation) == _nearest(_scores(x, y))


@given(marks, marks, st.booleans(), st.sampled_from(("upto", "below")))
def test_lower_is_better_grades_by_case(x: Fraction, y: Fraction, p: bool, word: str) -> None:
    """Rows may reach up to a total, and other rows hold in another case."""
    rows = [{word: 20, "grade": "低"}, {word: 60, "grade": "中"}, {"grade": "高"}]
    strict = [{word: 10, "grade": "低"}, {"grade": "高"}]
    evaluation = load(SPACE | {"grade": {"cases": [{"when": "p", "bands": strict}, {"bands": rows}]}}).score(
        _record(x, y, (p, p, p))
    )
    points = _scores(x, y)

    def within(bound: int) -> bool:
        return points <= bound if word == "upto" else points < bound

    if p:
        assert evaluation.grade == ("低" if within(10) else "高")
    else:
        assert evaluation.grade == ("低" if within(20) else "中" if within(60) else "高")


@given(marks, marks, st.sampled_from(("total", "t", "gap", "index")))
def test_grade_of(x: Fraction, y: Fraction, of: str) -> None:
    """A tier, an outcome or a derived value may be graded in place of the total."""
    evaluation = load(
        SPACE
        | {
            "outcome": {"gap": {"formula": "score.t - score.u", "round": {"to": 1}}},
            "derived": {"index": {"formula": "x + y"}},
            "grade": {"of": of, "bands": [{"from": 30, "grade": "上"}, {"grade": "下"}]},
        }
    ).score(_record(x, y, (True, True, True)))
    a, b = held(x, 0, 60), held(y, 0, 40)
    gap = _nearest(abs(a - b)) * (1 if a >= b else -1)
    graded = {"total": a + b, "t": a, "gap": gap, "index": x + y}[of]
    assert evaluation.grade == ("上" if graded >= 30 else "下")
    assert evaluation.outcomes["gap"].exact_value == gap


@given(marks, marks, flags)
def test_outcomes(x: Fraction, y: Fraction, known: tuple[bool, bool, bool]) -> None:
    """Several named results of one record: formulas, roundings, grades, conditions, one from another."""
    evaluation = load(
        SPACE
        | {
            "grade": {"bands": ROWS},
            "outcome": {
                "final": {"formula": "points * 2 + (1 if grade == '优' else 0)"},
                "points": {
                    "formula": "4 if grade in ['优', '良'] else total / 50",
                    "round": {"to": Fraction("0.1"), "mode": "up"},
                    "bands": [{"above": 2, "grade": "过"}, {"grade": "不过"}],
                },
                "award": {"formula": "'一等' if total > 90 and q else '二等'", "when": "p"},
                "risk": {
                    "formula": "score.t", "when": "r",
                    "cases": [{"when": "q", "bands": [{"upto": 30, "grade": "轻"}, {"grade": "重"}]},
                              {"bands": [{"grade": "无"}]}],
                },
                "passed": {"formula": "points >= 2 and not q"},
            },
        }
    ).score(_record(x, y, known))  # fmt: skip
    p, q, r = known
    a, b = held(x, 0, 60), held(y, 0, 40)
    grade = _band(a + b)
    points = Fraction(4) if grade in ("优", "良") else -(-(a + b) / 50 * 10 // 1) / Fraction(10)
    found = evaluation.outcomes
    assert evaluation.grade == grade
    assert found["points"].exact_value == points
    assert found["points"].grade == ("过" if points > 2 else "不过")
    assert found["final"].exact_value == points * 2 + (grade == "优")
    assert found["award"].value == (None if not p else "一等" if a + b > 90 and q else "二等")
    assert found["award"].status == ("scored" if p else "not_applicable")
    assert found["risk"].exact_value == (a if r else None)
    assert found["risk"].grade == (None if not r else "无" if not q else "轻" if a <= 30 else "重")
    assert found["passed"].value is (points >= 2 and not q)
    _travels(evaluation)


@given(
    st.lists(
        st.tuples(
            st.sampled_from((NIL, Fraction(1, 2), Fraction(4, 5), Fraction(1))),
            st.sampled_from((10, 20, 5)),
            st.sampled_from((None, None, 4, 8)),
            st.booleans(),
        ),
        min_size=1, max_size=5,
    ),
    st.sampled_from((None, "lost", "share", "printed")),
    st.sampled_from((None, 1, 2, 9)),
    st.sampled_from((None, "80%", Fraction("0.5"))),
)  # fmt: skip
def test_reasons(
    found: list[tuple[Fraction, int, int | None, bool]], order: str | None, top: int | None, baseline: Any
) -> None:
    """Lost points against a baseline, gravest first, ties as printed, as many as asked for."""
    rules = {"order": order, "top": top, "baseline": baseline}
    sections: dict[str, Any] = {
        "input": inputs("p", len(found)) | inputs("f", len(found), type="boolean"),
        "tier": {"t": {}},
        "indicator": {
            f"i{n}": {
                "tier": "t", "weight": weight, "formula": f"weight * p{n}", "reason": f"原因{n}",
                "when": f"f{n}", "not_applicable": "rescale-tier",
            } | ({} if base is None else {"baseline": base})
            for n, (_, weight, base, _) in enumerate(found)
        },
        "total": {"full": sum(one[1] for one in found), "empty": "zero"},
        "reasons": {key: one for key, one in rules.items() if one is not None},
    }  # fmt: skip
    if not sections["reasons"]:
        del sections["reasons"]
    record = {f"p{n}": one[0] for n, one in enumerate(found)} | {
        f"f{n}": one[3] for n, one in enumerate(found)
    }
    part = {None: Fraction(1), "80%": Fraction(4, 5)}.get(baseline, baseline)
    lost = []
    for n, (share, weight, base, applies) in enumerate(found):
        counted = Fraction(weight) * part if base is None else Fraction(base)
        points = counted - weight * share
        if applies and points > 0:
            lost.append((f"i{n}", f"原因{n}", points, points / counted))
    if order != "printed":
        lost.sort(key=lambda one: -one[3] if order == "share" else -one[2])
    evaluation = load(sections).score(record)
    told = [(one.id, one.text, one.exact_lost) for one in evaluation.reasons]
    assert told == [one[:3] for one in lost[:top]]
    _travels(evaluation)


@given(st.lists(st.sampled_from((0, 50, 80, 100)), min_size=4, max_size=4))
def test_reasons_under_percent(found: list[int]) -> None:
    """Where weights are percentages a lost point counts as much as it is in the total."""
    sections: dict[str, Any] = {
        "ruleset": {"id": "reasons", "weights": "percent"},
        "input": {f"x{n}": {} for n in range(4)},
        "tier": {"t": {"weight": "40%"}, "u": {"weight": "60%"}, "w": {"under": "u", "weight": "50%"}},
        "indicator": {
            "i0": {"tier": "t", "weight": "30%", "formula": "x0"},
            "i1": {"tier": "t", "weight": "70%", "formula": "x1"},
            "i2": {"tier": "u", "weight": "50%", "formula": "x2"},
            "i3": {"tier": "w", "weight": "100%", "formula": "x3"},
        },
    }
    evaluation = load(sections).score({f"x{n}": one for n, one in enumerate(found)})
    parts = (Fraction("0.12"), Fraction("0.28"), Fraction("0.3"), Fraction("0.3"))
    lost = {f"i{n}": (100 - one) * part for n, (one, part) in enumerate(zip(found, parts, strict=True))}
    assert {one.id: one.exact_lost for one in evaluation.reasons} == {k: v for k, v in lost.items() if v}
    assert total(evaluation) == 100 - sum(lost.values())
    points = [one.exact_lost for one in evaluation.reasons]
    assert points == sorted(points, reverse=True)  # type: ignore[type-var]
