"""Compiled evaluation: a record to the values that people look at, in microseconds.

Goes in: a plan, then records. Comes out: the values, or ``None`` for a record that has a fault or a problem,
or is otherwise left to the reference evaluation, whose word is what counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Literal, TypeAlias

from scorerules.compile.fitting import data_from
from scorerules.compile.lanes import Unsupported
from scorerules.compile.parts import compute_of
from scorerules.compile.printing import Lines, tuple_of
from scorerules.compile.programs import program_of
from scorerules.compile.records import CHANGEABLE, UNUSUAL, Read, Reading
from scorerules.compile.scalar import Compute, Data, in_one, print_program
from scorerules.compile.shown import Given, shown, told
from scorerules.compile.sources import NARROW, WIDE, Scale
from scorerules.numbers import NumberProblem, computing
from scorerules.plan import Plan
from scorerules.record import RecordValues

Score: TypeAlias = Callable[[dict[Any, Any]], "Given | Literal[False] | None"]

SCORE = "score."
"""What the ids of the steps that give scores begin with."""


class Variant:
    """A plan compiled for records whose numbers are not finer than a scale.

    Args:
        plan: The plan.
        scale: How fine numbers may be; ``None`` for any, which are then fractions.
        also: Ids of data that are wanted even if no formula reads them.

    Raises:
        Unsupported: The plan cannot be compiled so.

    Attributes:
        program: What is computed.
        values, decimals: How the values that people look at are read from what came out, by id of their step.
        scores: The same for scores, by id of the indicator or tier.
        statuses: How the status of an indicator is read.
        data: The data of a record that was read; ``None`` when its numbers are finer or larger.
    """

    def __init__(self, plan: Plan, scale: Scale | None, also: Iterable[str] = ()) -> None:
        self._plan, self._scale = plan, scale
        self.program = program = program_of(plan, scale, also)
        places = {var: place for place, var in enumerate(program.given)}
        results = {id_: shown(lane, places) for id_, lane in program.results.items()}
        self.values = {id_: one.value for id_, one in results.items()}
        self.decimals = {id_: one.decimal for id_, one in results.items()}
        scores = [(id_, one) for id_, one in self.decimals.items() if id_.startswith(SCORE)]
        self.scores = {id_.removeprefix(SCORE): one for id_, one in scores}
        self.statuses = {id_: told(status, places) for id_, status in program.statuses.items()}
        self.data = data_from(program.sources)

    @cached_property
    def run(self) -> Compute:
        """What computes the data of a record; ``None`` when the reference must say it."""
        compute = compute_of(self.program)
        if not self.program.applies:
            return compute

        def run(data: Data) -> Data | None:
            try:
                with computing(self._plan.limits):
                    return compute(data)
            except NumberProblem:
                return None

        return run

    @cached_property
    def reading(self) -> Reading:
        """The reading of a record of exactly the class ``dict``; not for fractions."""
        assert self._scale is not None
        return Reading(self._plan.keys, self.program.sources, self._scale)

    @cached_property
    def score(self) -> Score:
        """What computes a record of exactly the class ``dict``; not for fractions.

        It gives what came out, and at its end the keys that hold tables or lists; ``None`` for a record that
        is faulty or unusual, ``False`` for one with a problem.
        """
        reading = self.reading
        if reading.is_long or not in_one(self.program):
            return _in_parts(reading.function(), self.run)
        lines = Lines("def score(record):")
        with lines.under("try:"):
            reading.print(lines)
            given = print_program(self.program, lines, "False")
            lines.add(f"return {tuple_of([*given, CHANGEABLE])}")
        with lines.under(f"except {lines.constant(UNUSUAL)}:"):
            lines.add("return None")
        with lines.under(f"except {lines.constant(NumberProblem)}:"):
            lines.add("return False")
        score: Score = lines.function("score")
        return self._within_limits(score) if self.program.applies else score

    def _within_limits(self, score: Score) -> Score:
        def limited(record: dict[Any, Any]) -> Given | Literal[False] | None:
            with computing(self._plan.limits):
                return score(record)

        return limited


def _in_parts(read: Read, run: Compute) -> Score:
    def score(record: dict[Any, Any]) -> Given | Literal[False] | None:
        data = read(record)
        if data is None:
            return None
        given = run(data)
        return False if given is None else (*given, data[-1])

    return score


class Compiled:
    """A plan compiled for records of any kind; each variant is made when a record first needs it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    @cached_property
    def _narrow(self) -> Variant | None:
        return self._variant(NARROW)

    @cached_property
    def _wide(self) -> Variant | None:
        return self._variant(WIDE)

    @cached_property
    def _exact(self) -> Variant | None:
        return self._variant(None)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Every variant, the quickest first."""
        return tuple(one for one in (self._narrow, self._wide, self._exact) if one is not None)

    def _variant(self, scale: Scale | None) -> Variant | None:
        try:
            variant = Variant(self._plan, scale)
            # What cannot be printed is known when it is tried.
            _ = variant.run if scale is None else variant.score
        except (RecursionError, Unsupported):
            return None
        return variant

    def score(self, record: dict[Any, Any]) -> tuple[Variant, Given] | None:
        """What a record comes to.

        Args:
            record: Of exactly the class ``dict``.

        Returns:
            How it was computed and what came out, at its end the keys that hold tables or lists; ``None`` for
            a record with a fault or a problem, or one that only the general reader knows.
        """
        variant = self._narrow
        given = False if variant is None else variant.score(record)
        if given is None:
            variant = self._wide
            given = False if variant is None else variant.score(record)
        return (variant, given) if variant and given else None

    def score_read(self, record: RecordValues) -> tuple[Variant, Given] | None:
        """What a record comes to that was read without a fault; ``None`` when the reference must say it."""
        for variant in (self._narrow, self._wide, self._exact):
            data = None if variant is None else variant.data(record)
            if variant is None or data is None:
                continue
            given = variant.run(data)
            return None if given is None else (variant, given)
        return None
