"""Changes of weights: one unit more, and one less at a sibling, so that the sum stays what it was."""

from __future__ import annotations

from collections.abc import Iterator

from scorerules.model import Indicator, Tier
from scorerules.numbers import looks_like_quantity
from scorerules.source import Span
from scorerules.testing.mutants import operators
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.making import path_of
from scorerules.testing.mutants.mutant import Edit, Mutant
from scorerules.testing.mutants.numerals import nudged
from scorerules.testing.mutants.spots import Spot


def weights(spot: Spot, context: Context) -> Iterator[Mutant]:
    """A weight is one unit more or less; what a sibling weighs makes up for it where weights have a sum."""
    if spot.name != "weight" or spot.table not in (Indicator, Tier):
        return
    span = spot.node.span
    sibling = None if context.scheme.header.weights == "none" else _sibling(spot, context)
    for index, new in enumerate(_nudged(span)):
        edits = [Edit(span, new)]
        if sibling is not None:
            others = list(_nudged(sibling))
            if len(others) <= 1:
                continue
            edits.append(Edit(sibling, others[1 - index]))
        yield Mutant(operators.WEIGHT, path_of(spot), tuple(edits))


def _nudged(span: Span) -> Iterator[str]:
    text = span.text
    mark = text[:1] if text[:1] in "\"'" else ""
    bare = text[len(mark) : len(text) - len(mark)]
    if looks_like_quantity(bare):
        for one in nudged(bare):
            yield f"{mark}{one}{mark}"


def _sibling(spot: Spot, context: Context) -> Span | None:
    """Where the weight of the next one in the same tier stands, if it has as many decimals."""
    own = spot.path[-2]
    for group in _groups(context):
        if own in group:
            others = group[group.index(own) + 1 :] + group[: group.index(own)]
            spans = (_place(one, context) for one in others)
            return next((one for one in spans if one is not None and _alike(one, spot.node.span)), None)
    return None


def _groups(context: Context) -> Iterator[list[str]]:
    scheme = context.scheme
    for tier in (None, *scheme.tiers):
        yield [one.id for one in scheme.tiers.values() if one.under == tier]
        yield [one.id for one in scheme.indicators.values() if one.tier == tier and not _outside(one)]


def _outside(indicator: Indicator) -> bool:
    return indicator.bonus or indicator.penalty


def _place(name: str, context: Context) -> Span | None:
    """Where the weight of an item is written, if it weighs more than nothing and says so itself."""
    item = context.scheme.indicators.get(name) or context.scheme.tiers.get(name)
    return None if item is None or item.written("weight") is None else item.place("weight")


def _alike(one: Span, other: Span) -> bool:
    """Whether one unit in the last digit of both is the same, and they are two places."""
    if (one.source.name, one.start) == (other.source.name, other.start):
        return False
    return _decimals(one.text) == _decimals(other.text) and one.text.endswith('%"') == other.text.endswith(
        '%"'
    )


def _decimals(text: str) -> int:
    """How many decimals a number has as it is written."""
    return len(text.strip("\"'%").partition(".")[2])
