"""Rounding in all seven modes, against a table written by hand."""

from fractions import Fraction

import pytest

from scorerules.numbers import MODES, Mode, round_to, sqrt

#             half-up half-even half-down up down ceiling floor
BY_HAND = {
    "2.5": (3, 2, 2, 3, 2, 3, 2),
    "3.5": (4, 4, 3, 4, 3, 4, 3),
    "-2.5": (-3, -2, -2, -3, -2, -2, -3),
    "-3.5": (-4, -4, -3, -4, -3, -3, -4),
    "0.5": (1, 0, 0, 1, 0, 1, 0),
    "-0.5": (-1, 0, 0, -1, 0, 0, -1),
    "2.4": (2, 2, 2, 3, 2, 3, 2),
    "-2.4": (-2, -2, -2, -3, -2, -2, -3),
    "2.6": (3, 3, 3, 3, 2, 3, 2),
    "-2.6": (-3, -3, -3, -3, -2, -2, -3),
    "2": (2, 2, 2, 2, 2, 2, 2),
    "-2": (-2, -2, -2, -2, -2, -2, -2),
    "0": (0, 0, 0, 0, 0, 0, 0),
}


def test_the_modes_are_the_seven_of_the_language() -> None:
    """The order of the table's columns is the order of the names."""
    assert MODES == ("half-up", "half-even", "half-down", "up", "down", "ceiling", "floor")


@pytest.mark.parametrize("step", ["1", "1/100", "5", "1/3", "0.05"])
@pytest.mark.parametrize("text", BY_HAND)
def test_every_mode_follows_the_table_at_every_step(text: str, step: str) -> None:
    """A step scales the table: rounding 12.5 to fives is rounding 2.5 to ones."""
    to = Fraction(step)
    rounded = tuple(round_to(Fraction(text) * to, to, mode) for mode in MODES)
    assert rounded == tuple(to * whole for whole in BY_HAND[text])


@pytest.mark.parametrize(
    ("mode", "positive", "negative"),
    [
        ("half-up", "1.41", "-1.41"),
        ("half-even", "1.41", "-1.41"),
        ("half-down", "1.41", "-1.41"),
        ("up", "1.42", "-1.42"),
        ("down", "1.41", "-1.41"),
        ("ceiling", "1.42", "-1.41"),
        ("floor", "1.41", "-1.42"),
    ],
)
def test_an_irrational_number_is_rounded_by_proof(mode: Mode, positive: str, negative: str) -> None:
    """The root of two is 1.41421 and a bit."""
    root = sqrt(Fraction(2))
    assert round_to(root, Fraction(1, 100), mode) == Fraction(positive)
    assert round_to(-root, Fraction(1, 100), mode) == Fraction(negative)


def test_a_root_next_to_a_tie_is_refined_until_it_is_decided() -> None:
    """A root that misses 2.5 by less than 10 to the minus 100 still goes to its own side."""
    tiny = Fraction(1, 10**100)
    assert round_to(sqrt(Fraction(25, 4) - tiny), Fraction(1), "half-up") == 2
    assert round_to(sqrt(Fraction(25, 4)), Fraction(1), "half-up") == 3
    assert round_to(sqrt(Fraction(25, 4) + tiny), Fraction(1), "half-down") == 3


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_must_be_above_zero(step: int) -> None:
    """There are no multiples of nothing."""
    with pytest.raises(ValueError, match="above 0"):
        round_to(Fraction(1), Fraction(step), "half-up")
