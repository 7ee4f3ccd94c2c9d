"""The steps above the indicators: tiers and the total, with what stands outside the tiers."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from scorerules.build.weights import Weighing
from scorerules.formula import Absent, Cases, Expr, Known, Name, transform
from scorerules.formula.make import all_of, any_of, call, choose, minus, number, plus
from scorerules.model import Indicator, Rounding, Scheme, Tier, Veto
from scorerules.plan.items import ItemLowering, rounded
from scorerules.plan.join import Joining, Member, as_member, joined, whole
from scorerules.plan.steps import Step

DISQUALIFIED = "disqualified"


class TopLowering:
    """Lowers tiers, the total and the vetoes of one scheme.

    Args:
        scheme: The scheme.
        weighing: Its weights.
        items: Where its indicators were lowered.
    """

    def __init__(self, scheme: Scheme, weighing: Weighing, items: ItemLowering) -> None:
        self._scheme = scheme
        self._weighing = weighing
        self._items = items
        self._members: dict[str, Member] = {
            one.id: items.member(one) for one in scheme.indicators.values() if not one.broken
        }

    def steps(self) -> list[Step]:
        """The steps of every tier, the total and the vetoes."""
        found: list[Step] = []
        for tier in reversed(tuple(self._scheme.tiers.values())):  # members before what they are in
            found += self._tier(tier)
        total = self._total()
        before = total[-1].id if total else None
        found += [self._veto(veto, before) for veto in self._scheme.vetoes.values() if veto.when is not None]
        return [*found, *self._ended(total)]

    def _inside(self, tier: Tier) -> tuple[Member, ...]:
        ids = self._weighing.members[tier.id]
        return tuple(self._members[one] for one in ids if one in self._members)

    def _joining(self, tier: Tier) -> Joining:
        return Joining(self._scheme.header.weights, tier.join, self._weighing.full.get(tier.id))

    def _tier(self, tier: Tier) -> list[Step]:
        """The join of a tier's members, zeroed if a veto or a defect says so, rounded."""
        members, span = self._inside(tier), tier.place()
        joining = self._joining(tier)
        empty = self._empty(tier.empty, joining.full)
        if tier.formula is not None:
            steps = [Step(f"{tier.id}.sum", tier.id, "raw", tier.formula, span=tier.place("formula"))]
        elif members:
            steps = joined(tier.id, members, joining, span)
        else:
            return []
        always = tier.formula is not None or empty is not None
        weight = self._weighing.weights.get(tier.id, Fraction(0))
        self._members[tier.id] = as_member(tier.id, members, weight, joining, steps, always=always)
        last: Expr = Name(f"{tier.id}.sum")
        if empty is not None and any(step.id == f"{tier.id}.applies" for step in steps):
            last = choose(Name(f"{tier.id}.applies"), last, empty)
        zeroing = self._zeroing(tier)
        if zeroing:
            last = choose(any_of(*zeroing), number(0), last)
        rounding = tier.round if tier.round is not None else self._scheme.rounds.tier
        if isinstance(rounding, Rounding):
            last = rounded(last, rounding)
        return [*steps, Step(f"score.{tier.id}", tier.id, "score", last, span=span)]

    def _empty(self, policy: str | Fraction | None, full: Fraction | None) -> Expr | None:
        """The score of what has nothing that applies, if it is said."""
        if isinstance(policy, Fraction):
            return number(policy)
        if policy == "zero":
            return number(0)
        return number(full) if policy == "full" and full is not None else None

    def _zeroing(self, tier: Tier) -> list[Expr]:
        """The conditions under which a tier scores 0."""
        found: list[Expr] = [
            Name(f"veto.{veto.id}") for veto in self._scheme.vetoes.values() if tier.id in veto.zero_tier
        ]
        for one in self._scheme.indicators.values():
            if one.tier == tier.id and self._items.zeroes_tier(one):
                part = Name(f"{one.id}.zero_tier")
                found.append(all_of(Known(part), part))
        return found

    def _total(self) -> list[Step]:
        """The steps of the total before the caps of vetoes; none when the ruleset has no total."""
        total, scheme = self._scheme.total, self._scheme
        tops = tuple(
            self._members[one.id]
            for one in scheme.tiers.values()
            if one.under is None and one.id in self._members
        )
        if total.formula is not None:
            steps = [Step("total.sum", "total", "raw", total.formula, span=total.place("formula"))]
        elif tops:
            joining = Joining(scheme.header.weights, total.join, total.full)
            steps = whole(tops, joining, self._empty(total.empty, total.full), total.place())
        else:
            return []
        steps += self._outside()
        last: Expr = Name(steps[-1].id)
        if total.from_ is not None:
            last = call("max", last, number(total.from_))
        if total.upto is not None:
            last = call("min", last, number(total.upto))
        if not isinstance(last, Name):
            steps.append(Step("total.limited", "total", "limited", last, span=total.place()))
        return steps

    def _outside(self) -> list[Step]:
        """The points that bonus and penalty items add to the total, each within its cap."""
        scheme = self._scheme
        steps: list[Step] = []
        gains = [self._gain(one) for one in scheme.indicators.values() if one.bonus and not one.broken]
        losses = [self._gain(one) for one in scheme.indicators.values() if one.penalty and not one.broken]
        added: Expr = Name("total.sum")
        if gains:
            gained = plus(*gains)
            if scheme.bonus.cap is not None:
                gained = call("min", gained, number(scheme.bonus.cap))
            steps.append(Step("total.bonus", "total", "part", gained, span=scheme.bonus.place()))
            added = plus(added, Name("total.bonus"))
        if losses:
            lost = plus(*losses)
            if scheme.penalty.cap is not None:
                lost = call("max", lost, number(-scheme.penalty.cap))
            steps.append(Step("total.penalty", "total", "part", lost, span=scheme.penalty.place()))
            added = plus(added, Name("total.penalty"))
        if steps:
            steps.append(Step("total.added", "total", "sum", added, span=scheme.total.place()))
        return steps

    def _gain(self, one: Indicator) -> Expr:
        """What an item outside the tiers adds: its score, or for a penalty its score less its weight."""
        member = self._members[one.id]
        score: Expr = Name(f"score.{one.id}")
        if one.penalty and one.weight is not None:
            score = minus(score, number(self._weighing.full[one.id]))
        return choose(member.applies, score, number(0)) if member.optional else score

    def _veto(self, veto: Veto, before: str | None) -> Step:
        """The condition of a veto; ``total`` in it is the total before any veto acts."""
        assert veto.when is not None
        when = transform(
            veto.when,
            lambda node: (
                evolve(node, id=before)
                if before is not None and isinstance(node, Name) and node.id == "total"
                else node
            ),
        )
        return Step(f"veto.{veto.id}", veto.id, "veto", when, span=veto.place("when"))

    def _ended(self, steps: list[Step]) -> list[Step]:
        """The total with the caps of vetoes and its rounding; none for a disqualified record."""
        scheme = self._scheme
        span = scheme.total.place()
        out = [one for one in scheme.vetoes.values() if one.disqualify]
        if out:
            fired = any_of(*(Name(f"veto.{one.id}") for one in out))
            steps = [*steps, Step(DISQUALIFIED, DISQUALIFIED, "veto", fired, span=out[0].place("disqualify"))]
        if not any(one.owner == "total" for one in steps):
            return steps
        before = next(one.id for one in reversed(steps) if one.owner == "total")
        caps = [
            choose(Name(f"veto.{one.id}"), number(one.total_at_most), Name(before))
            for one in scheme.vetoes.values()
            if one.total_at_most is not None
        ]
        if caps:
            steps.append(
                Step("total.capped", "total", "limited", call("min", Name(before), *caps), span=span)
            )
        last: Expr = Name("total.capped" if caps else before)
        if scheme.rounds.total is not None:
            last = rounded(last, scheme.rounds.total)
        if out:
            last = Cases(((Name(DISQUALIFIED), Absent(not_applicable=True)),), last)
        return [*steps, Step("total", "total", "total", last, span=span)]


def unrounded_total(steps: list[Step]) -> str:
    """The id of the step that the total is rounded from."""
    return next(one.id for one in reversed(steps) if one.owner == "total" and one.role != "total")
