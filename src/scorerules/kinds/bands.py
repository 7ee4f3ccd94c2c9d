"""``bands`` 分档: the row whose boundaries hold gives the points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Self

from attrs import evolve, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.document import Node
from scorerules.formula import Cases, Const, Expr, grid_of
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.given import Giving
from scorerules.kinds.rows import Bounded, check_rows, domain, hull
from scorerules.reading import (
    BROKEN,
    At,
    Broken,
    ListOf,
    Nested,
    Numeric,
    Topic,
    corrected,
    key,
    keys_of,
    shapes,
)
from scorerules.reading.shapes import Shape, either


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
    """Rows of boundaries and points, or a table of columns: one array per key, in either order."""

    topic: ClassVar[Topic] = Topic(
        Words("分档", "bands"),
        Words(
            "按界线分档，每档得 `points` 分或权重的 `share`；最后一档没有界线时为其余；也可以按列写",
            "rows of boundaries, each with its `points` or its `share` of the weight; "
            "a last row without boundaries is the rest; columns may be written instead",
        ),
    )
    in_derived: ClassVar[bool] = True

    rows: tuple[PointsRow, ...] = key(ListOf(Nested(lambda: PointsRow), least=1), "档次", "rows", default=())

    @classmethod
    def shape(cls) -> Shape:
        return either(keys_of(cls)["rows"].type.shape, shapes.Columns(lambda: PointsRow))

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An array of rows, or a table of columns."""
        array = node
        if isinstance(node.value, Mapping):
            before = len(at.faults)
            node, _, _ = corrected(node, keys_of(PointsRow), at, {})
            if len(at.faults) > before:
                return BROKEN
            assert isinstance(node.value, Mapping)
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
        if item.key is None:
            # How far a computed value goes is not known here; the review looks there with its range.
            step = grid_of(item.value, item.grid) or None
            values = hull(self.rows, step)
        check_rows(self.rows, values, step, item.faults, self.path)
        return Lowered(choose_row(self.rows, results, item.value, item.row))

    def row_reason(self, index: int) -> Words | None:
        return self.rows[index].reason if index < len(self.rows) else None

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        rows = say.pick("；", "; ").join(
            f"{row.words(say)}{say.pick('', ': ')}{row.result_words(say)}" for row in self.rows
        )
        return f"{say.value}{say.pick('：', ' — ')}{rows}"

    def row_words(self, index: int, say: Speaker) -> str:
        row = self.rows[index]
        return f"{say.value}{say.pick('', ' ')}{row.words(say)}" if row.bounded else row.words(say)


BOUNDS = ("from", "above", "upto", "below")


def easiest_first(columns: Mapping[str, Node], faults: Faults) -> bool:
    """Whether columns with one boundary column run from the easiest row to the strictest.

    Long tables are printed in either order, and both mean the same: ``above = [335, 670]`` with
    ``points = [0, 1, 2]`` gives 0 up to 335.
    """
    names = [name for name in BOUNDS if name in columns]
    if len(names) != 1:
        return False
    cells = columns[names[0]].value
    read = [Numeric().read(cell, At("", faults)) for cell in cells] if isinstance(cells, tuple) else []
    values = [one.value for one in read if isinstance(one, Const) and isinstance(one.value, Fraction)]
    if len(values) < len(read) or len(values) < 2:
        return False
    rising = all(before < after for before, after in pairwise(values))
    falling = all(before > after for before, after in pairwise(values))
    return rising if names[0] in ("from", "above") else falling


def turn(node: Node, columns: Mapping[str, Node], at: At) -> Node | Broken:
    """Columns to rows; a shorter column of boundaries leaves the last row without a bound."""
    cells = {name: column.value for name, column in columns.items() if isinstance(column.value, tuple)}
    lengths = {name: len(column) for name, column in cells.items()}
    if len(lengths) != len(columns) or not lengths:
        return at.wrong(
            node, Words("若干行 [{…}, …]，或若干等长的列", "rows [{…}, …], or columns of equal length")
        )
    longest = max(lengths.values())
    for name, length in lengths.items():
        if length != longest and not (name in BOUNDS and length == longest - 1):
            at.faults.add(
                "SR236",
                columns[name].span,
                path=at.under(name).path,
                column=name,
                length=length,
                longest=longest,
            )
            return BROKEN
    if easiest_first(columns, at.faults.apart()):
        cells = {name: column[::-1] for name, column in cells.items()}
    rows = []
    for index in range(longest):
        row = {name: column[index] for name, column in cells.items() if index < lengths[name]}
        rows.append(evolve(node, value=row, span=next(iter(row.values())).span, key_span=None))
    return evolve(node, value=tuple(rows))
