"""What an item can score, what happens when data are missing or it does not apply."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scorerules.analysis.abstract import of_numbers, of_truth
from scorerules.analysis.interval import EVERY, ZERO, Interval
from scorerules.diagnostics import LANGS, Words
from scorerules.explain import shown
from scorerules.formula import Cases, names
from scorerules.kinds import NOT_APPLICABLE
from scorerules.model import Derived, Indicator
from scorerules.testing.goals.about import About
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.goal import Comes, Condition, GoalKind, Misses

_FULL = Words("得满分", "the full mark")
_PARTIAL = Words("得部分分", "part of the mark")
_ZERO = Words("得 0 分", "no points")
_MOST = Words("最高 {score} 分", "the most, {score}")
_LEAST = Words("最低 {score} 分", "the least, {score}")
_BETWEEN = Words("介于最低和最高之间", "between the least and the most")
_MISSING = Words("缺数据", "data missing")
_SAID = Words("填报为不适用", "said not to apply")
_LEFT = Words("不适用", "not applicable")
_WHEN = Words("适用条件不成立", "its condition does not hold")


def score_goals(about: About, one: Indicator, drafts: Drafts) -> None:
    """In full, in part, nothing, as far as each can be."""
    function = about.study.functions.get(one.id)
    score = f"score.{one.id}"
    expr = about.plan.exprs[score]
    # What policies give when data are missing or it does not apply stands in rows before the score.
    scored = expr.default if isinstance(expr, Cases) and expr.default is not None else expr
    hull = about.value(scored, about.ranges.env).numbers if function is None else function.numbers
    cells = [hull] if function is None else [piece.value.numbers for _, piece in function.cells]
    by_rule: list[Condition] = [Comes(f"{one.id}.raw", of_numbers(EVERY))]
    if f"{one.id}.applies" in about.plan.exprs:
        by_rule.append(Comes(f"{one.id}.applies", of_truth((True,))))
    for kind, words, numbers in _levels(about, one, hull):
        if any(not cell.meet(numbers).empty for cell in cells):
            conditions = (*by_rule, Comes(score, of_numbers(numbers)))
            drafts.add(one.id, kind, kind, words, conditions, one.place())


def _levels(about: About, one: Indicator, hull: Interval) -> Iterator[tuple[GoalKind, Words, Interval]]:
    """What counts as full, as part and as nothing."""
    full = about.plan.full.get(one.id)
    if full is not None:
        yield "full", _FULL, Interval(low=full)
        yield "partial", _PARTIAL, Interval(ZERO, full, low_in=False, high_in=False)
        yield "zero", _ZERO, Interval(high=ZERO)
        return
    low, high = hull.low, hull.high
    if high is not None and hull.high_in:
        yield "full", _with(_MOST, high), Interval(high, high)
    if low != high:
        yield "partial", _BETWEEN, Interval(low, high, low_in=False, high_in=False)
        if low is not None and hull.low_in:
            yield "zero", _with(_LEAST, low) if low else _ZERO, Interval(low, low)


def _with(words: Words, score: Fraction) -> Words:
    return Words(*(words[lang].format(score=shown(score, None, lang)) for lang in LANGS))


def missing_goals(about: About, one: Indicator | Derived, drafts: Drafts) -> None:
    """That a datum is missing, where the record is scored all the same."""
    policy = one.on_missing
    if isinstance(one, Indicator) and policy is None:
        policy = about.scheme.header.on_missing
    raw = f"{one.id}.raw"
    if policy in (None, "error") or not about.ranges.read(raw).missing:
        return
    keys = tuple(name for name in read_by(about, raw) if about.ranges.read(name).missing)
    drafts.add(
        one.id, "missing", "missing", _MISSING, (Misses(raw, keys),), one.place("on_missing") or one.place()
    )


def read_by(about: About, step: str) -> tuple[str, ...]:
    """The data that a step reads, directly or through others."""
    found: dict[str, None] = {}
    waiting, seen = [step], {step}
    while waiting:
        for name in names(about.plan.exprs[waiting.pop()]):
            if name in seen:
                continue
            seen.add(name)
            if name in about.plan.exprs:
                waiting.append(name)
            elif name not in about.plan.constants:
                found[name] = None
    return tuple(found)


def not_applicable_goals(about: About, one: Indicator, drafts: Drafts) -> None:
    """That it does not apply, for every reason that there is."""
    applies = f"{one.id}.applies"
    if False not in about.ranges.read(applies).truth or applies not in about.plan.exprs:
        return
    if one.may_skip:
        said = Comes(f"{one.id}.{NOT_APPLICABLE}", of_truth((True,)))
        drafts.add(
            one.id,
            "not_applicable",
            "not_applicable.said",
            _SAID,
            (said,),
            one.place("may_skip") or one.place(),
        )
    if one.when is not None:
        when = about.settled(one.when)
        if about.assume(when, about.ranges.env, holds=False) is not None:
            asked = about.asked(when, holds=False)
            drafts.add(
                one.id, "not_applicable", "not_applicable", _WHEN, asked, one.place("when") or one.place()
            )
    elif not one.may_skip and about.ranges.read(f"{one.id}.raw").inapplicable:
        conditions = (Comes(applies, of_truth((False,))),)
        drafts.add(one.id, "not_applicable", "not_applicable", _LEFT, conditions, one.place())
