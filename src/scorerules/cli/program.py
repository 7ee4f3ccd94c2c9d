"""The group of commands, and how a run of it ends.

Goes in: arguments. Comes out: an exit code. Whatever goes wrong becomes a message; no command has to
care about interrupts, closed pipes or full disks.
"""

from __future__ import annotations

import json
from itertools import pairwise

import click

from scorerules.cli import streams
from scorerules.cli.budget import budget
from scorerules.cli.check import check
from scorerules.cli.cover import cover
from scorerules.cli.explain import explain
from scorerules.cli.installed import installed_version
from scorerules.cli.mutate import mutate
from scorerules.cli.pack import pack, verify
from scorerules.cli.schema import schema
from scorerules.cli.score import score
from scorerules.cli.suggest import suggest
from scorerules.cli.test import test
from scorerules.diagnostics.width import visible
from scorerules.diagnostics.words import Words, default_lang, say

_INTERRUPTED = 130
_UNREADABLE = 2
_SYSTEM = Words("系统错误：{reason}", "system error: {reason}")


@click.group(
    no_args_is_help=False,  # versions of click disagree on how that ends
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(installed_version(), prog_name="scorerules")
def group() -> None:
    """Score written scoring schemes exactly / 按成文的评分规则精确计分.

    Exit codes: 0 fine, 1 problems found, 2 usage or unreadable file
    / 退出码：0 正常，1 发现问题，2 用法错误或文件无法读取。
    """


for _command in (score, check, test, cover, suggest, mutate, explain, schema, budget, pack, verify):
    group.add_command(_command)


def run(arguments: list[str]) -> int:
    """Run the command that ``arguments`` name and give its exit code."""
    streams.prepare()
    try:
        code = _invoke(arguments)
        streams.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except OSError as problem:
        reason = visible(problem.strerror or str(problem))
        streams.complain(say(_SYSTEM, default_lang(), {"reason": reason}))
        return _UNREADABLE
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    return code


def _invoke(arguments: list[str]) -> int:
    try:
        code = group.main(arguments, prog_name="scorerules", standalone_mode=False)
    except click.ClickException as problem:
        if _wants_json(arguments):
            streams.write(json.dumps({"error": problem.format_message()}, ensure_ascii=False))
        problem.show()
        return _UNREADABLE
    except SystemExit:
        # Only a pipe that closed while click itself was printing ends this way.
        return streams.NOBODY_READS
    return code if isinstance(code, int) else 0


def _wants_json(arguments: list[str]) -> bool:
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--json" in options or "--format=json" in options or ("--format", "json") in pairwise(options)
