"""Other groups for a record to be compared with, where what is wished for depends on the other records.

Goes in: an attempt, and attempts tried before. Comes out: attempts with the same data among other records:
one less, or one to three more; and the same group seen from the place of another record in it. Those that
join are copies of the record itself, changes of it that come before or after it in something that the ruleset
compares, and those tried before that are outermost in it; what tells groups apart is made the record's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, islice

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.interval import Interval
from scorerules.formula import Call, Const, Expr, Name, cohort_arguments
from scorerules.plan import KEPT, Plan
from scorerules.testing.pool.attempt_values import AttemptValues
from scorerules.testing.pool.bench import Attempt, Bench
from scorerules.testing.pool.search import Search
from scorerules.testing.pool.wishes import Wish

_LARGEST = 8
"""Records of a group."""

_RUNS = 10


class Companions:
    """Changes the groups of one ruleset.

    Args:
        bench: Where records are tried.
        values: What expressions come to.
        search: Finds records that differ in what is compared.
    """

    def __init__(self, bench: Bench, values: AttemptValues, search: Search) -> None:
        self._bench = bench
        self._values = values
        self._search = search
        self._compared = tuple(dict.fromkeys(_compared(bench.plan)))

    def beside(self, attempt: Attempt, known: Sequence[Attempt]) -> Iterator[Attempt]:
        """The record of an attempt in groups that differ a little from its own.

        Args:
            attempt: The attempt.
            known: Attempts whose records may join.
        """
        others = attempt.others
        joining = list(self._joining(attempt, known))
        groups = [(*others, *more) for more in _joined(joining) if len(others) + len(more) < _LARGEST]
        for group in groups:
            yield self._bench.among(attempt.data, group)
        for index, one in enumerate(others):
            rest = others[:index] + others[index + 1 :]
            yield self._bench.among(attempt.data, rest)
            theirs = self._bench.said(one)
            if theirs is not None and attempt.record is not None:
                yield self._bench.among(theirs, (*rest, attempt.record))

    def _joining(self, attempt: Attempt, known: Sequence[Attempt]) -> Iterator[Mapping[str, object]]:
        """Records that can join the group of an attempt, those that differ most in what is compared."""
        chosen = dict.fromkeys((attempt, *self.unlike(attempt)))
        for expr in self._compared:
            valued = [(value, one) for one in known if (value := self._order(expr, one)) is not None]
            for pick in (min, max) if valued else ():
                chosen[pick(valued, key=lambda pair: pair[0])[1]] = None
        own = {name: attempt.data.get(name) for name in self._bench.group_by}
        records = [self._bench.run({**one.data, **own}).record for one in chosen]
        for index, record in enumerate(records):
            if record is not None and record not in records[:index]:
                yield record

    def unlike(self, attempt: Attempt) -> Iterator[Attempt]:
        """Changes of a record that count where it does not, then what comes before or after it or those."""
        places = [attempt]
        for expr in self._compared:
            value = self._values.value(expr, attempt)
            if isinstance(value, bool):
                found = list(self._with(expr, of_truth((not value,)), attempt))
                places += [] if value else found
                yield from found
        for expr in self._compared:
            for place in places:
                value = self._values.value(expr, place)
                if isinstance(value, Fraction):
                    yield from self._with(expr, of_numbers(Interval(None, value, high_in=False)), place)
                    yield from self._with(expr, of_numbers(Interval(value, None, low_in=False)), place)

    def _with(self, expr: Expr, wanted: Abstract, attempt: Attempt) -> Iterator[Attempt]:
        """A change of a record with which an expression comes to something else."""
        wish = Wish(expr, wanted)
        return islice(self._search.along_ways((wish,), (attempt,), runs=_RUNS, moves=(1,)), 1)

    def _order(self, expr: Expr, attempt: Attempt) -> Fraction | None:
        """Where an attempt stands by an expression that is compared; ``None`` when it has no place."""
        value = self._values.value(expr, attempt)
        return Fraction(value) if isinstance(value, bool) else self._values.number(expr, attempt)


def _joined(joining: Sequence[Mapping[str, object]]) -> Iterator[tuple[Mapping[str, object], ...]]:
    """What joins a group at once: with three more, it has a third place and something that comes after it."""
    yield from ((one,) for one in joining)
    yield from combinations_with_replacement(joining, 2)
    yield from ((one, one, one) for one in joining)


def _compared(plan: Plan) -> Iterator[Expr]:
    """What records are compared by, and what tells which of them count."""
    for step in plan.steps:
        if step.role == "cohort" and isinstance(step.expr, Call):
            yield from (one for one in cohort_arguments(step.expr) if not isinstance(one, Const))
            kept = f"{step.id}.{KEPT}"
            if kept in plan.exprs:
                yield Name(kept)
