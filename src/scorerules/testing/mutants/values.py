"""Changes of single values: numbers, words, answers, boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from scorerules.model import Indicator, Input, Period, Rounding, Tier, Veto
from scorerules.model.policies import MISSING_POLICIES, EmptyPolicy, Join, MissingPolicy
from scorerules.reading import Flag, OneOf, Plain, keys_of
from scorerules.testing.mutants import operators
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.making import is_name, is_quantity, quoted, replacing
from scorerules.testing.mutants.mutant import Mutant
from scorerules.testing.mutants.numerals import nudged
from scorerules.testing.mutants.spots import Spot

BOUNDS: Mapping[str, str] = MappingProxyType(
    {"from": "above", "above": "from", "upto": "below", "below": "upto"}
)
"""Every boundary word with the one on its side that says otherwise whether the boundary is included."""

_SIDES: Mapping[str, str] = MappingProxyType({"below": "above", "above": "below"})
_JOINS = ("sum", "mean", "weighted-mean", "geometric-mean", "min", "max")
_TYPES: Mapping[str, str] = MappingProxyType({"integer": "number", "number": "integer"})
_POLICY = "not_applicable"


def numbers(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """A number or a date is one unit of its last digit more or less."""
    if is_name(spot) or spot.table is Rounding or (spot.name == "weight" and spot.table in (Indicator, Tier)):
        return
    value = spot.node.value
    if is_quantity(spot) and not isinstance(spot.of, (OneOf, Join)):
        assert isinstance(value, str)
        for new in nudged(value):
            yield replacing(operators.NUMBER, spot, quoted(spot, new))
    elif isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
        for new in nudged(spot.text):
            yield replacing(operators.NUMBER, spot, new)


def boundary_words(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """A boundary is included that was not, or the other way round; a deduction is on the other side."""
    place = spot.node.key_span
    if spot.key is None or spot.table is None or spot.table is Period or place is None:
        return
    known = keys_of(spot.table)
    other = BOUNDS.get(spot.name)
    if other is not None and other not in known:
        other = _SIDES.get(spot.name)
    if other in known:
        yield replacing(operators.BOUNDARY, spot, other, place)


def words(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """Another of the few words that may stand somewhere."""
    value, type_ = spot.node.value, spot.of
    if not isinstance(value, str):
        return
    match type_:
        case OneOf(words=known) if spot.table is Input:
            others, operator = ([_TYPES[value]] if value in _TYPES else []), operators.WORD
            others = [one for one in others if one in known]
        case OneOf(words=known) if spot.table is not Rounding:
            policy = spot.name == _POLICY
            others, operator = list(known), operators.POLICY if policy else operators.WORD
        case MissingPolicy():
            others, operator = list(MISSING_POLICIES), operators.POLICY
        case EmptyPolicy(words=known):
            others, operator = list(known), operators.POLICY
        case Join():
            others, operator = list(_JOINS), operators.JOIN
        case _:
            return
    for other in others:
        if other != value:
            yield replacing(operator, spot, quoted(spot, other))


def flags(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """False where true stood, or the other way round."""
    if isinstance(spot.node.value, bool) and isinstance(spot.of, (Flag, Plain)):
        yield replacing(operators.FLAG, spot, "false" if spot.node.value else "true")


def texts(spot: Spot, context: Context) -> Iterator[Mutant]:
    """Another of the texts that a datum may be."""
    value = spot.node.value
    if not isinstance(value, str) or not isinstance(spot.of, Plain) or is_quantity(spot):
        return
    names = [one for one in spot.path if one in context.plan.keys]
    for other in context.choices(names[-1]) if names else ():
        if other != value:
            yield replacing(operators.TEXT, spot, quoted(spot, other))


def grades(spot: Spot, context: Context) -> Iterator[Mutant]:
    """A veto with another grade, or with another tier."""
    value = spot.node.value
    if spot.table is not Veto or not isinstance(value, str) or not is_name(spot):
        return
    known = tuple(context.scheme.tiers) if spot.name == "zero_tier" else context.grades
    if value not in known:
        return
    at = known.index(value)
    for other in dict.fromkeys((*known[max(at - 1, 0) : at], *known[at + 1 : at + 2])):
        yield replacing(operators.GRADE, spot, quoted(spot, other))
