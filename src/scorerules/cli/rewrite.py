"""A file replaced by another text, whole or not at all.

Goes in: a path, the bytes that were read there and those that shall be there. Comes out: the file with its
new bytes and its old rights, or an exception and the file as it was. Nothing is half written, whenever the
program ends: the new bytes go to a file beside it, which then takes its place.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path

_NEW = stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class ChangedMeanwhile(Exception):  # noqa: N818 - nobody did anything wrong
    """Another program wrote the file since it was read."""


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Put ``after`` in place of ``before``.

    Args:
        path: The file; a link leads to what is replaced.
        before: What it holds, as far as the caller knows.
        after: What it shall hold.

    Raises:
        OSError: It cannot be written, or is protected against writing.
        ChangedMeanwhile: It holds something else by now.
    """
    target = path.resolve()
    status = target.stat()
    # A folder may let a protected file be replaced; its owner did not mean that.
    if not status.st_mode & _WRITABLE or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    handle, name = tempfile.mkstemp(prefix=".scorerules-", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(stat.S_IMODE(status.st_mode))
        _give_to(beside, status)
        _unchanged(target, before)
        beside.replace(target)
    except BaseException:
        # Also on an interrupt: a temporary file that stays behind would be one more file to explain.
        beside.unlink(missing_ok=True)
        raise


def put_file(path: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all; one that is there is replaced.

    Raises:
        OSError: It cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        # To read what a device holds could wait for ever.
        problem = errno.EISDIR if target.is_dir() else errno.EINVAL
        raise OSError(problem, os.strerror(problem), str(path))
    if target.exists():
        replace_file(path, target.read_bytes(), data)
        return
    handle, name = tempfile.mkstemp(prefix=".scorerules-", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.chmod(_NEW & ~_umask())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Rights that new files do not get; the system tells only while they are set."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unchanged(file: Path, before: bytes) -> None:
    if file.read_bytes() != before:
        raise ChangedMeanwhile


def _give_to(file: Path, status: os.stat_result) -> None:
    """Give a file to the owner of the one it replaces, where the system knows owners and allows it."""
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):
            os.chown(file, status.st_uid, status.st_gid)
