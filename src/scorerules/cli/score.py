"""``scorerules score``: records in, filled forms out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Literal, TypeAlias

import click

import scorerules
from scorerules.cli import options, streams
from scorerules.cli.inputs import InputFormat, exit_code, once_from_stdin, open_record, open_ruleset
from scorerules.cli.problems import as_values, complain_of, fail
from scorerules.cli.progress import watched
from scorerules.cli.score_file import is_table, refuse_wrong_use, score_table
from scorerules.cli.table import table
from scorerules.cli.table_options import TableOptions, table_options
from scorerules.diagnostics import Lang
from scorerules.diagnostics.width import visible
from scorerules.report.markdown import markdown
from scorerules.report.table import form
from scorerules.tables.files.formats import FORMATS

Layout: TypeAlias = Literal["table", "markdown", "json"]
Result: TypeAlias = "scorerules.Evaluation | scorerules.ScoreRulesError"


@click.command(short_help="Score records / 为填报数据评分")
@click.argument("ruleset", type=options.FILE)
@click.argument("records", type=options.FILE, nargs=-1, required=True, metavar="RECORD...")
@options.layout("table", "markdown", "json")
@click.option(
    "--leave-out-failed",
    is_flag=True,
    help="Compare the others when a record has problems / 有问题的记录不参加比较，其余照常",
)
@options.input_format(*FORMATS)
@table_options
@options.common
def score(
    ruleset: str,
    records: tuple[str, ...],
    layout: Layout,
    leave_out_failed: bool,
    input_format: InputFormat,
    about_table: TableOptions,
    lang: Lang,
    as_json: bool,
) -> int:
    """Score each RECORD by RULESET and print the filled form; - is standard input.

    Where the ruleset compares records, those given are compared with each other. A table (CSV, Parquet,
    Arrow, JSON Lines, Excel) holds one record in each row; its results go to another table, see -o.

    按评分规则为每份填报数据评分，输出自评表；- 表示标准输入。评分规则要比较记录时，所给的记录互相比较。
    表格（CSV、Parquet、Arrow、JSON Lines、Excel）每行一条记录，结果写入另一个表格，见 -o。
    """
    once_from_stdin([ruleset, *records])
    chosen: Layout = "json" if as_json else layout
    refuse_wrong_use(ruleset, records, input_format, chosen, about_table)
    try:
        rules = open_ruleset(ruleset)
    except scorerules.RulesetError as error:
        return fail(error.diagnostics, lang, as_json=chosen == "json")
    if is_table(records[0], input_format, about_table):
        return score_table(rules, records[0], input_format, about_table, lang, as_json=chosen == "json")
    results = _scored(rules, records, input_format, leave_out_failed=leave_out_failed)
    if chosen == "json":
        return _as_json(results, lang, alone=len(records) == 1)
    code = 0
    for index, (record, result) in enumerate(results):
        name = visible(record) if len(records) > 1 else ""
        if isinstance(result, scorerules.ScoreRulesError):
            code = max(code, complain_of(result.diagnostics, lang, name))
            continue
        if index:
            streams.write("")
        streams.write(_shown(result, name, chosen, lang))
    return code


def _scored(
    rules: scorerules.Ruleset, records: tuple[str, ...], input_format: InputFormat, *, leave_out_failed: bool
) -> Iterator[tuple[str, Result]]:
    """The result of every record, or why it has none."""
    if rules.plan.compares_records and len(records) > 1:
        yield from _compared(rules, records, input_format, leave_out_failed=leave_out_failed)
        return
    for record in watched(records):
        try:
            yield record, rules.score(open_record(record, input_format))
        except scorerules.ScoreRulesError as error:
            yield record, error


def _compared(
    rules: scorerules.Ruleset, records: tuple[str, ...], input_format: InputFormat, *, leave_out_failed: bool
) -> Iterator[tuple[str, Result]]:
    """The same for records that are compared with each other: one that cannot be read refuses them all."""
    opened: list[scorerules.Record] = []
    names: list[str] = []
    unread: list[tuple[str, Result]] = []
    for record in watched(records):
        try:
            opened.append(open_record(record, input_format))
            names.append(record)
        except scorerules.ScoreRulesError as error:
            unread.append((record, error))
    yield from unread
    if unread and not leave_out_failed:
        return
    try:
        yield from zip(names, rules.score_many(opened, leave_out_failed=leave_out_failed), strict=True)
    except scorerules.RecordError as error:
        yield ", ".join(names), error


def _shown(evaluation: scorerules.Evaluation, name: str, layout: Layout, lang: Lang) -> str:
    filled = form(evaluation, lang)
    title = f"{name} · {filled.title}" if name else filled.title
    if layout == "markdown":
        return markdown(filled, title)
    return table(filled, title, streams.columns(), color=streams.colorful(sys.stdout))


def _as_json(results: Iterator[tuple[str, Result]], lang: Lang, *, alone: bool) -> int:
    """One object for one record, a list of objects for several; each names its record."""
    code = 0
    found: list[dict[str, object]] = []
    for record, result in results:
        if isinstance(result, scorerules.ScoreRulesError):
            code = max(code, exit_code(result.diagnostics))
            found.append({"record": record, "problems": as_values(result.diagnostics, lang)})
        else:
            found.append({"record": record, **json.loads(result.in_language(lang).to_json())})
    streams.write_json(found[0] if alone else found)
    return code
