"""What ``scorerules test`` shows of suites that were run: line by line, as a table, as values for JSON."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from scorerules.cli import problems as shown
from scorerules.cli import streams
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.width import pad, visible, width
from scorerules.testing.cases.failures import failure_text
from scorerules.testing.cases.runs import CaseRun, SuiteRun

_HOLDS = Words("通过  {file} · {name}", "ok    {file} · {name}")
_FAILS = Words("不符  {file} · {name}", "FAIL  {file} · {name}")
_WITHOUT = Words("没有示例：{file}", "no examples: {file}")
_BROKEN = Words("，{broken} 个评分规则文件有错误", ", {broken} ruleset{s} with errors")
_ALL_HOLD = Words("{all} 个示例，全部通过", "{hold} of {all} examples hold")
_SOME_HOLD = Words("{all} 个示例，{hold} 个通过，{fail} 个不符", "{hold} of {all} examples hold")
_NO_EXAMPLES = Words("没有可运行的示例", "no examples to run")
_HEADINGS = (
    Words("评分规则", "ruleset"),
    Words("通过", "passed"),
    Words("不符", "failed"),
    Words("错误", "errors"),
)


def show(run: SuiteRun, lang: Lang, *, quiet: bool, chosen: bool) -> None:
    """Print what became of a suite.

    Args:
        run: The suite.
        lang: The language.
        quiet: Whether cases that hold are left out.
        chosen: Whether only some of its cases were to run, so that having none is nothing to tell.
    """
    color = streams.colorful(sys.stdout)
    if run.problems:
        shown.complain_of(run.problems, lang)
    elif not run.cases and not chosen and not quiet and not _abstract(run):
        streams.write(say(_WITHOUT, lang, {"file": visible(run.files.name)}))
    for case in run.cases:
        if quiet and case.result.ok:
            continue
        words = _HOLDS if case.result.ok else _FAILS
        streams.write(say(words, lang, {"file": visible(case.file), "name": visible(case.result.name)}))
        if not case.result.ok:
            streams.write(failure_text(case.result, lang, color=color))


def _abstract(run: SuiteRun) -> bool:
    return run.suite is not None and run.suite.ruleset.scheme.header.abstract


def summary(runs: Sequence[SuiteRun], lang: Lang) -> str:
    """How many cases hold, in one line."""
    total, failed, broken = _counts(runs)
    words = _NO_EXAMPLES if not total else _SOME_HOLD if failed else _ALL_HOLD
    facts = {
        "all": total,
        "hold": total - failed,
        "fail": failed,
        "broken": broken,
        "s": "s"[broken == 1 :],
    }
    return say(words, lang, facts) + (say(_BROKEN, lang, facts) if broken else "")


def _counts(runs: Sequence[SuiteRun]) -> tuple[int, int, int]:
    """All cases, those that do not hold, suites with errors."""
    cases = sum(len(run.cases) for run in runs)
    return cases, sum(len(run.failed) for run in runs), sum(bool(run.problems) for run in runs)


def table(runs: Sequence[SuiteRun], lang: Lang) -> str:
    """The counts of every suite, columns aligned under Chinese."""
    rows = [[one[lang] for one in _HEADINGS]]
    for run in runs:
        if _abstract(run):
            continue
        total, failed, broken = _counts((run,))
        rows.append([visible(run.files.name), *(str(one) for one in (total - failed, failed, broken))])
    widths = [max(width(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    lines = []
    for first, *numbers in rows:
        cells = [" " * (columns - width(one)) + one for one, columns in zip(numbers, widths[1:], strict=True)]
        lines.append("  ".join((pad(first, widths[0]), *cells)))
    return "\n".join(("", *lines, ""))


def as_values(runs: Sequence[SuiteRun], lang: Lang) -> dict[str, object]:
    """Everything that was found, as plain values for JSON."""
    total, failed, broken = _counts(runs)
    return {
        "ok": bool(runs) and all(run.ok for run in runs),
        "passed": total - failed,
        "failed": failed,
        "errors": broken,
        "rulesets": [
            {
                "file": run.files.name,
                "problems": shown.as_values(run.problems, lang),
                "examples": [_case(case, lang) for case in run.cases],
            }
            for run in runs
        ],
    }


def _case(case: CaseRun, lang: Lang) -> dict[str, object]:
    result = case.result
    return {
        "name": result.name,
        "ok": result.ok,
        "file": case.file,
        "line": result.span.line if result.span else None,
        "seconds": round(case.seconds, 6),
        "mismatches": [
            {"path": one.path, "expected": one.expected, "got": one.got, "trace": one.trace[lang]}
            for one in result.mismatches
        ],
        "problems": shown.as_values(result.diagnostics, lang),
    }
