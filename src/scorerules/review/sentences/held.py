"""The numbers that a rule has: its parameters, and those of everything that it reads.

Goes in: an indicator or a veto of a ruleset without errors. Comes out: its numbers in base units, each with
its place and with what it is a number of, as far as the key says so. What they are compared with is nothing
to this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from itertools import pairwise

import attrs
from attrs import evolve, frozen

from scorerules.diagnostics import Faults
from scorerules.document import Node
from scorerules.formula import Call, Const, Expr, Name, walk
from scorerules.kinds import CasesKind, Kind, RecordKey
from scorerules.kinds.amounts import constant
from scorerules.kinds.checklist import CheckItem, Checklist
from scorerules.kinds.choice import Choice
from scorerules.kinds.deduct import Clause, Deduct, Earn
from scorerules.kinds.defects import Defects
from scorerules.kinds.formula import FormulaKind
from scorerules.kinds.line import Line
from scorerules.kinds.ratio import Ratio
from scorerules.kinds.swing import Swing
from scorerules.kinds.tolerance import Side, Tolerance
from scorerules.model import Indicator, Input, Rounding, Veto
from scorerules.numbers import Unit
from scorerules.reading import At, Constant, Key, Table, keys_of
from scorerules.reading.values import read_number
from scorerules.review.subject import Subject
from scorerules.review.written import expressions
from scorerules.source import Span


class Role(Enum):
    """What a number of a rule is a number of."""

    POINTS = "points"
    VALUE = "value"
    WEIGHT = "weight"
    ANY = "any"


@frozen
class Held:
    """A number of a rule.

    Args:
        value: The number in base units.
        role: What it is a number of.
        span: Where it is written; ``None`` for a number that nobody wrote there, such as a difference.
        unit: The unit it was written with.
        score: Whether it is a score that a row, an answer or a corner gives, and no points for every unit.
    """

    value: Fraction
    role: Role
    span: Span | None = None
    unit: Unit | None = None
    score: bool = False


@frozen
class Holding:
    """The numbers of one rule.

    Args:
        own: Those of the rule itself, in the order written.
        others: Those of what it reads and of what stands around it.
        weight: The full mark in points; ``None`` without one.
        rates: Points for one of a unit: 50 for half a point for every percentage point.
        units: The units in which the rule measures, except percentages.
        in_points: Whether what it measures may itself be points, such as marks of a test.
        whole: Whether what it measures is always a whole number.
    """

    own: tuple[Held, ...]
    others: tuple[Held, ...]
    weight: Fraction | None
    rates: frozenset[Fraction]
    units: frozenset[str]
    in_points: bool
    whole: bool = False

    @property
    def computes(self) -> bool:
        """Whether the rule calculates with numbers, which a sentence may say in a form of its own."""
        return any(held.role is Role.ANY for held in self.own)

    @property
    def every(self) -> tuple[Held, ...]:
        """All numbers."""
        return (*self.own, *self.others)


_POINTS = frozenset({"points", "max", "cap", "floor", "start", "baseline", "on_missing", "total_at_most"})
"""Keys whose numbers are points, beside those that are declared so."""

_MARKS = frozenset({"分", "points", "point", "marks", "mark"})


def held_by_indicator(one: Indicator, subject: Subject) -> Holding:
    """The numbers of an indicator's rule."""
    scheme, plan = subject.scheme, subject.plan
    own = tuple(_in_table(one.kind)) if one.kind is not None else ()
    around = [*_implied(one.kind)]
    for name in ("value", "when", "cap", "floor", "explain_over", "on_missing", "baseline"):
        around += _of_key(one, keys_of(Indicator)[name])
    rounding = scheme.rounds.indicator if one.round is None else one.round
    if isinstance(rounding, Rounding):
        around.append(Held(rounding.to.value, Role.POINTS, rounding.place("to")))
    outside = scheme.bonus if one.bonus else scheme.penalty if one.penalty else None
    around += [] if outside is None else _in_table(outside)
    around += _weights(scheme.total.full, plan.full.get(one.id), plan.weights.get(one.id))
    above: str | None = one.tier or None
    while above is not None:
        around += _weights(plan.full.get(above), plan.weights.get(above))
        above = scheme.tiers[above].under
    reading = _Reading(subject)
    reading.read_all((one.kind, one.value, one.when, one.cap, one.floor, one.explain_over))
    if one.value is None:
        reading.read(one.id)
    weight = plan.full.get(one.id)
    cap = constant(one.cap)
    if cap is not None and weight is not None:
        around.append(Held(cap - weight, Role.POINTS))
    own_unit = plan.units.get(f"{one.id}.value" if one.value is not None else one.id)
    key = plan.keys.get(one.value.id if isinstance(one.value, Name) else one.id)
    return Holding(
        own,
        (*around, *reading.held),
        weight,
        frozenset(_rates(one.kind, weight)),
        frozenset(_symbols((*reading.units, *(held.unit for held in own if held.unit is not None)))),
        own_unit is None or own_unit.symbol in _MARKS,
        key is not None and key.type == "integer",
    )


def held_by_veto(one: Veto, subject: Subject) -> Holding:
    """The numbers of a veto: of its condition, of what it does, of the grades it may name."""
    scheme, plan = subject.scheme, subject.plan
    own = [held for name in ("when", "total_at_most") for held in _of_key(one, keys_of(Veto)[name])]
    graded = () if scheme.grade is None else _in_table(scheme.grade)
    around = [*_weights(scheme.total.full), *(evolve(held, role=Role.POINTS) for held in graded)]
    for name in one.zero_tier:
        around += _weights(plan.full.get(name), plan.weights.get(name))
    reading = _Reading(subject)
    reading.read_all([one.when])
    units = frozenset(_symbols(reading.units))
    return Holding(tuple(own), (*around, *reading.held), None, frozenset(), units, in_points=True)


def _weights(*values: Fraction | None) -> list[Held]:
    return [Held(value, Role.WEIGHT) for value in values if value is not None]


class _Reading:
    """Follows names to the numbers behind them."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._seen: set[str] = set()
        self.held: list[Held] = []
        self.units: list[Unit] = []

    def read_all(self, values: Collection[object] | Iterator[object]) -> None:
        """Everything that the expressions of tables, or expressions themselves, read."""
        for value in values:
            for expr in expressions(value):
                for node in walk(expr):
                    if isinstance(node, Name):
                        self.read(node.id)
                    elif isinstance(node, Call):
                        self.read(node.function)

    def read(self, name: str) -> None:
        """What a name stands for."""
        if name in self._seen:
            return
        self._seen.add(name)
        scheme, plan = self._subject.scheme, self._subject.plan
        _, _, scored = name.rpartition(".")
        unit = plan.units.get(name)
        self.units += [] if unit is None else [unit]
        if name in plan.constants:
            value, parameter = plan.constants[name], scheme.parameters[name]
            if isinstance(value, Fraction):
                self.held.append(Held(value, Role.ANY, parameter.place("value"), unit))
        if name in plan.keys:
            self.held += _bounds(plan.keys[name])
        for group in (scheme.derived, scheme.functions, scheme.outcomes):
            found: Table | None = group.get(name)
            if found is not None:
                self.held += _in_table(found)
                self.read_all([found])
        self.held += _weights(plan.full.get(scored), plan.weights.get(scored))


def _bounds(key: RecordKey) -> Iterator[Held]:
    """The numbers that the record key allows."""
    for value in (key.low and key.low[0], key.high and key.high[0], key.default):
        if isinstance(value, Fraction) and not isinstance(value, bool):
            yield Held(value, Role.VALUE, unit=key.unit)


_SCORES = frozenset({"points", "else", "start"})
"""Keys of rows and of conditions that give a whole score."""


def _in_table(table: Table, role: Role = Role.ANY) -> Iterator[Held]:
    """Every number of a table, of its rows and of its rule."""
    if isinstance(table, Line):
        for x, y in table.points:
            yield from _in(x, Role.VALUE)
            yield from _in(y, Role.POINTS, score=True)
        return
    if isinstance(table, Choice):
        yield from _in(table.answers, Role.POINTS, score=True)
        return
    keys = {key.attribute: key for key in keys_of(type(table)).values()}
    for field in attrs.fields(type(table)):
        if field.name in keys:
            yield from _of_key(table, keys[field.name], role)
        elif field.name not in ("origin", "path", "broken"):
            yield from _in(getattr(table, field.name), role)


def _of_key(table: Table, key: Key, role: Role = Role.ANY) -> Iterator[Held]:
    value = getattr(table, key.attribute)
    own = Role.VALUE if key.of_value else Role.POINTS if key.of_points or key.name in _POINTS else role
    if isinstance(value, Fraction):
        yield Held(value, own, table.place(key.name))
    else:
        score = key.name in _SCORES and not isinstance(table, (Clause, Earn))
        yield from _in(value, own, score=score)


def _in(value: object, role: Role, *, score: bool = False) -> Iterator[Held]:
    """The numbers of a value; those inside a calculation are of any sort."""
    if isinstance(value, Constant):
        yield Held(value.value, role, value.expr.span, value.unit, score)
    elif isinstance(value, Expr):
        inside = role if isinstance(value, Const) else Role.ANY
        for node in walk(value):
            if isinstance(node, Const) and isinstance(node.value, Fraction):
                yield Held(node.value, inside, node.span, node.unit, score)
    elif isinstance(value, Node):
        read = read_number(value, At("", Faults()))
        if isinstance(read, Constant):
            yield Held(read.value, Role.VALUE, value.span, read.unit)
    elif isinstance(value, Input):
        return  # its bounds are read from the key of the record, where they are in base units
    elif isinstance(value, Table):
        yield from _in_table(value, role)
    elif isinstance(value, (tuple, Mapping)):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _in(part, role, score=score)


def _implied(kind: Kind | None) -> Iterator[Held]:
    """Numbers that a rule says as a difference or a sum of two of its own."""
    for one in kind.kinds if isinstance(kind, CasesKind) else (kind,):
        if isinstance(one, Deduct):
            for clause in one.clauses:
                start = clause.below if clause.below is not None else clause.above
                for bound in () if clause.zero is None else (clause.zero.low, clause.zero.high):
                    yield from _apart(start, bound)
        elif isinstance(one, Tolerance):
            for side in (one, one.over, one.under):
                for distance in () if side is None else (side.within, side.until):
                    yield from _apart(one.target, distance)
        elif isinstance(one, (Checklist, Defects)):
            costs = [item.points if isinstance(item, CheckItem) else item.max for item in one.items.values()]
            yield Held(sum((cost for cost in costs if cost is not None), Fraction(0)), Role.POINTS)
        elif one is not None:
            scores = [held.value for held in _in_table(one) if held.score]
            steps = {abs(higher - lower) for higher, lower in pairwise(scores)}
            yield from (Held(step, Role.POINTS) for step in steps if len(steps) == 1)


def _apart(one: Expr | None, other: Expr | None) -> Iterator[Held]:
    first, second = constant(one), constant(other)
    if first is not None and second is not None:
        yield from (Held(value, Role.VALUE) for value in (abs(first - second), first + second))


def _symbols(units: Collection[Unit]) -> Iterator[str]:
    """How units may be written: 万元 also as 元 behind a number in 万."""
    for unit in units:
        if not unit.percent and unit.symbol not in _MARKS:
            yield from (text for text in (unit.symbol, unit.base) if text)


def _rates(kind: Kind | None, weight: Fraction | None) -> Iterator[Fraction]:
    """Points for one of a unit, as far as they are constants."""
    pairs: list[tuple[Expr | None, Expr | None]] = []
    match kind:
        case CasesKind(kinds=kinds):
            for one in kinds:
                yield from _rates(one, weight)
        case Deduct(clauses=clauses):
            pairs = [(one.points, one.each) for one in clauses if one.partial in (None, "prorated")]
        case Earn(points=points, each=each, partial=partial) if partial in (None, "prorated"):
            pairs = [(points, each)]
        case Swing(gain=gain, lose=lose, each=each, partial=partial) if partial in (None, "prorated"):
            pairs = [(gain, each), (lose, each)]
        case Line(points=corners):
            known = [(constant(x), constant(y)) for x, y in corners]
            for (x0, y0), (x1, y1) in pairwise(known):
                if x0 is not None and y0 is not None and x1 is not None and y1 is not None and x0 != x1:
                    yield abs((y1 - y0) / (x1 - x0))
        case Ratio(full=full):
            size = constant(full)
            if weight is not None and size:
                yield weight / size
        case FormulaKind(formula=formula):
            # A factor of a formula is what the sentence says as points for every percentage point.
            yield from (abs(held.value) for held in _in(formula, Role.ANY))
        case Tolerance(over=over, under=under):
            for side in (kind, over, under):
                yield from _falling(side, weight)
        case _:
            pass
    for points, each in pairs:
        given, size = constant(points), constant(each)
        if given is not None and size:
            yield given / size


def _falling(side: Side | None, weight: Fraction | None) -> Iterator[Fraction]:
    within, until = (None, None) if side is None else (constant(side.within), constant(side.until))
    if weight is not None and within is not None and until is not None and until > within:
        yield weight / (until - within)
