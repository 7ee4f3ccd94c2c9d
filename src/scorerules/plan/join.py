"""How the scores of members make the score of a tier, and those of tiers the total.

Weights that do not apply are taken out of the account. Under ``rescale-tier`` the rest of the tier is
stretched to the tier's weight, under ``rescale-total`` the rest of the ruleset is stretched to the full
total: tier·(W−T)/(W−T−R) and total·full/(full−ΣT), with R and T the weights not applicable under each.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from scorerules.formula import Absent, Cases, Expr, Known, Name, Not
from scorerules.formula.make import any_of, choose, compare, divide, minus, number, plus, times
from scorerules.plan.steps import Step
from scorerules.source import Span

NOTHING = number(0)


@frozen
class Member:
    """An indicator or tier inside another.

    Args:
        id: Its id.
        weight: Its points.
        optional: Whether it can be not applicable without a score.
        to_total: The policy of an indicator: whether its weight leaves the total, not just the tier.
        taken: For a tier, the points below it that can leave the total; ``None`` when none can.
        settled: Whether it has a score even when nobody can tell whether it applies, because its policy
            for missing data says so.
    """

    id: str
    weight: Fraction
    optional: bool = False
    to_total: bool = False
    taken: Expr | None = None
    settled: bool = False

    @property
    def applies(self) -> Expr:
        """Whether it applies."""
        applies = Name(f"{self.id}.applies")
        return any_of(Not(Known(applies)), applies) if self.settled else applies

    @property
    def score(self) -> Expr:
        """Its score; 0 when it does not apply."""
        score = Name(f"score.{self.id}")
        return choose(self.applies, score, NOTHING) if self.optional else score


def _sum(parts: list[Expr]) -> Expr | None:
    return plus(*parts) if parts else None


def to_total(members: tuple[Member, ...]) -> Expr | None:
    """The points that leave the total, in a tier with these members; ``None`` when none can."""
    parts = [
        choose(one.applies, NOTHING, number(one.weight)) for one in members if one.optional and one.to_total
    ]
    return _sum(parts + [one.taken for one in members if one.taken is not None])


def to_tier(members: tuple[Member, ...]) -> Expr | None:
    """The points whose place the other members take; ``None`` when there are none."""
    parts = []
    for one in members:
        if one.optional and not one.to_total:
            left = number(one.weight) if one.taken is None else minus(number(one.weight), one.taken)
            parts.append(choose(one.applies, NOTHING, left))
    return _sum(parts)


def summed(owner: str, members: tuple[Member, ...], weight: Fraction, span: Span | None) -> list[Step]:
    """The steps that add up a tier: whether it applies, the points that leave, the sum.

    Returns:
        Steps ``ID.applies`` (only if every member is optional), ``ID.taken`` (only if points can leave the
        total) and ``ID.sum``.
    """
    steps: list[Step] = []
    total = plus(*(one.score for one in members))
    outer, inner = to_total(members), to_tier(members)
    if outer is not None:
        steps.append(Step(f"{owner}.taken", owner, "part", outer, span=span))
    if inner is not None:
        room: Expr = number(weight) if outer is None else minus(number(weight), Name(f"{owner}.taken"))
        steps.append(Step(f"{owner}.left", owner, "part", minus(room, inner), span=span))
        left = Name(f"{owner}.left")
        # Nothing left to stretch: the sum is 0 and stays so.
        total = choose(compare(">", left, NOTHING), divide(times(total, room), left), NOTHING)
    if all(one.optional for one in members):
        applies = any_of(*(one.applies for one in members))
        steps.append(Step(f"{owner}.applies", owner, "applies", applies, span=span))
        total = Cases(((Name(f"{owner}.applies"), total),), Absent(not_applicable=True))
    steps.append(Step(f"{owner}.sum", owner, "sum", total, span=span))
    return steps


def as_member(id_: str, members: tuple[Member, ...], weight: Fraction) -> Member:
    """A tier as a member of what is above it."""
    taken = None if to_total(members) is None else Name(f"{id_}.taken")
    return Member(id_, weight, all(one.optional for one in members), taken=taken)


def whole(members: tuple[Member, ...], full: Fraction, span: Span | None) -> list[Step]:
    """The steps of the total before it is limited and rounded."""
    steps: list[Step] = []
    added = plus(*(one.score for one in members))
    gone = _sum([one for one in (to_total(members), to_tier(members)) if one is not None])
    if gone is not None:
        steps.append(Step("total.left", "total", "part", minus(number(full), gone), span=span))
        left = Name("total.left")
        added = Cases(
            ((compare(">", left, NOTHING), divide(times(added, number(full)), left)),),
            Absent(not_applicable=True),
        )
    steps.append(Step("total.sum", "total", "sum", added, span=span))
    return steps
