"""How one score came about: the rule's sentence, each step with values put in, points lost and why."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scorerules.diagnostics import Lang, Words
from scorerules.evaluate import Trace
from scorerules.explain.names import GRADE, TOTAL, Names
from scorerules.explain.rounding import rounding_words
from scorerules.explain.scheme import origin_words
from scorerules.formula import Absent, Call, Cases, Const, Expr, Name, render, render_literal
from scorerules.kinds import CasesKind, Speaker
from scorerules.model import Derived, Graded, Indicator, Named, Outcome, Rounding, Scheme, Tier, title
from scorerules.numbers import Real, apparent_order, plain
from scorerules.plan import Plan, Step


class Explainer:
    """Tells how the scores of one evaluation came about, in one language."""

    def __init__(self, scheme: Scheme, plan: Plan, trace: Trace, lang: Lang) -> None:
        self._scheme = scheme
        self._plan = plan
        self._trace = trace
        self._lang: Lang = lang
        self._names = Names(scheme, plan, lang)

    def _pick(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _title(self, one: Named) -> str:
        return title(one)[self._lang]

    def _value(self, name: str) -> str:
        values = self._trace.values
        value = values.get(name, self._trace.record.values.get(name, self._plan.constants.get(name)))
        return self._names.value(name, value)

    def _filled(self, name: str) -> str:
        """A value inside a formula: a text stands in quotes there."""
        value = self._trace.values.get(name, self._trace.record.values.get(name))
        return render_literal(value, self._lang) if isinstance(value, str) else self._value(name)

    def rule(self, one: Indicator) -> str:
        """The rule of an indicator in one sentence."""
        assert one.kind is not None
        return one.kind.sentence(self._speaker(one), self._plan.full.get(one.id))

    def _speaker(self, one: Indicator | Derived) -> Speaker:
        value = Name(one.id) if one.value is None else one.value
        return Speaker(self._lang, self._names, value, self._names.unit(value))

    def reason(self, one: Indicator, status: str, lost: str) -> str:
        """Why an indicator scored what it did, in one sentence."""
        if status == "not_applicable":
            return self._pick("不适用", "does not apply")
        if status == "missing":
            lacking = self._pick("、", ", ").join(self._names(name) for name in self.lacking(one))
            return self._pick(f"缺{lacking}", f"missing: {lacking}")
        name = f"{one.id}.value" if f"{one.id}.value" in self._trace.values else one.id
        told_by_rule = self._plan.keys[one.id].told_by_rule
        known = name in self._trace.values or name in self._trace.record.values
        value = (
            ""
            if told_by_rule or not known
            else self._pick(f"指标值 {self._value(name)}，", f"value {self._value(name)}, ")
        )
        end = (
            self._pick("得满分", "full mark")
            if lost == "0"
            else self._pick(f"扣 {lost} 分", f"{lost} points lost")
        )
        return f"{value}{end}{self._pick('；', '; ')}{self.rule(one)}"

    def lacking(self, one: Indicator) -> tuple[str, ...]:
        """The data that an indicator lacks."""
        for step in self._plan.of(one.id):
            if self._trace.absent.get(step.id):
                return self._trace.absent[step.id]
        return ()

    def steps(self, owner: str) -> Iterator[str]:
        """Each step of an owner: its formula, the formula with values, what it came to."""
        for step in self._plan.of(owner):
            if step.role in ("value", "part", "raw", "sum", "cohort") and step.id in self._trace.values:
                yield from self._step(step)

    def _step(self, step: Step) -> Iterator[str]:
        expr = self._taken(step.expr)
        computed = step.role == "raw" and step.owner in (*self._scheme.derived, *self._scheme.outcomes)
        # What a derived value is before it is rounded has its name and its unit.
        result = self._names.value(step.owner if computed else step.id, self._trace.values[step.id])
        label = self._pick("计算", "computed") if computed else self._names(step.id)
        if isinstance(expr, (Const, Name)) and step.role != "value":
            yield f"{label} = {result}"
            return
        named = render(expr, self._lang, name_of=self._names)
        filled = render(expr, self._lang, value_of=self._filled)
        chain = [label, named, filled, result]
        yield " = ".join(text for index, text in enumerate(chain) if index == 0 or text != chain[index - 1])

    def _taken(self, expr: Expr) -> Expr:
        """Of a choice, the row that was taken: the others did not count."""
        while isinstance(expr, Cases):
            if isinstance(expr.default, Absent) and len(expr.rows) == 1:
                expr = expr.rows[0][1]  # there is a value, so what it asks for was there
                continue
            if expr.tag is None or expr.tag not in self._trace.taken:
                break
            row = self._trace.taken[expr.tag]
            taken = expr.rows[row][1] if row < len(expr.rows) else expr.default
            assert taken is not None
            expr = taken
        return expr

    def row(self, one: Indicator | Derived) -> str | None:
        """The row of bands, of a choice or of a line that was taken, in words; of cases, their row too."""
        kind, suffix = one.kind, ""
        assert kind is not None
        told: list[str] = []
        case = self._trace.taken.get(f"{one.id}.case")
        if case is not None and isinstance(kind, CasesKind):
            row = kind.rows[case]
            told.append(
                self._pick("其他情况", "otherwise") if row.when is None else self._speaker(one)(row.when)
            )
            assert row.kind is not None
            kind, suffix = row.kind, f"_{case + 1}"
        taken = self._trace.taken.get(f"{one.id}.row{suffix}")
        if taken is not None:
            words = kind.row_words(taken, self._speaker(one))
            told += [] if words is None else [words]
        return self._pick("；", "; ").join(told) or None

    def rounding(self, one: Indicator) -> str | None:
        """What rounding did to a score."""
        before, after = (self._trace.values.get(f"{one.id}.{role}") for role in ("limited", "rounded"))
        rounding = one.round if isinstance(one.round, Rounding) else self._scheme.rounds.indicator
        return self._rounded(f"score.{one.id}", before, after, rounding)

    def _rounded(self, id_: str, before: object, after: object, rounding: Rounding | None) -> str | None:
        """What rounding did to a number; ``None`` when it did nothing."""
        if rounding is None or before is None or after is None or _alike(before, after):
            return None
        numbers = f"{self._names.value(id_, before)} → {self._names.value(id_, after)}"
        return f"{numbers}{self._pick('，', ', ')}{rounding_words(rounding, self._lang)}"

    def limit(self, one: Indicator) -> str | None:
        """What the limits did to a score."""
        steps = {step.role: step for step in self._plan.of(one.id)}
        raw = self._trace.values.get(f"{one.id}.raw")
        limited = steps.get("limited", steps["score"])
        after = self._trace.values.get(limited.id)
        if not isinstance(limited.expr, Call) or raw is None or after is None or _alike(raw, after):
            return None
        bounds = [render(bound, self._lang, name_of=self._names) for bound in limited.expr.arguments[1:]]
        text = self._pick(f"限定在 {bounds[0]} 分", f"limited to {bounds[0]} points")
        if len(bounds) > 1:
            text = self._pick(
                f"限定在 {bounds[0]} 至 {bounds[1]} 分", f"limited to {bounds[0]} to {bounds[1]} points"
            )
        return f"{plain(raw)} → {plain(after)}{self._pick('，', ', ')}{text}"  # type: ignore[arg-type]

    def indicator(self, one: Indicator, head: str, status: str, remark: str | None) -> Iterator[str]:
        """The lines of one indicator."""
        yield head
        rows: list[tuple[Words, str | None]] = [
            (Words("评分标准", "Official text"), None if one.text is None else one.text[self._lang]),
            (Words("规则", "Rule"), self.rule(one)),
        ]
        if status == "scored":
            rows.append((Words("适用档次", "Row"), self.row(one)))
            rows += [(Words("计算", "Step"), text) for text in self.steps(one.id)]
            rows += [
                (Words("限定", "Limits"), self.limit(one)),
                (Words("修约", "Rounding"), self.rounding(one)),
            ]
        else:
            rows.append((Words("说明", "Note"), self.reason(one, status, "")))
        rows += [
            (Words("备注", "Remark"), remark),
            (Words("出处", "Origin"), origin_words(one, self._scheme, self._lang) or None),
        ]
        for words, text in rows:
            if text:
                yield f"  {words[self._lang]}{self._pick('：', ': ')}{text}"

    def derived(self, one: Derived) -> Iterator[str]:
        """The lines of one derived value."""
        yield f"{self._title(one)} `{one.id}` = {self._value(one.id)}"
        for text in self.steps(one.id):
            yield f"  {text}"
        values = self._trace.values
        rounding = one.round if isinstance(one.round, Rounding) else None
        rounded = self._rounded(one.id, values.get(f"{one.id}.raw"), values.get(one.id), rounding)
        if rounded is not None:
            yield f"  {self._pick('修约：', 'Rounding: ')}{rounded}"

    def subtotal(self, tier: Tier) -> Iterator[str]:
        """The lines of one tier: how its score was added up and rounded."""
        values = self._trace.values
        for text in self.steps(tier.id):
            yield f"{self._title(tier)}{self._pick('：', ': ')}{text}"
        rounding = tier.round if tier.round is not None else self._scheme.rounds.tier
        before, after = values.get(f"{tier.id}.sum"), values.get(f"score.{tier.id}")
        rounded = self._rounded(
            f"score.{tier.id}", before, after, rounding if isinstance(rounding, Rounding) else None
        )
        if rounded is not None:
            yield f"{self._title(tier)}{self._pick('修约：', ', rounding: ')}{rounded}"

    def end(self) -> Iterator[str]:
        """The lines of the subtotals, the total and the grade."""
        for tier in self._scheme.tiers.values():
            yield from self.subtotal(tier)
        yield from self.whole()
        for outcome in self._scheme.outcomes.values():
            yield ""
            yield from self.outcome(outcome)

    def whole(self) -> Iterator[str]:
        """The lines of the total and the grade."""
        yield from self.steps("total")
        values = self._trace.values
        ids = ("total.capped", "total.limited", "total.added", "total.sum")
        before = next((values[name] for name in ids if name in values), None)
        rounded = self._rounded("total", before, values.get("total"), self._scheme.rounds.total)
        if rounded is not None:
            yield f"{TOTAL[self._lang]}{self._pick('修约：', ', rounding: ')}{rounded}"
        for veto in self._scheme.vetoes.values():
            if values.get(f"veto.{veto.id}") is True:
                yield self._pick(f"否决：{title(veto).zh}", f"Veto: {title(veto).en}")
        if "total" in values:
            yield f"{TOTAL[self._lang]} = {self._value('total')}"
        if "grade" in values:
            grade = self._grade(self._scheme.grade, "grade")
            yield f"{GRADE[self._lang]} = {grade}{self._why(self._scheme.grade, 'grade')}"

    def _grade(self, table: Graded | None, name: str) -> str:
        """What people call the grade that a step came to."""
        grade = str(self._trace.values[name])
        return grade if table is None else table.called(grade)[self._lang]

    def _why(self, table: Graded | None, owner: str) -> str:
        """The bound of the row of grades that was taken."""
        row, case = self._trace.taken.get(f"{owner}.row"), self._trace.taken.get(f"{owner}.case")
        if table is None or row is None:
            return ""
        bands = table.bands if case is None else table.cases[min(case, len(table.cases) - 1)].bands
        bound = bands[min(row, len(bands) - 1)].words(Speaker(self._lang, self._names, None))
        of = TOTAL[self._lang] if owner == "grade" and getattr(table, "of", None) in (None, "total") else ""
        return self._pick(f"（{of}{' ' if of else ''}{bound}）", f" ({of}{' ' if of else ''}{bound})")

    def outcome(self, one: Outcome) -> Iterator[str]:
        """The lines of one outcome."""
        if one.id not in self._trace.values:
            yield f"{self._title(one)}{self._pick('：不适用', ': does not apply')}"
            return
        yield f"{self._title(one)} `{one.id}` = {self._value(one.id)}"
        for text in self.steps(one.id):
            yield f"  {text}"
        if f"{one.id}.grade" in self._trace.values:
            grade = self._grade(one, f"{one.id}.grade")
            yield f"  {GRADE[self._lang]} = {grade}{self._why(one, one.id)}"


def _alike(before: object, after: object) -> bool:
    """Whether a step changed nothing that could be shown."""
    if isinstance(before, (Fraction, Real)) and isinstance(after, (Fraction, Real)):
        return apparent_order(before, after) == 0
    return before == after
