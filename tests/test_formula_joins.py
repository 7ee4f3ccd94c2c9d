"""Joins of scores over what applies: scores, expected number."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scorerules.formula import (
    FUNCTIONS,
    JOINS,
    Absent,
    Call,
    Const,
    Evaluator,
    Expr,
    Missing,
    Name,
    Problem,
    Value,
    is_whole,
    parse,
)
from scorerules.formula.make import call

F = Fraction
NONE = Absent(not_applicable=True)


def no_names(name: str) -> Value:
    raise Missing(name)


def joined(join: str, *scores: int | str | Fraction | None) -> Value:
    """The value of a join; ``None`` does not apply, a text is a formula."""
    arguments: list[Expr] = []
    for one in scores:
        expr = NONE if one is None else parse(one) if isinstance(one, str) else Const(F(one))
        assert expr is not None
        arguments.append(expr)
    return Evaluator(no_names).value(call(join, *arguments))


@pytest.mark.parametrize(
    ("join", "scores", "expected"),
    [
        (".sum", (1, 2, F(1, 2)), F(7, 2)),
        (".sum", (1, None, 2), F(3)),
        (".mean", (1, 2, 4), F(7, 3)),
        (".mean", (1, None, 4, None), F(5, 2)),
        (".min", (3, None, 2, 5), F(2)),
        (".max", (3, None, 2, 5), F(5)),
        (".max", ("sqrt(2)", "1.5", None), F(3, 2)),
        (".product", (2, None, 3, F(1, 2)), F(3)),
        (".geometric_mean", (4, 9), F(6)),
        (".geometric_mean", (None, 2, 4, 8), F(4)),
        (".geometric_mean", (F(1, 8), 27, 1), F(3, 2)),
        (".geometric_mean", (0, 7), F(0)),
        (".geometric_mean", ("sqrt(2)", "sqrt(8)"), F(2)),
        (".harmonic_mean", (1, 2), F(4, 3)),
        (".harmonic_mean", (40, None, 60), F(48)),
        (".weighted_mean", (30, 100, 70, 50), F(65)),
        (".weighted_mean", (30, 100, 70, None), F(100)),
        (".weighted_mean", (30, 100, 50, None, 20, 50), F(80)),
        (".weighted_mean", (None, 100, 20, 50), F(50)),
        (".best", (2, 5, 9, 7), F(16)),
        (".best", (2, 5, None, 7, None), F(12)),
        (".best", (2, None, 7), F(7)),
        (".best", (2, -5, -9, -7), F(-12)),
    ],
)
def test_joins(join: str, scores: tuple[int | str | Fraction | None, ...], expected: Fraction) -> None:
    """Every join is exact and leaves out what does not apply."""
    result = joined(join, *scores)
    assert result == expected
    assert isinstance(result, Fraction)


@pytest.mark.parametrize("join", JOINS)
def test_nothing_applies(join: str) -> None:
    """When nothing applies, neither does the join, and no datum is asked for."""
    leading = (2,) if join in (".best", ".weighted_mean") else ()
    with pytest.raises(Missing) as raised:
        joined(join, *leading, None)
    assert (raised.value.needs, raised.value.not_applicable) == ((), True)


@pytest.mark.parametrize("join", JOINS)
def test_missing_data_stay_missing(join: str) -> None:
    """A missing datum is never left out, and all that are missing are named."""
    with pytest.raises(Missing) as raised:
        joined(join, 1, None, "a", None, 3, "b")
    assert (raised.value.needs, raised.value.not_applicable) == (("a", "b"), False)


@pytest.mark.parametrize(
    ("join", "scores", "code"),
    [
        (".harmonic_mean", (1, 0, 2), "SR500"),
        (".weighted_mean", (0, 5, 0, 7), "SR500"),
        (".geometric_mean", (-2, -8), "SR503"),
        (".geometric_mean", (-2, 0), "SR503"),
        (".mean", (1, "'a'"), "SR504"),
        (".best", (2, 1, "true"), "SR504"),
    ],
)
def test_problems_of_joins(join: str, scores: tuple[int | str, ...], code: str) -> None:
    """A join without an answer says so."""
    with pytest.raises(Problem) as raised:
        joined(join, *scores)
    assert raised.value.code == code


def test_joins_are_no_functions_of_authors() -> None:
    """No formula can call a join."""
    assert not JOINS.keys() & FUNCTIONS.keys()
    assert all(parse(f"{name}(1, 2)") is None for name in JOINS)


@pytest.mark.parametrize(
    ("expr", "whole"),
    [
        (Call(".sum", (Name("n"), Const(F(2)))), True),
        (Call(".best", (Const(F(2)), Name("n"), Name("x"))), False),
        (Call(".mean", (Name("n"),)), False),
        (parse("n if n > 1 else none"), True),
        (parse("cohort_rank(x)"), True),
        (parse("cohort_count(x > 1)"), True),
        (parse("cohort_max(n, x > 1)"), True),
        (parse("cohort_sum(x)"), False),
        (parse("cohort_mean(n)"), False),
    ],
)
def test_whole_numbers(expr: Expr, whole: bool) -> None:
    """Whether a value is always whole is known for the new functions too."""
    assert is_whole(expr, {"n": F(1)}.get) is whole
