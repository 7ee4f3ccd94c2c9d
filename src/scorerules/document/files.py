"""Reading of files, without surprises: regular files only, never larger than the bound, never waiting.

Goes in: a path. Comes out: a :class:`Source`, or the reason why there is none as a fault.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

from scorerules.diagnostics import Faults
from scorerules.document.decoding import decode
from scorerules.source import Source

# A pipe without a writer would block the opening; Windows has neither the flag nor the problem.
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_source(
    path: Path,
    faults: Faults,
    *,
    name: str | None = None,
    bom: Literal["accept", "refuse", "keep"] = "refuse",
) -> Source | None:
    """Read a text file.

    Args:
        path: Where it is.
        faults: Takes SR100 to SR109 and SR140.
        name: What messages call it; the path itself unless said.
        bom: What becomes of a byte order mark, as in :func:`decode`.

    Returns:
        Its text, or ``None`` when it cannot be used.
    """
    shown = str(path) if name is None else name
    data = _read(path, shown, faults)
    return None if data is None else decode(data, shown, faults, bom=bom)


def _read(path: Path, shown: str, faults: Faults) -> bytes | None:
    """The bytes of a regular file, one more than the bound at most."""
    try:
        # Asked before opening too: the opening of a device may already do something.
        code = _unfit(path.stat().st_mode)
        if code is None:
            with os.fdopen(os.open(path, OPEN_FLAGS), "rb") as file:
                code = _unfit(os.fstat(file.fileno()).st_mode)
                if code is None:
                    return file.read(faults.limits.file_bytes + 1)
    except (FileNotFoundError, NotADirectoryError):
        code = "SR100"
    except PermissionError:
        code = "SR103"
    except (OSError, ValueError) as problem:
        # ValueError: a path that holds a zero character.
        reason = problem.strerror if isinstance(problem, OSError) else None
        faults.add("SR104", None, name=shown, reason=reason or str(problem))
        return None
    faults.add(code, None, name=shown)
    return None


def _unfit(mode: int) -> str | None:
    """The code of the problem when ``mode`` is not that of a regular file."""
    if stat.S_ISREG(mode):
        return None
    return "SR101" if stat.S_ISDIR(mode) else "SR102"
