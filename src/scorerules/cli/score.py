"""``scorerules score``: records in, filled forms out."""

from __future__ import annotations

import json
import sys
from typing import Literal, TypeAlias

import click

import scorerules
from scorerules.cli import options, streams
from scorerules.cli.inputs import InputFormat, exit_code, once_from_stdin, open_record, open_ruleset
from scorerules.cli.problems import as_values, complain_of, fail
from scorerules.cli.progress import watched
from scorerules.cli.table import table
from scorerules.diagnostics import Lang
from scorerules.diagnostics.width import visible
from scorerules.report.markdown import markdown
from scorerules.report.table import form

Layout: TypeAlias = Literal["table", "markdown", "json"]


@click.command(short_help="Score records / 为填报数据评分")
@click.argument("ruleset", type=options.FILE)
@click.argument("records", type=options.FILE, nargs=-1, required=True, metavar="RECORD...")
@options.layout("table", "markdown", "json")
@options.input_format
@options.common
def score(
    ruleset: str,
    records: tuple[str, ...],
    layout: Layout,
    input_format: InputFormat,
    lang: Lang,
    as_json: bool,
) -> int:
    """Score each RECORD by RULESET and print the filled form; - is standard input.

    按评分规则为每份填报数据评分，输出自评表；- 表示标准输入。
    """
    once_from_stdin([ruleset, *records])
    chosen: Layout = "json" if as_json else layout
    try:
        rules = open_ruleset(ruleset)
    except scorerules.RulesetError as error:
        return fail(error.diagnostics, lang, as_json=chosen == "json")
    if chosen == "json":
        return _as_json(rules, records, input_format, lang)
    code = 0
    for index, record in enumerate(watched(records)):
        name = visible(record) if len(records) > 1 else ""
        try:
            evaluation = rules.score(open_record(record, input_format))
        except scorerules.ScoreRulesError as error:
            code = max(code, complain_of(error.diagnostics, lang, name))
            continue
        if index:
            streams.write("")
        streams.write(_shown(evaluation, name, chosen, lang))
    return code


def _shown(evaluation: scorerules.Evaluation, name: str, layout: Layout, lang: Lang) -> str:
    filled = form(evaluation, lang)
    title = f"{name} · {filled.title}" if name else filled.title
    if layout == "markdown":
        return markdown(filled, title)
    return table(filled, title, streams.columns(), color=streams.colorful(sys.stdout))


def _as_json(
    rules: scorerules.Ruleset, records: tuple[str, ...], input_format: InputFormat, lang: Lang
) -> int:
    """One object for one record, a list of objects for several; each names its record."""
    code = 0
    results: list[dict[str, object]] = []
    for record in watched(records):
        try:
            evaluation = rules.score(open_record(record, input_format))
        except scorerules.ScoreRulesError as error:
            code = max(code, exit_code(error.diagnostics))
            results.append({"record": record, "problems": as_values(error.diagnostics, lang)})
        else:
            results.append({"record": record, **json.loads(evaluation.to_json())})
    streams.write_json(results[0] if len(records) == 1 else results)
    return code
