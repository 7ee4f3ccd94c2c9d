"""``deduct`` 每低/高一个单位扣分, and ``earn`` 按项得分: points per unit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal, Self

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases, Expr
from scorerules.formula.grid import is_whole
from scorerules.formula.make import any_of, call, choose, compare, divide, minus, number, plus, times
from scorerules.kinds.amounts import constant, points_per_unit
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker, in_any_unit, parameters
from scorerules.kinds.rows import Bounded
from scorerules.reading import At, Broken, Formula, ListOf, Nested, Numeric, OneOf, Table, Topic, key, keys_of
from scorerules.reading.shapes import Shape

Partial = Literal["prorated", "whole", "started"]
PARTIAL = OneOf(("prorated", "whole", "started"))
PARTIAL_WORDS = {
    "prorated": Words("不足{each}的按比例计", "less than {each} counts in proportion"),
    "whole": Words("不足{each}的不计", "less than {each} does not count"),
    "started": Words("不足{each}的按{each}计", "less than {each} counts as {each}"),
}
UNITS = Words("单位数", "units")


def units(distance: Expr, each: Expr, partial: Partial | None) -> Expr:
    """How many units a distance is, never below 0, parts counted as ``partial`` says."""
    whole = divide(distance, _positive(each))
    if partial == "whole":
        whole = call("floor", whole)
    elif partial == "started":
        whole = call("ceil", whole)
    return call("max", number(0), whole)


def _positive(each: Expr) -> Expr:
    """The size of a unit; one that is computed and comes to 0 or less is a problem of the record."""
    if constant(each) is not None:
        return in_any_unit(each)
    return Cases(((compare(">", each, number(0)), each),), None, unmet="SR513", span=each.span)


def partial_words(partial: Partial, each: str, say: Speaker) -> str:
    """How parts of a unit count, in words."""
    return PARTIAL_WORDS[partial][say.lang].replace("{each}", each)


def in_points(number: str) -> str:
    """A number of points in English."""
    return f"{number} point" if number == "1" else f"{number} points"


def check_partial(
    table: Table, item: Item, value: Expr, start: Expr, each: Expr, partial: str | None
) -> None:
    """Note a rule that does not say how parts of a unit count although there can be parts."""
    if partial is None and not (
        is_whole(value, item.grid) and is_whole(start, item.grid) and each == number(1)
    ):
        item.faults.add("SR240", table.place(), path=table.path)


def check_each(table: Table, item: Item, each: Expr) -> None:
    """Note a unit of zero or less."""
    size = constant(each)
    if size is not None and size <= 0:
        item.faults.add("SR241", table.place("each"), path=f"{table.path}.each")


@frozen
class Clause(Table):
    """One reason to lose points."""

    value: Expr | None = key(
        Formula(), "此项的指标值", "the value this clause looks at, if not the indicator's"
    )
    below: Expr | None = key(Numeric(), "低于此值扣分", "points are lost below it", of_value=True)
    above: Expr | None = key(Numeric(), "高于此值扣分", "points are lost above it", of_value=True)
    each: Expr | None = key(Numeric(), "一个单位是多少", "the size of a unit", required=True, of_value=True)
    points: Expr | None = key(
        Numeric(), "每个单位扣几分", "points lost per unit", required=True, of_points=True
    )
    partial: Partial | None = key(PARTIAL, "不足一个单位怎样计", "how parts of a unit count")
    zero: Bounded | None = key(
        Nested(lambda: Bounded), "达到此界线全部扣完", "boundaries at which nothing is left"
    )

    def lost(self, item: Item, part: str, words: Words) -> tuple[Expr, Part, Expr | None]:
        """The points lost, the part it reads, and the condition of the cliff."""
        assert self.each is not None
        assert self.points is not None
        value = item.value if self.value is None else self.value
        if self.below is not None:
            start, distance = self.below, minus(self.below, value)
        else:
            assert self.above is not None
            start, distance = self.above, minus(value, self.above)
        check_partial(self, item, value, start, self.each, self.partial)
        check_each(self, item, self.each)
        count = Part(part, units(distance, self.each, self.partial), words)
        lost = points_per_unit(item, self.points, f"{self.path}.points")
        return times(item.part(part), lost), count, self._cliff(item, value)

    def _cliff(self, item: Item, value: Expr) -> Expr | None:
        """The condition under which nothing is left."""
        if self.zero is None:
            return None
        if not self.zero.bounded:
            item.faults.add("SR204", self.place("zero"), path=self.zero.path, key=self.zero.path)
            return None
        return None if self.zero.contradicts(item.faults) else self.zero.condition(value)

    def words(self, say: Speaker) -> str:
        """The clause in words."""
        say = say.about(self.value)
        value, each, points = say.value, say.measure(self.each), say.term(self.points)
        amount = in_points(points)
        if self.below is not None:
            text = say.pick(
                f"{value}低于{say.measure(self.below)}的，每低{each}扣{points}分",
                f"{value} loses {amount} for every {each} below {say.measure(self.below)}",
            )
        else:
            text = say.pick(
                f"{value}高于{say.measure(self.above)}的，每高{each}扣{points}分",
                f"{value} loses {amount} for every {each} above {say.measure(self.above)}",
            )
        if self.partial is not None:
            text += say.pick("，", ", ") + partial_words(self.partial, each, say)
        return text

    def cliff_words(self, say: Speaker) -> str:
        """When nothing is left, in words; empty when nothing is said."""
        if self.zero is None:
            return ""
        say = say.about(self.value)
        bound = self.zero.words(say)
        return say.pick(f"；{say.value}{bound}时不得分", f"; nothing when {say.value} is {bound}")


@frozen
class Deduct(Kind):
    """w − Σ n·points over the clauses, 扣完为止; n is how many units the value falls short."""

    topic: ClassVar[Topic] = Topic(
        Words("每低或每高一个单位扣分", "points lost per unit"),
        Words(
            "从满分起，每比界线低或高一个 `each` 扣 `points` 分，扣完为止；写若干条的，扣分相加",
            "from the full mark `points` are lost for every `each` below or above a limit, down to 0; "
            "the losses of several clauses add up",
        ),
    )

    clauses: tuple[Clause, ...] = key(
        ListOf(Nested(lambda: Clause), one=True, least=1), "扣分条款", "clauses", default=()
    )

    @classmethod
    def shape(cls) -> Shape:
        return keys_of(cls)["clauses"].type.shape

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """A table is one clause; an array has several, and their losses add up."""
        clauses = keys_of(cls)["clauses"].type.read(node, at)
        if isinstance(clauses, Broken):
            return clauses
        broken = any(one.broken for one in clauses)
        for one in clauses:
            sides = [name for name in ("below", "above") if getattr(one, name) is not None]
            if len(sides) != 1 and not one.broken:
                at.faults.add("SR242", one.place(), path=one.path)
                broken = True
        return cls(clauses=clauses, origin=node, path=at.path, broken=broken)

    @property
    def reads_value(self) -> bool:
        return any(one.value is None for one in self.clauses)

    def compared(self) -> Iterator[Expr]:
        for clause in self.clauses:
            if clause.value is None:
                yield from parameters(clause, lambda key: key.of_value)

    def compared_apart(self) -> Iterator[tuple[Expr, tuple[Expr, ...]]]:
        for clause in self.clauses:
            if clause.value is not None:
                yield clause.value, tuple(parameters(clause, lambda key: key.of_value))

    def expression(self, item: Item) -> Lowered:
        losses, parts, cliffs = [], [], []
        for index, clause in enumerate(self.clauses, start=1):
            if len(self.clauses) == 1:
                lost, part, cliff = clause.lost(item, "units", UNITS)
            else:
                words = Words(f"第{index}项单位数", f"units of clause {index}")
                lost, part, cliff = clause.lost(item, f"units{index}", words)
            losses.append(lost)
            parts.append(part)
            if cliff is not None:
                cliffs.append(cliff)
        raw = minus(item.full, plus(*losses))
        if cliffs:
            raw = choose(any_of(*cliffs), number(0), raw)
        return Lowered(raw, tuple(parts))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        clauses = say.pick("；", "; ").join(clause.words(say) for clause in self.clauses)
        cliffs = "".join(clause.cliff_words(say) for clause in self.clauses)
        return clauses + say.pick("，扣完为止", ", down to 0") + cliffs


@frozen
class Earn(Kind):
    """``points`` for every ``each`` above ``over``, up to the most that the indicator can score."""

    topic: ClassVar[Topic] = Topic(
        Words("按项得分", "points per unit"),
        Words(
            "每有一个 `each` 得 `points` 分，得满为止；写了 `over` 时从它起算",
            "`points` for every `each`, up to the full mark; counted from `over` if that is said",
        ),
    )

    each: Expr | None = key(Numeric(), "一个单位是多少", "the size of a unit", required=True, of_value=True)
    points: Expr | None = key(Numeric(), "每个单位得几分", "points per unit", required=True, of_points=True)
    over: Expr | None = key(Numeric(), "从多少起算", "where counting starts; 0 unless said", of_value=True)
    partial: Partial | None = key(PARTIAL, "不足一个单位怎样计", "how parts of a unit count")

    def expression(self, item: Item) -> Lowered:
        assert self.each is not None
        assert self.points is not None
        start = number(0) if self.over is None else self.over
        check_partial(self, item, item.value, start, self.each, self.partial)
        check_each(self, item, self.each)
        distance = item.value if self.over is None else minus(item.value, self.over)
        part = Part("units", units(distance, self.each, self.partial), UNITS)
        gained = points_per_unit(item, self.points, f"{self.path}.points")
        return Lowered(times(item.part("units"), gained), (part,))

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        each, points = say.measure(self.each), say.term(self.points)
        amount = in_points(points)
        text = say.pick(
            f"{say.value}每{each}得{points}分",
            f"{say.value} earns {amount} for every {each}",
        )
        if self.over is not None:
            text = say.pick(
                f"{say.value}超过{say.measure(self.over)}的，每超过{each}得{points}分",
                f"{say.value} earns {amount} for every {each} above {say.measure(self.over)}",
            )
        if self.partial is not None:
            text += say.pick("，", ", ") + partial_words(self.partial, each, say)
        return text if weight is None else text + say.pick("，得满为止", ", up to the full mark")
