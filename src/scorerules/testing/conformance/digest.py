"""The digest of a ruleset: whether two machines have the same text, whatever their line ends and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import sha256
from os import PathLike
from pathlib import Path

from attrs import frozen

from scorerules.build.files import read_sources
from scorerules.diagnostics import Faults
from scorerules.errors import RulesetError


@frozen
class FileDigest:
    """One file that a ruleset is read from.

    Args:
        path: Where it is, seen from the folder of the ruleset, with ``/`` between its parts.
        sha256: SHA-256 of its text in UTF-8, lines ended by line feeds, as hexadecimal digits.
    """

    path: str
    sha256: str


def file_digests(
    path: str | PathLike[str], root: str | PathLike[str] | None = None
) -> tuple[FileDigest, ...]:
    """The digests of a ruleset file and of every file that it extends, in the order of their paths.

    Args:
        path: The ruleset file.
        root: The folder below which ``extends`` may read; the folder of the file unless said.

    Raises:
        RulesetError: The files cannot be read.
    """
    faults, file = Faults(), Path(path)
    sources = read_sources(file, None if root is None else Path(root), faults)
    if faults.errors:
        raise RulesetError(faults.sorted())
    home = file.resolve().parent
    digests = (
        FileDigest(Path(os.path.relpath(one, home)).as_posix(), _digest(source.text))
        for one, source in sources.items()
    )
    return tuple(sorted(digests, key=lambda one: one.path))


def digest_of(files: Iterable[FileDigest]) -> str:
    """The digest of all files together: SHA-256 of the list that ``sha256sum`` prints of them.

    For each file one line: its digest, two spaces, its path.
    """
    return _digest("".join(f"{one.sha256}  {one.path}\n" for one in files))


def _digest(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
