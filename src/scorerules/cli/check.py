"""``scorerules check``: the review of rulesets, their safe corrections, and what each code means."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from scorerules.build.found import rulesets
from scorerules.cli import codes, options, streams
from scorerules.cli.correct import Correction, corrections, difference, write_all
from scorerules.cli.findings import Checked, Layout, Manner, findings, show
from scorerules.cli.inputs import SEVERITIES, STDIN, exit_code, once_from_stdin, review_ruleset
from scorerules.cli.problems import as_values
from scorerules.cli.progress import watched
from scorerules.diagnostics import Faults, Lang, Severity, Words, say
from scorerules.diagnostics.render import concise, counts_of
from scorerules.diagnostics.width import visible
from scorerules.review import settled_together

NOTHING = Words("没有找到评分规则文件：{paths}", "no rulesets found in {paths}")
_CORRECTABLE = Words("可改正 {count} 处", "{count} can be corrected")
_LEAVING = Words("可改正 {count} 处，改正后还有 {left}", "{count} can be corrected, leaving {left}")
_NO_PATH = "name a RULESET, or a code behind --explain / 请给出评分规则文件，或在 --explain 后给出代码"
_ALONE = (
    "with --fix, standard input (-) stands alone and its findings are text"
    " / 使用 --fix 时，标准输入（-）只能单独给出，发现的问题以文字输出"
)
_NO_DIFF = "--diff has no such format / --diff 没有这种格式"


@click.command(short_help="Check rulesets / 检查评分规则")
@click.argument("paths", type=options.FILE, nargs=-1, metavar="RULESET...")
@options.layout("full", "concise", "json", "github", "sarif")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="Exit with 1 when there is this or worse / 有这一级或更严重的问题时退出码为 1",
)
@click.option("--show-allowed", is_flag=True, help="Show what is allowed, too / 同时列出已允许的")
@click.option("--fix", is_flag=True, help="Make the safe corrections / 自动改正有把握的问题")
@click.option("--diff", is_flag=True, help="Show the corrections, write nothing / 只列出改动，不写文件")
@click.option(
    "--explain",
    "code",
    is_flag=False,
    flag_value="",
    metavar="[CODE]",
    help="Explain a code, or list all / 解释代码；不给代码时列出全部",
)
@options.common
def check(
    paths: tuple[str, ...],
    layout: Layout,
    fail_on: Severity,
    show_allowed: bool,
    fix: bool,
    diff: bool,
    code: str | None,
    lang: Lang,
    as_json: bool,
) -> int:
    """Review each RULESET, of a directory all rulesets below it; - is standard input.

    审查评分规则文件；给出目录时审查其中所有评分规则；- 表示标准输入。
    """
    layout = "json" if as_json else layout
    if code is not None:
        return codes.explain(code, lang, as_json=layout == "json")
    if not paths:
        raise click.UsageError(_NO_PATH)
    once_from_stdin(paths)
    files, manner = rulesets(paths), Manner(lang, fail_on, show_allowed, corrected=fix)
    if diff:
        result = _diff(files, layout, manner)
    elif fix and STDIN in paths:
        result = _filter(files, layout, manner)
    else:
        # What cannot be read is told by the check itself.
        result = _check(files, layout, manner, corrections(files, Faults()) if fix else ())
    if not files:
        streams.complain(say(NOTHING, lang, {"paths": visible(", ".join(paths))}))
        return 2
    return result


def _check(files: Sequence[str], layout: Layout, manner: Manner, done: Sequence[Correction]) -> int:
    """Print what is found, after writing the corrections."""
    unwritten = write_all(done, manner.lang)
    # What was reviewed after its corrections is as it was reviewed, unless it could not be written.
    known = {} if unwritten else {one.file: one for one in done}
    fixes = {one.file: one.fixes for one in done if one not in unwritten}
    reviewed = {
        file: known[file].reviewed if file in known else review_ruleset(file)
        for file in watched(files, shown=False)
    }
    found = settled_together(reviewed, allowed=True)
    checked = [Checked(file, found[file], fixes.get(file, 0)) for file in files]
    show(checked, layout, manner)
    worst = max((exit_code(one.found, manner.fail_on) for one in checked), default=0)
    return 2 if unwritten else worst


def _filter(files: Sequence[str], layout: Layout, manner: Manner) -> int:
    """Print the corrected text of standard input, and what is left to say on standard error."""
    if len(files) > 1 or layout not in ("full", "concise"):
        raise click.UsageError(_ALONE)
    faults = Faults()
    done = corrections(files, faults)
    for one in done:
        streams.write_exactly(one.after)
    left = (*faults.sorted(), *(finding for one in done for finding in one.left if finding.allowed is None))
    if left:
        streams.complain(findings(left, layout, manner.lang, sys.stderr))
    return exit_code(left, manner.fail_on)


def _diff(files: Sequence[str], layout: Layout, manner: Manner) -> int:
    """Print what the corrections would change; 1 when they would change anything or leave a problem."""
    if layout not in ("full", "concise", "json"):
        raise click.UsageError(_NO_DIFF)
    faults, lang = Faults(), manner.lang
    done = corrections(files, faults)
    unread = faults.sorted()
    worst = max(exit_code(left, manner.fail_on) for left in (unread, *(one.left for one in done)))
    worst = worst or int(any(one.after != one.before for one in done))
    if layout == "json":
        values = [
            {
                "file": one.file,
                "fixes": one.fixes,
                "diff": difference(one),
                "problems": as_values((left for left in one.left if left.allowed is None), lang),
            }
            for one in done
        ]
        problems = as_values(unread, lang)
        streams.write_json({"ok": bool(done) and not worst, "files": values, "problems": problems})
        return worst
    for one in done:
        streams.write_exactly(difference(one, color=streams.colorful(sys.stdout)))
    if unread:
        streams.complain(findings(unread, layout, lang, sys.stderr))
    if done:
        # A child shows the problems of its parent too.
        rest = {concise(left, lang): left for one in done for left in one.left if left.allowed is None}
        left = counts_of(rest.values(), lang)
        facts = {"count": sum(one.fixes for one in done), "left": left}
        streams.complain(say(_LEAVING if left else _CORRECTABLE, lang, facts))
    return worst
