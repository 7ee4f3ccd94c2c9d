"""Changes of roundings: another mode, another step, none at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from scorerules.model import Rounding
from scorerules.model.policies import RoundingOrNone
from scorerules.source import Span
from scorerules.testing.mutants import operators
from scorerules.testing.mutants.context import Context
from scorerules.testing.mutants.making import is_quantity, path_of, quoted, replacing
from scorerules.testing.mutants.mutant import Edit, Mutant
from scorerules.testing.mutants.numerals import scaled
from scorerules.testing.mutants.removing import removal
from scorerules.testing.mutants.spots import Spot

NEIGHBOURS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "half-up": ("half-even", "half-down", "up", "down"),
        "half-even": ("half-up", "half-down"),
        "half-down": ("half-up", "half-even"),
        "up": ("half-up", "down", "ceiling"),
        "down": ("half-up", "up", "floor"),
        "ceiling": ("half-up", "floor", "up"),
        "floor": ("half-up", "ceiling", "down"),
    }
)
"""What each way of rounding is easily taken for."""


def roundings(spot: Spot, _context: Context) -> Iterator[Mutant]:
    """Halves go another way, the step is ten times as large or a tenth, or nothing is rounded."""
    if spot.table is Rounding and spot.key is not None:
        yield from _parts(spot)
    elif _is_rounding(spot):
        yield from _whole(spot)


def _is_rounding(spot: Spot) -> bool:
    known = spot.find("to") or spot.find("mode")
    return known is not None and known.table is Rounding


def _parts(spot: Spot) -> Iterator[Mutant]:
    if spot.name == "mode":
        for other in NEIGHBOURS.get(str(spot.node.value), ()):
            yield replacing(operators.ROUNDING, spot, quoted(spot, other))
        return
    for new in scaled(str(spot.node.value)) if is_quantity(spot) else scaled(spot.text):
        yield replacing(operators.ROUNDING, spot, quoted(spot, new) if is_quantity(spot) else new)


def _whole(spot: Spot) -> Iterator[Mutant]:
    step = spot.find("to")
    if step is not None and spot.find("mode") is None:
        for other in NEIGHBOURS["half-up"]:
            yield Mutant(operators.ROUNDING, path_of(spot), (_mode_after(step, spot, other),))
    gone = removal(spot)
    if gone is not None:
        yield Mutant(operators.ROUNDING, path_of(spot), (Edit(gone, ""),))
    if isinstance(spot.of, RoundingOrNone) and spot.is_inline:
        yield replacing(operators.ROUNDING, spot, '"none"')


def _mode_after(step: Spot, spot: Spot, mode: str) -> Edit:
    """The mode, put in behind the step."""
    source, end = step.node.span.source, step.node.span.end
    if spot.is_inline:
        return Edit(Span(source, end, end), f', mode = "{mode}"')
    assert step.node.key_span is not None
    line = source.text.rfind("\n", 0, step.node.key_span.start) + 1
    prefix = source.text[line : step.node.key_span.start].strip()
    return Edit(Span(source, end, end), f'\n{prefix}mode = "{mode}"')
