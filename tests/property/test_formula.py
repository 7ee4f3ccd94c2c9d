"""Laws of formulas: any text gives faults or an expression, and an expression reads back from its text."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scorerules.diagnostics import Faults
from scorerules.formula import (
    Body,
    Call,
    Evaluator,
    Expr,
    Missing,
    Name,
    Problem,
    Type,
    Value,
    infer,
    inline,
    measured,
    parse,
    render,
    transform,
    walk,
)
from scorerules.numbers import parse_unit
from scorerules.source import Source, Span

FRAGMENTS = st.sampled_from(
    (
        *"()[]+-*/%<>=!.,:;'\"\\ \n\t_xyeE0159％（），＝“”×≥－",
        *("**", "//", "<=", "==", "!=", " and ", " or ", " not ", " in ", " if ", " else ", " is ", " for "),
        *(
            "lambda ",
            "None",
            "true",
            "score.",
            "share.x",
            "98%",
            "5‰",
            "1pp",
            "86.44万",
            "500万元",
            "0.1",
            "1e5",
        ),
        *("max(", "round(", "given(x)", "date('2019-01-01')", "mod(x, 3)", "sqrt(", "制卡数", "ﬁ", "é", "𠮷"),
        *("AND", "且", "1e999", "9**9**9", "'a'", "\x00", "\u200b"),
        *("none", "argmax(", "argmin(score.y, x)", "cohort_rank(", '"low"', "cohort_min(x, x > 1)", "own("),
    )
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(FRAGMENTS, max_size=14).map("".join))

NUMBERS = st.sampled_from(
    (
        *("0", "1", "2.50", "1_000", ".5", "1e3", "98%", "5‰", "1pp", "86.44万", "500万元"),
        *("x", "制卡数", "score.y"),
    )
)
TYPES = {"x": measured(parse_unit("%")), "制卡数": measured(parse_unit("张")), "score.y": Type("number")}
RECORD: dict[str, Value] = {"x": Fraction(1, 2), "制卡数": Fraction(7)}


def _numeric(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(inner, inner)
    condition = st.builds(
        "{} {} {}".format, inner, st.sampled_from(("<", "<=", ">", ">=", "==", "!=")), inner
    )
    return st.one_of(
        st.builds("({}){}({})".format, inner, st.sampled_from(("+", " - ", "*", "\n/ ", "**")), inner),
        st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner),
        inner.map("-{}".format),
        inner.map("-({})".format),
        two.map(lambda pair: f"max({pair[0]}, {pair[1]})"),
        inner.map("round({}, 0.01, 'half-even')".format),
        inner.map("(sqrt({}))".format),
        st.builds("({} if {} else {})".format, inner, condition, inner),
        st.builds("({} if not ({}) and {} or given(x) else {})".format, inner, condition, condition, inner),
        st.builds("({} if {} in [{}, 1] else {})".format, inner, inner, inner, inner),
        st.builds("count({}, {} < {} <= 5)".format, condition, inner, inner),
        st.builds("({} if {} else none)".format, inner, condition),
    )


FORMULAS = st.recursive(NUMBERS, _numeric, max_leaves=8)
RESULTS = st.one_of(
    FORMULAS,
    FORMULAS.map("argmax(score.y, x) if {} > 0 else none".format),
    FORMULAS.map('cohort_rank({}, "low", x)'.format),
    st.builds("cohort_mean({}, {} > 1) * cohort_count()".format, FORMULAS, FORMULAS),
    st.builds("own({}, none) + own()".format, FORMULAS),
)
OWN = {"own"}


def read(name: str) -> Value:
    """The value of a name in the record of these tests."""
    if name not in RECORD:
        raise Missing(name)
    return RECORD[name]


def evaluate(expr: Expr) -> object:
    """The outcome of an expression: its value, or what stopped it."""
    try:
        return Evaluator(read).value(expr)
    except Problem as problem:
        return (problem.code, problem.arguments.keys())
    except Missing as absence:
        return absence.needs


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_gives_faults_or_an_expression(text: str) -> None:
    """No text raises; a text without an expression has a located fault in both languages."""
    faults = Faults()
    expr = parse(text, faults=faults, functions=OWN)
    found = faults.sorted()
    assert (expr is None) == bool(found)
    for one in found:
        assert one.span is not None
        assert 0 <= one.span.start <= one.span.end <= max(1, len(text))
        assert one.headline("zh")
        assert one.headline("en")
    if expr is not None:
        infer(expr, TYPES.get, Faults())
        render(expr, "zh")
        evaluate(inline(expr, {"own": Body(("a",), Name("a"))}, Faults()))


@settings(max_examples=200, deadline=None)
@given(RESULTS)
def test_a_formula_reads_back_from_its_text(text: str) -> None:
    """The text of an expression is a formula that gives the same expression, in a settled form."""
    expr = parse(text, functions=OWN)
    assert expr is not None
    written = render(expr, ascii=True)
    again = parse(written, functions=OWN)
    assert again == expr
    assert render(again, ascii=True) == written
    assert render(expr, "zh")
    assert render(expr, "en")


@settings(max_examples=100, deadline=None)
@given(FORMULAS)
def test_expressions_are_values(text: str) -> None:
    """Rebuilding changes nothing, and equal expressions have equal types and outcomes."""
    expr, other = parse(text), parse(f" ( {text} ) ")
    assert expr is not None
    assert other is not None
    assert expr == other
    assert hash(expr) == hash(other)
    assert transform(expr, lambda node: node) == expr
    assert infer(expr, TYPES.get, Faults()) == infer(other, TYPES.get, Faults())
    assert evaluate(expr) == evaluate(other)


@settings(max_examples=100, deadline=None)
@given(FORMULAS, st.text("公式 '\n𠮷", max_size=5))
def test_places_hold_the_parts(text: str, before: str) -> None:
    """The place of every part lies inside its parent's, and the text there is the same part again."""
    source = Source("<file>", before + text)
    expr = parse(text, lambda start, end: Span(source, start + len(before), end + len(before)), Faults(), "x")
    assert expr is not None
    for node in walk(expr):
        assert node.span is not None
        assert parse(node.span.text) == node


@settings(max_examples=200, deadline=None)
@given(st.integers(-50, 50), st.integers(-50, 50), st.sampled_from(("+", "-", "*", "/", "<", "==", ">=")))
def test_operators_agree_with_fractions(a: int, b: int, operator: str) -> None:
    """Operators on exact numbers are those of the rationals."""
    expr = parse(f"a {operator} b")
    assert expr is not None
    record = {"a": Fraction(a, 7), "b": Fraction(b, 3)}
    if operator == "/" and b == 0:
        return
    expected = {
        "+": record["a"] + record["b"],
        "-": record["a"] - record["b"],
        "*": record["a"] * record["b"],
        "/": record["a"] / record["b"] if b else None,
        "<": record["a"] < record["b"],
        "==": record["a"] == record["b"],
        ">=": record["a"] >= record["b"],
    }[operator]
    assert Evaluator(record.__getitem__).value(expr) == expected


@settings(max_examples=100, deadline=None)
@given(FORMULAS, FORMULAS)
def test_a_function_is_its_body(text: str, argument: str) -> None:
    """Calling a function gives what its body gives with the argument in place of the parameter."""
    body, given_to_it = parse(text), parse(argument)
    assert body is not None
    assert given_to_it is not None
    faults = Faults()
    called = inline(Call("own", (given_to_it,)), {"own": Body(("x",), body)}, faults)
    written = transform(body, lambda node: given_to_it if node == Name("x") else node)
    assert called == written
    assert evaluate(called) == evaluate(written)
    assert len(faults) == 0


def test_names_are_leaves() -> None:
    """A name is an expression of its own."""
    assert parse("制卡数") == Name("制卡数")
