"""Records worth scoring: those that reach a goal, and those at and around every boundary of a ruleset.

Goes in: a ruleset. Comes out: candidates, each scored for real; a goal for which none was found is said so.
Nothing is drawn by chance: the same ruleset gives the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, product

from attrs import field, frozen

from scorerules.analysis.abstract import of_numbers, of_value
from scorerules.analysis.domains import domain_of
from scorerules.analysis.interval import Interval
from scorerules.analysis.record_form import Written
from scorerules.analysis.study import Study
from scorerules.analysis.targets import Targets
from scorerules.analysis.trials import Data
from scorerules.errors import RecordError
from scorerules.formula import Name, names
from scorerules.kinds import REMARK_ONLY, Value
from scorerules.model import Example
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.testing.goals import Asks, Comes, Condition, Goal, Inapplicable, Lacks, Misses, Takes
from scorerules.testing.pool.attempt_values import AttemptValues
from scorerules.testing.pool.bench import Attempt, Bench
from scorerules.testing.pool.boundaries import boundaries
from scorerules.testing.pool.companions import Companions
from scorerules.testing.pool.plain_numbers import plain_numbers
from scorerules.testing.pool.search import MOVES, Search
from scorerules.testing.pool.ways import Ways
from scorerules.testing.pool.wishes import PRESENT, Wish, Wishes, wishes_of

_MOST_OF_A_GOAL = 8
"""Candidates of one goal that are handed out."""

_QUICK_PHASES = 2
"""Ways of searching that cost little."""

_MOST_OF_A_PHASE = 3
"""Records that one way of searching finds before the plainest of them is handed out."""

_CLOSEST = 3
"""Records tried before that a search starts from, besides the base record."""

_LAST = 200
"""Of the records tried before, how many of the last ones a search may start from."""

_RUNS = 80
_PATIENCE = 4
"""Goals without a record after which the next ones are looked for half as long, then a third, and so on."""

_NEARER = 12
"""Values of a datum, closer to the usual one, that are tried in place of it."""

_NEARBY_RUNS = 200
_CHOICES = 8

_SWEPT = 60
"""Steps below the usual value of a datum that are tried when nothing else helps."""

_MOST_TRIED = 4000
"""Records around boundaries that are tried for one ruleset."""

_MOST_MEETING = 5
"""Data of one expression that are taken two at a time."""

_AWKWARD = (Fraction(0), Fraction(10**12), Fraction("0.123456789"))


@frozen
class Candidate:
    """A record that was scored.

    Args:
        record: The record, its values as JSON has them.
        cohort: The other records of its group, where the ruleset compares records.
        data: What it says, by key, in base units.
        changes: How it differs from the base record of the pool.
        evaluation: What it comes to.
    """

    record: Mapping[str, Written]
    cohort: tuple[Mapping[str, object], ...]
    data: Mapping[str, Value] = field(repr=False)
    changes: Data = field(repr=False)
    evaluation: Evaluation = field(repr=False, eq=False)

    def meets(self, goal: Goal) -> bool:
        """Whether it reaches a goal."""
        return goal.met(self.evaluation.facts.trace)


def _place(value: Value | None) -> Fraction | None:
    """Where a number or a day lies among others."""
    if isinstance(value, date):
        return Fraction(value.toordinal())
    return value if isinstance(value, Fraction) and not isinstance(value, bool) else None


class Pool:
    """Finds records of one ruleset.

    Args:
        ruleset: The ruleset.
        examples: Cases whose records serve as models; the examples of the file unless others are given.
        study: What the analysis knows of it, when somebody has it already.
    """

    def __init__(
        self, ruleset: Ruleset, examples: Iterable[Example] | None = None, *, study: Study | None = None
    ) -> None:
        self.ruleset = ruleset
        self.study = Study(ruleset.scheme, ruleset.plan) if study is None else study
        models = ruleset.examples if examples is None else examples
        self.bench = Bench(ruleset.scheme, ruleset.plan, tuple(models))
        values = AttemptValues(ruleset.plan)
        self._search = Search(self.bench, values, Ways(self.bench, values, self.study.ranges.read))
        self._companions = Companions(self.bench, values, self._search)
        self._not_found: dict[str, Goal] = {}
        self._found: dict[str, tuple[list[Candidate], Iterator[Candidate]]] = {}

    @property
    def not_found(self) -> tuple[Goal, ...]:
        """The goals that were asked for and for which no record was found."""
        return tuple(self._not_found.values())

    @cached_property
    def base(self) -> Attempt:
        """The record that all others are changes of: that of the first example, else one made up."""
        if self.bench.models:
            return self.bench.run(*self.bench.models[0])
        return self.sound_like(self.bench.run(self.bench.made))

    def sound_like(self, attempt: Attempt) -> Attempt:
        """The attempt, or one close to it that is scored where it is not."""
        if attempt.sound:
            return attempt
        needed = tuple(Wish(Name(step.id), PRESENT) for step in self.ruleset.plan.steps if step.required)
        found = self._search.along_ways(needed, (attempt,))
        return next(found, attempt)

    def reaching(self, goal: Goal) -> Iterator[Candidate]:
        """Records that reach a goal, the plainest first."""
        known, more = self._found.setdefault(goal.id, ([], islice(self._reaching(goal), _MOST_OF_A_GOAL)))
        place = 0
        while True:
            if place == len(known):
                found = next(more, None)
                if found is None:
                    break
                known.append(found)
            yield known[place]
            place += 1
        if not known:
            self._not_found[goal.id] = goal

    def meeting(self, conditions: Sequence[Condition], *, runs: int) -> Iterator[Candidate]:
        """Records that meet some conditions, found by following ways from the records closest to them.

        Args:
            conditions: What must hold, all of it.
            runs: Records that may be tried from each.
        """
        wishes = self.wishes_of(conditions)
        starts = (self.base, *self._closest(wishes, self._ladder))
        seen: set[int] = set()
        for attempt in self._search.along_ways(wishes, starts, runs=runs, moves=(1, 2)):
            if id(attempt) not in seen:
                seen.add(id(attempt))
                found = self.candidate(attempt)
                if found is not None:
                    yield found

    def fragments(self, goals: Iterable[Goal]) -> Mapping[str, tuple[Data, ...]]:
        """For each goal the changes of the base record that reach it; none for one that is not reached."""
        return {goal.id: tuple(one.changes for one in self.reaching(goal)) for goal in goals}

    def boundary_records(self) -> Iterator[Candidate]:
        """The base record, and what turns up at and around every boundary, one change of it at a time.

        The same from a record that loses a part of everything, so that no cap hides what a change does.
        Then data that meet in one rule, two at a time.
        """
        seen: set[int] = set()
        for attempt in islice(self._around_boundaries(), _MOST_TRIED):
            if id(attempt) not in seen and attempt.sound:
                seen.add(id(attempt))
                found = self.candidate(attempt)
                if found is not None:
                    yield found

    def _around_boundaries(self) -> Iterator[Attempt]:
        starts = dict.fromkeys((id(self.base), id(self.middle)))
        for start in (self.base, self.middle)[: len(starts)]:
            yield start
            for boundary in boundaries(self.study):
                for wish in boundary.wishes:
                    yield from islice(self._search.along_ways((wish,), (start,), moves=(1, 2)), 1)
            for name in self.bench.keys:
                for value in (*self.values_for(name), *self._awkward(name)):
                    yield self.bench.changed(start, self.bench.change(name, value, start.data))
        for one, other in self._meeting():
            for ours, theirs in product(self.values_for(one), self.values_for(other)):
                first = self.bench.changed(self.base, self.bench.change(one, ours, self.base.data))
                yield self.bench.changed(first, self.bench.change(other, theirs, first.data))

    @cached_property
    def middle(self) -> Attempt:
        """A record that loses a part of everything that can be lost in part."""
        current = self.base
        for step in self.ruleset.plan.steps:
            numbers = self.study.ranges.read(step.id).numbers
            if step.role == "score" and step.owner in self.ruleset.indicators and numbers.single is None:
                part = of_numbers(Interval(numbers.low, numbers.high, low_in=False, high_in=False))
                wish = self.wishes_of((Comes(step.id, part),))
                current = next(self._search.along_ways(wish, (current,), moves=(1, 2)), current)
        return current

    def _meeting(self) -> Iterator[tuple[str, str]]:
        """Pairs of data that one expression reads."""
        pairs: dict[tuple[str, str], None] = {}
        for step in self.ruleset.plan.steps:
            read = [name for name in names(step.expr) if name in self.bench.keys]
            pairs |= dict.fromkeys(combinations(read[:_MOST_MEETING], 2))
        yield from pairs

    def _awkward(self, name: str) -> Iterator[Value]:
        """Numbers that nobody thinks of: nothing, very much, many decimals."""
        numbers = domain_of(self.bench.keys[name]).numbers
        if self.bench.keys[name].type in ("number", "integer"):
            yield from (one for one in _AWKWARD if numbers.has(one))

    def candidate(self, attempt: Attempt) -> Candidate | None:
        """An attempt, scored for real; ``None`` when it is refused."""
        if attempt.record is None:
            return None
        cohort = attempt.others if self.ruleset.plan.compares_records else None
        try:
            evaluation = self.ruleset.score(attempt.record, cohort=cohort)  # type: ignore[arg-type]
        except RecordError:
            return None
        changes = self.changes_of(attempt.data)
        return Candidate(attempt.record, attempt.others, attempt.data, changes, evaluation)

    def attempt(self, candidate: Candidate) -> Attempt:
        """The attempt that a candidate was made of."""
        return self.bench.among(candidate.data, candidate.cohort)

    def changes_of(self, data: Mapping[str, Value]) -> Data:
        """How data differ from those of the base record; ``None`` for what is left out."""
        base = self.base.data
        every = dict.fromkeys((*base, *data))
        return {name: data.get(name) for name in every if data.get(name) != base.get(name)}

    def _reaching(self, goal: Goal) -> Iterator[Candidate]:
        wishes = self.wishes_of(goal.conditions)
        seen: set[int] = set()
        handed = 0
        for phase, attempts in enumerate(self._phases(goal, wishes), 1):
            fresh = [one for one in attempts if id(one) not in seen]
            seen.update(map(id, fresh))
            for attempt in sorted(fresh, key=self._plainness):
                found = self.candidate(attempt)
                if found is not None and found.meets(goal):
                    handed += 1
                    yield found
            if handed and phase >= _QUICK_PHASES:
                return  # looking further costs more than another record for the same goal is worth

    def wishes_of(self, conditions: Sequence[Condition]) -> Wishes:
        """The conditions of a goal as wishes."""
        return tuple(wish for one in conditions for wish in wishes_of(one, self.ruleset.plan))

    def _phases(self, goal: Goal, wishes: Wishes) -> Iterator[Sequence[Attempt]]:
        """Attempts that reach a goal: changes of the base record, those known, those from elsewhere."""
        # Where much is out of reach, looking as long for each further goal would take minutes.
        tired = 1 + len(self._not_found) // _PATIENCE

        def along(
            wishes: Wishes, starts: Sequence[Attempt], moves: Sequence[int] = MOVES
        ) -> Iterator[Attempt]:
            return self._search.along_ways(wishes, starts, runs=_RUNS // tired, moves=moves)

        yield list(islice(along(wishes, (self.base,), moves=(1,)), _MOST_OF_A_PHASE))
        yield [one for one in self.bench.tried if one.sound and goal.met(one.trace)]
        found = list(islice(along(wishes, (self.base, *self._closest(wishes))), _MOST_OF_A_PHASE))
        yield found
        if not found and self.ruleset.plan.compares_records:
            found = list(islice(self._in_groups(wishes), _MOST_OF_A_PHASE))
            yield found
        if not found:
            closest = self._closest(wishes, self._ladder)
            yield [one for one in (*self._ladder, *closest) if one.sound and goal.met(one.trace)]
            yield list(islice(along(wishes, closest), _MOST_OF_A_PHASE))
            if closest:
                values = self.values_of(goal)
                nearby = self._search.nearby(wishes, closest[0], values, runs=_NEARBY_RUNS // tired)
                near = list(islice(nearby, 1))
                yield near or [one for one in self._with_total(wishes) if one.sound and goal.met(one.trace)]

    def _with_total(self, wishes: Wishes) -> Iterator[Attempt]:
        """Records whose total is a wanted number: the highest total, lowered item by item."""
        for wish in wishes:
            total = wish.wanted.numbers.single
            if wish.expr == Name("total") and total is not None:
                for last in range(len(self._targets.levers)):
                    found = self.bench.changed(self.base, self._targets.reach(total, last=last))
                    yield self._nearer(found, wish)

    def _nearer(self, attempt: Attempt, wish: Wish) -> Attempt:
        """The same with data closer to those of the base record, of those that served before."""
        for name, value in self.changes_of(attempt.data).items():
            usual = _place(self.base.data.get(name))
            far = _place(value)
            if usual is None or far is None:
                continue
            served = dict.fromkeys(one.data.get(name) for one in self.bench.tried if one.sound)
            places = {one: place for one in served if (place := _place(one)) is not None}
            nearer = [one for one, place in places.items() if abs(place - usual) < abs(far - usual)]
            nearer.sort(key=lambda one: abs(places[one] - usual))
            for one in nearer[:_NEARER]:
                changed = self.bench.changed(attempt, self.bench.change(name, one, attempt.data))
                if changed.sound and self._search.distance((wish,), changed)[0] == 0:
                    attempt = changed
                    break
        return attempt

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.study.trials, self.study.functions)

    def _in_groups(self, wishes: Wishes) -> Iterator[Attempt]:
        """Attempts that reach a goal among other records than those of any example."""
        known = [*self._model_attempts, *self._ladder, *self.bench.tried[-_LAST:]]
        known = [one for one in known if one.sound]
        starts = (self.base, *islice(self._companions.unlike(self.base), 1), *self._closest(wishes)[:1])
        return self._search.in_groups(wishes, starts, lambda one: self._companions.beside(one, known))

    def _closest(self, wishes: Wishes, ladder: Sequence[Attempt] = ()) -> list[Attempt]:
        """Records tried before that come closest to what is wished for."""
        known = [one for one in (*self._model_attempts, *ladder, *self.bench.tried[-_LAST:]) if one.sound]
        known = list({id(one): one for one in known}.values())
        known.sort(key=lambda one: (self._search.distance(wishes, one), self._plainness(one)))
        return known[:_CLOSEST]

    @cached_property
    def _model_attempts(self) -> tuple[Attempt, ...]:
        return tuple(self.bench.run(*one) for one in self.bench.models)

    @cached_property
    def _ladder(self) -> tuple[Attempt, ...]:
        """Records from the highest total down to the lowest: one item after the other is brought down."""
        steps: list[Attempt] = []
        scores = [step for step in self.ruleset.plan.steps if step.role == "score"]
        for low in (False, True):
            current = self.base
            for step in scores:
                numbers = self.study.ranges.read(step.id).numbers
                end = numbers.low if low else numbers.high
                if end is None or step.owner in self.ruleset.tiers:
                    continue
                wish = self.wishes_of((Comes(step.id, of_value(end)),))
                current = next(self._search.along_ways(wish, (current,), moves=(1, 2)), current)
                steps.append(current)
        return tuple(steps)

    def _plainness(self, attempt: Attempt) -> tuple[int, int, int]:
        """How far a record is from the base record, how large its group and how long it is."""
        changed = len(self.changes_of(attempt.data))
        far = changed + 2 * (attempt.others != self.base.others)
        return far, len(attempt.others), len(str(attempt.record))

    def values_of(self, goal: Goal) -> dict[str, Sequence[Value | None]]:
        """Values worth trying for every datum that the steps of a goal read."""
        waiting = [name for one in goal.conditions for name in _read_by(one)]
        seen: dict[str, None] = {}
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen[name] = None
            if name in self.ruleset.plan.exprs:
                waiting += names(self.ruleset.plan.exprs[name])
        return {name: self._sweep(name) for name in seen if name in self.bench.keys}

    def _sweep(self, name: str) -> Sequence[Value | None]:
        """Values worth trying where nothing better is known: step by step down from the usual one."""
        key, usual = self.bench.keys[name], self.base.data.get(name, self.bench.made.get(name))
        found = dict.fromkeys(self.values_for(name))
        if isinstance(usual, Fraction) and not isinstance(usual, bool):
            numbers = domain_of(key).numbers
            step = numbers.grid or (Fraction(1) if key.unit is None else key.unit.scale) / 2
            sweep = (usual - count * step for count in range(1, _SWEPT))
            found |= dict.fromkeys(one for one in sweep if numbers.has(one))
        return tuple(found)

    def values_for(self, name: str) -> Sequence[Value | None]:
        """Values worth trying for one datum: its ends, its choices, what served before, nothing."""
        key = self.bench.keys[name]
        if key.type == REMARK_ONLY:
            return ()
        domain = domain_of(key)
        served = dict.fromkeys(one.data[name] for one in self.bench.tried if name in one.data)
        scale = domain.numbers.grid or (key.unit.scale if key.unit is not None else None)
        plain = (
            list(islice(plain_numbers(domain.numbers, scale or Fraction(1)), _CHOICES))
            if key.type != "date"
            else []
        )
        found: dict[Value | None, None] = dict.fromkeys(
            [*(key.choices or ()), *sorted(domain.texts or ()), *sorted(domain.truth), *plain]
        )
        found |= dict.fromkeys(islice(served, _CHOICES))
        if key.default is None:
            found[None] = None
        return tuple(found)


def _read_by(condition: Condition) -> tuple[str, ...]:
    """The names that decide about a condition."""
    match condition:
        case Comes(what):
            return names(what)
        case Lacks(name) | Misses(name) | Inapplicable(name):
            return (name,)
        case Takes(tag) | Asks(tag):
            return (f"{tag.partition('.')[0]}.raw",)
