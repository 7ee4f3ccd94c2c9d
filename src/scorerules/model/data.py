"""What is computed before anything is scored: inputs, parameters, functions, derived values."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Expr
from scorerules.kinds import Kind
from scorerules.model.policies import MissingPolicy, Rounding, RoundingOrNone
from scorerules.numbers import Unit
from scorerules.reading import Amount, Formula, ListOf, OneOf, Plain, Table, Text, UnitName, Wording, key

InputType: TypeAlias = Literal["number", "integer", "text", "boolean", "date"]
INPUT_TYPES: tuple[InputType, ...] = ("number", "integer", "text", "boolean", "date")


@frozen
class Input(Table):
    """``[input.ID]``: one datum of the record."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    unit: Unit | None = key(UnitName(), "单位", "unit of measure")
    type: InputType | None = key(OneOf(INPUT_TYPES), "类型", "type of the datum")
    from_: Node | None = key(Plain(), "不小于（含）", "at least", name="from")
    above: Node | None = key(Plain(), "大于（不含）", "more than")
    upto: Node | None = key(Plain(), "不大于（含）", "at most")
    below: Node | None = key(Plain(), "小于（不含）", "less than")
    choices: tuple[str, ...] | None = key(
        ListOf(Text(numeral=True), least=1), "可填的文字", "the texts it may be"
    )
    places: int | None = key(Amount(), "最多几位小数", "most decimal places, in its unit")
    default: Node | None = key(Plain(), "缺省值", "its value when the record has none")
    description: Words | None = key(Wording(), "说明", "description")


@frozen
class Parameter(Table):
    """``[parameter.ID]``: a named constant."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    value: Node | None = key(Plain(), "值", "its value", required=True)
    unit: Unit | None = key(UnitName(), "单位", "unit of measure")
    source: Words | None = key(Wording(), "依据", "where it is published")
    description: Words | None = key(Wording(), "说明", "description")


@frozen
class Function(Table):
    """``[function.ID]``: a lookup or formula that is used in several places."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    of: tuple[str, ...] = key(
        ListOf(Text(), one=True, least=1), "参数的名称", "names of its parameters", required=True, default=()
    )
    value: Expr | None = key(
        Formula(), "所查的值；不写为第一个参数", "what it looks at; its first parameter unless said"
    )
    source: Words | None = key(Wording(), "依据", "where it is published")
    description: Words | None = key(Wording(), "说明", "description")
    kind: Kind | None = field(default=None, kw_only=True)


@frozen
class Derived(Table):
    """``[derived.ID]``: a value computed from others, part of the result."""

    id: str = ""
    name: Words | None = key(Wording(), "名称", "what people call it")
    unit: Unit | None = key(UnitName(), "单位", "unit it is shown in")
    value: Expr | None = key(Formula(), "指标值", "the value its rule looks at")
    round: Rounding | Literal["none"] | None = key(RoundingOrNone(), "修约", "rounding")
    on_missing: str | Fraction | None = key(MissingPolicy(), "缺数据时的处理", "when data are missing")
    description: Words | None = key(Wording(), "说明", "description")
    kind: Kind | None = field(default=None, kw_only=True)
