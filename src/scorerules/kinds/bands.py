"""``bands`` 分档: the row whose boundaries hold gives the points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases, Expr
from scorerules.formula.make import number, times
from scorerules.kinds.amounts import constant, is_bare, points, share
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.rows import Bounded, check_rows, domain
from scorerules.numbers import plain
from scorerules.reading import BROKEN, At, Broken, ListOf, Nested, Numeric, key, keys_of


@frozen
class BandRow(Bounded):
    """A row of bands, whatever it gives."""


@frozen
class PointsRow(BandRow):
    """A row of bands that gives points, or a share of the weight."""

    points: Expr | None = key(Numeric(), "得几分", "points")
    share: Expr | None = key(Numeric(), "得权重的几成", "share of the weight")
    gives: Expr | None = key(Numeric(), "取值", "the value, in derived values")

    def result(self, item: Item) -> Expr:
        """What the row gives."""
        chosen = [one for one in (self.points, self.share, self.gives) if one is not None]
        if len(chosen) != 1 or (self.share is not None and item.weight is None):
            item.faults.add("SR235", self.place(), path=self.path)
            return number(0)
        if self.share is not None:
            return times(item.full, share(item, self.share, f"{self.path}.share"))
        return points(item, chosen[0], self.path)

    def result_words(self, say: Speaker) -> str:
        """What the row gives, in words."""
        if self.share is not None:
            part = constant(self.share)
            percent = part is not None and is_bare(self.share)
            shown = f"{plain(part * 100)}%" if percent and part is not None else say.term(self.share)
            return say.pick(f"得权重的{shown}", f"{shown} of the weight")
        given = say.term(self.points if self.points is not None else self.gives)
        return say.pick(f"得{given}分" if self.points is not None else f"取{given}", given)


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
        return Lowered(choose_row(self.rows, results, item.value, f"{item.id}.row"))

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
