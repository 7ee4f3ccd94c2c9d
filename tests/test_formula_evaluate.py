"""What formulas come to: expression, record, expected value."""

from __future__ import annotations

import math
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction

import pytest

from scorerules.diagnostics import Faults
from scorerules.formula import (
    Absent,
    Call,
    Cases,
    Compare,
    Const,
    Evaluator,
    Expr,
    Known,
    Missing,
    Name,
    Problem,
    Value,
    parse,
)

F = Fraction


def read_formula(text: str) -> Expr:
    """The expression of a formula that has no fault."""
    faults = Faults()
    expr = parse(text, faults=faults)
    assert expr is not None, [one.headline("en") for one in faults.sorted()]
    assert len(faults) == 0
    return expr


def value(
    expr: str | Expr, record: dict[str, Value] | None = None, taken: dict[str, int] | None = None
) -> Value:
    """The value of a formula over a record."""
    given = record or {}

    def read(name: str) -> Value:
        if name not in given:
            raise Missing(name)
        return given[name]

    return Evaluator(read, taken).value(read_formula(expr) if isinstance(expr, str) else expr)


@pytest.mark.parametrize(
    ("formula", "record", "expected"),
    [
        # literals come from the text, exactly
        ("0.1 + 0.2", {}, F(3, 10)),
        ("98%", {}, F(98, 100)),
        ("5‰", {}, F(5, 1000)),
        ("1pp", {}, F(1, 100)),
        ("86.44万", {}, F(864400)),
        ("500万元", {}, F(5_000_000)),
        ("1_000_000", {}, F(10**6)),
        (".5", {}, F(1, 2)),
        ("1e3", {}, F(1000)),
        ("2.5E-2", {}, F(1, 40)),
        ("'a'", {}, "a"),
        ('"it\'s"', {}, "it's"),
        (r"'\\ \' \" \n\t'", {}, "\\ ' \" \n\t"),
        ("true", {}, True),
        ("False", {}, False),
        ("date('2019-12-31')", {}, date(2019, 12, 31)),
        # percent literals are read before Python's grammar
        ("98% - x", {"x": F(1, 2)}, F(48, 100)),
        ("98%-x", {"x": F(1, 2)}, F(48, 100)),
        ("5%*2", {}, F(1, 10)),
        # Python's precedence
        ("1 + 2 * 3", {}, F(7)),
        ("-2 ** 2", {}, F(-4)),
        ("2 ** -1", {}, F(1, 2)),
        ("2 ** 3 ** 2", {}, F(512)),
        ("10 - 4 - 3", {}, F(3)),
        ("100 / 10 / 5", {}, F(2)),
        ("+x - -x", {"x": F(3)}, F(6)),
        ("(1 + 2) * 3", {}, F(9)),
        ("1 +\r\n 2\n\t* 3", {}, F(7)),
        ("\n  1\n", {}, F(1)),
        # comparisons and logic
        ("0 <= x < 5", {"x": F(5)}, False),
        ("0 <= x < 5", {"x": F(0)}, True),
        ("5 < x < missing", {"x": F(5)}, False),
        ("x == 1 or missing > 0", {"x": F(1)}, True),
        ("x == 2 and missing > 0", {"x": F(1)}, False),
        ("not x == 2", {"x": F(1)}, True),
        ("not true or true", {}, True),
        ("'a' == level", {"level": "a"}, True),
        ("'a' != level", {"level": "a"}, False),
        ("d > date('2019-01-01')", {"d": date(2019, 1, 2)}, True),
        ("d <= date('2019-01-01')", {"d": date(2019, 1, 1)}, True),
        ("open == true", {"open": True}, True),
        ("level in ['a', 'b']", {"level": "b"}, True),
        ("level not in ['a', 'b']", {"level": "b"}, False),
        ("x in [1, 1/2]", {"x": F(1, 2)}, True),
        # choices read only what they need
        ("1 if x > 0 else missing", {"x": F(1)}, F(1)),
        ("1 if x > 0 else 2 if x == 0 else 3", {"x": F(0)}, F(2)),
        ("1 if x > 0 else 2 if x == 0 else 3", {"x": F(-1)}, F(3)),
        ("given(x)", {"x": F(0)}, True),
        ("given(x)", {}, False),
        ("x if given(x) else 0", {}, F(0)),
        # names
        ("制卡数量 / 计划数量", {"制卡数量": F(864441), "计划数量": F(10**6)}, F(864441, 10**6)),
        ("score.cards + share.产出", {"score.cards": F(5), "share.产出": F(1, 2)}, F(11, 2)),
        ("score . cards", {"score.cards": F(5)}, F(5)),
        ("ﬁ + １号", {"fi": F(1)}, None),
        # functions
        ("min(3, 1, 2)", {}, F(1)),
        ("max(3, 1, 2)", {}, F(3)),
        ("max(x)", {"x": F(3)}, F(3)),
        ("max(1, 2,)", {}, F(2)),
        ("sum(0.1, 0.2, 0.3)", {}, F(3, 5)),
        ("mean(1, 2, 4)", {}, F(7, 3)),
        ("median(5, 1, 3)", {}, F(3)),
        ("median(5, 1, 3, 4)", {}, F(7, 2)),
        ("count(x > 0, x > 1, x > 2)", {"x": F(2)}, F(2)),
        ("abs(-1.5)", {}, F(3, 2)),
        ("floor(-1.5)", {}, F(-2)),
        ("ceil(-1.5)", {}, F(-1)),
        ("round(2.5)", {}, F(3)),
        ("round(-2.5)", {}, F(-3)),
        ("round(10.865, 0.01)", {}, F(1087, 100)),
        ("round(2.5, 1, 'half-even')", {}, F(2)),
        ("round(98.76%, 0.1%, 'down')", {}, F(987, 1000)),
        ("clamp(7, 0, 5)", {}, F(5)),
        ("clamp(-7, 0, 5)", {}, F(0)),
        ("mod(5, 3)", {}, F(2)),
        ("mod(-5, 3)", {}, F(1)),
        ("days(date('2019-01-01'), date('2020-01-01'))", {}, F(365)),
        ("days(date('2019-01-02'), date('2019-01-01'))", {}, F(-1)),
        # no value, unless the choice takes another arm
        ("1 if x > 50 else none", {"x": F(51)}, F(1)),
        # which is the highest: all that tie, in the order written, exactly compared
        ("argmax(score.a, score.b, score.c)", {"score.a": F(1), "score.b": F(3), "score.c": F(2)}, ("b",)),
        (
            "argmax(score.c, score.b, score.a)",
            {"score.a": F(3), "score.b": F(1), "score.c": F(3)},
            ("c", "a"),
        ),
        ("argmin(lost.a, lost.b)", {"lost.a": F(1, 3), "lost.b": F(1, 3)}, ("a", "b")),
        ("argmin(a, b)", {"a": F(1), "b": F(2)}, ("a",)),
        ("argmax(a, score.a)", {"a": F(1), "score.a": F(1)}, ("a",)),
        ("argmax(a, b) if x > 50 else none", {"x": F(51), "a": F(1), "b": F(2)}, ("b",)),
        # perfect powers are found exactly
        ("sqrt(9/4)", {}, F(3, 2)),
        ("8 ** (1/3)", {}, F(2)),
        ("log10(1000)", {}, F(3)),
        ("ln(1) + exp(0)", {}, F(1)),
        ("round(sqrt(2), 0.001)", {}, F(1414, 1000)),
        ("floor(exp(1) * 10)", {}, F(27)),
        ("sqrt(2) > 1.41", {}, True),
        ("min(sqrt(2), 1.5) == sqrt(2)", {}, True),
    ],
)
def test_formula_table(formula: str, record: dict[str, Value], expected: Value | None) -> None:
    """Every formula has exactly the value that the language gives it."""
    if expected is None:
        assert parse(formula, faults=Faults()) is None
        return
    result = value(formula, record)
    assert result == expected
    assert type(result) is type(expected)


def test_names_are_read_in_their_nfkc_form() -> None:
    """An identifier written with a ligature is the id it normalises to."""
    assert value("ﬁ + 1", {"fi": F(1)}) == F(2)


@pytest.mark.parametrize(
    ("formula", "code", "part"),
    [
        ("1 + x / (y - 2)", "SR500", "x / (y - 2)"),
        ("1 + mod(x, y - 2)", "SR500", "mod(x, y - 2)"),
        ("9**9**9", "SR502", "9**9**9"),
        ("1 + exp(10**9)", "SR502", "exp(10**9)"),
        ("1 + sqrt(x - y)", "SR503", "sqrt(x - y)"),
        ("ln(x - 1)", "SR503", "ln(x - 1)"),
        ("0 ** (x - y)", "SR503", "0 ** (x - y)"),
        ("(x - y) ** 0.5", "SR503", "(x - y) ** 0.5"),
        (
            "1 if ln(1 + sqrt(2)) + ln(sqrt(2) - 1) == 0 else 2",
            "SR501",
            "ln(1 + sqrt(2)) + ln(sqrt(2) - 1) == 0",
        ),
        ("x + level", "SR504", "x + level"),
        ("x + (x > 0)", "SR504", "x + (x > 0)"),
        ("-level", "SR504", "-level"),
        ("level + level", "SR504", "level + level"),
        ("level < 'b'", "SR504", "level < 'b'"),
        ("level == x", "SR504", "level == x"),
        ("(x == 1) == 1", "SR504", "(x == 1) == 1"),
        ("x > 0 and x", "SR504", "x"),
        ("1 if x else 2", "SR504", "x"),
        ("not x", "SR504", "not x"),
        ("max(x, x > 0)", "SR504", "max(x, x > 0)"),
        ("count(x)", "SR504", "count(x)"),
        ("days(x, x)", "SR504", "days(x, x)"),
        ("argmax(x, level)", "SR504", "argmax(x, level)"),
        ("1 + cohort_rank(x)", "SR511", "cohort_rank(x)"),
        ("cohort_count()", "SR511", "cohort_count()"),
        ("x > cohort_mean(x / 0, x > 1)", "SR511", "cohort_mean(x / 0, x > 1)"),
    ],
)
def test_problems_are_located(formula: str, code: str, part: str) -> None:
    """A value that cannot be computed names the part of the formula that failed."""
    with pytest.raises(Problem) as raised:
        value(formula, {"x": F(1), "y": F(2), "level": "a"})
    problem = raised.value
    assert problem.code == code
    assert problem.span is not None
    assert problem.span.text == part
    faults = Faults()
    faults.add(problem.code, problem.span, **problem.arguments)  # type: ignore[arg-type]
    (diagnostic,) = faults.sorted()
    assert "{" not in diagnostic.headline("zh") + diagnostic.headline("en")


def test_what_is_missing_is_named_together() -> None:
    """Values that are all needed are reported as missing in one go, each once."""
    with pytest.raises(Missing) as raised:
        value("a + max(x, b, a) + c / 0", {"x": F(1)})
    assert raised.value.needs == ("a", "b", "c")
    assert not raised.value.not_applicable


def test_lazy_operands_are_not_missed() -> None:
    """Only what is really read counts as missing."""
    with pytest.raises(Missing) as raised:
        value("a if x > 1 else b", {"x": F(1)})
    assert raised.value.needs == ("b",)


def test_missing_outweighs_not_applicable() -> None:
    """An item that does not apply stays so only as long as nothing is missing beside it."""
    absent = Absent(not_applicable=True)
    with pytest.raises(Missing) as raised:
        value(Call("max", (absent, Const(F(1)))))
    assert raised.value.not_applicable
    with pytest.raises(Missing) as raised:
        value(Call("max", (absent, Name("a"))))
    assert not raised.value.not_applicable
    assert raised.value.needs == ("a",)


def test_no_value_does_not_apply() -> None:
    """`none` makes the formula not applicable, without anything being missing."""
    with pytest.raises(Missing) as raised:
        value("x if x > 50 else none", {"x": F(50)})
    assert raised.value.not_applicable
    assert raised.value.needs == ()
    assert value(Known(read_formula("none"))) is False


def test_picking_leaves_out_what_does_not_apply() -> None:
    """Items that do not apply are not compared; a missing datum stays missing."""

    def read(name: str) -> Value:
        if name.startswith("score.n"):
            raise Missing(name, not_applicable=True)
        if name == "score.x":
            raise Missing(name)
        return F(len(name))

    evaluator = Evaluator(read)
    assert evaluator.value(read_formula("argmax(score.n1, score.a, score.bb, score.cc)")) == ("bb", "cc")
    with pytest.raises(Missing) as raised:
        evaluator.value(read_formula("argmax(score.n1, score.n2)"))
    assert (raised.value.needs, raised.value.not_applicable) == ((), True)
    with pytest.raises(Missing) as raised:
        evaluator.value(read_formula("argmin(score.n1, score.x, score.a)"))
    assert (raised.value.needs, raised.value.not_applicable) == (("score.x",), False)


def test_known_asks_about_a_whole_expression() -> None:
    """`Known` is false when anything its operand reads is missing, and lets problems through."""
    assert value(Known(read_formula("a + 1"))) is False
    assert value(Known(read_formula("a + 1")), {"a": F(1)}) is True
    assert value(Known(Absent())) is False
    with pytest.raises(Problem):
        value(Known(read_formula("1 / a")), {"a": F(0)})


def test_a_thousand_rows_do_not_recurse() -> None:
    """A choice of a thousand rows is walked in a loop, and notes the row it took."""
    rows = tuple((Compare(("<",), (Name("x"), Const(F(bound)))), Const(F(bound))) for bound in range(5000))
    taken: dict[str, int] = {}
    chain = Cases(rows, Const(F(-1)), "band")
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(400)
        assert value(chain, {"x": F(4000)}, taken) == 4001
        assert taken == {"band": 4001}
        assert value(chain, {"x": F(9999)}, taken) == -1
        assert taken == {"band": 5000}
    finally:
        sys.setrecursionlimit(limit)


def test_no_row_is_a_problem() -> None:
    """A choice without a default says so when no row holds."""
    with pytest.raises(Problem) as raised:
        value(Cases(((Const(value=False), Const(F(1))),), None))
    assert (raised.value.code, raised.value.arguments) == ("SR510", {"rows": 1, "text": "…"})


def test_no_row_is_the_problem_that_the_choice_names() -> None:
    """A rule may have a code of its own for a value that no row takes."""
    with pytest.raises(Problem) as raised:
        value(Cases(((Const(value=False), Const(F(1))),), None, unmet="SR512"))
    assert raised.value.code == "SR512"


def test_equal_expressions_keep_their_own_places() -> None:
    """Two equal parts at different places are told apart in a problem."""
    first, second = read_formula("1 / x"), read_formula("   1 / x")
    assert first == second
    for expr, start in ((first, 0), (second, 3), (first, 0)):
        with pytest.raises(Problem) as raised:
            value(expr, {"x": F(0)})
        assert raised.value.span is not None
        assert raised.value.span.start == start


def test_evaluation_in_threads() -> None:
    """One expression is evaluated by many threads at once."""
    expr = read_formula("sum(x, x * 2, x ** 2) if x > 10 else x")
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda n: value(expr, {"x": F(n)}), range(200)))
    assert results == [n + 2 * n + n * n if n > 10 else n for n in range(200)]


def test_irrational_results_are_enclosed() -> None:
    """A root keeps a proven enclosure instead of a float."""
    result = value("sqrt(2)")
    low, high = result.bounds(30)  # type: ignore[union-attr]
    assert low * low < 2 < high * high
    assert high - low < F(1, 10**25)
    assert math.isclose(float(low), math.sqrt(2))


@pytest.mark.parametrize("name", ["__class__", "open", "eval", "print"])
def test_pythons_names_are_only_names(name: str) -> None:
    """What Python calls built in is an unknown name like any other."""
    with pytest.raises(Missing):
        value(Name(name))
