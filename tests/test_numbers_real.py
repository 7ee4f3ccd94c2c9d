"""Irrational numbers: what is found exact, what is proven, what is refused."""

import pickle
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from hanging import not_hanging
from scorerules.limits import USUAL
from scorerules.numbers import (
    DivisionByZero,
    Number,
    NumberProblem,
    OutsideDomain,
    Real,
    TooLarge,
    Undecidable,
    ceil,
    compare,
    computing,
    divide,
    exp,
    floor,
    ln,
    log10,
    modulo,
    power,
    round_to,
    sign,
    sqrt,
    subtract,
    to_decimal,
    total,
)

F = Fraction

ROOT2 = sqrt(F(2))
ROOT3 = sqrt(F(3))
# Zero, but the simplification does not know it: for roots a bound proves it, for logarithms there is none.
NESTED = subtract(sqrt(5 + 2 * sqrt(F(6))), ROOT2 + ROOT3)
HIDDEN = ln(ROOT2 + 1) + ln(ROOT2 - 1)


@pytest.fixture(autouse=True, scope="module")
def usual_limits() -> Iterator[None]:
    """Everything is calculated under the usual limits, as in reading and scoring."""
    with computing(USUAL):
        yield


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sqrt(F(9, 4)), F(3, 2)),
        (sqrt(F(0)), 0),
        (power(F(8), F(1, 3)), 2),
        (power(F(27, 8), F(2, 3)), F(9, 4)),
        (power(F(8, 27), F(-2, 3)), F(9, 4)),
        (power(F(10**9 + 7) ** 35, F(2, 35)), (10**9 + 7) ** 2),
        (power(F(0), F(0)), 1),
        (power(F(0), F(1, 2)), 0),
        (power(F(-2), F(-3)), F(-1, 8)),
        (power(F(-1), F(10**30 + 1)), -1),
        (power(F(1), ROOT2), 1),
        (log10(F(1000)), 3),
        (log10(F(1, 100)), -2),
        (ln(F(1)), 0),
        (exp(F(0)), 1),
        (ROOT2 * ROOT2, 2),
        (ROOT2**2, 2),
        (ROOT2 * sqrt(F(8)), 4),
        (sqrt(F(12)) / ROOT3, 2),
        (sqrt(F(12)) - 2 * ROOT3, 0),
        ((ROOT2 + 1) * (ROOT2 - 1), 1),
        ((ROOT2 + ROOT3) ** 2 - 2 * sqrt(F(6)), 5),
        (power(ROOT2, F(4)), 4),
        (power(power(F(5), F(2, 3)), F(3, 2)), 5),
        (sqrt(F(1009)) * sqrt(F(1009 * 1013)) / sqrt(F(1013)), 1009),
        (power(F(90) * 80 * F(75, 1), F(1, 3)) ** 3, 540000),
        (ln(F(8)) / ln(F(2)), 3),
        (ln(F(75000)) - ln(F(750)) - ln(F(100)), 0),
        ((ln(F(500)) - ln(F(100))) / (ln(F(2500)) - ln(F(100))), divide(ln(F(5)), ln(F(25)))),
        (log10(F(20)) - log10(F(2)), 1),
        (exp(ln(F(7, 3))), F(7, 3)),
        (ln(exp(F(7, 3))), F(7, 3)),
        (exp((ln(F(2)) + ln(F(32))) / 2), 8),
        (exp(F(1, 2)) * exp(F(-1, 2)), 1),
        (ln(exp(F(1)) * exp(F(2))), 3),
        (power(exp(F(2)), F(1, 2)) / exp(F(1)), 1),
        (power(sqrt(1 + ROOT2), F(2)) - ROOT2, 1),
        (ROOT2 - ROOT2, 0),
        (abs(1 - ROOT2) + 1, ROOT2),
    ],
)
def test_what_is_rational_or_identical_is_found_exactly(found: Number, expected: Number) -> None:
    """Powers, roots and logarithms tie exactly, without digits."""
    assert type(found) is (Real if isinstance(expected, Real) else F)
    assert found == expected


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (ROOT2, "1.414213562373095048801688724209698078570"),
        (exp(F(1)), "2.718281828459045235360287471352662497757"),
        (ln(F(10)), "2.302585092994045684017991454684364207601"),
        (log10(F(7)), "0.8450980400142568307122162585926361934836"),
        (power(F(2), ROOT2), "2.665144142690225188650297249873139848274"),
        (power(F(10), F(1, 3)), "2.154434690031883721759293566519350495259"),
        (ROOT2 + ROOT3, "3.146264369941972342329135065715570445512"),
        (1 / (1 + ROOT2), "0.4142135623730950488016887242096980785697"),
        (ln(ln(F(10))), "0.8340324452479557998032130478575390955069"),
        (-ROOT2, "-1.414213562373095048801688724209698078570"),
    ],
)
def test_known_constants_to_forty_digits(number: Number, digits: str) -> None:
    """The digits are those of published tables, or of decimal with sixty digits."""
    assert f"{to_decimal(number, 40):f}" == digits


def test_bounds_hold_the_value_and_shrink() -> None:
    """The square of the lower bound is below two, that of the upper above, within the digits asked for."""
    assert isinstance(ROOT2, Real)
    for digits in (5, 50, 500):
        low, high = ROOT2.bounds(digits)
        assert low**2 < 2 < high**2
        assert high - low < F(1, 10 ** (digits - 2))


def test_comparisons_with_every_kind_of_number() -> None:
    """Both sides may be an integer, a fraction or irrational."""
    assert 1 < ROOT2 < F(3, 2) < ROOT3 <= 2
    assert ROOT3 > ROOT2 >= 1
    assert ROOT2 != ROOT3
    assert F(14142135623730950488, 10**19) != ROOT2
    assert F(3, 2) > ROOT2
    assert ROOT2 != "1.41"
    assert (compare(ROOT2, ROOT3), compare(ROOT3, ROOT2), compare(ROOT2, sqrt(F(2)))) == (-1, 1, 0)
    assert (sign(ROOT2), sign(-ROOT2), sign(F(0))) == (1, -1, 0)


def test_whole_parts() -> None:
    """Floor, ceiling and modulo agree with the sizes."""
    assert (floor(-ROOT2), ceil(-ROOT2), floor(ROOT2), ceil(ROOT2)) == (-2, -1, 1, 2)
    assert (floor(F(7, 2)), ceil(F(7, 2))) == (3, 4)
    assert [modulo(F(7), F(3)), modulo(F(-7), F(3)), modulo(F(7), F(-3))] == [1, 2, -2]
    assert modulo(ROOT2, F(1)) == ROOT2 - 1


def test_one_expression_is_one_value_however_it_was_made() -> None:
    """Equal expressions hash alike, whatever the order they were added in, and survive pickling."""
    one, other = ROOT2 + ROOT3 + ln(F(5)), ln(F(5)) + (ROOT3 + ROOT2)
    assert one == other
    assert len({one, other}) == 1
    assert isinstance(one, Real)
    one.bounds(30)
    copy = pickle.loads(pickle.dumps(one))
    assert (copy.key, copy.found) == (one.key, {})


def test_a_real_cannot_be_changed() -> None:
    """It is a value."""
    with pytest.raises(AttributeError):
        ROOT2.kind = "exp"  # type: ignore[misc,union-attr]


@pytest.mark.parametrize("operate", [lambda: ROOT2 + 0.5, lambda: 0.5 * ROOT2, lambda: ROOT2 < 0.5])
def test_floats_are_refused(operate: Callable[[], object]) -> None:
    """No float decides anything."""
    with pytest.raises(TypeError):
        operate()


def test_zeros_made_of_roots_are_proven() -> None:
    """However they are nested: the bound says when a small number is zero."""
    assert sign(NESTED) == 0
    assert NESTED + 1 == 1
    assert floor(NESTED + 7) == ceil(NESTED + 7) == 7
    assert compare(NESTED + F(1, 10**50), F(0)) == 1
    assert round_to(NESTED + F(5, 2), F(1), "half-up") == 3
    assert round_to(NESTED - F(5, 2), F(1), "half-even") == -2
    assert sqrt(NESTED) == 0
    assert abs(NESTED) == 0
    assert power(NESTED, F(3)) == 0
    cube = power(2 + sqrt(F(5)), F(1, 3)) - power(sqrt(F(5)) - 2, F(1, 3))
    assert cube == 1


@pytest.mark.parametrize(
    ("divide_by_zero"),
    [lambda: divide(F(1), NESTED), lambda: divide(NESTED, NESTED)],
)
def test_division_by_a_proven_zero(divide_by_zero: Callable[[], object]) -> None:
    """It is refused like any other."""
    with pytest.raises(DivisionByZero):
        divide_by_zero()


@pytest.mark.parametrize(
    "decide",
    [
        lambda: compare(HIDDEN, F(0)),
        lambda: divide(F(1), HIDDEN),
        lambda: floor(HIDDEN),
        lambda: ln(HIDDEN),
        lambda: HIDDEN == 0,
        lambda: sqrt(HIDDEN),
    ],
)
def test_what_cannot_be_proven_is_said_not_guessed(decide: Callable[[], object]) -> None:
    """A zero that the simplification does not know stays undecided."""
    with pytest.raises(Undecidable):
        decide()


@pytest.mark.parametrize(
    ("calculate", "reason"),
    [
        (lambda: sqrt(F(-1)), "root-of-negative"),
        (lambda: sqrt(1 - ROOT2), "root-of-negative"),
        (lambda: ln(F(0)), "logarithm-of-zero-or-less"),
        (lambda: ln(1 - ROOT2), "logarithm-of-zero-or-less"),
        (lambda: log10(F(-5)), "logarithm-of-zero-or-less"),
        (lambda: power(F(0), F(-1)), "zero-to-negative-power"),
        (lambda: power(F(0), F(-1, 2)), "zero-to-negative-power"),
        (lambda: power(F(0), -ROOT2), "zero-to-negative-power"),
        (lambda: power(F(-8), F(1, 3)), "negative-to-fractional-power"),
        (lambda: power(F(-8), ROOT2), "negative-to-fractional-power"),
    ],
)
def test_outside_the_domain_the_reason_is_named(calculate: Callable[[], object], reason: str) -> None:
    """Real roots of negative numbers do not exist, nor logarithms of what is not positive."""
    with pytest.raises(OutsideDomain) as caught:
        calculate()
    assert caught.value.reason == reason


@pytest.mark.parametrize("numerator", [F(1), F(0), ROOT2])
@pytest.mark.parametrize("divisor", [F(0), ROOT2 - ROOT2])
def test_division_by_zero(numerator: Number, divisor: Number) -> None:
    """Zero divided by zero is refused as well."""
    with pytest.raises(DivisionByZero):
        divide(numerator, divisor)


def _deep() -> Number:
    value: Number = F(2)
    for _ in range(200):
        value = ln(value + 3)
    return value


@pytest.mark.parametrize(
    "calculate",
    [
        lambda: power(F(9), power(F(9), F(9))),
        lambda: power(F(1, 9), F(10**30)),
        lambda: power(F(10**30), F(10**30 + 1, 2)),
        lambda: exp(F(10**9)),
        lambda: exp(F(-(10**9))),
        lambda: exp(exp(F(100))),
        lambda: floor(exp(F(30000)) * exp(F(29000))),
        lambda: floor(power(exp(F(30000)) + 1, F(9999))),
        lambda: power(ln(F(7)), F(10**6)),
        _deep,
        lambda: F(2) * (1 << 70_000) + ROOT2,
    ],
)
def test_too_large_is_found_quickly(calculate: Callable[[], object]) -> None:
    """Neither memory nor time is spent on numbers nobody can use."""
    with not_hanging(), pytest.raises(TooLarge):
        calculate()


def test_all_problems_are_number_problems() -> None:
    """One except clause catches them."""
    assert all(
        issubclass(one, NumberProblem) for one in (DivisionByZero, Undecidable, TooLarge, OutsideDomain)
    )


def test_a_long_sum_is_quick() -> None:
    """Thousands of roots are added at once and rounded."""
    with not_hanging():
        value = total(sqrt(F(n)) for n in range(2000))
        # Euler-Maclaurin: 2/3 n^1.5 - 1/2 n^0.5 + zeta(-1/2) + ...
        assert floor(value) == 59605
