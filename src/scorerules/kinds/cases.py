"""``cases`` 分类适用: another rule for every case, over one value or one datum of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Const, Expr, Name
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker
from scorerules.kinds.defects import ZERO_TIER, ZEROES_TIER
from scorerules.kinds.record_key import RecordKey
from scorerules.kinds.simple import SIMPLE_KINDS, read_rule
from scorerules.kinds.table import Conditional, check_order, first_that_holds
from scorerules.reading import BROKEN, At, Broken, Topic, read_table, shapes
from scorerules.reading.shapes import Shape


@frozen
class CaseRow(Conditional):
    """A condition and the rule that then holds."""

    kind: Kind | None = field(default=None, kw_only=True)


@frozen
class CasesKind(Kind):
    """The rule of the first row whose condition holds."""

    topic: ClassVar[Topic] = Topic(
        Words("分类适用", "by case"),
        Words(
            "各行为 `{ when = …, 规则 }`，第一个条件成立的行有效；最后一行不写 `when` 为其余",
            "rows `{ when = …, RULE }`, the first whose condition holds; "
            "a last row without `when` is the rest",
        ),
    )

    in_derived: ClassVar[bool] = True

    rows: tuple[CaseRow, ...] = field(default=(), kw_only=True)

    @classmethod
    def shape(cls) -> Shape:
        return shapes.Array(shapes.Keys(lambda: CaseRow, rules=tuple(SIMPLE_KINDS)), least=1)

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An array of rows, each with ``when`` and one rule."""
        if not isinstance(node.value, tuple):
            return at.wrong(node, Words("若干行 [{ when = …, 规则 }, …]", "rows [{ when = …, RULE }, …]"))
        if not node.value:
            at.faults.add("SR204", node.span, path=at.path, key=at.path)
            return BROKEN
        rows = tuple(read_row(one, at.under(index)) for index, one in enumerate(node.value))
        kept = tuple(row for row in rows if not isinstance(row, Broken))
        broken = len(kept) < len(rows) or any(row.broken for row in kept)
        return cls(rows=kept, origin=node, path=at.path, broken=broken)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The rules of the rows."""
        return tuple(row.kind for row in self.rows if row.kind is not None)

    @property
    def owns_record(self) -> bool:
        return any(one.owns_record for one in self.kinds)

    @property
    def asks_record(self) -> bool:
        return any(one.asks_record for one in self.kinds)

    @property
    def fits_derived(self) -> bool:
        return all(one.fits_derived for one in self.kinds)

    @property
    def reads_value(self) -> bool:
        return any(one.reads_value for one in self.kinds)

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        keys = [one.own_key(key, item) for one in self.kinds if one.reads_value]
        if not keys:
            return key
        first, *others = keys
        if all(one == first for one in others):
            return first
        answers = dict.fromkeys(answer for one in keys for answer in one.choices or ())
        if all(evolve(one, choices=None) == evolve(first, choices=None) for one in others) and all(
            one.choices for one in keys
        ):
            return evolve(first, choices=tuple(answers))
        item.faults.add("SR291", self.place(), path=self.path, item=item.id)
        return first

    def expression(self, item: Item) -> Lowered:
        check_order(self.rows, item.faults, self.path)
        results: list[Expr] = []
        applies: list[Expr] = []
        parts: list[Part] = []
        for index, kind in enumerate(self.kinds):
            inner = own_part(item, f"_{index + 1}")
            lowered = kind.expression(evolve(inner, rule=kind))
            results.append(lowered.raw)
            applies.append(lowered.applies or Const(value=True))
            parts += [evolve(part, name=f"{part.name}{inner.suffix}") for part in lowered.parts]
        raw = first_that_holds(self.rows, tuple(results), item, f"{item.id}.case")
        parts += zeroing(self.rows, parts, item)
        condition = None
        if any(one != Const(value=True) for one in applies):
            condition = first_that_holds(self.rows, tuple(applies), item, f"{item.id}.case")
        return Lowered(raw, tuple(parts), condition)

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        told = [
            say.pick(f"（{number}）", f"({number}) ")
            + (
                say.pick("其他情况", "otherwise")
                if row.when is None
                else say.pick(f"{say(row.when)}时", f"when {say(row.when)}")
            )
            + say.pick("：", ": ")
            + row.kind.sentence(say, weight)
            for number, row in enumerate(self.rows, 1)
            if row.kind is not None
        ]
        return say.pick("分情况适用：", "by case — ") + say.pick("；", "; ").join(told)

    def boundaries(self) -> tuple[Fraction, ...]:
        return tuple(sorted({bound for one in self.kinds for bound in one.boundaries()}))

    def compared(self) -> Iterator[Expr]:
        for one in self.kinds:
            yield from one.compared()

    def compared_apart(self) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
        for one in self.kinds:
            yield from one.compared_apart()

    def paid(self) -> Iterator[Expr]:
        for one in self.kinds:
            yield from one.paid()


def zeroing(rows: tuple[CaseRow, ...], parts: list[Part], item: Item) -> list[Part]:
    """The part that says whether the whole tier gets nothing, when the rule of some case can."""
    names = {part.name for part in parts}
    said = [f"{ZEROES_TIER}_{number}" for number in range(1, len(rows) + 1)]
    if not names.intersection(said):
        return []
    results = tuple(item.part(one) if one in names else Const(value=False) for one in said)
    return [Part(ZEROES_TIER, first_that_holds(rows, results, item, f"{item.id}.case"), ZERO_TIER)]


def read_row(node: Node, at: At) -> CaseRow | Broken:
    """One row of cases."""
    if not isinstance(node.value, Mapping):
        return at.wrong(node, Words("表 { when = …, 规则 }", "a table { when = …, RULE }"))
    if "cases" in node.value:
        span = node.value["cases"].key_span or node.span
        at.faults.add("SR290", span, path=at.path)
        return BROKEN
    row = read_table(CaseRow, node, at, skip=frozenset(SIMPLE_KINDS))
    kind = read_rule(row.origin or node, at, SIMPLE_KINDS)
    return evolve(row, kind=kind, broken=row.broken or kind is None or kind.broken)


def own_part(item: Item, suffix: str) -> Item:
    """The item as one of several rules sees it: its parts and choices have names of their own."""

    def part(name: str) -> Name:
        found = item.part(f"{name}{suffix}")
        assert isinstance(found, Name)
        return found

    return evolve(item, part=part, suffix=f"{item.suffix}{suffix}")
