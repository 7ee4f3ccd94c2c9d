"""Every fault of a rule's parameters: its code, its path, and the text its place covers."""

from __future__ import annotations

import pytest

import scorerules
from small_ruleset import Fault, faults, record_faults, score, small, text_of

PERCENT = 'input = { unit = "%" }\n'
PLAIN = "input = {}\n"
MONEY = 'input = { unit = "万元" }\n'
ITEM = "indicator.x"

DEDUCT = PLAIN + 'deduct = { below = 5, each = 1, points = 1, partial = "whole", '
PARAMETERS: list[tuple[str, list[Fault]]] = [
    # What every kind reads.
    ("ratio = { full = 5 }", [("SR212", ITEM, "x")]),
    (PLAIN + "ratio = {}", [("SR202", f"{ITEM}.ratio", "ratio")]),
    (PLAIN + "ratio = { full = true }", [("SR203", f"{ITEM}.ratio.full", "true")]),
    (PLAIN + "ratio = 5", [("SR203", f"{ITEM}.ratio", "5")]),
    (PLAIN + "ratio = { full = 5, ful = 6 }", [("SR201", f"{ITEM}.ratio.ful", "ful")]),
    # ratio
    (PLAIN + "ratio = { full = 0 }", [("SR203", f"{ITEM}.ratio.full", "0")]),
    (PLAIN + "ratio = { full = -3 }", [("SR203", f"{ITEM}.ratio.full", "-3")]),
    (PLAIN + 'ratio = { full = 0, lower = "mirror" }', [("SR203", f"{ITEM}.ratio.full", "0")]),
    (PLAIN + 'ratio = { full = 5, lower = "both" }', [("SR203", f"{ITEM}.ratio.lower", '"both"')]),
    (PLAIN + "ratio = { full = 5, zero = 6 }", [("SR203", f"{ITEM}.ratio.zero", "6")]),
    (PLAIN + 'ratio = { full = 5, zero = 4, lower = "inverse" }', [("SR203", f"{ITEM}.ratio.zero", "4")]),
    # deduct and earn
    (PLAIN + "deduct = { below = 5, each = 1, points = 1 }", [("SR240", f"{ITEM}.deduct", "deduct")]),
    (PLAIN + 'deduct = { below = 5, each = 0, points = 1, partial = "whole" }',
     [("SR241", f"{ITEM}.deduct.each", "0")]),
    (PLAIN + 'deduct = { below = 5, each = 1, points = -1, partial = "whole" }',
     [("SR203", f"{ITEM}.deduct.points", "-1")]),
    (PLAIN + 'deduct = { below = 5, each = 1, points = "50%", partial = "whole" }',
     [("SR251", f"{ITEM}.deduct", '"50%"')]),
    (PLAIN + 'deduct = { each = 1, points = 1, partial = "whole" }', [("SR242", f"{ITEM}.deduct", "deduct")]),
    (PLAIN + 'deduct = { below = 5, above = 6, each = 1, points = 1, partial = "whole" }',
     [("SR242", f"{ITEM}.deduct", "deduct")]),
    (PLAIN + 'deduct = { below = 5, each = 1, points = 1, partial = "half" }',
     [("SR203", f"{ITEM}.deduct.partial", '"half"')]),
    (DEDUCT + "zero = {} }",
     [("SR204", f"{ITEM}.deduct.zero", "{}")]),
    (DEDUCT + "zero = { from = 3, above = 2 } }",
     [("SR230", f"{ITEM}.deduct.zero", "2")]),
    (DEDUCT + "zero = { from = 3, below = 2 } }",
     [("SR256", f"{ITEM}.deduct.zero", "2")]),
    (PLAIN + "deduct = []", [("SR204", f"{ITEM}.deduct", "[]")]),
    (PLAIN + "earn = { each = 1, points = 1 }", [("SR240", f"{ITEM}.earn", "earn")]),
    (PLAIN + 'earn = { each = -1, points = 1, partial = "whole" }', [("SR241", f"{ITEM}.earn.each", "-1")]),
    (PLAIN + 'earn = { each = 1, points = -1, partial = "whole" }', [("SR203", f"{ITEM}.earn.points", "-1")]),
    # pass
    (PLAIN + "pass = {}", [("SR243", f"{ITEM}.pass", "pass")]),
    (PLAIN + "pass = { from = 3, is = 3 }", [("SR243", f"{ITEM}.pass", "pass")]),
    (PLAIN + "pass = { from = 3, above = 2 }", [("SR230", f"{ITEM}.pass", "2")]),
    (PLAIN + "pass = { from = 3, below = 3 }", [("SR256", f"{ITEM}.pass", "3")]),
    (PLAIN + 'pass = { from = 3, points = "8%" }', [("SR251", f"{ITEM}.pass", '"8%"')]),
    (PLAIN + 'pass = { from = 3, else = "8%" }', [("SR251", f"{ITEM}.pass", '"8%"')]),
    ('input = { choices = ["甲", "乙"] }\npass = { is = "丙" }', [("SR356", ITEM, '"丙"')]),
    # bands
    (PLAIN + "bands = []", [("SR204", f"{ITEM}.bands", "[]")]),
    (PLAIN + "bands = [{ points = 3 }, { from = 2, points = 4 }]",
     [("SR231", f"{ITEM}.bands[1]", "{ points = 3 }")]),
    (PLAIN + "bands = [{ from = 1, upto = 3, points = 4 }, { from = 3, points = 5 }, { points = 0 }]",
     [("SR232", f"{ITEM}.bands[2]", "{ from = 3, points = 5 }")]),
    (PLAIN + "bands = [{ from = 1, points = 4 }, { from = 3, points = 5 }, { points = 0 }]",
     [("SR233", f"{ITEM}.bands[2]", "{ from = 3, points = 5 }")]),
    (PLAIN + "bands = [{ above = 3, points = 5 }, { below = 3, points = 0 }]",
     [("SR234", f"{ITEM}.bands", "{ below = 3, points = 0 }")]),
    (PLAIN + "bands = [{ from = 3 }, { points = 0 }]", [("SR235", f"{ITEM}.bands[1]", "{ from = 3 }")]),
    (PLAIN + "bands = [{ from = 3, points = 1, share = 1 }, { points = 0 }]",
     [("SR235", f"{ITEM}.bands[1]", "{ from = 3, points = 1, share = 1 }")]),
    (PLAIN + "bands = [{ from = 5, below = 3, points = 5 }, { points = 0 }]",
     [("SR256", f"{ITEM}.bands[1]", "3")]),
    (PLAIN + "bands = [{ from = 3, share = 80 }, { points = 0 }]",
     [("SR250", f"{ITEM}.bands[1].share", "80")]),
    (PLAIN + 'bands = [{ from = 3, points = "80%" }, { points = 0 }]',
     [("SR251", f"{ITEM}.bands", '"80%"')]),
    (PLAIN + "bands = { from = [3, 2], points = [3] }", [("SR236", f"{ITEM}.bands.points", "[3]")]),
    (PLAIN + "bands = { from = [2], points = [3, 2, 0] }", [("SR236", f"{ITEM}.bands.from", "[2]")]),
    (PLAIN + "bands = { from = 2, points = [3, 0] }",
     [("SR203", f"{ITEM}.bands", "{ from = 2, points = [3, 0] }")]),
    # line
    (PLAIN + "line = [[0, 1]]", [("SR203", f"{ITEM}.line", "[[0, 1]]")]),
    (PLAIN + "line = [[0, 1], [2]]", [("SR203", f"{ITEM}.line[2]", "[2]")]),
    (PLAIN + "line = [[0, 1], [0, 2]]", [("SR237", f"{ITEM}.line", "0")]),
    (PLAIN + "line = [[5, 1], [4, 2]]", [("SR237", f"{ITEM}.line", "4")]),
    (PLAIN + 'line = [[0, 0], [1, "50%"]]', [("SR251", f"{ITEM}.line", '"50%"')]),
    (PLAIN + 'line = { points = [[0, 0], [1, 1]], outside = "cut" }',
     [("SR203", f"{ITEM}.line.outside", '"cut"')]),
    # choice, judged, formula
    ("choice = {}", [("SR204", f"{ITEM}.choice", "{}")]),
    ('choice = { "优" = "80%" }', [("SR251", f"{ITEM}.choice", '"80%"')]),
    ('input = { default = "丙" }\nchoice = { "甲" = 1 }', [("SR203", f"{ITEM}.input.default", '"丙"')]),
    ("judged = { step = 0 }", [("SR203", f"{ITEM}.judged.step", "0")]),
    ('judged = { remark = "never" }', [("SR203", f"{ITEM}.judged.remark", '"never"')]),
    ('formula = "value * 2"', [("SR212", f"{ITEM}.formula", "value")]),
    ('formula = "y * 2"', [("SR350", ITEM, "y")]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "expected"), PARAMETERS)
def test_a_parameter_that_cannot_be_meant_is_refused_at_its_place(rule: str, expected: list[Fault]) -> None:
    """One fault, with its code, at the key or value that is wrong, and no second complaint."""
    assert faults(rule) == expected


CLIFF = (
    'deduct = {{ above = "{unit}", each = "{unit}", points = 1, partial = "whole", zero = {{ from = {} }} }}'
)
BARE: list[tuple[str, str, str]] = [
    ("ratio = {{ full = {} }}", "full", "ratio"),
    ('ratio = {{ full = "{unit}", zero = {} }}', "zero", "ratio"),
    ('deduct = {{ below = {}, each = "{unit}", points = 1, partial = "whole" }}', "below", "deduct"),
    ('deduct = {{ above = {}, each = "{unit}", points = 1, partial = "whole" }}', "above", "deduct"),
    ('deduct = {{ below = "{unit}", each = {}, points = 1, partial = "whole" }}', "each", "deduct"),
    (CLIFF, "below", "cliff"),
    ("earn = {{ each = {}, points = 1, partial = 'whole' }}", "each", "earn"),
    ('earn = {{ over = {}, each = "{unit}", points = 1, partial = "whole" }}', "over", "earn"),
    ("pass = {{ from = {} }}", "from", "pass"),
    ("pass = {{ above = {} }}", "above", "pass"),
    ("pass = {{ upto = {} }}", "upto", "pass"),
    ("pass = {{ below = {} }}", "below", "pass"),
    ("pass = {{ is = {} }}", "is", "pass"),
    ("bands = [{{ from = {}, points = 1 }}, {{ points = 0 }}]", "from", "bands"),
    ("bands = {{ above = [{}], points = [1, 0] }}", "above", "columns"),
    ("line = [[0, 0], [{}, 10]]", "x", "line"),
    ("formula = 'weight if value > {} else 0'", "constant", "formula"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "what", "kind"), BARE)
@pytest.mark.parametrize(
    ("key", "unit", "code"), [(PERCENT, "5%", "SR354"), (MONEY, "5万元", "SR355"), (PERCENT, "5‰", "SR354")]
)
def test_a_bare_number_beside_a_percentage_or_a_scaled_unit_is_refused(
    rule: str, what: str, kind: str, key: str, unit: str, code: str
) -> None:
    """Every parameter that is compared with the value says its unit; the place is the number."""
    assert (what, kind) != ("", "")
    found = faults(key + rule.format("77", unit=unit))
    assert [(one[0], one[2]) for one in found] == [(code, "77")]


@pytest.mark.parametrize(
    "rule",
    [
        'deduct = { above = 0, each = "5%", points = 1, partial = "whole" }',
        'deduct = { above = "5%", each = "5%", points = 1, partial = "whole", zero = { below = 0 } }',
        'earn = { over = 0, each = "5%", points = 1, partial = "whole" }',
        "pass = { above = 0 }",
        "pass = { is = 0 }",
        "bands = [{ above = 0, points = 1 }, { points = 0 }]",
        'line = [[0, 0], ["5%", 10]]',
        'ratio = { full = "5%", zero = 0 }',
        'ratio = { full = 0, lower = "inverse" }',
    ],
)
def test_zero_needs_no_unit(rule: str) -> None:
    """Zero is zero in every unit."""
    assert faults(PERCENT + rule) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ('ratio = { full = "5元" }', "SR353"),
        ('pass = { from = "5万" }', None),
        ('deduct = { below = "5%", each = 1, points = 1, partial = "whole" }', "SR353"),
    ],
)
def test_another_unit_is_refused(rule: str, code: str | None) -> None:
    """A value in 件 is compared with 件, with numbers and their scales, with nothing else."""
    assert [one[0] for one in faults('input = { unit = "件" }\n' + rule)] == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        (('[{ from = "90%", points = 3 }, { from = "80%", below = "85%", points = 2 }, '
          '{ below = "80%", points = 0 }]'),
         "85%（含）至90%（不含）", "from 85%, below 90%"),
        ('[{ above = "90%", points = 3 }, { below = "90%", points = 0 }]', "90%", "90%"),
        ('[{ from = "90%", points = 3 }]', "90%（不含）以下", "below 90%"),
        ('[{ upto = "90%", points = 3 }]', "90%（不含）以上", "above 90%"),
    ],
)  # fmt: skip
def test_a_hole_is_told_in_the_unit_of_the_rows(rows: str, zh: str, en: str) -> None:
    """The hole reads as the boundaries are written, and says what is included."""
    with pytest.raises(scorerules.RulesetError) as caught:
        scorerules.loads(text_of(f"{PERCENT}bands = {rows}"))
    (fault,) = caught.value.diagnostics
    assert f"：{zh}" in fault.headline("zh")
    assert fault.headline("en").endswith(f": {en}")


RATIO = '[input]\na = { unit = "张" }\nb = { unit = "张" }\np = { unit = "%" }\nn = { type = "integer" }'


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('value = "n"\ndeduct = { above = 0, each = 1, points = 1 }', []),
        ('value = "n + 1"\nearn = { each = 1, points = 1 }', []),
        ('value = "n / 2"\nearn = { each = 1, points = 1 }', ["SR240"]),
        ('deduct = [{ value = "p", below = "100%", each = 1, points = 1, partial = "whole" }]', ["SR354"]),
        ('deduct = [{ value = "p", below = "100%", each = "1pp", points = 1, partial = "whole" }]', []),
        ('value = "a / b"\ndeduct = { below = "100%", each = 1, points = 1, partial = "whole" }', ["SR354"]),
        ('value = "a / b"\ndeduct = { below = 1, each = "1pp", points = 1, partial = "whole" }', ["SR354"]),
        ('value = "a / b"\ndeduct = { below = "100%", each = "1pp", points = 1, partial = "whole" }', []),
        ('value = "a / b"\ndeduct = { below = 1, each = 0.01, points = 1, partial = "whole" }', []),
    ],
)
def test_parameters_go_with_their_value_and_each_other(rule: str, expected: list[str]) -> None:
    """The unit of a deduction is asked of every clause, and of the parameters among themselves."""
    assert [code for code, _, _ in faults(rule, above=RATIO)] == expected


@pytest.mark.parametrize("size", [0, -1])
def test_a_computed_unit_that_is_not_above_0_is_a_problem(size: int) -> None:
    """A deduction for every 0 or −1 is no full mark in silence."""
    rule = 'value = "a"\ndeduct = { below = 100, each = "size", points = 1, partial = "whole" }'
    ruleset = small(rule, above="[input]\na = {}\nsize = {}")
    assert [one.code for one in record_faults(ruleset, {"a": 95, "size": size})] == ["SR513"]
    assert score(ruleset, {"a": 95, "size": 5}) == 9


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("cards / 10", []),
        ("cards", []),
        ("0.5 * cards + 3 * cards", []),
        ("weight * rate", []),
        ("rate", ["SR269"]),
        ("cost", ["SR269"]),
        ("cost / 1000", ["SR269"]),
        ("half", ["SR269"]),
        ("crates * 2", ["SR269"]),
        ("cards * cards", ["SR269"]),
        ("cards / cost", ["SR269"]),
        ("cards + cost", ["SR353"]),
    ],
)
def test_what_can_be_points(formula: str, expected: list[str]) -> None:
    """A plain count may be points; percentages, money, scaled and compound units may not."""
    data = """[input]
cards = { unit = "张" }
rate = { unit = "%" }
cost = { unit = "万元" }
crates = { unit = "万件" }
[derived]
half = { formula = "crates / 2" }
"""
    assert [code for code, _, _ in faults(f'formula = "{formula}"', above=data)] == expected
