"""Examples of a ruleset: what they may expect, and differences told where the author wrote them."""

from __future__ import annotations

import pytest

import scorerules
from scorerules.testing import ExampleResult, run_examples

RULESET = """scorerules = 1
[ruleset]
id = "examples"
name = "示例"
[tier.top]
weight = 30
[tier.free]
weight = 70
[input]
rate = {{ unit = "%" }}
day = {{ type = "date", default = 2019-01-01 }}
side = {{ default = 2 }}
[derived]
half = {{ unit = "%", formula = "rate / 2" }}
diagonal = {{ formula = "sqrt(side)" }}
high = {{ formula = "rate >= 50%" }}
word = {{ formula = "'高' if high else '低'" }}
when = {{ formula = "day" }}
factor = {{ value = "side", bands = [{{ from = 2, gives = 7 }}, {{ gives = 1 }}] }}
[indicator.a]
tier = "top"
weight = 30
value = "rate"
ratio = {{ full = "100%" }}
remark = "扣{{lost}}分"
[indicator.b]
tier = "free"
weight = 70
judged = {{}}
[grade]
bands = [{{ from = 90, grade = "优" }}, {{ grade = "差" }}]
[[example]]
name = "一例"
record = {record}
expect = {expect}
"""
FULL = '{ rate = "50%", b = { deduct = 10, remark = "缺材料" } }'


def run(expect: str, record: str = FULL) -> ExampleResult:
    """The one example of the ruleset, run."""
    (result,) = run_examples(scorerules.loads(RULESET.format(record=record, expect=expect), name="e.toml"))
    return result


@pytest.mark.parametrize(
    "expect",
    [
        "{ a = 15 }",
        '{ a = "15" }',
        "{ a = { score = 15, deduction = 15 } }",
        '{ a = { value = "50%", status = "scored", remark = "扣15分" } }',
        '{ b = { score = 60, deduction = 10, value = 60, remark = "缺材料" } }',
        "{ top = 15, free = 60, total = 75 }",
        '{ top = { score = 15, deduction = 15, status = "scored" } }',
        '{ grade = "差" }',
        '{ half = "25%" }',
        '{ half = { value = "250‰", status = "scored" } }',
        "{ high = true, word = '高', when = 2019-01-01 }",
        "{ factor = 7 }",
        '{ a = { share = 0.5 }, top = { share = "50%" }, reasons = ["a", "b"], grade_name = "差" }',
        "{ high = '是', when = '2019-01-01' }",
        "{ diagonal = { near = 1.4142, within = 0.0001 } }",
        "{ a = { near = 15, within = 0 } }",
    ],
)
def test_an_example_that_comes_out(expect: str) -> None:
    """Every form of expectation, each of them met."""
    result = run(expect)
    assert (result.ok, result.mismatches, result.diagnostics) == (True, (), ())
    assert result.evaluation is not None


@pytest.mark.parametrize(
    ("expect", "path", "expected", "got", "place"),
    [
        ("{ a = 14 }", "a", "14", "15", "14"),
        ("{ a = 15.000001 }", "a", "15.000001", "15", "15.000001"),
        ("{ a = { score = 15, deduction = 14 } }", "a.deduction", "14", "15", "14"),
        ('{ a = { value = "51%" } }', "a.value", "51%", "50%", '"51%"'),
        ('{ a = { remark = "扣十五分" } }', "a.remark", "扣十五分", "扣15分", '"扣十五分"'),
        ('{ a = { status = "missing" } }', "a.status", "missing", "scored", '"missing"'),
        ("{ top = 14 }", "top", "14", "15", "14"),
        ("{ total = 74 }", "total", "74", "75", "74"),
        ('{ grade = "优" }', "grade", "优", "差", '"优"'),
        ('{ half = "26%" }', "half", "26%", "25%", '"26%"'),
        ("{ high = false }", "high", "false", "true", "false"),
        ("{ factor = 2 }", "factor", "2", "7", "2"),
        ("{ when = 2020-01-01 }", "when", "2020-01-01", "2019-01-01", "2020-01-01"),
        ("{ diagonal = 1.4142 }", "diagonal", "1.4142", "1.414213562…", "1.4142"),
        ("{ diagonal = { near = 1.41, within = 0.001 } }", "diagonal", "1.41 ± 0.001", "1.414213562…", None),
    ],
)
def test_an_example_that_differs(expect: str, path: str, expected: str, got: str, place: str | None) -> None:
    """One difference, with what was expected, what came out, and the place of the expected value."""
    result = run(expect)
    (mismatch,) = result.mismatches
    assert (mismatch.path, mismatch.expected, mismatch.got) == (path, expected, got)
    (fault,) = result.diagnostics
    assert (fault.code, fault.path) == ("SR610", path)
    assert fault.span is not None
    assert place is None or fault.span.text == place
    assert not result.ok


def test_a_difference_is_told_in_the_readers_language() -> None:
    """Truth values read as 是 and 否 in Chinese."""
    (fault,) = run("{ high = false }").diagnostics
    assert fault.headline("zh") == "示例“一例”的 `high` 应为 否，实际为 是"
    assert fault.headline("en") == "example “一例”: `high` should be false and is true"


@pytest.mark.parametrize(
    ("record", "expect", "codes"),
    [
        ('{ rate = "50%", b = 60 }', '{ error = "SR411" }', []),
        ('{ rate = "50%", b = 71 }', '{ error = ["SR409"] }', []),
        ('{ rate = "x", b = 71 }', '{ error = ["SR409", "SR403"] }', []),
        ('{ rate = "x", b = 71 }', '{ error = "SR409" }', ["SR611"]),
        ('{ rate = "50%", b = 70 }', '{ error = "SR411" }', ["SR611"]),
        ('{ rate = "50%", b = 60 }', "{ b = 60 }", ["SR411"]),
        ('{ rate = "x", b = 71 }', '{ error = { rate = "SR403", b = "SR409" } }', []),
        ('{ rate = "x", b = 71 }', '{ error = { rate = ["SR403"], b = "SR403" } }', ["SR611"]),
        ('{ rate = "x", b = 60 }', '{ error = { rate = "SR403" } }', ["SR611"]),
        ('{ rate = "50%", b = 60 }', '{ error = { b = "SR411" } }', []),
        ('{ rate = "50%", b = 70 }', '{ error = { b = "SR411" } }', ["SR611"]),
    ],
)
def test_examples_that_expect_to_be_refused(record: str, expect: str, codes: list[str]) -> None:
    """All codes of the record must be named, and no others; so must their keys where a table names them."""
    assert [one.code for one in run(expect, record).diagnostics] == codes


def test_a_refusal_that_differs_names_the_keys() -> None:
    """What was expected and what came, each code with its key if the example has keys."""
    (fault,) = run('{ error = { b = "SR411" } }', '{ rate = "x", b = 71 }').diagnostics
    assert fault.headline("en") == (
        "example “一例” should be refused with SR411 (b), but it is refused with SR403 (rate), SR409 (b)"
    )
    assert fault.headline("zh") == "示例“一例”应报错 SR411 (b)，实际报错 SR403 (rate), SR409 (b)"


@pytest.mark.parametrize(
    ("expect", "code", "place"),
    [
        ("{ aa = 1 }", "SR601", "aa"),
        ("{ rate = 1 }", "SR601", "rate"),
        ("{ a = { points = 1 } }", "SR602", "points"),
        ('{ top = { remark = "" } }', "SR602", "remark"),
        ('{ a = 15, error = "SR411" }', "SR604", '"SR411"'),
        ('{ a = "很多" }', "SR203", '"很多"'),
        ("{ grade = 3 }", "SR203", "3"),
        ("{ half = 25 }", "SR250", "25"),
        ('{ half = "25元" }', "SR251", '"25元"'),
        ("{ a = { near = 1 } }", "SR203", "{ near = 1 }"),
    ],
)
def test_expectations_that_cannot_be_meant_are_refused_at_load(expect: str, code: str, place: str) -> None:
    """An unknown id, an unknown field or a value of the wrong type, each at its place."""
    with pytest.raises(scorerules.RulesetError) as caught:
        run(expect)
    (fault,) = caught.value.diagnostics
    assert fault.span is not None
    assert (fault.code, fault.span.text) == (code, place)


def test_an_example_that_expects_nothing_fails() -> None:
    """It is loaded, so that what it should expect can be written, but it does not pass."""
    (fault,) = run("{}").diagnostics
    assert fault.span is not None
    assert (fault.code, fault.span.text) == ("SR603", "{}")


def test_a_text_may_begin_with_a_digit() -> None:
    """What a derived value is decides how its expectation is read, not how the text begins."""
    text = """scorerules = 1
[ruleset]
id = "years"
[tier]
t = { weight = 100 }
[derived]
year = { formula = "'2019年度'" }
[indicator]
x = { tier = "t", weight = 100, judged = {} }
[[example]]
name = "e"
record = { x = 100 }
expect = { year = "2019年度" }
"""
    (result,) = run_examples(scorerules.loads(text))
    assert (result.mismatches, result.diagnostics) == ((), ())


@pytest.mark.parametrize(
    ("expect", "wanted", "got"),
    [
        ("{ a = { share = 0.25 } }", "0.25", "0.5"),
        ("{ top = { share = 0.35 } }", "0.35", "0.5"),
        ('{ reasons = ["b", "a"] }', "b, a", "a, b"),
        ('{ grade_name = "优" }', "优", "差"),
    ],
)
def test_shares_reasons_and_names_of_grades(expect: str, wanted: str, got: str) -> None:
    """Each is compared exactly."""
    (one,) = run(expect).mismatches
    assert (one.expected, one.got) == (wanted, got)
