"""How several scores become one, over those that apply.

The joins of tiers and totals lower to calls of these; their names begin with a dot, so no author can write
one. Goes in: a number for every item that applies, ``None`` for every one that does not. Comes out: the
joined number, or ``None`` when nothing applies. A missing datum never gets here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key, reduce
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.numbers import Number, OutsideDomain, compare, divide, multiply, power, sign, total

Score: TypeAlias = Number | None
"""A score, ``None`` when it does not apply."""

_ONE: Final = Fraction(1)
_ORDER: Final = cmp_to_key(compare)


@frozen
class Join:
    """One way to put scores together.

    Args:
        name: How expressions call it.
        label: What it is called in explanations; ``{n}`` stands for the number of best ones.
        apply: Computes it from all arguments.
        reads: Which arguments are scores; the others are weights or a count.
    """

    name: str
    label: Words
    apply: Callable[[Sequence[Score]], Score]
    reads: slice = slice(None)


def picked(function: str, ids: Sequence[str], values: Sequence[Score]) -> tuple[str, ...] | None:
    """The ids of the highest or lowest values, all that tie, in the order written; ``None`` for none."""
    applicable = [value for value in values if value is not None]
    if not applicable:
        return None
    best = (max if function == "argmax" else min)(applicable, key=_ORDER)
    found = (id_ for id_, one in zip(ids, values, strict=True) if one is not None and compare(one, best) == 0)
    return tuple(dict.fromkeys(found))


def _over(combine: Callable[[list[Number]], Number]) -> Callable[[Sequence[Score]], Score]:
    """``combine`` over what applies."""

    def apply(values: Sequence[Score]) -> Score:
        applicable = [value for value in values if value is not None]
        return combine(applicable) if applicable else None

    return apply


def _mean(values: list[Number]) -> Number:
    return divide(total(values), Fraction(len(values)))


def _product(values: list[Number]) -> Number:
    return reduce(multiply, values)


def _geometric_mean(values: list[Number]) -> Number:
    if any(sign(value) < 0 for value in values):
        raise OutsideDomain("negative-to-fractional-power")
    return power(_product(values), Fraction(1, len(values)))


def _harmonic_mean(values: list[Number]) -> Number:
    return divide(Fraction(len(values)), total(divide(_ONE, value) for value in values))


def _weighted_mean(values: Sequence[Score]) -> Score:
    """The mean of pairs of weight and score; the weights of what does not apply are left out."""
    pairs = [
        (w, score)
        for w, score in zip(values[::2], values[1::2], strict=True)
        if w is not None and score is not None
    ]
    if not pairs:
        return None
    return divide(total(multiply(w, score) for w, score in pairs), total(w for w, _ in pairs))


def _best(values: Sequence[Score]) -> Score:
    """The sum of the n best scores, n being the first value; of fewer when fewer apply."""
    n, *scores = values
    ranked = sorted((one for one in scores if one is not None), key=_ORDER, reverse=True)
    return total(ranked[: int(n)]) if ranked and isinstance(n, Fraction) else None


def _best_mean(values: Sequence[Score]) -> Score:
    """The mean of the n best scores, n being the first value; of fewer when fewer apply."""
    n, *scores = values
    count = sum(one is not None for one in scores)
    best = _best(values)
    return None if best is None or not isinstance(n, Fraction) else divide(best, min(n, Fraction(count)))


_ALL: Final = (
    Join(".sum", Words("合计", "sum"), _over(total)),
    Join(".mean", Words("平均", "mean"), _over(_mean)),
    Join(".weighted_mean", Words("加权平均", "weighted mean"), _weighted_mean, slice(1, None, 2)),
    Join(".geometric_mean", Words("几何平均", "geometric mean"), _over(_geometric_mean)),
    Join(".harmonic_mean", Words("调和平均", "harmonic mean"), _over(_harmonic_mean)),
    Join(".product", Words("连乘", "product"), _over(_product)),
    Join(".min", Words("最低", "lowest"), _over(lambda values: min(values, key=_ORDER))),
    Join(".max", Words("最高", "highest"), _over(lambda values: max(values, key=_ORDER))),
    Join(".best", Words("最好的 {n} 项之和", "sum of the {n} best"), _best, slice(1, None)),
    Join(".best_mean", Words("最好的 {n} 项的平均", "mean of the {n} best"), _best_mean, slice(1, None)),
)

JOINS: Mapping[str, Join] = MappingProxyType({one.name: one for one in _ALL})
"""Every join by name."""
