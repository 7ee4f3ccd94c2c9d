"""Options that several commands share.

Goes in: the callback of a command. Comes out: the callback with options; nothing is read or printed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from scorerules.diagnostics.words import Lang, default_lang

Command = TypeVar("Command", bound=Callable[..., object])

FILE = click.Path(path_type=str)
"""A path that the commands look at themselves, so that their messages are in both languages."""


def common(command: Command) -> Command:
    """Add ``--lang`` and ``--json``, which every command has."""
    lang = click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        callback=_lang,
        help="Language of the output, by default the locale's / 输出语言，默认随系统",
    )
    as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON / 输出 JSON")
    return lang(as_json(command))


def input_format(*tables: str) -> Callable[[Command], Command]:
    """Add ``--input-format`` for records, and for tables of the formats that are named."""
    return click.option(
        "--input-format",
        "input_format",
        type=click.Choice(["auto", "toml", "json", *tables]),
        default="auto",
        show_default=True,
        help="Format of the records / 填报数据的格式",
    )


def layout(*names: str) -> Callable[[Command], Command]:
    """Add ``--format`` with ``names`` to choose from; the first is the default."""
    return click.option(
        "--format",
        "layout",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="Form of the output / 输出格式",
    )


def _lang(_context: click.Context, _option: click.Parameter, value: Lang | None) -> Lang:
    return value or default_lang()
