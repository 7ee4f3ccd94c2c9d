"""What one part of a join must be for the join to come to a wanted number, beside the others.

Goes in: a function of any count of numbers, the wanted number, the other numbers. Comes out: the number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import prod
from types import MappingProxyType
from typing import TypeAlias

_Turned: TypeAlias = Callable[[Fraction, Sequence[Fraction]], Fraction]


def _of_sum(target: Fraction, others: Sequence[Fraction]) -> Fraction:
    return target - sum(others)


def _of_mean(target: Fraction, others: Sequence[Fraction]) -> Fraction:
    return target * (len(others) + 1) - sum(others)


def _of_product(target: Fraction, others: Sequence[Fraction]) -> Fraction:
    return target / prod(others)


def _of_geometric_mean(target: Fraction, others: Sequence[Fraction]) -> Fraction:
    return target ** (len(others) + 1) / prod(others)


def _of_harmonic_mean(target: Fraction, others: Sequence[Fraction]) -> Fraction:
    return 1 / ((len(others) + 1) / target - sum(1 / one for one in others))


_TURNED: Mapping[str, _Turned] = MappingProxyType({
    "sum": _of_sum, ".sum": _of_sum, "mean": _of_mean, ".mean": _of_mean, ".product": _of_product,
    ".geometric_mean": _of_geometric_mean, ".harmonic_mean": _of_harmonic_mean,
})  # fmt: skip


def turns(function: str) -> bool:
    """Whether a function is a join that can be turned around."""
    return function in _TURNED


def part_of(function: str, target: Fraction, others: Sequence[Fraction]) -> Fraction | None:
    """What the remaining part of a join must be; ``None`` where no number does it."""
    try:
        return _TURNED[function](target, others)
    except ZeroDivisionError:
        return None
