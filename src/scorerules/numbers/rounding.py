"""Rounding to a multiple of a step, in the seven ways that official documents ask for.

Goes in: a number, a step and the name of a mode. Comes out: the multiple, as a ``Fraction``. Steps are
anchored at zero. An irrational number is refined until the multiple is proven.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, trunc
from typing import Literal, TypeAlias, get_args

from scorerules.numbers.deciding import settle
from scorerules.numbers.rational import bounded
from scorerules.numbers.real import Number, divide

Mode: TypeAlias = Literal["half-up", "half-even", "half-down", "up", "down", "ceiling", "floor"]

MODES: tuple[Mode, ...] = get_args(Mode)

_HALF = Fraction(1, 2)

# Every mode is monotone, which settle relies on.
_WHOLE: dict[Mode, Callable[[Fraction], int]] = {
    "half-up": lambda x: floor(x + _HALF) if x >= 0 else ceil(x - _HALF),
    "half-even": round,
    "half-down": lambda x: ceil(x - _HALF) if x >= 0 else floor(x + _HALF),
    "up": lambda x: ceil(x) if x >= 0 else floor(x),
    "down": trunc,
    "ceiling": ceil,
    "floor": floor,
}


def round_to(x: Number, to: Fraction, mode: Mode) -> Fraction:
    """``x`` rounded to a multiple of ``to``.

    Args:
        x: The number.
        to: The step, above 0: 1 for whole points, 1/100 for two decimals.
        mode: ``half-up`` takes halves away from zero, ``half-down`` towards zero, ``half-even`` to the
            even multiple; ``up`` goes away from zero, ``down`` towards zero.

    Raises:
        ValueError: The step is not above 0.
        Undecidable: The multiple of an irrational number could not be proven.
    """
    if to <= 0:
        message = "the step must be above 0"
        raise ValueError(message)
    return bounded(settle(divide(x, to), _WHOLE[mode]) * to)
