"""What cases reach, for people: a table of the items, what is missing in words, the source with marks.

Goes in: the coverage of a ruleset. Comes out: lines of text. What the numbers mean for the exit code is
decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from scorerules.cli.drawing import lines_of
from scorerules.cli.shares import percent
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.explain import Names, titles_of
from scorerules.ruleset import Ruleset
from scorerules.source import Source
from scorerules.testing.goals import Goal, GoalKind
from scorerules.testing.goals.covering import Coverage, Reach, Reaches

COLUMNS: tuple[tuple[Words, tuple[GoalKind, ...]], ...] = (
    (Words("满分", "full"), ("full",)),
    (Words("部分", "part"), ("partial",)),
    (Words("零分", "zero"), ("zero",)),
    (Words("各行", "rows"), ("row",)),
    (Words("界线", "edges"), ("at", "below", "above")),
    (Words("修约", "rounding"), ("tie",)),
    (Words("缺数据", "missing"), ("missing",)),
    (Words("不适用", "n/a"), ("not_applicable",)),
    (Words("否决", "veto"), ("veto",)),
    (Words("等级", "grades"), ("grade",)),
)
"""The columns of the table, each with the kinds of goals that it counts."""

_ITEM = Words("项目", "Item")
_ALL = Words("合计", "all")
_TOTAL = Words("全部", "Total")
_SUMMARY = Words(
    "{cases} 个用例达到 {asked} 项中的 {reached} 项（{share}%）",
    "{cases} case{s} reach{es} {reached} of {asked} ({share}%)",
)
MISSING = Words("还缺：", "Missing:")
_LINE = Words("{words}（第 {line} 行）", "{words} (line {line})")
_PLACE = Words("{words}（{file} 第 {line} 行）", "{words} ({file}, line {line})")


def name_of(item: str, ruleset: Ruleset, lang: Lang) -> str:
    """What people call an item of the coverage."""
    # The item of an indicator is its rule, which may be called otherwise than the datum of the same id.
    title = titles_of(ruleset.scheme).get(item)
    return visible(Names(ruleset.scheme, ruleset.plan, lang)(item) if title is None else title[lang])


def table(found: Coverage, ruleset: Ruleset, lang: Lang, width: int, *, color: bool) -> list[str]:
    """One line for every item: how many of its goals are reached, and of how many."""
    columns = [(words, kinds) for words, kinds in COLUMNS if found.of(*kinds).asked]
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    drawn.add_column(_ITEM[lang], overflow="fold")
    for words, _ in columns:
        drawn.add_column(words[lang], justify="right", no_wrap=True)
    drawn.add_column(_ALL[lang], justify="right", no_wrap=True)
    rows = [(name_of(item, ruleset, lang), reaches) for item, reaches in found.items.items()]
    for index, (name, reaches) in enumerate(rows):
        cells = [_count(reaches.of(*kinds)) for _, kinds in columns]
        drawn.add_row(Text(name), *cells, _count(reaches), end_section=index == len(rows) - 1)
    cells = [_count(found.of(*kinds)) for _, kinds in columns]
    drawn.add_row(_TOTAL[lang], *cells, _count(found), style="bold")
    return [line for line in lines_of((drawn,), width, color=color) if line]


def _count(found: Reaches) -> Text:
    if not found.asked:
        return Text("")
    style = "" if found.reached == found.asked else "red" if not found.reached else "yellow"
    return Text(f"{found.reached}/{found.asked}", style=style)


def summary(found: Coverage, lang: Lang) -> str:
    """How much is reached, in one line."""
    facts = {
        "cases": len(found.cases),
        "s": "" if len(found.cases) == 1 else "s",
        "es": "es" if len(found.cases) == 1 else "",
        "reached": found.reached,
        "asked": found.asked,
        "share": percent(found.share),
    }
    return say(_SUMMARY, lang, facts)


def missing(found: Coverage, ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    """What no case reaches, item by item, each with its line."""
    own = _source(ruleset)
    for item, reaches in found.items.items():
        if reaches.missing:
            yield name_of(item, ruleset, lang)
        for goal in reaches.missing:
            yield f"  {_placed(goal, own, lang)}"


def _placed(goal: Goal, own: Source | None, lang: Lang) -> str:
    """A goal with its line, and with its file where that is another than the ruleset's own."""
    facts: dict[str, object] = {"words": visible(goal.words[lang])}
    if goal.span is None:
        return visible(goal.words[lang])
    facts |= {"line": goal.span.line, "file": visible(Path(goal.span.source.name).name)}
    return say(_LINE if goal.span.source is own else _PLACE, lang, facts)


def annotated(found: Coverage, ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    """Every source that has goals, line by line, each with a mark and with what is shown there.

    ``✓`` is a line all of whose goals are reached, ``✗`` one of which none is, ``~`` one of which some are.
    """
    sources: dict[str, tuple[Source, dict[int, list[Reach]]]] = {}
    own = _source(ruleset)
    if own is not None:
        sources[own.name] = (own, {})
    for one in found.reaches:
        if one.goal.span is not None:
            source = one.goal.span.source
            lines = sources.setdefault(source.name, (source, {}))[1]
            lines.setdefault(one.goal.span.line, []).append(one)
    for source, lines in sources.values():
        yield visible(source.name)
        yield from _marked(source, lines, ruleset, lang)


def _source(ruleset: Ruleset) -> Source | None:
    """The text of the ruleset itself, not of one that it extends."""
    place = ruleset.scheme.header.place("id")
    return None if place is None else place.source


def _marked(source: Source, lines: Mapping[int, list[Reach]], ruleset: Ruleset, lang: Lang) -> Iterator[str]:
    last = len(source.line_starts)
    if last > 1 and source.line_starts[-1] == len(source.text):
        last -= 1  # what follows the last line end is no line
    digits = len(str(last))
    for number in range(1, last + 1):
        here = lines.get(number, [])
        reached = sum(one.reached for one in here)
        mark = " " if not here else "✓" if reached == len(here) else "~" if reached else "✗"
        yield f"{mark} {number:>{digits}} │ {visible(source.line_text(number))}".rstrip()
        for one in here:
            cases = f" ×{len(one.cases)}" if one.cases else ""
            name = name_of(one.goal.item, ruleset, lang)
            words = visible(one.goal.words[lang])
            yield f"  {' ' * digits} │     {'✓' if one.reached else '✗'} {name}: {words}{cases}"
