"""``checklist`` 要点: items ticked off one by one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Absent, Cases, Expr, Known, Not
from scorerules.formula.make import all_of, any_of, choose, compare, divide, number, plus, times
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker
from scorerules.kinds.item_ids import check_item_ids
from scorerules.kinds.record_key import RecordKey
from scorerules.numbers import plain
from scorerules.reading import Amount, At, Broken, Flag, MapOf, Nested, Table, Topic, Wording, key, keys_of
from scorerules.reading.shapes import Shape

EARNED = Words("已具备要点的分数", "points of the items ticked")
POSSIBLE = Words("适用要点的分数", "points of the items that apply")


@frozen
class CheckItem(Table):
    """One item of a checklist."""

    name: Words | None = key(Wording(), "名称", "what people call it")
    points: Fraction = key(Amount(), "得几分", "points", required=True, default=Fraction(0))
    key: bool = key(
        Flag(), "是否关键项：不具备则整项不得分", "whether nothing is left without it", default=False
    )


@frozen
class Checklist(Kind):
    """The points of the items ticked, out of those of the items that apply, times what all have together."""

    topic: ClassVar[Topic] = Topic(
        Words("要点", "checklist"),
        Words(
            "逐项核对，具备的得分；缺一个关键项不得分",
            "items ticked one by one, each with its points; nothing is left without a `key` item",
        ),
    )
    owns_record: ClassVar[bool] = True

    items: Mapping[str, CheckItem] = key(
        MapOf(Nested(lambda: CheckItem), least=1), "要点", "items", default=field(factory=dict)
    )

    @classmethod
    def shape(cls) -> Shape:
        return keys_of(cls)["items"].type.shape

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """The keys of the table are the ids of the items."""
        items = keys_of(cls)["items"].type.read(node, at)
        if isinstance(items, Broken):
            return items
        check_item_ids(items, at.faults)
        return cls(items=items, origin=node, path=at.path, broken=any(one.broken for one in items.values()))

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        items = {
            name: RecordKey(
                f"{key.id}.{name}", one.name or Words.same(name), "boolean", may_skip=True, span=one.place()
            )
            for name, one in self.items.items()
        }
        return evolve(key, type="boolean", items=items)

    def expression(self, item: Item) -> Lowered:
        points = sum((one.points for one in self.items.values()), Fraction(0))
        if item.weight is not None and points != item.weight:
            parts = " + ".join(plain(one.points) for one in self.items.values())
            item.faults.add(
                "SR299", self.place(), path=self.path, item=item.id, sum=plain(points),
                weight=plain(item.weight), parts=parts,
            )  # fmt: skip
        earned, possible, lacking = [], [], []
        for name, one in self.items.items():
            said = item.datum(name)
            earned.append(choose(all_of(Known(said), said), number(one.points), number(0)))
            possible.append(choose(Known(said), number(one.points), number(0)))
            if one.key:
                lacking.append(all_of(Known(said), Not(said)))
        share = divide(item.part("earned"), item.part("possible"))
        nothing_left = compare("==", item.part("possible"), number(0))
        rows: list[tuple[Expr, Expr]] = []
        if lacking:
            rows.append((any_of(*lacking), number(0)))
        rows.append((nothing_left, Absent(not_applicable=True)))
        score = Cases(tuple(rows), times(share, number(points)), item.row, span=self.place())
        parts_ = (Part("earned", plus(*earned), EARNED), Part("possible", plus(*possible), POSSIBLE))
        applies = any_of(*(Known(item.datum(name)) for name in self.items))
        # A checklist that the record does not mention is missing; it is not one whose items do not apply.
        mentioned = choose(item.value, applies, Absent())
        return Lowered(choose(item.value, score, Absent()), parts_, mentioned)

    def scores(self, most: int) -> frozenset[Fraction] | None:
        """Everything that it can give; ``None`` when there are more than ``most`` ways to tell apart."""
        ways = {(Fraction(0), Fraction(0))}
        for one in self.items.values():
            ways |= {
                (earned + gained, possible + one.points)
                for earned, possible in ways
                for gained in (Fraction(0), one.points)
            }
            if len(ways) > most:
                return None
        points = sum((one.points for one in self.items.values()), Fraction(0))
        return frozenset(earned * points / possible for earned, possible in ways if possible)

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        told = []
        for name, one in self.items.items():
            facts = say.pick(f"{plain(one.points)}分", f"{plain(one.points)} points")
            if one.key:
                facts += say.pick("，关键项", ", key item")
            told.append((one.name or Words.same(name))[say.lang] + say.pick(f"（{facts}）", f" ({facts})"))
        text = say.pick("逐项核对，具备的得分：", "items, each with its points: ") + say.pick(
            "、", ", "
        ).join(told)
        if any(one.key for one in self.items.values()):
            text += say.pick("；缺任何一个关键项不得分", "; nothing when a key item is missing")
        return text + say.pick("；不适用的要点不计入", "; items that do not apply are left out")
