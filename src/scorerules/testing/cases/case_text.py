"""Cases as a file that people read: TOML, one value a line, with what each case is there for.

Goes in: scored records. Comes out: the text of a case file. The values that it expects were computed; the
text says so, and every case is marked until its author has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from scorerules.diagnostics import Lang, Words
from scorerules.explain import titles_of
from scorerules.formula import Value, names
from scorerules.numbers import Unit
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.accepting.outcome import usual
from scorerules.testing.cases.accepting.texts import expected_text, key_text, string_text
from scorerules.testing.cases.toml_text import case_lines
from scorerules.testing.goals import Goal
from scorerules.testing.pool.candidates import Candidate

_HEAD = Words(
    "由 scorerules 生成：填报数据是构造的，应得结果是按评分规则算出来的，还没有人核对。\n"
    "请对照评分办法逐个核对，核对过的用例请删去它的 # confirm 一行。",
    "Made by scorerules: the records are made up, and what they are expected to come to was\n"
    "computed by the ruleset itself and confirmed by nobody. Check each case against the written\n"
    "scheme, then delete its “# confirm” line.",
)
_FOR = Words("用来说明", "it shows")
_AND_MORE = Words(" 等 {count} 项", " and {more} more")
_OWN = {"total": Words("总分", "the total"), "grade": Words("绩效等级", "the grade")}
_NAMED = 2
"""Goals that the name of a case names."""

_SPECIAL = frozenset({"total", "grade", "status", "vetoes"})


@frozen
class CaseToWrite:
    """A case to be written.

    Args:
        candidate: Its record, scored.
        goals: What it is there for.
        name: What it is called; made of the goals unless given.
        why: Further lines about it.
    """

    candidate: Candidate
    goals: tuple[Goal, ...] = ()
    name: Words | None = None
    why: tuple[Words, ...] = ()


def cases_text(
    ruleset: Ruleset,
    cases: Sequence[CaseToWrite],
    lang: Lang,
    *,
    home: str | None = None,
    taken: Iterable[str] = (),
) -> str:
    """The text of a case file.

    Args:
        ruleset: The ruleset.
        cases: The cases.
        lang: The language of names and comments.
        home: The ruleset file as the text must name it; ``None`` when the name of the file tells.
        taken: Names that other cases of the ruleset have.
    """
    writer = _Writer(ruleset, lang)
    lines = [f"# {line}" for line in _HEAD[lang].splitlines()]
    if home is not None:
        lines += ["", f"ruleset = {string_text(home, '')}"]
    used = set(taken)
    for case in cases:
        name = _unused(writer.name(case), used)
        used.add(name)
        lines += ["", *writer.case(case, name)]
    return "\n".join(lines) + "\n"


def _unused(name: str, used: set[str]) -> str:
    """The name, with a number behind it where another case has it."""
    number, found = 1, name
    while found in used:
        number += 1
        found = f"{name} ({number})"
    return found


class _Writer:
    """Writes the cases of one ruleset.

    Args:
        ruleset: The ruleset.
        lang: The language of names and comments.
    """

    def __init__(self, ruleset: Ruleset, lang: Lang) -> None:
        self._ruleset = ruleset
        self._lang = lang
        self._titles = titles_of(ruleset.scheme)

    def name(self, case: CaseToWrite) -> str:
        """What a case is called: the first of its goals, and how many there are."""
        if case.name is not None or not case.goals:
            return (case.name or Words("构造的填报数据", "a made-up record"))[self._lang]
        told = list(dict.fromkeys(self._told(goal) for goal in case.goals))
        joined = ("；" if self._lang == "zh" else "; ").join(told[:_NAMED])
        if len(told) > _NAMED:
            more = {"count": len(told), "more": len(told) - _NAMED}
            joined += _AND_MORE[self._lang].format(**more)
        return joined

    def case(self, case: CaseToWrite, name: str) -> Iterator[str]:
        """The lines of a case."""
        candidate, plan = case.candidate, self._ruleset.plan
        told = [f"{goal.id}: {self._told(goal)}" for goal in case.goals]
        told += [words[self._lang] for words in case.why]
        comments = [f"{_FOR[self._lang]}{'：' if self._lang == 'zh' else ':'}"] if told else []
        comments += [f"  {' '.join(line.split())}" for line in told]
        cohort = candidate.cohort if plan.compares_records else None
        expect = self._expected(candidate, case.goals)
        yield from case_lines(name, candidate.record, cohort, expect, plan.keys, comments=comments)

    def _told(self, goal: Goal) -> str:
        """A goal in words, with what it is about."""
        if goal.id.startswith("grade.") and goal.kind == "grade":
            return goal.words[self._lang]
        title = _OWN.get(goal.item) or self._titles.get(goal.item) or Words.same(goal.item)
        return f"{title[self._lang]}{' ' if self._lang == 'zh' else ': '}{goal.words[self._lang]}"

    def _expected(self, candidate: Candidate, goals: Sequence[Goal]) -> Iterator[tuple[str, str]]:
        """What a case expects: whatever its changes touch or its goals are about, total and grade."""
        evaluation = candidate.evaluation
        about = {goal.item for goal in goals} | self._touched(candidate)
        indicators = evaluation.indicators
        for path, known, scale in self._derived(evaluation, about):
            yield path, expected_text(known, scale)
        for (name, *inner), value, unit in usual(evaluation):
            if name in _SPECIAL or name not in indicators or name in about or not candidate.changes:
                text = expected_text(value, unit)
                yield key_text(name), f"{{ {inner[0]} = {text} }}" if inner else text

    def _derived(self, evaluation: Evaluation, about: set[str]) -> Iterator[tuple[str, Value, Unit | None]]:
        for name in evaluation.derived:
            value = evaluation.facts.get(name)
            if name in about and value is not None:
                yield key_text(name), value, self._ruleset.plan.units.get(name)

    def _touched(self, candidate: Candidate) -> set[str]:
        """The items that read what the record changes, not through the scores of others."""
        keys = {name.partition(".")[0] for name in candidate.changes}
        reading = set(candidate.changes) | keys
        found: set[str] = set()
        for step in self._ruleset.plan.steps:
            if reading.isdisjoint(names(step.expr)):
                continue
            found.add(step.owner)
            if step.role not in ("score", "total", "grade", "outcome"):
                reading.add(step.id)
            elif step.role == "score":
                found.add(step.owner)
        return found
