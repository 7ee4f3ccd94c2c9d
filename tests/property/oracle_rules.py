"""What each kind of rule and each operation means: written from the language reference only.

Goes in: a rule of a ruleset of :mod:`written` and the oracle that is at work, which gives the values of
names. Comes out: the points before limits and rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil, floor
from statistics import median
from typing import Any

from scorerules.testing.generated.written import Amount


class Lacks(Exception):  # noqa: N818
    """Something that is read is absent: pairs of code and id."""

    def __init__(self, needs: Iterable[tuple[str, str]]) -> None:
        super().__init__(needs)
        self.needs = frozenset(needs)


class Stops(Exception):  # noqa: N818
    """Something that is read cannot be computed; ``None`` where the record was refused."""

    def __init__(self, cause: tuple[str, str] | None) -> None:
        super().__init__(cause)
        self.cause = cause


def rounded(value: Fraction, rule: dict[str, Any]) -> Fraction:
    """A number rounded by ``{ to, mode }``."""
    step = rule.get("to", Fraction(1))
    step = step.value if isinstance(step, Amount) else step
    steps = value / step
    low, rest = floor(steps), steps - floor(steps)
    match rule.get("mode", "half-up"):
        case "floor":
            up = False
        case "ceiling":
            up = rest > 0
        case "down":
            up = value < 0 and rest > 0
        case "up":
            up = value > 0 and rest > 0
        case "half-even":
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1)
        case "half-down":
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value < 0)
        case _:
            up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0)
    return step * (low + up)


def meets(value: Fraction, row: dict[str, Any], read: Callable[[Any], Fraction]) -> bool:
    """Whether a value is within the boundaries of a row."""
    return (
        ("from" not in row or value >= read(row["from"]))
        and ("above" not in row or value > read(row["above"]))
        and ("upto" not in row or value <= read(row["upto"]))
        and ("below" not in row or value < read(row["below"]))
    )


def rows_of(bands: Any) -> list[dict[str, Any]]:
    """Rows, also of bands that are written as columns."""
    if isinstance(bands, list):
        return bands
    longest = max(map(len, bands.values()))
    return [{name: one[index] for name, one in bands.items() if index < len(one)} for index in range(longest)]


def operation_of(operation: str, values: list[Any], owner: str) -> Any:
    """What an operation on exact values comes to."""
    first = values[0]
    if operation in ("/", "mod") and values[1] == 0:
        raise Stops(("SR500", owner))
    match operation:
        case "+" | "sum":
            return sum(values)
        case "-":
            return first - values[1]
        case "*":
            return first * values[1]
        case "/":
            return first / values[1]
        case "mod":
            return first - values[1] * floor(first / values[1])
        case "max":
            return max(values)
        case "min":
            return min(values)
        case "mean":
            return sum(values) / Fraction(len(values))
        case "median":
            return median(values)
        case "clamp":
            return min(max(first, values[1]), values[2])
        case "abs":
            return abs(first)
        case "floor":
            return Fraction(floor(first))
        case "ceil":
            return Fraction(ceil(first))
        case "count":
            return Fraction(sum(values))
        case "<" | "<=" | ">" | ">=" | "==" | "!=":
            sign = (first > values[1]) - (first < values[1])
            return {"<": sign < 0, "<=": sign <= 0, ">": sign > 0, ">=": sign >= 0, "==": sign == 0,
                    "!=": sign != 0}[operation]  # fmt: skip
    raise AssertionError(operation)


def _ratio(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    rule, weight, value = one["ratio"], one["weight"], work.looked_at(one, id_)
    full, zero = work.number(rule["full"]), rule.get("zero")
    if "lower" not in rule:
        return Fraction(0) if zero and value < zero.value else min(weight, weight * value / full)
    if zero and value > zero.value:
        return Fraction(0)
    if value <= full:
        return weight
    return weight * (1 - (value - full) / full) if rule["lower"] == "mirror" else weight * full / value


def _counted(count: Fraction, partial: str | None) -> Fraction:
    if partial == "whole":
        count = Fraction(floor(count))
    elif partial == "started":
        count = Fraction(ceil(count))
    return max(count, Fraction(0))


def _deduct(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    clauses = one["deduct"] if isinstance(one["deduct"], list) else [one["deduct"]]

    def own(clause: dict[str, Any]) -> Any:
        return work.looked_at(clause if "value" in clause else one, id_)

    for clause in clauses:
        if "zero" in clause and meets(own(clause), clause["zero"], work.number):
            return Fraction(0)
    lost = Fraction(0)
    needs: set[tuple[str, str]] = set()
    for clause in clauses:
        try:
            value = own(clause)
        except Lacks as absence:
            needs |= absence.needs
            continue
        except Stops:
            if needs:
                continue
            raise
        below = "below" in clause
        start = work.number(clause["below" if below else "above"])
        distance = start - value if below else value - start
        lost += clause["points"] * _counted(distance / clause["each"].value, clause.get("partial"))
    if needs:
        raise Lacks(needs)
    return one["weight"] - lost


def _earn(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    rule = one["earn"]
    over = work.number(rule["over"]) if "over" in rule else 0
    count = _counted((work.looked_at(one, id_) - over) / rule["each"].value, rule["partial"])
    return count * rule["points"]


def _pass(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    rule, value = one["pass"], work.looked_at(one, id_)
    met = value == work.number(rule["is"]) if "is" in rule else meets(value, rule, work.number)
    return rule.get("points", one["weight"]) if met else rule.get("else", Fraction(0))


def _bands(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    value = work.looked_at(one, id_)
    row = next(row for row in rows_of(one["bands"]) if meets(value, row, work.number))
    return one["weight"] * row["share"] if "share" in row else row.get("points", row.get("gives"))


def _line(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    rule = one["line"] if isinstance(one["line"], dict) else {"points": one["line"]}
    corners = [(x.value, y) for x, y in rule["points"]]
    value, outside = work.looked_at(one, id_), rule.get("outside", "hold")
    if not corners[0][0] <= value <= corners[-1][0]:
        if outside == "error":
            raise Stops(("SR512", id_))
        end = corners[0] if value < corners[0][0] else corners[-1]
        return end[1] if outside == "hold" else Fraction(0)
    left = max(corner for corner in corners if corner[0] <= value)
    right = min(corner for corner in corners if corner[0] >= value)
    if left == right:
        return left[1]
    return left[1] + (right[1] - left[1]) * (value - left[0]) / (right[0] - left[0])


def _choice(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    answer = work.looked_at(one, id_)
    if answer not in one["choice"]:
        raise Stops(("SR510", id_))
    return one["choice"][answer]


def _judged(work: Any, one: dict[str, Any], id_: str) -> Any:
    return work.looked_at(one, id_)


def _formula(work: Any, one: dict[str, Any], id_: str) -> Fraction:
    return work.value(one["formula"].tree, id_)


KINDS: dict[str, Callable[[Any, dict[str, Any], str], Any]] = {
    "ratio": _ratio, "deduct": _deduct, "earn": _earn, "pass": _pass, "bands": _bands, "line": _line,
    "choice": _choice, "judged": _judged, "formula": _formula,
}  # fmt: skip
