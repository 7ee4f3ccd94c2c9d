"""The options of ``score`` that are about tables.

Goes in: the callback of the command. Comes out: the callback, given one more value that holds them all.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from attrs import asdict, fields, frozen

from scorerules.cli import options
from scorerules.tables.files.formats import FORMATS


@frozen(kw_only=True)
class TableOptions:
    """What a command line says about a table and its results; see the help of each option."""

    output: str | None = None
    columns: tuple[str, ...] | None = None
    keep: tuple[str, ...] | None = None
    names: str = "id"
    on_error: str = "column"
    threads: int | None = None
    sheet: str | None = None
    delimiter: str | None = None
    input_encoding: str | None = None
    output_encoding: str = "utf-8"
    output_format: str | None = None
    force: bool = False

    @property
    def said(self) -> tuple[str, ...]:
        """The options that are not as they are unless said."""
        usual = asdict(TableOptions())
        return tuple(
            "--" + name.replace("_", "-") for name, value in asdict(self).items() if value != usual[name]
        )


Command = Callable[..., int]


def table_options(command: Command) -> Command:
    """Add the options; the callback gets them as ``about_table``."""

    @wraps(command)
    def called(**given: Any) -> int:
        told = {one.name: given.pop(one.name) for one in fields(TableOptions)}
        return command(about_table=TableOptions(**told), **given)

    found: Command = called
    for option in reversed(_OPTIONS):
        found = option(found)
    return found


def _listed(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Names between commas; ``none`` is the empty list."""
    if value is None:
        return None
    names = tuple(one.strip() for one in value.split(",") if one.strip())
    return () if names == ("none",) else names


def _one_sign(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    sign = {"tab": "\t", r"\t": "\t"}.get(value or "", value)
    if sign is not None and (len(sign) != 1 or not sign.isascii() or sign in '"\r\n'):
        text = "one sign is needed, or tab / 应为一个字符，或写 tab"
        raise click.BadParameter(text)
    return sign


_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.option(
        "-o",
        "--output",
        type=options.FILE,
        help="File for the results of a table; - for CSV on standard output / 表格结果写入的文件",
    ),
    click.option("--force", is_flag=True, help="Replace the output if it is there / 输出文件已存在时替换"),
    click.option(
        "--columns",
        callback=_listed,
        metavar="A,B",
        help="Result columns: ids or groups such as indicators / 要哪些结果列",
    ),
    click.option(
        "--keep",
        callback=_listed,
        metavar="A,B",
        help="Columns of the table to carry along, or none; all unless said / 保留表中哪些列",
    ),
    click.option(
        "--names",
        type=click.Choice(["id", "name"]),
        default="id",
        show_default=True,
        help="What result columns are called / 结果列用编号还是名称",
    ),
    click.option(
        "--on-error",
        type=click.Choice(["column", "raise"]),
        default="column",
        show_default=True,
        help="Rows with errors: told in a column, or the end / 有错误的行：写在一列里，或就此停止",
    ),
    click.option(
        "--threads", type=click.IntRange(1, 256), help="Threads, one per processor unless said / 线程数"
    ),
    click.option("--sheet", help="Sheet of a workbook, the first unless said / 工作表名"),
    click.option(
        "--delimiter",
        callback=_one_sign,
        help="Between the cells of a text, recognised unless said / 分隔符",
    ),
    click.option(
        "--input-encoding", help="Encoding of a text table, recognised unless said / 输入表格的编码"
    ),
    click.option(
        "--output-encoding",
        default="utf-8",
        show_default=True,
        help="Encoding of a text output; utf-8-sig for Excel / 输出的编码，Excel 用 utf-8-sig",
    ),
    click.option(
        "--output-format",
        type=click.Choice([*FORMATS]),
        help="Format of the output, by its name unless said / 输出格式",
    ),
)
