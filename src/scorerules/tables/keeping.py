"""Which columns of a table are carried along, in front of the results."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from scorerules.diagnostics import Faults
from scorerules.errors import RecordError


def kept_places(
    headers: Sequence[str], wanted: Sequence[str] | None, results: Collection[str]
) -> tuple[int, ...]:
    """The places of the columns that are carried along.

    Args:
        headers: The columns of the table.
        wanted: Those to keep; ``None`` for all.
        results: What the result columns are called.

    Raises:
        RecordError: One is not there (SR443), or is called like a result (SR445).
    """
    faults = Faults()
    places: list[int] = []
    for place, name in enumerate(headers) if wanted is None else _found(headers, wanted):
        if place is None:
            faults.add("SR443", None, path=name, name=name, there=", ".join(headers))
        elif name in results:
            faults.add("SR445", None, path=name, name=name)
        else:
            places.append(place)
    if len(faults):
        raise RecordError(faults.sorted())
    return tuple(places)


def _found(headers: Sequence[str], wanted: Sequence[str]) -> list[tuple[int | None, str]]:
    return [(headers.index(name) if name in headers else None, name) for name in wanted]
