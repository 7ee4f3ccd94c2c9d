"""Which rulesets paths mean.

Goes in: paths of files and directories. Comes out: paths of rulesets. A file that was named is taken as
it is; below a directory only those TOML files count that say they are rulesets. Files with cases of a
ruleset stand beside it and are none.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator

_KEY = re.compile(rb"""(?:\xef\xbb\xbf)?[ \t]*["']?scorerules["']?[ \t]*(?:=|:|\xef\xbc\x9d|\xef\xbc\x9a)""")
"""The first key of a ruleset; also with a byte order mark or a full-width sign, which are reported."""

_CASES = re.compile(r"[^.~].*\.cases\.(?:toml|csv|xlsx)", re.IGNORECASE | re.DOTALL)
"""Names of files with cases; what an office program leaves beside an open one begins with a tilde."""

_HEADER = re.compile(rb"[ \t]*\[")
_ENOUGH = 1 << 20


def rulesets(paths: Iterable[str]) -> tuple[str, ...]:
    """The rulesets that ``paths`` mean, each once, those of a directory in the order of their names.

    Raises:
        OSError: When a directory cannot be listed.
    """
    return files_of(paths, is_ruleset)


def files_of(paths: Iterable[str], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    """The files that ``paths`` name, and those below directories among them that are wanted; each once.

    Raises:
        OSError: When a directory cannot be listed.
    """
    found: list[str] = []
    for path in paths:
        found.extend(_below(path, wanted) if os.path.isdir(path) else [path])  # noqa: PTH112  (keeps "./" as typed)
    return tuple(dict.fromkeys(found))


def is_case_file(path: str) -> bool:
    """Whether the name of a file says that it has cases of a ruleset."""
    return _CASES.fullmatch(os.path.basename(path)) is not None  # noqa: PTH119


def is_ruleset(path: str) -> bool:
    """Whether a file below a directory is a ruleset."""
    name = os.path.basename(path)  # noqa: PTH119
    return (
        name.endswith(".toml") and not name.startswith(".") and not is_case_file(name) and _says_ruleset(path)
    )


def _below(directory: str, wanted: Callable[[str], bool]) -> Iterator[str]:
    for root, directories, files in os.walk(directory, onerror=_stop):
        directories[:] = sorted(name for name in directories if not name.startswith("."))
        for name in sorted(files):
            path = os.path.normpath(os.path.join(root, name))  # noqa: PTH118
            if wanted(path):
                yield path


def _stop(problem: OSError) -> None:
    raise problem


def _says_ruleset(path: str) -> bool:
    """Whether the key ``scorerules`` stands before the first table; unreadable files count as rulesets."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return False
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(_ENOUGH)
    except OSError:
        return True  # loading it says what is wrong
    for line in head.splitlines():
        if _KEY.match(line):
            return True
        if _HEADER.match(line):
            return False
    return False
