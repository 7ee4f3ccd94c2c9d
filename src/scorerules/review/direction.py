"""The contract of ``direction``: a better value never lowers the score.

Goes in: every indicator that declares a direction. Where its rule breaks it, two records show that: they
were evaluated, and the one with the better value scores less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice, pairwise

from attrs import frozen

from scorerules.analysis.abstract import of_numbers, some_of
from scorerules.analysis.assume import Env
from scorerules.analysis.attainable import ScoreFunction, score_function
from scorerules.analysis.contexts import contexts
from scorerules.analysis.piece import Cell
from scorerules.analysis.trials import Data, Trial
from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Const, Name, walk
from scorerules.kinds import Value
from scorerules.model import Indicator
from scorerules.numbers import plain
from scorerules.review.subject import Subject
from scorerules.review.told import record_words, whole_records

_EACH = 3
"""Ways to bring about one value that are tried."""

_SAMPLES = 64
"""Values that are tried where a rule is not known exactly."""


@frozen
class Scored:
    """A record with the value that a rule looks at, and what it scored."""

    data: Data
    value: Fraction
    score: Fraction


def direction(subject: Subject, faults: Faults) -> None:
    """Note every rule that lowers the score of a better value, with two records."""
    if subject.scheme.header.abstract:
        return
    for one in subject.scheme.indicators.values():
        if one.direction is None or subject.trials.spent:
            continue
        found = _broken(one, subject)
        if found is not None:
            worse, better = found
            rule = None if one.kind is None else one.kind.place()
            faults.add(
                "SR747",
                one.place("direction"),
                path=f"{one.path}.direction",
                labels=() if rule is None else (Label(rule, Words("按这条规则", "by this rule")),),
                records=whole_records(worse.data, better.data, subject=subject),
                item=one.id,
                words=_WORDS[one.direction],
                worse=record_words(worse.data, subject),
                worse_score=plain(worse.score),
                better=record_words(better.data, subject),
                better_score=plain(better.score),
            )


_WORDS = {"higher": Words("越高越好", "higher is better"), "lower": Words("越低越好", "lower is better")}


def _broken(one: Indicator, subject: Subject) -> tuple[Scored, Scored] | None:
    """A record and one with a better value that scores less."""
    own = {step.id for step in subject.plan.of(one.id)}
    driver = f"{one.id}.value" if f"{one.id}.value" in own else one.id
    if subject.ranges.read(driver).numbers.empty:
        return None
    sign = 1 if one.direction == "higher" else -1
    for env in contexts(subject.plan, f"score.{one.id}", driver, subject.ranges):
        known = subject.functions.get(one.id)
        # Where the number is all that the rule looks at, its function is worked out already.
        function = (
            known
            if known is not None and known.driver == driver
            else score_function(subject.plan, one.id, driver, env)
        )
        if _is_kept(function, sign):
            continue
        values = sorted({*_telling(function, sign), *_samples(function, one, subject)})
        scored = [found for value in values if (found := _run(function, value, env, subject)) is not None]
        best: Scored | None = None
        for found in scored if sign == 1 else reversed(scored):
            if best is not None and found.score < best.score and found.value != best.value:
                return best, found
            if best is None or found.score > best.score:
                best = found
    return None


def _is_kept(function: ScoreFunction, sign: int) -> bool:
    """Whether the pieces prove that the score never moves against the direction."""
    cells = [(cell.on_grid(), piece) for cell, piece in function.cells]
    cells = [one for one in cells if not one[0].empty and not one[1].value.numbers.empty]
    if any(piece.trend not in (0, sign) for _, piece in cells):
        return False
    for (_, before), (_, after) in pairwise(cells):
        first, second = before.value.numbers, after.value.numbers
        lower, upper = (first, second) if sign == 1 else (second, first)
        if lower.high is None or upper.low is None or lower.high > upper.low:
            return False
    return True


def _telling(function: ScoreFunction, sign: int) -> Iterator[Fraction]:
    """Values next to every place where the score falls against the direction."""
    for before, after in pairwise(function.cells):
        first, second = before[1].value.numbers, after[1].value.numbers
        high, low = (first.high, second.low) if sign == 1 else (second.high, first.low)
        if high is None or low is None or high <= low:
            continue
        yield from _places(before if sign == 1 else after, high, (high * 3 + low) / 4)
        yield from _places(after if sign == 1 else before, low, (high + low * 3) / 4)


def _places(cell: Cell, end: Fraction, near: Fraction) -> Iterator[Fraction]:
    """Values of a stretch whose score is an end of its scores, or near it."""
    stretch, piece = cell
    for score in (end, near):
        if piece.slope and piece.offset is not None:
            place = (score - piece.offset) / piece.slope
            if stretch.has(place):
                yield place


def _samples(function: ScoreFunction, one: Indicator, subject: Subject) -> Iterator[Fraction]:
    """Values at the ends of stretches and inside them, and the constants of the rule."""
    for cell, _ in islice(function.cells, _SAMPLES):
        for value in some_of(of_numbers(cell)):
            if isinstance(value, Fraction):
                yield value
    domain = subject.ranges.read(function.driver).numbers
    for step in subject.plan.of(one.id):
        for node in walk(step.expr):
            if isinstance(node, Const) and isinstance(node.value, Fraction) and domain.has(node.value):
                yield node.value


def _run(function: ScoreFunction, value: Fraction, env: Env, subject: Subject) -> Scored | None:
    """What a record with a value scores; ``None`` when no record with it was found."""
    case = _data_of(env)
    start = subject.trials.run(case)
    for changes in islice(subject.solver.reach(Name(function.driver), value, start), _EACH):
        data = {**case, **changes}
        trial = subject.trials.run(data)
        score = trial.number(f"score.{function.item}")
        if score is not None and _value(trial, function.driver) == value:
            return Scored(data, value, score)
    return None


def _value(trial: Trial, driver: str) -> Fraction | None:
    found = trial.trace.values.get(driver, trial.data.get(driver))
    return found if isinstance(found, Fraction) else None


def _data_of(env: Env) -> Mapping[str, Value | None]:
    """The texts and answers that a case is about."""
    found: dict[str, Value | None] = {}
    for name, value in env.narrowed.items():
        single = value.single
        if isinstance(single, (str, bool)) and not name.endswith(".applies"):
            found[name] = single
    return found
