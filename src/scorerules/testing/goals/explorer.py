"""Looks for rows and edges in the expressions of one item, with what must hold for each to be looked at.

Goes in: the steps of an item. Comes out: every row that somebody wrote and that can be taken, every side of
a condition that can decide, every value at which an answer or a slope changes. What the analysis says cannot
come about is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from scorerules.analysis.abstract import of_numbers
from scorerules.analysis.assume import Env
from scorerules.analysis.interval import Interval
from scorerules.diagnostics import LANGS, Words
from scorerules.formula import (
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Logic,
    Member,
    Name,
    Not,
    children,
    names,
    walk,
)
from scorerules.formula.make import call, compare, minus
from scorerules.formula.nodes import CompareOperator
from scorerules.kinds import CasesKind, Kind
from scorerules.kinds.checklist import Checklist
from scorerules.kinds.deduct import Deduct
from scorerules.kinds.line import Line
from scorerules.kinds.passing import Pass
from scorerules.kinds.ratio import Ratio
from scorerules.reading import Table
from scorerules.source import Span
from scorerules.testing.goals.about import About
from scorerules.testing.goals.found import Edge, Row, Side, Spot
from scorerules.testing.goals.goal import Asks, Comes, Condition, Takes
from scorerules.testing.goals.quantities import Place, number_of, places, unit_beside, written_at
from scorerules.testing.goals.telling import in_context

_BESIDE: dict[CompareOperator, frozenset[Side]] = {
    "<": frozenset({"below"}),
    ">=": frozenset({"below"}),
    "<=": frozenset({"above"}),
    ">": frozenset({"above"}),
    "==": frozenset({"below", "above"}),
    "!=": frozenset({"below", "above"}),
}
"""On which side of a number a comparison with it comes out otherwise than at the number."""

_ALONE: dict[CompareOperator, frozenset[Side]] = {
    "<": frozenset({"below"}),
    "<=": frozenset({"below"}),
    ">": frozenset({"above"}),
    ">=": frozenset({"above"}),
    "!=": frozenset({"below", "above"}),
}
"""On which side of a number a comparison with it holds."""

_TURNED: dict[Side, Side] = {"at": "at", "below": "above", "above": "below"}

_DECIDES = {
    True: Words("由“{what}”成立决定", "decided by {what} being true"),
    False: Words("由“{what}”不成立决定", "decided by {what} being false"),
}

_OPEN = frozenset({"part", "value"})
"""Roles of steps that are looked into where a rule reads them: they are part of the rule."""


class Explorer:
    """Explores the steps of one item.

    Args:
        about: The ruleset.
        owner: The item.
        kind: Its rule; ``None`` for what has none.
        bands: The rows of a scale of grades.
    """

    def __init__(
        self, about: About, owner: str, kind: Kind | None = None, bands: tuple[Table, ...] = ()
    ) -> None:
        self._about = about
        self._owner = owner
        self._kind = kind
        self._bands = bands
        self._own = {step.id: step for step in about.plan.of(owner)}
        self._count = 0
        self.rows: list[Row] = []
        self.edges: list[Edge] = []

    def step(self, step_id: str) -> None:
        """Explore a step and the parts that it reads."""
        self._walk(self._about.settled(self._own[step_id].expr), Spot(self._about.ranges.env))

    def decision(self, step_id: str) -> None:
        """Explore a step that is a condition."""
        self.condition(self._own[step_id].expr)

    def condition(self, expr: Expr) -> None:
        """Explore a condition of the item."""
        self._decide(self._about.settled(expr), Spot(self._about.ranges.env))

    def _inside(self, name: str) -> Expr | None:
        """What a name stands for that is a part of this rule."""
        step = self._own.get(name)
        return None if step is None or step.role != "part" else self._about.settled(step.expr)

    def _walk(self, expr: Expr, spot: Spot) -> None:
        match expr:
            case Cases():
                self._choice(expr, spot)
            case Name(id_):
                step = self._own.get(id_)
                if step is not None and step.role in _OPEN:
                    self._walk(self._about.settled(step.expr), spot)
            case Logic() | Compare() | Not() | Member():
                self._decide(expr, spot)
            case Known():
                pass
            case Call():
                self._call(expr, spot)
                for one in expr.arguments:
                    self._walk(one, spot)
            case _:
                for one in children(expr):
                    self._walk(one, spot)

    def _choice(self, cases: Cases, spot: Spot) -> None:
        """A choice: its conditions, its rows, what stands in them."""
        tag, written = cases.tag, self._is_written(cases)
        name = self._name_of(tag) if written else ""
        earlier: list[Expr] = []
        before, passed = spot, spot
        rows = [*cases.rows, *([] if cases.default is None else [(None, cases.default)])]
        for index, (condition, value) in enumerate(rows):
            id_, words = f"{name}.{index + 1}", self._row_words(cases, index)
            env = passed.env
            if condition is not None:
                found = self._about.assume(condition, env, holds=True)
                before = passed
            else:
                found = env
            how = self._shown(cases, index) if written else ()
            # What else there is in `a if c else b if d else …` is no row of its own.
            goes_on = tag is None and condition is None
            chained = goes_on and isinstance(value, Cases) and value.tag is None
            led = spot if tag is not None else before
            if found is not None and written and self._is_row(cases, index) and not chained:
                self.rows.append(Row(spot, id_, words, led.path, how, self._row_span(cases, index)))
            if condition is not None and written:
                asked = self._asked_at(condition, earlier, spot, passed, tag, index)
                self._decide(condition, asked.asking(id_, words))
            if found is not None:
                inner = led.where(found, *how)
                self._walk(value, inner.under(id_, words) if written and not goes_on else inner)
            if condition is not None:
                rest = self._about.assume(condition, env, holds=False)
                if rest is None:
                    return
                said = self._about.asked(condition, holds=False) if written and tag is None else ()
                passed = passed.where(rest, *said)
                earlier.append(condition)

    def _shown(self, cases: Cases, index: int) -> tuple[Condition, ...]:
        """What shows that a row is taken, when those before the last one asked are not."""
        if cases.tag is not None:
            return (Takes(cases.tag, index),)
        if index < len(cases.rows):
            return self._about.asked(cases.rows[index][0], holds=True)
        return self._about.asked(cases.rows[-1][0], holds=False)

    def _asked_at(
        self, condition: Expr, earlier: list[Expr], entry: Spot, current: Spot, tag: str | None, index: int
    ) -> Spot:
        """Where the condition of a row is asked, whatever rows before it make of the same number."""
        if not earlier:
            return entry
        looked_at = {one for row in (condition, *earlier) for one in self._looked_at(row)}
        if len(looked_at) == 1 and None not in looked_at:
            return entry
        if tag is None:
            return current
        return evolve(entry.where(current.env, Asks(tag, index)), refused=tuple(earlier))

    def _looked_at(self, condition: Expr) -> Iterator[Expr | None]:
        """The numbers that a condition compares with constants; ``None`` for anything else in it."""
        match condition:
            case Logic(_, operands):
                for one in operands:
                    yield from self._looked_at(one)
            case Not(operand):
                yield from self._looked_at(operand)
            case Compare(_, operands):
                for left, right in pairwise(operands):
                    if number_of(right) is None and not any(names(right)):
                        yield left  # beside a constant that is computed, such as ln(100)
                        continue
                    found = list(self._places(left, right))
                    yield from (one.what for one in found)
                    if not found:
                        yield None
            case _:
                yield None

    def _decide(self, condition: Expr, spot: Spot, *, alone: bool = True) -> None:
        """A condition: every part of it that can decide, ``alone`` when it has no other parts."""
        match condition:
            case Not(operand):
                self._decide(operand, spot, alone=alone)
            case Logic(operator, operands):
                self._parts(operands, spot, holds=operator == "and")
            case Compare(operators, operands):
                links = [
                    Compare((operator,), pair, span=condition.span)
                    for operator, pair in zip(operators, pairwise(operands), strict=True)
                ]
                if len(links) > 1:
                    self._parts(tuple(links), spot, holds=True)
                else:
                    self._comparison(condition, spot, alone=alone)
            case Member(operand, items, _):
                self._members(operand, items, spot, condition.span)
            case Cases():
                self._choice(condition, spot)
            case _:
                if not alone:
                    self._answers(condition, spot)

    def _parts(self, parts: tuple[Expr, ...], spot: Spot, *, holds: bool) -> None:
        """Parts of which each decides where all others come out as ``holds``."""
        for index, part in enumerate(parts):
            mine = set(self._looked_at(part))
            env: Env | None = spot.env
            path: list[Condition] = []
            for place, other in enumerate(parts):
                theirs = set(self._looked_at(other))
                if place == index or env is None or (theirs <= mine and None not in theirs):
                    continue
                env = self._about.assume(other, env, holds=holds)
                path += self._about.asked(other, holds=holds)
            if env is not None:
                self._decide(part, spot.where(env, *path), alone=False)

    def _comparison(self, condition: Compare, spot: Spot, *, alone: bool) -> None:
        left, right = condition.operands
        for one in (left, right):
            self._walk(one, spot)
        found = list(self._places(left, right))
        if not found:
            if not alone:
                self._answers(condition, spot)
            return
        swapped = number_of(left) is not None
        sides = _BESIDE[condition.operators[0]] - _refused(spot, (left, right))
        for place in found:
            turned = place.rising is swapped
            beside = frozenset(_TURNED[one] if turned else one for one in sides)
            self._edge(spot, place.what, place.value, beside, (left, right), condition.span)

    def _places(self, left: Expr, right: Expr) -> Iterator[Place]:
        """Where two numbers are the same."""
        if not (self._is_number(left) and self._is_number(right)):
            return
        ours, theirs = number_of(left), number_of(right)
        if theirs is not None:
            yield from places(left, theirs, self._inside)
        elif ours is not None:
            yield from places(right, ours, self._inside)
        elif self._about.is_date(left):
            yield Place(call("days", right, left), Fraction(0))
        else:
            yield from places(minus(left, right), Fraction(0), self._inside)

    def _is_number(self, expr: Expr) -> bool:
        """Whether an expression is a number or a date."""
        if number_of(expr) is not None:
            return True
        value = self._about.value(expr, self._about.ranges.env)
        return not value.numbers.empty and value.texts == frozenset() and not value.truth

    def _answers(self, condition: Expr, spot: Spot) -> None:
        """A part of a condition that has no number: it decides with yes and with no."""
        words = self._about.told(condition)
        for holds in (True, False):
            env = self._about.assume(condition, spot.env, holds=holds)
            if env is not None:
                shown = self._about.asked(condition, holds=holds)
                said = Words(*(_DECIDES[holds][lang].format(what=words[lang]) for lang in LANGS))
                id_ = f"{_plain(self._about.formula(condition))}.{'yes' if holds else 'no'}"
                if spot.asked is not None:
                    id_ = f"{spot.asked[0]}.{id_}"
                    said = in_context(said, (spot.asked[1],))
                self.rows.append(Row(spot, id_, said, spot.path, shown, condition.span))

    def _members(self, operand: Expr, items: tuple[Expr, ...], spot: Spot, span: Span | None) -> None:
        """Each of the values that something can be one of."""
        for item in items:
            condition = compare("==", operand, item)
            if self._about.assume(condition, spot.env, holds=True) is not None:
                words = self._about.told(condition)
                shown = self._about.asked(condition, holds=True)
                id_ = _plain(self._about.formula(condition))
                self.rows.append(Row(spot, id_, words, spot.path, shown, item.span or span))

    def _call(self, expr: Call, spot: Spot) -> None:
        """Where the answer of a function bends or jumps, and the limits in it that somebody wrote."""
        match expr.function, expr.arguments:
            case "max" | "min", (one, other):
                for bound, argument in ((one, other), (other, one)):
                    limit = number_of(bound)
                    if limit is not None and _has_numbers(expr) and not _is_stepped(argument):
                        self._bend(spot, argument, limit, frozenset(), expr)
                        break
            case "abs", (argument,):
                self._bend(spot, argument, Fraction(0), frozenset(), expr)
            case "floor", (argument,):
                self._bend(spot, argument, Fraction(1), frozenset({"below"}), expr)
            case "ceil", (argument,):
                self._bend(spot, argument, Fraction(0), frozenset({"above"}), expr)
                self._bend(spot, argument, Fraction(1), frozenset({"above"}), expr)
            case _:
                pass
        self._limits(expr, spot)

    def _bend(self, spot: Spot, argument: Expr, value: Fraction, sides: frozenset[Side], expr: Expr) -> None:
        for place in places(argument, value, self._inside):
            beside = sides if place.rising else frozenset(_TURNED[one] for one in sides)
            self._edge(spot, place.what, place.value, beside, (expr,), expr.span)

    def _edge(
        self,
        spot: Spot,
        what: Expr,
        value: Fraction,
        sides: frozenset[Side],
        written: tuple[Expr, ...],
        span: Span | None,
    ) -> None:
        const = written_at(value, written)
        unit = unit_beside(value, const, self._about.unit(what))
        place = span if const is None or const.span is None else const.span
        self.edges.append(Edge(spot, what, value, sides, unit, place))

    def _limits(self, expr: Call, spot: Spot) -> None:
        """Limits that somebody wrote: each acts, or none does."""
        arguments = expr.arguments
        match expr.function:
            case "min" | "max":
                bounds = [(one, expr.function) for one in arguments]
            case "clamp":
                bounds = [(arguments[1], "max"), (arguments[2], "min")]
            case _:
                return
        limits = [(one, way) for one, way in bounds if number_of(one) is not None and one.span is not None]
        others = [one for one in arguments if number_of(one) is None]
        if not limits or len(others) != 1:
            return
        (inner,) = others
        free: list[Comes] = []
        for limit, way in limits:
            beyond = Interval(low=Fraction(0), low_in=False)
            within = Interval(high=Fraction(0), high_in=False)
            if way == "max":
                beyond, within = within, beyond
            difference = minus(inner, limit)
            free.append(Comes(difference, of_numbers(within)))
            words = self._about.told(limit)
            if not self._about.value(difference, spot.env).numbers.meet(beyond).empty:
                said = Words(f"受 {words.zh} 限制", f"held at {words.en}")
                shown = (Comes(difference, of_numbers(beyond)),)
                id_ = f"held.{_plain(self._about.formula(limit))}"
                self.rows.append(Row(spot, id_, said, spot.path, shown, limit.span))
        if all(
            not self._about.value(one.what, spot.env).numbers.meet(one.wanted.numbers).empty for one in free
        ):
            words = Words("在限制之内", "within its limits")
            self.rows.append(Row(spot, "free", words, spot.path, tuple(free), expr.span))

    def _name_of(self, tag: str | None) -> str:
        if tag is not None:
            return tag.removeprefix(f"{self._owner}.")
        self._count += 1
        return f"if_{self._count}"

    def _is_written(self, cases: Cases) -> bool:
        """Whether somebody wrote the rows, rather than that they are how a rule works."""
        if cases.tag is not None:
            return not isinstance(self._kind_of(cases.tag), Checklist)
        return any(_is_written(condition) for condition, _ in cases.rows)

    def _is_row(self, cases: Cases, index: int) -> bool:
        """Whether somebody wrote a row: not the ends that a line gets by itself."""
        if cases.tag is None:
            return not self._is_told_by_score()
        if index == len(cases.rows):
            return True
        return cases.rows[index][0].span is not None or not isinstance(self._kind_of(cases.tag), Line)

    def _is_told_by_score(self) -> bool:
        """Whether what the rule can do is told by full, part and nothing, so that its rows add nothing."""
        match self._kind:
            case Pass(points=None, else_=None) | Ratio() | Deduct():
                return True
            case CasesKind(kinds=kinds):
                return all(isinstance(one, Pass | Ratio | Deduct) for one in kinds)
            case _:
                return False

    def _kind_of(self, tag: str) -> Kind | None:
        """The rule that a choice belongs to."""
        kind, (own, _, function) = self._kind, tag.partition("#")
        if kind is None or function or not own.startswith(f"{self._owner}."):
            return None
        if isinstance(kind, CasesKind):
            _, _, place = own.removeprefix(f"{self._owner}.").partition("_")
            return kind.kinds[int(place) - 1] if place.isdigit() else None
        return kind

    def _row_words(self, cases: Cases, index: int) -> Words:
        """A row in words."""
        kind = None if cases.tag is None or cases.tag.endswith(".case") else self._kind_of(cases.tag)
        if kind is not None:
            zh, en = (kind.row_words(index, self._about.speaker(lang)) for lang in LANGS)
            if zh is not None and en is not None:
                return Words(zh.strip(), en.strip())
        if index == len(cases.rows):
            return Words("其余情况", "otherwise")
        return self._about.told(cases.rows[index][0])

    def _row_span(self, cases: Cases, index: int) -> Span | None:
        """Where a row is written."""
        kind = None if cases.tag is None else self._kind_of(cases.tag)
        rows = self._bands or getattr(kind, "rows", ())
        if len(rows) > index and rows[index].place() is not None:
            return rows[index].place()
        parts = (cases.default,) if index == len(cases.rows) else cases.rows[index]
        spans = (node.span for part in parts if part is not None for node in walk(part))
        return next((one for one in spans if one is not None), cases.span)


def _refused(spot: Spot, pair: tuple[Expr, Expr]) -> frozenset[Side]:
    """The sides of a number that earlier rows took: ranges do not tell it where the number is irrational."""
    found: frozenset[Side] = frozenset()
    for one in spot.refused:
        if isinstance(one, Compare) and one.operands == pair and len(one.operators) == 1:
            found |= _ALONE.get(one.operators[0], frozenset())
    return found


def _is_written(condition: Expr) -> bool:
    """Whether a condition has a place in the ruleset."""
    match condition:
        case Logic(_, operands):
            return any(map(_is_written, operands))
        case Not(operand):
            return _is_written(operand)
        case _:
            return condition.span is not None


def _has_numbers(expr: Expr) -> bool:
    """Whether somebody wrote a number in an expression."""
    return any(isinstance(node, Const) and node.span is not None for node in walk(expr))


def _is_stepped(expr: Expr) -> bool:
    """Whether an expression goes in steps, whose edges are looked for in it."""
    return isinstance(expr, Call) and expr.function in ("floor", "ceil", "round")


def _plain(formula: str) -> str:
    """A formula as part of an id."""
    return formula.replace(" ", "")
