"""What must become of an expression, and the ways to bring it about, walked backwards.

Goes in: a wish, and an attempt whose record does not meet it. Comes out: ways, each either wishes for parts
of the expression that together make it likely, or changes of data. They are proposals: whoever follows one
tries what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import TypeAlias

from attrs import evolve, frozen

from scorerules.analysis.abstract import EITHER, Abstract, of_numbers, of_truth, of_value
from scorerules.analysis.domains import domain_of
from scorerules.analysis.interval import (
    EVERY,
    Interval,
    added,
    divided,
    exactly,
    multiplied,
    negative,
    subtracted,
)
from scorerules.analysis.trials import Data
from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Evaluator,
    Expr,
    Known,
    Logic,
    Member,
    Missing,
    Name,
    Negate,
    Not,
    Problem,
    children,
    names,
    walk,
)
from scorerules.formula import Value as AnyValue
from scorerules.formula.nodes import CompareOperator
from scorerules.numbers import NumberProblem, Real
from scorerules.testing.bench import Attempt, Bench
from scorerules.testing.goals import Comes, Condition, Inapplicable, Lacks, Takes
from scorerules.testing.plain_numbers import plain_numbers

PRESENT = Abstract(EVERY, None, EITHER, other=True)
MISSING = Abstract(missing=True)
INAPPLICABLE = Abstract(inapplicable=True)

_OPPOSITE: Mapping[CompareOperator, CompareOperator] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
}  # fmt: skip
_TURNED: Mapping[CompareOperator, CompareOperator] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=",
}  # fmt: skip
_SCALES = (1, 10, 100, 1000, 10_000)
_VALUES = 6
"""Values of one datum that are tried."""
_HALVINGS = 60

_REMEMBERED = 64
"""Attempts for which the values of expressions are kept."""


@frozen
class Wish:
    """An expression comes to one of some values, or has none.

    Args:
        expr: The expression.
        wanted: The values; ``missing`` and ``inapplicable`` ask for there being none.
    """

    expr: Expr
    wanted: Abstract


@frozen
class Way:
    """One way to bring a wish about.

    Args:
        wishes: What to bring about first.
        changes: Changes of the data, where there is nothing to bring about.
    """

    wishes: tuple[Wish, ...] = ()
    changes: Data | None = None


Wishes: TypeAlias = tuple[Wish, ...]


class Ways:
    """Finds ways for the expressions of one plan.

    Args:
        bench: Where records are tried.
        ranges: All that a name can come to.
    """

    def __init__(self, bench: Bench, ranges: Callable[[str], Abstract]) -> None:
        self._bench = bench
        self._plan = bench.plan
        self._ranges = ranges
        self._computed: dict[int, tuple[Attempt, dict[int, tuple[Expr, AnyValue | Missing | None]]]] = {}

    def wishes_of(self, condition: Condition) -> Wishes:
        """A condition of a goal as wishes."""
        match condition:
            case Comes(name, wanted):
                return (Wish(Name(name), wanted),)
            case Lacks(name):
                return (Wish(Name(name), MISSING),)
            case Inapplicable(step):
                return (Wish(Name(step), INAPPLICABLE),)
            case Takes(tag, row):
                return self._taken(tag, row)

    def value(self, expr: Expr, attempt: Attempt) -> AnyValue | Missing | None:
        """What an expression comes to in an attempt, or what it lacks; ``None`` for a problem."""
        known = self._computed.get(id(attempt))
        if known is None:
            if len(self._computed) >= _REMEMBERED:
                del self._computed[next(iter(self._computed))]
            known = self._computed[id(attempt)] = (attempt, {})
        found = known[1].get(id(expr))
        if found is None:
            found = known[1][id(expr)] = (expr, self._evaluated(expr, attempt))
        return found[1]

    def _evaluated(self, expr: Expr, attempt: Attempt) -> AnyValue | Missing | None:
        trace = attempt.trace

        def read(name: str) -> AnyValue:
            found = trace.values.get(name)
            if found is None:
                found = trace.record.values.get(name, self._plan.constants.get(name))
            if found is None:
                needs = trace.absent.get(name, (name,))
                raise Missing(*needs, not_applicable=not needs or name in trace.record.not_applicable)
            return found

        try:
            return Evaluator(read).value(expr)
        except Missing as absence:
            return absence
        except Problem:
            return None

    def met(self, wish: Wish, attempt: Attempt) -> bool:
        """Whether a wish has come true."""
        value = self.value(wish.expr, attempt)
        if isinstance(value, Missing):
            return wish.wanted.inapplicable if value.not_applicable else wish.wanted.missing
        return value is not None and not of_value(value).meet(wish.wanted).never

    def of(self, wish: Wish, attempt: Attempt) -> Iterator[Way]:
        """The ways to bring about a wish, the most promising first."""
        expr, wanted = wish.expr, wish.wanted
        if wanted.never:
            yield from self._without(expr, wanted, attempt)
            return
        match expr:
            case Name(id_):
                yield from self._name(id_, wanted, attempt)
            case Not(operand):
                yield Way((Wish(operand, of_truth(not one for one in wanted.truth)),))
            case Logic(operator, operands):
                yield from self._logic(operands, wanted, every=(operator == "and") is (True in wanted.truth))
            case Compare(operators, operands):
                links = list(zip(operators, operands, operands[1:], strict=False))
                if len(links) > 1 and True in wanted.truth:
                    yield Way(tuple(Wish(Compare((op,), (a, b)), wanted) for op, a, b in links))
                    return
                for operator, left, right in links:
                    said = operator if True in wanted.truth else _OPPOSITE[operator]
                    yield from self._compared(said, left, right, attempt)
            case Member(operand, items, negated):
                yield from self._member(operand, items, attempt, inside=(True in wanted.truth) is not negated)
            case Cases():
                yield from self._cases(expr, wanted, attempt)
            case Known(operand):
                lacks = evolve(MISSING, inapplicable=True)
                yield Way((Wish(operand, PRESENT if True in wanted.truth else lacks),))
            case Negate(operand):
                yield Way((Wish(operand, of_numbers(negative(wanted.numbers))),))
            case Arithmetic(operator, left, right):
                yield from self._lacking_parts(expr, attempt)
                yield from self._sides(operator, left, right, wanted.numbers, attempt)
            case Call(function, arguments):
                yield from self._lacking_parts(expr, attempt)
                yield from self._called(function, arguments, wanted, attempt)
            case _:
                return

    def _taken(self, tag: str, row: int) -> Wishes:
        """What must hold for a choice to take a row, the choice being asked at all."""
        for step in self._plan.steps:
            for node in walk(step.expr):
                if isinstance(node, Cases) and node.tag == tag:
                    return (*_towards(step.expr, node), *_row(node, row))
        return ()

    def _without(self, expr: Expr, wanted: Abstract, attempt: Attempt) -> Iterator[Way]:
        """Ways for an expression to have no value."""
        match expr:
            case Name(id_) if id_ in self._bench.keys:
                yield from self._datum_gone(id_, wanted, attempt)
            case Name(id_) if id_ in self._plan.exprs:
                yield Way((Wish(self._plan.exprs[id_], wanted),))
            case Cases(rows, default):
                results = [value for _, value in rows] + ([] if default is None else [default])
                for index, result in enumerate(results):
                    if isinstance(result, Absent):
                        if wanted.inapplicable if result.not_applicable else wanted.missing:
                            yield Way(_row(expr, index))
                for index, result in enumerate(results):
                    if not isinstance(result, (Absent, Const)):
                        yield Way((*_row(expr, index), Wish(result, wanted)))
                for condition, _ in rows:
                    yield Way((Wish(condition, wanted),))
            case Absent() | Const() | Known():
                return
            case _:
                for name in names(expr):
                    yield Way((Wish(Name(name), wanted),))

    def _datum_gone(self, name: str, wanted: Abstract, attempt: Attempt) -> Iterator[Way]:
        key = self._bench.keys[name]
        item = name != self._bench.owners[name].id
        if (wanted.inapplicable and key.may_skip and item) or (wanted.missing and key.default is None):
            yield Way(changes=self._bench.lacking(name, attempt.data))
        if wanted.missing and item:
            owner = self._bench.owners[name].id
            yield Way(changes=self._bench.lacking(owner, attempt.data))

    def _name(self, id_: str, wanted: Abstract, attempt: Attempt) -> Iterator[Way]:
        key = self._bench.keys.get(id_)
        if key is None:
            if id_ in self._plan.exprs:
                yield Way((Wish(self._plan.exprs[id_], wanted),))
            return
        domain = domain_of(key).meet(wanted)
        found: list[Fraction | str | bool | date] = []
        if wanted == PRESENT and id_ in self._bench.made:
            found.append(self._bench.made[id_])
        if domain.texts is None:
            found += ["A", "B"]
        else:
            found += [one for one in key.choices or sorted(domain.texts) if one in domain.texts]
        found += sorted(domain.truth, reverse=True)
        scale = Fraction(1) if key.unit is None else key.unit.scale
        numbers = islice(plain_numbers(domain.numbers, scale), _VALUES)
        if key.type == "date":
            found += [date.fromordinal(int(one)) for one in numbers]
        else:
            found += list(numbers)
        for value in dict.fromkeys(found):
            yield Way(changes=self._bench.change(id_, value, attempt.data))

    def _logic(self, operands: tuple[Expr, ...], wanted: Abstract, *, every: bool) -> Iterator[Way]:
        if every:
            yield Way(tuple(Wish(one, wanted) for one in operands))
            return
        for one in operands:
            yield Way((Wish(one, wanted),))

    def _compared(
        self, operator: CompareOperator, left: Expr, right: Expr, attempt: Attempt
    ) -> Iterator[Way]:
        ours, theirs = self.value(left, attempt), self.value(right, attempt)
        absent = [Wish(one, PRESENT) for one, v in ((left, ours), (right, theirs)) if _lacks(v)]
        if absent:
            yield Way((*absent, Wish(Compare((operator,), (left, right)), of_truth((True,)))))
            return
        for expr, bound, said in ((left, theirs, operator), (right, ours, _TURNED[operator])):
            if bound is None or isinstance(expr, Const):
                continue
            assert not isinstance(bound, Missing)
            for wanted in self._allowed(said, of_value(bound), expr):
                yield Way((Wish(expr, wanted),))

    def _allowed(self, operator: CompareOperator, bound: Abstract, expr: Expr) -> Iterator[Abstract]:
        """What an expression can be that compares so with ``bound``."""
        numbers = bound.numbers
        if operator == "==":
            yield bound
        elif operator in ("<", "<="):
            yield of_numbers(Interval(None, numbers.high, high_in=operator == "<=" and numbers.high_in))
        elif operator in (">", ">="):
            yield of_numbers(Interval(numbers.low, None, low_in=operator == ">=" and numbers.low_in))
        elif not numbers.empty:
            yield of_numbers(Interval(numbers.low, None, low_in=False))
            yield of_numbers(Interval(None, numbers.high, high_in=False))
        else:
            yield self._other_than([bound], expr)

    def _other_than(self, known: list[Abstract], expr: Expr) -> Abstract:
        """The texts and answers that an expression can be besides some."""
        every = self._ranges(expr.id) if isinstance(expr, Name) else PRESENT
        texts = {text for one in known for text in one.texts or ()}
        others = {"A", "B", "C"} if every.texts is None else every.texts
        truth = {answer for one in known for answer in one.truth}
        return Abstract(texts=frozenset(others - texts), truth=every.truth - truth)

    def _member(
        self, operand: Expr, items: tuple[Expr, ...], attempt: Attempt, *, inside: bool
    ) -> Iterator[Way]:
        values = [self.value(one, attempt) for one in items]
        known = [of_value(one) for one in values if one is not None and not isinstance(one, Missing)]
        if inside:
            for one in known:
                yield Way((Wish(operand, one),))
            return
        others = self._other_than(known, operand)
        if not others.never:
            yield Way((Wish(operand, others),))
        numbers = [one.numbers.single for one in known if one.numbers.single is not None]
        if numbers:
            yield Way((Wish(operand, of_numbers(Interval(max(numbers), None, low_in=False))),))
            yield Way((Wish(operand, of_numbers(Interval(None, min(numbers), high_in=False))),))

    def _cases(self, cases: Cases, wanted: Abstract, attempt: Attempt) -> Iterator[Way]:
        results = [value for _, value in cases.rows]
        if cases.default is not None:
            results.append(cases.default)
        places = list(range(len(results)))
        now = next((i for i in places if all(self.met(one, attempt) for one in _row(cases, i))), None)
        if now is not None:
            places.remove(now)
            places.insert(0, now)
        for index in places:
            result = results[index]
            if isinstance(result, Absent) or (
                isinstance(result, Const) and of_value(result.value).meet(wanted).never
            ):
                continue
            if isinstance(result, Name) and self._ranges(result.id).meet(wanted).never:
                continue
            yield Way((*_row(cases, index), Wish(result, wanted)))

    def _lacking_parts(self, expr: Expr, attempt: Attempt) -> Iterator[Way]:
        """When a part has no value, bringing about that it has one."""
        absent = [
            Wish(Name(name), PRESENT)
            for name in names(expr)
            if isinstance(self.value(Name(name), attempt), Missing)
        ]
        if absent and isinstance(self.value(expr, attempt), Missing):
            yield Way(tuple(absent))

    def _sides(
        self, operator: str, left: Expr, right: Expr, wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        ours, theirs = self._number(left, attempt), self._number(right, attempt)
        if theirs is not None and not isinstance(left, Const):
            found = self._left(operator, wanted, theirs)
            if found is not None:
                yield Way((Wish(left, of_numbers(found)),))
        if ours is not None and not isinstance(right, Const):
            found = self._right(operator, wanted, ours)
            if found is not None:
                yield Way((Wish(right, of_numbers(found)),))
        target = wanted.single
        if operator == "/" and target is not None:
            for scale in _SCALES:
                below = Fraction(target.denominator * scale)
                yield Way((
                    Wish(right, of_numbers(exactly(below))),
                    Wish(left, of_numbers(exactly(target * below))),
                ))  # fmt: skip
        if operator == "**":
            for place, expr in enumerate((left, right)):
                other = theirs if place == 0 else ours
                if other is None or isinstance(expr, Const):
                    continue

                def power(x: Fraction, place: int = place, other: Fraction = other) -> Expr:
                    sides = (Const(x), Const(other)) if place == 0 else (Const(other), Const(x))
                    return Arithmetic("**", *sides)

                yield from self._inverse(power, expr, wanted, attempt)

    def _left(self, operator: str, wanted: Interval, right: Fraction) -> Interval | None:
        match operator:
            case "+":
                return subtracted(wanted, exactly(right))
            case "-":
                return added(wanted, exactly(right))
            case "*":
                return None if right == 0 else divided(wanted, exactly(right))
            case "/":
                return multiplied(wanted, exactly(right))
            case _:
                return None

    def _right(self, operator: str, wanted: Interval, left: Fraction) -> Interval | None:
        match operator:
            case "+":
                return subtracted(wanted, exactly(left))
            case "-":
                return subtracted(exactly(left), wanted)
            case "*":
                return None if left == 0 else divided(wanted, exactly(left))
            case "/":
                return None if left == 0 or wanted.single == 0 else divided(exactly(left), wanted)
            case _:
                return None

    def _called(
        self, function: str, arguments: tuple[Expr, ...], wanted: Abstract, attempt: Attempt
    ) -> Iterator[Way]:
        numbers = wanted.numbers
        low, high = numbers.low, numbers.high
        first = arguments[0] if arguments else None
        match function:
            case "abs":
                for one in (numbers, negative(numbers)):
                    yield from _wish(first, one)
            case "clamp":
                ends = [self._number(one, attempt) for one in arguments[1:]]
                yield from _wish(first, _opened(numbers, *ends))
            case "round" | "floor" | "ceil":
                yield from _wish(first, numbers)
                yield from self._rounding(function, arguments, numbers, attempt)
            case "min" | "max":
                for place, one in enumerate(arguments):
                    rest = Interval(low, None, numbers.low_in) if function == "min" else Interval(
                        None, high, high_in=numbers.high_in
                    )
                    others = arguments[:place] + arguments[place + 1 :]
                    yield Way((Wish(one, of_numbers(numbers)), *(Wish(other, of_numbers(rest)) for other in others)))
            case "sum" | ".sum" | "mean" | ".mean":
                yield from self._added(arguments, numbers, attempt, mean=function.endswith("mean"))
            case "days":
                days = [self._number(one, attempt) for one in arguments]
                if days[0] is not None:
                    yield from _wish(arguments[1], added(numbers, exactly(days[0])))
                if days[1] is not None:
                    yield from _wish(arguments[0], subtracted(exactly(days[1]), numbers))
            case "count":
                for one in arguments:
                    for answer in (True, False):
                        yield Way((Wish(one, of_truth((answer,))),))
            case _:
                for place, one in enumerate(arguments):
                    if isinstance(one, Const):
                        continue

                    def called(x: Fraction, place: int = place) -> Expr:
                        given = [Const(x) if at == place else other for at, other in enumerate(arguments)]
                        return Call(function, tuple(given))

                    yield from self._inverse(called, one, numbers, attempt)

    def _rounding(
        self, function: str, arguments: tuple[Expr, ...], wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        """What rounds to the wanted numbers: those within a step of them."""
        to = Fraction(1)
        if function == "round" and len(arguments) > 1:
            found = self._number(arguments[1], attempt)
            to = found if found else to
        below, above = {"round": (to / 2, to / 2), "floor": (0, to), "ceil": (to, 0)}[function]
        low = None if wanted.low is None else wanted.low - below
        high = None if wanted.high is None else wanted.high + above
        yield from _wish(arguments[0], Interval(low, high, below == 0, above == 0))
        yield from _wish(arguments[0], Interval(low, high))
        if function == "round":
            yield from _wish(
                arguments[0],
                Interval(None if wanted.low is None else wanted.low - to, None if high is None else high + to / 2),
            )

    def _added(
        self, arguments: tuple[Expr, ...], wanted: Interval, attempt: Attempt, *, mean: bool
    ) -> Iterator[Way]:
        values = [self._number(one, attempt) for one in arguments]
        known = [one for one in values if one is not None]
        whole = multiplied(wanted, exactly(Fraction(len(known)))) if mean and known else wanted
        for one, value in zip(arguments, values, strict=True):
            if value is not None and not isinstance(one, Const):
                yield from _wish(one, subtracted(whole, exactly(sum(known) - value)))

    def _inverse(
        self, made: Callable[[Fraction], Expr], expr: Expr, wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        """Where a function of one part, taken to move one way, comes to the wanted numbers."""
        if wanted.empty:
            return
        known = self._ranges(expr.id).numbers if isinstance(expr, Name) else EVERY
        now = self._number(expr, attempt)
        low = known.low if known.low is not None else min(now or Fraction(0), Fraction(0)) - 1000
        high = known.high if known.high is not None else max(now or Fraction(0), Fraction(1)) * 1000
        target = wanted.low if wanted.low is not None else wanted.high
        if target is None or low >= high:
            return

        def at(x: Fraction) -> Fraction | None:
            value = self._evaluated(made(x), attempt)
            if isinstance(value, Real):
                low_, high_ = value.bounds(30)
                return (low_ + high_) / 2
            return value if isinstance(value, Fraction) else None

        place = _crossing(at, low, high, target)
        if place is None:
            return
        below, above = place
        end = wanted.high if wanted.low is not None else wanted.low
        other = None if end is None or end == target else _crossing(at, low, high, end)
        far = (below, above) if other is None else other
        span = sorted((below, above, *far))
        yield from _wish(expr, Interval(span[0], span[-1]))
        for one in (below, above):
            result = at(one)
            if result is not None and wanted.has(result):
                yield from _wish(expr, exactly(one))

    def _number(self, expr: Expr, attempt: Attempt) -> Fraction | None:
        """What an expression comes to, if that is a rational number; the ordinal of a date."""
        value = self.value(expr, attempt)
        if isinstance(value, date):
            return Fraction(value.toordinal())
        return value if isinstance(value, Fraction) else None


def _wish(expr: Expr | None, numbers: Interval) -> Iterator[Way]:
    if expr is not None and not isinstance(expr, Const) and not numbers.empty:
        yield Way((Wish(expr, of_numbers(evolve(numbers, grid=None))),))


def _row(cases: Cases, row: int) -> Wishes:
    """What must hold for a choice to take a row."""
    before = tuple(Wish(condition, of_truth((False,))) for condition, _ in cases.rows[:row])
    if row >= len(cases.rows):
        return before
    return (Wish(cases.rows[row][0], of_truth((True,))), *before)


def _towards(expr: Expr, node: Expr) -> Wishes:
    """What must hold for a part of an expression to be asked, as far as choices decide it."""
    if expr is node:
        return ()
    found: Wishes = ()
    current: Expr | None = expr
    while current is not None and current is not node:
        parts = _parts(current)
        for wishes, part in parts:
            if any(one is node for one in walk(part)):
                found, current = (*found, *wishes), part
                break
        else:
            current = None
    return found


def _parts(expr: Expr) -> list[tuple[Wishes, Expr]]:
    if isinstance(expr, Cases):
        rows: list[tuple[Wishes, Expr]] = []
        for index, (condition, value) in enumerate(expr.rows):
            rows += [(_row(expr, index), value), ((), condition)]
        if expr.default is not None:
            rows.append((_row(expr, len(expr.rows)), expr.default))
        return rows
    return [((), part) for part in children(expr)]


def _lacks(value: AnyValue | Missing | None) -> bool:
    return isinstance(value, Missing)


def _opened(wanted: Interval, low: Fraction | None, high: Fraction | None) -> Interval:
    """What a value can be that, held within two ends, is one of the wanted numbers."""
    opened = evolve(wanted, grid=None)
    if low is not None and wanted.has(low):
        opened = evolve(opened, low=None)
    if high is not None and wanted.has(high):
        opened = evolve(opened, high=None)
    return opened


def _crossing(
    at: Callable[[Fraction], Fraction | None], low: Fraction, high: Fraction, target: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Two numbers close together between which a function passes a target; ``None`` when it does not."""
    try:
        first, last = at(low), at(high)
    except NumberProblem:
        return None
    if last is None:
        return None
    rising = first is None or last >= first
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        value = at(middle)
        if value is None or (value < target) is rising:
            low = middle
        else:
            high = middle
    return low, high
