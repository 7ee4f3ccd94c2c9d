"""Rows with boundaries: 含 and 不含 said with one of four words, and what a list of rows covers."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from attrs import frozen

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula import Const, Expr
from scorerules.formula.make import all_of, compare
from scorerules.formula.nodes import CompareOperator
from scorerules.kinds.base import Speaker
from scorerules.kinds.record_key import RecordKey
from scorerules.numbers import Unit, plain
from scorerules.reading import Numeric, Table, key

Cut = tuple[int, Fraction, int]
"""A place between numbers: (−1/0/1 for −∞/finite/+∞, number, 0 just below it or 1 just above it)."""

BELOW_ALL: Cut = (-1, Fraction(0), 0)
ABOVE_ALL: Cut = (1, Fraction(0), 0)
Stretch = tuple[Cut, Cut]
TAKEN = (
    Words("前面的档次已经包括了它", "the rows before it take all its values"),
    Words("只写一侧界线时，要求高的写在前面", "with one-sided rows, the strictest comes first"),
)
"""Why a row is never reached, and what to do: other rows come first."""

OUTSIDE = (
    Words("它在可能出现的值的范围之外", "it lies outside the values that can occur"),
    Words("请核对这一档的界线，或指标值的范围", "check its boundaries, or the range of the value"),
)
"""The same for a row that no value meets."""


@frozen
class Bounded(Table):
    """A table with boundary words; none of them means "everything else"."""

    from_: Expr | None = key(Numeric(), "不小于（含）", "at least", name="from", of_value=True)
    above: Expr | None = key(Numeric(), "大于（不含）", "more than", of_value=True)
    upto: Expr | None = key(Numeric(), "不大于（含）", "at most", of_value=True)
    below: Expr | None = key(Numeric(), "小于（不含）", "less than", of_value=True)

    @property
    def low(self) -> Expr | None:
        """The lower boundary, included or not."""
        return self.from_ if self.from_ is not None else self.above

    @property
    def high(self) -> Expr | None:
        """The upper boundary, included or not."""
        return self.upto if self.upto is not None else self.below

    @property
    def bounded(self) -> bool:
        """Whether the row has any boundary."""
        return self.low is not None or self.high is not None

    def twice(self, faults: Faults) -> bool:
        """Note a row that says one side with both words; whether it did."""
        for first, second, names in (
            (self.from_, self.above, ("from", "above")),
            (self.upto, self.below, ("upto", "below")),
        ):
            if first is not None and second is not None:
                faults.add("SR230", second.span, path=self.path, first=names[0], second=names[1])
                return True
        return False

    def contradicts(self, faults: Faults, step: Fraction | None = None) -> bool:
        """Note boundaries that no value meets, or a side that is said twice; whether there are such."""
        if self.twice(faults):
            return True
        stretch = self.stretch(step)
        if stretch is None or stretch[0] < stretch[1]:
            return False
        faults.add("SR256", self.high.span if self.high is not None else self.place(), path=self.path)
        return True

    def condition(self, value: Expr) -> Expr:
        """The condition that ``value`` meets the boundaries."""
        sides: tuple[tuple[CompareOperator, Expr | None], ...] = (
            (">=", self.from_),
            (">", self.above),
            ("<=", self.upto),
            ("<", self.below),
        )
        return all_of(*(compare(operator, value, bound) for operator, bound in sides if bound is not None))

    def words(self, say: Speaker) -> str:
        """The boundaries in words."""
        zh, en = [], []
        for sign, words, bound in (
            ("≥", "at least", self.from_),
            (">", "more than", self.above),
            ("≤", "at most", self.upto),
            ("<", "less than", self.below),
        ):
            if bound is not None:
                zh.append(f"{sign}{say.measure(bound)}")
                en.append(f"{words} {say.measure(bound)}")
        return say.pick("且".join(zh) or "其余", " and ".join(en) or "otherwise")

    def stretch(self, step: Fraction | None) -> Stretch | None:
        """The numbers the row takes; ``None`` when a boundary is not a constant."""
        low, high = BELOW_ALL, ABOVE_ALL
        for bound, side in ((self.from_, 0), (self.above, 1)):
            if bound is not None:
                if not isinstance(bound, Const) or not isinstance(bound.value, Fraction):
                    return None
                low = on_grid((0, bound.value, side), step)
        for bound, side in ((self.upto, 1), (self.below, 0)):
            if bound is not None:
                if not isinstance(bound, Const) or not isinstance(bound.value, Fraction):
                    return None
                high = on_grid((0, bound.value, side), step)
        return (low, high)


def on_grid(cut: Cut, step: Fraction | None) -> Cut:
    """Move a cut to just below the next possible value: 89 and 90 touch when values are whole."""
    if step is None or cut[0] != 0:
        return cut
    _, value, side = cut
    steps = value / step
    return (0, step * (ceil(steps) if side == 0 else floor(steps) + 1), 0)


def domain(record_key: RecordKey | None) -> tuple[Stretch, Fraction | None]:
    """The values a record key may have, and the step between them, as far as it is declared."""
    low, high = BELOW_ALL, ABOVE_ALL
    if record_key is None:
        return (low, high), None
    step = record_key.step
    if record_key.low is not None and isinstance(record_key.low[0], Fraction):
        low = on_grid((0, record_key.low[0], 0 if record_key.low[1] else 1), step)
    if record_key.high is not None and isinstance(record_key.high[0], Fraction):
        high = on_grid((0, record_key.high[0], 1 if record_key.high[1] else 0), step)
    return (low, high), step


def hull(rows: tuple[Bounded, ...], step: Fraction | None) -> Stretch:
    """From the lowest to the highest number that any row takes; everything when that is computed."""
    stretches = [row.stretch(step) for row in rows]
    known = [one for one in stretches if one is not None and one[0] < one[1]]
    if len(known) < len(rows):
        return BELOW_ALL, ABOVE_ALL
    return min(low for low, _ in known), max(high for _, high in known)


def without(region: list[Stretch], taken: Stretch) -> list[Stretch]:
    """What is left of ``region`` when ``taken`` is taken out."""
    left: list[Stretch] = []
    for low, high in region:
        parts = ((low, min(high, taken[0])), (max(low, taken[1]), high))
        left += [part for part in parts if part[0] < part[1]]
    return left


def check_rows(
    rows: tuple[Bounded, ...], values: Stretch, step: Fraction | None, faults: Faults, path: str
) -> None:
    """Note holes, overlaps and rows that nothing reaches; rows with computed boundaries are trusted.

    Args:
        rows: In the order written; the first that holds counts.
        values: The values that can occur.
        step: The step between values that can occur, if known.
        faults: Where faults go.
        path: The path of the rows.
    """
    # Every row is looked at, so that all of its faults are noted.
    if sum(row.contradicts(faults, step) for row in rows):
        return
    for index, row in enumerate(rows[:-1]):
        if not row.bounded:
            faults.add("SR231", row.place(), path=row.path, row=index + 1, rows=len(rows))
            return
    stretches = [row.stretch(step) for row in rows]
    if any(one is None for one in stretches):
        return
    two_sided = any(row.low is not None and row.high is not None for row in rows)
    directions = {"low" if row.low is not None else "high" for row in rows if row.bounded}
    disjoint = two_sided or len(directions) > 1
    left = [values]
    for index, (row, taken) in enumerate(zip(rows, stretches, strict=True)):
        assert taken is not None
        if disjoint and row.bounded:
            for earlier, before in zip(rows[:index], stretches[:index], strict=True):
                assert before is not None
                if max(taken[0], before[0]) < min(taken[1], before[1]):
                    labels = overlap(earlier)
                    faults.add("SR232", row.place(), path=row.path, labels=labels)
                    return
        rest = without(left, taken)
        if rest == left:
            outside = without([values], taken) == [values]
            why, better = OUTSIDE if outside else TAKEN
            faults.add("SR233", row.place(), path=row.path, row=index + 1, why=why, better=better)
        left = rest
    if left:
        low, high = left[0]
        faults.add("SR234", rows[-1].place(), path=path, hole=hole_words(low, high, step, unit_of(rows)))


def overlap(row: Bounded) -> tuple[Label, ...]:
    """The label on the other row of an overlap."""
    span = row.place()
    return (Label(span, Words("与这一行重叠", "overlaps this row")),) if span is not None else ()


def unit_of(rows: tuple[Bounded, ...]) -> Unit | None:
    """The unit that the rows are written in."""
    bounds = (bound for row in rows for bound in (row.low, row.high))
    return next((one.unit for one in bounds if isinstance(one, Const) and one.unit is not None), None)


def hole_words(low: Cut, high: Cut, step: Fraction | None, unit: Unit | None) -> Words:
    """The values between two cuts, in words."""

    def shown(value: Fraction) -> str:
        return plain(value) if unit is None else plain(value / unit.scale) + unit.symbol

    bounded = low[0] == 0 and high[0] == 0
    if bounded and step is not None:
        first, last = shown(low[1]), shown(high[1] - step)
        return Words.same(first) if first == last else Words(f"{first}至{last}", f"{first} to {last}")
    if bounded and low[1] == high[1]:
        return Words.same(shown(low[1]))
    zh, en = [], []
    if low[0] == 0:
        word = ("含", "from") if low[2] == 0 else ("不含", "above")
        zh.append(f"{shown(low[1])}（{word[0]}）{'至' if bounded else '以上'}")
        en.append(f"{word[1]} {shown(low[1])}")
    if high[0] == 0:
        word = ("不含", "below") if high[2] == 0 else ("含", "up to")
        zh.append(f"{shown(high[1])}（{word[0]}）{'' if bounded else '以下'}")
        en.append(f"{word[1]} {shown(high[1])}")
    return Words("".join(zh) or "任何数", ", ".join(en) or "any number")
