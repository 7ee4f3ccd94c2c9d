"""What makers of changes share: which values are rules at all, and how a change is made of a replacement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from scorerules.model import Header, Period
from scorerules.numbers import looks_like_quantity
from scorerules.reading import ListOf, Text, UnitName, Wording
from scorerules.reading.values import MapOf
from scorerules.source import Span
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.mutant import Edit, Mutant, Operator
from scorerules.testing.mutants.spots import Spot

Maker: TypeAlias = Callable[[Spot, Context], Iterator[Mutant]]

_POLICIES = frozenset({"on_missing", "not_applicable", "cohort"})
"""Keys of ``[ruleset]`` that change what records score."""

_FOR_PEOPLE = (Wording, UnitName)


def is_rule(spot: Spot) -> bool:
    """Whether a value can change what a record comes to; texts for people cannot."""
    if spot.table is Period:
        return False
    if spot.table is Header:
        top = spot if spot.owner is None or spot.owner.owner is None else spot.owner
        return top.name in _POLICIES
    type_ = spot.of.item if isinstance(spot.of, (ListOf, MapOf)) else spot.of
    return not isinstance(type_, _FOR_PEOPLE)


def is_name(spot: Spot) -> bool:
    """Whether a value is a name of something, or a list of such names."""
    type_ = spot.of.item if isinstance(spot.of, ListOf) else spot.of
    return isinstance(type_, Text)


def is_quantity(spot: Spot) -> bool:
    """Whether a value is a number in quotes."""
    return isinstance(spot.node.value, str) and looks_like_quantity(spot.node.value)


def quoted(spot: Spot, text: str) -> str:
    """A text in the quotes that the value has."""
    mark = spot.text[:1]
    return f"{mark}{text}{mark}"


def path_of(spot: Spot) -> str:
    """Its path in words of keys: ``indicator.x.bands[2].upto``."""
    return ".".join(spot.path).replace(".[", "[")


def replacing(operator: Operator, spot: Spot, new: str, span: Span | None = None) -> Mutant:
    """A change in which one thing stands for another: for the whole value unless said."""
    return Mutant(operator, path_of(spot), (Edit(spot.node.span if span is None else span, new),))
