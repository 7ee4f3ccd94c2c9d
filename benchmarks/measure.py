"""Cases that are measured against each other, round after round.

Goes in: calls. Comes out: what they took, and the medians of their ratios, a ratio being that of one round:
what slows the machine for a while slows the cases of a round alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray


@define
class Case:
    """One way to score.

    Args:
        name: What the tables call it.
        run: Scores once.
        size: How many records that are.
        about: Its version.
        wrong: How many records have a wrong score, and how many a wrong grade; ``None`` when nobody looked.
        of: How many records were looked at.
    """

    name: str
    run: Callable[[], object]
    size: int
    about: str = ""
    wrong: tuple[int, int] | None = None
    of: int = 0
    times: list[float] = field(factory=list)

    def measure(self, clock: Callable[[], float]) -> None:
        """Measure one round, in seconds a record."""
        start = clock()
        self.run()
        self.times.append((clock() - start) / self.size)


def rounds(cases: Iterable[Case], count: int, clock: Callable[[], float] = time.process_time) -> None:
    """Measure every case once a round; what is made at first use is not measured."""
    listed = list(cases)
    for case in listed:
        case.measure(clock)
        case.times.clear()
    for _ in range(count):
        for case in listed:
            case.measure(clock)


def ratio(case: Case, base: Case) -> float:
    """How many times as long as ``base`` a case takes."""
    return statistics.median(own / other for own, other in zip(case.times, base.times, strict=True))


def row(case: Case) -> dict[str, Any]:
    """What the report keeps of a case."""
    return {
        "case": case.name,
        "version": case.about,
        "seconds": statistics.median(case.times),
        "times": case.times,
        "wrong": None
        if case.wrong is None
        else {"scores": case.wrong[0], "grades": case.wrong[1], "of": case.of},
    }


def differs(found: Any, exact: Fraction | int, scale: int) -> bool:
    """Whether a score is wrong: a float is read in the units of exact scores, its own noise is no fault."""
    return round(found * scale) != exact * scale if isinstance(found, float) else Fraction(found) != exact


def differing(found: Any, units: NDArray[Any], scale: int) -> NDArray[Any]:
    """The same of a column of floats, and of exact scores in units."""
    return np.rint(np.asarray(found, np.float64) * scale) != units
