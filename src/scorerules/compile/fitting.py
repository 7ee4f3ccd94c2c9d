"""Exact values -> what a lane program takes for them.

Goes in: values as the reader of records gives them. Comes out: integers of the scale that the program has,
with the state of each, or :class:`Unusual` for a record that the program cannot take.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from scorerules.compile.contents import FILLERS
from scorerules.compile.lanes import LEFT_OUT_READ, MISSING, PRESENT, Number, Other, Source, Truth, Var
from scorerules.kinds import Value
from scorerules.record import RecordValues

_ZERO: Final = Fraction(0)


class Unusual(Exception):  # noqa: N818 - another way of reading takes over
    """A record that is faulty, or not of the shape that this way of reading knows."""


def taking(source: Source) -> Callable[[RecordValues], tuple[Any, ...]]:
    """What gives the variables of a source from a record that was read."""
    content, id_, codes = source.lane.content, source.id, source.codes
    if source.of_remark is not None:
        owner = source.of_remark
        return lambda record: (owner in record.remarks,)
    value_varies = not isinstance(content, Truth) or isinstance(content.of, Var)
    state_varies = isinstance(source.lane.state, Var)
    convert, filler = _conversion(content)

    def take(record: RecordValues) -> tuple[Any, ...]:
        value = record.values.get(id_)
        if value is not None:
            given, state = convert(value), PRESENT
        else:
            given, state = filler, LEFT_OUT_READ if id_ in record.not_applicable else MISSING
            if state not in codes:
                raise Unusual
        return (*((given,) if value_varies else ()), *((state,) if state_varies else ()))

    return take


def _conversion(content: object) -> tuple[Callable[[Value], Any], Any]:
    """How a value becomes a variable, and what stands for one that is absent."""
    if isinstance(content, Number) and isinstance(content.n, Var):
        factor, low, high = content.k, content.n.low, content.n.high

        def scaled(value: Value) -> int:
            steps = value / factor  # type: ignore[operator]
            if steps.denominator != 1 or not low <= steps.numerator <= high:
                raise Unusual
            found: int = steps.numerator
            return found

        return scaled, min(max(0, low), high)
    filler = (
        FILLERS[content.kind]
        if isinstance(content, Other)
        else False
        if isinstance(content, Truth)
        else _ZERO
    )
    return (lambda value: value), filler


def data_from(sources: tuple[Source, ...]) -> Callable[[RecordValues], tuple[Any, ...] | None]:
    """What gives the data of a program from a record that was read; ``None`` when its values do not fit."""
    takers = tuple(map(taking, sources))

    def data(record: RecordValues) -> tuple[Any, ...] | None:
        try:
            found = [one for take in takers for one in take(record)]
        except Unusual:
            return None
        return tuple(found)

    return data
