"""How scores become one: every join under points, percent and none, over what applies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from single import NIL, decimals, held, inputs, load, near, score, total

from scorerules import RecordError, RulesetError

Numbers = Sequence[Fraction]
JOINS: dict[str, Callable[[Numbers, Numbers], Fraction]] = {
    "sum": lambda xs, _: sum(xs, NIL),
    "mean": lambda xs, _: sum(xs, NIL) / len(xs),
    "weighted-mean": lambda xs, ws: sum((w * x for w, x in zip(ws, xs, strict=True)), NIL) / sum(ws),
    "harmonic-mean": lambda xs, _: len(xs) / sum((1 / x for x in xs), NIL),
    "product": lambda xs, _: prod(xs, start=Fraction(1)),
    "min": lambda xs, _: min(xs),
    "max": lambda xs, _: max(xs),
}
exact_joins = st.sampled_from(tuple(JOINS))
Part = tuple[Fraction, Fraction, bool]
"""Weight, part of it that is scored, whether it applies."""
parts = st.lists(
    st.tuples(
        st.sampled_from((Fraction(1), Fraction(3), Fraction("2.5"), Fraction(10))),
        st.sampled_from((NIL, Fraction(1, 2), Fraction(1), Fraction(3, 5))),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def _sections(found: list[Part], **tier: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tier ``t`` with these parts as indicators, and the record."""
    record: dict[str, Any] = {f"p{n}": part for n, (_, part, _) in enumerate(found)}
    record |= {f"f{n}": applies for n, (_, _, applies) in enumerate(found)}
    sections: dict[str, Any] = {
        "input": inputs("p", len(found)) | inputs("f", len(found), type="boolean"),
        "tier": {"t": tier},
        "indicator": {
            f"i{n}": {
                "tier": "t", "weight": weight, "when": f"f{n}", "not_applicable": "rescale-tier",
                "formula": f"weight * p{n}",
            }
            for n, (weight, _, _) in enumerate(found)
        },
    }  # fmt: skip
    return sections, record


@given(parts, exact_joins)
def test_joins_of_points(found: list[Part], join: str) -> None:
    """The shares of what applies are joined and multiplied by the tier's weight; a sum is stretched."""
    sections, record = _sections(found, join=join)
    weight = sum((one[0] for one in found), NIL)
    ruleset = load(sections | {"total": {"full": weight, "empty": "zero"}})
    left = [one for one in found if one[2]]
    if not left:
        evaluation = ruleset.score(record)
        assert evaluation.tiers["t"].status == "not_applicable"
        assert total(evaluation) == 0
        return
    shares, weights = [one[1] for one in left], [one[0] for one in left]
    if join == "harmonic-mean" and NIL in shares:
        with pytest.raises(RecordError):
            ruleset.score(record)
        return
    if join == "sum":
        expected = sum((w * x for w, x in zip(weights, shares, strict=True)), NIL) * weight / sum(weights)
    else:
        expected = weight * JOINS[join](shares, weights)
    assert total(ruleset.score(record)) == expected
    assert 0 <= expected <= weight


same = st.lists(
    st.tuples(st.sampled_from((NIL, Fraction(1, 2), Fraction(1))), st.booleans()), min_size=2, max_size=5
)


@given(same, st.integers(1, 5), st.sampled_from((Fraction(4), Fraction("2.5"))))
def test_the_best_n_count(found: list[tuple[Fraction, bool]], n: int, weight: Fraction) -> None:
    """Of equal weights the best n make n·w; when fewer apply, these are stretched to it."""
    n = min(n, len(found))
    sections, record = _sections([(weight, part, applies) for part, applies in found], join={"best": n})
    ruleset = load(sections | {"total": {"full": n * weight, "empty": "full"}})
    best = sorted((part for part, applies in found if applies), reverse=True)[:n]
    expected = n * weight * (sum(best, NIL) / len(best)) if best else n * weight
    assert total(ruleset.score(record)) == expected


@given(st.integers(3, 5), st.integers(0, 2))
def test_best_n_wants_equal_weights_and_enough_of_them(n: int, more: int) -> None:
    """Unequal weights, and more than there are, are refused."""
    found: list[Part] = [(Fraction(2), NIL, True)] * n
    sections, _ = _sections(found, join={"best": n + 1 + more})
    with pytest.raises(RulesetError):
        load(sections | {"total": {"full": 2 * n}})
    sections, _ = _sections([(Fraction(3), NIL, True), *found], join={"best": n})
    with pytest.raises(RulesetError):
        load(sections | {"total": {"full": 2 * n}})


def _percent(number: Fraction) -> str:
    return f"{float(number * 100)}%"


splits = st.sampled_from(
    ((Fraction(1),), (Fraction(1, 2), Fraction(1, 2)), (Fraction(2, 5), Fraction(3, 5)),
     (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)))
)  # fmt: skip


@given(st.data(), splits, splits, st.one_of(st.none(), exact_joins), st.sampled_from((100, 10)))
def test_percent(
    data: st.DataObject,
    tops: tuple[Fraction, ...],
    inner: tuple[Fraction, ...],
    join: str | None,
    full: int,
) -> None:
    """Everything is marked 0–full; the weighted mean on every level is taken over what applies."""
    join = None if join in ("sum", "product") else join
    sections: dict[str, Any] = {
        "ruleset": {"id": "percent", "weights": "percent"},
        "input": {}, "tier": {}, "indicator": {}, "total": {"full": full, "empty": "zero"},
    }  # fmt: skip
    record: dict[str, Any] = {}
    means: list[tuple[Fraction, Fraction]] = []
    for t, top in enumerate(tops):
        sections["tier"][f"t{t}"] = {"weight": _percent(top)} | ({} if join is None else {"join": join})
        left: list[tuple[Fraction, Fraction]] = []
        for i, part in enumerate(inner):
            name = f"i{t}{i}"
            mark = data.draw(near(0, full, Fraction(full, 2)))
            applies = data.draw(st.booleans())
            sections["input"] |= {f"x{name}": {}, f"f{name}": {"type": "boolean"}}
            sections["indicator"][name] = {
                "tier": f"t{t}", "weight": _percent(part), "formula": f"x{name}", "when": f"f{name}",
                "not_applicable": "rescale-tier",
            }  # fmt: skip
            record |= {f"x{name}": mark, f"f{name}": applies}
            if applies:
                left.append((part, held(mark, 0, full)))
        if left:
            marks, shares = [mark for _, mark in left], [one for one, _ in left]
            if join == "harmonic-mean" and NIL in marks:
                return
            means.append((top, JOINS[join or "weighted-mean"](marks, shares)))
    evaluation = load(sections).score(record)
    expected = sum((top * mean for top, mean in means), NIL) / (sum(top for top, _ in means) or 1)
    assert total(evaluation) == expected
    assert 0 <= expected <= full
    assert evaluation.explain("zh")


@given(st.lists(st.tuples(near(-5, 0, 3), st.booleans()), min_size=1, max_size=4), exact_joins, exact_joins)
def test_none(found: list[tuple[Fraction, bool]], join: str, top: str) -> None:
    """Without weights scores are not clamped and joins take the scores themselves; a weight is optional."""
    weighted = join == "weighted-mean"
    sections: dict[str, Any] = {
        "ruleset": {"id": "none", "weights": "none"},
        "input": inputs("x", len(found)) | inputs("f", len(found), type="boolean") | {"y": {}},
        "tier": {"t": {"join": join}, "u": {}},
        "indicator": {
            f"i{n}": {"tier": "t", "formula": f"x{n}", "when": f"f{n}", "not_applicable": "rescale-tier"}
            | ({"weight": n + 1} if weighted else {})
            for n in range(len(found))
        }
        | {"j": {"tier": "u", "formula": "y"}},
        "total": {"join": "min" if top == "weighted-mean" else top},
    }
    record: dict[str, Any] = {"y": Fraction(-7, 3)}
    for n, (x, applies) in enumerate(found):
        record |= {f"x{n}": x, f"f{n}": applies}
    ruleset = load(sections)
    left = [(x, Fraction(n + 1)) for n, (x, applies) in enumerate(found) if applies]
    outer = [Fraction(-7, 3)]
    if left:
        xs, ws = [x for x, _ in left], [w for _, w in left]
        if join == "harmonic-mean" and (NIL in xs or sum(1 / x for x in xs) == 0):
            with pytest.raises(RecordError):
                ruleset.score(record)
            return
        outer.insert(0, JOINS[join](xs, ws))
    joined = "min" if top == "weighted-mean" else top
    if joined == "harmonic-mean" and (NIL in outer or sum(1 / x for x in outer) == 0):
        with pytest.raises(RecordError):
            ruleset.score(record)
        return
    evaluation = ruleset.score(record)
    assert evaluation.tiers["t"].exact_score == (outer[0] if left else None)
    assert total(evaluation) == JOINS[joined](outer, [Fraction(1)] * len(outer))


@given(st.lists(st.tuples(st.sampled_from((NIL, Fraction(2), Fraction(8), Fraction(9, 4))), st.booleans()),
                min_size=1, max_size=4))  # fmt: skip
def test_geometric_mean(found: list[tuple[Fraction, bool]]) -> None:
    """The n-th root of the product of what applies, decided exactly against any bound."""
    sections: dict[str, Any] = {
        "ruleset": {"id": "geometric", "weights": "none"},
        "input": inputs("f", len(found), type="boolean") | inputs("x", len(found)),
        "tier": {"t": {"join": "geometric-mean", "empty": 1}},
        "indicator": {
            f"i{n}": {"tier": "t", "formula": f"x{n}", "when": f"f{n}", "not_applicable": "rescale-tier"}
            for n in range(len(found))
        },
        "round": {"total": {"to": Fraction("0.001")}},
    }
    record: dict[str, Any] = {}
    for n, (x, applies) in enumerate(found):
        record |= {f"x{n}": x, f"f{n}": applies}
    left = [x for x, applies in found if applies]
    rounded = total(load(sections).score(record))
    # The one multiple of 0.001 that is nearest, halves up: its neighbours' middles hold the root.
    n, product = max(1, len(left)), prod(left, start=Fraction(1))
    half = Fraction(1, 2000)
    assert (rounded * 1000).denominator == 1
    assert max(NIL, rounded - half) ** n <= product < (rounded + half) ** n


@given(near(0, 5, 10), near(0, 5, 10), st.booleans())
def test_a_formula_joins(x: Fraction, y: Fraction, applies: bool) -> None:
    """A formula in place of a join reads scores, shares and weights; it decides what does not apply."""
    ruleset = load(
        {
            "input": {"x": {}, "y": {}, "flag": {"type": "boolean"}},
            "tier": {
                "t": {"formula": "score.a * share.b + (score.c if flag else 0)", "weight": 14},
                "u": {},
            },
            "indicator": {
                "a": {"tier": "t", "weight": 4, "formula": "x"},
                "b": {"tier": "t", "weight": 6, "formula": "y"},
                "c": {
                    "tier": "t",
                    "weight": 4,
                    "formula": "2",
                    "when": "flag",
                    "not_applicable": "rescale-total",
                },
                "d": {"tier": "u", "weight": 6, "formula": "y"},
            },
            "total": {"full": 20, "formula": "max(score.t, score.u) + weight.t / weight.u"},
        }
    )
    a, b, d = held(x, 0, 4), held(y, 0, 6), held(y, 0, 6)
    tier = a * b / 6 + (2 if applies else 0)
    evaluation = ruleset.score({"x": x, "y": y, "flag": applies})
    assert score(evaluation, "t") == tier
    assert total(evaluation) == max(tier, d) + Fraction(14, 6)


@given(near(0, 4), st.booleans())
def test_a_formula_tier_in_a_sum(x: Fraction, applies: bool) -> None:
    """A tier with a formula counts in the total as it is, whatever of it applies."""
    ruleset = load(
        {
            "input": {"x": {}, "flag": {"type": "boolean"}},
            "tier": {"t": {"formula": "x", "weight": 4}, "u": {}},
            "indicator": {
                "c": {
                    "tier": "t",
                    "weight": 4,
                    "formula": "2",
                    "when": "flag",
                    "not_applicable": "rescale-total",
                },
                "d": {"tier": "u", "weight": 6, "formula": "3"},
            },
            "total": {"full": 10},
        }
    )
    assert total(ruleset.score({"x": x, "flag": applies})) == x + 3


@given(st.lists(st.tuples(decimals(0, 10), st.booleans()), min_size=2, max_size=4))
def test_which_item_was_the_highest(found: list[tuple[Fraction, bool]]) -> None:
    """``argmax`` and ``argmin`` name all that tie, in the order written, of those that apply."""
    names = [f"i{n}" for n in range(len(found))]
    sections: dict[str, Any] = {
        "ruleset": {"id": "which", "weights": "none"},
        "input": inputs("x", len(found)) | inputs("f", len(found), type="boolean"),
        "tier": {"t": {"join": "max", "empty": 0}},
        "indicator": {
            f"i{n}": {"tier": "t", "formula": f"x{n}", "when": f"f{n}", "not_applicable": "rescale-tier"}
            for n in range(len(found))
        },
        "outcome": {
            one: {"formula": f"{one}({', '.join(f'score.{name}' for name in names)})"}
            for one in ("argmax", "argmin")
        },
    }
    sections["outcome"] = {"most": sections["outcome"]["argmax"], "least": sections["outcome"]["argmin"]}
    record: dict[str, Any] = {}
    for n, (x, applies) in enumerate(found):
        record |= {f"x{n}": x, f"f{n}": applies}
    evaluation = load(sections).score(record)
    left = {name: x for name, (x, applies) in zip(names, found, strict=True) if applies}
    for outcome, pick in (("most", max), ("least", min)):
        expected = tuple(name for name, x in left.items() if x == pick(left.values())) if left else None
        assert evaluation.outcomes[outcome].value == expected
    assert total(evaluation) == max(left.values(), default=NIL)


@given(same, st.integers(1, 5), st.sampled_from(("percent", "none")))
def test_the_best_n_of_marks(found: list[tuple[Fraction, bool]], n: int, mode: str) -> None:
    """Under percent the mean of the best n marks that apply counts, under none their sum."""
    n = min(n, len(found))
    sections, record = _sections([(Fraction(1), part, applies) for part, applies in found], join={"best": n})
    for name, one in sections["indicator"].items():
        one["formula"] = f"100 * p{name.removeprefix('i')}"
        if mode == "percent":
            one["weight"] = "10%"
        else:
            del one["weight"]
    if mode == "percent":
        sections["tier"]["t"]["weight"] = "100%"
    sections |= {"ruleset": {"id": "best", "weights": mode}, "total": {"empty": 0}}
    best = sorted((100 * part for part, applies in found if applies), reverse=True)[:n]
    expected = sum(best, NIL)
    if mode == "percent" and best:
        expected /= len(best)
    assert total(load(sections).score(record)) == expected
