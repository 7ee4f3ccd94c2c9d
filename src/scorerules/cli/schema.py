"""``scorerules schema``: the ruleset language as a JSON Schema, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scorerules.cli import options, streams
from scorerules.schema import SCHEMA_LANGS, SchemaLang, ruleset_schema


@click.command(short_help="JSON Schema for editors / 供编辑器使用的 JSON Schema")
@click.option(
    "-o",
    "--output",
    type=options.FILE,
    metavar="FILE",
    help="Write to FILE instead of standard output / 写入文件，不写到标准输出",
)
@click.option(
    "--lang",
    type=click.Choice(list(SCHEMA_LANGS)),
    default="both",
    show_default=True,
    help="Language of titles and descriptions / 标题和说明的语言",
)
def schema(output: str | None, lang: SchemaLang) -> int:
    """Print the ruleset language as a JSON Schema (draft 7), for editors that complete and check TOML.

    输出评分规则语言的 JSON Schema（draft 7），供编辑器补全、提示、检查。
    """
    text = json.dumps(ruleset_schema(lang), ensure_ascii=False, indent=1)
    if output is None:
        streams.write(text)
    else:
        Path(output).write_text(text + "\n", encoding="utf-8", newline="\n")
    return 0
