"""Decisions about numbers that are only known to lie in ever smaller intervals.

Goes in: a number and a question whose answer never goes down when the number goes up. Comes out: the
proven answer, or :class:`Undecidable`. When the intervals close in on a simple fraction, a separation
bound proves that an algebraic number is that fraction.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, isqrt
from typing import TypeVar

from scorerules.numbers.enclosure import fractions, is_known
from scorerules.numbers.node import Node, functions_in
from scorerules.numbers.problems import Undecidable
from scorerules.numbers.room import room
from scorerules.numbers.separation import zero_bits

FIRST_DIGITS = 30
"""Digits that are tried first; they are doubled as long as they do not decide."""

_FUNCTIONS = 64
"""Roots, logarithms and powers of e that are computed to all digits for one decision.

With more of them fewer digits are taken, so that the work, which grows with their square, stays the same.
"""

Decision = TypeVar("Decision")


def settle(x: Fraction | Node, decide: Callable[[Fraction], Decision]) -> Decision:
    """``decide(x)`` for a monotone ``decide``: enough digits are taken until both ends agree.

    Raises:
        Undecidable: The ends still differ with all the digits that may be computed.
    """
    if isinstance(x, Fraction):
        return decide(x)
    digits = FIRST_DIGITS
    while digits == FIRST_DIGITS or digits <= _affordable(x):
        interval = x.enclose(digits)
        if is_known(interval):
            low, high = fractions(interval)
            decision = decide(low)
            if decision == decide(high):
                return decision
            if digits > FIRST_DIGITS:
                simple = _simplest(low, high)
                if _equals(x, simple):
                    return decide(simple)
        digits *= 2
    raise Undecidable


def indistinct(x: Node) -> Fraction:
    """The simplest fraction that ``x`` cannot be told from, for showing what nobody could decide."""
    interval = x.enclose(_affordable(x))
    return _simplest(*fractions(interval)) if is_known(interval) else Fraction(0)


def sign(x: Fraction | Node) -> int:
    """-1, 0 or 1."""
    return settle(x, lambda value: (value > 0) - (value < 0))


def _affordable(x: Node) -> int:
    """Digits to which ``x`` may be computed: all there is room for, fewer when many functions are to be."""
    most = room().digits
    functions = functions_in(x)
    return most if functions <= _FUNCTIONS else isqrt(most * most * _FUNCTIONS // functions)


def _equals(x: Node, simple: Fraction) -> bool:
    """Whether ``x`` is proven to be ``simple``; false also when it is merely not proven."""
    difference = Node("linear", ((Fraction(1), -simple), (x, Fraction(1)))) if simple else x
    bits = zero_bits(difference)
    # 10 ** 3 < 2 ** 10: a third of the bits is digits enough.
    most = _affordable(difference)
    if bits is None or bits // 3 > most:
        return False
    nothing = Fraction(1, 1 << bits)
    digits = 2 * FIRST_DIGITS
    while digits <= 2 * most:
        interval = difference.enclose(digits)
        if is_known(interval):
            low, high = fractions(interval)
            if low > 0 or high < 0:
                return False
            if -nothing < low and high < nothing:
                return True
        digits *= 2
    return False


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator from ``low`` to ``high``."""
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -_simplest(-high, -low)
    # The continued fractions of both ends, as far as they agree, and one step more.
    terms = []
    while True:
        whole = floor(low)
        if whole == low or whole + 1 <= high:
            terms.append(whole if whole == low else whole + 1)
            break
        terms.append(whole)
        low, high = 1 / (high - whole), 1 / (low - whole)
    value = Fraction(terms.pop())
    while terms:
        value = terms.pop() + 1 / value
    return value
