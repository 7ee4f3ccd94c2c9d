"""What stands in a key of the record one by one: items of checklists, defects, ranges of levels, judges."""

from __future__ import annotations

from scorerules.analysis.abstract import Abstract, of_numbers, of_truth
from scorerules.analysis.interval import ZERO, Interval
from scorerules.diagnostics import LANGS, Words
from scorerules.explain import shown
from scorerules.formula import Name
from scorerules.formula.make import call, minus, number, times
from scorerules.kinds import LEVEL_SCORE, Kind
from scorerules.kinds.checklist import Checklist
from scorerules.kinds.defects import Defects
from scorerules.kinds.judged import Judged
from scorerules.kinds.levels import Levels
from scorerules.model import Indicator
from scorerules.testing.goals.about import About
from scorerules.testing.goals.drafts import Drafts
from scorerules.testing.goals.goal import Comes, Lacks

_TICKED = Words("“{name}”具备", "{name} ticked")
_UNTICKED = Words("“{name}”不具备，别的要点有得分", "{name} not ticked, others are")
_LEFT_OUT = Words("“{name}”不适用", "{name} does not apply")
_FOUND = Words("有“{name}”", "{name} found")
_MORE = Words("“{name}”扣到上限", "{name} at its most")
_LEAST = Words("“{level}”得最低分 {score}", "{level} with its least, {score}")
_MOST = Words("“{level}”得最高分 {score}", "{level} with its most, {score}")
_APART = Words("各评委的分数不同", "judges who differ")

_SOME = of_numbers(Interval(low=ZERO, low_in=False))


def part_goals(about: About, one: Indicator, kind: Kind, drafts: Drafts) -> None:
    """Goals of what the key of an indicator holds one by one."""
    match kind:
        case Checklist():
            _checklist(one, kind, drafts)
        case Defects():
            _defects(one, kind, drafts)
        case Levels():
            _levels(about, one, drafts, kind)
        case Judged() if kind.judges is not None and kind.judges > 1:
            scores = [Name(f"{one.id}.{place + 1}") for place in range(int(kind.judges))]
            apart = minus(call("max", *scores), call("min", *scores))
            drafts.add(one.id, "row", "judges.apart", _APART, (Comes(apart, _SOME),), kind.place("judges"))
        case _:
            pass


def _named(words: Words, name: Words) -> Words:
    return Words(*(words[lang].format(name=name[lang]) for lang in LANGS))


def _checklist(one: Indicator, kind: Checklist, drafts: Drafts) -> None:
    for name, item in kind.items.items():
        said, words = f"{one.id}.{name}", item.name or Words.same(name)
        others = [other for other in kind.items if other != name]
        ticked = Comes(said, of_truth((True,)))
        drafts.add(one.id, "row", f"{name}.yes", _named(_TICKED, words), (ticked,), item.place())
        missed = [Comes(said, of_truth((False,)))]
        if others:
            missed.append(Comes(f"{one.id}.earned", _SOME))
        drafts.add(one.id, "row", f"{name}.no", _named(_UNTICKED, words), tuple(missed), item.place())
        if others:
            left = (Lacks(said), Comes(f"{one.id}.possible", _SOME))
            drafts.add(one.id, "row", f"{name}.left_out", _named(_LEFT_OUT, words), left, item.place())


def _defects(one: Indicator, kind: Defects, drafts: Drafts) -> None:
    for name, item in kind.items.items():
        said, words = Name(f"{one.id}.{name}"), item.name or Words.same(name)
        drafts.add(one.id, "row", name, _named(_FOUND, words), (Comes(said, _SOME),), item.place())
        if item.max is not None and item.points is not None:
            beyond = minus(times(number(item.points), said), number(item.max))
            drafts.add(
                one.id, "row", f"{name}.max", _named(_MORE, words), (Comes(beyond, _SOME),), item.place()
            )


def _levels(about: About, one: Indicator, drafts: Drafts, kind: Levels) -> None:
    key = about.plan.keys.get(one.id)
    spans = {row.name: row.place() for row in kind.rows}
    for level in () if key is None else key.levels:
        if level.fixed is not None:
            continue
        named = Comes(one.id, Abstract(texts=frozenset((level.name,))))
        for id_, words, (bound, inside) in (("least", _LEAST, level.low), ("most", _MOST, level.high)):
            if inside:
                told = Words(
                    *(words[lang].format(level=level.name, score=shown(bound, None, lang)) for lang in LANGS)
                )
                score = Comes(f"{one.id}.{LEVEL_SCORE}", of_numbers(Interval(bound, bound)))
                drafts.add(one.id, "at", f"{level.name}.{id_}", told, (named, score), spans.get(level.name))
