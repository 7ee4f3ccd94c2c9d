"""What can go wrong with exact numbers.

These exceptions say what happened and carry no text for people: the layers above turn them into
located diagnostics, and none of them leaves the public interface.
"""

from __future__ import annotations

from typing import Literal

DomainReason = Literal[
    "root-of-negative", "logarithm-of-zero-or-less", "zero-to-negative-power", "negative-to-fractional-power"
]


class NumberProblem(Exception):  # noqa: N818 - a problem of the numbers, not of the program
    """An exact calculation has no result."""


class DivisionByZero(NumberProblem):
    """The divisor is zero."""


class Undecidable(NumberProblem):
    """A sign or a rounding could not be proven with the allowed number of digits."""


class TooLarge(NumberProblem):
    """The number, or the work to find it, exceeds the limits."""


class OutsideDomain(NumberProblem):
    """The function has no real value there.

    Args:
        reason: Which rule was broken, as a fixed word.
    """

    def __init__(self, reason: DomainReason) -> None:
        super().__init__(reason)
        self.reason: DomainReason = reason
