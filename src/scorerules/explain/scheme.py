"""A ruleset in plain sentences: what is scored, by which rule, from which data, taken over from where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from scorerules.diagnostics import Lang, Words
from scorerules.explain.names import Names
from scorerules.explain.results import ResultTeller, join_words
from scorerules.explain.rounding import rounding_words
from scorerules.formula import Expr, Name
from scorerules.kinds import REMARK_ONLY, Kind, RecordKey, Speaker
from scorerules.model import Derived, Function, Indicator, Named, Parameter, Rounding, Scheme, Tier, title
from scorerules.numbers import plain
from scorerules.plan import Plan
from scorerules.reading import Table
from scorerules.record.read import range_words

TYPES = {
    "number": Words("数", "number"),
    "integer": Words("整数", "whole number"),
    "text": Words("文字", "text"),
    "boolean": Words("是/否", "true or false"),
    "date": Words("日期", "date"),
}
MISSING = {
    "zero": Words("缺数据时得 0 分", "0 points when data are missing"),
    "full": Words("缺数据时得满分", "the full mark when data are missing"),
    "skip": Words("缺数据时视为不适用", "counts as not applicable when data are missing"),
}
NOT_APPLICABLE = {
    "zero": Words("不适用时得 0 分", "0 points when not applicable"),
    "full": Words("不适用时得满分", "the full mark when not applicable"),
    "rescale-tier": Words(
        "不适用时由同级其他指标按比例补足", "when not applicable, the rest of the tier takes its points"
    ),
    "rescale-total": Words(
        "不适用时总分按适用部分折算", "when not applicable, the total is scaled to what applies"
    ),
}


def explain_scheme(scheme: Scheme, plan: Plan, lang: Lang) -> str:
    """The ruleset in plain sentences, one item a line."""
    return "\n".join(_Teller(scheme, plan, lang).lines()) + "\n"


def origin_words(table: Table, scheme: Scheme, lang: Lang) -> str:
    """Where an item comes from, when that is another file than the ruleset's own; what was changed here."""
    span, own = table.place(), scheme.header.place("id")
    if span is None or own is None or table.origin is None:
        return ""
    keys = table.origin.value if isinstance(table.origin.value, Mapping) else {}
    changed = [name for name, node in keys.items() if node.span.source.name == own.source.name]
    if span.source.name == own.source.name:
        return ""
    text = Words(
        f"继承自 {span.source.name} 第 {span.line} 行", f"inherited from {span.source.name}, line {span.line}"
    )[lang]
    if changed:
        listed = "、".join(changed) if lang == "zh" else ", ".join(changed)
        text += Words(f"，此处改了 {listed}", f", changed here: {listed}")[lang]
    return text


class _Teller:
    """Writes the lines of one ruleset in one language."""

    def __init__(self, scheme: Scheme, plan: Plan, lang: Lang) -> None:
        self._scheme = scheme
        self._plan = plan
        self._lang: Lang = lang
        self._names = Names(scheme, plan, lang)

    def _pick(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def lines(self) -> Iterator[str]:
        """Every line."""
        yield from self._header()
        yield from self._data()
        for function in self._scheme.functions.values():
            yield from self._function(function)
        for derived in self._scheme.derived.values():
            yield from self._derived(derived)
        for tier in self._scheme.tiers.values():
            yield from self._tier(tier)
        loose = [one for one in self._scheme.indicators.values() if not one.tier]
        if loose:
            yield ""
        for one in loose:
            yield from self._indicator(one)
        yield from self._end()

    def _header(self) -> Iterator[str]:
        header = self._scheme.header
        version = (
            ""
            if header.version is None
            else self._pick(f"，{header.version} 版", f", version {header.version}")
        )
        yield (
            f"{self._scheme.name.zh}（{header.id}{version}）"
            if self._lang == "zh"
            else f"{self._scheme.name.en} ({header.id}{version})"
        )
        if header.source is not None:
            yield self._pick(f"依据：{header.source.zh}", f"Source: {header.source.en}")
        if header.effective is not None:
            first, last = header.effective.from_, header.effective.upto
            yield self._pick(
                f"适用期间：{first or '…'} 至 {last or '…'}", f"Effective: {first or '…'} to {last or '…'}"
            )
        if header.extends:
            listed = ", ".join(header.extends)
            yield self._pick(f"继承：{listed}", f"Extends: {listed}")
        full = plain(self._scheme.total.full)
        if header.weights != "none":
            yield self._pick(f"满分 {full} 分", f"Full mark: {full} points")
        if header.weights == "percent":
            yield self._pick(
                f"各项按 0 至 {full} 分评分，权重为百分比",
                f"Everything is scored from 0 to {full}; weights are percentages",
            )
        if header.cohort:
            listed = self._pick("、", ", ").join(map(self._names, header.cohort))
            yield self._pick(f"{listed}相同的记录互相比较", f"Records with equal {listed} are compared")

    def _data(self) -> Iterator[str]:
        keys = [key for key in self._plan.keys.values() if key.type != REMARK_ONLY and not key.told_by_rule]
        if keys:
            yield ""
            yield self._pick("填报数据", "Data")
        for key in keys:
            yield f"  {key.words[self._lang]} `{key.id}`{self._pick('：', ': ')}{self._key(key)}"
        for parameter in self._scheme.parameters.values():
            yield f"  {self._title(parameter)} `{parameter.id}` = {self._constant(parameter)}"

    def _constant(self, parameter: Parameter) -> str:
        text = self._names.value(parameter.id, self._plan.constants[parameter.id])
        return (
            f"{text}{self._pick(f'（{parameter.source.zh}）', f' ({parameter.source.en})')}"
            if parameter.source is not None
            else text
        )

    def _key(self, key: RecordKey) -> str:
        words = [TYPES[key.type][self._lang]]
        if key.unit is not None:
            words.append(self._pick(f"单位 {key.unit.symbol}", f"in {key.unit.symbol}"))
        if key.choices:
            words.append(" / ".join(key.choices))
        words += [text for text in (range_words(key)[self._lang],) if text]
        if key.default is not None:
            words.append(self._pick("缺省 ", "default ") + self._names.value(key.id, key.default))
        return self._pick("，", ", ").join(words)

    def _function(self, one: Function) -> Iterator[str]:
        yield ""
        yield f"{self._title(one)} `{one.id}({', '.join(one.of)})`"
        yield f"  {self._rule(one.kind, one.value, one.of[0], None)}"
        yield from self._from(one)

    def _derived(self, one: Derived) -> Iterator[str]:
        yield ""
        yield f"{self._title(one)} `{one.id}`"
        yield f"  {self._rule(one.kind, one.value, one.id, None)}"
        if isinstance(one.round, Rounding):
            yield f"  {rounding_words(one.round, self._lang)}"
        if one.on_missing == "zero" or isinstance(one.on_missing, Fraction):
            value = "0" if one.on_missing == "zero" else plain(one.on_missing)  # type: ignore[arg-type]
            yield self._pick(f"  缺数据时取 {value}", f"  {value} when data are missing")
        yield from self._from(one)

    def _tier(self, tier: Tier) -> Iterator[str]:
        yield ""
        indent = "  " * self._depth(tier)
        yield indent + self._title(tier) + self._weight(tier.id)
        joined = join_words(tier.join, self._lang)
        if tier.formula is not None:
            joined = self._speaker(None)(tier.formula)
        if joined is not None:
            yield f"{indent}  {self._pick('汇总：', 'Joined: ')}{joined}"
        for indicator in self._scheme.indicators.values():
            if indicator.tier == tier.id:
                for line in self._indicator(indicator):
                    yield indent + line

    def _depth(self, tier: Tier) -> int:
        depth = 0
        while tier.under is not None:
            tier, depth = self._scheme.tiers[tier.under], depth + 1
        return depth

    def _indicator(self, one: Indicator) -> Iterator[str]:
        gap = " " if self._lang == "en" or not self._weight(one.id) else ""
        yield f"  {self._title(one)}{self._weight(one.id)}{gap}`{one.id}`"
        rows: list[tuple[Words, str | Words | None]] = [
            (Words("指标解释", "Looks at"), one.description),
            (Words("评分标准", "Official text"), one.text),
            (Words("规则", "Rule"), self._rule(one.kind, one.value, one.id, self._plan.full.get(one.id))),
            (Words("适用条件", "Applies when"), None if one.when is None else self._speaker(None)(one.when)),
            (
                Words("修约", "Rounding"),
                rounding_words(one.round, self._lang) if isinstance(one.round, Rounding) else None,
            ),
            (Words("限定", "Limits"), self._limits(one)),
            *((Words("说明", "Note"), text) for text in self._policies(one)),
            (Words("备注模板", "Remark"), one.remark),
            (Words("佐证材料", "Evidence"), one.evidence),
            (Words("依据", "Source"), one.source),
        ]
        for words, text in rows:
            if text:
                told = text[self._lang] if isinstance(text, Words) else text
                yield f"    {words[self._lang]}{self._pick('：', ': ')}{told}"
        for line in self._from(one):
            yield "  " + line

    def _title(self, one: Named) -> str:
        return title(one)[self._lang]

    def _weight(self, name: str) -> str:
        """A weight in brackets; nothing for what has none."""
        weight = self._plan.weights.get(name)
        if weight is None:
            return ""
        if self._scheme.header.weights == "percent":
            shown = f"{plain(weight * 100)}%"
            return self._pick(f"（{shown}）", f" ({shown})")
        return self._pick(f"（{plain(weight)} 分）", f" ({plain(weight)} points)")

    def _limits(self, one: Indicator) -> str | None:
        if one.floor is None and one.cap is None:
            return None
        say = self._speaker(None)
        full = self._plan.full.get(one.id)
        low = "0" if one.floor is None else say.term(one.floor)
        if one.cap is None and full is None:
            return self._pick(f"得分不低于{low}分", f"at least {low} points")
        high = say.term(full if one.cap is None else one.cap)
        return self._pick(f"得分不低于{low}分、不高于{high}分", f"at least {low}, at most {high} points")

    def _policies(self, one: Indicator) -> Iterator[str]:
        """What happens without data, and when it does not apply; defaults of the ruleset included."""
        header = self._scheme.header
        missing = header.on_missing if one.on_missing is None else one.on_missing
        if isinstance(missing, Fraction):
            yield self._pick(
                f"缺数据时得 {plain(missing)} 分", f"{plain(missing)} points when data are missing"
            )
        elif missing in MISSING:
            yield MISSING[missing][self._lang]
        if one.may_skip:
            yield self._pick(
                "可填报为不适用，须写明理由", "the record may say that it does not apply, with a remark"
            )
        if one.bonus:
            yield self._pick(
                "加分项，计入总分，不计入所属一级指标", "a bonus: added to the total, outside its tier"
            )
        if one.penalty:
            yield self._pick("扣分项，从总分中扣除", "a penalty: taken off the total")
        if one.direction is not None:
            better = {
                "higher": Words("指标值越高越好", "higher is better"),
                "lower": Words("指标值越低越好", "lower is better"),
            }
            yield better[one.direction][self._lang]
        if one.explain_over is not None:
            over = self._speaker(None).term(one.explain_over)
            yield self._pick(
                f"指标值超过{over}的，须在备注中说明原因", f"a value above {over} needs a remark"
            )
        policy = one.not_applicable or header.not_applicable
        if policy is not None and (one.when is not None or one.may_skip or missing == "skip"):
            yield NOT_APPLICABLE[policy][self._lang]

    def _from(self, table: Table) -> Iterator[str]:
        text = origin_words(table, self._scheme, self._lang)
        if text:
            yield f"  {self._pick(f'（{text}）', f'({text})')}"

    def _speaker(self, value: Expr | None) -> Speaker:
        return Speaker(self._lang, self._names, value, self._names.unit(value))

    def _rule(self, kind: Kind | None, value: Expr | None, own: str, weight: Fraction | None) -> str:
        assert kind is not None
        return kind.sentence(self._speaker(Name(own) if value is None else value), weight)

    def _end(self) -> Iterator[str]:
        yield ""
        yield from ResultTeller(self._scheme, self._speaker(None)).lines()
