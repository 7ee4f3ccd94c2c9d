"""``scorerules mutate``: small changes of rules, and whether a case notices."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

from scorerules.cli import mutated, options, shares, streams
from scorerules.cli.check import NOTHING
from scorerules.cli.problems import fail
from scorerules.cli.progress import watched
from scorerules.diagnostics import Diagnostic, Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.errors import RulesetError
from scorerules.testing.cases.suites import Suite, load_suite, suites
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.mutation import Judged, Mutation, MutationReport
from scorerules.testing.mutants.operators import OPERATORS

_WRITTEN = Words("已把 {count} 个用例写入 {file}", "{count} cases written to {file}")
_CASES = Words(
    "{count} 个用例就能发现全部未发现的改动，用 -o 文件名.cases.toml 写出",
    "{count} case{s} would notice all survivors; write them with -o NAME.cases.toml",
)


@click.command(short_help="Change rules and see whether a case notices / 逐处改动规则，看用例能否发现")
@click.argument("paths", type=options.FILE, nargs=-1, metavar="[RULESET]...")
@click.option(
    "--cases",
    "case_files",
    type=options.FILE,
    multiple=True,
    help="Case files in place of those beside the ruleset / 用这些用例文件代替旁边的",
)
@click.option(
    "--only",
    type=click.Choice(tuple(OPERATORS)),
    multiple=True,
    help="Only changes of this sort / 只做这一种改动",
)
@click.option("-k", "keyword", default="", help="Only paths that contain this text / 只改路径含此文字的地方")
@click.option("--sample", type=click.IntRange(min=1), help="As many changes, drawn / 抽取若干处改动")
@click.option("--seed", type=int, default=0, show_default=True, help="What the draw hangs on / 抽取的种子")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Processes, one for each processor unless said / 进程数"
)
@click.option("--list", "listed", is_flag=True, help="List the changes, run nothing / 只列出改动，不运行")
@click.option(
    "--show-equivalent", is_flag=True, help="Also show changes without effect / 也列出结果不变的改动"
)
@click.option("-q", "--quiet", is_flag=True, help="Only the summary / 只列出汇总")
@click.option(
    "-o",
    "--write-cases",
    "output",
    type=options.FILE,
    help="Append the records that would notice, as cases / 把能发现改动的记录写成用例，加在文件末尾",
)
@shares.fail_under(
    "Exit with 1 below this score; below 100 unless said / 发现率低于此数时退出码为 1，默认 100"
)
@options.common
def mutate(
    paths: tuple[str, ...],
    case_files: tuple[str, ...],
    only: tuple[str, ...],
    keyword: str,
    sample: int | None,
    seed: int,
    jobs: int | None,
    listed: bool,
    show_equivalent: bool,
    quiet: bool,
    output: str | None,
    least: Fraction | None,
    lang: Lang,
    as_json: bool,
) -> int:
    """Change the rules of every RULESET one at a time and run its cases: what matters should be noticed.

    逐处改动评分规则再运行用例：凡影响结果的改动都应当被用例发现。
    """
    try:
        opened = _opened(paths or (".",), case_files)
        if not opened:
            streams.complain(say(NOTHING, lang, {"paths": visible(", ".join(paths or (".",)))}))
            return 2
        mutation = Mutation(opened, operators=only or None, containing=keyword, sample=sample, seed=seed)
    except RulesetError as error:
        return fail(error.diagnostics, lang, as_json=as_json)
    if listed:
        return _list(mutation.mutants, lang, as_json=as_json)
    report = _run(mutation, jobs)
    if as_json:
        streams.write_json(mutated.values(report, mutation, lang))
    else:
        if not quiet:
            mutated.print_report(report, mutation, lang, show_equivalent=show_equivalent)
        streams.write(mutated.summary(report, lang))
    if output is not None:
        _write_cases(output, report, mutation, lang)
    elif report.survivors and not as_json and not quiet:
        count = len(mutation.needed(report))
        streams.write(say(_CASES, lang, {"count": count, "s": "" if count == 1 else "s"}))
    return int(report.score < (1 if least is None else least))


def _opened(paths: Sequence[str], case_files: tuple[str, ...]) -> tuple[Suite, ...]:
    """The suites that paths mean; all problems of all of them are raised together."""
    found: list[Suite] = []
    problems: list[Diagnostic] = []
    for one in suites(paths):
        try:
            found.append(load_suite(one.file, case_files) if one.file and case_files else one.load())
        except RulesetError as error:
            problems += error.diagnostics
    if problems:
        raise RulesetError(tuple(problems))
    return tuple(found)


def _run(mutation: Mutation, jobs: int | None) -> MutationReport:
    judged: list[Judged] = []
    alike = 0
    # The bar asks for the next step before the change is judged, so that it stands at what is done.
    for _, one in zip(watched(mutation.mutants, shown=False), mutation.judged(jobs), strict=True):
        if one is None:
            alike += 1
        else:
            judged.append(one)
    return MutationReport(tuple(judged), alike)


def _list(mutants: Sequence[Mutant], lang: Lang, *, as_json: bool) -> int:
    if as_json:
        streams.write_json({"mutants": [mutated.change_values(one, lang) for one in mutants]})
    else:
        for one in mutants:
            streams.write(mutated.place(one, lang))
            streams.write(mutated.change(one, lang))
    return 0


def _write_cases(output: str, report: MutationReport, mutation: Mutation, lang: Lang) -> None:
    cases = mutated.cases(report, mutation, lang)
    if cases:
        with Path(output).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(["", *cases] if file.tell() else cases))
    streams.complain(say(_WRITTEN, lang, {"count": len(cases), "file": visible(output)}))
