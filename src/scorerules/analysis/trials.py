"""Records made up to see what a ruleset does with them.

Goes in: a plan, and the examples that its author gives. Comes out: a record that scores, changes of it,
and what they come to. What a made-up record shows is computed by the reference evaluation, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import TypeAlias

from attrs import field, frozen

from scorerules.analysis.domains import domain_of
from scorerules.analysis.interval import ONE, ZERO, Interval
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.evaluate import Trace, evaluate, evaluate_cohort
from scorerules.kinds import REMARK_ONLY, RecordKey, Value
from scorerules.model import Scheme
from scorerules.plan import Plan
from scorerules.record import RecordValues, read_record

Data: TypeAlias = Mapping[str, Value | None]
"""Values by key, or by what stands in a key; ``None`` takes a value away."""

_MOST_STEPS = 100_000
"""Steps that the records of one ruleset may compute together. Trying one indicator after the other computes
the whole plan each time, so that a plan of thousands would keep everyone waiting."""

_NOTHING = Trace({}, {}, {}, RecordValues({}, {}))

_REMARK = "…"
_SOME_DAY = date(2020, 1, 1)


@frozen
class Trial:
    """What one made-up record comes to.

    Args:
        data: The values of the record.
        trace: The value of every step that has one.
        problems: What is wrong with the record.
        ran: Whether it was computed at all.
    """

    data: Mapping[str, Value]
    trace: Trace
    problems: tuple[Diagnostic, ...]
    ran: bool = True

    @property
    def sound(self) -> bool:
        """Whether the record has a result."""
        return self.ran and not self.problems

    def number(self, name: str) -> Fraction | None:
        """The number of a step, if it has a rational one."""
        value = self.trace.values.get(name)
        return value if isinstance(value, Fraction) else None


@frozen(slots=False)
class Trials:
    """Made-up records of one ruleset.

    Args:
        scheme: What the author wrote.
        plan: What is computed.
    """

    scheme: Scheme
    plan: Plan
    _spent: list[int] = field(factory=lambda: [0], init=False)

    @property
    def spent(self) -> bool:
        """Whether so much was computed that no further record is run."""
        return self._spent[0] > _MOST_STEPS

    @cached_property
    def base(self) -> Mapping[str, Value]:
        """The data of the first example that is scored, completed; made up when there is none."""
        made = {name: value for key in self.plan.keys.values() for name, value in made_up(key)}
        for example in self.scheme.examples:
            if example.record is None:
                continue
            record, faults = example.record.plain(), Faults()
            assert isinstance(record, dict)
            read = read_record(record, self.plan.keys, faults)
            if not faults.errors:
                told = {name.partition(".")[0] for name in read.values}
                # An item that does not apply in the example does in the record that is made of it.
                open_ones = {name for name in made if name.partition(".")[0] not in told}
                rest = {name: made[name] for name in (*open_ones, *read.not_applicable) if name in made}
                return {**rest, **read.values}
        return made

    def run(self, changes: Data) -> Trial:
        """What the base record with some changes comes to; nothing, once enough was computed."""
        self._spent[0] += len(self.plan.steps)
        if self.spent:
            return Trial(self.base, _NOTHING, (), ran=False)
        merged = {**self.base, **changes}
        data = {name: value for name, value in merged.items() if value is not None}
        record = RecordValues(data, dict.fromkeys(self.plan.keys, _REMARK))
        faults = Faults()
        if self.plan.compares_records:
            (trace,) = evaluate_cohort(
                self.plan, (record,), {}, (faults,), self.scheme.header.cohort, leave_out_failed=False
            )
        else:
            trace = evaluate(self.plan, record, {}, faults)
        return Trial(data, trace, faults.sorted())


def made_up(key: RecordKey) -> Iterator[tuple[str, Value]]:
    """A value for a key and for everything in it: one that costs no points where that is plain."""
    if key.default is not None:
        yield key.id, key.default
    elif key.type != REMARK_ONLY and not key.judges:
        value = _some_value(key)
        if value is not None:
            yield key.id, value
    for part in key.parts:
        if key.levels and part.id.endswith(".score"):
            yield part.id, key.levels[0].high[0]
        elif part.default is not None:
            yield part.id, part.default
        else:
            found = True if part.type == "boolean" else _some_value(part)
            if found is not None:
                yield part.id, found


def _some_value(key: RecordKey) -> Value | None:
    match key.type:
        case "number" | "integer":
            numbers = domain_of(key).numbers
            if key.full is not None:
                return key.full
            return nearest(numbers, ONE if key.unit is None or key.unit.percent else 100 * key.unit.scale)
        case "date":
            ordinal = nearest(domain_of(key).numbers, Fraction(_SOME_DAY.toordinal()))
            return None if ordinal is None else date.fromordinal(int(ordinal))
        case "boolean":
            return bool(key.items)
        case _:
            if key.levels:
                return key.levels[0].name
            return key.choices[0] if key.choices else "A"


def nearest(numbers: Interval, wanted: Fraction) -> Fraction | None:
    """The number of an interval that is nearest to one that is wanted; ``None`` when it is empty."""
    if numbers.empty:
        return None
    if numbers.has(wanted):
        return wanted
    grid = numbers.grid
    if grid:
        steps = wanted / grid
        for candidate in (grid * floor(steps), grid * ceil(steps)):
            if numbers.has(candidate):
                return candidate
    low, high = numbers.low, numbers.high
    end = low if low is not None and wanted <= low else high
    if end is None:
        return None
    if numbers.has(end):
        return end
    # An open end: go inside by a step, or half-way to the other end.
    inside = [end + ONE, end - ONE] if grid is None else [end + grid, end - grid]
    if low is not None and high is not None and grid is None:
        inside.append((low + high) / 2)
    return next((one for one in inside if numbers.has(one)), None)


def values_near(numbers: Interval, wanted: Fraction) -> Iterator[Fraction]:
    """A number and those next to it, as far as they are in the interval."""
    step = numbers.grid or Fraction(1, 1000)
    for candidate in (wanted, wanted - step, wanted + step):
        if numbers.has(candidate):
            yield candidate
    if numbers.has(ZERO):
        yield ZERO
