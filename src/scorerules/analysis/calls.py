"""What functions and joins can come to, given what their arguments can be.

Goes in: the name of a function and its arguments as :class:`Abstract`. Comes out: all that the call can
come to. A function that is not known gives anything of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce

from scorerules.analysis.abstract import EITHER, NEVER, Abstract, of_numbers, of_truth, of_value
from scorerules.analysis.interval import (
    EMPTY,
    EVERY,
    ONE,
    ZERO,
    Interval,
    absolute,
    added,
    divided,
    exactly,
    highest,
    lowest,
    multiplied,
    rounded,
    subtracted,
)
from scorerules.analysis.powers import exponential, logarithm, root
from scorerules.formula import FUNCTIONS, JOINS, Const, Expr
from scorerules.numbers import MODES, Mode, NumberProblem

Numbers = Sequence[Interval]


def result(function: str, arguments: tuple[Expr, ...], values: Sequence[Abstract]) -> Abstract:
    """All that a call can come to."""
    if function in JOINS:
        return _joined(function, values)
    if function == "date":
        return _date(arguments)
    if function in ("argmax", "argmin"):
        return Abstract(other=True, fails=False).flagged(*values[1::2])
    if function == "count":
        least = sum(one.truth == {True} for one in values)
        most = sum(True in one.truth for one in values)
        return of_numbers(Interval(Fraction(least), Fraction(most), grid=ONE)).flagged(*values)
    if function.startswith("cohort_"):
        return _compared(function, values)
    if function == "round":
        return of_numbers(_round(arguments, values)).flagged(*values)
    apply = _SIMPLE.get(function)
    if apply is None:
        return _unknown(function).flagged(*values)
    found = of_numbers(apply([one.numbers for one in values])).flagged(*values)
    return found.flagged(Abstract(fails=_may_fail(function, values)))


def _may_fail(function: str, values: Sequence[Abstract]) -> bool:
    """Whether a number can be outside of what a function takes."""
    first = values[0].numbers if values else EMPTY
    if function == "sqrt":
        return not first.meet(Interval(None, ZERO, high_in=False)).empty
    if function in ("ln", "log10"):
        return not first.meet(Interval(None, ZERO)).empty
    if function == "mod":
        return values[1].numbers.has(ZERO)
    return function == "exp"


def _unknown(function: str) -> Abstract:
    gives = FUNCTIONS[function].gives if function in FUNCTIONS else "number"
    if gives == "boolean":
        return of_truth(EITHER)
    return of_numbers(EVERY) if gives in ("number", "date") else Abstract(texts=None, other=True)


def _date(arguments: tuple[Expr, ...]) -> Abstract:
    first = arguments[0] if arguments else None
    if isinstance(first, Const) and isinstance(first.value, str):
        try:
            return of_value(date.fromisoformat(first.value))
        except ValueError:
            return of_numbers(EVERY)
    return of_numbers(EVERY)


def rounding_of(arguments: tuple[Expr, ...]) -> tuple[Fraction | None, Mode]:
    """Step and mode of a call of ``round``; no step when it is computed."""
    step: Fraction | None = ONE
    if len(arguments) > 1:
        written = arguments[1]
        step = written.value if isinstance(written, Const) and isinstance(written.value, Fraction) else None
    mode: Mode = "half-up"
    if len(arguments) > 2 and isinstance(arguments[2], Const):
        mode = next((one for one in MODES if one == arguments[2].value), mode)
    return (step if step is not None and step > 0 else None), mode


def _round(arguments: tuple[Expr, ...], values: Sequence[Abstract]) -> Interval:
    step, mode = rounding_of(arguments)
    return EVERY if step is None else rounded(values[0].numbers, step, mode)


def _sum(parts: Numbers) -> Interval:
    return reduce(added, parts)


def _mean(parts: Numbers) -> Interval:
    return divided(_sum(parts), exactly(Fraction(len(parts))))


def _hull(parts: Numbers) -> Interval:
    return reduce(Interval.join, parts)


def _clamp(parts: Numbers) -> Interval:
    value, low, high = parts
    return lowest([highest([value, low]), high])


def _modulo(parts: Numbers) -> Interval:
    """The remainder lies between 0 and the divisor, with its sign."""
    divisor = parts[1]
    found = EMPTY
    if divisor.high is None or divisor.high > 0:
        found = found.join(Interval(ZERO, divisor.high, high_in=False))
    if divisor.low is None or divisor.low < 0:
        found = found.join(Interval(divisor.low, ZERO, low_in=False))
    return found


_SIMPLE: Mapping[str, Callable[[Numbers], Interval]] = {
    "min": lambda parts: lowest(list(parts)),
    "max": lambda parts: highest(list(parts)),
    "sum": _sum,
    "mean": _mean,
    "median": _hull,
    "abs": lambda parts: absolute(parts[0]),
    "floor": lambda parts: rounded(parts[0], ONE, "floor"),
    "ceil": lambda parts: rounded(parts[0], ONE, "ceiling"),
    "clamp": _clamp,
    "sqrt": lambda parts: root(parts[0]),
    "ln": lambda parts: logarithm(parts[0], ten=False),
    "log10": lambda parts: logarithm(parts[0], ten=True),
    "exp": lambda parts: exponential(parts[0]),
    "mod": _modulo,
    "days": lambda parts: subtracted(parts[1], parts[0]),
}


def _compared(function: str, values: Sequence[Abstract]) -> Abstract:
    """What a comparison with other records can come to: any number of records, any of their values."""
    own = values[0].numbers if values else EMPTY
    match function:
        case "cohort_min" | "cohort_max":
            numbers = own
        case "cohort_mean":
            numbers = Interval(own.low, own.high, own.low_in, own.high_in)
        case "cohort_sum":
            below = own.low is not None and own.low >= 0
            above = own.high is not None and own.high <= 0
            numbers = Interval(own.low if below else None, own.high if above else None, grid=own.grid)
        case "cohort_count":
            numbers = Interval(ZERO, grid=ONE)
        case "cohort_rank":
            numbers = Interval(ONE, grid=ONE)
        case "cohort_percentile":
            numbers = Interval(ZERO, ONE, low_in=False, high_in=False)
        case _:
            numbers = EVERY
    return Abstract(numbers, missing=any(one.missing for one in values), inapplicable=True, fails=True)


def _joined(function: str, values: Sequence[Abstract]) -> Abstract:
    """What scores put together can come to; what does not apply is left out of the account."""
    scores = list(values[JOINS[function].reads])
    if all(one.never for one in scores):
        return NEVER.flagged(*scores)
    everything = all(one.inapplicable for one in scores)
    flags = Abstract(
        missing=any(one.missing for one in scores),
        inapplicable=everything,
        fails=any(one.fails for one in scores) or function in (".harmonic_mean", ".geometric_mean"),
    )
    whole = not any(one.inapplicable for one in scores)
    numbers = _join_all(function, values, scores) if whole else _join_some(function, scores)
    return of_numbers(numbers).flagged(flags)


def _join_all(function: str, values: Sequence[Abstract], scores: Sequence[Abstract]) -> Interval:
    """The join when every score applies."""
    parts = [one.numbers for one in scores]
    match function:
        case ".sum":
            return _sum(parts)
        case ".mean":
            return _mean(parts)
        case ".product":
            return reduce(multiplied, parts)
        case ".min":
            return lowest(parts)
        case ".max":
            return highest(parts)
        case ".weighted_mean":
            weights = [one.numbers for one in values[::2]]
            weighed = [multiplied(w, part) for w, part in zip(weights, parts, strict=True)]
            return divided(_sum(weighed), _sum(weights))
        case _:
            return _at_ends(function, values, scores)


def _at_ends(function: str, values: Sequence[Abstract], scores: Sequence[Abstract]) -> Interval:
    """A join that no score can lower by rising, from its value at the lowest and at the highest scores."""
    join, reads = JOINS[function], JOINS[function].reads
    parts = [one.numbers for one in scores]
    if any(one.low is None or one.low < 0 for one in parts):
        return Interval(low=None)
    ends: list[Fraction | None] = []
    for side in ("low", "high"):
        arguments: list[Fraction | None] = [one.numbers.low for one in values]
        arguments[reads] = [getattr(one, side) for one in parts]
        if None in arguments:
            ends.append(None)
            continue
        try:
            found = join.apply(arguments)
        except NumberProblem:
            ends.append(ZERO if side == "low" else None)
            continue
        ends.append(None if found is None else _end(found, side))
    low_in, high_in = all(one.low_in for one in parts), all(one.high_in for one in parts)
    return Interval(ends[0], ends[1], low_in, high_in)


def _end(value: object, side: str) -> Fraction:
    numbers = of_value(value).numbers  # type: ignore[arg-type]
    end = numbers.low if side == "low" else numbers.high
    assert end is not None
    return end


def _join_some(function: str, scores: Sequence[Abstract]) -> Interval:
    """The join when some scores may not apply: never beyond those that do."""
    parts = [one.numbers for one in scores]
    nothing = {".sum": ZERO, ".product": ONE, ".best": ZERO}.get(function)
    if nothing is None:
        hull = _hull(parts)
        return Interval(
            hull.low,
            hull.high,
            hull.low_in,
            hull.high_in,
            hull.grid if function in (".min", ".max") else None,
        )
    widened = [
        one.numbers.join(exactly(nothing)) if one.inapplicable or function == ".best" else one.numbers
        for one in scores
    ]
    return _sum(widened) if function != ".product" else reduce(multiplied, widened)
