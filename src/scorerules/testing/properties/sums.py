"""Parts add up: every tier and the total, worked out a second time from what the author declared.

Goes in: the scores of what is inside. Comes out: what the tier or the total must be. Rescaling, joins,
zeroed tiers, points outside the total, limits, caps of vetoes and roundings are those of the language
reference; what is a formula of the author's, or irrational, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.kinds.defects import Defects
from scorerules.model import Best, JoinName, Rounding, Tier
from scorerules.testing.properties.case import Breach, Case
from scorerules.testing.properties.exact import rounded, said

ZERO = Fraction(0)


class Unknown(Exception):  # noqa: N818 - what cannot be said is no error
    """What a law has nothing to say about: a formula, an irrational number."""


@frozen
class Member:
    """What stands in a tier.

    Args:
        weight: Its weight.
        full: Its full mark.
        score: Its score; ``None`` when it does not apply.
        to_total: The weight that leaves the total with it.
    """

    weight: Fraction | None
    full: Fraction | None
    score: Fraction | None
    to_total: Fraction = ZERO


def sums(case: Case) -> Iterator[Breach]:
    """Every tier and the total are what their parts make."""
    for tier in case.scheme.tiers.values():
        try:
            expected = _tier(case, tier)[0]
        except Unknown:
            continue
        found = case.score(tier.id)
        if found != expected:
            yield Breach(
                Words(
                    f"`{tier.id}` 得 {said(found)} 分，由其下各项算得 {said(expected)} 分",
                    f"`{tier.id}` scores {said(found)}; its parts make {said(expected)}",
                ),
                tier.id,
                tier.place(),
            )
    yield from _check_total(case)


def _check_total(case: Case) -> Iterator[Breach]:
    if case.evaluation.status == "disqualified" or case.value("total") is None:
        return
    try:
        expected = rounded(unrounded_total(case), case.scheme.rounds.total)
    except Unknown:
        return
    found = case.evaluation.exact_total
    if found != expected:
        yield Breach(
            Words(
                f"总分为 {said(found)}，由各部分算得 {said(expected)}",
                f"the total is {said(found)}; its parts make {said(expected)}",
            ),
            "total",
            case.scheme.total.place(),
        )


def unrounded_total(case: Case) -> Fraction:
    """The total before it is rounded.

    Raises:
        Unknown: It cannot be said from the declarations.
    """
    scheme = case.scheme
    total = scheme.total
    if total.formula is not None:
        raise Unknown
    tops = [
        _member(case, one) for one in scheme.tiers.values() if one.under is None and _inside(case, one.id)
    ]
    if not tops:
        raise Unknown
    joined, gone, left_out = _joined(case, tops, total.join, total.full)
    if _adds(case, total.join):
        left = total.full - gone - left_out
        found = (
            None
            if left <= 0 or joined is None
            else sum((one.score or ZERO for one in tops), ZERO) * total.full / left
        )
    else:
        found = joined
    if found is None:
        if total.empty == "error":
            raise Unknown
        found = _empty(total.empty, total.full)
    if found is None:
        raise Unknown
    found += _outside(case)
    if total.from_ is not None:
        found = max(found, total.from_)
    if total.upto is not None:
        found = min(found, total.upto)
    fired = {one.id for one in case.evaluation.vetoes}
    caps = [one.total_at_most for one in scheme.vetoes.values() if one.id in fired]
    return min((found, *(one for one in caps if one is not None)))


def _empty(policy: str | Fraction | None, full: Fraction | None) -> Fraction | None:
    """What something comes to when nothing in it applies."""
    if isinstance(policy, Fraction):
        return policy
    return {"zero": ZERO, "full": full}.get(policy or "")


def _outside(case: Case) -> Fraction:
    """The points of bonus and penalty items, each within its cap."""
    gained = lost = ZERO
    for one in case.scheme.indicators.values():
        if not one.bonus and not one.penalty:
            continue
        score = case.score(one.id)
        if score is None:
            if case.value(f"score.{one.id}") is not None:
                raise Unknown
            continue
        if one.bonus:
            gained += score
        else:
            lost += (one.weight.value if one.weight is not None else ZERO) - score
    scheme = case.scheme
    if scheme.bonus.cap is not None:
        gained = min(gained, scheme.bonus.cap)
    if scheme.penalty.cap is not None:
        lost = min(lost, scheme.penalty.cap)
    return gained - lost


def _adds(case: Case, join: JoinName | Best | None) -> bool:
    return case.scheme.header.weights == "points" and join in (None, "sum")


def _inside(case: Case, tier: str) -> list[Member]:
    scheme = case.scheme
    found = [
        _member(case, one)
        for one in scheme.tiers.values()
        if one.under == tier and _has_members(case, one.id)
    ]
    for one in scheme.indicators.values():
        if one.tier != tier or one.bonus or one.penalty:
            continue
        score = case.score(one.id)
        if score is None and case.value(f"score.{one.id}") is not None:
            raise Unknown
        weight = None if one.weight is None else one.weight.value
        full = scheme.total.full if scheme.header.weights == "percent" else weight
        leaves = score is None and case.policy(one)[1] == "rescale-total"
        found.append(Member(weight, full, score, weight if leaves and weight is not None else ZERO))
    return found


def _has_members(case: Case, tier: str) -> bool:
    scheme = case.scheme
    return any(one.tier == tier for one in scheme.indicators.values()) or any(
        one.under == tier for one in scheme.tiers.values()
    )


def _weight(case: Case, tier: Tier) -> Fraction | None:
    """The weight of a tier: declared, or what its members weigh together."""
    if tier.weight is not None:
        return tier.weight.value
    weights = [one.weight for one in _inside(case, tier.id) if one.weight is not None]
    if isinstance(tier.join, Best):
        return tier.join.best * weights[0] if weights else None
    return sum(weights, ZERO) if weights else None


def _member(case: Case, tier: Tier) -> Member:
    """A tier as part of what is above it, with the score that it was given."""
    weight = _weight(case, tier)
    score = case.score(tier.id)
    if score is None and case.value(f"score.{tier.id}") is not None:
        raise Unknown
    full = case.scheme.total.full if case.scheme.header.weights == "percent" else weight
    members = _inside(case, tier.id) if tier.formula is None else []
    applies = any(one.score is not None for one in members)
    to_total = sum((one.to_total for one in members), ZERO) if _adds(case, tier.join) else ZERO
    if not applies and score is not None:
        to_total = ZERO  # with nothing left it counts with what it then scores
    return Member(weight, full, score, to_total)


def _tier(case: Case, tier: Tier) -> tuple[Fraction | None, Fraction]:
    """The score of a tier, and the weight that leaves the total with it."""
    if tier.formula is not None:
        raise Unknown
    members = _inside(case, tier.id)
    if not members:
        raise Unknown
    weight = _weight(case, tier)
    full = case.scheme.total.full if case.scheme.header.weights == "percent" else weight
    score, gone, left_out = _joined(case, members, tier.join, full)
    if score is not None and _adds(case, tier.join):
        assert weight is not None
        room = weight - gone
        score = score * room / (room - left_out) if room > left_out else ZERO
    if score is None and tier.empty not in (None, "not-applicable"):
        score = _empty(tier.empty, full)
    if _zeroed(case, tier):
        score = ZERO
    rounding = tier.round if tier.round is not None else case.scheme.rounds.tier
    if score is not None and isinstance(rounding, Rounding):
        score = rounded(score, rounding)
    return score, gone


def _zeroed(case: Case, tier: Tier) -> bool:
    """Whether a veto or a defect that was found leaves nothing of a tier."""
    fired = {one.id for one in case.evaluation.vetoes}
    if any(tier.id in one.zero_tier for one in case.scheme.vetoes.values() if one.id in fired):
        return True
    for one in case.scheme.indicators.values():
        if one.tier == tier.id and isinstance(one.kind, Defects):
            for name, item in one.kind.items.items():
                count = case.value(f"{one.id}.{name}")
                if item.zero_tier and isinstance(count, Fraction) and count > 0:
                    return True
    return False


def _joined(
    case: Case,
    members: Sequence[Member],
    join: JoinName | Best | None,
    full: Fraction | None,
) -> tuple[Fraction | None, Fraction, Fraction]:
    """The join of members, the weight that leaves the total, the weight whose place the others take."""
    applying = [one for one in members if one.score is not None]
    gone = sum((one.to_total for one in members), ZERO)
    left_out = sum(((one.weight or ZERO) - one.to_total for one in members if one.score is None), ZERO)
    if not applying:
        return None, gone, left_out
    if _adds(case, join):
        return sum((one.score or ZERO for one in applying), ZERO), gone, left_out
    weights = case.scheme.header.weights
    points = weights == "points"
    scores = [
        (one.score or ZERO) / one.full if points and one.full else (one.score or ZERO) for one in applying
    ]
    if join is None:
        join = "weighted-mean" if weights == "percent" else "sum"
    result = _combined(join, scores, [one.weight or ZERO for one in applying], sums_best=weights == "none")
    return (result * full if points and full is not None else result), gone, left_out


def _combined(
    join: JoinName | Best, scores: list[Fraction], weights: list[Fraction], *, sums_best: bool
) -> Fraction:
    if isinstance(join, Best):
        best = sorted(scores, reverse=True)[: int(join.best)]
        return sum(best, ZERO) if sums_best else sum(best, ZERO) / len(best)
    match join:
        case "sum":
            return sum(scores, ZERO)
        case "mean":
            return sum(scores, ZERO) / len(scores)
        case "weighted-mean":
            if not sum(weights):
                raise Unknown
            return sum((w * s for w, s in zip(weights, scores, strict=True)), ZERO) / sum(weights)
        case "product":
            return prod(scores, start=Fraction(1))
        case "min":
            return min(scores)
        case "max":
            return max(scores)
        case "harmonic-mean" if all(scores):
            return Fraction(len(scores)) / sum((1 / one for one in scores), ZERO)
    raise Unknown  # a geometric mean is irrational, or as good as that
