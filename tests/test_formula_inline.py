"""Functions of a ruleset: calls become bodies, and every mistake is located."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hanging import not_hanging
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.formula import (
    Absent,
    Body,
    Call,
    Cases,
    Const,
    Evaluator,
    Expr,
    Inliner,
    Known,
    Missing,
    Name,
    Value,
    infer,
    inline,
    parse,
    render,
    transform,
    walk,
)

F = Fraction
NAMES = frozenset({"f", "g", "h", "twice", "first", "index"})


def read(text: str) -> Expr:
    """A formula without faults that may call the functions of these tests."""
    faults = Faults()
    expr = parse(text, faults=faults, functions=NAMES)
    assert expr is not None, [one.headline("en") for one in faults.sorted()]
    return expr


def functions(**bodies: tuple[str, str]) -> dict[str, Body]:
    """Functions by name: parameters between spaces, body."""
    return {name: Body(tuple(of.split()), read(text)) for name, (of, text) in bodies.items()}


def faults_of(text: str, known: dict[str, Body]) -> tuple[Diagnostic, ...]:
    """The faults of putting functions into a formula that has some."""
    faults = Faults()
    inline(read(text), known, faults, "derived.y.formula")
    assert len(faults) > 0
    for one in faults.sorted():
        said = (one.headline("zh"), one.headline("en"), one.help("zh"), one.help("en"))
        assert all(text and "{" not in text for text in said)
    return faults.sorted()


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("twice(a) + 1", {"twice": ("x", "x * 2")}, "a * 2 + 1"),
        ("twice(twice(a))", {"twice": ("x", "x * 2")}, "a * 2 * 2"),
        ("twice(a + 1)", {"twice": ("x", "x * 2")}, "(a + 1) * 2"),
        ("f(b, a)", {"f": ("a b", "a / b")}, "b / a"),
        ("f(x, 1)", {"f": ("y x", "x - y")}, "1 - x"),
        ("f(1)", {"f": ("x", "x + outside")}, "1 + outside"),
        ("f(a)", {"f": ("x", "g(x) + g(1)"), "g": ("x", "x ** 2")}, "a ** 2 + 1 ** 2"),
        ("f(a)", {"g": ("y", "y + x"), "f": ("x", "g(x * 2)")}, "a * 2 + x"),
        ("f(a, b)", {"g": ("x", "x + y"), "f": ("x y", "g(y) * x")}, "(b + y) * a"),
        ("f()", {"f": ("", "a + 1")}, "a + 1"),
        ("first(a, 1 / 0)", {"first": ("x y", "x")}, "a"),
        ("f(a) if f(b) > 0 else none", {"f": ("x", "abs(x)")}, "abs(a) if abs(b) > 0 else none"),
        ("f(a)", {"f": ("x", "x if given(x) else none")}, "a if given(a) else none"),
        ("f(none)", {"f": ("x", "max(x, 1)")}, None),
        ("argmax(score.a, score.b)", {"f": ("x", "x")}, "argmax(score.a, score.b)"),
        ("max(a, 1)", {}, "max(a, 1)"),
    ],
)
def test_bodies(text: str, known: dict[str, tuple[str, str]], expected: str | None) -> None:
    """A call is its body with the arguments put in; names of the caller never meet names of the body."""
    faults = Faults()
    found = inline(read(text), functions(**known), faults)
    assert len(faults) == 0
    if expected is None:
        assert found == Call("max", (Absent(not_applicable=True), Const(F(1))))
    else:
        assert found == read(expected)


def test_expressions_without_calls_stay_themselves() -> None:
    """Nothing is rebuilt where there is nothing to put in."""
    expr = read("max(a, f(1))")
    assert inline(expr, {}, Faults()) is expr


def test_whole_expressions_can_be_asked_for() -> None:
    """`given` of a parameter asks whether its argument can be computed."""
    found = inline(read("f(a / b)"), functions(f=("x", "x if given(x) else 0")), Faults())

    def read_one(name: str) -> Value:
        if name == "b":
            raise Missing(name)
        return F(1)

    assert any(isinstance(one, Known) for one in walk(found))
    assert Evaluator(read_one).value(found) == 0


def test_places() -> None:
    """The body keeps its place, an argument the place where it was written."""
    found = inline(read("1 + f(a * 3)"), functions(f=("x", "x / 7")), Faults())
    spans = [one.span.text for one in walk(found) if one.span is not None]
    assert spans == ["1 + f(a * 3)", "1", "x / 7", "a * 3", "a", "3", "7"]


def tags(expr: Expr) -> list[str]:
    """The tags of all choices in an expression."""
    return [one.tag for one in walk(expr) if isinstance(one, Cases) and one.tag is not None]


def test_choices_are_told_apart() -> None:
    """Every place where a body is put in has tags of its own, over all expressions of a ruleset."""

    def tagged(name: str, text: str) -> Body:
        marked = transform(
            read(text), lambda one: Cases(one.rows, one.default, name) if isinstance(one, Cases) else one
        )
        return Body(("x",), marked)

    inliner = Inliner(
        {"index": tagged("row", "1 if x > 5 else 2"), "f": tagged("f.row", "index(x) if x > 1 else 0")},
        Faults(),
    )
    first = inliner.inline(read("index(a) + index(b) + f(c)"))
    second = inliner.inline(read("index(a)"))
    found = [*tags(first), *tags(second)]
    assert len(found) == len(set(found)) == 5
    assert all(one.partition("#")[0] in ("row", "f.row") for one in found)
    taken: dict[str, int] = {}
    record: dict[str, Value] = {"a": F(9), "b": F(1), "c": F(3)}
    assert Evaluator(record.__getitem__, taken).value(first) == 1 + 2 + 2
    assert sorted(taken) == sorted(tags(first))


def test_wrong_number_of_values() -> None:
    """A call with too many or too few values is refused at its place, with the way to write it."""
    (found,) = faults_of("1 + f(a)", functions(f=("x s", "x / s")))
    assert (found.code, found.path) == ("SR329", "derived.y.formula")
    assert found.span is not None
    assert found.span.text == "f(a)"
    assert found.help("en") == "write `f(x, s)`"
    (found,) = faults_of("g(a)", functions(f=("x s", "x / s"), g=("x", "f(x, 1, 2)")))
    assert (found.code, found.path) == ("SR329", "function.g")


@pytest.mark.parametrize(
    ("known", "cycle", "labels"),
    [
        ({"f": ("x", "f(x)")}, "f → f", []),
        ({"f": ("x", "1 + g(x)"), "g": ("x", "2 * f(x)")}, "f → g → f", ["f(x)"]),
        (
            {"f": ("x", "g(x)"), "g": ("x", "h(x) + 1"), "h": ("x", "g(x) + 2")},
            "g → h → g",
            ["g(x)"],
        ),
    ],
)
def test_cycles(known: dict[str, tuple[str, str]], cycle: str, labels: list[str]) -> None:
    """Functions that call each other in a circle are refused once, with every call of the circle."""
    made = functions(**known)
    faults = Faults()
    inliner = Inliner(made, faults)
    for text in ("f(1)", "f(a) + f(b)"):
        infer(inliner.inline(read(text)), lambda _: None, faults)
    (found,) = faults.sorted()
    assert found.code == "SR337"
    assert found.headline("en") == f"functions call each other in a circle: {cycle}"
    assert [one.span.text for one in found.labels] == labels


def test_parameters_cannot_be_picked() -> None:
    """The id that `argmax` would give for a parameter means nothing to anybody."""
    (found,) = faults_of("1", functions(f=("x", "1 if x > 1 else argmax(score.a, x)")))
    assert (found.code, found.path) == ("SR338", "function.f")
    assert found.span is not None
    assert found.span.text == "x"


def test_calls_with_faults_are_not_blamed_again() -> None:
    """What a faulty call would have been is unknown, so nothing else is said about it."""
    faults = Faults()
    found = inline(read("f(1) + 1"), functions(f=("x", "f(x)")), faults)
    infer(found, lambda _: None, faults)
    assert [one.code for one in faults.sorted()] == ["SR337"]


def chain(length: int, text: str) -> dict[str, Body]:
    """Functions each of which calls the one before."""
    made = {"f0": Body(("x",), read("x + 1"))}
    for n in range(1, length):
        expr = parse(text.replace("f(", f"f{n - 1}("), functions={f"f{n - 1}"})
        assert expr is not None
        made[f"f{n}"] = Body(("x",), expr)
    return made


@pytest.mark.parametrize(
    ("length", "text", "code"),
    [
        (40, "f(x) + f(x)", "SR339"),
        (40, "f(f(x))", "SR301"),
        (2000, "f(x) * 2", "SR301"),
        (40, "sum(f(x), f(x), f(x), f(x), f(x), f(x), f(x), f(x))", "SR339"),
    ],
)
def test_hostile_functions_are_refused_quickly(length: int, text: str, code: str) -> None:
    """Functions cannot grow an expression without bound, neither wide nor deep."""
    made = chain(length, text)
    faults = Faults()
    with not_hanging():
        inliner = Inliner(made, faults)
        expr = inliner.inline(Call(f"f{length - 1}", (Name("a"),)))
    assert [one.code for one in faults.sorted()] == [code]
    assert any(isinstance(one, Absent) for one in walk(expr))


def test_a_function_that_vanishes_costs_nothing() -> None:
    """Two calls inside two calls, forty deep, of a function that is its argument are quick."""
    made = {"f0": Body(("x",), Name("x"))}
    for n in range(1, 41):
        made[f"f{n}"] = Body(("x",), Call(f"f{n - 1}", (Call(f"f{n - 1}", (Name("x"),)),)))
    with not_hanging():
        assert inline(Call("f40", (Name("a"),)), made, Faults()) == Name("a")


def test_the_deepest_expression_can_be_read() -> None:
    """Whatever passes the limits goes through every reader of expressions."""
    made = chain(140, "max(f(x), 2)")
    faults = Faults()
    expr = inline(Call("f139", (Name("a"),)), made, faults)
    assert len(faults) == 0
    assert Evaluator({"a": F(1)}.__getitem__).value(expr) == 2
    assert infer(expr, lambda _: None, faults) is not None
    assert render(expr, "zh").count("最大值") == 139
