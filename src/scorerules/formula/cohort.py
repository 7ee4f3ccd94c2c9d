"""What the functions of a cohort come to, for all records of one group at once.

Goes in: a call such as ``cohort_rank(price, "low")`` and, for every record of the group, the values of its
arguments. Comes out: the result for every record. Which records form a group, and what their arguments
come to, is the caller's business; this takes O(n log n) comparisons and computes exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from types import MappingProxyType
from typing import Final, TypeAlias

from scorerules.formula.functions import FUNCTIONS, LOW, Value
from scorerules.formula.nodes import Call, Const, Expr
from scorerules.formula.operators import number, truth
from scorerules.formula.problem import Problem, WrongKind, number_problem
from scorerules.formula.words import kind_words, value_words
from scorerules.numbers import Number, NumberProblem, compare, divide, multiply, sqrt, subtract, total

Row: TypeAlias = Sequence[Value | None]
"""The values of the arguments of one record, ``None`` for one that is missing or does not apply."""

_ONE: Final = Fraction(1)
_ORDER: Final = cmp_to_key(compare)


def cohort_arguments(call: Call) -> tuple[Expr, ...]:
    """The arguments whose values :func:`cohort_values` wants: all but the ``"low"`` of a rank."""
    return tuple(one for one in call.arguments if not _is_low(one))


def cohort_values(call: Call, rows: Sequence[Row | None]) -> tuple[Number | Problem | None, ...]:
    """The results of a cohort function for every record of one group.

    Args:
        call: The call; ``is_cohort(call.function)`` holds.
        rows: For every record of the group the values of ``cohort_arguments(call)``; ``None`` for a record
            that takes no part, such as a disqualified one.

    Returns:
        One result for each row. A record is left out when its row is ``None``, when a value of its row is
        missing, or when its ``where`` is false. What describes the whole cohort (count, sum, mean, min,
        max) is the same for every record, left out or not; what places one record in the cohort (rank,
        percentile, z-score) is ``None`` for those left out. With nobody left, the count and the sum are 0
        and all else is ``None``. A :class:`Problem` stands where there is no answer: a z-score of equal
        values divides by zero.
    """
    try:
        members = [_member(call, row) for row in rows]
        present = [one for one in members if one is not None]
        if call.function in _OVERALL:
            result = _OVERALL[call.function](present)
            return (result,) * len(rows)
        placed = iter(
            _ranks(call, present) if call.function == "cohort_rank" else _PLACES[call.function](present)
        )
    except NumberProblem as problem:
        return (number_problem(problem, call.span),) * len(rows)
    except WrongKind as wrong:
        facts = {"found": value_words(wrong.value), "wanted": kind_words(wrong.wanted)}
        return (Problem("SR504", call.span, facts),) * len(rows)
    return tuple(None if one is None else next(placed) for one in members)


def _is_low(argument: Expr) -> bool:
    return isinstance(argument, Const) and argument.value == LOW


def _member(call: Call, row: Row | None) -> tuple[Number, ...] | None:
    """The numbers of a record that takes part; ``None`` for one that is left out."""
    if row is None or any(value is None for value in row):
        return None
    function = FUNCTIONS[call.function]
    numbers: list[Number] = []
    for index, value in enumerate(row):
        if function.kind_of(index) == "number":
            numbers.append(number(value))
        elif not truth(value):
            return None
    return tuple(numbers)


Members: TypeAlias = list[tuple[Number, ...]]


def _mean(members: Members) -> Number | None:
    return divide(_sum(members), Fraction(len(members))) if members else None


def _sum(members: Members) -> Number:
    return total(x for (x,) in members)


def _smallest(members: Members) -> Number | None:
    return min((x for (x,) in members), key=_ORDER, default=None)


def _largest(members: Members) -> Number | None:
    return max((x for (x,) in members), key=_ORDER, default=None)


def _standing(values: Sequence[Number]) -> list[int]:
    """For every value how many different smaller ones there are: integers that compare as the values do."""
    standing = [0] * len(values)
    ordered = sorted(range(len(values)), key=lambda index: _ORDER(values[index]))
    for before, index in pairwise(ordered):
        standing[index] = standing[before] + (compare(values[before], values[index]) != 0)
    return standing


def _ranks(call: Call, members: Members) -> list[Number]:
    """1 and one more for every member that is better in the first value in which the two differ."""
    followed = zip(call.arguments, (*call.arguments[1:], None), strict=True)
    turned = [after is not None and _is_low(after) for one, after in followed if not _is_low(one)]
    columns = [
        [place if low else -place for place in _standing([member[index] for member in members])]
        for index, low in enumerate(turned)
    ]
    keys = list(zip(*columns, strict=True))
    ranks: dict[tuple[int, ...], Number] = {}
    for place, key in enumerate(sorted(keys), 1):
        ranks.setdefault(key, Fraction(place))
    return [ranks[key] for key in keys]


def _percentiles(members: Members) -> list[Number]:
    standing = _standing([x for (x,) in members])
    below: dict[int, int] = {}
    equal: dict[int, int] = {}
    for index, place in enumerate(sorted(standing)):
        below.setdefault(place, index)
        equal[place] = equal.get(place, 0) + 1
    return [Fraction(2 * below[place] + equal[place], 2 * len(members)) for place in standing]


def _z_scores(members: Members) -> list[Number]:
    mean = _mean(members)
    if mean is None:
        return []
    distances = [subtract(x, mean) for (x,) in members]
    variance = divide(total(multiply(one, one) for one in distances), Fraction(len(members)))
    unit = divide(_ONE, sqrt(variance))
    return [multiply(one, unit) for one in distances]


_OVERALL: Final[Mapping[str, Callable[[Members], Number | None]]] = MappingProxyType(
    {
        "cohort_count": lambda members: Fraction(len(members)),
        "cohort_sum": _sum,
        "cohort_mean": _mean,
        "cohort_min": _smallest,
        "cohort_max": _largest,
    }
)
_PLACES: Final[Mapping[str, Callable[[Members], list[Number]]]] = MappingProxyType(
    {"cohort_percentile": _percentiles, "cohort_zscore": _z_scores}
)
