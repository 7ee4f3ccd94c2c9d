"""Reading of files, without surprises: regular files only, never larger than the bound, never waiting.

Goes in: a path, perhaps with the folder that it must not leave. Comes out: a :class:`Source`, or the reason
why there is none as a fault.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from scorerules.diagnostics import Faults
from scorerules.document.bounds import refuse_size
from scorerules.document.decoding import decode
from scorerules.source import Source

# A pipe without a writer would block the opening; Windows has neither the flag nor the problem.
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
FOLDER_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
STEP_BY_STEP = bool(NO_LINK) and os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd
"""Whether the system can open a file from an open folder. Windows cannot; there the path alone is checked."""


def read_source(
    path: Path,
    faults: Faults,
    *,
    name: str | None = None,
    bom: Literal["accept", "refuse", "keep"] = "refuse",
    below: Path | None = None,
) -> Source | None:
    """Read a text file.

    Args:
        path: Where it is.
        faults: Takes SR100 to SR109 and SR140.
        name: What messages call it; the path itself unless said.
        bom: What becomes of a byte order mark, as in :func:`decode`.
        below: A folder above ``path``, both without links: nothing outside of it is read, even when links
            are put in the way meanwhile.

    Returns:
        Its text, or ``None`` when it cannot be used.
    """
    shown = str(path) if name is None else name
    data = _read(path, below, shown, faults)
    return None if data is None else decode(data, shown, faults, bom=bom)


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """The bytes of a regular file that is not larger than the bound; ``None`` when it cannot be used.

    Args:
        path: Where it is.
        faults: Takes SR100 to SR104 and SR140.
    """
    data = _read(path, None, str(path), faults)
    if data is not None and len(data) > faults.limits.file_bytes:
        refuse_size(str(path), faults)
        return None
    return data


def open_file(path: Path, faults: Faults) -> BinaryIO | None:
    """A regular file, open for reading; ``None`` when there is none (SR100 to SR104)."""
    with _told(str(path), faults):
        file, code = _opened(path, None)
        if file is not None:
            return file
        faults.add(code, None, name=str(path))
    return None


def _read(path: Path, below: Path | None, shown: str, faults: Faults) -> bytes | None:
    """The bytes of a regular file, one more than the bound at most."""
    with _told(shown, faults), _home(path, below) as (name, folder):
        file, code = _opened(name, folder)
        if file is not None:
            with file:
                return _all_of(file, faults.limits.file_bytes + 1)
        faults.add(code, None, name=shown)
    return None


@contextmanager
def _told(shown: str, faults: Faults) -> Iterator[None]:
    """Note what the system refuses."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        faults.add("SR100", None, name=shown)
    except PermissionError:
        faults.add("SR103", None, name=shown)
    except (OSError, ValueError) as problem:
        # ValueError: a path that holds a zero character.
        reason = problem.strerror if isinstance(problem, OSError) else None
        faults.add("SR104", None, name=shown, reason=reason or str(problem))


def _opened(name: str | Path, folder: int | None) -> tuple[BinaryIO | None, str]:
    """A regular file, or the code that says what it is instead."""
    follow = folder is None
    # Asked before opening too: the opening of a device may already do something.
    code = _unfit(os.stat(name, dir_fd=folder, follow_symlinks=follow).st_mode)
    if code is not None:
        return None, code
    file = os.fdopen(os.open(name, OPEN_FLAGS if follow else OPEN_FLAGS | NO_LINK, dir_fd=folder), "rb")
    code = _unfit(os.fstat(file.fileno()).st_mode)
    if code is None:
        return file, ""
    file.close()
    return None, code


@contextmanager
def _home(path: Path, below: Path | None) -> Iterator[tuple[str | Path, int | None]]:
    """The name of a file and the open folder that it stands in, reached from ``below`` without any link."""
    if below is None or path == below or not STEP_BY_STEP:
        yield path, None
        return
    *folders, name = path.relative_to(below).parts
    here = os.open(below, FOLDER_FLAGS)
    try:
        for folder in folders:
            inner = os.open(folder, FOLDER_FLAGS | NO_LINK, dir_fd=here)
            os.close(here)
            here = inner
        yield name, here
    finally:
        os.close(here)


def _all_of(file: BinaryIO, most: int) -> bytes:
    """At most so many bytes of a file, which must be there without waiting."""
    data: bytes | None = file.read(most)
    if data is None:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return data


def _unfit(mode: int) -> str | None:
    """The code of the problem when ``mode`` is not that of a regular file."""
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISLNK(mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))  # there was none when the path was resolved
    return "SR101" if stat.S_ISDIR(mode) else "SR102"
