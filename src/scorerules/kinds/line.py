"""``line`` 线性插值: straight segments between points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal, Self

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases, Const, Expr
from scorerules.formula.make import all_of, compare, divide, minus, number, plus, times
from scorerules.kinds.base import Item, Kind, Lowered, Speaker, in_any_unit
from scorerules.reading import BROKEN, At, Broken, ListOf, Numeric, OneOf, key, read_table

Outside = Literal["hold", "zero", "error"]
POINT = Words("一对数 [指标值, 得分]", "a pair [value, points]")


@frozen
class Point:
    """One corner of the line."""

    expected: Words = POINT

    def read(self, node: Node, at: At) -> tuple[Expr, Expr] | Broken:
        """The pair in ``node``."""
        pair = ListOf(Numeric()).read(node, at)
        if isinstance(pair, Broken):
            return pair
        return (pair[0], pair[1]) if len(pair) == 2 else at.wrong(node, self.expected)


@frozen
class Line(Kind):
    """Exact linear interpolation; outside the corners the ends hold, count 0, or are an error."""

    in_derived: ClassVar[bool] = True

    points: tuple[tuple[Expr, Expr], ...] = key(
        ListOf(Point(), least=2),
        "折点 [[指标值, 得分], …]",
        "corners [[value, points], …]",
        required=True,
        default=(),
    )
    outside: Outside = key(
        OneOf(("hold", "zero", "error")), "超出两端时", "what happens outside the corners", default="hold"
    )

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """An array of corners, or a table with ``points`` and ``outside``."""
        if node.is_table:
            return read_table(cls, node, at)
        points = ListOf(Point(), least=2).read(node, at)
        return BROKEN if isinstance(points, Broken) else cls(points=points, origin=node, path=at.path)

    def compared(self) -> tuple[Expr, ...]:  # type: ignore[override]
        return tuple(x for x, _ in self.points)

    def paid(self) -> Iterator[Expr]:
        yield from (points for _, points in self.points)

    def expression(self, item: Item) -> Lowered:
        value = item.value
        for (before, _), (after, _) in zip(self.points, self.points[1:], strict=False):
            if isinstance(before, Const) and isinstance(after, Const) and not before.value < after.value:  # type: ignore[operator]
                item.faults.add("SR237", after.span, path=self.path)
                return Lowered(number(0))
        (first_x, first_y), (last_x, last_y) = self.points[0], self.points[-1]
        outside_low, outside_high = (first_y, last_y) if self.outside == "hold" else (number(0), number(0))
        rows: list[tuple[Expr, Expr]] = []
        if self.outside != "error":
            rows.append((compare("<", value, first_x), outside_low))
            rows.append((compare(">", value, last_x), outside_high))
        for (x0, y0), (x1, y1) in zip(self.points, self.points[1:], strict=False):
            slope = divide(minus(value, x0), minus(in_any_unit(x1), in_any_unit(x0)))
            inside = compare("<=", value, x1)
            if self.outside == "error" and not rows:
                inside = all_of(compare(">=", value, x0), inside)
            rows.append((inside, plus(y0, times(minus(y1, y0), slope))))
        return Lowered(Cases(tuple(rows), None, item.row, span=self.place()))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        corners = say.pick("、", ", ").join(
            say.pick(f"{say(x)}得{say(y)}分", f"{say(x)} gives {say(y)}") for x, y in self.points
        )
        outside = {
            "hold": say.pick("超出两端的按端点计", "the ends hold outside"),
            "zero": say.pick("超出两端的计 0 分", "0 outside"),
            "error": say.pick("超出两端的报错", "outside is an error"),
        }[self.outside]
        return say.pick(
            f"{say.value}按折线计分：{corners}，其间线性插值，{outside}",
            f"{say.value} on a line: {corners}, straight between, {outside}",
        )
