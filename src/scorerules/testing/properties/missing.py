"""Missing data never become a score in silence: they are an error, or what the policy says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scorerules.diagnostics import Words
from scorerules.errors import RecordError
from scorerules.kinds import REMARK_ONLY
from scorerules.model import Indicator
from scorerules.testing.properties.case import Breach, Case
from scorerules.testing.properties.exact import said

ZERO = Fraction(0)


def missing(case: Case) -> Iterator[Breach]:
    """Without its own datum an indicator is refused, or has the score of its policy and says so."""
    for one in case.scheme.indicators.values():
        key = case.ruleset.plan.keys.get(one.id)
        own = key is not None and key.type != REMARK_ONLY and key.default is None and one.value is None
        if not own or one.when is not None or one.id not in case.record or not _reads_own(case, one):
            continue
        without = {name: datum for name, datum in case.record.items() if name != one.id}
        found = case.scored(without)
        policy, unfit = case.policy(one)
        if isinstance(found, RecordError):
            continue
        result = found.indicators[one.id]
        given = {"zero": ZERO, "full": result.exact_full}
        expected = policy if isinstance(policy, Fraction) else given.get(policy)
        if policy == "skip":
            expected = given.get(unfit or "")
        if policy == "error" or result.status == "scored" or result.exact_score != expected:
            must_zh = "报错" if policy == "error" else f"得 {said(expected)} 分"
            must_en = "be an error" if policy == "error" else f"score {said(expected)}"
            got = f"{said(result.exact_score)} ({result.status})"
            yield Breach(
                Words(
                    f"缺少 `{one.id}` 时得 {got}，按“{policy}”应{must_zh}",
                    f"without `{one.id}` it scores {got}; by {str(policy)!r} it must {must_en}",
                ),
                one.id,
                one.place(),
            )


def _reads_own(case: Case, one: Indicator) -> bool:
    """Whether the record showed that the rule needs the datum: it is scored by it."""
    return case.evaluation.indicators[one.id].status == "scored"
