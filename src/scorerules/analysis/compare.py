"""Which answers a comparison of two values can have."""

from __future__ import annotations

from scorerules.analysis.abstract import EITHER, Abstract, Truth
from scorerules.analysis.interval import Interval
from scorerules.formula.nodes import CompareOperator

_NONE: Truth = frozenset()


def possible(operator: CompareOperator, left: Abstract, right: Abstract) -> Truth:
    """The answers that ``left operator right`` can have for any values of both."""
    if left.never or right.never:
        return _NONE
    if left.other or right.other:
        return EITHER
    match operator:
        case "==":
            return _equal(left, right)
        case "!=":
            return frozenset(not one for one in _equal(left, right))
        case "<":
            return _answers(_less(left.numbers, right.numbers), _at_most(right.numbers, left.numbers))
        case "<=":
            return _answers(_at_most(left.numbers, right.numbers), _less(right.numbers, left.numbers))
        case ">":
            return _answers(_less(right.numbers, left.numbers), _at_most(left.numbers, right.numbers))
        case ">=":
            return _answers(_at_most(right.numbers, left.numbers), _less(left.numbers, right.numbers))


def _answers(yes: bool, no: bool) -> Truth:
    return frozenset(answer for answer, can in ((True, yes), (False, no)) if can)


def _equal(left: Abstract, right: Abstract) -> Truth:
    """Whether they can be, and can fail to be, the same."""
    if left.texts is None or right.texts is None:
        # A text that is not known can be any text, but no number and no answer.
        same = all(one.texts is None or bool(one.texts) for one in (left, right))
    else:
        same = bool(left.texts & right.texts)
    same = same or not left.numbers.meet(right.numbers).empty or bool(left.truth & right.truth)
    one, other = left.single, right.single
    return _answers(same, one is None or other is None or one != other)


def _less(left: Interval, right: Interval) -> bool:
    """Whether some number of ``left`` is below some number of ``right``."""
    if left.empty or right.empty:
        return False
    return left.low is None or right.high is None or left.low < right.high


def _at_most(left: Interval, right: Interval) -> bool:
    """Whether some number of ``left`` is at most some number of ``right``."""
    if left.empty or right.empty:
        return False
    if left.low is None or right.high is None or left.low < right.high:
        return True
    return left.low == right.high and left.low_in and right.high_in
