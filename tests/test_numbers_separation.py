"""The bound below which an algebraic number is zero, computed by hand."""

from fractions import Fraction

import pytest

from scorerules.numbers import Number, Real, exp, ln, power, sqrt
from scorerules.numbers.separation import zero_bits

ROOT2 = sqrt(Fraction(2))


@pytest.mark.parametrize(
    ("number", "bits"),
    [
        # 2 needs one bit, its root half of it, rounded up; degree 2, so 1 * (2 - 1) + 0.
        (ROOT2, 1),
        # 1/3 is (0, 2) bits, the root (1, 0): the sum (max(0 + 0, 1 + 2) + 1, 2), so 4 * (2 - 1) + 2.
        (ROOT2 + Fraction(1, 3), 6),
        # The root of (4, 2) is ((4 + 2) / 2, 2), the degrees are 2 and 2, so 3 * (4 - 1) + 2.
        (sqrt(ROOT2 + Fraction(1, 3)), 11),
        # The cube root of (4, 2) is (ceil((4 + 2 * 2) / 3), 2), the degrees are 2 and 3, so 3 * 5 + 2.
        (power(ROOT2 + Fraction(1, 3), Fraction(1, 3)), 17),
        # The inverse of (4, 2) is (2, 4), so 2 * (2 - 1) + 4; leading factors are one here.
        (1 / (ROOT2 + Fraction(1, 3)), 6),
    ],
)
def test_bits_by_hand(number: Number, bits: int) -> None:
    """Numerator bits times (degree - 1), plus denominator bits."""
    assert isinstance(number, Real)
    assert zero_bits(number) == bits


@pytest.mark.parametrize(
    "number", [ln(Fraction(2)), exp(Fraction(1)), ROOT2 + ln(Fraction(3)), sqrt(1 + exp(ROOT2))]
)
def test_other_numbers_have_no_bound(number: Number) -> None:
    """Logarithms and exponentials stay undecided."""
    assert isinstance(number, Real)
    assert zero_bits(number) is None
