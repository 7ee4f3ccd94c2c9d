"""``bands`` 分档: the row whose boundaries hold gives the points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases, Expr
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.given import Giving
from scorerules.kinds.rows import Bounded, check_rows, domain
from scorerules.reading import BROKEN, At, Broken, ListOf, Nested, key, keys_of


@frozen
class BandRow(Bounded):
    """A row of bands, whatever it gives."""


@frozen
class PointsRow(Giving, BandRow):
    """A row of bands that gives points, or a share of the weight."""


def choose_row(rows: tuple[BandRow, ...], results: tuple[Expr, ...], value: Expr, tag: str) -> Cases:
    """The first row that holds; a last row without bounds is the rest."""
    *firsts, last = zip(rows, results, strict=True)
    if last[0].bounded:
        firsts.append(last)
    return Cases(
        tuple((row.condition(value), result) for row, result in firsts),
        None if last[0].bounded else last[1],
        tag,
        span=rows[0].place(),
    )


@frozen
class Bands(Kind):
    """Rows of boundaries and points; a table of columns is the same with one array per key."""

    in_derived: ClassVar[bool] = True

    rows: tuple[PointsRow, ...] = key(ListOf(Nested(lambda: PointsRow), least=1), "档次", "rows", default=())

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An array of rows, or a table of columns."""
        array = node
        if isinstance(node.value, Mapping):
            turned = turn(node, node.value, at)
            if isinstance(turned, Broken):
                return turned
            array = turned
        rows = keys_of(cls)["rows"].type.read(array, at)
        if isinstance(rows, Broken):
            return rows
        return cls(rows=rows, origin=node, path=at.path, broken=any(row.broken for row in rows))

    def expression(self, item: Item) -> Lowered:
        results = tuple(row.result(item) for row in self.rows)
        values, step = domain(item.key)
        check_rows(self.rows, values, step, item.faults, self.path)
        return Lowered(choose_row(self.rows, results, item.value, item.row))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        rows = say.pick("；", "; ").join(
            f"{row.words(say)}{say.pick('', ': ')}{row.result_words(say)}" for row in self.rows
        )
        return f"{say.value}{say.pick('：', ' — ')}{rows}"

    def row_words(self, index: int, say: Speaker) -> str:
        row = self.rows[index]
        return f"{say.value}{say.pick('', ' ')}{row.words(say)}" if row.bounded else row.words(say)


def turn(node: Node, columns: Mapping[str, Node], at: At) -> Node | Broken:
    """Columns to rows; a shorter column of boundaries leaves the last row without a bound."""
    cells = {name: column.value for name, column in columns.items() if isinstance(column.value, tuple)}
    lengths = {name: len(column) for name, column in cells.items()}
    if len(lengths) != len(columns) or not lengths:
        return at.wrong(
            node, Words("若干行 [{…}, …]，或若干等长的列", "rows [{…}, …], or columns of equal length")
        )
    longest = max(lengths.values())
    bounds = {"from", "above", "upto", "below"}
    for name, length in lengths.items():
        if length != longest and not (name in bounds and length == longest - 1):
            at.faults.add(
                "SR236",
                columns[name].span,
                path=at.under(name).path,
                column=name,
                length=length,
                longest=longest,
            )
            return BROKEN
    rows = []
    for index in range(longest):
        row = {name: column[index] for name, column in cells.items() if index < lengths[name]}
        rows.append(evolve(node, value=row, span=next(iter(row.values())).span, key_span=None))
    return evolve(node, value=tuple(rows))
