"""The reference evaluation: what applies, what is missing, what cannot be computed, and in which order."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorerules import RecordError, loads
from small_ruleset import record_faults, small

HEAD = """
scorerules = 1
[ruleset]
id = "case"
[input]
a = {}
b = {}
word = { type = "text" }
"""

TWO = (
    HEAD
    + """
[tier.t]
[indicator.first]
tier = "t"
weight = 60
REST
[indicator.second]
tier = "t"
weight = 40
value = "b"
ratio = { full = 4 }
"""
)


def errors(text: str, record: dict[str, object]) -> list[tuple[str, str | None]]:
    """Codes and paths of what is wrong with a record."""
    with pytest.raises(RecordError) as caught:
        loads(text).score(record)  # type: ignore[arg-type]
    return [(one.code, one.path) for one in caught.value.diagnostics]


def two(rest: str) -> str:
    """A tier of 60 and 40 points, the first with the given rule."""
    return TWO.replace("REST", rest)


@pytest.mark.parametrize(
    ("rest", "record", "total", "status"),
    [
        # What does not apply is never divided, nor does it lack anything.
        (
            'when = "b < 3"\nnot_applicable = "zero"\nvalue = "1 / a"\nratio = { full = 1 }',
            {"a": 0, "b": 4},
            40,
            "na",
        ),
        (
            'when = "b < 3"\nnot_applicable = "full"\nvalue = "1 / a"\nratio = { full = 1 }',
            {"b": 4},
            100,
            "na",
        ),
        (
            'when = "b < 3"\nnot_applicable = "rescale-tier"\nvalue = "a"\nratio = { full = 1 }',
            {"b": 2},
            None,
            "",
        ),
        (
            'when = "b < 3"\nnot_applicable = "rescale-tier"\nvalue = "a"\nratio = { full = 1 }',
            {"b": 3},
            75,
            "na",
        ),
        # Nobody can tell whether it applies: the policy for missing data decides.
        (
            'when = "a > 3"\non_missing = "zero"\nnot_applicable = "full"\nformula = "9"',
            {"b": 4},
            40,
            "missing",
        ),
        (
            'when = "a > 3"\non_missing = "full"\nnot_applicable = "zero"\nformula = "9"',
            {"b": 4},
            100,
            "missing",
        ),
        (
            'when = "a > 3"\non_missing = 7\nnot_applicable = "rescale-tier"\nformula = "9"',
            {"b": 4},
            47,
            "missing",
        ),
        (
            'when = "a > 3"\non_missing = "skip"\nnot_applicable = "rescale-tier"\nformula = "9"',
            {"b": 4},
            100,
            "na",
        ),
        ('when = "a > 3"\non_missing = "skip"\nnot_applicable = "zero"\nformula = "9"', {"b": 4}, 40, "na"),
        # Lazy conditions read only what they need.
        ('when = "b > 3 or a > 3"\nnot_applicable = "zero"\nformula = "9"', {"b": 4}, 49, "scored"),
        ('formula = "1 / a if a != 0 else 5"', {"a": 0, "b": 4}, 45, "scored"),
        ('formula = "a if given(a) else 3"', {"b": 4}, 43, "scored"),
        ('value = "a"\nratio = { full = 1 }\non_missing = "zero"', {"b": 4}, 40, "missing"),
        ('value = "a"\nratio = { full = 1 }\non_missing = 12.5', {"b": 4}, Fraction(105, 2), "missing"),
        # Clamped, rounded, clamped again.
        ('formula = "77"\nround = { to = 25 }', {"b": 4}, 90, "scored"),
        ('formula = "77"\nround = { to = 25, mode = "up" }', {"b": 4}, 100, "scored"),
        ('formula = "-77"\nfloor = -3\nround = { to = 2 }', {"b": 4}, 37, "scored"),
        ('formula = "7"\ncap = 5', {"b": 4}, 45, "scored"),
        # A missing datum outweighs a division that would fail anyhow.
        ('formula = "a + 1 / (b - 4)"\non_missing = "zero"', {"b": 4}, 40, "missing"),
    ],
)
def test_scores(rest: str, record: dict[str, object], total: Fraction | int | None, status: str) -> None:
    """Policies, conditions and limits come out as worked out by hand."""
    text = two(rest)
    if total is None:
        assert [code for code, _ in errors(text, record)] == ["SR420"]
        return
    found = loads(text).score(record)  # type: ignore[arg-type]
    assert found.exact_total == total
    assert found.indicators["first"].status == {"na": "not_applicable"}.get(status, status)


@pytest.mark.parametrize(
    ("rest", "record", "expected"),
    [
        ('formula = "1 / a"', {"a": 0, "b": 4}, [("SR500", "first")]),
        ('formula = "1 / a"', {"b": 4}, [("SR420", "a")]),
        ('formula = "a + b"', {}, [("SR420", "a"), ("SR420", "b")]),
        ('when = "a > 0"\nnot_applicable = "rescale-tier"\nformula = "3"', {"b": 4}, [("SR420", "a")]),
        # A refused datum is not missing, and what needs it is not told again.
        ('formula = "a"', {"a": "x", "b": 4}, [("SR403", "a")]),
        ('formula = "a if given(a) else b"', {"a": True}, [("SR402", "a"), ("SR420", "b")]),
        ('formula = "a"\non_missing = "zero"', {"a": [], "b": 4}, [("SR402", "a")]),
        ("formula = \"1 if word == 'x' else 1 / a\"", {"a": 0, "b": 4, "word": 3}, [("SR402", "word")]),
        ('value = "word"\nchoice = { x = 1, y = 2 }', {"b": 4, "word": "z"}, [("SR510", "first")]),
        ('formula = "sqrt(a)"', {"a": -1, "b": 4}, [("SR503", "first")]),
    ],
)
def test_errors(rest: str, record: dict[str, object], expected: list[tuple[str, str]]) -> None:
    """Each mistake of a record is told once, with its path."""
    assert sorted(errors(two(rest), record)) == sorted(expected)


def test_a_problem_is_told_once_however_many_read_it() -> None:
    """A derived value that fails is one problem, at its own place."""
    text = two('formula = "d"') + '[derived.d]\nformula = "1 / a"\n[derived.e]\nformula = "d + 1"\n'
    assert errors(text, {"a": 0, "b": 4}) == [("SR500", "d")]


def test_a_datum_that_many_need_is_missing_once() -> None:
    """One missing datum is one complaint."""
    assert errors(two('formula = "b / 2 + a"'), {"a": 1}) == [("SR420", "b")]


def test_a_derived_value_that_only_an_item_out_of_play_reads() -> None:
    """It may fail or be missing: nothing of the result needs it."""
    rest = 'when = "b < 3"\nnot_applicable = "zero"\nformula = "d"'
    text = two(rest) + '[derived.d]\nformula = "1 / a"\n'
    for record in ({"a": 0, "b": 4}, {"b": 4}):
        found = loads(text).score(record)
        assert found.exact_total == 40
        assert found.derived["d"].status == "missing"


def test_the_score_of_what_does_not_apply_cannot_be_read() -> None:
    """Reading it is told as such, not as a missing datum."""
    rest = 'when = "b < 3"\nnot_applicable = "rescale-tier"\nformula = "9"'
    text = two(rest).replace('value = "b"\nratio = { full = 4 }', 'formula = "score.first"')
    assert errors(text, {"b": 4}) == [("SR421", "first")]


NESTED = """
[tier.top]
[tier.left]
under = "top"
[tier.right]
under = "top"
[tier.other]
[indicator.l1]
tier = "left"
weight = 10
when = "a > 1"
not_applicable = "POLICY"
formula = "5"
[indicator.l2]
tier = "left"
weight = 30
when = "a > 2"
not_applicable = "POLICY"
formula = "15"
[indicator.r]
tier = "right"
weight = 20
formula = "20"
[indicator.o]
tier = "other"
weight = 40
when = "a > 0"
not_applicable = "POLICY"
formula = "30"
"""


@pytest.mark.parametrize(
    ("policy", "a", "left", "top", "total"),
    [
        ("rescale-tier", 3, 20, 40, 70),
        # left: 15·40/30 = 20
        ("rescale-tier", 2, None, None, None),
        # l2 and so l1 out: nothing of left is left, top: 20·60/20 = 60
        ("rescale-tier", 1, "out", 60, 90),
        # other is out as well: 60·100/60
        ("rescale-tier", 0, "out", 60, 100),
        # left keeps l1's 10 points: 5 of 10; top 25 of 30; total 55 of 70
        ("rescale-total", 2, 5, 25, Fraction(550, 7)),
        # top 20 of 20; total 50 of 60
        ("rescale-total", 1, "out", 20, Fraction(250, 3)),
        ("rescale-total", 0, "out", 20, 100),
        ("full", 0, 40, 60, 100),
        ("zero", 0, 0, 20, 20),
    ],
)
def test_rescaling(
    policy: str, a: int, left: int | str | None, top: int | None, total: Fraction | int | None
) -> None:
    """tier·(W−T)/(W−T−R) and total·full/(full−ΣT), worked out by hand through two levels of tiers."""
    if total is None:
        left, top, total = 20, 40, 70  # l1: 5 of 10, stretched to 40
    found = loads(HEAD + NESTED.replace("POLICY", policy)).score({"a": a})
    assert found.tiers["left"].exact_score == (None if left == "out" else left)
    assert found.tiers["left"].status == ("not_applicable" if left == "out" else "scored")
    assert found.tiers["top"].exact_score == top
    assert found.exact_total == total


@pytest.mark.parametrize("policy", ["rescale-tier", "rescale-total"])
def test_nothing_left(policy: str) -> None:
    """A total of which nothing applies is a problem of the record, not a 0."""
    text = HEAD + (
        '[tier.t]\n[indicator.x]\ntier = "t"\nweight = 100\nwhen = "a > 0"\n'
        f'not_applicable = "{policy}"\nformula = "7"\n'
    )
    assert errors(text, {"a": 0}) == [("SR422", "total")]
    assert loads(text).score({"a": 1}).exact_total == 7


def test_the_order_of_roundings() -> None:
    """Indicators, then tiers, then the total: each reads what was rounded before it."""
    text = HEAD + (
        '[round]\nindicator = { to = 0.1 }\ntier = { to = 0.5, mode = "down" }\n'
        'total = { to = 1, mode = "up" }\n[tier.t]\n'
        '[indicator.x]\ntier = "t"\nweight = 50\nformula = "a"\n'
        '[indicator.y]\ntier = "t"\nweight = 50\nformula = "a"\nround = "none"\n'
    )
    # 1.25 → 1.3 and 1.25; 2.55 → 2.5; 2.5 → 3
    found = loads(text).score({"a": 1.25})
    assert found.indicators["x"].exact_score == Fraction(13, 10)
    assert found.indicators["y"].exact_score == Fraction(5, 4)
    assert found.tiers["t"].exact_score == Fraction(5, 2)
    assert found.exact_total == 3


@pytest.mark.parametrize("formula", ["100 * a**700 / (1 + a**700)", "100 * a**700 / 10**30"])
def test_numbers_too_long_to_write(formula: str) -> None:
    """A score with thousands of digits is exact, and its JSON is still written."""
    text = HEAD + f'[tier.t]\n[indicator.x]\ntier = "t"\nweight = 100\nformula = "{formula}"\n'
    found = loads(text).score({"a": "1.0123456789"})
    assert found.exact_total is not None
    assert found.exact_total.denominator.bit_length() > 13_000
    assert str(found.total)[:12] in found.to_json()
    assert found.explain("en")


def test_what_is_missing_is_needed_by_an_indicator_first() -> None:
    """A derived value that is only printed is not the reason that people know a datum by."""
    derived = '[derived]\nprinted = { name = "执行率（印表）", formula = "a / b" }'
    ruleset = small("value = 'a / b'\nratio = { full = 1 }", above=f"[input]\na = {{}}\nb = {{}}\n{derived}")
    (found,) = record_faults(ruleset, {"b": 1})
    assert found.headline("zh") == "缺 `a`（a），“x”需要它"
