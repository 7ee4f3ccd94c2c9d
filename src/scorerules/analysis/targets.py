"""Records whose total is a wanted number.

Goes in: the scores of a ruleset that are functions of one number. Comes out: data with which the total
comes to the number, or close to it, as far as lowering one indicator after the other gets there. They are
proposals: whoever uses one runs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from attrs import frozen

from scorerules.analysis.attainable import ScoreFunction
from scorerules.analysis.solving import Solver
from scorerules.analysis.trials import Data, Trial, Trials
from scorerules.formula import Name
from scorerules.kinds import Value
from scorerules.numbers import round_to

_WAYS = 3
"""Ways to bring about one value that are tried."""

_PLACES = (2, 3, 4, 6)
"""Decimals of a short number, fewest first."""


@frozen
class Lever:
    """An indicator that can be lowered to lower the total.

    Args:
        function: Its score.
        most: The highest score, and the data that give it.
        rate: How much the total falls when the score falls by 1.
    """

    function: ScoreFunction
    most: Fraction
    data: Data
    rate: Fraction


class Targets:
    """Finds records by their total.

    Args:
        trials: Made-up records.
        functions: Scores that are functions of one number.
    """

    def __init__(self, trials: Trials, functions: Mapping[str, ScoreFunction]) -> None:
        self._trials = trials
        self._solver = Solver(trials)
        self.levers = tuple(self._lever_of(functions))
        """The indicators that can be lowered, each alone."""
        self._top = trials.run({name: value for lever in self.levers for name, value in lever.data.items()})

    def reach(
        self, total: Fraction, *, last: int, first: Fraction = Fraction(0), tolerance: Fraction = Fraction(0)
    ) -> Data:
        """Data with which the total comes to ``total``, or close to it.

        Args:
            total: The wanted total.
            last: The lever that makes up for what the others leave.
            first: Points that the first lever is lowered by, come what may.
            tolerance: Points by which a score may differ from the wanted one, so that data are short numbers.
        """
        order = [*self.levers[last + 1 :], *self.levers[: last + 1]]
        data: dict[str, Value | None] = dict(self._top.data)
        now = self._top.number("total")
        if now is None:
            return data
        if first:
            changes, lost = self._lowered(order[0], order[0].most - first, tolerance)
            data |= changes
            now -= lost
            order = order[1:]
        for lever in order:
            if now <= total:
                break
            changes, lost = self._lowered(lever, lever.most - (now - total) / lever.rate, tolerance)
            data |= changes
            now -= lost
        return data

    def _lowered(self, lever: Lever, wanted: Fraction, tolerance: Fraction) -> tuple[Data, Fraction]:
        """Changes that bring an indicator down to a score or as far as it goes, and what the total loses."""
        function, low = lever.function, lever.function.numbers.low
        score = wanted if low is None or wanted >= low else low
        for place in islice(function.places_of(score), _WAYS):
            short = self._short(function, place, score, tolerance)
            got = function.at(short)
            for changes in islice(self._solver.reach(Name(function.driver), short, self._top), 1):
                if got is not None:
                    return changes, (lever.most - got) * lever.rate
        return {}, Fraction(0)

    def _short(
        self, function: ScoreFunction, place: Fraction, score: Fraction, tolerance: Fraction
    ) -> Fraction:
        """A value near ``place`` with few decimals whose score is near enough."""
        for places in _PLACES:
            short = round_to(place, Fraction(1, 10**places), "half-up")
            got = function.at(short)
            if got is not None and abs(got - score) <= tolerance:
                return short
        return place

    def _with_score(self, function: ScoreFunction, score: Fraction, start: Trial) -> Data | None:
        """Data that were seen to give an indicator a score."""
        for place in islice(function.places_of(score), _WAYS):
            for changes in islice(self._solver.reach(Name(function.driver), place, start), _WAYS):
                trial = self._trials.run({**start.data, **changes})
                if trial.sound and trial.number(f"score.{function.item}") == score:
                    return changes
        return None

    def _lever_of(self, functions: Mapping[str, ScoreFunction]) -> Iterator[Lever]:
        start = self._trials.run({})
        for function in functions.values():
            high, low = function.numbers.high, function.numbers.low
            if high is None or low is None or high == low:
                continue
            most = self._with_score(function, high, start)
            if most is None:
                continue
            top = self._trials.run(most)
            least = self._with_score(function, low, top)
            if least is None:
                continue
            before, after = top.number("total"), self._trials.run({**most, **least}).number("total")
            if before is not None and after is not None and before > after:
                yield Lever(function, high, most, (before - after) / (high - low))
