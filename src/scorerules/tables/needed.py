"""What tables need and a bare installation lacks: an error that says what to install."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scorerules.diagnostics import Faults
from scorerules.errors import RecordError

PACKAGES = frozenset({"narwhals", "numpy", "openpyxl", "pyarrow", "xlsxwriter"})


@contextmanager
def needed() -> Iterator[None]:
    """Turn the import of a package of the extra ``tables`` that is not there into our error.

    Raises:
        RecordError: It is not installed (SR451).
    """
    try:
        yield
    except ImportError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in PACKAGES:
            raise
        faults = Faults()
        faults.add("SR451", None, package=package)
        raise RecordError(faults.sorted()) from missing
