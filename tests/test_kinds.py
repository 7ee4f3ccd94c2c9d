"""Every kind of rule: parameters, value, expected score worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from small_ruleset import record_faults, score, small

PERCENT = 'input = { unit = "%" }'
PLAIN = "input = {}"
WHOLE = 'input = { unit = "件", type = "integer" }'

RATIO = [
    # Higher is better: 10·v/full, at most 10, never below 0.
    (PERCENT, 'full = "100%"', "98.77%", "9.877"),
    (PERCENT, 'full = "100%"', "100%", "10"),
    (PERCENT, 'full = "100%"', "100.01%", "10"),
    (PERCENT, 'full = "100%"', "99.99%", "9.999"),
    (PERCENT, 'full = "100%"', 0, "0"),
    (PERCENT, 'full = "100%"', "-5%", "0"),
    (PERCENT, 'full = "80%"', "60%", "7.5"),
    (PERCENT, 'full = "800‰"', 60, "7.5"),
    (PLAIN, "full = 3", 1, "10/3"),
    (PLAIN, "full = 3", "100万", "10"),
    ('input = { unit = "万元" }', 'full = "200万元"', 150, "7.5"),
    ('input = { unit = "万元" }', 'full = "2000000元"', "1500000元", "7.5"),
    ('input = { unit = "件" }', "full = 8", 6, "7.5"),
    # ``zero``: nothing below it, it itself still counts.
    (PERCENT, 'full = "100%", zero = "60%"', "60%", "6"),
    (PERCENT, 'full = "100%", zero = "60%"', "59.99%", "0"),
    # Lower is better, mirrored: 10·(1 − (v − 5 %)/5 %).
    (PERCENT, 'full = "5%", lower = "mirror"', "5%", "10"),
    (PERCENT, 'full = "5%", lower = "mirror"', "0%", "10"),
    (PERCENT, 'full = "5%", lower = "mirror"', "6%", "8"),
    (PERCENT, 'full = "5%", lower = "mirror"', "10%", "0"),
    (PERCENT, 'full = "5%", lower = "mirror"', "11%", "0"),
    (PERCENT, 'full = "5%", lower = "mirror", zero = "8%"', "8%", "4"),
    (PERCENT, 'full = "5%", lower = "mirror", zero = "8%"', "8.01%", "0"),
    # Lower is better, inverse: 10·5 % ÷ v.
    (PERCENT, 'full = "5%", lower = "inverse"', "5%", "10"),
    (PERCENT, 'full = "5%", lower = "inverse"', "0%", "10"),
    (PERCENT, 'full = "5%", lower = "inverse"', "10%", "5"),
    (PERCENT, 'full = "5%", lower = "inverse"', "50%", "1"),
    (PERCENT, 'full = "5%", lower = "inverse"', "-1%", "10"),
    (WHOLE, 'full = 0, lower = "inverse"', 0, "10"),
    (WHOLE, 'full = 0, lower = "inverse"', 1, "0"),
]


@pytest.mark.parametrize(("key", "parameters", "value", "expected"), RATIO)
def test_ratio(key: str, parameters: str, value: object, expected: str) -> None:
    """A share of the target is worth that share of the weight, in one of three directions."""
    assert score(small(f"{key}\nratio = {{ {parameters} }}"), value) == Fraction(expected)


def deduct(side: str, partial: str) -> str:
    return f'{side} = "90%", each = "2pp", points = 1.5, partial = "{partial}"'


DEDUCT = [
    # 3 pp short are one and a half units of 2 pp.
    (PERCENT, deduct("below", "prorated"), "87%", "7.75"),
    (PERCENT, deduct("below", "whole"), "87%", "8.5"),
    (PERCENT, deduct("below", "started"), "87%", "7"),
    # 4 pp short are exactly two units, whatever parts count.
    (PERCENT, deduct("below", "prorated"), "86%", "7"),
    (PERCENT, deduct("below", "whole"), "86%", "7"),
    (PERCENT, deduct("below", "started"), "86%", "7"),
    # One step either side of two units.
    (PERCENT, deduct("below", "whole"), "86.01%", "8.5"),
    (PERCENT, deduct("below", "started"), "85.99%", "5.5"),
    # At the boundary and beyond it nothing is lost; far away everything, but no more.
    (PERCENT, deduct("below", "started"), "90%", "10"),
    (PERCENT, deduct("below", "started"), "89.99%", "8.5"),
    (PERCENT, deduct("below", "prorated"), "1000%", "10"),
    (PERCENT, deduct("below", "prorated"), "-1000%", "0"),
    (PERCENT, deduct("above", "prorated"), "93%", "7.75"),
    (PERCENT, deduct("above", "whole"), "93%", "8.5"),
    (PERCENT, deduct("above", "started"), "93%", "7"),
    (PERCENT, deduct("above", "started"), "90%", "10"),
    (PERCENT, deduct("above", "started"), "89%", "10"),
    # Whole numbers and whole steps have no parts, so nothing need be said.
    (WHOLE, "above = 0, each = 1, points = 2", 0, "10"),
    (WHOLE, "above = 0, each = 1, points = 2", 3, "4"),
    (WHOLE, "above = 0, each = 1, points = 2", 5, "0"),
    (WHOLE, "above = 0, each = 1, points = 2", 6, "0"),
    # A cliff: nothing is left where its boundaries hold.
    (PERCENT, deduct("below", "prorated") + ', zero = { below = "80%" }', "80%", "2.5"),
    (PERCENT, deduct("below", "prorated") + ', zero = { below = "80%" }', "79.99%", "0"),
    (PERCENT, deduct("below", "prorated") + ', zero = { upto = "80%" }', "80%", "0"),
    (PERCENT, deduct("above", "prorated") + ', zero = { above = "95%" }', "95%", "6.25"),
    (PERCENT, deduct("above", "prorated") + ', zero = { above = "95%" }', "95.01%", "0"),
    # 万元 against 元.
    (
        'input = { unit = "万元" }',
        'above = "100万元", each = "50000元", points = 1, partial = "whole"',
        114,
        "8",
    ),
]


@pytest.mark.parametrize(("key", "parameters", "value", "expected"), DEDUCT)
def test_deduct(key: str, parameters: str, value: object, expected: str) -> None:
    """Points are lost per unit short of or beyond a boundary, until none are left."""
    assert score(small(f"{key}\ndeduct = {{ {parameters} }}"), value) == Fraction(expected)


CLAUSES = """deduct = [
    { value = "late", above = 0, each = 1, points = 2 },
    { value = "rate", below = "90%", each = "1pp", points = 1, partial = "whole", zero = { below = "50%" } },
]"""
CLAUSE_DATA = '[input]\nlate = { type = "integer" }\nrate = { unit = "%" }'


@pytest.mark.parametrize(
    ("late", "rate", "expected"),
    [
        (0, 95, 10),
        (1, 95, 8),
        (1, 88, 6),
        (2, "87.5%", 4),
        (4, 88, 0),
        (0, "49.9%", 0),
        (0, 50, 0),
        (0, 85, 5),
    ],
)
def test_clauses_with_their_own_values_add_up(late: object, rate: object, expected: int) -> None:
    """Each clause looks at its own value in its own unit; the indicator itself needs none."""
    assert score(small(CLAUSES, above=CLAUSE_DATA), {"late": late, "rate": rate}) == expected


EARN = [
    (WHOLE, "each = 1, points = 2", 0, "0"),
    (WHOLE, "each = 1, points = 2", 3, "6"),
    (WHOLE, "each = 1, points = 2", 6, "10"),
    (WHOLE, "each = 1, points = 2", -1, "0"),
    (WHOLE, "over = 2, each = 1, points = 3", 2, "0"),
    (WHOLE, "over = 2, each = 1, points = 3", 3, "3"),
    (PERCENT, 'over = "90%", each = "2pp", points = 3, partial = "prorated"', "93%", "4.5"),
    (PERCENT, 'over = "90%", each = "2pp", points = 3, partial = "whole"', "93%", "3"),
    (PERCENT, 'over = "90%", each = "2pp", points = 3, partial = "started"', "93%", "6"),
    (PERCENT, 'over = "90%", each = "2pp", points = 3, partial = "started"', "90%", "0"),
    (PERCENT, 'over = "90%", each = "2pp", points = 3, partial = "started"', "10%", "0"),
]


@pytest.mark.parametrize(("key", "parameters", "value", "expected"), EARN)
def test_earn(key: str, parameters: str, value: object, expected: str) -> None:
    """Points are earned per unit above a start, up to the weight."""
    assert score(small(f"{key}\nearn = {{ {parameters} }}"), value) == Fraction(expected)


PASS = [
    (PERCENT, 'from = "90%"', "90%", 10),
    (PERCENT, 'from = "90%"', "89.999%", 0),
    (PERCENT, 'above = "90%"', "90%", 0),
    (PERCENT, 'above = "90%"', "90.001%", 10),
    (PERCENT, 'upto = "90%"', "90%", 10),
    (PERCENT, 'upto = "90%"', "90.001%", 0),
    (PERCENT, 'below = "90%"', "90%", 0),
    (PERCENT, 'below = "90%"', "89.999%", 10),
    (PERCENT, 'above = "90%", upto = "95%", points = 8, else = 2', "90%", 2),
    (PERCENT, 'above = "90%", upto = "95%", points = 8, else = 2', "95%", 8),
    (PERCENT, "upto = 0", 0, 10),
    (WHOLE, "is = 5", 5, 10),
    (WHOLE, "is = 5", 4, 0),
    (PERCENT, 'is = "100%"', 100, 10),
    (PERCENT, 'is = "100%"', "99.999%", 0),
    ('input = { unit = "万元" }', 'is = "5万元"', "50000元", 10),
    ('input = { type = "boolean" }', "is = true", True, 10),
    ('input = { type = "boolean" }', "is = true", "否", 0),
    ('input = { type = "boolean" }', "is = false, else = 3", True, 3),
    ('input = { type = "text" }', 'is = "合格"', "合格", 10),
    ('input = { type = "text" }', 'is = "5"', "5", 10),
    ('input = { type = "text" }', 'is = "98%"', "98", 0),
    ('input = { choices = ["是", "否"] }', 'is = "是"', "否", 0),
    ('input = { type = "date" }', "is = 2019-12-31", "2019-12-31", 10),
    ('input = { type = "date" }', "is = 2019-12-31", date(2019, 12, 30), 0),
]


@pytest.mark.parametrize(("key", "parameters", "value", "expected"), PASS)
def test_pass(key: str, parameters: str, value: object, expected: int) -> None:
    """A boundary includes itself exactly when its word says so; ``is`` compares in the type of the value."""
    assert score(small(f"{key}\npass = {{ {parameters} }}"), value) == expected


@pytest.mark.parametrize(("made", "expected"), [(4, 10), (3, 0)])
def test_pass_is_of_a_computed_value_takes_a_quantity(made: int, expected: int) -> None:
    """A computed share is compared with 100 % as a number, not as a text."""
    data = '[input]\nmade = {}\nplanned = {}\n[derived.done]\nunit = "%"\nformula = "made / planned"'
    for value in ("made / planned", "done"):
        ruleset = small(f'value = "{value}"\npass = {{ is = "100%" }}', above=data)
        assert score(ruleset, {"made": made, "planned": 4}) == expected


BANDS = [
    # One-sided, downwards: the first that holds counts.
    (PERCENT, '[{ from = "95%", points = 10 }, { from = "90%", points = 8 }, { points = 0 }]',
     {"95%": 10, "94.99%": 8, "90%": 8, "89.99%": 0, "500%": 10, "-5%": 0}),
    (PERCENT, '[{ above = "95%", points = 10 }, { above = "90%", points = 8 }, { points = 1 }]',
     {"95%": 8, "95.01%": 10, "90%": 1}),
    # One-sided, upwards.
    (WHOLE, "[{ upto = 0, points = 10 }, { upto = 2, points = 6 }, { points = 0 }]",
     {0: 10, 1: 6, 2: 6, 3: 0}),
    (WHOLE, "[{ below = 1, points = 10 }, { below = 3, points = 6 }, { points = 0 }]",
     {0: 10, 1: 6, 2: 6, 3: 0}),
    # Words of both inclusions mixed.
    (PLAIN, "[{ from = 5, points = 9 }, { above = 3, points = 4 }, { points = 1 }]", {5: 9, "4.9": 4, 3: 1}),
    # Two-sided and one-sided together; the order then means nothing.
    (PERCENT,
     ('[{ below = "90%", points = 2 }, { above = "110%", points = 3 }, '
      '{ from = "90%", upto = "110%", points = 10 }]'),
     {"90%": 10, "110%": 10, "89.9%": 2, "110.1%": 3}),
    (PLAIN, "[{ from = 1, below = 2, points = 5 }, { from = 3, below = 4, points = 7 }, { points = 0 }]",
     {1: 5, "1.5": 5, 2: 0, 3: 7, 4: 0, 0: 0}),
    # Shares of the weight, and points as expressions.
    (PERCENT, '[{ from = "90%", share = 1 }, { from = "60%", share = "80%" }, { share = 0.25 }]',
     {"90%": 10, "60%": 8, "0%": "2.5"}),
    (PLAIN, '[{ from = 1, points = "x * 2" }, { points = 0 }]', {1: 2, "2.5": 5, 9: 10, "0.5": 0}),
    # Boundaries as expressions.
    (PLAIN, '[{ from = "goal * 2", points = 10 }, { from = "goal", points = 5 }, { points = 0 }]',
     {8: 10, "7.9": 5, 4: 5, "3.9": 0}),
    # Whole numbers leave no hole between 89 and 90.
    (WHOLE, "[{ from = 90, points = 10 }, { from = 60, upto = 89, points = 6 }, { upto = 59, points = 0 }]",
     {90: 10, 89: 6, 60: 6, 59: 0}),
    # Columns; a shorter column of boundaries leaves the rest.
    (PLAIN, "{ above = [60, 30], points = [10, 5, 0] }", {61: 10, 60: 5, 31: 5, 30: 0}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "rows", "scores"), BANDS)
def test_bands(key: str, rows: str, scores: dict[object, object]) -> None:
    """The row whose boundaries hold gives the points."""
    ruleset = small(f"{key}\nbands = {rows}", above="[parameter.goal]\nvalue = 4")
    assert {value: score(ruleset, value) for value in scores} == {
        value: Fraction(expected)  # type: ignore[arg-type]
        for value, expected in scores.items()
    }


def test_columns_are_rows() -> None:
    """The same bands as rows and as columns give the same scores, boundaries in the input's range."""
    limited = "input = { from = 1, below = 9 }"
    columns = small(f"{limited}\nbands = {{ from = [3, 2, 1], below = [9, 3, 2], points = [10, 5, 1] }}")
    rows = small(
        f"{limited}\nbands = [{{ from = 3, below = 9, points = 10 }}, {{ from = 2, below = 3, points = 5 }}, "
        "{ from = 1, below = 2, points = 1 }]"
    )
    values = [Decimal(n) / 4 for n in range(4, 36)]
    assert [score(columns, one) for one in values] == [score(rows, one) for one in values]
    assert [score(columns, one) for one in (1, 2, 3)] == [1, 5, 10]


LINE = [
    (PERCENT, '[["60%", 0], ["100%", 10]]',
     {"60%": "0", "100%": "10", "80%": "5", "61%": "0.25", "59%": "0", "101%": "10", "99.99%": "9.9975"}),
    (PLAIN, "[[0, 10], [3, 0]]", {0: "10", 1: "20/3", 3: "0", -1: "10", 4: "0"}),
    (PLAIN, "[[-2, 1], [0, 5], [4, 10]]", {-2: "1", -1: "3", 0: "5", 2: "7.5", 4: "10"}),
    (PLAIN, '{ points = [[0, 2], [4, 10]], outside = "hold" }', {-1: "2", 5: "10"}),
    (PLAIN, '{ points = [[0, 2], [4, 10]], outside = "zero" }', {-1: "0", 0: "2", 4: "10", 5: "0", 1: "4"}),
    (PLAIN, '{ points = [[0, 2], [4, 10]], outside = "error" }', {0: "2", 4: "10", 2: "6"}),
    (WHOLE, "[[0, 0], [8, 10]]", {4: "5"}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "corners", "scores"), LINE)
def test_line(key: str, corners: str, scores: dict[object, str]) -> None:
    """Straight between the corners, exact at them; outside as it is said."""
    ruleset = small(f"{key}\nline = {corners}")
    assert {value: score(ruleset, value) for value in scores} == {
        value: Fraction(expected) for value, expected in scores.items()
    }


@pytest.mark.parametrize("value", [-1, "4.001"])
def test_a_value_outside_a_line_can_be_an_error(value: object) -> None:
    """Under ``outside = "error"`` a value beyond a corner is a problem of the record."""
    ruleset = small(f'{PLAIN}\nline = {{ points = [[0, 2], [4, 10]], outside = "error" }}')
    assert [one.code for one in record_faults(ruleset, value)] == ["SR512"]


@pytest.mark.parametrize(("answer", "expected"), [("优", 10), ("良", "7.5"), ("差", 0)])
def test_choice(answer: str, expected: str) -> None:
    """Each answer has its points."""
    assert score(small('choice = { "优" = 10, "良" = 7.5, "差" = 0 }'), answer) == Fraction(expected)


def test_an_unknown_answer_lists_the_answers() -> None:
    """The message names the nearest answer and lists them all."""
    (fault,) = record_faults(small('choice = { "优秀" = 10, "良好" = 7.5, "较差" = 0 }'), "良 好")
    assert (fault.code, fault.path) == ("SR404", "x")
    assert fault.help("zh") == '可选："优秀", "良好", "较差"'
    assert "良好" in fault.headline("zh")


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("judged = {}", 10, 10),
        ("judged = {}", {"score": 10}, 10),
        ("judged = {}", {"score": "6.25", "remark": "缺一份报告"}, "6.25"),
        ("judged = {}", {"deduct": 2, "remark": "缺一份报告"}, 8),
        ("judged = {}", {"deduct": 0}, 10),
        ("judged = {}", {"score": 8, "deduct": 2, "remark": "两种写法一致"}, 8),
        ('judged = { remark = "optional" }', 3, 3),
        ('judged = { remark = "optional" }', {"deduct": 10}, 0),
        ("judged = { step = 0.5 }", {"score": 9.5, "remark": "小错"}, "9.5"),
    ],
)
def test_judged(rule: str, value: object, expected: object) -> None:
    """The record gives a score or a deduction, and the one is the weight less the other."""
    assert score(small(rule), {"x": value}) == Fraction(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "value", "codes"),
    [
        ("judged = {}", 9, ["SR411"]),
        ("judged = {}", {"deduct": 1}, ["SR411"]),
        ("judged = {}", {"score": 9, "remark": " "}, ["SR411"]),
        ("judged = {}", 11, ["SR409"]),
        ("judged = {}", -1, ["SR409"]),
        ("judged = {}", {"deduct": 11, "remark": "过多"}, ["SR409"]),
        ("judged = {}", {"deduct": -1, "remark": "加分"}, ["SR409"]),
        ("judged = {}", {"score": 8, "deduct": 3, "remark": "不一致"}, ["SR410"]),
        ("judged = { step = 0.5 }", {"score": 9.4, "remark": "半分"}, ["SR406"]),
        ("judged = {}\nround = { to = 1 }", {"score": 9.5, "remark": "半分"}, ["SR406"]),
        ("judged = {}", "优", ["SR403"]),
        ("judged = {}", {"points": 9}, ["SR413"]),
    ],
)
def test_judged_scores_out_of_order(rule: str, value: object, codes: list[str]) -> None:
    """A score above the weight, off its step, without its remark or at odds with its deduction is refused."""
    found = record_faults(small(rule), {"x": value})
    assert [one.code for one in found] == codes


def test_the_full_mark_can_be_given_off_the_step() -> None:
    """Under whole points an indicator of 7.5 can still get all of them."""
    ruleset = small("judged = {}\nround = { to = 1 }", weight="7.5")
    assert score(ruleset, 7.5) == Fraction(15, 2)
    assert score(ruleset, {"x": {"score": 7, "remark": "小错"}}) == 7


@pytest.mark.parametrize(
    ("formula", "value", "expected"),
    [
        ("weight * value", "50%", 5),
        ("weight", 0, 10),
        ("weight * 2", 0, 10),
        ("-1", 0, 0),
        ("weight if value >= 90% else weight / 4", "90%", 10),
        ("weight if value >= 90% else weight / 4", "89.9%", "2.5"),
    ],
)
def test_formula(formula: str, value: object, expected: object) -> None:
    """Any expression, with its own weight and value, clamped to the weight."""
    assert score(small(f'{PERCENT}\nformula = "{formula}"'), value) == Fraction(expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "value", "expected"),
    [
        ("cap = 8", 10, 8),
        ("cap = 12", 20, 12),
        ("floor = 2", 0, 2),
        ("floor = -3", -9, -3),
        ("round = { to = 1 }", 6.5, 7),
        ('round = { to = 1, mode = "half-even" }', 6.5, 6),
        ("cap = 6.8\nround = { to = 1 }", 6.7, "6.8"),
        ("", 6.5, "6.5"),
    ],
)
def test_limits_and_rounding(more: str, value: object, expected: object) -> None:
    """The raw score is clamped, rounded and clamped again."""
    assert score(small(f'{PLAIN}\nformula = "value"\n{more}'), value) == Fraction(expected)  # type: ignore[arg-type]


def test_bands_lines_and_choices_in_derived_values() -> None:
    """A derived value takes bands with ``gives``, a line or a choice, and may carry a unit."""
    derived = """[input]
rate = { unit = "%" }
level = { choices = ["甲", "乙"] }
[derived.factor]
value = "rate"
bands = [{ from = "90%", gives = 1.2 }, { gives = 1 }]
[derived.part]
value = "rate"
unit = "%"
line = [["0%", "50%"], ["100%", "100%"]]
[derived.base]
value = "level"
choice = { "甲" = 4, "乙" = 3 }"""
    ruleset = small('formula = "base * factor * part"', above=derived)
    evaluation = ruleset.score({"rate": 90, "level": "甲"})
    assert {name: one.exact_value for name, one in evaluation.derived.items()} == {
        "factor": Fraction(6, 5), "part": Fraction(95, 100), "base": 4,
    }  # fmt: skip
    assert evaluation.exact_total == Fraction("4.56")
