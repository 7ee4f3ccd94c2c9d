"""Caps of bonus and penalty points against what their items can give.

Goes in: a ruleset without errors. Comes out: a hint where the items together can give more than the cap
lets count, a warning where they can never reach it. An item whose most is not a number of the ruleset, such
as points for every patent, leaves nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scorerules.diagnostics import Faults, Label, Words
from scorerules.kinds.checklist import Checklist
from scorerules.kinds.defects import Defects
from scorerules.kinds.levels import Levels
from scorerules.model import Indicator, Outside
from scorerules.numbers import plain
from scorerules.review.limits import highest, lowest, only_scores
from scorerules.review.subject import Subject

_BONUS = Words("加分", "bonus")
_PENALTY = Words("扣分", "penalty")


def outside(subject: Subject, faults: Faults) -> None:
    """Compare both caps with their items. An abstract ruleset may leave the items to others."""
    scheme = subject.scheme
    if scheme.header.abstract:
        return
    every = scheme.indicators.values()
    gains = [(one, _gain(one, subject)) for one in every if one.bonus]
    losses = [(one, _loss(one, subject)) for one in every if one.penalty]
    _compare(scheme.bonus, _BONUS, gains, subject, faults)
    _compare(scheme.penalty, _PENALTY, losses, subject, faults)


def _compare(
    table: Outside,
    what: Words,
    items: Sequence[tuple[Indicator, Fraction | None]],
    subject: Subject,
    faults: Faults,
) -> None:
    cap, known = table.cap, [points for _, points in items if points is not None]
    if cap is None or len(known) < len(items):
        return
    together = sum(known, Fraction(0))
    inherited = not any(subject.declares(one) for one in (table, *(one for one, _ in items)))
    if inherited or together == cap:
        return
    span = table.place("cap")
    labels = tuple(
        Label(place, Words(f"最多{plain(points)}分", f"up to {plain(points)}"))
        for (one, _), points in zip(items, known, strict=True)
        if (place := one.place("weight")) is not None
    )
    parts = " + ".join(plain(points) for points in known)
    shown = f"{parts} = {plain(together)}" if len(known) > 1 else plain(together)
    code, path = "SR707" if together > cap else "SR708", f"{table.path}.cap"
    faults.add(code, span, path=path, labels=labels, what=what, cap=plain(cap), parts=shown)


def _gain(one: Indicator, subject: Subject) -> Fraction | None:
    """The most points that an item can add; ``None`` when they are not limited by a number."""
    limit = highest(one, subject)
    found = [] if limit is None else [limit.points]
    found += [max((*scores, *_without_rule(one, subject))) for scores in _ends(one, subject)]
    return min(found, default=None)


def _loss(one: Indicator, subject: Subject) -> Fraction | None:
    """The most points that an item can take; ``None`` when they are not limited by a number."""
    full, low, high = subject.plan.full.get(one.id, Fraction(0)), lowest(one, subject), highest(one, subject)
    found = [] if low is None else [low.points]
    found += [min((*scores, *_without_rule(one, subject))) for scores in _ends(one, subject)]
    if not found:
        return None
    least = max(found)
    return full - (least if high is None else min(least, high.points))


def _ends(one: Indicator, subject: Subject) -> Iterator[Sequence[Fraction]]:
    """The scores that the rule can give, or their ends, when numbers of the ruleset say them."""
    kind, full = one.kind, subject.plan.full.get(one.id)
    scores = only_scores(kind, full)
    if scores:
        yield scores
    elif isinstance(kind, Levels):
        yield [end[0] for level in subject.plan.keys[one.id].levels for end in (level.low, level.high)]
    elif isinstance(kind, Checklist):
        yield (Fraction(0), sum((item.points for item in kind.items.values()), Fraction(0)))
    elif isinstance(kind, Defects) and full is not None:
        costs = [item.max for item in kind.items.values() if item.points is not None]
        known = [cost for cost in costs if cost is not None]
        fatal = any(item.fatal for item in kind.items.values())
        if len(known) == len(costs):
            least = full - sum(known, Fraction(0))
            yield (min(least, Fraction(0)) if fatal else least, full)


def _without_rule(one: Indicator, subject: Subject) -> Iterator[Fraction]:
    """The scores that an item gets without its rule, when data are missing or it does not apply."""
    full, header = subject.plan.full.get(one.id), subject.scheme.header
    for policy in (
        header.on_missing if one.on_missing is None else one.on_missing,
        one.not_applicable or header.not_applicable,
    ):
        if isinstance(policy, Fraction):
            yield policy
        elif policy == "zero":
            yield Fraction(0)
        elif policy == "full" and full is not None:
            yield full
