"""Scores that a rule gives and that are never scored, because they are cut off at the indicator's limits."""

from __future__ import annotations

from scorerules.diagnostics import Faults, Label, Words
from scorerules.model import Indicator
from scorerules.numbers import plain
from scorerules.review.limits import Given, Limit, given_scores, highest, lowest
from scorerules.review.subject import Subject

_WHERE = {
    "weight": Words("它的权重", "its weight"),
    "cap": Words("它的最高得分", "the most it can score"),
    "floor": Words("它的最低得分", "the least it can score"),
}
_RAISE = Words(
    "请改小这里的分数，或改大权重（或 cap）", "give fewer points here, or raise the weight or the `cap`"
)
_LOSES = Words(
    "不写权重的扣分项只能扣分：扣几分写成负数，或改用 defects、deduct",
    "a penalty without a weight can only lose points: write what it loses with a minus, or use `defects`",
)
_LOWER = Words("请改大这里的分数，或写上 floor", "give more points here, or state a `floor`")


def cut_off(subject: Subject, faults: Faults) -> None:
    """Note every constant score above the most, or below the least, that its indicator can score."""
    for one in subject.scheme.indicators.values():
        high, low = highest(one, subject), lowest(one, subject)
        for given in given_scores(one.kind, subject.plan.full.get(one.id)):
            if given.span is None or given.span.source is not subject.source:
                continue
            if high is not None and given.points > high.points:
                better = _LOSES if one.penalty and one.weight is None and one.cap is None else _RAISE
                _note("SR705", one, given, high, better, faults)
            elif low is not None and given.points < low.points:
                _note("SR706", one, given, low, _LOWER, faults)


def _note(code: str, one: Indicator, given: Given, limit: Limit, better: Words, faults: Faults) -> None:
    span = None if limit.key is None else one.place(limit.key)
    labels = () if span is None or limit.key is None else (Label(span, _WHERE[limit.key]),)
    faults.add(
        code, given.span, path=one.path, labels=labels, item=one.id,
        points=plain(given.points), limit=plain(limit.points), better=better,
    )  # fmt: skip
