"""The points budget of a ruleset: weights, and what records can really get, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from scorerules.analysis.budget import Attainable, Budget
from scorerules.analysis.record_form import record_of
from scorerules.diagnostics import Words
from scorerules.review.subject import Subject
from scorerules.ruleset import Ruleset


@frozen
class Points:
    """One line of the budget.

    Args:
        path: What it is about: ``tier.output``, ``indicator.cards_made`` or ``total``.
        words: What people call it.
        depth: How many tiers it stands below.
        attainable: What it can score.
        least_record, most_record: Records that show the least and the most that was seen; ``None`` where a
            value of theirs cannot be written in decimals.
    """

    path: str
    words: Words
    depth: int
    attainable: Attainable
    least_record: Mapping[str, object] | None
    most_record: Mapping[str, object] | None


def points_budget(ruleset: Ruleset) -> tuple[Points, ...]:
    """What can be scored: every tier with its indicators in the order of print, then the total.

    Args:
        ruleset: The ruleset.

    Returns:
        One line each, points exact. A limit is ``exact`` when a record was found that gets it; otherwise
        nothing is beyond it.

    Raises:
        RulesetError: The ruleset is abstract (SR271).
    """
    ruleset.refuse_abstract()
    subject = Subject(ruleset)
    budget = Budget(subject.trials, subject.solver, subject.ranges, subject.functions)
    found = {one.owner: one for one in budget.all()}
    lines = [
        Points(
            subject.path(owner),
            Words("总分", "total") if owner == "total" else subject.title(owner),
            depth,
            found[owner],
            record_of({**subject.trials.base, **found[owner].least.data}, subject.plan),
            record_of({**subject.trials.base, **found[owner].most.data}, subject.plan),
        )
        for owner, depth in _printed(subject)
        if owner in found
    ]
    return tuple(lines)


def _printed(subject: Subject) -> Iterator[tuple[str, int]]:
    """Ids in the order of print, each with its depth."""
    scheme = subject.scheme

    def below(tier: str | None, depth: int) -> Iterator[tuple[str, int]]:
        for one in scheme.tiers.values():
            if one.under == tier:
                yield one.id, depth
                yield from below(one.id, depth + 1)
        if tier is not None:
            for item in scheme.indicators.values():
                if item.tier == tier:
                    yield item.id, depth

    yield from below(None, 0)
    yield from ((one.id, 0) for one in scheme.indicators.values() if not one.tier)
    yield "total", 0
