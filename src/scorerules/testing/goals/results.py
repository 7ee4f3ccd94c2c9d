"""What the scores come to: tiers, the total, grades, vetoes, outcomes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from operator import gt, lt, ne

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.interval import ZERO, Interval
from scorerules.diagnostics import LANGS, Words
from scorerules.explain import shown
from scorerules.formula import Call, Expr, Name
from scorerules.formula.make import compare, minus, number
from scorerules.model import Graded, Outcome, Tier, Veto
from scorerules.reading import Table
from scorerules.source import Span
from scorerules.testing.goals.about import About
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.edges import Edges
from scorerules.testing.goals.explorer import Explorer
from scorerules.testing.goals.goal import Comes, Condition
from scorerules.testing.goals.roundings import rounding_goals
from scorerules.testing.goals.telling import in_context

_EARNED = Words("等级“{grade}”", "grade {grade}")
_FIRES = Words("否决", "it fires")
_SILENT = Words("不否决", "it does not fire")
_FORCED = Words("由别的等级定为“{grade}”", "it makes another grade {grade}")
_LOWERED = Words("把更好的等级压到“{grade}”", "it brings a better grade down to {grade}")
_RAISED = Words("把更差的等级提到“{grade}”", "it brings a worse grade up to {grade}")
_CAPPED = Words("把更高的总分压到 {score} 分", "it brings a higher total down to {score}")
_ZEROED = Words("使“{tier}”失去得分", "it takes the points of {tier}")
_HELD = Words("总分受限于 {score}", "the total is held at {score}")
_BONUS = Words("加分达到上限 {score}", "bonus points are held at {score}")
_PENALTY = Words("扣分达到上限 {score}", "penalty points are held at {score}")
_EMPTY = Words("其下都不适用", "nothing in it applies")

_ROW = re.compile(r"(grade\.)?row\.\d+")

_SOME = of_numbers(Interval(low=ZERO, low_in=False))


def tier_goals(about: About, tier: Tier, drafts: Drafts) -> None:
    """The formula of a tier, its rounding, that nothing in it applies."""
    exprs = about.plan.exprs
    if f"score.{tier.id}" not in exprs:
        return
    explored(about, tier.id, f"{tier.id}.sum", drafts)
    rounding_goals(about, tier.id, exprs[f"score.{tier.id}"], tier.place("round"), drafts)
    applies = f"{tier.id}.applies"
    # A record of which no tier applies is refused.
    others = any(f"score.{one}" in exprs for one in about.scheme.tiers if one != tier.id)
    if others and applies in exprs and False in about.ranges.read(applies).truth:
        drafts.add(
            tier.id,
            "not_applicable",
            "not_applicable",
            _EMPTY,
            (Comes(applies, of_truth((False,))),),
            tier.place("empty") or tier.place(),
        )


def explored(about: About, owner: str, step: str, drafts: Drafts) -> None:
    """The rows and edges of one step of an owner."""
    explorer = Explorer(about, owner)
    explorer.step(step)
    settle(about, owner, explorer, step, drafts)


def settle(about: About, owner: str, explorer: Explorer, result: str, drafts: Drafts) -> None:
    """Make goals of what an explorer found."""
    place = about.places.get(owner)
    seen: set[tuple[Span | None, frozenset[Condition]]] = set()
    for row in explorer.rows:
        # A choice in a function that several rows call is one choice, however many lead there.
        written = (row.span, frozenset(row.shown))
        if written in seen:
            continue
        seen.add(written)
        ids = ".".join((*row.spot.ids, row.id))
        drafts.add(
            owner, "row", ids, in_context(row.words, row.spot.words), row.conditions, row.span or place
        )
    own = frozenset({owner, f"{owner}.value", "total"} if owner == "grade" else {owner, f"{owner}.value"})
    Edges(about, owner, result, own).into(drafts, explorer.edges)


def total_goals(about: About, drafts: Drafts) -> None:
    """The formula, the limits and the rounding of the total."""
    scheme, exprs = about.scheme, about.plan.exprs
    if "total" not in exprs:
        return
    explored(about, "total", "total.sum", drafts)
    before = Name("total.added" if "total.added" in exprs else "total.sum")
    held: list[tuple[str, Fraction, Expr, Words, Table]] = []
    least, most, outside = scheme.total.from_, scheme.total.upto, (scheme.bonus, scheme.penalty)
    if least is not None:
        held.append(("from", least, minus(number(least), before), _HELD, scheme.total))
    if most is not None:
        held.append(("upto", most, minus(before, number(most)), _HELD, scheme.total))
    for name, declared, words in zip(("bonus", "penalty"), outside, (_BONUS, _PENALTY), strict=True):
        added = exprs.get(f"total.{name}")
        if declared.cap is not None and isinstance(added, Call):
            inner, limit = added.arguments
            beyond = minus(inner, limit) if name == "bonus" else minus(limit, inner)
            held.append((name, declared.cap, beyond, words, declared))
    for name, score, beyond, words, table in held:
        if not about.value(beyond, about.ranges.env).numbers.meet(_SOME.numbers).empty:
            told, span = _scored(words, score), table.place(name) or table.place("cap")
            drafts.add(
                "total", "row", f"held.{name}", told, (Comes(beyond, _SOME),), span or declared.place()
            )
    rounding = scheme.rounds.total
    span = None if rounding is None else rounding.place()
    rounding_goals(about, "total", exprs["total"], span, drafts)


def _scored(words: Words, score: Fraction) -> Words:
    return Words(*(words[lang].format(score=shown(score, None, lang)) for lang in LANGS))


def grade_goals(about: About, owner: str, graded: Graded, drafts: Drafts) -> None:
    """Every grade, every row that gives one, the edges between them."""
    last = "grade" if owner == "grade" else f"{owner}.grade"
    exprs = about.plan.exprs
    if last not in exprs:
        return
    spans = {row.grade: row.place() for rows in graded.all_bands for row in reversed(rows)}
    can_be = about.ranges.read(last).texts or frozenset()
    for grade in dict.fromkeys((*graded.grades, *sorted(can_be))):
        if grade not in can_be:
            continue
        words = graded.called(grade)
        told = Words(*(_EARNED[lang].format(grade=words[lang]) for lang in LANGS))
        id_ = grade if owner == "grade" else f"grade.{grade}"
        drafts.add(
            owner, "grade", id_, told, (Comes(last, _text(grade)),), spans.get(grade) or graded.place()
        )
    band = "grade.band" if "grade.band" in exprs and owner == "grade" else last
    explorer = Explorer(about, owner, bands=graded.bands)
    explorer.step(band)
    if band == last and len(graded.grades) == sum(map(len, graded.all_bands)):
        # A row is told by its grade; what it requires besides is not.
        explorer.rows = [row for row in explorer.rows if not _ROW.fullmatch(row.id)]
    settle(about, owner, explorer, band, drafts)


def _text(*texts: str) -> Abstract:
    return Abstract(texts=frozenset(texts))


def veto_goals(about: About, veto: Veto, drafts: Drafts) -> None:
    """It fires, it does not, each of its effects makes a difference."""
    step = f"veto.{veto.id}"
    if step not in about.plan.exprs:
        return
    truth = about.ranges.read(step).truth
    span = veto.place("when") or veto.place()
    fires = Comes(step, of_truth((True,)))
    if True in truth:
        drafts.add(veto.id, "veto", "fires", _FIRES, (fires,), span)
    if False in truth:
        drafts.add(veto.id, "veto", "silent", _SILENT, (Comes(step, of_truth((False,))),), span)
    explorer = Explorer(about, veto.id)
    explorer.decision(step)
    settle(about, veto.id, explorer, step, drafts)
    if True in truth:
        for name, words, conditions in _effects(about, veto):
            drafts.add(
                veto.id, "veto", name, words, (fires, *conditions), veto.place(name.partition(".")[0]) or span
            )


def _effects(about: About, veto: Veto) -> Iterator[tuple[str, Words, tuple[Condition, ...]]]:
    """What it changes, where it makes a difference."""
    exprs, ranges = about.plan.exprs, about.ranges
    grade = about.scheme.grade
    order = about.grades
    bands = _bands(about, veto)
    ways: tuple[tuple[str, str | None, Words, Callable[[int, int], bool]], ...] = (
        ("grade", veto.grade, _FORCED, ne),
        ("no_better_than", veto.no_better_than, _LOWERED, gt),
        ("no_worse_than", veto.no_worse_than, _RAISED, lt),
    )
    for name, forced, words, acts in ways:
        if grade is None or forced is None or forced not in order:
            continue
        others = [one for one in bands if acts(order.index(one), order.index(forced))]
        if others:
            called = grade.called(forced)
            told = Words(*(words[lang].format(grade=called[lang]) for lang in LANGS))
            yield name, told, (Comes("grade.band", _text(*others)),)
    if veto.total_at_most is not None and "total.capped" in exprs:
        capped = exprs["total.capped"]
        assert isinstance(capped, Call)
        difference = minus(capped.arguments[0], number(veto.total_at_most))
        if not about.value(difference, ranges.env).numbers.meet(_SOME.numbers).empty:
            yield "total_at_most", _scored(_CAPPED, veto.total_at_most), (Comes(difference, _SOME),)
    for tier in veto.zero_tier:
        name = f"{tier}.sum"
        if not ranges.read(name).numbers.meet(_SOME.numbers).empty:
            title = about.called(tier)
            told = Words(*(_ZEROED[lang].format(tier=title[lang]) for lang in LANGS))
            yield f"zero_tier.{tier}", told, (Comes(name, _SOME),)


def _bands(about: About, veto: Veto) -> list[str]:
    """The grades that bands can give while a veto acts, worst first."""
    exprs, env = about.plan.exprs, about.ranges.env
    if "grade.band" not in exprs:
        return []
    if veto.total_at_most is not None:
        capped = compare("<=", Name("total"), number(veto.total_at_most))
        env = about.assume(capped, env, holds=True) or env
    can_be = about.value(exprs["grade.band"], env).texts or frozenset()
    return [one for one in about.grades if one in can_be]


def outcome_goals(about: About, one: Outcome, drafts: Drafts) -> None:
    """The rows of a further result, its rounding, its own grades."""
    exprs = about.plan.exprs
    if one.id not in exprs:
        return
    explorer = Explorer(about, one.id)
    if f"{one.id}.raw" in exprs:
        explorer.step(f"{one.id}.raw")
    settle(about, one.id, explorer, f"{one.id}.raw", drafts)
    applies = f"{one.id}.applies"
    if applies in exprs:
        asking = Explorer(about, one.id)
        asking.decision(applies)
        settle(about, one.id, asking, applies, drafts)
        if False in about.ranges.read(applies).truth:
            words = Words("适用条件不成立", "its condition does not hold")
            drafts.add(
                one.id,
                "not_applicable",
                "not_applicable",
                words,
                (Comes(applies, of_truth((False,))),),
                one.place("when") or one.place(),
            )
    rounding_goals(about, one.id, exprs[one.id], one.place("round"), drafts)
    grade_goals(about, one.id, one, drafts)
