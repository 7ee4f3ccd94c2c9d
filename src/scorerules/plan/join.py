"""How the scores of members make the score of a tier, and those of tiers the total.

Weights that do not apply are taken out of the account. Under ``rescale-tier`` the rest of the tier is
stretched to the tier's weight, under ``rescale-total`` the rest of the ruleset is stretched to the full
total: tier·(W−T)/(W−T−R) and total·full/(full−ΣT), with R and T the weights not applicable under each.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from scorerules.formula import Absent, Cases, Expr, Known, Name, Not
from scorerules.formula.make import any_of, call, choose, compare, divide, minus, number, plus, times
from scorerules.model import Best, JoinName, Weights
from scorerules.plan.steps import Step
from scorerules.source import Span

NOTHING = number(0)


@frozen
class Member:
    """An indicator or tier inside another.

    Args:
        id: Its id.
        weight: Its points, or its part of 1.
        full: Its full mark in points, if it has one.
        optional: Whether it can be not applicable without a score.
        to_total: The policy of an indicator: whether its weight leaves the total, not just the tier.
        taken: For a tier, the points below it that can leave the total; ``None`` when none can.
        settled: Whether it has a score even when nobody can tell whether it applies, because its policy
            for missing data says so.
    """

    id: str
    weight: Fraction
    full: Fraction | None
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


@frozen
class Joining:
    """How members are joined.

    Args:
        weights: What the weights of the ruleset are.
        join: The join that is said; ``None`` for the usual one.
        full: Full mark of what they are joined to.
    """

    weights: Weights
    join: JoinName | Best | None
    full: Fraction | None

    @property
    def adds_points(self) -> bool:
        """Whether points are added up, so that points that do not apply can be stretched over."""
        return self.weights == "points" and self.join in (None, "sum")


_CALLS = {
    "sum": ".sum",
    "mean": ".mean",
    "geometric-mean": ".geometric_mean",
    "harmonic-mean": ".harmonic_mean",
    "product": ".product",
    "min": ".min",
    "max": ".max",
}


def combined(members: tuple[Member, ...], joining: Joining) -> Expr:
    """The join of what applies, for joins that leave out what does not apply.

    Under points the shares are joined and the weight multiplied in, under percent the scores from 0 to
    the full mark are, under none the scores themselves.
    """
    join = joining.join
    if join is None:
        join = "weighted-mean" if joining.weights == "percent" else "sum"
    scores: list[Expr] = [Name(f"score.{one.id}") for one in members]
    if isinstance(join, Best) and joining.weights == "none":
        return call(".best", number(join.best), *scores)
    if joining.weights == "points":
        scores = [
            score if one.full is None else divide(score, number(one.full))
            for one, score in zip(members, scores, strict=True)
        ]
    if join == "weighted-mean":
        pairs = [
            part for one, score in zip(members, scores, strict=True) for part in (number(one.weight), score)
        ]
        result: Expr = call(".weighted_mean", *pairs)
    elif isinstance(join, Best):
        result = call(".best_mean", number(join.best), *scores)
    else:
        result = call(_CALLS[join], *scores)
    if joining.weights == "points" and joining.full is not None:
        return times(number(joining.full), result)
    return result


def joined(owner: str, members: tuple[Member, ...], joining: Joining, span: Span | None) -> list[Step]:
    """The steps that join the members of a tier: see :func:`summed`."""
    if joining.adds_points:
        assert joining.full is not None
        return summed(owner, members, joining.full, span)
    steps: list[Step] = []
    total = combined(members, joining)
    if all(one.optional for one in members):
        applies = any_of(*(one.applies for one in members))
        steps.append(Step(f"{owner}.applies", owner, "applies", applies, span=span))
        total = Cases(((Name(f"{owner}.applies"), total),), Absent(not_applicable=True))
    steps.append(Step(f"{owner}.sum", owner, "sum", total, span=span))
    return steps


def as_member(
    id_: str,
    members: tuple[Member, ...],
    weight: Fraction,
    joining: Joining,
    steps: list[Step],
    *,
    always: bool,
) -> Member:
    """A tier as a member of what is above it; ``always`` when it has a score even if nothing applies."""
    own = {step.id for step in steps}
    optional = bool(members) and all(one.optional for one in members)
    taken: Expr | None = Name(f"{id_}.taken") if f"{id_}.taken" in own else None
    if taken is not None and always and optional:
        # With nothing left the tier counts with what it then scores: none of its points leave the total.
        taken = choose(Name(f"{id_}.applies"), taken, NOTHING)
    return Member(id_, weight, joining.full, optional and not always, taken=taken)


def whole(members: tuple[Member, ...], joining: Joining, empty: Expr | None, span: Span | None) -> list[Step]:
    """The steps of the total before anything outside the tiers is added.

    Args:
        members: The top tiers.
        joining: How they are joined.
        empty: The total when nothing applies; ``None`` when there is none then.
        span: Where the total is declared.
    """
    absent: Expr = Absent(not_applicable=True) if empty is None else empty
    steps: list[Step] = []
    if not joining.adds_points:
        total = combined(members, joining)
        if all(one.optional for one in members):
            total = Cases(((any_of(*(one.applies for one in members)), total),), absent)
        return [Step("total.sum", "total", "sum", total, span=span)]
    assert joining.full is not None
    full = number(joining.full)
    added = plus(*(one.score for one in members))
    gone = _sum([one for one in (to_total(members), to_tier(members)) if one is not None])
    if gone is not None:
        steps.append(Step("total.left", "total", "part", minus(full, gone), span=span))
        left = Name("total.left")
        added = Cases(((compare(">", left, NOTHING), divide(times(added, full), left)),), absent)
    steps.append(Step("total.sum", "total", "sum", added, span=span))
    return steps
