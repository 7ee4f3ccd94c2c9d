"""The least and the most that indicators, tiers and the total can come to, with records that show it.

Goes in: the ranges of a plan and made-up records. Comes out: for each, the range that nothing exceeds and
the scores that records really got. Where both are the same, the limit is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from attrs import frozen

from scorerules.analysis.abstract import some_of
from scorerules.analysis.attainable import ScoreFunction
from scorerules.analysis.ranges import Ranges
from scorerules.analysis.solving import Solver, as_value
from scorerules.analysis.trials import Data, Trials
from scorerules.formula import Const, Name, walk
from scorerules.kinds import Value
from scorerules.plan import Step

_MOST_PROPOSALS = 12
"""Records that are proposed for one limit."""

_MOST_DATA = 24
"""Data that are varied one by one where no proposal reaches the limit."""

_MOST_CONSTANTS = 8
"""Constants of the rules that are tried as a value of a datum."""

_MOST_VARIED = 160
"""Records that are tried while data are varied."""


@frozen
class Limit:
    """One end of what something can score.

    Args:
        bound: Nothing is beyond it; ``None`` when no bound is known.
        shown: What a record got that comes closest; ``None`` when no record was found.
        data: The data of that record that matter.
    """

    bound: Fraction | None
    shown: Fraction | None
    data: Data

    @property
    def exact(self) -> bool:
        """Whether the bound itself is reached."""
        return self.bound is not None and self.bound == self.shown


@frozen
class Attainable:
    """What one indicator or tier, or the total, can score.

    Args:
        owner: Its id, or ``total``.
        full: Its full mark in points, if it has one.
        least, most: The ends.
    """

    owner: str
    full: Fraction | None
    least: Limit
    most: Limit


class Budget:
    """Works out what everything of one ruleset can score.

    Args:
        trials: Made-up records.
        solver: Finds data for wanted values.
        ranges: What the steps can come to.
        functions: Scores that are functions of one number.
    """

    def __init__(
        self, trials: Trials, solver: Solver, ranges: Ranges, functions: Mapping[str, ScoreFunction]
    ) -> None:
        self._trials = trials
        self._solver = solver
        self._ranges = ranges
        self._functions = functions
        self._start = trials.run({})

    def all(self) -> tuple[Attainable, ...]:
        """Every indicator, then every tier, then the total, in the order in which they are computed."""
        found: dict[str, Attainable] = {}
        for step in self._trials.plan.steps:
            if step.role == "score" or step.id == "total":
                found[step.owner] = self._attainable(step, found)
        return tuple(found.values())

    def _attainable(self, step: Step, before: Mapping[str, Attainable]) -> Attainable:
        plan, total = self._trials.plan, step.owner == "total"
        numbers = self._ranges.values[step.id].numbers
        inside = [one for one in before.values() if total or self._is_in(one.owner, step.owner)]
        return Attainable(
            step.owner,
            self._trials.scheme.total.full if total else plan.full.get(step.owner),
            self._limit(step, numbers.low, [one.least for one in inside], sign=-1),
            self._limit(step, numbers.high, [one.most for one in inside], sign=1),
        )

    def _is_in(self, owner: str, tier: str) -> bool:
        """Whether an indicator or a tier stands below a tier."""
        scheme = self._trials.scheme
        above = scheme.indicators[owner].tier if owner in scheme.indicators else scheme.tiers[owner].under
        return above == tier or (above is not None and above in scheme.tiers and self._is_in(above, tier))

    def _limit(self, step: Step, bound: Fraction | None, inside: list[Limit], *, sign: int) -> Limit:
        """The best record found for one end; the data of the members' ends together come first."""
        climb = _Climb(self._trials, step.id, bound, sign)
        for changes in islice(self._proposals(step, bound, inside), _MOST_PROPOSALS):
            if climb.tries(changes):
                break
        if not climb.done:
            climb.vary(self._varied(step.id))
        return Limit(bound, climb.best, climb.data)

    def _varied(self, step: str) -> Mapping[str, tuple[Value | None, ...]]:
        """The data that a step depends on, each with a few values that may matter."""
        steps = {one.id: one.expr for one in self._trials.plan.steps}
        read: dict[str, None] = {}
        constants: dict[Fraction, None] = {}
        waiting, seen = [step], {step}
        while waiting:
            expr = steps.get(waiting.pop())
            for node in () if expr is None else walk(expr):
                if isinstance(node, Const) and isinstance(node.value, Fraction):
                    constants[node.value] = None
                if isinstance(node, Name) and node.id not in seen:
                    seen.add(node.id)
                    waiting.append(node.id)
                    if node.id not in steps:
                        read[node.id] = None
        found: dict[str, tuple[Value | None, ...]] = {}
        for name in islice(read, _MOST_DATA):
            domain = self._ranges.read(name)
            values: list[Fraction | str | bool] = list(some_of(domain))
            values += [one for one in constants if domain.numbers.has(one)][:_MOST_CONSTANTS]
            if name in self._solver.keys:
                found[name] = tuple(
                    value for one in values if (value := as_value(self._solver.keys[name], one)) is not None
                )
        return found

    def _proposals(self, step: Step, bound: Fraction | None, inside: list[Limit]) -> Iterator[Data]:
        yield {name: value for one in inside for name, value in one.data.items()}
        function = self._functions.get(step.owner)
        if bound is None or step.owner not in self._trials.scheme.indicators:
            return
        if function is not None:
            for driver in function.places_of(bound):
                yield from islice(self._solver.reach(Name(function.driver), driver, self._start), 3)
        yield from self._solver.reach(Name(step.id), bound, self._start)


class _Climb:
    """Looks for the record that comes closest to an end, starting from the best one so far.

    Args:
        trials: Made-up records.
        step: The step that is looked at.
        bound: The end.
        sign: 1 to look for the highest, -1 for the lowest.
    """

    def __init__(self, trials: Trials, step: str, bound: Fraction | None, sign: int) -> None:
        self.best: Fraction | None = None
        self.data: Data = {}
        self._trials = trials
        self._step = step
        self._bound = bound
        self._sign = sign
        self._left = _MOST_VARIED

    @property
    def done(self) -> bool:
        """Whether the end is reached."""
        return self.best is not None and self.best == self._bound

    def tries(self, changes: Data) -> bool:
        """Run a record and keep it if it is the best; whether the end is reached."""
        trial = self._trials.run(changes)
        number = trial.number(self._step) if trial.sound else None
        if number is not None and (self.best is None or self._sign * number > self._sign * self.best):
            self.best, self.data = number, changes
        return self.done

    def vary(self, values: Mapping[str, tuple[Value | None, ...]]) -> None:
        """Change one datum after the other, as long as that helps."""
        before = None
        while before != self.best or before is None:
            before = self.best
            for name, candidates in values.items():
                for value in candidates:
                    self._left -= 1
                    if self._left < 0 or self.tries({**self.data, name: value}):
                        return
            if self.best is None:
                return
