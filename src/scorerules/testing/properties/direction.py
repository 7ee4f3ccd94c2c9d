"""A better value never scores less: where a direction is declared, and where the kind of rule has one.

Goes in: a record. Comes out: breaches shown by the same record with another value under one key. Only keys
that the rule reads through its value and nowhere else are changed, so that nothing else is different.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from scorerules.diagnostics import Words
from scorerules.errors import RecordError
from scorerules.formula import names
from scorerules.kinds.bands import Bands
from scorerules.kinds.deduct import Deduct
from scorerules.kinds.line import Line
from scorerules.kinds.ratio import Ratio
from scorerules.kinds.swing import Swing
from scorerules.model import Indicator
from scorerules.testing.properties.case import Breach, Case
from scorerules.testing.properties.exact import constant, said
from scorerules.testing.strategies.forms import forms
from scorerules.testing.strategies.ground import Written

_NEAR = 2
"""Values on either side that are tried."""


def direction(case: Case) -> Iterator[Breach]:
    """Another value of an indicator, a better one by its direction, scores no less."""
    for one in case.scheme.indicators.values():
        sign = sense(one)
        if sign and case.evaluation.indicators[one.id].status == "scored":
            yield from _moved(case, one, sign)


def sense(one: Indicator) -> int:
    """1 when a higher value is better, -1 when a lower one is, 0 when nothing is said."""
    if one.direction is not None:
        return 1 if one.direction == "higher" else -1
    match one.kind:
        case Ratio(lower=lower):
            return 1 if lower is None else -1
        case Swing(lower=falling):
            return -1 if falling else 1
        case Deduct(clauses=(clause,)) if clause.value is None and clause.zero is None:
            return 1 if clause.below is not None else -1
        case Line(points=corners):
            found = [constant(points) for _, points in corners]
            return 0 if one.kind.outside != "hold" else _trend(found)
        case Bands(rows=rows):
            if all(row.high is None for row in rows) and all(row.low is not None for row in rows[:-1]):
                return max(0, -_trend([constant(row.points) for row in rows]))
            if all(row.low is None for row in rows) and all(row.high is not None for row in rows[:-1]):
                return min(0, _trend([constant(row.points) for row in rows]))
        case _:
            pass
    return 0


def _trend(numbers: list[Fraction | None]) -> int:
    """1 for numbers that never fall, -1 for those that never rise, 0 for others and for unknown ones."""
    known = [one for one in numbers if one is not None]
    if len(known) < len(numbers) or len(known) < 2:
        return 0
    rises = all(before <= after for before, after in pairwise(known))
    falls = all(before >= after for before, after in pairwise(known))
    return 0 if rises == falls else 1 if rises else -1


def _moved(case: Case, one: Indicator, sign: int) -> Iterator[Breach]:
    driver = f"{one.id}.value" if one.value is not None else one.id
    value, score = case.value(driver), case.score(one.id)
    if not isinstance(value, Fraction) or score is None:
        return
    for name in _keys(case, one, driver):
        for other in _values(case, name):
            found = case.scored(other)
            if isinstance(found, RecordError) or found.indicators[one.id].status != "scored":
                continue
            moved, got = found.facts.value(driver), found.facts.get(f"score.{one.id}")
            if not isinstance(moved, Fraction) or not isinstance(got, Fraction) or moved == value:
                continue
            better = (moved > value) == (sign > 0)
            if (better and got < score) or (not better and got > score):
                before, after = f"{said(value)} → {said(score)}", f"{said(moved)} → {said(got)}"
                better_zh, better_en = ("越高", "higher") if sign > 0 else ("越低", "lower")
                yield Breach(
                    Words(
                        f"`{one.id}` 的值和得分 {before}，`{name}` 改为 {other[name]} 后 {after}："
                        f"不是{better_zh}越好",
                        f"`{one.id}` scores {before}, but with `{name}` = {other[name]} {after}: "
                        f"{better_en} is not better",
                    ),
                    one.id,
                    one.place("direction") if one.direction is not None else one.place(),
                )
                return


def _keys(case: Case, one: Indicator, driver: str) -> list[str]:
    """The number keys that the rule reads through its value only."""
    plan, record = case.ruleset.plan, case.record
    exprs = {step.id: names(step.expr) for step in plan.of(one.id)}
    through = set(exprs.get(driver, (driver,)))
    elsewhere = {name for step, read in exprs.items() if step != driver for name in read}
    return [
        name
        for name in through
        if name in plan.keys
        and name in record
        and plan.keys[name].type in ("number", "integer")
        and not plan.keys[name].levels
        and (driver == name or name not in elsewhere)
    ]


def _values(case: Case, name: str) -> Iterator[Written]:
    """The record with values a little lower and a little higher under a key, and with the ends."""
    key, now = case.ruleset.plan.keys[name], case.value(name)
    if not isinstance(now, Fraction):
        return
    known = case.ground.numbers[name]
    below = [one for one in known if one < now]
    above = [one for one in known if one > now]
    for other in dict.fromkeys((*below[-_NEAR:], *above[:_NEAR], *below[:1], *above[-1:])):
        said_ = forms(key, {key.id: other})
        if said_:
            yield {**case.record, name: said_[0]}
