"""Formulas as text: for people in two languages, with values put in, and as formulas again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Name,
    parse,
    render,
    render_literal,
)
from scorerules.numbers import parse_unit


def read_formula(text: str) -> Expr:
    """The expression of a formula without faults."""
    expr = parse(text, functions={"own"})
    assert expr is not None
    return expr


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("a/b", "a ÷ b", "a ÷ b"),
        ("a*b-c", "a × b − c", "a × b − c"),
        ("a*(b-c)", "a × (b − c)", "a × (b − c)"),
        ("(a*b)-c", "a × b − c", "a × b − c"),
        ("a-(b-c)", "a − (b − c)", "a − (b − c)"),
        ("a+(b+c)", "a + b + c", "a + b + c"),
        ("a/(b*c)", "a ÷ (b × c)", "a ÷ (b × c)"),
        ("-(a+b)", "−(a + b)", "−(a + b)"),
        ("(-a)**2", "(−a) ^ 2", "(−a) ^ 2"),
        ("-a**2", "−a ^ 2", "−a ^ 2"),
        ("x >= 98%", "x ≥ 98%", "x ≥ 98%"),
        ("x == 86.44万", "x = 86.44万", "x = 86.44万"),
        ("0<x!=1", "0 < x ≠ 1", "0 < x ≠ 1"),
        ("a>1 and (b or not c)", "a > 1 且 (b 或 非 c)", "a > 1 and (b or not c)"),
        ("x in ['a', 'b']", "x 属于 [“a”、“b”]", 'x in ["a", "b"]'),
        ("x not in [1]", "x 不属于 [1]", "x not in [1]"),
        ("1 if x > 0 else 2", "如果 x > 0 则 1，否则 2", "if x > 0 then 1, else 2"),
        ("(1 if x else 2) * 3", "(如果 x 则 1，否则 2) × 3", "(if x then 1, else 2) × 3"),
        ("round(x, 0.01)", "修约(x, 0.01)", "round(x, 0.01)"),
        ("min(a, b+1)", "最小值(a, b + 1)", "min(a, b + 1)"),
        ("given(x)", "已填报(x)", "given(x)"),
        ("true == x", "是 = x", "true = x"),
        ("x > date('2019-01-01')", "x > 2019-01-01", "x > 2019-01-01"),
        ("x if c else none", "如果 c 则 x，否则 不适用", "if c then x, else not applicable"),
        ("argmax(score.a, b)", "最高者(score.a, b)", "highest of(score.a, b)"),
        ("argmin(lost.a)", "最低者(lost.a)", "lowest of(lost.a)"),
        ("cohort_min(x, y > 0)", "同组最小值(x, 其中 y > 0)", "cohort min(x, where y > 0)"),
        ("cohort_count(ok)", "同组个数(其中 ok)", "cohort count(where ok)"),
        ("cohort_count()", "同组个数()", "cohort count()"),
        (
            "cohort_rank(x, 'low', y + 1)",
            "同组名次(x, 低者在前, y + 1)",
            "cohort rank(x, lowest first, y + 1)",
        ),
        ("own(x, 1)", "own(x, 1)", "own(x, 1)"),
    ],
)
def test_for_people(formula: str, zh: str, en: str) -> None:
    """People read printed signs, the words of their language, and no needless brackets."""
    expr = read_formula(formula)
    assert render(expr, "zh") == zh
    assert render(expr, "en") == en


def test_names_and_values() -> None:
    """Names become what people call them, or their values, in brackets where a sign needs them."""
    expr = read_formula("made / planned - lost.x ** 2")
    names = {"made": "实际制卡数量", "planned": "计划制卡数量", "lost.x": "扣分"}
    values = {"made": "864441", "planned": "1000000", "lost.x": "-2"}
    assert render(expr, "zh", name_of=names.__getitem__) == "实际制卡数量 ÷ 计划制卡数量 − 扣分 ^ 2"
    assert render(expr, "zh", value_of=values.__getitem__) == "864441 ÷ 1000000 − (-2) ^ 2"


def test_several_rows() -> None:
    """A choice of several rows reads as one sentence."""
    x = Name("x")
    rows = tuple((Compare((">=",), (x, Const(Fraction(n)))), Const(Fraction(n, 10))) for n in (9, 5))
    assert render(Cases(rows, Const(Fraction(0))), "zh") == "如果 x ≥ 9 则 0.9，如果 x ≥ 5 则 0.5，否则 0"
    assert render(Cases(rows, None), "en") == "if x ≥ 9 then 0.9, if x ≥ 5 then 0.5"


def test_constants_nobody_wrote() -> None:
    """A constant without a text is written in its unit, and reads back as the same number."""
    percent = parse_unit("%")
    assert render(Const(Fraction(98, 100), unit=percent)) == "98%"
    assert render(Const(Fraction(5_000_000), unit=parse_unit("万元"))) == "500万元"
    assert render(Arithmetic("**", Const(Fraction(-2)), Const(Fraction(2))), ascii=True) == "(-2) ** 2"
    assert render(Arithmetic("**", Const(Fraction(1, 3)), Const(Fraction(2))), ascii=True) == "(1 / 3) ** 2"
    assert render(Const('a"\\\n\t')) == '“a"\\\n\t”'
    assert read_formula(render(Const('a"\\\n\t'), ascii=True)) == Const('a"\\\n\t')
    assert render(Const(date(2019, 1, 1)), ascii=True) == 'date("2019-01-01")'
    assert render(Absent(), "zh") == "未填报"
    assert render(Absent(not_applicable=True), "en") == "not applicable"
    assert render(Known(Call("abs", (Name("x"),))), "en") == "given(abs(x))"


@pytest.mark.parametrize(
    ("join", "arguments", "zh", "en"),
    [
        (".sum", "a, b", "合计(a, b)", "sum(a, b)"),
        (".mean", "a, b + 1", "平均(a, b + 1)", "mean(a, b + 1)"),
        (".min", "a, b", "最低(a, b)", "lowest(a, b)"),
        (".max", "a, b", "最高(a, b)", "highest(a, b)"),
        (".product", "a, b", "连乘(a, b)", "product(a, b)"),
        (".geometric_mean", "a, b", "几何平均(a, b)", "geometric mean(a, b)"),
        (".harmonic_mean", "a, b", "调和平均(a, b)", "harmonic mean(a, b)"),
        (".best", "3, a, b", "最好的 3 项之和(a, b)", "sum of the 3 best(a, b)"),
        (
            ".weighted_mean",
            "2, a, w + 1, b / 2",
            "加权平均(2 × a, (w + 1) × (b ÷ 2))",
            "weighted mean(2 × a, (w + 1) × (b ÷ 2))",
        ),
    ],
)
def test_joins_for_people(join: str, arguments: str, zh: str, en: str) -> None:
    """A join says what it does to which scores."""
    expr = Call(join, tuple(read_formula(one) for one in arguments.split(", ")))
    assert render(expr, "zh") == zh
    assert render(expr, "en") == en
    assert render(expr, ascii=True).startswith(f"{join}(")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (True, "是", "true"),
        (Fraction(1, 8), "0.125", "0.125"),
        ("优秀", "“优秀”", '"优秀"'),
        (date(2019, 1, 2), "2019-01-02", "2019-01-02"),
        (("pm25", "o3"), "pm25、o3", "pm25, o3"),
    ],
)
def test_literals_for_people(value: object, zh: str, en: str) -> None:
    """Values read as people write them."""
    assert render_literal(value, "zh") == zh
    assert render_literal(value, "en") == en
