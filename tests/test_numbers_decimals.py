"""Decimals in and out: exact both ways, bounded, never through a float."""

import decimal
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from hanging import not_hanging
from scorerules.limits import USUAL
from scorerules.numbers import (
    Number,
    TooLarge,
    computing,
    decimal_places,
    exact,
    exp,
    format_number,
    is_finite_decimal,
    ln,
    parse_format,
    plain,
    sqrt,
    to_decimal,
)

ROOT2 = sqrt(Fraction(2))
# Equals one half, but neither simplification nor proof finds it.
HIDDEN_HALF = ln(ROOT2 + 1) + ln(ROOT2 - 1) + Fraction(1, 2)


@pytest.fixture(autouse=True, scope="module")
def usual_limits() -> Iterator[None]:
    """Everything is calculated under the usual limits, as in reading and scoring."""
    with computing(USUAL):
        yield


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (-(10**40), Fraction(-(10**40))),
        (0.1, Fraction(1, 10)),
        (-98.77, Fraction(-9877, 100)),
        (1e22, Fraction(10**22)),
        (5e-324, Fraction(5, 10**324)),
        (-0.0, Fraction(0)),
        (Decimal("1.10"), Fraction(11, 10)),
        (Decimal("1e-1000"), Fraction(1, 10**1000)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_exact_takes_numbers_as_they_are_written(
    value: int | float | Decimal | Fraction, expected: Fraction
) -> None:
    """A float is its shortest decimal."""
    assert exact(value) == expected
    assert type(exact(value)) is Fraction


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("-Infinity"), Decimal("NaN"), Decimal("sNaN")]
)
def test_exact_refuses_what_is_not_finite(value: float | Decimal) -> None:
    """There is no score of infinity."""
    with pytest.raises(ValueError, match="is not a finite number"):
        exact(value)


@pytest.mark.parametrize("value", [True, "1", None, 1j])
def test_exact_refuses_other_types(value: object) -> None:
    """A truth value is not a number here."""
    with pytest.raises(TypeError, match="is not a number"):
        exact(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1e1001"),
        Decimal("1e-999999999"),
        Decimal("1e999999999"),
        Decimal("1" * 1001),
        pytest.param(1 << USUAL.bits, id="too-many-bits"),
        Fraction(1, 1 << USUAL.bits),
    ],
)
def test_exact_refuses_what_is_too_large(value: int | Decimal | Fraction) -> None:
    """A billion zeros are never written out."""
    with pytest.raises(TooLarge):
        exact(value)


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ("0", 0),
        ("100", 0),
        ("1/2", 1),
        ("3/8", 3),
        ("1/40", 3),
        ("1/1024", 10),
        ("1/3", None),
        ("1/70", None),
    ],
)
def test_which_decimals_end(value: str, places: int | None) -> None:
    """They end when the denominator has no prime but 2 and 5."""
    assert decimal_places(Fraction(value)) == places
    assert is_finite_decimal(Fraction(value)) is (places is not None)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Fraction(100), 28, "100"),
        (Fraction(-1, 8), 2, "-0.125"),
        (Fraction(1, 3), 5, "0.33333"),
        (Fraction(-2, 3), 5, "-0.66667"),
        (Fraction(200, 3), 4, "66.67"),
        (Fraction(1, 2**40), 3, "9.094947017729282379150390625E-13"),
        (ROOT2, 5, "1.4142"),
        (-ROOT2, 1, "-1"),
        (HIDDEN_HALF, 6, "0.500000"),
    ],
)
def test_to_decimal(value: Number, digits: int, expected: str) -> None:
    """Ending decimals are exact whatever the digits asked for."""
    assert str(to_decimal(value, digits)) == expected


def test_the_ambient_context_plays_no_part() -> None:
    """A caller with three digits and traps gets the same decimals."""
    with decimal.localcontext(decimal.Context(prec=3, traps=[decimal.Inexact, decimal.FloatOperation])):
        assert str(to_decimal(Fraction(1, 3))) == "0." + "3" * 28
        assert str(to_decimal(Fraction(123456789, 10**4))) == "12345.6789"
        assert plain(ROOT2) == "1.414213562…"
        assert exact(Decimal("12345.6789")) == Fraction(123456789, 10**4)
        assert format_number(Fraction(123456789, 10**4), ",.3") == "12,345.679"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(0), "0"),
        (Fraction(12), "12"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(10**30), "1" + "0" * 30),
        (Fraction(1, 10**27), "0." + "0" * 26 + "1"),
        (Fraction(1, 3), "0.3333333333…"),
        (Fraction(-2, 3), "-0.6666666666…"),
        (Fraction(38160000000001, 3), "12720000000000…"),
        (Fraction(1, 2**60), "0.0000000000000000008673617379…"),
        (ROOT2, "1.414213562…"),
        (HIDDEN_HALF, "0.5000000000…"),
    ],
)
def test_plain(value: Number, expected: str) -> None:
    """No exponent; what is cut off is marked."""
    assert plain(value) == expected


def test_plain_of_huge_numbers() -> None:
    """Longer numbers than Python turns into text by itself are still written."""
    assert plain(Fraction(10**6000)) == "1" + "0" * 6000
    assert plain(exp(Fraction(30000))).endswith("…")


@pytest.mark.parametrize(
    ("value", "spec", "expected"),
    [
        ("864441", ".2万", "86.44万"),
        ("864441", "", "864441"),
        ("1/3", "", "0.3333333333…"),
        ("0.9877", "%", "98.77%"),
        ("0.98765", ".1%", "98.8%"),
        ("0.98765", ".1％", "98.8%"),
        ("0.00123", ".0‰", "1‰"),
        ("-0.0005", ".0‰", "-1‰"),
        ("12720000", ",", "12,720,000"),
        ("-12720000", ",.2", "-12,720,000.00"),
        ("123", ",", "123"),
        ("1234567800", ",.1万", "123,456.8万"),
        ("1234567800", ".3亿", "12.346亿"),
        ("2.5", ".0", "3"),
        ("-2.5", ".0", "-3"),
        ("-0.004", ".2", "0.00"),
        ("2.675", ".2", "2.68"),
        ("1", ".30", "1." + "0" * 30),
    ],
)
def test_format_number(value: str, spec: str, expected: str) -> None:
    """Halves go away from zero, the sign or word is appended."""
    assert format_number(Fraction(value), spec) == expected


def test_format_number_of_a_root() -> None:
    """Irrational numbers are rounded by proof."""
    assert format_number(1000 * ROOT2, ",.3") == "1,414.214"


@pytest.mark.parametrize("spec", [".100", ".", "2", ".2f", ",,", "万%", " ", ".-1", ".2 %"])
def test_what_is_no_format(spec: str) -> None:
    """The loader asks first; formatting refuses."""
    assert parse_format(spec) is None
    with pytest.raises(ValueError, match="not a number format"):
        format_number(Fraction(1), spec)


def test_what_cannot_be_decided_is_shown_all_the_same() -> None:
    """A number that cannot be told from a tie of the last digit, or from zero, is shown as that."""
    hidden = HIDDEN_HALF - Fraction(1, 2)
    assert to_decimal(hidden + Fraction(1, 2) + 10**27) == Decimal(10**27)
    assert to_decimal(hidden + Fraction(3, 2) + 10**27) == Decimal(10**27 + 2)
    assert to_decimal(hidden) == 0
    assert plain(hidden).strip("0.…") == ""
    assert plain(hidden + 7) == "7.000000000…"
    assert plain(hidden + Fraction(1, 3)) == "0.3333333333…"


def test_decimals_of_very_long_fractions() -> None:
    """Whether decimals end is found without dividing digit by digit."""
    with not_hanging():
        assert decimal_places(Fraction(1, 5**400_000 * 2**7)) == 400_000
        assert decimal_places(Fraction(1, 5**400_000 * 3)) is None
        assert [decimal_places(Fraction(1, 5**n)) for n in range(300)] == list(range(300))
