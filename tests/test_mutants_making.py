"""Every sort of change of a ruleset: what is changed, and into what."""

from __future__ import annotations

from itertools import pairwise

import pytest

import scorerules
from scorerules.diagnostics import Faults
from scorerules.document import parse_toml
from scorerules.source import Source
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.makers import mutants_of
from scorerules.testing.mutants.mutant import Mutant, replaced
from scorerules.testing.mutants.numerals import nudged, scaled
from scorerules.testing.mutants.operators import OPERATORS
from small_ruleset import text_of

PERCENT = 'input = { unit = "%", from = "0%", upto = "100%" }\n'
COUNT = 'input = { unit = "件", type = "integer", from = 0 }\n'
CHECKLIST = 'checklist = { a = { name = "甲", points = 4, key = true }, b = { name = "乙", points = 6 } }'
TWO = """
[input]
made = { unit = "件", from = 0 }
planned = { unit = "件", above = 0 }
late = { type = "boolean" }
kind = { choices = ["新", "旧", "修"] }
"""
GRADES = """
[grade]
order = ["差", "中", "良", "优"]
bands = [{ from = 9, grade = "优" }, { from = 6, grade = "良" }, { grade = "差" }]
"""


def made(text: str) -> tuple[Mutant, ...]:
    """Every change of a text."""
    ruleset = scorerules.loads(text, name="small.toml")
    document = parse_toml(Source("small.toml", text), Faults())
    assert document is not None
    return tuple(mutants_of(document, Context(ruleset.scheme, ruleset.plan)))


def changes(
    operator: str, rule: str, within: str = "indicator.x", **sections: str
) -> list[tuple[str, str, str]]:
    """The changes of one sort, as path, old and new text, of one item of a small ruleset."""
    return [
        (one.path.removeprefix(f"{within}."), one.old, one.new)
        for one in made(text_of(rule, **sections))
        if one.operator.id == operator and (one.path + ".").startswith(f"{within}.")
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0.5", ["0.6", "0.4"]),
        ("0", ["1", "-1"]),
        ("-1", ["0", "-2"]),
        ("9", ["10", "8"]),
        ("35.0", ["35.1", "34.9"]),
        (".5", ["0.6", "0.4"]),
        ("100%", ["101%", "99%"]),
        ("1pp", ["2pp", "0pp"]),
        ("1.2万册", ["1.3万册", "1.1万册"]),
        ("12,720,000.00元", ["12,720,000.01元", "12,719,999.99元"]),
        ("1_000_000", ["1_000_001", "999_999"]),
        ("999,999", ["1,000,000", "999,998"]),
        ("2019-12-31", ["2020-01-01", "2019-12-30"]),
        ("0x10", []),
        ("9999-12-31", ["9999-12-30"]),
        ("abc", []),
    ],
)
def test_a_number_is_nudged_by_one_unit_of_its_last_digit_as_it_is_written(
    written: str, expected: list[str]
) -> None:
    """Separators, decimals and units stay; what is no decimal number is left alone."""
    assert list(nudged(written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1", ["10", "0.1"]), ("0.01", ["0.1", "0.001"]), ("0.5", ["5", "0.05"]), ("1%", ["10%", "0.1%"])],
)
def test_a_step_is_ten_times_as_large_or_a_tenth(written: str, expected: list[str]) -> None:
    """The unit stays."""
    assert list(scaled(written)) == expected


RULES = [
    (
        "number",
        PERCENT + 'deduct = { below = "100%", each = "1pp", points = 0.5, partial = "whole" }',
        [
            ("input.from", '"0%"', '"1%"'),
            ("input.from", '"0%"', '"-1%"'),
            ("input.upto", '"100%"', '"101%"'),
            ("input.upto", '"100%"', '"99%"'),
            ("deduct.below", '"100%"', '"101%"'),
            ("deduct.below", '"100%"', '"99%"'),
            ("deduct.each", '"1pp"', '"2pp"'),
            ("deduct.each", '"1pp"', '"0pp"'),
            ("deduct.points", "0.5", "0.6"),
            ("deduct.points", "0.5", "0.4"),
        ],
    ),
    (
        "word",
        PERCENT + 'deduct = { below = "100%", each = "1pp", points = 0.5, partial = "whole" }',
        [("deduct.partial", '"whole"', '"prorated"'), ("deduct.partial", '"whole"', '"started"')],
    ),
    (
        "boundary",
        PERCENT + 'bands = [{ from = "90%", points = 10 }, { above = "60%", points = 5 }, { points = 0 }]',
        [
            ("input.from", "from", "above"),
            ("input.upto", "upto", "below"),
            ("bands[1].from", "from", "above"),
            ("bands[2].above", "above", "from"),
        ],
    ),
    (
        "row",
        PERCENT + 'bands = [{ from = "90%", points = 10 }, { from = "60%", points = 5 }, { points = 0 }]',
        [
            ("bands[1]", '{ from = "90%", points = 10 },', ""),
            ("bands[2]", '{ from = "60%", points = 5 },', ""),
            ("bands[3]", ", { points = 0 }", ""),
        ],
    ),
    (
        "row",
        PERCENT + 'bands = { from = ["90%", "60%"], points = [10, 5, 0] }',
        [
            ("bands", '"90%", … 10,', ""),
            ("bands", ', "60%" … 5,', ""),
            ("bands.points[3]", ", 0", ""),
        ],
    ),
    (
        "exchange",
        PERCENT + 'bands = [{ from = "90%", points = 10 }, { from = "60%", points = 5 }, { points = 0 }]',
        [("bands[1].points", "10 … 5", "5 … 10"), ("bands[2].points", "5 … 0", "0 … 5")],
    ),
    (
        "exchange",
        PERCENT + 'line = [["60%", 0], ["90%", 10]]',
        [("line[1][2]", "0 … 10", "10 … 0")],
    ),
    ("row", 'choice = { "是" = 10, "否" = 0 }', [
        ("choice.是", '"是" = 10,', ""),
        ("choice.否", ', "否" = 0', ""),
    ]),
    ("exchange", 'choice = { "是" = 10, "否" = 0 }', [("choice.是", "10 … 0", "0 … 10")]),
    ("flag", CHECKLIST, [
        ("checklist.a.key", "true", "false"),
    ]),
    ("policy", COUNT + 'pass = { upto = 0 }\non_missing = "zero"', [
        ("on_missing", '"zero"', '"error"'),
        ("on_missing", '"zero"', '"full"'),
        ("on_missing", '"zero"', '"skip"'),
    ]),
    ("dropped", COUNT + "earn = { each = 1, points = 2 }\ncap = 8", [
        ("input", 'input = { unit = "件", type = "integer", from = 0 }', ""),
        ("input.type", 'type = "integer",', ""),
        ("input.from", ", from = 0", ""),
        ("cap", "cap = 8", ""),
    ]),
    ("rounding", PERCENT + 'ratio = { full = "100%" }\nround = { to = 0.1, mode = "half-up" }', [
        ("round", 'round = { to = 0.1, mode = "half-up" }', ""),
        ("round", '{ to = 0.1, mode = "half-up" }', '"none"'),
        ("round.to", "0.1", "1"),
        ("round.to", "0.1", "0.01"),
        ("round.mode", '"half-up"', '"half-even"'),
        ("round.mode", '"half-up"', '"half-down"'),
        ("round.mode", '"half-up"', '"up"'),
        ("round.mode", '"half-up"', '"down"'),
    ]),
    ("weight", PERCENT + 'ratio = { full = "100%" }', [("weight", "10", "11"), ("weight", "10", "9")]),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "rule", "expected"), RULES)
def test_a_rule_is_changed_in_every_way_of_its_sort(
    operator: str, rule: str, expected: list[tuple[str, str, str]]
) -> None:
    """Each change is told by its path, what stood there, and what stands there now."""
    assert [one for one in changes(operator, rule) if one[0] != "input"] == [
        one for one in expected if one[0] != "input"
    ]


FORMULAS = [
    ("arithmetic", "made / planned * 10", [("*", "/"), ("/", "*")]),
    ("operands", "10 - made / planned", [
        ("10 - made / planned", "(made / planned) - (10)"),
        ("made / planned", "(planned) / (made)"),
    ]),
    ("comparison", "10 if made >= planned else 0", [(">=", ">")]),
    ("comparison", "10 if 1 < made <= 5 else 0", [("<", "<="), ("<=", "<")]),
    ("comparison", "10 if kind == '新' else 0", [("==", "!=")]),
    ("logic", "10 if late and made > 1 or made > 5 else 0", [
        ("or", "and"),
        ("late and made > 1 or made > 5", "(made > 5)"),
        ("late and made > 1 or made > 5", "(late and made > 1)"),
        ("and", "or"),
        ("late and made > 1", "(made > 1)"),
        ("late and made > 1", "(late)"),
    ]),
    ("logic", "10 if not (late or made > 1) else 0", [
        ("not", ""),
        ("or", "and"),
        ("late or made > 1", "(made > 1)"),
        ("late or made > 1", "(late)"),
    ]),
    ("logic", "10 if kind in ['新', '旧'] else 0", [("in", "not in")]),
    ("row", "10 if kind in ['新', '旧'] else 0", [("'新',", ""), (", '旧'", "")]),
    ("branch", "10 if late else 0", [("10 if late else 0", "(10)"), ("10 if late else 0", "(0)")]),
    ("function", "min(made, 10)", [("min", "max"), ("min(made, 10)", "(made)"), ("min(made, 10)", "(10)")]),
    ("function", "floor(made / 2)", [("floor", "ceil")]),
    ("name", "made / 2", [("made", "planned")]),
    ("text", "10 if kind == '新' else 0", [("'新'", "'旧'"), ("'新'", "'修'")]),
    ("number", "made / 2.5", [("2.5", "2.6"), ("2.5", "2.4")]),
    ("number", "10 if made / planned > 98% else 0", [
        ("98%", "99%"), ("98%", "97%"), ("10", "11"), ("10", "9"), ("0", "1"), ("0", "-1"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "formula", "expected"), FORMULAS)
def test_a_formula_is_changed_at_every_part_of_its_sort(
    operator: str, formula: str, expected: list[tuple[str, str]]
) -> None:
    """Each change is made at the part of the formula, wherever brackets stand."""
    found = changes(operator, f'formula = "{formula}"', above=TWO)
    assert [(old, new) for _, old, new in found] == expected


def test_conditions_always_hold_or_never() -> None:
    """A veto that always acts, and one that never does."""
    veto = GRADES + '[veto.bad]\nwhen = "x == 0"\nno_better_than = "良"'
    found = changes("branch", PERCENT + 'ratio = { full = "100%" }', "veto.bad", below=veto)
    assert found == [("when", '"x == 0"', '"true"'), ("when", '"x == 0"', '"false"')]


def test_vetoes_get_the_grades_next_to_theirs() -> None:
    """In the order of grades."""
    veto = GRADES + '[veto.bad]\nwhen = "x == 0"\nno_better_than = "良"'
    found = changes("grade", PERCENT + 'ratio = { full = "100%" }', "veto.bad", below=veto)
    assert found == [("no_better_than", '"良"', '"中"'), ("no_better_than", '"良"', '"优"')]


def test_grades_are_nudged_exchanged_and_left_out() -> None:
    """Bounds, words, names, rows and the order of a table of grades."""
    rule, within = PERCENT + 'ratio = { full = "100%" }', "grade"
    assert changes("exchange", rule, within, below=GRADES) == [
        ("order[1]", '"差" … "中"', '"中" … "差"'),
        ("order[2]", '"中" … "良"', '"良" … "中"'),
        ("order[3]", '"良" … "优"', '"优" … "良"'),
        ("bands[1].grade", '"优" … "良"', '"良" … "优"'),
        ("bands[2].grade", '"良" … "差"', '"差" … "良"'),
    ]
    assert changes("boundary", rule, within, below=GRADES) == [
        ("bands[1].from", "from", "above"),
        ("bands[2].from", "from", "above"),
    ]
    assert [one[1:] for one in changes("number", rule, within, below=GRADES)] == [
        ("9", "10"), ("9", "8"), ("6", "7"), ("6", "5"),
    ]  # fmt: skip


def test_a_weight_that_has_a_sum_to_keep_is_made_up_for_by_a_sibling() -> None:
    """One point more here is one point less there, in whichever table the other stands."""
    other = '[indicator.y]\ntier = "top"\nweight = 4\njudged = {}'
    text = text_of(PERCENT + 'ratio = { full = "100%" }', weight="6", below=other)
    found = [one for one in made(text.replace("full = 6", "full = 10")) if one.operator.id == "weight"]
    assert [(one.path, one.old, one.new) for one in found] == [
        ("indicator.x.weight", "6 … 4", "7 … 3"),
        ("indicator.x.weight", "6 … 4", "5 … 5"),
        ("indicator.y.weight", "4 … 6", "5 … 5"),
        ("indicator.y.weight", "4 … 6", "3 … 7"),
    ]


def test_a_rounding_that_says_no_mode_gets_one() -> None:
    """In a table of its own header the mode stands on a line of its own."""
    rule = PERCENT + 'ratio = { full = "100%" }'
    inline = changes("rounding", rule, "round.total", above="[round]\ntotal = { to = 1 }")
    headed = changes("rounding", rule, "round.total", above="[round.total]\nto = 1")
    modes = ("half-even", "half-down", "up", "down")
    assert [new for _, _, new in inline] == [
        *(f', mode = "{mode}"' for mode in modes),
        "",
        "10",
        "0.1",
    ]
    assert [new for _, _, new in headed] == [*(f'mode = "{mode}"' for mode in modes), "10", "0.1"]


def test_texts_for_people_and_examples_are_left_alone() -> None:
    """Names, sources, remarks, what is allowed and examples change no result."""
    text = text_of(
        PERCENT + 'ratio = { full = "100%" }\ntext = "满分 10 分"\nremark = "{value:.1%}"\nname = "3"',
        above='[check]\nallow = { SR700 = "12" }\n[reasons]\ntop = 3\n',
        below='[[example]]\nname = "9"\nrecord = { x = "90%" }\nexpect = { x = 9 }\n',
    )
    heads = {one.path.partition(".")[0] for one in made(text)}
    assert heads == {"total", "indicator", "reasons"}
    assert not [one for one in made(text) if one.path.endswith((".text", ".remark", ".name"))]


def test_every_change_of_a_rich_ruleset_is_a_change_of_its_text() -> None:
    """No change leaves the text as it was, and no two edits of one change overlap."""
    text = text_of('formula = "min(made / planned, 1) * 10 if not late else 0"', above=TWO, below=GRADES)
    found = made(text)
    assert len({one.operator.id for one in found}) > 9
    for one in found:
        assert replaced(text, one.edits) != text
        places = sorted((edit.span.start, edit.span.end) for edit in one.edits)
        assert all(before[1] <= after[0] for before, after in pairwise(places))


def test_sorts_have_names_in_both_languages() -> None:
    """Commands call them by their ids."""
    assert len(OPERATORS) == 20
    for name, one in OPERATORS.items():
        assert one.id == name
        assert one.words.zh
        assert one.words.en
