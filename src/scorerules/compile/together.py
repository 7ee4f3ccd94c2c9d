"""Compiled evaluation of records that are compared with each other.

Each record goes its own way through the parts of the program; between them, what looks at the group is
computed for all of its records by the very function that the reference calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from scorerules.compile.evaluations import Variant
from scorerules.compile.fitting import Unusual
from scorerules.compile.lanes import LEFT_OUT, PRESENT, Together, Unsupported
from scorerules.compile.parts import Part, Parts
from scorerules.compile.records import Read, changeable_in
from scorerules.compile.scalar import Data
from scorerules.compile.shown import Given, shown
from scorerules.compile.sources import NARROW, WIDE, Scale
from scorerules.diagnostics import Faults
from scorerules.formula import Problem, cohort_values
from scorerules.numbers import NumberProblem, computing
from scorerules.plan import Plan
from scorerules.record import read_record

Store: TypeAlias = list[Any]
Turn: TypeAlias = Callable[[Sequence[Store]], bool]
"""Computes the records of one group further; false when they are given up."""


class Compared:
    """A plan that compares records, compiled; each variant is made when records first need it.

    Args:
        plan: The plan.
        group_by: Ids of the data whose values tell the groups apart.
    """

    def __init__(self, plan: Plan, group_by: tuple[str, ...]) -> None:
        self._plan, self._group_by = plan, group_by
        self._made: dict[Scale | None, _Turns | None] = {}

    def score(
        self, records: Sequence[dict[Any, Any]], *, of_first: bool = False
    ) -> tuple[Variant, Mapping[int, Given]] | None:
        """What the records come to, by their place.

        Args:
            records: Each of exactly the class ``dict``.
            of_first: Whether only those of the group of the first one are wanted.

        Returns:
            How it was computed, and what came out for each record; ``None`` when the reference must say it,
            which is when any record has a fault or a problem.
        """
        for scale in (NARROW, WIDE, None):
            turns = self._turns(scale)
            data = None if turns is None else turns.data(records)
            if turns is not None and data is not None:
                given = turns.score(data, of_first=of_first)
                return None if given is None else (turns.variant, given)
        return None

    def _turns(self, scale: Scale | None) -> _Turns | None:
        if scale not in self._made:
            try:
                self._made[scale] = _Turns(self._plan, scale, self._group_by)
            except (RecursionError, Unsupported):
                self._made[scale] = None
        return self._made[scale]


class _Turns:
    """One variant of a plan that compares records."""

    def __init__(self, plan: Plan, scale: Scale | None, group_by: tuple[str, ...]) -> None:
        self.variant = Variant(plan, scale, group_by)
        self._plan = plan
        self._read: Read | None = None if scale is None else self.variant.reading.function()
        program = self.variant.program
        self._parts = parts = Parts(program)
        taken = {var: place for place, var in enumerate(program.taken)}
        sources = {source.id: source for source in program.sources}
        self._group = [taken[var] for name in group_by if name in sources for var in sources[name].vars]
        self._steps: list[Turn] = [
            _compared(step, parts) if isinstance(step, Together) else _alone(step) for step in parts.steps
        ]

    def data(self, records: Sequence[dict[Any, Any]]) -> list[Data] | None:
        """The data of all records; ``None`` when one is faulty, or finer than this variant."""
        found: list[Data] = []
        for record in records:
            data = None if self._read is None else self._read(record)
            if data is None:
                faults = Faults(self._plan.limits)
                values = read_record(record, self._plan.keys, faults)
                data = None if len(faults) else self.variant.data(values)
                try:
                    data = None if data is None else (*data, changeable_in(record))
                except Unusual:
                    return None
            if data is None:
                return None
            found.append(data)
        return found

    def score(self, data: Sequence[Data], *, of_first: bool) -> dict[int, Given] | None:
        """What all records come to, by their place; ``None`` when one is given up."""
        groups: dict[tuple[Any, ...], list[int]] = {}
        for place, one in enumerate(data):
            groups.setdefault(tuple([one[at] for at in self._group]), []).append(place)
        found: dict[int, Given] = {}
        for places in list(groups.values())[: 1 if of_first else None]:
            stores = [self._parts.store(data[place]) for place in places]
            with computing(self._plan.limits):
                if not all(step(stores) for step in self._steps):
                    return None
            for place, store in zip(places, stores, strict=True):
                found[place] = (*self._parts.given(store), data[place][-1])
        return found


def _alone(part: Part) -> Turn:
    """What every record computes for itself."""

    def turn(stores: Sequence[Store]) -> bool:
        try:
            return not any(part(store) for store in stores)
        except NumberProblem:
            return False

    return turn


def _compared(step: Together, parts: Parts) -> Turn:
    """What is computed for all records of a group together."""
    arguments = [shown(lane, parts.places).value for lane in step.arguments]
    kept = None if step.kept is None else shown(step.kept, parts.places).value
    target, state = parts.places[step.target], parts.places[step.state]

    def turn(stores: Sequence[Store]) -> bool:
        rows = [
            None if kept is not None and kept(store) is not True else [read(store) for read in arguments]
            for store in stores
        ]
        for store, result in zip(stores, cohort_values(step.call, rows), strict=True):
            if isinstance(result, Problem):
                return False
            store[target], store[state] = result, LEFT_OUT if result is None else PRESENT
        return True

    return turn
