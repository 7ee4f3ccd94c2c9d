"""``scorerules test --accept``: computed values written into cases that their author has reviewed.

Goes in: suites and the cases that were chosen. Comes out: their files with what these cases expect changed,
or as they were. Every change is shown first and someone says yes, on the terminal or with ``--yes``; what was
written is read and run again, and what does not hold then is taken back.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from attrs import frozen

from scorerules.cli import problems, streams
from scorerules.cli.correct import text_difference
from scorerules.cli.rewrite import ChangedMeanwhile, replace_file
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.testing.cases.accepting import Change, Edited, Unacceptable, changes_of, edited
from scorerules.testing.cases.runs import SuiteRun, run_files
from scorerules.testing.cases.selecting import Choice
from scorerules.testing.cases.suites import SuiteFiles

_NO_SUCH = Words("没有名为“{name}”的用例", "no case is called “{name}”")
_HOLDS = Words("选中的用例都通过，无需改写", "the chosen cases hold; there is nothing to write")
_CHANGE = Words(
    "{place} · {case} · {path}：{old} → {new}",
    "{place} · {case} · {path}: {old} → {new}",
)
_NOTHING = Words("（无）", "(nothing)")
_CANNOT = Words("{place} · {case}：不能改写：{why}", "{place} · {case}: cannot be written: {why}")
_ASK = Words("写入以上 {count} 处改动？", "write these {count} changes?")
_NOT_WRITTEN = Words(
    "没有写入；核对无误后请加上 --yes", "nothing was written; once you have reviewed it, add --yes"
)
_WRITTEN = Words("{file}：已改写 {count} 处", "{file}: {count} written")
_UNWRITTEN = Words("{file}：无法写入（{reason}）", "{file}: cannot be written ({reason})")
_MEANWHILE = Words("它已被别的程序改动；请再运行一次", "another program changed it; run the command again")
_TAKEN_BACK = Words(
    "改写后仍有用例不符，文件已恢复原样：{names}",
    "cases do not hold after the change, so the files are as they were: {names}",
)


@frozen
class Acceptance:
    """What the command line says of it.

    Args:
        names: Cases by name.
        failing: Whether every case that does not hold is meant, among those chosen by ``-k``.
        yes: Whether nobody is asked.
    """

    names: tuple[str, ...] = ()
    failing: bool = False
    yes: bool = False

    @property
    def wanted(self) -> bool:
        """Whether anything is to be accepted."""
        return self.failing or bool(self.names)


def accept(
    files: Sequence[SuiteFiles], wanted: Acceptance, chosen: Choice, lang: Lang, *, as_json: bool
) -> int:
    """Write computed values into the chosen cases; the exit code.

    Args:
        files: The suites.
        wanted: What is to be accepted.
        chosen: Tells by the label of a case whether ``-k`` chooses it.
        lang: The language.
        as_json: Whether the changes are printed as JSON.
    """
    runs = tuple(run_files(files, chosen))
    broken = tuple(one for run in runs for one in run.problems)
    if broken:
        return problems.fail(broken, lang, as_json=as_json)
    for name in wanted.names:
        if all(case.result.name != name for run in runs for case in run.cases):
            streams.complain(say(_NO_SUCH, lang, {"name": visible(name)}))
            return 2
    changes, refused = _changes(runs, wanted)
    edits: list[Edited] = []
    for file in dict.fromkeys(one.file for one in changes):
        own = [one for one in changes if one.file == file]
        try:
            edits.append(edited(file, own))
        except Unacceptable as problem:
            refused += [
                (one.file, one.cell or str(one.span.line), one.case, problem.words) for one in own[:1]
            ]
    if as_json:
        written = wanted.yes and bool(edits) and _write(edits, changes, runs, lang) == 0
        streams.write_json(_values(changes, refused, lang, written=written))
        return int(bool(refused) or (bool(edits) and not written))
    _show(changes, edits, refused, lang)
    if not changes and not refused:
        streams.write(_HOLDS[lang])
    if not edits:
        return int(bool(refused))
    count = sum(one.file in {edit.file for edit in edits} for one in changes)
    if not wanted.yes and not _agreed(count, lang):
        streams.complain(_NOT_WRITTEN[lang])
        return 1
    return _write(edits, changes, runs, lang) or int(bool(refused))


_Refused = tuple[str, str, str, Words]


def _changes(runs: Sequence[SuiteRun], wanted: Acceptance) -> tuple[list[Change], list[_Refused]]:
    """The changes of the chosen cases, and why others cannot be changed."""
    changes: list[Change] = []
    refused: list[_Refused] = []
    for run in runs:
        for case in run.failed:
            if run.suite is None or not (wanted.failing or case.result.name in wanted.names):
                continue
            try:
                changes += changes_of(case.example, run.suite.ruleset)
            except Unacceptable as problem:
                line = "1" if case.result.span is None else str(case.result.span.line)
                refused.append((case.file, line, case.result.name, problem.words))
    return changes, refused


def _show(
    changes: Sequence[Change], edits: Sequence[Edited], refused: Sequence[_Refused], lang: Lang
) -> None:
    """Print every change, in words and as a diff."""
    for one in changes:
        facts = {
            "place": f"{visible(one.file)}:{one.cell or one.span.line}",
            "case": visible(one.case),
            "path": one.path,
            "old": visible(one.old) or _NOTHING,
            "new": visible(one.new) or _NOTHING,
        }
        streams.write(say(_CHANGE, lang, facts))
    color = streams.colorful(sys.stdout)
    for edit in edits:
        streams.write_exactly(text_difference(edit.file, edit.text, edit.changed, color=color))
    for file, place, case, words in refused:
        facts = {"place": f"{visible(file)}:{place}", "case": visible(case), "why": words}
        streams.complain(say(_CANNOT, lang, facts))


def _agreed(count: int, lang: Lang) -> bool:
    """Whether someone at the terminal says yes; nobody is asked elsewhere."""
    if not _on_a_terminal():
        return False
    return click.confirm(say(_ASK, lang, {"count": count}), default=False)


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _write(edits: Sequence[Edited], changes: Sequence[Change], runs: Sequence[SuiteRun], lang: Lang) -> int:
    """Write files, run what they hold again, and take back what does not hold then; the exit code."""
    done: list[Edited] = []
    for edit in edits:
        facts = {"file": visible(edit.file)}
        try:
            replace_file(Path(edit.file), edit.before, edit.after)
        except (OSError, ChangedMeanwhile) as problem:
            told = problem.strerror or str(problem) if isinstance(problem, OSError) else _MEANWHILE[lang]
            streams.complain(say(_UNWRITTEN, lang, {**facts, "reason": visible(told)}))
            _take_back(done)
            return 2
        done.append(edit)
    left = _still_failing(done, changes, runs)
    if left:
        _take_back(done)
        streams.complain(say(_TAKEN_BACK, lang, {"names": visible(", ".join(left))}))
        return 1
    for edit in done:
        count = sum(one.file == edit.file for one in changes)
        streams.complain(say(_WRITTEN, lang, {"file": visible(edit.file), "count": count}))
    return 0


def _still_failing(
    done: Sequence[Edited], changes: Sequence[Change], runs: Sequence[SuiteRun]
) -> tuple[str, ...]:
    """The cases that were changed and do not hold when their files are read again."""
    files = {one.file for one in done}
    changed = {(one.file, one.case) for one in changes if one.file in files}
    suites = [run.files for run in runs if any((one.file, one.result.name) in changed for one in run.cases)]
    again = tuple(run_files(suites))
    broken = [run.files.name for run in again if run.problems]
    failed = [
        case.result.name for run in again for case in run.failed if (case.file, case.result.name) in changed
    ]
    return (*broken, *failed)


def _take_back(done: Sequence[Edited]) -> None:
    for edit in done:
        replace_file(Path(edit.file), edit.after, edit.before)


def _values(
    changes: Sequence[Change], refused: Sequence[_Refused], lang: Lang, *, written: bool
) -> dict[str, object]:
    """Everything as plain values for JSON."""
    return {
        "written": written,
        "changes": [one.to_dict() for one in changes],
        "refused": [
            {"file": file, "place": place, "case": case, "reason": words[lang]}
            for file, place, case, words in refused
        ],
    }
