"""What the scores of a ruleset come to, in plain sentences: total, grades, outcomes, vetoes, reasons."""

from __future__ import annotations

from collections.abc import Iterator

from scorerules.diagnostics import Lang, Words
from scorerules.explain.rounding import rounding_words
from scorerules.kinds import Speaker
from scorerules.model import Best, Graded, GradeRow, JoinName, Outcome, Scheme, Veto, title
from scorerules.numbers import plain

JOIN_WORDS: dict[JoinName, Words] = {
    "sum": Words("各项得分相加", "the scores are added up"),
    "mean": Words("各项的平均值", "the mean of the scores"),
    "weighted-mean": Words("按权重的加权平均值，不适用的除外", "the mean weighted by what applies"),
    "geometric-mean": Words("各项的几何平均值", "the geometric mean of the scores"),
    "harmonic-mean": Words("各项的调和平均值", "the harmonic mean of the scores"),
    "product": Words("各项得分相乘", "the product of the scores"),
    "min": Words("取最低的一项", "the lowest score counts"),
    "max": Words("取最高的一项", "the highest score counts"),
}


def join_words(join: JoinName | Best | None, lang: Lang) -> str | None:
    """A join in words; ``None`` for the usual one."""
    if join is None:
        return None
    if isinstance(join, Best):
        count = plain(join.best)
        return f"取最好的 {count} 项" if lang == "zh" else f"the best {count} scores count"
    return JOIN_WORDS[join][lang]


class ResultTeller:
    """Tells what the scores come to.

    Args:
        scheme: The ruleset.
        say: Says its expressions.
    """

    def __init__(self, scheme: Scheme, say: Speaker) -> None:
        self._scheme = scheme
        self._say = say

    def lines(self) -> Iterator[str]:
        """Every line: roundings, total, grade, vetoes, outcomes."""
        yield from self._roundings()
        yield from self._total()
        grade = self._scheme.grade
        if grade is not None:
            of = self._say.pick("总分", "total")
            if grade.of is not None and grade.of != "total":
                of = self._say.name(grade.of)
            if grade.basis == "unrounded":
                of += self._say.pick("（修约前）", " (before rounding)")
            for text in self._bands(grade):
                yield self._say.pick(f"绩效等级：{of}{text}", f"Grade, by {of}: {text}")
        for veto in self._scheme.vetoes.values():
            yield self._veto(veto)
        for outcome in self._scheme.outcomes.values():
            yield from self._outcome(outcome)

    def _colon(self) -> str:
        return self._say.pick("：", ": ")

    def _roundings(self) -> Iterator[str]:
        rounds = self._scheme.rounds
        for words, rounding in (
            (Words("指标得分", "Indicator scores"), rounds.indicator),
            (Words("一级指标小计", "Tier subtotals"), rounds.tier),
            (Words("总分", "Total"), rounds.total),
        ):
            if rounding is not None:
                yield f"{words[self._say.lang]}{self._colon()}{rounding_words(rounding, self._say.lang)}"

    def _total(self) -> Iterator[str]:
        pick, total = self._say.pick, self._scheme.total
        joined = join_words(total.join, self._say.lang)
        if total.formula is not None:
            joined = self._say(total.formula)
        if joined is not None:
            yield pick(f"总分：{joined}", f"Total: {joined}")
        for words, outside in (
            (Words("加分合计", "Bonus points"), self._scheme.bonus),
            (Words("扣分合计", "Penalty points"), self._scheme.penalty),
        ):
            if outside.cap is not None:
                cap = plain(outside.cap)
                yield words[self._say.lang] + pick(f"：最多 {cap} 分", f": at most {cap}")
        bounds = []
        if total.from_ is not None:
            bounds.append(pick("不低于 ", "at least ") + plain(total.from_))
        if total.upto is not None:
            bounds.append(pick("不高于 ", "at most ") + plain(total.upto))
        if bounds:
            yield pick("总分限定：", "Total limited: ") + pick("，", ", ").join(bounds)

    def _bands(self, table: Graded) -> Iterator[str]:
        """The rows of grades, a line for each case."""
        if table.bands:
            yield self._rows(table.bands, table)
        for case in table.cases:
            when = self._say.pick("其余情况", "otherwise")
            if case.when is not None:
                when = self._say.pick(f"当{self._say(case.when)}", f"when {self._say(case.when)}")
            yield self._say.pick(f"（{when}）", f"({when}) ") + self._rows(case.bands, table)

    def _rows(self, rows: tuple[GradeRow, ...], table: Graded) -> str:
        return self._say.pick("；", "; ").join(self._row(row, table) for row in rows)

    def _row(self, row: GradeRow, table: Graded) -> str:
        bound = row.words(self._say)
        if row.requires is not None:
            required = self._say(row.requires)
            bound += self._say.pick(f"且{required}", f" and {required}")
        return f"{bound}{self._say.pick('为', ': ')}{table.called(row.grade)[self._say.lang]}"

    def _grade(self, grade: str | None) -> str | None:
        """What people call a grade that a veto names."""
        table = self._scheme.grade
        return grade if grade is None or table is None else table.called(grade)[self._say.lang]

    def _veto(self, veto: Veto) -> str:
        assert veto.when is not None
        pick = self._say.pick
        acts = [
            (self._grade(veto.grade), pick("定为{}", "the grade is {}")),
            (self._grade(veto.no_better_than), pick("等级不高于{}", "the grade is no better than {}")),
            (self._grade(veto.no_worse_than), pick("等级不低于{}", "the grade is no worse than {}")),
            (
                veto.total_at_most and plain(veto.total_at_most),
                pick("总分不高于{}分", "the total is at most {}"),
            ),
            (pick("、", ", ").join(map(self._say.name, veto.zero_tier)), pick("{}得 0 分", "{} scores 0")),
            (veto.disqualify and " ", pick("取消资格", "the record is disqualified")),
        ]
        told = pick("，", ", ").join(text.replace("{}", str(fact)) for fact, text in acts if fact)
        when = self._say(veto.when)
        name = title(veto)[self._say.lang]
        return pick(f"否决“{name}”：当{when}时，{told}", f"Veto “{name}”: when {when}, {told}")

    def _outcome(self, one: Outcome) -> Iterator[str]:
        assert one.formula is not None
        pick = self._say.pick
        yield ""
        yield f"{title(one)[self._say.lang]} `{one.id}`"
        yield f"  = {self._say(one.formula)}"
        if one.when is not None:
            yield pick(f"  适用条件：{self._say(one.when)}", f"  Applies when {self._say(one.when)}")
        if one.round is not None:
            yield f"  {rounding_words(one.round, self._say.lang)}"
        for text in self._bands(one):
            yield pick(f"  等级：{text}", f"  Grade: {text}")
