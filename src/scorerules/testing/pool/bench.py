"""Records made up to be tried: written as a person would, read and evaluated as any other.

Goes in: data by key, in base units. Comes out: the record that says them, what it comes to, and what is
wrong with it. Nothing here knows what anyone is looking for.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import field, frozen

from scorerules.analysis.record_form import REMARK, Written, record_of
from scorerules.analysis.trials import Data, Trial, made_up
from scorerules.diagnostics import Diagnostic, Faults
from scorerules.evaluate import Trace, evaluate, evaluate_cohort
from scorerules.kinds import LEVEL_SCORE, NOT_APPLICABLE, LevelRange, RecordKey, Value
from scorerules.model import Example, Scheme
from scorerules.plan import Plan
from scorerules.record import RecordValues, read_record

_REMARK_LACKS = "SR423"
_NO_RECORD = Trace({}, {}, {}, RecordValues())


@frozen(slots=False, eq=False)
class Attempt:
    """One record that was tried.

    Args:
        data: What it says, by key; what has a default may be left out.
        record: The same as JSON has it; ``None`` when it cannot be written.
        others: The other records of its group.
        trace: What every step came to.
        problems: What is wrong with it.
    """

    data: Mapping[str, Value]
    record: Mapping[str, Written] | None = field(repr=False)
    others: tuple[Mapping[str, object], ...] = field(repr=False)
    trace: Trace = field(repr=False)
    problems: tuple[Diagnostic, ...] = field(repr=False)

    @property
    def sound(self) -> bool:
        """Whether it is scored."""
        return self.record is not None and not self.problems

    @cached_property
    def trial(self) -> Trial:
        """The same for the solver."""
        return Trial(self.trace.record.values, self.trace, self.problems)

    def number(self, name: str) -> Fraction | None:
        """The number of a step or a datum, if it has a rational one."""
        value = self.trace.values.get(name, self.trace.record.values.get(name))
        return value if isinstance(value, Fraction) else None


class Bench:
    """Tries records of one ruleset, each only once.

    Args:
        scheme: What the author wrote.
        plan: What is computed.
        examples: Examples whose records serve as models.
    """

    def __init__(self, scheme: Scheme, plan: Plan, examples: tuple[Example, ...]) -> None:
        self.plan = plan
        self.keys: dict[str, RecordKey] = {}
        self.owners: dict[str, RecordKey] = {}
        for key in plan.keys.values():
            self.keys[key.id] = self.owners[key.id] = key
            for part in key.parts:
                self.keys[part.id], self.owners[part.id] = part, key
            for item in key.items.values():
                if item.may_skip:
                    name = f"{item.id}.{NOT_APPLICABLE}"
                    self.keys[name], self.owners[name] = RecordKey(name, item.words, "boolean"), key
        self.made: Mapping[str, Value] = {
            name: value for key in plan.keys.values() for name, value in made_up(key)
        }
        self.group_by = scheme.header.cohort
        """Data whose values tell the groups apart."""
        self._known: dict[tuple[frozenset[tuple[str, Value]], int], Attempt] = {}
        self._groups: list[tuple[Mapping[str, object], ...]] = [()]
        self.runs = 0
        """Records evaluated so far."""
        self.models: tuple[tuple[Mapping[str, Value], int], ...] = tuple(self._models(examples))
        """The data of the examples that are scored, each with the number of its group."""

    @property
    def tried(self) -> tuple[Attempt, ...]:
        """Every record that was tried."""
        return tuple(self._known.values())

    def run(self, data: Data, group: int = 0) -> Attempt:
        """Try the record that says some data.

        Args:
            data: The data; what is ``None`` is left out.
            group: The number of the group that it is compared with.
        """
        given = {name: value for name, value in data.items() if value is not None}
        known = self._known.get((frozenset(given.items()), group))
        if known is None:
            self.runs += 1
            known = self._known[frozenset(given.items()), group] = self._tried(given, self._groups[group])
        return known

    def changed(self, start: Attempt, changes: Data) -> Attempt:
        """Try the record of an attempt with some changes."""
        return self.among({**start.data, **changes}, start.others)

    def among(self, data: Data, others: tuple[Mapping[str, object], ...]) -> Attempt:
        """Try the record that says some data, compared with others."""
        if others not in self._groups:
            self._groups.append(others)
        return self.run(data, self._groups.index(others))

    def change(self, name: str, value: Value | None, data: Data) -> Data:
        """The changes of data that put a value under a key or inside one, with what must go along."""
        key, owner = self.keys[name], self.owners[name]
        part = name != owner.id
        if value is None:
            return self.lacking(name, data)
        skip = f"{owner.id}.{NOT_APPLICABLE}"
        if name == skip:
            gone = {**self._taken_away(owner.id, owner), skip: True}
            return gone if value is True else self._there(owner, data)
        changes: dict[str, Value | None] = {**(self._there(owner, data) if part else {}), name: value}
        if owner.may_skip:
            changes[skip] = None
        if owner.levels and not part:
            score = self._score_of(owner, str(value))
            changes[f"{owner.id}.{LEVEL_SCORE}"] = score
        elif owner.levels and isinstance(value, Fraction):
            changes[owner.id] = next((one.name for one in owner.levels if one.has(value)), None)
        elif part and name.endswith(f".{NOT_APPLICABLE}") and value is True:
            changes[name.removesuffix(f".{NOT_APPLICABLE}")] = None
        elif part and key.may_skip:
            changes[f"{name}.{NOT_APPLICABLE}"] = None
        return changes

    def lacking(self, name: str, data: Data) -> Data:
        """The changes with which a datum has no value: left out, or an item that does not apply."""
        key, owner = self.keys[name], self.owners[name]
        if name != owner.id and key.may_skip:
            return self.change(f"{name}.{NOT_APPLICABLE}", True, data)
        return self._taken_away(name, owner)

    def _taken_away(self, name: str, owner: RecordKey) -> Data:
        parts = [one for one, of in self.owners.items() if of is owner] if name == owner.id else [name]
        return dict.fromkeys(parts)

    def _there(self, owner: RecordKey, data: Data) -> Data:
        """Made-up values for what must stand under a key and does not."""
        names = [owner.id, *(part.id for part in owner.parts if part.default is None)]
        made: dict[str, Value | None] = {
            name: self.made.get(name, True if name == owner.id and owner.items else None)
            for name in names
            if data.get(name) is None and data.get(f"{name}.{NOT_APPLICABLE}") is not True
        }
        if owner.may_skip:
            made[f"{owner.id}.{NOT_APPLICABLE}"] = None
        return made

    def _score_of(self, owner: RecordKey, level: str) -> Fraction | None:
        for one in owner.levels:
            if one.name == level:
                return _inside(one, owner.step)
        return None

    def _tried(self, data: Mapping[str, Value], others: tuple[Mapping[str, object], ...]) -> Attempt:
        record = record_of(data, self.plan)
        if record is None:
            return Attempt(data, None, others, _NO_RECORD, ())
        trace, problems = self._evaluated(record, others)
        lacking = {one.path or "" for one in problems if one.code == _REMARK_LACKS}
        if lacking:
            for path in lacking:
                own = {"value": record[path]} if path in record else {}
                record[path] = {**own, "remark": REMARK}
            trace, problems = self._evaluated(record, others)
        return Attempt(data, record, others, trace, problems)

    def _evaluated(
        self, record: Mapping[str, object], others: tuple[Mapping[str, object], ...]
    ) -> tuple[Trace, tuple[Diagnostic, ...]]:
        faults = Faults(self.plan.limits)
        values = read_record(record, self.plan.keys, faults)
        if not self.plan.compares_records:
            trace = evaluate(self.plan, values, {}, faults)
            return trace, faults.sorted()
        among = list(others)
        if record in among:
            among.remove(record)  # A group may name the record itself: it counts once.
        rest = [read_record(one, self.plan.keys, Faults(self.plan.limits)) for one in among]
        all_faults = (faults, *(Faults(self.plan.limits) for _ in among))
        traces = evaluate_cohort(
            self.plan, (values, *rest), {}, all_faults, self.group_by, leave_out_failed=False
        )
        return traces[0], faults.sorted()

    def _models(self, examples: tuple[Example, ...]) -> list[tuple[Mapping[str, Value], int]]:
        found: list[tuple[Mapping[str, Value], int]] = []
        for example in examples:
            record = None if example.record is None else example.record.plain()
            data = self.said(record) if isinstance(record, dict) else None
            others = tuple(one for node in example.cohort if isinstance(one := node.plain(), dict))
            if data is not None and self.among(data, others).sound:
                found.append((data, self._groups.index(others)))
        return found

    def said(self, record: Mapping[str, object]) -> dict[str, Value] | None:
        """The data that a record itself says; ``None`` when it cannot be read."""
        faults = Faults(self.plan.limits)
        read = read_record(record, self.plan.keys, faults)
        if faults.errors:
            return None
        data = {name: value for name, value in read.values.items() if self._says(record, name)}
        return data | {f"{name}.{NOT_APPLICABLE}": True for name in read.not_applicable}

    def _says(self, record: Mapping[str, object], name: str) -> bool:
        """Whether a record itself says a value that was read from it."""
        owner = self.owners[name]
        if name.endswith(f".{NOT_APPLICABLE}"):
            said = record.get(owner.id)
            return isinstance(said, dict) and bool(said.get(NOT_APPLICABLE))
        if name == owner.id or self.keys[name].default is None:
            return owner.default is None or any(one.partition(".")[0] == owner.id for one in record)
        said = record.get(owner.id)
        return f"{name}" in record or (isinstance(said, dict) and name.rpartition(".")[2] in said)


def _inside(level: LevelRange, step: Fraction | None) -> Fraction | None:
    """The highest score of a level that its range takes."""
    for score in (level.high[0], level.high[0] - (step or 1), level.low[0], level.low[0] + (step or 1)):
        if level.has(score):
            return score
    middle = (level.low[0] + level.high[0]) / 2
    return middle if level.has(middle) else None
