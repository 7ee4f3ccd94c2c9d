"""The filled form as rows of cells, before anyone decides how it looks.

Goes in: an evaluation and a language. Comes out: a :class:`Form` whose rows stand in the order of the
printed form: indicators tier by tier, subtotals, total, grade. Cells are texts as people typed them;
whoever shows them makes them safe for the place they go to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import evolve, frozen

from scorerules.diagnostics.words import Lang, Words, say

if TYPE_CHECKING:
    from scorerules.result import Evaluation, IndicatorResult, ScoreResult, TierResult

RowKind: TypeAlias = Literal["indicator", "subtotal", "total", "grade", "veto", "outcome"]

_PLACES = 6
"""Decimal places shown of a number that has more; it is then marked as not exact."""

_TIER = Words("一级指标", "Tier")
_TIERS = (
    Words("一级指标", "Tier 1"),
    Words("二级指标", "Tier 2"),
    Words("三级指标", "Tier 3"),
    Words("四级指标", "Tier 4"),
)
_DEEPER = Words("第 {depth} 级指标", "Tier {depth}")
_COLUMNS = (
    Words("指标名称", "Indicator"),
    Words("权重", "Weight"),
    Words("自评分", "Score"),
    Words("备注", "Remark"),
)
_TIER_WEIGHT = Words("{name}（{weight}分）", "{name} ({weight})")
_TIER_PART = Words("{name}（{weight}）", "{name} ({weight})")
_SUBTOTAL = Words("小计", "Subtotal")
_TOTAL = Words("合计", "Total")
_GRADE = Words("绩效等级", "Grade")
_VETO = Words("一票否决", "Veto")
_OUTCOME = Words("其他结果", "Outcome")
_OUTSIDE = {"bonus": Words("加分项", "Bonus"), "penalty": Words("扣分项", "Penalty")}
_DISQUALIFIED = Words("取消资格", "disqualified")
_STATUS = {
    "missing": Words("未填报", "missing"),
    "not_applicable": Words("不适用", "not applicable"),
}


@frozen
class Row:
    """One line of the form.

    Args:
        kind: What the line is about.
        tiers: One cell per level of tiers; empty where the tier of the line above goes on.
        label: Name of the indicator, or what the line sums up.
        weight: Full mark in points; empty when there is none.
        score: Points given, or why there are none.
        remark: Remark as the form prints it; empty when there is none.
        closes: Whether a top tier, or the form, ends with this line.
    """

    kind: RowKind
    tiers: tuple[str, ...]
    label: str
    weight: str
    score: str
    remark: str = ""
    closes: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells from left to right, as many as the form has headings."""
        return (*self.tiers, self.label, self.weight, self.score, self.remark)


@frozen
class Form:
    """A whole form: ``headings`` from left to right, of which the first ``depth`` are tiers."""

    title: str
    headings: tuple[str, ...]
    depth: int
    rows: tuple[Row, ...]


def form(evaluation: Evaluation, lang: Lang) -> Form:
    """The form that ``evaluation`` fills in."""
    evaluation = evaluation.in_language(lang)
    depth = max((tier.depth for tier in evaluation.tiers.values()), default=0) + 1
    rows = (*_tier_rows(evaluation, depth, lang), *_closing_rows(evaluation, depth, lang))
    return Form(_title(evaluation, lang), _headings(depth, lang), depth, rows)


def plain(number: Decimal) -> str:
    """A number as the form prints it: no exponent, no zeros at the end.

    A number with more than six decimal places is cut to six and marked with ``≈``.
    """
    mark = ""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _PLACES:
        with localcontext(prec=len(number.as_tuple().digits) + _PLACES):
            cut = number.quantize(Decimal(1).scaleb(-_PLACES), rounding=ROUND_HALF_UP)
        mark = "" if cut == number else "≈"
        number = cut
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return mark + ("0" if text == "-0" else text)


def _title(evaluation: Evaluation, lang: Lang) -> str:
    name, version = evaluation.ruleset_name or evaluation.ruleset_id, evaluation.ruleset_version
    if not version:
        return name
    return f"{name}（{version}）" if lang == "zh" else f"{name} ({version})"


def _headings(depth: int, lang: Lang) -> tuple[str, ...]:
    levels = [_TIER] if depth == 1 else list(_TIERS[:depth])
    deeper = [say(_DEEPER, lang, {"depth": level}) for level in range(len(levels) + 1, depth + 1)]
    return (*(words[lang] for words in levels), *deeper, *(words[lang] for words in _COLUMNS))


def _tier_rows(evaluation: Evaluation, depth: int, lang: Lang) -> Iterator[Row]:
    """The rows of all tiers, each followed by its subtotal, inner tiers inside their parents."""
    under: dict[str | None, list[TierResult]] = defaultdict(list)
    for tier in evaluation.tiers.values():
        under[tier.under].append(tier)
    # Names of tiers that the next row must show, by level; a name is shown once, in its first row.
    waiting = [""] * depth
    # A stack instead of recursion: a ruleset may nest tiers deeper than Python likes to call.
    stack: list[tuple[TierResult, bool]] = [(tier, True) for tier in reversed(under[None])]
    while stack:
        tier, opening = stack.pop()
        if opening:
            waiting[tier.depth] = _tier_cell(tier, lang)
            stack.append((tier, False))
            stack.extend((inner, True) for inner in reversed(under[tier.id]))
            for id_ in tier.indicators:
                yield _indicator_row(evaluation.indicators[id_], _taken(waiting), lang)
        else:
            yield _subtotal_row(tier, _taken(waiting), lang, is_outer=bool(under[tier.id]))


def _taken(waiting: list[str]) -> tuple[str, ...]:
    cells = tuple(waiting)
    waiting[:] = [""] * len(waiting)
    return cells


def _tier_cell(tier: TierResult, lang: Lang) -> str:
    if tier.weight is None:
        return tier.name
    words = _TIER_PART if tier.weights == "percent" else _TIER_WEIGHT
    return say(words, lang, {"weight": _weight(tier), "name": tier.name})


def _weight(result: ScoreResult) -> str:
    """A weight as people write it: points, or a percentage."""
    if result.weight is None:
        return ""
    return f"{plain(result.weight * 100)}%" if result.weights == "percent" else plain(result.weight)


def _indicator_row(indicator: IndicatorResult, tiers: tuple[str, ...], lang: Lang) -> Row:
    remark = indicator.remark or ""
    if not remark and indicator.score is not None and indicator.status in _STATUS:
        remark = _STATUS[indicator.status][lang]
    score = _score(indicator.score, indicator.status, lang)
    return Row("indicator", tiers, indicator.name, _weight(indicator), score, remark)


def _subtotal_row(tier: TierResult, tiers: tuple[str, ...], lang: Lang, *, is_outer: bool) -> Row:
    label = _SUBTOTAL[lang]
    if is_outer and tier.depth + 1 < len(tiers) and not tiers[tier.depth + 1]:
        # The sum over inner tiers stands one column to the left of the sums over indicators.
        tiers = (*tiers[: tier.depth + 1], label, *tiers[tier.depth + 2 :])
        label = ""
    score = _score(tier.score, tier.status, lang)
    return Row("subtotal", tiers, label, _weight(tier), score, closes=tier.depth == 0)


def _closing_rows(evaluation: Evaluation, depth: int, lang: Lang) -> Iterator[Row]:
    shown = {id_ for tier in evaluation.tiers.values() for id_ in tier.indicators}
    blank = ("",) * depth
    loose = [one for id_, one in evaluation.indicators.items() if id_ not in shown]
    for index, indicator in enumerate(loose):
        tiers = (_OUTSIDE[indicator.outside][lang], *blank[1:]) if indicator.outside else blank
        row = _indicator_row(indicator, tiers, lang)
        yield evolve(row, closes=index == len(loose) - 1)
    total = (_TOTAL[lang], *blank[1:])
    if evaluation.status == "disqualified":
        yield Row("total", total, "", "", _DISQUALIFIED[lang], closes=True)
    elif evaluation.total is not None:
        full = "" if evaluation.weights == "none" else plain(evaluation.full)
        yield Row("total", total, "", full, plain(evaluation.total), closes=True)
    if evaluation.grade_name is not None:
        yield Row("grade", (_GRADE[lang], *blank[1:]), "", "", evaluation.grade_name, closes=True)
    for veto in evaluation.vetoes:
        yield Row("veto", (_VETO[lang], *blank[1:]), veto.name, "", "", veto.text or "", closes=True)
    scored = [one for one in evaluation.outcomes.values() if one.status == "scored"]
    for index, outcome in enumerate(scored):
        tiers = (_OUTCOME[lang], *blank[1:]) if index == 0 else blank
        last = index == len(scored) - 1
        yield Row("outcome", tiers, outcome.name, "", outcome.text(), outcome.grade_name or "", closes=last)


def _score(score: Decimal | None, status: str, lang: Lang) -> str:
    if score is not None:
        return plain(score)
    return _STATUS[status][lang] if status in _STATUS else ""


def _number(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
