"""What ``scorerules mutate`` tells: survivors in words, counts, plain values, cases.

Goes in: a report. Comes out: lines, values for JSON, cases as texts. Nothing is judged or written to files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from scorerules.cli import streams
from scorerules.cli.drawing import aligned
from scorerules.cli.shares import percent
from scorerules.diagnostics import Lang, Words, say
from scorerules.diagnostics.width import visible
from scorerules.numbers import Real, Unit, is_finite_decimal, plain, round_to
from scorerules.plan import Plan
from scorerules.testing.cases.toml_text import datum_text
from scorerules.testing.mutants.killing import Killer
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.mutation import Judged, Mutation, MutationReport, Tally
from scorerules.testing.mutants.writing import case_text, expected, unit_of

_SHOWN = 4
"""Values of a result that are shown before and after."""

_DIGITS = 10
"""Decimals of a number that has no end."""

_MOST = 40
"""Survivors that are listed."""

_REMOVED = Words("（删去）", "(left out)")
_PUT_IN = Words("（加上）", "(put in)")
_PLACE = Words("{file}:{line}  {path}", "{file}:{line}  {path}")
_CHANGE = Words("    {old} → {new}：{operator}", "    {old} → {new}: {operator}")
_UNNOTICED = Words("没有用例发现以下改动：", "no case notices these changes:")
_NOTICES = Words("    能发现它的填报数据：{record}", "    would be shown by {record}")
_MORE = Words(
    "另有 {count} 处没有列出：用 -k、--only 缩小范围，或用 --json 看全部",
    "{count} more are not listed: narrow them down with -k or --only, or see all with --json",
)
_LIKE = Words("同“{case}”，但 {changes}", "a record like “{case}”, but {changes}")
_AS = Words("“{case}”的记录，只要把结果写全", "the record of “{case}”, if the case stated more")
_MADE_UP = Words("与任何用例都不相近", "a record like no case")
_LEFT_OUT = Words("不填", "not given")
_RESULT = Words("    按现规则：{before}；改动后：{after}", "    as it is: {before}; changed: {after}")
_REFUSES = Words("不予打分 {codes}", "refused with {codes}")
_NONE = Words("无", "none")
_SAME_FOR = Words("{tried} 份记录的结果都相同", "{tried} records come to the same")
_PROVEN = Words("证明对一切记录都相同", "proven to be the same for every record")
_KILLED = Words("用例“{case}”发现", "noticed by “{case}”")
_TOTAL = Words(
    "{all} 处改动：发现 {killed}，未发现 {survived}，结果不变 {equivalent}"
    "（已证明 {proven}，未找到不同 {same}），"
    "无法载入 {refused}。发现率 {score}",
    "{all} mutants: {killed} killed, {survived} survived, {equivalent} equivalent ({proven} proven, "
    "{same} without a difference found), {refused} refused. Score {score}",
)
_HEADINGS = (
    Words("文件", "file"), Words("改动", "mutants"), Words("发现", "killed"), Words("未发现", "survived"),
    Words("结果不变", "equivalent"), Words("无法载入", "refused"), Words("发现率", "score"),
)  # fmt: skip
_NO_RULES = Words("没有可以改动的评分规则", "no ruleset to change")
_NAME_LIKE = Words("{case}，{changes}", "{case}, {changes}")
_NAME_AS = Words("{case}，写全结果", "{case}, stated in full")
_NAME_ALONE = Words("发现 {path}：{old} → {new}", "notices {path}: {old} → {new}")


def print_report(report: MutationReport, mutation: Mutation, lang: Lang, *, show_equivalent: bool) -> None:
    """The changes that no case notices, each with a record that would; where asked, those without effect."""
    for one in report.judged if show_equivalent else ():
        if one.fate == "equivalent":
            words = _PROVEN if one.verdict.proven else _SAME_FOR
            streams.write(place(one.mutant, lang))
            streams.write(change(one.mutant, lang))
            streams.write(f"    {say(words, lang, {'tried': one.verdict.tried})}\n")
    if not report.survivors:
        return
    streams.write(f"{_UNNOTICED[lang]}\n")
    for one in report.survivors[:_MOST]:
        _print_survivor(one, mutation.plan_of(one.verdict.ruleset), lang)
    if len(report.survivors) > _MOST:
        streams.write(say(_MORE, lang, {"count": len(report.survivors) - _MOST}) + "\n")


def _print_survivor(one: Judged, plan: Plan, lang: Lang) -> None:
    killer = one.verdict.killer
    assert killer is not None
    streams.write(place(one.mutant, lang))
    streams.write(f"    {one.mutant.span.source.line_text(one.mutant.line).strip()}")
    streams.write(change(one.mutant, lang))
    streams.write(say(_NOTICES, lang, {"record": _told(killer, plan, lang)}))
    streams.write(f"{_results(killer, plan, lang)}\n")


def place(mutant: Mutant, lang: Lang) -> str:
    """Where a change stands."""
    facts = {"file": visible(mutant.file), "line": mutant.line, "path": mutant.path}
    return say(_PLACE, lang, facts)


def change(mutant: Mutant, lang: Lang) -> str:
    """What a change puts in place of what."""
    return say(_CHANGE, lang, _old_and_new(mutant, lang) | {"operator": mutant.operator.words[lang]})


def _old_and_new(mutant: Mutant, lang: Lang) -> dict[str, str]:
    """What stands in the file and what stands there instead, each on one line."""
    old, new = _short(mutant.old), _short(mutant.new)
    return {
        "old": (old if new else old.strip(", ")) or _PUT_IN[lang],
        "new": (new if old else new.strip(", ")) or _REMOVED[lang],
    }


def _short(text: str) -> str:
    return " ".join(visible(text.replace("\n", " ")).split())


def _told(killer: Killer, plan: Plan, lang: Lang) -> str:
    """The record in words: like which case, but for what."""
    if not killer.like:
        return _MADE_UP[lang]
    if not killer.changes:
        return say(_AS, lang, {"case": killer.like})
    changes = "、" if lang == "zh" else ", "
    told = changes.join(
        f"{name} = {_LEFT_OUT[lang] if value is None else datum_text(value, plan.keys.get(name))}"
        for name, value in killer.changes.items()
    )
    return say(_LIKE, lang, {"case": killer.like, "changes": told})


def _results(killer: Killer, plan: Plan, lang: Lang) -> str:
    both = [name for name in killer.before if name in killer.after]
    plain_names = [name for name in both if "." not in name and name != "reasons"]
    shown = (plain_names or both)[:_SHOWN]
    told = {
        side: _result(stated, shown, plan, lang)
        for side, stated in (("before", killer.before), ("after", killer.after))
    }
    return say(_RESULT, lang, told)


def _result(stated: Mapping[str, object], shown: Sequence[str], plan: Plan, lang: Lang) -> str:
    told = stated.get("error")
    if isinstance(told, frozenset):
        codes = ", ".join(f"{code} ({key})" if key else code for code, key in sorted(told))
        return say(_REFUSES, lang, {"codes": codes})
    names = shown or [name for name in ("total", "grade") if stated.get(name) is not None]
    return ", ".join(f"{name} {_value(stated.get(name), unit_of(name, plan), lang)}" for name in names)


def _value(value: object, unit: Unit | None, lang: Lang) -> str:
    match value:
        case None:
            return _NONE[lang]
        case Fraction() if unit is not None and unit.percent:
            return f"{_number(value / unit.scale)}{unit.symbol}"
        case Fraction():
            return _number(value)
        case Real():
            return f"{plain(round_to(value.bounds(_DIGITS)[0], Fraction(1, 10**_DIGITS), 'down'))}…"
        case tuple():
            return ", ".join(map(str, value)) or _NONE[lang]
        case _:
            return str(value)


def _number(value: Fraction) -> str:
    return plain(value) if is_finite_decimal(value) else str(value)


def _case(one: Judged, mutation: Mutation, lang: Lang, again: str = "") -> str:
    killer = one.verdict.killer
    assert killer is not None
    plan = mutation.plan_of(one.verdict.ruleset)
    return case_text(killer, _case_name(one, plan, lang) + again, plan)


def _case_name(one: Judged, plan: Plan, lang: Lang) -> str:
    """What the case is called: by its record where that is like another case, else by the change."""
    killer = one.verdict.killer
    assert killer is not None
    if not killer.like:
        return say(_NAME_ALONE, lang, {"path": one.mutant.path, **_old_and_new(one.mutant, lang)})
    told = ("、" if lang == "zh" else ", ").join(
        _named_change(name, value, plan, lang) for name, value in killer.changes.items()
    )
    return say(_NAME_LIKE if told else _NAME_AS, lang, {"case": killer.like, "changes": told})


def _named_change(name: str, value: object, plan: Plan, lang: Lang) -> str:
    """One datum of a record as the name of a case has it."""
    key = plan.keys.get(name)
    if isinstance(value, Mapping):
        value = value.get("score", value)
    told = _LEFT_OUT[lang] if value is None else _bare(datum_text(value, key))
    return f"{name if key is None else visible(key.words[lang])} {told}"


def _bare(text: str) -> str:
    """A text of TOML without its quotes, for a name."""
    return text[1:-1] if text[0] == text[-1] == '"' else text


def summary(report: MutationReport, lang: Lang) -> str:
    """The counts of every file and of all together."""
    rows = [[words[lang] for words in _HEADINGS]]
    rows += [_row(visible(file), report.of(file)) for file in report.files]
    if not report.judged:
        return _NO_RULES[lang]
    whole = report.tally
    facts = {
        "all": whole.mutants, "killed": whole.killed, "survived": whole.survived,
        "equivalent": whole.proven + whole.same, "proven": whole.proven, "same": whole.same,
        "refused": whole.refused, "score": f"{percent(whole.score)}%",
    }  # fmt: skip
    return "\n".join([*aligned(rows), say(_TOTAL, lang, facts)])


def _row(file: str, one: Tally) -> list[str]:
    numbers = (one.mutants, one.killed, one.survived, one.proven + one.same, one.refused)
    return [file, *map(str, numbers), f"{percent(one.score)}%"]


def cases(report: MutationReport, mutation: Mutation, lang: Lang) -> list[str]:
    """The cases that would notice every survivor, no more than are needed."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for one in mutation.needed(report):
        name = _case_name(one, mutation.plan_of(one.verdict.ruleset), lang)
        seen[name] += 1
        # Two records may differ from one case in the same words; two cases may not be called the same.
        found.append(_case(one, mutation, lang, f" ({seen[name]})" if seen[name] > 1 else ""))
    return found


def values(report: MutationReport, mutation: Mutation, lang: Lang) -> dict[str, object]:
    """Everything that was found, as plain values for JSON."""
    return {
        "score": str(report.score),
        "percent": f"{percent(report.score)}%",
        **_tally_values(report.tally),
        "files": [{"file": file, **_tally_values(report.of(file))} for file in report.files],
        "mutants": [_judged_values(one, mutation, lang) for one in report.judged],
    }


def _tally_values(one: Tally) -> dict[str, object]:
    return {
        "mutants": one.mutants,
        "killed": one.killed,
        "survived": one.survived,
        "equivalent": {"proven": one.proven, "no_difference_found": one.same},
        "refused": one.refused,
    }


def change_values(one: Mutant, lang: Lang) -> dict[str, object]:
    """A change as plain values for JSON."""
    return {
        "file": one.file,
        "line": one.line,
        "path": one.path,
        "operator": one.operator.id,
        "words": one.operator.words[lang],
        "edits": [{"start": edit.span.start, "end": edit.span.end, "old": edit.span.text, "new": edit.new}
                  for edit in one.edits],
    }  # fmt: skip


def _judged_values(one: Judged, mutation: Mutation, lang: Lang) -> dict[str, object]:
    verdict = one.verdict
    values = {**change_values(one.mutant, lang), "fate": verdict.fate, "ruleset": verdict.ruleset}
    if verdict.fate == "killed":
        return values | {"case": verdict.case}
    if verdict.fate == "equivalent":
        return values | {"proven": verdict.proven, "records": verdict.tried}
    killer = verdict.killer
    if killer is None:
        return values | {"codes": [problem.code for problem in verdict.problems]}
    plan = mutation.plan_of(verdict.ruleset)
    return values | {
        "killer": {
            "like": killer.like or None,
            "record": killer.record,
            "expect": expected(killer.before, killer.after, plan),
            "example": _case(one, mutation, lang),
        }
    }
