"""Ways for a calculation to come to wanted numbers: what one of its parts must be, beside the others.

Goes in: a calculation or a call, the numbers wanted, an attempt. Comes out: ways. Where a function cannot be
turned around exactly, it is taken to move one way, and the place is found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor

from attrs import evolve

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
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
from scorerules.analysis.turning import part_of, turns
from scorerules.formula import Arithmetic, Call, Const, Expr, Name, is_cohort, names
from scorerules.numbers import Real
from scorerules.testing.pool.attempt_values import AttemptValues
from scorerules.testing.pool.bench import Attempt
from scorerules.testing.pool.plain_numbers import shortest
from scorerules.testing.pool.wishes import Way, Wish

_SCALES = (1, 10, 100, 1000, 10_000)
_HALVINGS = 60
_NEIGHBOURS = 9
"""Whole numbers next to the present one that are tried where only what is behind the point matters."""

_PERCENT = Fraction(1, 100)

_TINY = Fraction(1, 10**20)

_DIGITS = 30
"""Digits of an irrational number that the halving looks at."""


class WaysOfNumbers:
    """Turns calculations around.

    Args:
        values: What expressions come to.
        ranges: All that a name can come to.
    """

    def __init__(self, values: AttemptValues, ranges: Callable[[str], Abstract]) -> None:
        self._values = values
        self._ranges = ranges

    def sides(
        self, operator: str, left: Expr, right: Expr, wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        if operator == "-" and right == Call("floor", (left,)):
            yield from self._fraction_of(left, wanted, attempt)
            return
        ours, theirs = self._values.span(left, attempt), self._values.span(right, attempt)
        if theirs is not None and names(left):
            found = self._left(operator, wanted, theirs)
            if found is not None:
                yield Way((Wish(left, of_numbers(found)),))
        if ours is not None and names(right):
            for part in _sides_of_zero(wanted) if operator == "/" else (wanted,):
                found = self._right(operator, part, ours)
                if found is not None:
                    yield Way((Wish(right, of_numbers(found)),))
        if operator == "/" and names(left) and names(right):
            yield from self._both_sides(left, right, wanted)
        if operator == "**":
            yield from self._power(left, right, wanted, attempt)

    def _power(self, left: Expr, right: Expr, wanted: Interval, attempt: Attempt) -> Iterator[Way]:
        for place, expr in enumerate((left, right)):
            other = self._values.number((right, left)[place], attempt)
            if other is None or isinstance(expr, Const):
                continue

            def power(x: Fraction, place: int = place, other: Fraction = other) -> Expr:
                sides = (Const(x), Const(other)) if place == 0 else (Const(other), Const(x))
                return Arithmetic("**", *sides)

            yield from self._inverse(power, expr, wanted, attempt)

    def _both_sides(self, left: Expr, right: Expr, wanted: Interval) -> Iterator[Way]:
        """Counts may have no quotient like that over the divisor at hand: divisors that fit."""
        ends = (wanted.high, wanted.low) if wanted.single is None else (wanted.single,)
        for target in dict.fromkeys((*ends, shortest(wanted, _PERCENT))):
            if target is None or not wanted.has(target):
                continue
            for scale in _SCALES:
                below = Fraction(target.denominator * scale)
                yield Way((
                    Wish(right, of_numbers(exactly(below))),
                    Wish(left, of_numbers(exactly(target * below))),
                ))  # fmt: skip

    def _fraction_of(self, expr: Expr, wanted: Interval, attempt: Attempt) -> Iterator[Way]:
        """Where a number has the wanted digits behind its whole part, whatever that is."""
        now = self._values.span(expr, attempt)
        whole = Fraction(floor(now.low)) if now is not None and now.low is not None else Fraction(0)
        for one in dict.fromkeys(
            (whole, whole - 1, Fraction(whole // 2), Fraction(0), Fraction(1), whole + 1)
        ):
            yield from _wish(expr, added(exactly(one), wanted))

    def _left(self, operator: str, wanted: Interval, right: Interval) -> Interval | None:
        match operator:
            case "+":
                return subtracted(wanted, right)
            case "-":
                return added(wanted, right)
            case "*":
                return None if right.has(Fraction(0)) else divided(wanted, right)
            case "/":
                return multiplied(wanted, right)
            case _:
                return None

    def _right(self, operator: str, wanted: Interval, left: Interval) -> Interval | None:
        match operator:
            case "+":
                return subtracted(wanted, left)
            case "-":
                return subtracted(left, wanted)
            case "*":
                return None if left.has(Fraction(0)) else divided(wanted, left)
            case "/":
                return None if left.has(Fraction(0)) or wanted.single == 0 else divided(left, wanted)
            case _:
                return None

    def called(
        self, function: str, arguments: tuple[Expr, ...], wanted: Abstract, attempt: Attempt
    ) -> Iterator[Way]:
        numbers = wanted.numbers
        low, high = numbers.low, numbers.high
        first = arguments[0] if arguments else None
        match function:
            case "abs":
                yield from _wish(first, numbers)
                yield from _wish(first, negative(numbers))
            case "clamp":
                ends = [self._values.number(one, attempt) for one in arguments[1:]]
                yield from _wish(first, _opened(numbers, *ends))
            case "round" | "floor" | "ceil":
                yield from _wish(first, numbers)
                yield from self._rounding(function, arguments, numbers, attempt)
            case "min" | "max":
                for place, one in enumerate(arguments):
                    rest = (
                        Interval(low, None, numbers.low_in)
                        if function == "min"
                        else Interval(None, high, high_in=numbers.high_in)
                    )
                    others = arguments[:place] + arguments[place + 1 :]
                    yield Way(
                        (Wish(one, of_numbers(numbers)), *(Wish(other, of_numbers(rest)) for other in others))
                    )
            case "sum" | ".sum" | "mean" | ".mean":
                yield from self._added(arguments, numbers, attempt, mean=function.endswith("mean"))
            case "days":
                days = [self._values.number(one, attempt) for one in arguments]
                if days[0] is not None:
                    yield from _wish(arguments[1], added(numbers, exactly(days[0])))
                if days[1] is not None:
                    yield from _wish(arguments[0], subtracted(exactly(days[1]), numbers))
            case "count":
                for one in arguments:
                    for answer in (True, False):
                        yield Way((Wish(one, of_truth((answer,))),))
            case _ if is_cohort(function):
                yield from self._among_others(function, arguments, numbers, attempt)
            case _:
                if turns(function):
                    yield from self._turned(function, arguments, numbers, attempt)
                    if numbers.single is not None:
                        return
                known = [self._values.value(one, attempt) for one in arguments]
                given = [
                    Const(one) if isinstance(one, Fraction) else other
                    for one, other in zip(known, arguments, strict=True)
                ]
                for place, one in enumerate(arguments):
                    if isinstance(one, Const):
                        continue

                    def called(x: Fraction, place: int = place) -> Expr:
                        return Call(function, (*given[:place], Const(x), *given[place + 1 :]))

                    yield from self._inverse(called, one, numbers, attempt)

    def _turned(
        self, function: str, arguments: tuple[Expr, ...], wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        """What one part of a join must be beside the others, for it to come to one number exactly.

        An irrational part has to be brought to an end of its range first. Where the parts at hand leave no
        number that can be written, one of them takes the wanted number itself before another is computed.
        """
        target = wanted.single
        if target is None:
            return
        values = [self._values.number(one, attempt) for one in arguments]
        parts: list[tuple[Expr, Fraction]] = []
        for place, one in enumerate(arguments):
            others = [value for at, value in enumerate(values) if at != place]
            known = [value for value in others if value is not None]
            part = part_of(function, target, known) if len(known) == len(others) else None
            if part is not None:
                parts.append((one, part))
        irrational = [one for one, value in zip(arguments, values, strict=True) if value is None]
        for one, part in parts:
            if one not in irrational:
                yield from _wish(one, exactly(part))
        tamed = [Wish(one, of_numbers(exactly(end))) for one in irrational for end in self._ends(one)[:1]]
        whole = Wish(Call(function, arguments), of_numbers(exactly(target)))
        for one, value in zip(arguments, values, strict=True):
            if value is not None and value != target and names(one):
                yield Way((*tamed, Wish(one, of_numbers(exactly(target))), whole))
        for one, part in parts:
            if one in irrational:
                yield from _wish(one, exactly(part))

    def _ends(self, expr: Expr) -> list[Fraction]:
        """The ends of what a part can be, the higher first; nothing can be made of 0.

        The range of an irrational number is a little wider than what it can be.
        """
        numbers = self._ranges(expr.id).numbers if isinstance(expr, Name) else EVERY
        near = [Interval(end - _TINY, end + _TINY) for end in (numbers.high, numbers.low) if end is not None]
        return [end for one in near if (end := shortest(one, Fraction(1)))]

    def _among_others(
        self, function: str, arguments: tuple[Expr, ...], wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        """What the record itself can do for a comparison with others: count or not, come before or after."""
        for one in arguments:
            value = self._values.value(one, attempt)
            if isinstance(value, bool):
                yield Way((Wish(one, of_truth((not value,))),))
            elif isinstance(value, Fraction) and not isinstance(one, Const):
                if function in ("cohort_min", "cohort_max"):
                    yield from _wish(one, wanted)
                yield from _wish(one, Interval(None, value, high_in=False))
                yield from _wish(one, Interval(value, None, low_in=False))

    def _rounding(
        self, function: str, arguments: tuple[Expr, ...], wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        """What rounds to the wanted numbers: those within a step of them."""
        to = Fraction(1)
        if function == "round" and len(arguments) > 1:
            found = self._values.number(arguments[1], attempt)
            to = found or to
        nothing = Fraction(0)
        below, above = {"round": (to / 2, to / 2), "floor": (nothing, to), "ceil": (to, nothing)}[function]
        low = None if wanted.low is None else wanted.low - below
        high = None if wanted.high is None else wanted.high + above
        yield from _wish(arguments[0], Interval(low, high, below == 0, above == 0))
        yield from _wish(arguments[0], Interval(low, high))
        if function == "round":
            yield from _wish(
                arguments[0],
                Interval(
                    None if wanted.low is None else wanted.low - to, None if high is None else high + to / 2
                ),
            )

    def _added(
        self, arguments: tuple[Expr, ...], wanted: Interval, attempt: Attempt, *, mean: bool
    ) -> Iterator[Way]:
        spans = [self._values.span(one, attempt) for one in arguments]
        known = [one for one in spans if one is not None]
        whole = multiplied(wanted, exactly(Fraction(len(known)))) if mean and known else wanted
        for place, one in enumerate(arguments):
            if spans[place] is not None and names(one):
                found = whole
                for other in (*spans[:place], *spans[place + 1 :]):
                    found = found if other is None else subtracted(found, other)
                yield from _wish(one, found)

    def _inverse(
        self, made: Callable[[Fraction], Expr], expr: Expr, wanted: Interval, attempt: Attempt
    ) -> Iterator[Way]:
        """Where a function of one part, taken to move one way, comes to the wanted numbers."""
        if wanted.empty:
            return
        known = self._ranges(expr.id).numbers if isinstance(expr, Name) else EVERY
        now = self._values.number(expr, attempt)
        low = known.low if known.low is not None else min(now or Fraction(0), Fraction(0)) - 1000
        high = known.high if known.high is not None else max(now or Fraction(0), Fraction(1)) * 1000
        target = wanted.low if wanted.low is not None else wanted.high
        if target is None or low >= high:
            return

        def at(x: Fraction) -> Fraction | None:
            value = self._values.computed(made(x), attempt)
            if isinstance(value, Real):
                low_, high_ = value.bounds(_DIGITS)
                return (low_ + high_) / 2
            return value if isinstance(value, Fraction) else None

        place = _crossing(at, low, high, target)
        if place is None:
            return
        below, above = place
        if wanted.low is None or wanted.high is None:
            last = at(high)
            upwards = last is not None and wanted.has(last)
            yield from _wish(expr, Interval(above, known.high) if upwards else Interval(known.low, below))
        other = None if wanted.high in (None, target) else _crossing(at, low, high, wanted.high)
        far = (below, above) if other is None else other
        span = sorted((below, above, *far))
        yield from _wish(expr, Interval(span[0], span[-1]))
        if other is not None:
            # The ends are where the function leaves the wanted numbers: a plain one further inside is safe.
            third = (span[-1] - span[0]) / 3
            yield from _wish(expr, Interval(span[0] + third, span[-1] - third))
        for one in (below, above):
            result = at(one)
            if result is not None and wanted.has(result):
                yield from _wish(expr, exactly(one))


def _sides_of_zero(numbers: Interval) -> tuple[Interval, ...]:
    """The numbers above 0, and those below, where there are both."""
    if not numbers.has(Fraction(0)):
        return (numbers,)
    above, below = Interval(Fraction(0), None, low_in=False), Interval(None, Fraction(0), high_in=False)
    return tuple(one for side in (above, below) if not (one := numbers.meet(side)).empty)


def _wish(expr: Expr | None, numbers: Interval) -> Iterator[Way]:
    if expr is not None and not isinstance(expr, Const) and not numbers.empty:
        yield Way((Wish(expr, of_numbers(evolve(numbers, grid=None))),))


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
    first, last = at(low), at(high)
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
