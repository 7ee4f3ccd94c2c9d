"""``line`` 线性插值: straight segments between points."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal, Self

from attrs import evolve, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases, Expr
from scorerules.formula.make import all_of, compare, divide, minus, number, plus, times
from scorerules.kinds.amounts import constant
from scorerules.kinds.base import Item, Kind, Lowered, Speaker, in_any_unit
from scorerules.reading import (
    BROKEN,
    At,
    Broken,
    ListOf,
    Numeric,
    OneOf,
    Topic,
    key,
    keys_of,
    read_table,
    shapes,
)
from scorerules.reading.shapes import Shape, either

Outside = Literal["hold", "zero", "error"]
POINT = Words("一对数 [指标值, 得分]", "a pair [value, points]")


@frozen
class Point:
    """One corner of the line."""

    shape: ClassVar[Shape] = shapes.Array(Numeric.shape, least=2, most=2)
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

    topic: ClassVar[Topic] = Topic(
        Words("线性插值", "straight lines between points"),
        Words(
            "折点 [指标值, 得分] 之间线性插值；`outside` 写明超出两端时怎样",
            "straight lines between corners [value, points]; `outside` says what holds beyond them",
        ),
    )
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
    def shape(cls) -> Shape:
        return either(keys_of(cls)["points"].type.shape, shapes.Keys(lambda: cls))

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
        for (before, _), (after, _) in pairwise(self.points):
            left, right = constant(before), constant(after)
            if left is not None and right is not None and left >= right:
                item.faults.add("SR237", after.span, path=self.path)
                return Lowered(number(0))
        corners = [(in_any_unit(x), y) for x, y in self.points]
        (first_x, first_y), (last_x, last_y) = corners[0], corners[-1]
        outside_low, outside_high = (first_y, last_y) if self.outside == "hold" else (number(0), number(0))
        rows: list[tuple[Expr, Expr]] = []
        if self.outside != "error":
            # Nobody wrote these two rows, so they have no place: it is no mistake if no value reaches them.
            rows.append((evolve(compare("<", value, first_x), span=None), outside_low))
            rows.append((evolve(compare(">", value, last_x), span=None), outside_high))
        for (x0, y0), (x1, y1) in pairwise(corners):
            slope = divide(minus(value, x0), minus(x1, x0))
            inside = compare("<=", value, x1)
            if self.outside == "error":
                inside = all_of(compare(">=", value, x0), inside)
            rows.append((inside, plus(y0, times(minus(y1, y0), slope))))
        return Lowered(Cases(tuple(rows), None, item.row, unmet="SR512", span=self.place()))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        given, unit = ("取", "") if weight is None else ("得", "分")
        corners = say.pick("、", ", ").join(
            say.pick(f"{say.measure(x)}{given}{say.term(y)}{unit}", f"{say.measure(x)} gives {say.term(y)}")
            for x, y in self.points
        )
        outside = {
            "hold": say.pick("超出两端的按端点计", "beyond the ends as at the ends"),
            "zero": say.pick(f"超出两端的计0{unit}", "0 beyond the ends"),
            "error": say.pick("超出两端的不予计算", "an error beyond the ends"),
        }[self.outside]
        return say.pick(
            f"{say.value}按折线计算：{corners}，其间线性插值，{outside}",
            f"{say.value} on a line: {corners}, straight lines between, {outside}",
        )

    def row_words(self, index: int, say: Speaker) -> str:
        xs = [say.measure(x) for x, _ in self.points]
        ends = 0 if self.outside == "error" else 2
        if index < ends:
            low = index == 0
            return say.pick(
                f"{say.value}{'低于' + xs[0] if low else '高于' + xs[-1]}",
                f"{say.value} {'below ' + xs[0] if low else 'above ' + xs[-1]}",
            )
        first, last = xs[index - ends], xs[index - ends + 1]
        return say.pick(f"{say.value}在{first}至{last}之间", f"{say.value} between {first} and {last}")
