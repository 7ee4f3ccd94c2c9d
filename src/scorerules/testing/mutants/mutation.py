"""Mutation testing of rulesets: every small change of their rules, and whether a case notices it.

Goes in: suites. Comes out: what became of each change, in the order of the files. A file that several of the
rulesets extend is changed once; a change of it is noticed when the cases of any of them notice.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

from attrs import frozen

from scorerules.errors import RulesetError
from scorerules.plan import Plan
from scorerules.testing.cases.suites import Suite, load_suite, run_suite
from scorerules.testing.mutants.judging import Fate, Judge, Verdict
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.operators import OPERATORS

_AT_ONCE = 4
"""Changes that a process is given at once."""

_WORTH_IT = 100
"""Changes for which it pays to start processes."""


@frozen
class Judged:
    """A change with what became of it.

    Args:
        mutant: The change.
        verdict: What became of it.
    """

    mutant: Mutant
    verdict: Verdict

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return self.verdict.fate


@frozen
class Tally:
    """How many changes there were, and what became of them.

    Args:
        killed: A case noticed.
        survived: No case noticed.
        proven: Proven to change nothing.
        same: Not proven, but no record was found for which anything changes.
        refused: The changed ruleset does not load.
    """

    killed: int = 0
    survived: int = 0
    proven: int = 0
    same: int = 0
    refused: int = 0

    @property
    def mutants(self) -> int:
        """All of them."""
        return self.killed + self.survived + self.proven + self.same + self.refused

    @property
    def score(self) -> Fraction:
        """The share of the changes that a case noticed, of those that change anything; 1 where none does."""
        changing = self.killed + self.survived
        return Fraction(self.killed, changing) if changing else Fraction(1)


def tally(judged: Iterable[Judged]) -> Tally:
    """Count what became of changes."""
    counts = {"killed": 0, "survived": 0, "proven": 0, "same": 0, "refused": 0}
    for one in judged:
        fate = one.fate
        counts[("proven" if one.verdict.proven else "same") if fate == "equivalent" else fate] += 1
    return Tally(**counts)


@frozen(slots=False)
class MutationReport:
    """What became of every change.

    Args:
        judged: The changes in the order of the files, without those that do the same as one before.
        alike: How many were left out because they do the same as one before.
    """

    judged: tuple[Judged, ...]
    alike: int = 0

    @cached_property
    def tally(self) -> Tally:
        """All changes together."""
        return tally(self.judged)

    @property
    def score(self) -> Fraction:
        """The share of the changes that a case noticed, of those that change anything."""
        return self.tally.score

    @property
    def survivors(self) -> tuple[Judged, ...]:
        """The changes that no case noticed."""
        return tuple(one for one in self.judged if one.fate == "survived")

    @property
    def files(self) -> tuple[str, ...]:
        """The files that were changed."""
        return tuple(dict.fromkeys(one.mutant.file for one in self.judged))

    def of(self, file: str) -> Tally:
        """The changes of one file."""
        return tally(one for one in self.judged if one.mutant.file == file)


class Mutation:
    """The changes of some suites, to be judged.

    Args:
        suites: The suites.
        operators: Ids of the sorts of change that are made; all unless said.
        containing: Only changes whose path has this text in it.
        sample: How many of the changes are drawn; all unless said.
        seed: What the draw hangs on.

    Raises:
        RulesetError: A case does not hold even of the ruleset as it is, or a file cannot be read.
    """

    def __init__(
        self,
        suites: Sequence[Suite],
        *,
        operators: Iterable[str] | None = None,
        containing: str = "",
        sample: int | None = None,
        seed: int = 0,
    ) -> None:
        self.suites = tuple(one for one in suites if not one.ruleset.scheme.header.abstract)
        for suite in self.suites:
            failing = [found for one in run_suite(suite) for found in one.diagnostics]
            if failing:
                raise RulesetError(tuple(failing))
        self._judges = tuple(map(Judge, self.suites))
        wanted = frozenset(OPERATORS) if operators is None else frozenset(operators)
        places = _places(self._judges)
        found = [
            (index, one)
            for index, one in enumerate(places)
            if one[0].operator.id in wanted and containing in one[0].path
        ]
        if sample is not None and sample < len(found):
            draw = random.Random(seed)  # noqa: S311  (no secret is made)
            found = sorted(draw.sample(found, sample), key=lambda one: one[0])
        self._chosen = tuple(index for index, _ in found)
        self._places = places

    @property
    def mutants(self) -> tuple[Mutant, ...]:
        """The changes, in the order of the files."""
        return tuple(self._places[index][0] for index in self._chosen)

    def plan_of(self, file: str) -> Plan:
        """The plan of one of the rulesets."""
        return next(one.ruleset.plan for one in self.suites if one.file == file)

    def needed(self, report: MutationReport) -> tuple[Judged, ...]:
        """The survivors whose records are enough to show all of them."""
        found: list[Judged] = []
        for one in report.survivors:
            judge = next(judge for judge in self._judges if judge.suite.file == one.verdict.ruleset)
            known = [other.verdict.killer for other in found if other.verdict.ruleset == one.verdict.ruleset]
            if not any(other is not None and judge.shown_by(one.mutant, other) for other in known):
                found.append(one)
        return tuple(found)

    def judge(self, place: int) -> Judged:
        """What becomes of one of :attr:`mutants`, by its place among them."""
        mutant, indexes = self._places[self._chosen[place]]
        return Judged(mutant, _verdict(self._judges, mutant, indexes))

    def judged(self, jobs: int | None = 1) -> Iterator[Judged | None]:
        """What becomes of each change, one by one; ``None`` for one that does the same as one before.

        Args:
            jobs: How many processes work; as many as there are processors when it is ``None``.
        """
        seen: set[str] = set()
        for index, verdict in zip(self._chosen, self._verdicts(jobs), strict=True):
            if verdict.twin and verdict.twin in seen:
                yield None
                continue
            seen.add(verdict.twin)
            yield Judged(self._places[index][0], verdict)

    def _verdicts(self, jobs: int | None) -> Iterator[Verdict]:
        count = (os.cpu_count() or 1) if jobs is None else jobs
        if count <= 1 or (jobs is None and len(self._chosen) < _WORTH_IT):
            yield from (_verdict(self._judges, *self._places[index]) for index in self._chosen)
            return
        files = tuple((one.file, one.cases) for one in self.suites)
        with ProcessPoolExecutor(
            count, mp_context=get_context("spawn"), initializer=_prepare, initargs=(files,)
        ) as workers:
            yield from workers.map(_verdict_of, self._chosen, chunksize=_AT_ONCE)


def mutate(
    suites: Iterable[Suite],
    *,
    operators: Iterable[str] | None = None,
    sample: int | None = None,
    seed: int = 0,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] | None = None,
) -> MutationReport:
    """Make every small change of the rules of some rulesets and see whether their cases notice it.

    Args:
        suites: The rulesets with their cases; all cases must hold.
        operators: Ids of the sorts of change, see :data:`OPERATORS`; all unless said.
        sample: How many of the changes are drawn; all unless said.
        seed: What the draw hangs on.
        jobs: How many processes work; ``None`` for as many as there are processors.
        progress: Is told how many changes are judged, and of how many, after each.

    Returns:
        What became of each change.

    Raises:
        RulesetError: A case does not hold even of the ruleset as it is (SR610, SR611).
    """
    mutation = Mutation(tuple(suites), operators=operators, sample=sample, seed=seed)
    judged: list[Judged] = []
    alike, all_ = 0, len(mutation.mutants)
    for done, one in enumerate(mutation.judged(jobs), start=1):
        if one is None:
            alike += 1
        else:
            judged.append(one)
        if progress is not None:
            progress(done, all_)
    return MutationReport(tuple(judged), alike)


_Place = tuple[Mutant, tuple[int, ...]]
"""A change, and the suites whose rulesets it changes."""


def _places(judges: Sequence[Judge]) -> tuple[_Place, ...]:
    """Every change of every file, each file once, with the suites that the file belongs to."""
    users: dict[Path, list[int]] = {}
    for index, judge in enumerate(judges):
        for file in judge.files:
            users.setdefault(file.path, []).append(index)
    found: list[_Place] = []
    for path, indexes in users.items():
        first = judges[indexes[0]]
        file = next(one for one in first.files if one.path == path)
        found += [(mutant, tuple(indexes)) for mutant in first.mutants(file)]
    return tuple(found)


def _verdict(judges: Sequence[Judge], mutant: Mutant, indexes: tuple[int, ...]) -> Verdict:
    """What becomes of a change in all rulesets that it changes."""
    found: list[Verdict] = []
    for index in indexes:
        verdict = judges[index].judge(mutant)
        found.append(verdict)
        if verdict.fate == "killed":
            break
    twin = "" if any(not one.twin for one in found) and len(found) == 1 else _joined(found)
    order: tuple[Fate, ...] = ("killed", "survived", "equivalent", "refused")
    least = min(found, key=lambda one: (order.index(one.fate), one.proven))
    return Verdict(
        least.fate, least.ruleset, least.case, least.killer, least.proven, least.tried, least.problems, twin
    )


def _joined(found: Sequence[Verdict]) -> str:
    return " ".join(f"{one.ruleset}:{one.twin}" for one in found) if any(one.twin for one in found) else ""


_prepared: list[tuple[tuple[Judge, ...], tuple[_Place, ...]]] = []
"""What a process that judges has loaded."""


def _prepare(files: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    judges = tuple(Judge(load_suite(file, cases)) for file, cases in files)
    _prepared[:] = [(judges, _places(judges))]


def _verdict_of(index: int) -> Verdict:
    judges, places = _prepared[0]
    return _verdict(judges, *places[index])
