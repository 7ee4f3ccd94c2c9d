"""``scorerules suggest``: cases that show what a ruleset can do and no case shows yet.

Goes in: a ruleset, its cases. Comes out: a case file with computed values for its author to confirm, on
standard output or in a new file; and what could not be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

import scorerules
from scorerules.cli import options, streams
from scorerules.cli.problems import fail
from scorerules.cli.progress import watched
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.explain import titles_of
from scorerules.tables.files.output import check_target, written
from scorerules.testing.cases.case_text import CaseToWrite, cases_text
from scorerules.testing.cases.files import named_by
from scorerules.testing.cases.suites import Suite, load_suite
from scorerules.testing.goals import Goal
from scorerules.testing.suggesting import Suggestion
from scorerules.testing.suggesting import suggest as suggestion_of

_COUNTS = Words(
    "{cases} 个用例，说明 {reached} 项；已有用例已说明 {before} 项，共 {all} 项",
    "{cases} case{s} for {reached} goals; the cases that are there reach {before} of {all}",
)
_NOTHING = Words(
    "已有用例已说明能找到填报数据的全部 {before} 项（共 {all} 项）",
    "the cases that are there reach all {before} goals that records were found for, of {all}",
)
_UNREACHED = Words("没有找到能说明的填报数据：{goal}（{words}）", "no record was found for {goal} ({words})")
_WRITTEN = Words("已写入 {file}，请逐个核对", "written to {file}; confirm each case")


@click.command(short_help="Suggest cases for a ruleset / 建议用例")
@click.argument("ruleset", type=options.FILE)
@click.option(
    "--cases",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="Case files that are there, by default those beside RULESET / 已有的用例文件，默认为同目录下的",
)
@click.option(
    "--from-scratch",
    is_flag=True,
    help="As if there were no cases yet / 不考虑已有的用例",
)
@click.option("-o", "--output", type=options.FILE, metavar="FILE", help="File to write / 写入的文件")
@click.option("--force", is_flag=True, help="Replace the file if it is there / 替换已有的文件")
@options.common
def suggest(
    ruleset: str,
    cases: tuple[str, ...],
    from_scratch: bool,
    output: str | None,
    force: bool,
    lang: Lang,
    as_json: bool,
) -> int:
    """Suggest the fewest cases that show everything RULESET can do and no case shows yet.

    The values that they expect are computed, and wait for their author to confirm them.

    建议用例：用尽量少的用例，说明评分规则中还没有用例说明的情形。应得结果是算出来的，须由作者核对。
    """
    target = None if output is None else Path(output)
    try:
        if target is not None:
            check_target(target, Path(ruleset), force=force)
        suite = load_suite(ruleset, cases or None)
        there = () if from_scratch else suite.examples
        found = suggestion_of(suite.ruleset, there, watched=_watched)
        text = _text(found, suite, target, lang, from_scratch=from_scratch)
        if target is not None and found.cases:
            with written(target, Path(ruleset), force=force) as file:
                file.write(text.encode())
    except scorerules.ScoreRulesError as error:
        return fail(error.diagnostics, lang, as_json=as_json)
    if as_json:
        streams.write_json(_values(found, text, target, lang))
    else:
        if target is None and found.cases:
            streams.write_exactly(text)
        _tell(found, target, lang)
    return 0


def _watched(goals: Sequence[Goal]) -> Iterable[Goal]:
    return watched(goals, shown=False)


def _text(found: Suggestion, suite: Suite, target: Path | None, lang: Lang, *, from_scratch: bool) -> str:
    home = None
    if target is not None and named_by(target) != Path(suite.file).name:
        home = Path(suite.file).name
    taken = () if from_scratch else (one.name for one in suite.examples)
    to_write = [CaseToWrite(one.candidate, one.needed_for) for one in found.cases]
    return cases_text(suite.ruleset, to_write, lang, home=home, taken=taken)


def _tell(found: Suggestion, target: Path | None, lang: Lang) -> None:
    """Say on standard error what was found, so that the text itself can be piped."""
    titles = titles_of(found.ruleset.scheme)
    for goal in found.not_found:
        title = titles.get(goal.item)
        what = goal.words[lang] if title is None else f"{title[lang]} {goal.words[lang]}"
        facts = {"goal": visible(goal.id), "words": visible(what)}
        streams.complain(say(_UNREACHED, lang, facts))
    reached = len(found.goals) - len(found.reached_before) - len(found.not_found)
    counts = {
        "cases": len(found.cases),
        "s": "s"[len(found.cases) == 1 :],
        "reached": reached,
        "before": len(found.reached_before),
        "all": len(found.goals),
    }
    streams.complain(say(_COUNTS if found.cases else _NOTHING, lang, counts))
    if target is not None and found.cases:
        streams.complain(say(_WRITTEN, lang, {"file": visible(str(target))}))


def _values(found: Suggestion, text: str, target: Path | None, lang: Lang) -> dict[str, object]:
    return {
        "file": None if target is None or not found.cases else str(target),
        "goals": len(found.goals),
        "reached_before": len(found.reached_before),
        "least": found.least,
        "cases": [
            {
                "record": one.candidate.record,
                "reaches": [goal.id for goal in one.reaches],
                "needed_for": [goal.id for goal in one.needed_for],
            }
            for one in found.cases
        ],
        "not_found": [{"goal": goal.id, "words": goal.words[lang]} for goal in found.not_found],
        "toml": text if found.cases else "",
    }
