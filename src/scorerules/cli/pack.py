"""``scorerules pack`` and ``scorerules verify``: cases with exact results, and the answers of other programs.

Goes in: a ruleset with its cases; later a pack and what is compared with it. Comes out: the files of the
pack; later every difference, and an exit code that says whether all agree.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

import scorerules
from scorerules.cli import options, streams
from scorerules.cli.problems import fail
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.render import plain_line
from scorerules.diagnostics.width import visible
from scorerules.testing.cases.suites import load_suite, run_suite
from scorerules.testing.conformance import (
    Agreement,
    Difference,
    Pack,
    check_answers,
    check_ruleset,
    make_pack,
    read_pack,
    write_pack,
)
from scorerules.testing.conformance.agreement import about
from scorerules.testing.conformance.digest import digest_of, file_digests

_WRITTEN = Words("{count} 个用例已写入 {files}", "{count} case{s} in {files}")
_DIGEST = Words("评分规则的 SHA-256：{digest}", "SHA-256 of the ruleset: {digest}")
_NO_CASES = Words("没有可写入验证包的用例", "there are no cases to pack")

_DIFFERS = Words(
    "不一致  {case} · {path}：应为 {expected}，实际为 {got}",
    "DIFFERS {case} · {path}: should be {expected} and is {got}",
)
_BLURRED = Words(
    "        相差 {off}：像是二进制浮点数的舍入误差，请用精确小数或分数计算",
    "        off by {off}: it looks rounded by binary floating point; compute with decimals or fractions",
)
_SILENT = Words("不一致  {case}：没有结果", "DIFFERS {case}: there is no answer")
_UNKNOWN = Words("验证包中没有用例“{case}”", "the pack has no case “{case}”")
_NOTHING = Words("没有可比对的结果", "nothing could be compared")
_AGREE = Words("{cases} 个用例的 {compared} 个结果全部一致", "{compared} result{s} of {cases} case{s_} agree")
_SOME = Words(
    "{cases} 个用例的 {compared} 个结果，{differ} 处不一致",
    "{compared} result{s} of {cases} case{s_}: {differ} difference{s__}",
)
_LEFT_OUT = Words("没有比对：{names}", "not compared: {names}")
_UNREAD = Words("没有用到的列：{names}", "columns that nothing reads: {names}")
_OTHER_TEXT = Words(
    "评分规则的文本与生成验证包时不同；结果以上面的比对为准",
    "the text of the ruleset is not the one that the pack was made of; what counts are the results above",
)
_NO_VALUE = Words("（无）", "nothing")
_MOST_NAMES = 20


@click.command(short_help="Cases with exact results for other programs / 生成一致性验证包")
@click.argument("ruleset", type=options.FILE)
@click.argument("cases", type=options.FILE, nargs=-1)
@click.option(
    "-o",
    "--output",
    type=options.FILE,
    required=True,
    metavar="DIR",
    help="Folder for the files / 写入的文件夹",
)
@click.option("--force", is_flag=True, help="Replace files that are there / 替换已有的文件")
@options.common
def pack(ruleset: str, cases: tuple[str, ...], output: str, force: bool, lang: Lang, as_json: bool) -> int:
    """Write a conformance pack: the cases of RULESET, or those of the CASES files too, with exact results.

    By pack.json and pack.csv a spreadsheet or another program can show that it scores the same; see
    `scorerules verify`. Nothing is written when a case does not hold.

    生成一致性验证包：评分规则（以及所列用例文件）中的用例和精确结果，供电子表格或其他程序证明计分一致。
    有用例不符时不生成。
    """
    try:
        suite = load_suite(ruleset, cases or None)
        problems = tuple(one for result in run_suite(suite) for one in result.diagnostics)
        if problems:
            return fail(problems, lang, as_json=as_json)
        if not suite.examples:
            return _no_cases(lang, as_json=as_json)
        made = make_pack(suite)
        files = write_pack(made, output, force=force)
    except scorerules.ScoreRulesError as error:
        return fail(error.diagnostics, lang, as_json=as_json)
    names = [str(one) for one in files]
    if as_json:
        streams.write_json({"files": names, "cases": len(made.cases), "sha256": made.digest})
        return 0
    count = len(made.cases)
    listed = visible(", ".join(names))
    streams.write(say(_WRITTEN, lang, {"count": count, "s": "s"[count == 1 :], "files": listed}))
    streams.write(say(_DIGEST, lang, {"digest": made.digest}))
    return 0


def _no_cases(lang: Lang, *, as_json: bool) -> int:
    text = say(_NO_CASES, lang, {})
    if as_json:
        streams.write_json({"error": text})
    else:
        streams.complain(text)
    return 1


@click.command(short_help="Compare a pack with a ruleset or answers / 与验证包比对")
@click.argument("pack", type=options.FILE)
@click.argument("against", type=options.FILE)
@options.common
def verify(pack: str, against: str, lang: Lang, as_json: bool) -> int:
    """Say whether AGAINST gives what the conformance pack PACK says, and list every difference.

    AGAINST is a ruleset (.toml), or the answers of another program: a table with a row for each case (.csv,
    .xlsx …) or JSON.

    比对验证包：AGAINST 是评分规则（.toml），或者另一个程序的结果：每个用例一行的表格，或 JSON。
    """
    try:
        packed = read_pack(pack)
        found = _checked(packed, against)
    except scorerules.ScoreRulesError as error:
        return fail(error.diagnostics, lang, as_json=as_json)
    if as_json:
        streams.write_json(_values(found, packed))
    else:
        streams.write("\n".join(_told(found, packed, lang)))
    return 0 if found.ok else 1


def _checked(pack: Pack, against: str) -> Agreement:
    if Path(against).suffix.lower() != ".toml":
        return check_answers(pack, against)
    return check_ruleset(pack, scorerules.load(against), digest_of(file_digests(against)))


def _values(found: Agreement, pack: Pack) -> dict[str, object]:
    return {
        "ok": found.ok,
        "ruleset": pack.id,
        "cases": len(pack.cases),
        "compared": found.compared,
        "differences": [one.to_dict() for one in found.differences],
        "not_compared": list(found.left_out),
        "unread": list(found.unread),
        "unknown_cases": list(found.unknown),
        "same_text": found.same_text,
    }


def _told(found: Agreement, pack: Pack, lang: Lang) -> list[str]:
    lines = [line for one in found.differences for line in _difference(one, lang)]
    lines += [say(_UNKNOWN, lang, {"case": plain_line(one)}) for one in found.unknown]
    counts = len(pack.cases), found.compared, len(found.differences)
    plurals = dict(zip(("s_", "s", "s__"), ("s"[one == 1 :] for one in counts), strict=True))
    facts = {**dict(zip(("cases", "compared", "differ"), counts, strict=True)), **plurals}
    words = _SOME if found.differences else _AGREE if found.compared else _NOTHING
    lines.append(say(words, lang, facts))
    if found.left_out:
        lines.append(say(_LEFT_OUT, lang, {"names": _listed(found.left_out)}))
    if found.unread:
        lines.append(say(_UNREAD, lang, {"names": _listed(found.unread)}))
    if found.same_text is False:
        lines.append(say(_OTHER_TEXT, lang, {}))
    return lines


def _difference(one: Difference, lang: Lang) -> list[str]:
    facts: dict[str, object] = {"case": plain_line(one.case), "path": one.path}
    if not one.path:
        return [say(_SILENT, lang, facts)]
    facts |= {"expected": _value(one.expected, lang), "got": _value(one.got, lang)}
    lines = [say(_DIFFERS, lang, facts)]
    if one.off is not None:
        lines.append(say(_BLURRED, lang, {"off": about(one.off)}))
    return lines


def _value(value: object, lang: Lang) -> str:
    """A result as people read it."""
    if value is None or value in ("", []):
        return _NO_VALUE[lang]
    if isinstance(value, dict):
        return plain_line(" ± ".join(value.values()) if "near" in value else value.get(lang, ""))
    if isinstance(value, list):
        return plain_line(", ".join(map(str, value)))
    return plain_line(json.dumps(value) if isinstance(value, bool) else str(value))


def _listed(names: tuple[str, ...]) -> str:
    return visible(", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else ""))
