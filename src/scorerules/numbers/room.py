"""How large numbers may grow in the calculation that is going on.

Goes in: the limits of a ruleset, for the time of one calculation. Comes out: the bounds that arithmetic
keeps meanwhile. A fraction carries no limits and an operator takes no further arguments, so a calculation
has them as one of :mod:`decimal` has its precision: every thread and every task its own, only until the
``with`` block ends. Outside of such a block there is room for showing any result that scoring can give.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from attrs import frozen

from scorerules.limits import Limits


@frozen
class Room:
    """Bounds of a calculation.

    Args:
        bits: Bits of a numerator or denominator; 65,536 are about 19,700 decimal digits.
        digits: Digits after which a decision about an irrational number is given up.
    """

    bits: int
    digits: int

    @property
    def places(self) -> int:
        """Values of 10 to this power and above are refused, those below its inverse are nearly zero."""
        return self.bits * 3 // 10


SHOWING: Final = Room(bits=1 << 22, digits=2000)
"""More bits than any limits allow: points lost and shares are worked out of scores when someone looks."""

_room: ContextVar[Room] = ContextVar("scorerules_room", default=SHOWING)

room = _room.get
"""The bounds that hold here and now."""


@contextmanager
def computing(limits: Limits) -> Iterator[None]:
    """Keep to ``limits`` in everything that is calculated within the block."""
    before = _room.set(Room(limits.bits, limits.decision_digits))
    try:
        yield
    finally:
        _room.reset(before)
