"""The functions of formulas: how many values they take, of which kind, and what they compute.

Each is exact; what may grow goes through the guarded operations of :mod:`scorerules.numbers`. Some are
listed for their arity and their documentation only: ``date`` is settled while a formula is read, ``given``
becomes a node of its own, ``argmax`` and ``argmin`` need to know which arguments apply, and the functions
of a cohort need the other records (:mod:`cohort`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cmp_to_key, reduce
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.numbers import (
    Mode,
    Number,
    Real,
    add,
    ceil,
    compare,
    divide,
    exp,
    floor,
    ln,
    log10,
    modulo,
    round_to,
    sqrt,
)

Value: TypeAlias = Fraction | Real | str | bool | date | tuple[str, ...]
"""What an expression can come to; a tuple is a list of ids."""

Kind = Literal["number", "text", "boolean", "date", "ids"]

Measure = Literal["bare", "first", "all", "root"]
"""Where the unit of a result comes from: none, the first argument, all alike, the root of the first."""

HALF_UP: Final[Mode] = "half-up"
_ONE: Final = Fraction(1)
_ORDER = cmp_to_key(compare)


@frozen
class Function:
    """One function.

    Args:
        name: How formulas call it.
        usage: Its arguments, for people.
        least: Fewest arguments.
        most: Most arguments; ``None`` when there is no bound.
        takes: Kind of each argument; the last holds for all further ones.
        gives: Kind of the result.
        measure: Where the unit of the result comes from.
        label: What it is called in explanations.
        about: What it does, in one line.
        apply: Computes it from its values; ``None`` when it is more than that.
    """

    name: str
    usage: str
    least: int
    most: int | None
    takes: tuple[Kind, ...]
    gives: Kind
    measure: Measure
    label: Words
    about: Words
    apply: Callable[..., Value] | None

    def kind_of(self, index: int) -> Kind:
        """The kind of argument ``index``, from 0."""
        return self.takes[min(index, len(self.takes) - 1)]

    @property
    def arity(self) -> Words:
        """How many arguments it takes, for people."""
        if self.most is None:
            return Words(f"至少 {self.least} 个", f"at least {self.least}")
        if self.most == self.least:
            return Words(f" {self.least} 个", str(self.least))
        return Words(f" {self.least} 至 {self.most} 个", f"{self.least} to {self.most}")


def _min(*values: Number) -> Number:
    return min(values, key=_ORDER)


def _max(*values: Number) -> Number:
    return max(values, key=_ORDER)


def _sum(*values: Number) -> Number:
    return reduce(add, values)


def _mean(*values: Number) -> Number:
    return divide(_sum(*values), Fraction(len(values)))


def _median(*values: Number) -> Number:
    ranked = sorted(values, key=_ORDER)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else _mean(ranked[middle - 1], ranked[middle])


def _count(*conditions: bool) -> Fraction:
    return Fraction(sum(conditions))


def _round(value: Number, to: Fraction = _ONE, mode: Mode = HALF_UP) -> Fraction:
    return round_to(value, to, mode)


def _clamp(value: Number, low: Number, high: Number) -> Number:
    return _min(_max(value, low), high)


def _floor(value: Number) -> Fraction:
    return Fraction(floor(value))


def _ceil(value: Number) -> Fraction:
    return Fraction(ceil(value))


def _days(earlier: date, later: date) -> Fraction:
    return Fraction((later - earlier).days)


def _function(
    usage: str,
    count: tuple[int, int | None],
    takes: tuple[Kind, ...],
    measure: Measure,
    label: Words,
    about: Words,
    apply: Callable[..., Any] | None,
    gives: Kind = "number",
) -> Function:
    name = usage.partition("(")[0]
    return Function(name, usage, *count, takes, gives, measure, label, about, apply)


_NUMBER: Final[tuple[Kind, ...]] = ("number",)
_WHERE: Final[tuple[Kind, ...]] = ("number", "boolean")
_ALL: Final = (
    _function(
        "min(a, b, …)", (1, None), _NUMBER, "all", Words("最小值", "min"),
        Words("最小的一个", "the smallest value"), _min,
    ),
    _function(
        "max(a, b, …)", (1, None), _NUMBER, "all", Words("最大值", "max"),
        Words("最大的一个", "the largest value"), _max,
    ),
    _function(
        "sum(a, b, …)", (1, None), _NUMBER, "all", Words("合计", "sum"),
        Words("各项之和", "all values added up"), _sum,
    ),
    _function(
        "mean(a, b, …)", (1, None), _NUMBER, "all", Words("平均值", "mean"),
        Words("算术平均值", "the arithmetic mean"), _mean,
    ),
    _function(
        "median(a, b, …)", (1, None), _NUMBER, "all", Words("中位数", "median"),
        Words("中位数；个数为偶数时取中间两个的平均值", "the middle value, or the mean of the middle two"),
        _median,
    ),
    _function(
        "count(a, b, …)", (1, None), ("boolean",), "bare", Words("成立个数", "count"),
        Words("成立的条件有几个", "how many conditions hold"), _count,
    ),
    _function(
        "abs(x)", (1, 1), _NUMBER, "first", Words("绝对值", "abs"),
        Words("绝对值", "the value without its sign"), abs,
    ),
    _function(
        "floor(x)", (1, 1), _NUMBER, "first", Words("向下取整", "floor"),
        Words("不大于它的最大整数", "the largest whole number not above it"), _floor,
    ),
    _function(
        "ceil(x)", (1, 1), _NUMBER, "first", Words("向上取整", "ceil"),
        Words("不小于它的最小整数", "the smallest whole number not below it"), _ceil,
    ),
    _function(
        "round(x, to, mode)", (1, 3), ("number", "number", "text"), "first", Words("修约", "round"),
        Words(
            "修约到步长 to（默认 1）的整数倍，方式 mode 默认四舍五入",
            'the nearest multiple of `to` (1 unless said); `mode` is "half-up" unless said',
        ),
        _round,
    ),
    _function(
        "clamp(x, low, high)", (3, 3), _NUMBER, "all", Words("限幅", "clamp"),
        Words("限制在 low 与 high 之间", "the value held between low and high"), _clamp,
    ),
    _function(
        "sqrt(x)", (1, 1), _NUMBER, "root", Words("平方根", "sqrt"), Words("平方根", "the square root"), sqrt,
    ),
    _function(
        "ln(x)", (1, 1), _NUMBER, "bare", Words("自然对数", "ln"),
        Words("自然对数", "the natural logarithm"), ln,
    ),
    _function(
        "log10(x)", (1, 1), _NUMBER, "bare", Words("常用对数", "log10"),
        Words("以 10 为底的对数", "the logarithm to base 10"), log10,
    ),
    _function(
        "exp(x)", (1, 1), _NUMBER, "bare", Words("e 的乘方", "exp"),
        Words("自然常数 e 的 x 次方", "e to the power of x"), exp,
    ),
    _function(
        "mod(x, y)", (2, 2), _NUMBER, "all", Words("余数", "mod"),
        Words("x 除以 y 的余数，与 y 同号", "the remainder of x divided by y, with the sign of y"), modulo,
    ),
    _function(
        "days(a, b)", (2, 2), ("date",), "bare", Words("相隔天数", "days"),
        Words("从 a 到 b 的天数", "the days from a to b"), _days,
    ),
    _function(
        'date("2019-01-01")', (1, 1), ("text",), "bare", Words("日期", "date"),
        Words("写明的日期", "a date"), None, "date",
    ),
    _function(
        "given(x)", (1, 1), ("number",), "bare", Words("已填报", "given"),
        Words("是否填报了 x", "whether a value was given for x"), None, "boolean",
    ),
    _function(
        "argmax(score.a, score.b, …)", (1, None), _NUMBER, "all", Words("最高者", "highest of"),
        Words("最高的一项或并列几项的编号，按书写顺序", "the ids of the highest, all that tie, as written"),
        None, "ids",
    ),
    _function(
        "argmin(score.a, score.b, …)", (1, None), _NUMBER, "all", Words("最低者", "lowest of"),
        Words("最低的一项或并列几项的编号，按书写顺序", "the ids of the lowest, all that tie, as written"),
        None, "ids",
    ),
    _function(
        "cohort_min(x, where)", (1, 2), _WHERE, "first", Words("同组最小值", "cohort min"),
        Words("同组记录中最小的 x", "the smallest x of the cohort"), None,
    ),
    _function(
        "cohort_max(x, where)", (1, 2), _WHERE, "first", Words("同组最大值", "cohort max"),
        Words("同组记录中最大的 x", "the largest x of the cohort"), None,
    ),
    _function(
        "cohort_mean(x, where)", (1, 2), _WHERE, "first", Words("同组平均值", "cohort mean"),
        Words("同组记录的 x 的平均值", "the arithmetic mean of x over the cohort"), None,
    ),
    _function(
        "cohort_sum(x, where)", (1, 2), _WHERE, "first", Words("同组合计", "cohort sum"),
        Words("同组记录的 x 之和", "x of the whole cohort added up"), None,
    ),
    _function(
        "cohort_count(where)", (0, 1), ("boolean",), "bare", Words("同组个数", "cohort count"),
        Words("同组记录的个数", "how many records the cohort has"), None,
    ),
    _function(
        'cohort_rank(x, "low", y, …)', (1, None), _NUMBER, "bare", Words("同组名次", "cohort rank"),
        Words(
            '名次，1 为最高，"low" 使前一项低者在前，后面的项区分并列，仍并列的取同一名次',
            'the place, 1 is the highest; "low" after a value turns it, further values break ties',
        ),
        None,
    ),
    _function(
        "cohort_percentile(x)", (1, 1), _NUMBER, "bare", Words("同组百分位", "cohort percentile"),
        Words(
            "低于它的个数加相等个数（含自身）的一半，除以总数",
            "those below and half of those equal (itself included), divided by all",
        ),
        None,
    ),
    _function(
        "cohort_zscore(x)", (1, 1), _NUMBER, "bare", Words("同组标准分", "cohort z-score"),
        Words(
            "与同组平均值之差除以总体标准差",
            "the distance from the mean, divided by the standard deviation of the whole cohort",
        ),
        None,
    ),
)  # fmt: skip

FUNCTIONS: Mapping[str, Function] = MappingProxyType({one.name: one for one in _ALL})
"""Every function by name; all names are reserved."""

PICKING: Final = frozenset({"argmax", "argmin"})
"""Functions that give ids: each argument of the finished call stands behind a constant with its id."""

LOW: Final = "low"
"""Behind a value of ``cohort_rank``: the lowest comes first."""


def is_cohort(name: str) -> bool:
    """Whether a function needs the other records of the cohort."""
    return name in FUNCTIONS and name.startswith("cohort_")
