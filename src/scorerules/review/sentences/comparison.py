"""A sentence beside its rule: which numbers the rule does not have, and what it has in their place.

Goes in: the numbers of both. Comes out: every number of the sentence that is missing from the rule, with the
number that most likely stands for it. A number counts as there in any form that says the same: a percentage
of the weight as points, points that are left as points that are lost, a rate as another rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scorerules.numbers import plain
from scorerules.review.sentences.held import Held, Holding, Role
from scorerules.review.sentences.said import Said, Sort

_HUNDRED = Fraction(100)
_LAST_PLACES = (Fraction(1), Fraction(1, 10), Fraction(1, 100))


class Comparison:
    """One sentence and one rule.

    Args:
        said: The numbers of the sentence.
        holding: The numbers of the rule.
    """

    def __init__(self, said: tuple[Said, ...], holding: Holding) -> None:
        self._said = said
        self._holding = holding
        self._weight = holding.weight
        self._written = frozenset(number for one in said for number in (one.value, one.number))
        self._points = tuple(one for one in said if one.sort is Sort.POINTS)
        self._steps = tuple(one for one in said if one.sort is not Sort.POINTS)
        of_hundred = any(one.value == _HUNDRED for one in self._points)
        self._of_hundred = of_hundred and holding.weight != _HUNDRED
        self._values = frozenset(abs(one.value) for one in holding.every)
        self._unsaid = tuple(
            one
            for one in holding.every
            if one.span is not None
            and one.value not in (0, holding.weight)
            and abs(one.value) not in self._written
        )
        own = frozenset(holding.own)
        self._own_unsaid = tuple(one for one in self._unsaid if one in own)

    def missing(self) -> Iterator[tuple[Said, Held | None]]:
        """Every number that the rule does not have, once, with what it has instead."""
        seen: set[tuple[Sort, Fraction]] = set()
        for one in self._said:
            if (one.sort, one.value) in seen:
                continue
            contradiction = self._contradiction(one)
            if contradiction is not None or not self._is_there(one):
                seen.add((one.sort, one.value))
                yield one, contradiction or self._instead(one)

    def _is_there(self, said: Said) -> bool:
        """Whether the rule says the same in some form."""
        if said.value in (0, 1) and said.sort is not Sort.POINTS:
            return True  # nothing, all, one of something: no rule needs a number for it
        if self._holds(said):
            return True
        match said.sort:
            case Sort.POINTS:
                there = said.value in (0, _HUNDRED) or self._as_points(said)
            case Sort.PERCENT:
                there = self._as_percent(said)
            case Sort.PART:
                there = self._as_part(said.value)
            case Sort.MEASURE:
                there = self._as_measure(said)
            case Sort.FACTOR:
                there = said.value == _HUNDRED
        return there or self._as_rate(said) or self._as_end(said)

    def _fits(self, said: Said, held: Held) -> bool:
        """Whether a number of the sentence and one of the rule may be numbers of the same thing."""
        if held.role is Role.ANY:
            percent = held.unit is not None and held.unit.percent
            return not (percent and said.sort is Sort.MEASURE)
        if said.sort in (Sort.PART, Sort.FACTOR):
            return True
        if said.sort is Sort.POINTS:
            return held.role is not Role.VALUE or self._holding.in_points
        return held.role is Role.VALUE or (said.sort is Sort.PERCENT and held.role is Role.WEIGHT)

    def _holds(self, said: Said) -> bool:
        """Whether the rule, or what is around it, has the number as such."""
        return any(_says(said, held) for held in self._holding.every if self._fits(said, held))

    def _has(self, value: Fraction, said: Said) -> bool:
        """Whether the rule has another number that says the same."""
        return value in self._values and any(
            abs(held.value) == value for held in self._holding.every if self._fits(said, held)
        )

    def _as_points(self, said: Said) -> bool:
        """Points as a share of the weight, as what is left of it, on a scale of a hundred."""
        value, weight = said.value, self._weight
        if not weight:
            return False
        shares = {held.value for held in self._holding.own if held.role is Role.ANY}
        scores = {held.value for held in self._holding.own if held.score}
        lost = said.lost and (1 - value / weight in shares or weight - value in scores)
        if lost or value / weight in shares:
            return True
        return self._of_hundred and (value / 100 in shares or self._has(value * weight / 100, said))

    def _as_percent(self, said: Said) -> bool:
        """A percentage as what it lacks of all or goes beyond it, or as points of the weight."""
        value, weight = said.value, self._weight
        if self._has(1 - value, said) or self._has(1 + value, said):
            return True
        if said.number == 1 and self._holding.computes:
            return True  # one percentage point is the unit of a rate, which a calculation does not name
        # Of a weight of 100, points and percentages are the same numbers: only whole scores are compared.
        points = {
            held.value
            for held in self._holding.own
            if held.role is Role.POINTS and (held.score or weight != _HUNDRED)
        }
        return weight is not None and not points.isdisjoint({value * weight, (1 - value) * weight})

    def _as_part(self, value: Fraction) -> bool:
        """A part or a multiple as a divisor, or as two numbers of which one is that part of the other."""
        if not self._values.isdisjoint({1 / value, value + 1, abs(value - 1)}):
            return True
        return any(one * value in self._values for one in self._values if one)

    def _as_measure(self, said: Said) -> bool:
        """A quantity in another scale of its unit, or as the whole number before or behind it."""
        if self._has(said.number, said):
            return True
        beside = (said.value - 1, said.value + 1)
        return said.open and self._holding.whole and any(self._has(one, said) for one in beside)

    def _as_rate(self, said: Said) -> bool:
        """Half of a rate that the rule has too: 1 point for 2 % is half a point for every 1 %."""
        rates = self._holding.rates
        if not rates:
            return False
        if said.sort is Sort.POINTS and said.value in rates:
            return True  # for one of something
        points = (said,) if said.sort is Sort.POINTS else self._points
        steps = self._steps if said.sort is Sort.POINTS else (said,)
        found = {point.value / step.value for point in points for step in steps if step.value}
        return any(rate in rates or rate / 100 in rates for rate in found)

    def _as_end(self, said: Said) -> bool:
        """The end of a range below a boundary: 60-89分 or 60-89.9分, where 90 begins the next."""
        if not said.ranged:
            return False
        step = next((one for one in _LAST_PLACES if not said.number % one), None)
        return step is not None and self._has((said.number + step) * said.scale, said)

    def _contradiction(self, said: Said) -> Held | None:
        """The number of the rule itself that is the one said with a slip, although that stands elsewhere too.

        Five points for the best answer may be the weight of the indicator, and still 50 in the rule; 80% may
        end one row, and begin the next as 8%.
        """
        left = [held for held in self._own_unsaid if self._fits(said, held)]
        slips = [held for held in left if _is_slip(said, held)]
        has = sum(_says(said, held) for held in self._holding.own if self._fits(said, held))
        found: list[Held] = []
        if has:
            times = sum((one.sort, one.value) == (said.sort, said.value) for one in self._said)
            if times > has:
                found = [held for held in slips if held.score or held.role is Role.ANY]
        elif said.sort is not Sort.POINTS:
            found = [held for held in slips if held.role is Role.VALUE]
        else:
            found = [held for held in slips if held.score]
            scores = [held for held in left if held.score]
            if said.value != self._weight:
                found += [held for held in slips if held.role is Role.VALUE]
            elif len({held.value for held in scores}) == 1:
                found += scores
        return next(iter(found), None)

    def _instead(self, said: Said) -> Held | None:
        """The number of the rule, or of what it reads, that stands in the place of a missing one.

        Best is the same number with its point elsewhere or its digits in another order; otherwise it is only
        certain when the rule has no other to choose from. A rule measured against 100 % need not say so.
        """
        left = [held for held in self._unsaid if self._fits(said, held)]
        slips = [held for held in left if _is_slip(said, held)]
        if slips:
            return slips[0]
        others = [held for held in left if held.value != 1 or held.role is not Role.VALUE]
        return others[0] if len({held.value for held in others}) == 1 else None


def _says(said: Said, held: Held) -> bool:
    """Whether a number of a sentence is one of the rule as such: 95% is also a bare 95 of hundredths."""
    value = abs(held.value)
    return value == said.value or (held.unit is None and value == said.number)


def _is_slip(said: Said, held: Held) -> bool:
    """Whether a number of the rule is a missing one with its point moved or its digits mixed up."""
    value = abs(held.value)
    if not said.value or not value:
        return False
    ratio = value / said.value
    if any(ratio in (Fraction(10) ** power, Fraction(10) ** -power) for power in (1, 2, 3)):
        return True
    written, other = plain(said.number), plain(value / said.scale)
    return len(written) > 1 and sorted(written) == sorted(other)
