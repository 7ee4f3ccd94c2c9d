"""Changes of rows and entries: left out, or with each other's results."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scorerules.kinds.checklist import Checklist
from scorerules.kinds.choice import Choice
from scorerules.kinds.defects import Defects
from scorerules.model import Function, Grade, Header, Indicator, Input, Rounding
from scorerules.reading import ListOf, shapes
from scorerules.testing.mutants import operators
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.making import is_name, is_rule, path_of
from scorerules.testing.mutants.mutant import Edit, Mutant, Operator
from scorerules.testing.mutants.removing import removal
from scorerules.testing.mutants.spots import Spot

_RESULTS = ("points", "share", "gives", "grade")
"""What a row gives, whatever the rule."""

_LISTS_IN_ORDER = ((Grade, "order"), (Function, "of"))
"""Lists of names whose order says something."""

_NEEDED = frozenset({"input", "tier", "value", "bonus", "penalty", *_RESULTS})
"""Keys without which a rule is not one with less, but none."""


def rows_left_out(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """A row of a rule, an answer or an item is left out."""
    if spot.owner is None or len(spot.owner.inside) <= 1:
        return
    if _is_row(spot) or _is_entry(spot) or (spot.owner.table is Input and spot.owner.name == "choices"):
        yield from _without(operators.ROW, spot, (spot,))


def columns_left_out(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """The same for rows that are written as columns."""
    if not isinstance(spot.node.value, dict) or not any(isinstance(one.of, ListOf) for one in spot.inside):
        return
    columns = [one.inside for one in spot.inside]
    if not _is_columns(spot):
        return
    for index in range(max(map(len, columns), default=0)):
        yield from _without(operators.ROW, spot, tuple(one[index] for one in columns if index < len(one)))


def results_exchanged(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """Two rows next to each other have each other's results."""
    if spot.table in (Choice, Checklist, Defects) and spot.node.is_table:
        results = [one.find("points") if one.node.is_table else one for one in spot.inside]
    elif _is_columns(spot):
        for column in spot.inside:
            if column.name in _RESULTS:
                yield from _exchanged(list(column.inside))
        return
    elif spot.key is not None and any(
        spot.table is table and spot.name == name for table, name in _LISTS_IN_ORDER
    ):
        results = list(spot.inside)
    elif spot.node.is_array and all(_is_row(one) for one in spot.inside):
        results = [_result(one) for one in spot.inside]
    else:
        return
    yield from _exchanged(results)


def keys_left_out(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """A key that need not be there is not there: a limit, a condition, a policy, a veto's effect."""
    key = spot.key
    if key is None or key.required or key.name in _NEEDED or spot.table is Rounding:
        return
    if is_name(spot) and spot.table in (Header, Grade, Indicator, Input, Function):
        allowed = spot.name in ("cohort", "choices")
        if not allowed:
            return
    if key.name == "weight" or (spot.owner is not None and not is_rule(spot.owner)):
        return
    if any(one.table is Rounding for one in spot.inside):
        return
    yield from _without(operators.DROPPED, spot, (spot,))


def _is_row(spot: Spot) -> bool:
    """Whether it is a row of a list of tables, or a point of a line."""
    if spot.key is not None or spot.owner is None or not spot.owner.node.is_array:
        return False
    return spot.node.is_table or (spot.node.is_array and isinstance(spot.shape, shapes.Array))


def _is_entry(spot: Spot) -> bool:
    """Whether it is an answer or an item."""
    owner = spot.owner
    return owner is not None and owner.table in (Choice, Checklist, Defects) and owner.node.is_table


def _is_columns(spot: Spot) -> bool:
    """Whether it is a table that has rows as columns."""
    choices = spot.shape.shapes if isinstance(spot.shape, shapes.Either) else (spot.shape,)
    return spot.node.is_table and any(isinstance(one, shapes.Columns) for one in choices)


def _result(row: Spot) -> Spot | None:
    if row.node.is_array:
        return row.inside[-1] if row.inside else None
    return next((found for name in _RESULTS if (found := row.find(name)) is not None), None)


def _exchanged(results: list[Spot | None]) -> Iterator[Mutant]:
    for one, other in pairwise(results):
        if one is None or other is None or not _comparable(one, other):
            continue
        if one.text == other.text or _in_pieces(one) or _in_pieces(other):
            continue
        edits = (Edit(one.node.span, other.text), Edit(other.node.span, one.text))
        yield Mutant(operators.EXCHANGE, path_of(one), edits)


def _comparable(one: Spot, other: Spot) -> bool:
    """Whether two rows give the same sort of thing: points both, or both what stands at a place of a list."""
    listed = (one.name.startswith("["), other.name.startswith("["))
    return all(listed) or one.name == other.name or (one.owner is other.owner and one.key is None)


def _in_pieces(spot: Spot) -> bool:
    return (spot.node.is_table or spot.node.is_array) and not spot.is_inline


def _without(operator: Operator, spot: Spot, gone: tuple[Spot, ...]) -> Iterator[Mutant]:
    spans = [removal(one) for one in gone]
    found = tuple(Edit(one, "") for one in spans if one is not None)
    if found and len(found) == len(spans):
        yield Mutant(operator, path_of(gone[0] if len(gone) == 1 else spot), found)
