"""``scorerules test``: the examples of rulesets, run and compared."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click
from attrs import field, frozen

import scorerules
from scorerules.build.found import rulesets
from scorerules.cli import options, streams
from scorerules.cli.check import NOTHING
from scorerules.cli.inputs import exit_code
from scorerules.cli.problems import as_values, complain_of
from scorerules.cli.progress import watched
from scorerules.diagnostics import Diagnostic, Lang, Words, say
from scorerules.diagnostics.render import full
from scorerules.diagnostics.width import visible
from scorerules.testing import ExampleResult, run_examples

_HOLDS = Words("通过  {file} · {name}", "ok    {file} · {name}")
_FAILS = Words("不符  {file} · {name}", "FAIL  {file} · {name}")
_WITHOUT = Words("没有示例：{file}", "no examples: {file}")
_BROKEN = Words("，{broken} 个评分规则文件有错误", ", {broken} ruleset{s} with errors")
_ALL_HOLD = Words("{all} 个示例，全部通过", "{hold} of {all} examples hold")
_SOME_HOLD = Words("{all} 个示例，{hold} 个通过，{fail} 个不符", "{hold} of {all} examples hold")
_NO_EXAMPLES = Words("没有可运行的示例", "no examples to run")


@frozen
class _Tested:
    """One ruleset file after its examples ran; ``problems`` are why they could not."""

    file: str
    examples: tuple[ExampleResult, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    abstract: bool = field(default=False, kw_only=True)

    @property
    def code(self) -> int:
        """The exit code that this file means."""
        return max(exit_code(self.problems), int(not all(one.ok for one in self.examples)))


@click.command(short_help="Run the examples of rulesets / 运行评分规则中的示例")
@click.argument("paths", type=options.FILE, nargs=-1, metavar="[PATH]...")
@options.common
def test(paths: tuple[str, ...], lang: Lang, as_json: bool) -> int:
    """Run the examples of every ruleset at or below each PATH, by default the current directory.

    运行每个路径下所有评分规则中的示例；不给路径时为当前目录。
    """
    places = paths or (".",)
    files = rulesets(places)
    tested: list[_Tested] = []
    for file in watched(files):
        tested.append(_run(file))
        if not as_json:
            _print(tested[-1], lang)
    if as_json:
        streams.write_json(_values(tested, lang))
    if not files:
        streams.complain(say(NOTHING, lang, {"paths": visible(", ".join(places))}))
        return 2
    if not as_json:
        streams.write(_summary(tested, lang))
    return max(one.code for one in tested)


def _run(file: str) -> _Tested:
    try:
        rules = scorerules.load(Path(file))
    except scorerules.RulesetError as error:
        return _Tested(file, problems=error.diagnostics)
    return _Tested(file, run_examples(rules), abstract=rules.scheme.header.abstract)


def _print(tested: _Tested, lang: Lang) -> None:
    color = streams.colorful(sys.stdout)
    file = visible(tested.file)
    if tested.problems:
        complain_of(tested.problems, lang)
    elif not tested.examples and not tested.abstract:
        streams.write(say(_WITHOUT, lang, {"file": file}))
    for example in tested.examples:
        words = _HOLDS if example.ok else _FAILS
        streams.write(say(words, lang, {"file": file, "name": visible(example.name)}))
        for problem in example.diagnostics:
            streams.write(full(problem, lang, color=color))


def _summary(tested: list[_Tested], lang: Lang) -> str:
    counts = Counter(example.ok for one in tested for example in one.examples)
    broken = sum(bool(one.problems) for one in tested)
    words = _NO_EXAMPLES if not counts else _SOME_HOLD if counts[False] else _ALL_HOLD
    facts = {
        "all": counts.total(),
        "hold": counts[True],
        "fail": counts[False],
        "broken": broken,
        "s": "s"[broken == 1 :],
    }
    return say(words, lang, facts) + (say(_BROKEN, lang, facts) if broken else "")


def _values(tested: list[_Tested], lang: Lang) -> dict[str, object]:
    """Everything that was found, as plain values for JSON."""
    return {
        "ok": bool(tested) and all(one.code == 0 for one in tested),
        "rulesets": [
            {
                "file": one.file,
                "problems": as_values(one.problems, lang),
                "examples": [
                    {
                        "name": example.name,
                        "ok": example.ok,
                        "line": example.span.line if example.span else None,
                        "mismatches": [
                            {"path": mismatch.path, "expected": mismatch.expected, "got": mismatch.got}
                            for mismatch in example.mismatches
                        ],
                        "problems": as_values(example.diagnostics, lang),
                    }
                    for example in one.examples
                ],
            }
            for one in tested
        ],
    }
