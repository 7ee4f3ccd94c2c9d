"""What people call the ids of a ruleset, and how they read its values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from scorerules.diagnostics import Lang, Words
from scorerules.formula import Expr, Name, render_literal
from scorerules.kinds import NOT_APPLICABLE, REMARK_ONLY
from scorerules.model import Named, Scheme, title
from scorerules.numbers import Real, Unit, plain
from scorerules.plan import Plan, Step

SPACES = {
    "score": Words("得分", "score"),
    "share": Words("得分率", "share"),
    "lost": Words("扣分", "points lost"),
    "weight": Words("权重", "weight"),
}
STEPS = {
    "applies": Words("适用", "applies"),
    "value": Words("指标值", "value"),
    "raw": Words("计算得分", "raw score"),
    "limited": Words("限定后得分", "limited score"),
    "rounded": Words("修约后得分", "rounded score"),
    "sum": Words("合计", "sum"),
    "left": Words("适用部分的权重", "weight that applies"),
    "taken": Words("不计入总分的权重", "weight left out of the total"),
    "bonus": Words("加分", "bonus points"),
    "penalty": Words("扣分", "penalty points"),
    "added": Words("加减分后合计", "sum with bonus and penalty points"),
    "capped": Words("否决后总分", "total after vetoes"),
    "band": Words("按总分所得等级", "grade by its band"),
    "rank": Words("等级位次", "rank of the grade"),
    "not_applicable": Words("填报为不适用", "said not to apply"),
}
COHORT = Words("同组比较", "comparison with the group")
TOTAL = Words("总分", "total")
GRADE = Words("绩效等级", "grade")


def titles_of(scheme: Scheme) -> dict[str, Words]:
    """Every id with what people call it."""
    found = {one.id: title(one) for one in scheme.inputs.values()}
    groups: tuple[Mapping[str, Named], ...] = (
        scheme.parameters,
        scheme.derived,
        scheme.tiers,
        scheme.indicators,
        scheme.outcomes,
        scheme.vetoes,
    )
    for group in groups:
        found |= {one.id: title(one) for one in group.values()}
    return found


class Names:
    """Says the ids of one ruleset in one language."""

    def __init__(self, scheme: Scheme, plan: Plan, lang: Lang) -> None:
        self._titles = {id_: words[lang] for id_, words in titles_of(scheme).items()}
        # A bare id means the datum, which may be called otherwise than the indicator it belongs to.
        self._data = {key.id: key.words[lang] for key in plan.keys.values() if key.type != REMARK_ONLY}
        self._data |= {
            part.id: part.words[lang]
            for key in plan.keys.values()
            for part in key.parts
            if not part.id.endswith(f".{NOT_APPLICABLE}")
        }
        self._steps: Mapping[str, Step] = {step.id: step for step in plan.steps}
        self._units = plan.units
        self._lang: Lang = lang

    def __call__(self, name: str) -> str:
        """What people call an id."""
        space, _, item = name.partition(".")
        if not item:
            fixed = {"total": TOTAL[self._lang], "grade": GRADE[self._lang]}
            return fixed.get(name) or self._data.get(name) or self._titles.get(name, name)
        if space in SPACES:
            title_, words = self._titles.get(item, item), SPACES[space]
            return f"{title_}的{words.zh}" if self._lang == "zh" else f"{words.en} of {title_}"
        if name in self._data:
            return self._data[name]
        if space == "cohort":
            return COHORT[self._lang]
        step = self._steps.get(name)
        if step is not None and step.words is not None:
            return step.words[self._lang]
        return STEPS[item][self._lang] if item in STEPS else name

    def unit(self, expr: Expr | None) -> Unit | None:
        """The unit that people read an expression in, when it is the value of an id."""
        return self._units.get(expr.id) if isinstance(expr, Name) else None

    def value(self, name: str, value: object) -> str:
        """A value as people read it, in the unit of the id."""
        return shown(value, self._units.get(name), self._lang)


def shown(value: object, unit: Unit | None, lang: Lang) -> str:
    """A value as people read it: a percentage with its sign, an amount in its unit."""
    match value:
        case None:
            return Words("缺", "missing")[lang]
        case Fraction() | Real() if unit is not None and unit.scale != 1:
            return plain(value / unit.scale) + unit.symbol
        case Fraction() | Real():
            return plain(value)
        case str():
            return value
        case tuple():
            return Words("、", ", ")[lang].join(map(str, value))
        case bool() | date():
            return render_literal(value, lang)
        case _:
            return str(value)
