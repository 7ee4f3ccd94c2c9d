"""The smallest set of cases found that shows everything a ruleset can do.

Goes in: a ruleset, and cases that are already there. Comes out: further cases, each the plain record with a
few changes, that together reach every goal for which a record was found. Removing any one of them leaves a
goal unreached: that holds by the way they are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from attrs import field, frozen

from scorerules.model import Example
from scorerules.ruleset import Ruleset
from scorerules.testing.goals import Comes, Goal, Lacks, Takes, goals_of
from scorerules.testing.goals.covering import shown_by
from scorerules.testing.pool.bench import Attempt
from scorerules.testing.pool.candidates import Candidate, Pool

_WAYS = 2
"""Records of one goal that are tried in one record with those of others."""


@frozen
class SuggestedCase:
    """One case.

    Args:
        candidate: Its record, scored.
        reaches: The goals that it reaches, of those that the suggestion is about.
        needed_for: Those that no other case of the suggestion reaches.
    """

    candidate: Candidate
    reaches: tuple[Goal, ...]
    needed_for: tuple[Goal, ...] = ()


@frozen
class Suggestion:
    """Cases that together reach what coverage asks for.

    Args:
        ruleset: The ruleset.
        cases: The suggested cases, the plainest first.
        goals: Everything that coverage asks for.
        reached_before: What the cases that were there already reach.
        not_found: Goals for which no record was found.
        least: Cases that any such set must have at least, as far as that is easily told.
    """

    ruleset: Ruleset = field(repr=False)
    cases: tuple[SuggestedCase, ...]
    goals: tuple[Goal, ...] = field(repr=False)
    reached_before: tuple[Goal, ...] = field(repr=False)
    not_found: tuple[Goal, ...]
    least: int


def suggest(
    ruleset: Ruleset,
    examples: Iterable[Example] = (),
    goals: Iterable[Goal] | None = None,
    *,
    pool: Pool | None = None,
    watched: Callable[[Sequence[Goal]], Iterable[Goal]] = iter,
) -> Suggestion:
    """Suggest cases for a ruleset.

    Args:
        ruleset: The ruleset.
        examples: Cases that are there already; what they reach is not asked for again.
        goals: What to reach; everything that coverage asks for unless said.
        pool: Where records come from, when somebody has one already.
        watched: Goes through the goals while records are searched for, for a progress bar.

    Raises:
        RulesetError: The ruleset is abstract (SR271).
    """
    ruleset.refuse_abstract()
    there = tuple(examples)
    if pool is None:
        pool = Pool(ruleset, (*ruleset.examples, *there))
    asked = goals_of(pool.study) if goals is None else tuple(goals)
    traces = [one for one in (shown_by(example, ruleset) for example in there) if one is not None]
    before = tuple(goal for goal in asked if any(goal.met(trace) for trace in traces))
    known = {goal.id for goal in before}
    return _Choosing(pool, watched).suggestion(asked, before, [one for one in asked if one.id not in known])


class _Choosing:
    """Chooses cases from the records of a pool.

    Args:
        pool: The pool.
        watched: Goes through the goals while records are searched for.
    """

    def __init__(self, pool: Pool, watched: Callable[[Sequence[Goal]], Iterable[Goal]]) -> None:
        self._pool = pool
        self._watched = watched
        self._reached: dict[int, frozenset[str]] = {}
        self._goals: dict[str, Goal] = {}

    def suggestion(
        self, asked: tuple[Goal, ...], before: tuple[Goal, ...], wanted: Sequence[Goal]
    ) -> Suggestion:
        """The cases that reach the wanted goals."""
        self._goals = {goal.id: goal for goal in wanted}
        found: dict[str, tuple[Attempt, ...]] = {}
        for goal in self._watched(wanted):
            own = tuple(self._simpler(one, goal) for one in islice(self._pool.reaching(goal), _WAYS))
            if own:
                found[goal.id] = own
        chosen = self._packed(found)
        chosen = self._rehosted(self._irredundant(chosen), found)
        for place in range(len(chosen)):
            # One after the other: what two cases reach must stay with one of them.
            chosen[place] = self._plain(chosen[place], chosen)
        chosen = self._irredundant(chosen)
        chosen.sort(key=lambda one: (len(self._pool.changes_of(one.data)), str(one.record)))
        reachable = [goal for goal in wanted if goal.id in found]
        return Suggestion(
            self._pool.ruleset,
            tuple(self._cases(chosen)),
            asked,
            before,
            tuple(goal for goal in wanted if goal.id not in found),
            least(reachable),
        )

    def _met(self, attempt: Attempt) -> frozenset[str]:
        """The wanted goals that a record reaches."""
        known = self._reached.get(id(attempt))
        if known is None:
            met = (goal.id for goal in self._goals.values() if goal.met(attempt.trace))
            known = self._reached[id(attempt)] = frozenset(met) if attempt.sound else frozenset()
        return known

    def _simpler(self, candidate: Candidate, goal: Goal) -> Attempt:
        """The record of a candidate without the changes that its goal does not need."""
        attempt = self._pool.attempt(candidate)
        return self._reverted(attempt, lambda one: one.sound and goal.met(one.trace))

    def _reverted(self, attempt: Attempt, will_do: Callable[[Attempt], bool]) -> Attempt:
        """A record with as few changes of the base record as will do, taken back one key after the other."""
        pool = self._pool
        owners = dict.fromkeys(pool.bench.owners[name].id for name in pool.changes_of(attempt.data))
        for owner in owners:
            back = {
                name: pool.base.data.get(name)
                for name in dict.fromkeys((*attempt.data, *pool.base.data))
                if pool.bench.owners[name].id == owner
            }
            plainer = pool.bench.changed(attempt, back)
            if will_do(plainer):
                attempt = plainer
        return attempt

    def _packed(self, found: dict[str, tuple[Attempt, ...]]) -> list[Attempt]:
        """Records made to reach as much as possible, one after the other, until everything is reached."""
        left = dict(found)
        cases = []
        # What takes most changes goes together with little, so it comes first.
        order = sorted(left, key=lambda id_: -len(self._pool.changes_of(left[id_][0].data)))
        while left:
            first = next(id_ for id_ in order if id_ in left)
            current = max(left[first], key=lambda one: len(self._met(one) & left.keys()))
            for id_ in order:
                if id_ in left and id_ not in self._met(current):
                    current = self._joined(current, left[id_], frozenset(left)) or current
            for id_ in self._met(current) | {first}:
                left.pop(id_, None)
            cases.append(current)
        return cases

    def _joined(self, current: Attempt, ways: tuple[Attempt, ...], counted: frozenset[str]) -> Attempt | None:
        """A record that reaches what ``current`` does and more of what is counted, by one of some ways."""
        had = self._met(current) & counted
        for way in ways:
            merged = self._merged(current, way)
            if merged is not None and self._met(merged) & counted > had:
                return merged
        return None

    def _merged(self, one: Attempt, other: Attempt) -> Attempt | None:
        """The changes of two records in one; ``None`` when they are about the same data."""
        pool = self._pool
        if other.others not in (one.others, pool.base.others):
            return None
        ours, theirs = pool.changes_of(one.data), pool.changes_of(other.data)
        if any(ours[name] != theirs[name] for name in ours.keys() & theirs.keys()):
            return None
        held = {pool.bench.owners[name].id for name in ours}
        if any(pool.bench.owners[name].id in held for name in theirs.keys() - ours.keys()):
            return None
        return pool.bench.changed(one, theirs)

    def _irredundant(self, cases: Sequence[Attempt]) -> list[Attempt]:
        """The cases without those whose goals the others reach, the least useful dropped first."""
        kept = list(dict.fromkeys(cases))
        for one in sorted(kept, key=lambda one: (len(self._met(one)), -len(self._pool.changes_of(one.data)))):
            if self._needed(one, kept) == frozenset():
                kept.remove(one)
        return kept

    def _needed(self, one: Attempt, cases: Iterable[Attempt]) -> frozenset[str]:
        """The goals of a case that no other reaches."""
        return self._met(one).difference(*(self._met(other) for other in cases if other is not one))

    def _rehosted(self, cases: list[Attempt], found: dict[str, tuple[Attempt, ...]]) -> list[Attempt]:
        """Fewer cases, where what only one reaches can be brought about in the others as well."""
        for one in sorted(cases, key=lambda one: len(self._needed(one, cases))):
            if one not in cases:
                continue
            rest: list[Attempt] = [other for other in cases if other is not one]
            for id_ in sorted(self._needed(one, cases)):
                for place, host in enumerate(rest):
                    needed = self._needed(host, rest) | {id_}
                    new = self._joined(host, found[id_], needed)
                    if new is not None and needed <= self._met(new):
                        rest[place] = new
                        break
                else:
                    break
            else:
                cases = self._irredundant(rest)
        return cases

    def _plain(self, one: Attempt, cases: Sequence[Attempt]) -> Attempt:
        """A case without changes that nothing needs."""
        needed = self._needed(one, cases)
        return self._reverted(one, lambda plainer: needed <= self._met(plainer))

    def _cases(self, chosen: Sequence[Attempt]) -> Iterable[SuggestedCase]:
        for attempt in chosen:
            candidate = self._pool.candidate(attempt)
            assert candidate is not None  # it was scored before
            reaches = self._met(attempt)
            needed = self._needed(attempt, chosen)
            yield SuggestedCase(
                candidate,
                tuple(goal for goal in self._goals.values() if goal.id in reaches),
                tuple(goal for goal in self._goals.values() if goal.id in needed),
            )


def least(goals: Iterable[Goal]) -> int:
    """Cases needed at least: no record takes two rows of one choice, or has two values of one number."""
    rows: dict[str, set[int]] = {}
    values: dict[object, list[Comes]] = {}
    lacking: set[str] = set()
    for goal in goals:
        for one in goal.conditions:
            if isinstance(one, Takes):
                rows.setdefault(one.tag, set()).add(one.row)
            elif isinstance(one, Comes):
                values.setdefault(one.what, []).append(one)
            elif isinstance(one, Lacks):
                lacking.add(one.name)
    counts = [len(found) for found in rows.values()]
    counts += [_apart(found) for found in values.values()]
    return max([*counts, 1 if lacking else 0, *([1] if values or rows else [])], default=0)


def _apart(conditions: list[Comes]) -> int:
    """How many of some conditions on one value exclude each other, found one after the other."""
    chosen: list[Comes] = []
    ends = sorted(conditions, key=lambda one: (one.wanted.numbers.high is None, one.wanted.numbers.high or 0))
    for one in ends:
        if all(one.wanted.meet(other.wanted).never for other in chosen):
            chosen.append(one)
    return len(chosen)


__all__ = ["SuggestedCase", "Suggestion", "suggest"]
