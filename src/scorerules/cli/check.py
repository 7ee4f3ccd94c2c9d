"""``scorerules check``: every problem of rulesets, nothing scored."""

from __future__ import annotations

import sys
from typing import Literal, TypeAlias

import click

from scorerules.build.found import rulesets
from scorerules.cli import options, streams
from scorerules.cli.inputs import check_ruleset, exit_code, once_from_stdin
from scorerules.cli.problems import as_values
from scorerules.cli.progress import watched
from scorerules.diagnostics import Diagnostic, Lang, Words, say
from scorerules.diagnostics.render import concise, full_all
from scorerules.diagnostics.width import visible

Layout: TypeAlias = Literal["full", "concise", "json"]

NOTHING = Words("没有找到评分规则文件：{paths}", "no rulesets found in {paths}")
_FINE = Words("{file}：没有问题", "{file}: fine")
_SEEN = Words("{file}：所继承的文件有问题，见上文", "{file}: inherits the problems above")


@click.command(short_help="Check rulesets / 检查评分规则")
@click.argument("paths", type=options.FILE, nargs=-1, required=True, metavar="RULESET...")
@options.layout("full", "concise", "json")
@options.common
def check(paths: tuple[str, ...], layout: Layout, lang: Lang, as_json: bool) -> int:
    """Print every problem of each RULESET; of a directory, of all rulesets below it.

    列出评分规则文件中的全部问题；给出目录时检查其中所有评分规则。
    """
    once_from_stdin(paths)
    found = rulesets(paths)
    code = _as_json(found, lang) if as_json or layout == "json" else _as_text(found, layout, lang)
    if not found:
        streams.complain(say(NOTHING, lang, {"paths": visible(", ".join(paths))}))
        return 2
    return code


def _as_json(found: tuple[str, ...], lang: Lang) -> int:
    code = 0
    files: list[dict[str, object]] = []
    for file in watched(found):
        diagnostics = check_ruleset(file)
        own = exit_code(diagnostics)
        code = max(code, own)
        files.append({"file": file, "ok": own == 0, "problems": as_values(diagnostics, lang)})
    streams.write_json({"ok": bool(found) and code == 0, "files": files})
    return code


def _as_text(found: tuple[str, ...], layout: Layout, lang: Lang) -> int:
    """Print what each file is found to have; problems of a shared parent are printed once."""
    code = 0
    seen: set[str] = set()
    was_block = False
    for index, file in enumerate(watched(found)):
        diagnostics = check_ruleset(file)
        code = max(code, exit_code(diagnostics))
        new = tuple(one for one in diagnostics if concise(one, lang) not in seen)
        seen.update(concise(one, lang) for one in new)
        is_block = layout == "full" and bool(new)
        if index and (is_block or was_block):
            streams.write("")
        was_block = is_block
        if new:
            streams.write(_shown(new, layout, lang))
        else:
            streams.write(say(_SEEN if diagnostics else _FINE, lang, {"file": visible(file)}))
    return code


def _shown(diagnostics: tuple[Diagnostic, ...], layout: Layout, lang: Lang) -> str:
    if layout == "concise":
        return "\n".join(concise(one, lang) for one in diagnostics)
    return full_all(diagnostics, lang, color=streams.colorful(sys.stdout))
