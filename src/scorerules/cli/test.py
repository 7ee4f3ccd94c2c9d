"""``scorerules test``: the cases of rulesets, run and compared."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from scorerules.cli import options, streams
from scorerules.cli.accept import Acceptance, accept
from scorerules.cli.check import NOTHING
from scorerules.cli.inputs import exit_code
from scorerules.cli.progress import watched
from scorerules.cli.rewrite import put_file
from scorerules.cli.tested import as_values, show, summary, table
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.testing.cases.junit import junit_xml
from scorerules.testing.cases.runs import SuiteRun, run_files
from scorerules.testing.cases.selecting import Choice, ChoiceError, choice_of
from scorerules.testing.cases.suites import suites

_NONE_CHOSEN = Words("没有符合 -k {expression} 的用例", "no case matches -k {expression}")
_NEEDS_HYPOTHESIS = (
    "--properties 需要 hypothesis，尚未安装 / --properties needs hypothesis, which is not installed: "
    'pip install "scorerules[test]"'
)
_UNWRITTEN = Words("{file}：无法写入（{reason}）", "{file}: cannot be written ({reason})")


@click.command(short_help="Run the cases of rulesets / 运行评分规则的示例和用例")
@click.argument("paths", type=options.FILE, nargs=-1, metavar="[PATH]...")
@click.option(
    "-k",
    "expression",
    metavar="EXPR",
    help="Only cases whose FILE·NAME matches: words with and, or, not"
    " / 只运行“文件·名称”符合的用例：用 and、or、not 连接的词",
)
@click.option("-x", "--fail-fast", is_flag=True, help="Stop at the first failure / 遇到第一个不符即停止")
@click.option("-q", "--quiet", is_flag=True, help="Only failures and the summary / 只显示不符的和小结")
@click.option("--table/--no-table", "with_table", default=None, help="Counts by ruleset / 按评分规则列表统计")
@click.option("--junit", type=options.FILE, metavar="FILE", help="Write JUnit XML / 写出 JUnit XML")
@click.option(
    "--accept",
    "names",
    multiple=True,
    metavar="NAME",
    help="Write what came out into this case, which you have reviewed; may be repeated"
    " / 把算出的结果写进这个用例（须已核对），可写多次",
)
@click.option(
    "--accept-failing",
    "failing",
    is_flag=True,
    help="The same for every case that does not hold, of those that -k chooses"
    " / 写进所有不符的用例（可用 -k 限定）",
)
@click.option(
    "--properties",
    is_flag=True,
    help="Try the laws of every ruleset on drawn records / 用生成的填报数据检验每个评分规则的性质",
)
@click.option(
    "--examples",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="Records drawn for --properties / --properties 生成多少条填报数据",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="S",
    help="Draw other records for --properties / --properties 换一批填报数据",
)
@click.option("--yes", is_flag=True, help="Write without asking / 不询问就写入")
@options.common
def test(
    paths: tuple[str, ...],
    expression: str | None,
    fail_fast: bool,
    quiet: bool,
    with_table: bool | None,
    junit: str | None,
    names: tuple[str, ...],
    failing: bool,
    yes: bool,
    properties: bool,
    examples: int,
    seed: int,
    lang: Lang,
    as_json: bool,
) -> int:
    """Run the cases of every ruleset at or below each PATH, by default the current directory.

    A ruleset has its examples and the cases of the files beside it: NAME.cases.toml, .csv, .xlsx.

    运行每个路径下所有评分规则的示例和旁边用例文件（NAME.cases.toml、.csv、.xlsx）中的用例；不给路径时为当前目录。
    """
    places = paths or (".",)
    chosen = _choice(expression)
    files = suites(places)
    if not files:
        if as_json:
            streams.write_json(as_values((), lang))
        streams.complain(say(NOTHING, lang, {"paths": visible(", ".join(places))}))
        return 2
    if properties:
        return _properties(
            [one.file for one in files if one.file is not None], examples, seed, lang, as_json=as_json
        )
    wanted = Acceptance(names, failing, yes)
    if wanted.wanted:
        return accept(files, wanted, chosen, lang, as_json=as_json)
    runs: list[SuiteRun] = []
    for run in run_files(watched(files), chosen, fail_fast=fail_fast):
        runs.append(run)
        if not as_json:
            show(run, lang, quiet=quiet, chosen=expression is not None)
    if as_json:
        streams.write_json(as_values(runs, lang))
    else:
        if with_table or (with_table is None and len(files) > 1):
            streams.write(table(runs, lang))
        streams.write(summary(runs, lang))
    code = max((_code(one) for one in runs), default=0)
    if junit is not None:
        code = max(code, _write(junit, junit_xml(runs, lang), lang))
    if expression is not None and not any(run.cases or run.problems for run in runs):
        streams.complain(say(_NONE_CHOSEN, lang, {"expression": visible(expression)}))
        return 2
    return code


def _properties(files: list[str], examples: int, seed: int, lang: Lang, *, as_json: bool) -> int:
    if find_spec("hypothesis") is None:
        raise click.UsageError(_NEEDS_HYPOTHESIS)
    # Hypothesis is imported where it is needed, as it may not be there.
    laws = import_module("scorerules.cli.properties")
    code: int = laws.try_properties(files, examples, seed, lang, as_json=as_json)
    return code


def _choice(expression: str | None) -> Choice:
    if expression is None:
        return lambda _: True
    try:
        return choice_of(expression)
    except ChoiceError as problem:
        raise click.UsageError(str(problem)) from None


def _code(run: SuiteRun) -> int:
    """The exit code that a suite means."""
    return max(exit_code(run.problems), int(not run.ok))


def _write(file: str, data: bytes, lang: Lang) -> int:
    try:
        put_file(Path(file), data)
    except OSError as problem:
        reason = visible(problem.strerror or str(problem))
        streams.complain(say(_UNWRITTEN, lang, {"file": visible(file), "reason": reason}))
        return 2
    return 0
