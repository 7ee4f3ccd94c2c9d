"""``table`` 决策表: the first row whose condition holds."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Self

from attrs import frozen

from scorerules.diagnostics import Faults, Words
from scorerules.document import Node
from scorerules.formula import Cases, Expr
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.given import Giving
from scorerules.reading import At, Broken, Formula, ListOf, Nested, Table, Topic, key, keys_of
from scorerules.reading.shapes import Shape


@frozen
class Conditional(Table):
    """A row with a condition; without one it is the rest."""

    when: Expr | None = key(Formula(), "条件", "when the row holds")

    def when_words(self, say: Speaker) -> str:
        """The condition in words."""
        return say.pick("其余", "otherwise") if self.when is None else say(self.when)


@frozen
class TableRow(Giving, Conditional):
    """A row of a decision table."""


def check_order(rows: tuple[Conditional, ...], faults: Faults, path: str) -> None:
    """Note a row without a condition that is not the last."""
    for index, row in enumerate(rows[:-1]):
        if row.when is None:
            faults.add("SR292", row.place(), path=path, row=index + 1, rows=len(rows))
            return


def first_that_holds(rows: tuple[Conditional, ...], results: tuple[Expr, ...], item: Item, tag: str) -> Expr:
    """The result of the first row whose condition holds; a last row without one is the rest."""
    conditional = tuple(
        (item.own(row.when), result)
        for row, result in zip(rows, results, strict=True)
        if row.when is not None
    )
    rest = results[-1] if rows[-1].when is None else None
    if rest is not None and not conditional:
        return rest
    return Cases(conditional, rest, tag, span=rows[0].place())


@frozen
class DecisionTable(Kind):
    """Rows of conditions and points, read from the top."""

    topic: ClassVar[Topic] = Topic(
        Words("决策表", "decision table"),
        Words(
            "逐行判断条件，第一个成立的行给分；最后一行不写 `when` 为其余",
            "rows of conditions, the first that holds gives the points; "
            "a last row without `when` is the rest",
        ),
    )
    reads_value: ClassVar[bool] = False
    in_derived: ClassVar[bool] = True

    rows: tuple[TableRow, ...] = key(ListOf(Nested(lambda: TableRow), least=1), "各行", "rows", default=())

    @classmethod
    def shape(cls) -> Shape:
        return keys_of(cls)["rows"].type.shape

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An array of rows."""
        rows = keys_of(cls)["rows"].type.read(node, at)
        if isinstance(rows, Broken):
            return rows
        return cls(rows=rows, origin=node, path=at.path, broken=any(row.broken for row in rows))

    def expression(self, item: Item) -> Lowered:
        check_order(self.rows, item.faults, self.path)
        results = tuple(item.own(row.result(item)) for row in self.rows)
        return Lowered(first_that_holds(self.rows, results, item, item.row))

    def row_reason(self, index: int) -> Words | None:
        return self.rows[index].reason if index < len(self.rows) else None

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        rows = say.pick("；", "; ").join(
            f"{row.when_words(say)}{say.pick('：', ': ')}{row.result_words(say)}" for row in self.rows
        )
        return say.pick(f"依次判断：{rows}", f"first row that holds — {rows}")
