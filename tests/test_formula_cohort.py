"""Functions of a cohort: call, arguments of every record, result of every record."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hanging import not_hanging
from scorerules.formula import (
    FUNCTIONS,
    Call,
    Const,
    Evaluator,
    Name,
    Problem,
    Value,
    cohort_arguments,
    cohort_values,
    is_cohort,
    parse,
)
from scorerules.numbers import sqrt

F = Fraction


def read(text: str) -> Call:
    """A call of a cohort function."""
    expr = parse(text)
    assert isinstance(expr, Call)
    return expr


def rows(*values: object) -> list[tuple[Fraction | bool | None, ...] | None]:
    """The rows of a cohort: a number alone is a row of one; ``...`` takes no part."""
    found: list[tuple[Fraction | bool | None, ...] | None] = []
    for one in values:
        if one is ...:
            found.append(None)
        else:
            row = one if isinstance(one, tuple) else (one,)
            found.append(tuple(F(x) if isinstance(x, int) and not isinstance(x, bool) else x for x in row))
    return found


@pytest.mark.parametrize(
    ("call", "values", "expected"),
    [
        ("cohort_min(x)", (3, 1, None, ..., 2), [1] * 5),
        ("cohort_max(x)", (3, 1, None, ..., 2), [3] * 5),
        ("cohort_sum(x)", (3, 1, None, ..., 2), [6] * 5),
        ("cohort_mean(x)", (3, 1, None, ..., 3), [F(7, 3)] * 5),
        ("cohort_min(x, y)", ((3, True), (1, False), (2, None), (5, True)), [3] * 4),
        ("cohort_mean(x, y)", ((3, True), (1, False), (None, True), (5, True)), [4] * 4),
        ("cohort_count()", ((), (), ..., ()), [3] * 4),
        ("cohort_count(y)", (True, False, ..., True, None), [2] * 5),
        # 1 is the highest, equals share the best rank
        ("cohort_rank(x)", (10, 30, 20, 30), [4, 1, 3, 1]),
        ("cohort_rank(x, 'low')", (10, 30, 20, 10), [1, 4, 3, 1]),
        ("cohort_rank(x)", (10, None, ..., 30), [2, None, None, 1]),
        # further values break ties, each in its own direction
        ("cohort_rank(x, y)", ((1, 5), (1, 7), (2, 0), (1, 5)), [3, 2, 1, 3]),
        ("cohort_rank(x, y, 'low')", ((1, 5), (1, 7), (2, 0), (1, 5)), [2, 4, 1, 2]),
        ("cohort_rank(x, 'low', y)", ((1, 5), (1, 7), (2, 0), (1, None)), [2, 1, 3, None]),
        # those below and half of those equal, itself included
        ("cohort_percentile(x)", (1, 2, 2, 3), [F(1, 8), F(1, 2), F(1, 2), F(7, 8)]),
        ("cohort_percentile(x)", (7,), [F(1, 2)]),
        ("cohort_percentile(x)", (1, None, 3, ...), [F(1, 4), None, F(3, 4), None]),
        # the standard deviation of the whole population
        ("cohort_zscore(x)", (2, 4, 4, 4, 5, 5, 7, 9), [F(n, 2) for n in (-3, -1, -1, -1, 0, 0, 2, 4)]),
        ("cohort_zscore(x)", (1, None, 3), [-1, None, 1]),
        # nobody is left
        ("cohort_count(y)", (False, ...), [0, 0]),
        ("cohort_sum(x)", (None, ...), [0, 0]),
        ("cohort_min(x)", (None, ...), [None, None]),
        ("cohort_max(x)", (None, ...), [None, None]),
        ("cohort_mean(x)", (None, ...), [None, None]),
        ("cohort_rank(x)", (None, ...), [None, None]),
        ("cohort_percentile(x)", (None, ...), [None, None]),
        ("cohort_zscore(x)", (None, ...), [None, None]),
        ("cohort_min(x)", (), []),
    ],
)
def test_cohort_table(call: str, values: tuple[object, ...], expected: list[Fraction | None]) -> None:
    """Every function of a cohort has exactly the result that the language gives it."""
    assert list(cohort_values(read(call), rows(*values))) == expected


def test_every_cohort_function_is_known() -> None:
    """The functions of a cohort are those that authors call with `cohort_` in front."""
    found = [name for name in FUNCTIONS if is_cohort(name)]
    assert [name.removeprefix("cohort_") for name in found] == [
        "min", "max", "mean", "sum", "count", "rank", "percentile", "zscore",
    ]  # fmt: skip
    assert not is_cohort("max")
    assert not is_cohort("cohort_median")


def test_arguments_to_evaluate() -> None:
    """Every argument has a value for each record, but the word that turns a rank has none."""
    assert cohort_arguments(read("cohort_rank(x, 'low', y)")) == (Name("x"), Name("y"))
    assert cohort_arguments(read("cohort_min(x, y)")) == (Name("x"), Name("y"))
    assert cohort_arguments(read("cohort_count()")) == ()
    assert cohort_arguments(Call("cohort_rank", (Name("x"), Const("low")))) == (Name("x"),)


def test_irrational_values() -> None:
    """Values that are no fractions are compared by proof, and equal ones share a rank."""
    values = [(sqrt(F(8)),), (sqrt(F(2)) * 2,), (F(3),), (sqrt(F(2)),)]
    assert cohort_values(read("cohort_rank(x)"), values) == (2, 2, 1, 4)
    (first, _, _) = cohort_values(read("cohort_zscore(x)"), rows(0, 0, 1))
    assert first == -sqrt(F(1, 2))


@pytest.mark.parametrize(
    ("call", "values", "code"),
    [
        ("cohort_zscore(x)", (2, 2, None), "SR500"),
        ("cohort_zscore(x)", (2,), "SR500"),
        ("cohort_min(x)", (2, True), "SR504"),
        ("cohort_count(y)", (True, 2), "SR504"),
    ],
)
def test_problems(call: str, values: tuple[object, ...], code: str) -> None:
    """Without an answer every record gets the problem, at the place of the call."""
    found = cohort_values(read(call), rows(*values))
    assert len(found) == len(values)
    for one in found:
        assert isinstance(one, Problem)
        assert one.code == code
        assert one.span is not None
        assert one.span.text == call


def test_values_too_alike_to_rank() -> None:
    """A comparison that cannot be decided is a problem and no guess."""
    near = parse("ln(1 + sqrt(2)) + ln(sqrt(2) - 1)")
    assert near is not None
    record: dict[str, Value] = {}
    nearly_nothing = Evaluator(record.__getitem__).value(near)
    (one, other) = cohort_values(read("cohort_rank(x)"), [(nearly_nothing,), (F(0),)])
    assert isinstance(one, Problem)
    assert one.code == "SR501"
    assert other is one


@pytest.mark.parametrize(
    "call", [f"{name}(x)" for name in FUNCTIONS if is_cohort(name) and name != "cohort_count"]
)
def test_large_cohorts(call: str) -> None:
    """Twenty thousand records take a moment, not a comparison of each with each."""
    with not_hanging():
        found = cohort_values(read(call), [(F(n * 7919 % 20_011, 100),) for n in range(20_000)])
    assert len(found) == 20_000
