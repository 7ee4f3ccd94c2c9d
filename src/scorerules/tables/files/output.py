"""Files that are there whole or not at all.

What is written goes to a file beside the target, called like it and ``.part``; when all is on the disk it
takes the name of the target in one step. After an error or an interrupt it is removed; a process that is
killed leaves it behind, and never half a file under the name of the target.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from scorerules.errors import RecordError
from scorerules.tables.files.problems import reason_of, refused

FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def check_target(target: Path, source: Path, *, force: bool) -> None:
    """Refuse a target that must not be written, before any work is done.

    Raises:
        RecordError: It is the source itself (SR467), is there already (SR466), or can hold no file (SR468).
    """
    with _told(target):
        if not stat.S_ISDIR(target.parent.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not target.exists():
            return
        if source.exists() and target.samefile(source):
            raise refused("SR467", name=str(target))
        if not target.is_file():
            raise OSError(errno.EINVAL, os.strerror(errno.EISDIR if target.is_dir() else errno.EINVAL))
        if not force:
            raise refused("SR466", name=str(target))


@contextmanager
def written(target: Path, source: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file that becomes ``target`` when the block ends well.

    Args:
        target: What it shall be called.
        source: The file that is read meanwhile.
        force: Whether a file that is there is replaced.

    Raises:
        RecordError: See :func:`check_target`; SR468 too when the disk is full.
    """
    check_target(target, source, force=force)
    # A link stays a link: what it leads to is replaced.
    final = Path(os.path.realpath(target))
    part = final.with_name(f".{final.name}.{secrets.token_hex(4)}.part")
    with _told(target):
        # The mode of a new file, which the system narrows as for any other.
        descriptor = os.open(part, FLAGS, 0o666)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            check_target(target, source, force=force)
            os.replace(part, final)  # noqa: PTH105 - its name says what it does
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
    _settle(final.parent)


def _settle(folder: Path) -> None:
    """Have the new name on the disk too, where the system can be asked for it."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except RecordError:
        raise
    except (OSError, ValueError) as problem:
        raise refused("SR468", name=str(target), reason=reason_of(problem)) from problem
