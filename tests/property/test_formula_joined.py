"""Laws of joins and of cohorts, against expectations written in another way."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, pstdev

from hypothesis import given, settings
from hypothesis import strategies as st

from scorerules.formula import (
    Absent,
    Call,
    Const,
    Evaluator,
    Expr,
    Missing,
    Name,
    Problem,
    Value,
    cohort_values,
)
from scorerules.numbers import Real, power

SCORES = st.fractions(0, 100, max_denominator=8)
OPTIONAL = st.lists(st.none() | SCORES, max_size=8)
COHORTS = st.lists(st.none() | st.integers(-3, 3).map(Fraction), max_size=9)


def joined(join: str, values: list[Fraction | None]) -> Value | None:
    """The value of a join, ``None`` when it does not apply."""
    arguments: tuple[Expr, ...] = tuple(
        Absent(not_applicable=True) if one is None else Const(one) for one in values
    )
    record: dict[str, Value] = {}
    try:
        return Evaluator(record.__getitem__).value(Call(join, arguments))
    except Missing:
        return None


@given(OPTIONAL)
def test_joins_over_what_applies(values: list[Fraction | None]) -> None:
    """A join of everything is the join of what applies, computed as in school."""
    left = [one for one in values if one is not None]
    if not left:
        assert joined(".mean", values) is None
        return
    assert joined(".sum", values) == sum(left)
    assert joined(".mean", values) == mean(left)
    assert joined(".min", values) == min(left)
    assert joined(".max", values) == max(left)
    geometric = joined(".geometric_mean", values)
    assert isinstance(geometric, Fraction | Real)
    assert power(geometric, Fraction(len(left))) == joined(".product", values)
    if all(left):
        harmonic = joined(".harmonic_mean", values)
        assert isinstance(harmonic, Fraction)
        assert harmonic == 1 / mean([1 / one for one in left])
        assert harmonic <= geometric <= mean(left)


@given(OPTIONAL, st.integers(1, 10))
def test_the_best(values: list[Fraction | None], n: int) -> None:
    """The n best and the others make the sum, and none of the others is better."""
    left = sorted(one for one in values if one is not None)
    expected = sum(left[max(0, len(left) - n) :]) if left else None
    assert joined(".best", [Fraction(n), *values]) == expected


@given(st.lists(st.tuples(st.fractions("1/8", 9, max_denominator=8), st.none() | SCORES), max_size=6))
def test_weights_are_renormalised(pairs: list[tuple[Fraction, Fraction | None]]) -> None:
    """Weights count in proportion to each other among what applies."""
    left = [(weight, score) for weight, score in pairs if score is not None]
    whole = sum(weight for weight, _ in left)
    expected = sum(weight / whole * score for weight, score in left) if left else None
    flat = [part for pair in pairs for part in pair]
    assert joined(".weighted_mean", flat) == expected
    assert joined(
        ".weighted_mean", [3 * one if i % 2 == 0 and one else one for i, one in enumerate(flat)]
    ) == (expected)


def results(call: Call, cohort: list[Fraction | None]) -> list[Value | None]:
    """The results of a cohort function of one value."""
    found = cohort_values(call, [None if one is None else (one,) for one in cohort])
    assert len(found) == len(cohort)
    assert not any(isinstance(one, Problem) for one in found)
    return [one for one in found if not isinstance(one, Problem)]


@given(COHORTS)
def test_places_in_a_cohort(cohort: list[Fraction | None]) -> None:
    """Rank and percentile are what counting all others, one by one, gives."""
    x, low = Name("x"), Const("low")
    left = [one for one in cohort if one is not None]
    ranks = results(Call("cohort_rank", (x,)), cohort)
    turned = results(Call("cohort_rank", (x, low)), cohort)
    percentiles = results(Call("cohort_percentile", (x,)), cohort)
    for mine, rank, from_below, percentile in zip(cohort, ranks, turned, percentiles, strict=True):
        if mine is None:
            assert rank is from_below is percentile is None
            continue
        assert rank == 1 + sum(other > mine for other in left)
        assert from_below == 1 + sum(other < mine for other in left)
        below, equal = sum(other < mine for other in left), left.count(mine)
        assert percentile == (below + Fraction(equal, 2)) / len(left)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), max_size=9))
def test_ties_are_broken_in_order(cohort: list[tuple[int, int, int]]) -> None:
    """A record is behind another when the first value in which they differ says so."""
    call = Call("cohort_rank", (Name("x"), Name("y"), Const("low"), Name("z")))
    found = cohort_values(call, [tuple(map(Fraction, row)) for row in cohort])
    better = [(x, -y, z) for x, y, z in cohort]
    assert list(found) == [1 + sum(other > mine for other in better) for mine in better]


@settings(deadline=None)
@given(COHORTS)
def test_standard_scores(cohort: list[Fraction | None]) -> None:
    """Standard scores add up to nothing and their squares to the number of records."""
    call = Call("cohort_zscore", (Name("x"),))
    left = [one for one in cohort if one is not None]
    if left and not pstdev(left):
        found = cohort_values(call, [None if one is None else (one,) for one in cohort])
        assert all(isinstance(one, Problem) and one.code == "SR500" for one in found)
        return
    scores = [one for one in results(call, cohort) if isinstance(one, Fraction | Real)]
    assert len(scores) == len(left)
    if scores:
        assert sum(scores[1:], scores[0]) == 0
        squares = [one * one for one in scores]
        assert sum(squares[1:], squares[0]) == len(scores)
