"""Problems of files as the one exception that leaves: nothing of the libraries below goes further."""

from __future__ import annotations

from typing import Any

from scorerules.diagnostics import Faults
from scorerules.errors import RecordError


def refused(code: str, **facts: Any) -> RecordError:
    """The error that says what is wrong with a file."""
    faults = Faults()
    faults.add(code, None, **facts)
    return RecordError(faults.sorted())


def reason_of(problem: BaseException) -> str:
    """What a library or the system says, in one line."""
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0]
