"""The ways to bring a wish about, walked backwards through the expressions of a plan.

Goes in: a wish, and an attempt whose record does not meet it. Comes out: ways, each either wishes for parts
of the expression that together make it likely, or changes of data. They are proposals: whoever follows one
tries what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import islice

from attrs import evolve

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth, of_value
from scorerules.analysis.domains import domain_of
from scorerules.analysis.interval import Interval, negative
from scorerules.formula import (
    Absent,
    Arithmetic,
    Call,
    Cases,
    Compare,
    Const,
    Expr,
    Known,
    Logic,
    Member,
    Missing,
    Name,
    Negate,
    Not,
    names,
)
from scorerules.formula.nodes import CompareOperator
from scorerules.numbers import Real
from scorerules.testing.pool.attempt_values import AttemptValues
from scorerules.testing.pool.bench import Attempt, Bench
from scorerules.testing.pool.plain_numbers import plain_numbers
from scorerules.testing.pool.ways_of_numbers import WaysOfNumbers
from scorerules.testing.pool.wishes import MISSING, PRESENT, Way, Wish, row_wishes

_OPPOSITE: Mapping[CompareOperator, CompareOperator] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
}  # fmt: skip
_TURNED: Mapping[CompareOperator, CompareOperator] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=",
}  # fmt: skip
_VALUES = 6
"""Values of one datum that are tried."""


class Ways:
    """Finds ways for the expressions of one plan.

    Args:
        bench: Where records are tried.
        values: What expressions come to.
        ranges: All that a name can come to.
    """

    def __init__(self, bench: Bench, values: AttemptValues, ranges: Callable[[str], Abstract]) -> None:
        self._bench = bench
        self._plan = bench.plan
        self._values = values
        self._ranges = ranges
        self._numbers = WaysOfNumbers(values, ranges)

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
                for link, left, right in links:
                    said = link if True in wanted.truth else _OPPOSITE[link]
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
                yield from self._numbers.sides(operator, left, right, wanted.numbers, attempt)
            case Call(function, arguments):
                yield from self._lacking_parts(expr, attempt)
                yield from self._numbers.called(function, arguments, wanted, attempt)
            case _:
                return

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
                    if isinstance(result, Absent) and _is_wanted(result, wanted):
                        yield Way(row_wishes(expr, index))
                for index, result in enumerate(results):
                    if not isinstance(result, (Absent, Const)):
                        yield Way((*row_wishes(expr, index), Wish(result, wanted)))
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
        ours, theirs = self._values.value(left, attempt), self._values.value(right, attempt)
        absent = [Wish(one, PRESENT) for one, v in ((left, ours), (right, theirs)) if isinstance(v, Missing)]
        if absent:
            yield Way((*absent, Wish(Compare((operator,), (left, right)), of_truth((True,)))))
            return
        for expr, bound, said in ((left, theirs, operator), (right, ours, _TURNED[operator])):
            if bound is None or isinstance(expr, Const):
                continue
            assert not isinstance(bound, Missing)
            span = self._values.span(right if expr is left else left, attempt)
            number = of_value(bound) if span is None else of_numbers(span)
            for wanted in self._allowed(said, number, expr):
                yield Way((Wish(expr, wanted),))

    def _allowed(self, operator: CompareOperator, bound: Abstract, expr: Expr) -> Iterator[Abstract]:
        """What an expression can be that compares so with ``bound``."""
        numbers = bound.numbers
        if operator == "==":
            yield bound
        elif operator in ("<", "<="):
            yield of_numbers(Interval(None, numbers.low, high_in=operator == "<=" and numbers.low_in))
        elif operator in (">", ">="):
            yield of_numbers(Interval(numbers.high, None, low_in=operator == ">=" and numbers.high_in))
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
        values = [self._values.value(one, attempt) for one in items]
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
        now = next(
            (i for i in places if all(self._values.met(one, attempt) for one in row_wishes(cases, i))), None
        )
        if now is not None:
            places.remove(now)
            places.insert(0, now)
        if isinstance(self._values.value(cases, attempt), Real):
            # What is irrational now is hardly ever the wanted number: rows that say a number come first.
            places.sort(key=lambda index: not isinstance(results[index], Const))
        for index in places:
            result = results[index]
            if isinstance(result, Absent) or (
                isinstance(result, Const) and of_value(result.value).meet(wanted).never
            ):
                continue
            if isinstance(result, Name) and self._ranges(result.id).meet(wanted).never:
                continue
            yield Way((*row_wishes(cases, index), Wish(result, wanted)))

    def _lacking_parts(self, expr: Expr, attempt: Attempt) -> Iterator[Way]:
        """When a part has no value, bringing about that it has one."""
        if not isinstance(self._values.value(expr, attempt), Missing):
            return
        read = (Name(name) for name in names(expr))
        absent = [Wish(one, PRESENT) for one in read if isinstance(self._values.value(one, attempt), Missing)]
        if absent:
            yield Way(tuple(absent))


def _is_wanted(result: Absent, wanted: Abstract) -> bool:
    """Whether there being no value for that reason is wished for."""
    return wanted.inapplicable if result.not_applicable else wanted.missing
