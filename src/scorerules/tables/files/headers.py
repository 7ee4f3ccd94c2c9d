"""What every file must have: a header for each column, each of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorerules.diagnostics import Faults
from scorerules.errors import RecordError
from scorerules.tables.files.problems import refused

QUOTED = re.compile(r'"[^"]*"')


def delimiter_of(header: str) -> str:
    """What stands between headers: a tab wherever there is one, else what is there more often."""
    bare = QUOTED.sub("", header)
    if "\t" in bare:
        return "\t"
    return max((",", ";"), key=bare.count)


def refuse_twice(headers: Sequence[str], name: str) -> None:
    """Refuse headers that stand there twice, or none at all; empty ones are looked at elsewhere.

    Raises:
        RecordError: There are no headers (SR454), or two are the same (SR455).
    """
    if not any(headers):
        raise refused("SR454", name=name)
    faults = Faults()
    first: dict[str, int] = {}
    for place, header in enumerate(headers, start=1):
        before = first.setdefault(header, place)
        if header and before != place:
            faults.add("SR455", None, path=header, name=name, header=header, first=before, second=place)
    if len(faults):
        raise RecordError(faults.sorted())
