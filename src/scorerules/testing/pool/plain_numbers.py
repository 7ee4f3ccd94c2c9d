"""Numbers of an interval that a person would write: its ends, what lies next to them, short decimals inside.

Goes in: an interval and the unit that people write the number in. Comes out: numbers of the interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from scorerules.analysis.interval import Interval

_MOST_PLACES = 12
_LARGEST_POWER = 9
_FAR = Fraction(1000)


def plain_numbers(numbers: Interval, unit: Fraction = Fraction(1)) -> Iterator[Fraction]:
    """A few numbers of an interval, the plainest first, each once.

    Args:
        numbers: The interval.
        unit: What people write as 1: 1/100 for percentages.
    """
    seen: set[Fraction] = set()
    for one in _candidates(numbers, unit):
        if one is not None and one not in seen and numbers.has(one):
            seen.add(one)
            yield one


def _candidates(numbers: Interval, unit: Fraction) -> Iterator[Fraction | None]:
    if numbers.empty:
        return
    low, high = numbers.low, numbers.high
    step = numbers.grid or unit
    if low is not None and numbers.low_in:
        yield low
    if high is not None and numbers.high_in:
        yield high
    if low is not None and high is not None:
        yield shortest(numbers, unit)
        yield shortest(Interval((low + high) / 2, high, high_in=False, grid=numbers.grid), unit)
    for near in (step, step / 10):
        yield None if low is None else low + near
        yield None if high is None else high - near
    if low is None or high is None:
        end = low if low is not None else high if high is not None else Fraction(0)
        sign = -1 if low is None and high is not None else 1
        yield end + sign * 10 * step
        yield end + sign * _FAR * step
        yield Fraction(0)
    elif numbers.grid is None:
        yield (low + high) / 2


def shortest(numbers: Interval, unit: Fraction) -> Fraction | None:
    """The number of an interval with two ends that is written with the fewest digits, near its middle."""
    low, high = numbers.low, numbers.high
    if low is None or high is None or numbers.empty:
        return None
    middle = (low + high) / 2
    for power in range(_LARGEST_POWER, -_MOST_PLACES - 1, -1):
        step = unit * Fraction(10) ** power
        for factor in (1, Fraction(1, 2)):
            steps = middle / (step * factor)
            for count in sorted((floor(steps), ceil(steps)), key=lambda one: abs(one - steps)):
                if numbers.has(count * step * factor):
                    return count * step * factor
    return None
