"""The search for records that make wishes come true.

Goes in: wishes, and records to start from. Comes out: attempts that meet them all, each tried. Ways are
followed one after the other, deeper only as long as few changes are made; what was tried along the way shows
where to go on when that does not help. Every search ends after a number of records, so that the same ruleset
gives the same answer on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

from attrs import define, frozen

from scorerules.analysis.interval import ZERO, Interval
from scorerules.formula import Missing
from scorerules.kinds import Value
from scorerules.testing.pool.attempt_values import AttemptValues
from scorerules.testing.pool.bench import Attempt, Bench
from scorerules.testing.pool.ways import Ways
from scorerules.testing.pool.wishes import Way, Wish, Wishes

MOVES = (2, 6)
"""Changes one after the other, fewest first."""

_LOOKS = 8
"""Ways that may be looked at for each record that may be tried."""

_GROUPS = 2
"""Changes of a group one after the other."""

_CLOSEST = 2
"""Groups of each size that a search goes on from."""

_GROUP_RUNS = 20

_DEEPEST = 80
_BRANCHES = 24

Distance: TypeAlias = tuple[int, Fraction]
"""Wishes that are not met, and how far off the first of them is."""


@define
class Budget:
    """What one search may still spend.

    Args:
        runs: Records that may be tried.
        looks: Ways that may be looked at.
    """

    runs: int
    looks: int

    @property
    def spent(self) -> bool:
        """Whether the search ends here."""
        return self.runs <= 0 or self.looks <= 0


@frozen
class _Check:
    """Stands behind the wishes that a wish was taken apart into: by now it must have come true."""

    wish: Wish


_Pending: TypeAlias = tuple["Wish | _Check", ...]


class Search:
    """Searches with the ways of one plan.

    Args:
        bench: Where records are tried.
        values: What expressions come to.
        ways: How wishes come true.
    """

    def __init__(self, bench: Bench, values: AttemptValues, ways: Ways) -> None:
        self._bench = bench
        self._values = values
        self._ways = ways

    def distance(self, wishes: Wishes, attempt: Attempt) -> Distance:
        """How far an attempt is from what is wished for."""
        unmet = [one for one in wishes if not self._values.met(one, attempt)]
        return len(unmet), self._gap(unmet[0], attempt) if unmet else ZERO

    def along_ways(
        self, wishes: Wishes, starts: Sequence[Attempt], *, runs: int = 80, moves: Sequence[int] = MOVES
    ) -> Iterator[Attempt]:
        """Attempts that meet every wish, found by following ways from each start; some may be found again."""
        for most in moves:
            for start in starts:
                budget = Budget(runs, runs * _LOOKS)
                yield from self._solve(wishes, wishes, start, most, _DEEPEST, budget)

    def nearby(
        self, wishes: Wishes, start: Attempt, values: dict[str, Sequence[Value | None]], *, runs: int
    ) -> Iterator[Attempt]:
        """Attempts that meet every wish, found by changing one or two data at a time towards them."""
        current, best = start, self.distance(wishes, start)
        last = self._bench.runs + runs
        while self._bench.runs < last:
            step = current
            for name, choices in values.items():
                for value in choices:
                    attempt = self._changed(current, name, value)
                    if self._bench.runs >= last:
                        return
                    found = self.distance(wishes, attempt)
                    if found[0] == 0 and attempt.sound:
                        yield attempt
                    elif attempt.sound and found < best:
                        step, best = attempt, found
            if step is current:
                break
            current = step
        yield from self._in_pairs(wishes, current, values, last)

    def in_groups(
        self, wishes: Wishes, starts: Sequence[Attempt], beside: Callable[[Attempt], Iterable[Attempt]]
    ) -> Iterator[Attempt]:
        """Attempts that meet every wish, found by changing the records that they are compared with.

        Args:
            wishes: What is wished for.
            starts: Where to start from.
            beside: The record of an attempt in other groups.
        """
        for _ in range(_GROUPS):
            near = dict.fromkeys(one for start in starts for one in beside(start) if one.sound)
            by_size: dict[int, list[Attempt]] = {}
            for one in sorted(near, key=lambda one: (self.distance(wishes, one), len(one.others))):
                by_size.setdefault(len(one.others), []).append(one)
            # How large the group must be shows only when the record itself has changed, too.
            closest = [one for _, size in sorted(by_size.items()) for one in size[:_CLOSEST]]
            yield from self.along_ways(wishes, closest, runs=_GROUP_RUNS)
            starts = closest[:_CLOSEST]

    def _in_pairs(
        self, wishes: Wishes, start: Attempt, values: dict[str, Sequence[Value | None]], last: int
    ) -> Iterator[Attempt]:
        """Two changes at once, as long as records may be tried."""
        for (one, ours), (other, theirs) in product(values.items(), repeat=2):
            if one >= other:
                continue
            for value in ours:
                first = self._changed(start, one, value)
                for further in theirs:
                    if self._bench.runs >= last:
                        return
                    attempt = self._changed(first, other, further)
                    if attempt.sound and self.distance(wishes, attempt)[0] == 0:
                        yield attempt

    def _changed(self, start: Attempt, name: str, value: Value | None) -> Attempt:
        return self._bench.changed(start, self._bench.change(name, value, start.data))

    def _gap(self, wish: Wish, attempt: Attempt) -> Fraction:
        """How far a number is from those that are wished for; 1 for what is no number."""
        value = self._values.value(wish.expr, attempt)
        numbers = wish.wanted.numbers
        if not isinstance(value, Fraction) or isinstance(value, Missing) or numbers.empty:
            return Fraction(10**9)
        return gap(value, numbers)

    def _solve(
        self, pending: _Pending, wishes: Wishes, attempt: Attempt, moves: int, deepest: int, budget: Budget
    ) -> Iterator[Attempt]:
        """Bring about what is pending, then what of the wishes got lost on the way."""
        while pending:
            first = pending[0]
            if isinstance(first, _Check):
                if not self._values.met(first.wish, attempt):
                    return
            elif not self._values.met(first, attempt):
                break
            pending = pending[1:]
        if not pending:
            lost = tuple(one for one in wishes if not self._values.met(one, attempt))
            if not lost and attempt.sound:
                yield attempt
            elif lost and moves > 0 and deepest > 0:
                yield from self._solve(lost, wishes, attempt, moves, deepest - 10, budget)
            return
        wish = pending[0]
        if moves <= 0 or deepest <= 0:
            return
        assert isinstance(wish, Wish)
        for way in islice(self._ways.of(wish, attempt), _BRANCHES):
            budget.looks -= 1
            if budget.spent:
                return
            yield from self._follow(way, wish, pending[1:], wishes, attempt, moves, deepest - 1, budget)

    def _follow(
        self,
        way: Way,
        wish: Wish,
        rest: _Pending,
        wishes: Wishes,
        attempt: Attempt,
        moves: int,
        deepest: int,
        budget: Budget,
    ) -> Iterator[Attempt]:
        if way.changes is None:
            pending = (*way.wishes, _Check(wish), *rest)
            yield from self._solve(pending, wishes, attempt, moves, deepest, budget)
            return
        before = self._bench.runs
        changed = self._bench.changed(attempt, way.changes)
        budget.runs -= self._bench.runs - before
        if changed.record is not None and changed.data != attempt.data and self._values.met(wish, changed):
            yield from self._solve(rest, wishes, changed, moves - 1, deepest, budget)


def gap(value: Fraction, numbers: Interval) -> Fraction:
    """How far a number is from an interval; half a unit for an end that is not inside."""
    if numbers.low is not None and value <= numbers.low:
        return numbers.low - value
    if numbers.high is not None and value >= numbers.high:
        return value - numbers.high
    return ZERO
