"""``scorerules score`` for a table: from file to file, with what became of the rows told at the end.

Goes in: a ruleset, a file and options. Comes out: another file, a summary on standard error, an exit code.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

import scorerules
from scorerules.cli import streams
from scorerules.cli.problems import fail
from scorerules.cli.table_options import TableOptions
from scorerules.diagnostics import Diagnostic, Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.tables.files import score_file
from scorerules.tables.files.formats import FORMATS, by_name
from scorerules.tables.needed import needed

if TYPE_CHECKING:
    from scorerules.tables.summary import Summary

STDOUT = "-"
TERMINATED = 143
"""What a shell reports for a program that was asked to end: 128 + SIGTERM."""

_ROWS = Words(
    "共 {rows} 行：已评分 {scored} 行，有错误 {failed} 行",
    "{rows} row{s}: {scored} scored, {failed} with errors",
)
_CODE = Words("  {code}：{count} 行", "  {code}: {count} row{s}")
_ROW = Words("  第 {row} 行：{text}", "  row {row}: {text}")
_UNREAD = Words("没有用到的列：{names}", "columns that nothing reads: {names}")
_WRITTEN = Words("结果已写入 {name}", "results are in {name}")
_MORE = Words("另有 {count} 个错误没有列出", "{count} more are not shown")
MOST_SHOWN = 20
"""Errors of rows that are shown when the first end the run."""
_LONGEST = 400
"""Characters of the errors of a row that are shown."""


def is_table(record: str, input_format: str, about: TableOptions) -> bool:
    """Whether a file that a command line names is a table; ``.txt`` is one when its results go to a file."""
    if input_format != "auto":
        return input_format in FORMATS
    path = Path(record)
    return by_name(path) is not None and (about.output is not None or path.suffix.lower() != ".txt")


def refuse_wrong_use(
    ruleset: str, records: tuple[str, ...], input_format: str, layout: str, about: TableOptions
) -> None:
    """Refuse a command line whose options do not go together."""
    tables = [one for one in records if is_table(one, input_format, about)]
    text = ""
    if not tables and about.said:
        text = f"{about.said[0]} is for tables, such as .csv or .xlsx / {about.said[0]} 只用于表格"
    elif tables and len(records) > 1:
        text = "a table is scored alone; name one file / 表格一次只评一个文件"
    elif tables == ["-"]:
        text = "a table is read from a file, not from standard input / 表格要从文件读取，不能用标准输入"
    elif tables and about.output is None:
        text = "say where the results go: -o FILE, or -o - / 请用 -o 指明结果写到哪个文件"
    elif tables and about.output == STDOUT and layout == "json":
        text = "standard output takes the table or JSON, not both / 标准输出不能既写表格又写 JSON"
    elif tables and layout == "markdown":
        text = "a table has no forms to print / 表格不输出自评表"
    elif about.output is not None and _are_one(ruleset, about.output):
        text = "the results would replace the ruleset / 结果会覆盖评分规则文件"
    if text:
        raise click.UsageError(text)


def _are_one(ruleset: str, output: str) -> bool:
    """Whether two paths lead to one file."""
    one, other = Path(ruleset), Path(output)
    return one.exists() and other.exists() and one.samefile(other)


def score_table(
    rules: scorerules.Ruleset,
    record: str,
    input_format: str,
    about: TableOptions,
    lang: Lang,
    *,
    as_json: bool,
) -> int:
    """Score a table and tell what became of its rows."""
    try:
        with _ended_by_terminate(), _bar(lang) as progress:
            summary = _scored(rules, record, input_format, about, lang, progress)
    except scorerules.ScoreRulesError as error:
        return _fail(error.diagnostics, lang, as_json=as_json)
    except _Terminated:
        return TERMINATED
    except BrokenPipeError:
        streams.nobody_reads()
    if as_json:
        streams.write_json(_values(summary, record, about))
    else:
        streams.complain("\n".join(_told(summary, about, lang)))
    return 1 if summary.failed else 0


def _scored(
    rules: scorerules.Ruleset,
    record: str,
    input_format: str,
    about: TableOptions,
    lang: Lang,
    progress: Callable[[int, float], None] | None,
) -> Summary:
    with needed():
        from scorerules.tables.files.reader import ReadOptions, WriteOptions  # noqa: PLC0415
        from scorerules.tables.options import Options  # noqa: PLC0415
    told = None if input_format == "auto" else input_format
    read = ReadOptions(told, about.input_encoding, about.delimiter, about.sheet)
    write = WriteOptions(about.output_format, about.output_encoding, about.force)
    results = Options(about.columns, about.keep, cast("Any", about.names), cast("Any", about.on_error), lang)
    assert about.output is not None
    with _target(about.output) as target:
        return score_file(
            rules, record, target, results, read=read, write=write, threads=about.threads, progress=progress
        )


@contextmanager
def _target(output: str) -> Iterator[str | BinaryIO]:
    """Where the results go; an output that takes texts only gets them at the end."""
    if output != STDOUT:
        yield output
    elif (raw := getattr(sys.stdout, "buffer", None)) is not None:
        streams.flush()
        yield raw
    else:
        whole = BytesIO()
        yield whole
        streams.write_exactly(whole.getvalue().decode())


def _fail(diagnostics: tuple[Diagnostic, ...], lang: Lang, *, as_json: bool) -> int:
    """End without results; of very many rows with errors, people see the first few."""
    left = 0 if as_json else len(diagnostics) - MOST_SHOWN
    code = fail(diagnostics if left <= 0 else diagnostics[:MOST_SHOWN], lang, as_json=as_json)
    if left > 0:
        streams.complain(say(_MORE, lang, {"count": f"{left:,}"}))
    return code


def _told(summary: Summary, about: TableOptions, lang: Lang) -> Iterator[str]:
    facts = {"rows": summary.rows, "scored": summary.rows - summary.failed, "failed": summary.failed}
    numbers = {name: f"{number:,}" for name, number in facts.items()}
    yield say(_ROWS, lang, {**numbers, "s": _plural(summary.rows)})
    for code, count in _codes(summary):
        yield say(_CODE, lang, {"code": code, "count": f"{count:,}", "s": _plural(count)})
    for row, text in summary.first:
        cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        yield say(_ROW, lang, {"row": f"{row:,}", "text": visible(cut)})
    if summary.unread:
        between = "、" if lang == "zh" else ", "
        yield say(_UNREAD, lang, {"names": visible(between.join(summary.unread))})
    if about.output != STDOUT:
        yield say(_WRITTEN, lang, {"name": visible(str(about.output))})


def _plural(count: int) -> str:
    return "" if count == 1 else "s"


def _codes(summary: Summary) -> list[tuple[str, int]]:
    """The codes of errors and how many rows have them, the most frequent first."""
    return sorted(summary.codes.items(), key=lambda one: (-one[1], one[0]))


def _values(summary: Summary, record: str, about: TableOptions) -> dict[str, object]:
    return {
        "record": record,
        "output": about.output,
        "rows": summary.rows,
        "scored": summary.rows - summary.failed,
        "failed": summary.failed,
        "codes": dict(_codes(summary)),
        "first": [{"row": row, "error": text} for row, text in summary.first],
        "unread": list(summary.unread),
    }


@contextmanager
def _bar(lang: Lang) -> Iterator[Callable[[int, float], None] | None]:
    """What draws a bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    rows = "{task.fields[rows]:,} " + ("行" if lang == "zh" else "rows")
    columns = (BarColumn(), TaskProgressColumn(), TextColumn(rows), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0, rows=0)
        yield lambda rows, share: progress.update(task, completed=share, rows=rows)


class _Terminated(BaseException):
    """The process was asked to end."""


@contextmanager
def _ended_by_terminate() -> Iterator[None]:
    """A request to end stops the work as Ctrl-C does, so that no half file stays behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(_signal: int, _frame: object) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
