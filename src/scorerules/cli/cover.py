"""``scorerules cover``: which of the things that rules can do the cases of a ruleset show."""

from __future__ import annotations

import sys
from fractions import Fraction

import click
from attrs import evolve, frozen

import scorerules
from scorerules.cli import covered, options, shares, streams
from scorerules.cli.check import NOTHING
from scorerules.cli.inputs import exit_code
from scorerules.cli.problems import as_values, complain_of
from scorerules.cli.progress import watched
from scorerules.diagnostics import Diagnostic, Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.testing.cases.suites import Suite, SuiteFiles, suites
from scorerules.testing.goals.covering import Coverage, coverage

_UNDER = Words("{file}：{share}%，低于 {least}%", "{file}: {share}%, less than {least}%")
_ONE = "--cases needs one RULESET / 使用 --cases 时只能给出一个评分规则"


@frozen
class _Covered:
    """One ruleset with what its cases reach; ``problems`` are why nobody can tell."""

    file: str
    suite: Suite | None = None
    found: Coverage | None = None
    problems: tuple[Diagnostic, ...] = ()


@click.command(short_help="What the cases of rulesets show / 用例覆盖了规则的哪些情况")
@click.argument("paths", type=options.FILE, nargs=-1, metavar="[PATH]...")
@click.option(
    "--cases",
    type=options.FILE,
    multiple=True,
    metavar="FILE",
    help="Cases of the one RULESET, in place of those beside it / 指定用例文件",
)
@click.option("--annotate", is_flag=True, help="Print the source with marks / 逐行列出规则并标记")
@click.option("--missing", is_flag=True, help="Print only what is missing / 只列出还缺的")
@shares.fail_under("Exit with 1 when a ruleset has less / 覆盖率低于此数时退出码为 1")
@options.common
def cover(
    paths: tuple[str, ...],
    cases: tuple[str, ...],
    annotate: bool,
    missing: bool,
    least: Fraction | None,
    lang: Lang,
    as_json: bool,
) -> int:
    """Say of every ruleset at or below each PATH, by default the current directory, what its cases reach.

    对每个路径下的所有评分规则，列出其用例达到了哪些情况、还缺哪些；不给路径时为当前目录。
    """
    places = paths or (".",)
    files = [one for one in suites(places) if one.file is not None]
    if cases and len(files) != 1:
        raise click.UsageError(_ONE)
    found: list[_Covered] = []
    for one in watched([evolve(one, cases=cases) if cases else one for one in files]):
        done = _of(one)
        if done is not None:
            if found and not as_json:
                streams.write("")
            found.append(done)
            if not as_json:
                _print(done, lang, annotate=annotate, missing=missing)
    if as_json:
        streams.write_json(_values(found, least, lang))
    if not files:
        streams.complain(say(NOTHING, lang, {"paths": visible(", ".join(places))}))
        return 2
    under = [one for one in found if _is_under(one, least)]
    for low in () if as_json else under:
        assert low.found is not None
        assert least is not None
        facts = {
            "file": visible(low.file),
            "share": shares.percent(low.found.share),
            "least": shares.percent(least),
        }
        streams.complain(say(_UNDER, lang, facts))
    return max((int(bool(under)), *(exit_code(one.problems) for one in found)))


def _of(files: SuiteFiles) -> _Covered | None:
    """What the cases of one ruleset reach; ``None`` for one that only others build on."""
    try:
        suite = files.load()
    except scorerules.RulesetError as error:
        return _Covered(files.name, problems=error.diagnostics)
    if suite.ruleset.scheme.header.abstract:
        return None
    return _Covered(files.name, suite, coverage(suite))


def _is_under(one: _Covered, least: Fraction | None) -> bool:
    return least is not None and one.found is not None and one.found.share < least


def _print(one: _Covered, lang: Lang, *, annotate: bool, missing: bool) -> None:
    if one.suite is None or one.found is None:
        complain_of(one.problems, lang)
        return
    color, ruleset = streams.colorful(sys.stdout), one.suite.ruleset
    if not annotate:
        streams.write(visible(one.file))
    if annotate:
        lines = list(covered.annotated(one.found, ruleset, lang))
    elif missing:
        lines = list(covered.missing(one.found, ruleset, lang))
    else:
        lines = covered.table(one.found, ruleset, lang, streams.columns(), color=color)
        lacking = list(covered.missing(one.found, ruleset, lang))
        lines += [covered.MISSING[lang], *(f"  {line}" for line in lacking)] if lacking else []
    streams.write("\n".join((*lines, covered.summary(one.found, lang))))


def _values(found: list[_Covered], least: Fraction | None, lang: Lang) -> dict[str, object]:
    """Everything that was found, as plain values for JSON."""
    fine = not any(exit_code(one.problems) or _is_under(one, least) for one in found)
    return {"ok": bool(found) and fine, "rulesets": [_value(one, lang) for one in found]}


def _value(one: _Covered, lang: Lang) -> dict[str, object]:
    if one.suite is None or one.found is None:
        return {"file": one.file, "problems": as_values(one.problems, lang)}
    ruleset = one.suite.ruleset
    return {
        "file": one.file,
        "cases": one.found.cases,
        "asked": one.found.asked,
        "reached": one.found.reached,
        "share": str(one.found.share),
        "items": [
            {
                "id": item,
                "name": covered.name_of(item, ruleset, lang),
                "asked": reaches.asked,
                "reached": reaches.reached,
                "goals": [
                    {
                        "id": reach.goal.id,
                        "kind": reach.goal.kind,
                        "words": reach.goal.words[lang],
                        "file": None if reach.goal.span is None else reach.goal.span.source.name,
                        "line": None if reach.goal.span is None else reach.goal.span.line,
                        "cases": reach.cases,
                    }
                    for reach in reaches.reaches
                ],
            }
            for item, reaches in one.found.items.items()
        ],
        "problems": [],
    }
