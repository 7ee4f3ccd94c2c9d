"""Writing to the terminal, to files and to pipes.

Goes in: finished texts. Comes out: UTF-8 on standard output or standard error, whatever the locale says.
A reader that went away ends the command quietly; nothing here decides what is written.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import NoReturn, TextIO

from click.exceptions import Exit

NOBODY_READS = 141
"""What a shell reports for a program that wrote into a closed pipe: 128 + SIGPIPE."""

_COLUMNS = 100
"""Width of tables that are not printed on a terminal, unless ``COLUMNS`` says otherwise."""

_NARROWEST, _WIDEST = 40, 1000


def prepare() -> None:
    """Make both outputs UTF-8; what cannot be encoded is written as a JSON-compatible escape."""
    # A shell may close an output (``>&-``), and Python then has none.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write(text: str) -> None:
    """Print results on standard output."""
    _guarded(lambda: sys.stdout.write(text + "\n"))


def write_exactly(text: str) -> None:
    """Print a text byte for byte, with its own line ends."""
    flush()
    raw = getattr(sys.stdout, "buffer", None)
    if raw is None:
        _guarded(lambda: sys.stdout.write(text))
    else:
        _guarded(lambda: raw.write(text.encode("utf-8", "surrogateescape")))
        _guarded(raw.flush)


def write_json(value: object) -> None:
    """Print ``value`` as JSON on standard output."""
    write(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def complain(text: str) -> None:
    """Print problems on standard error, after everything printed before."""
    flush()
    _guarded(lambda: sys.stderr.write(text + "\n"))


def flush() -> None:
    """Hand on everything printed so far."""
    _guarded(sys.stdout.flush)


def colorful(stream: TextIO) -> bool:
    """Whether ``stream`` is a terminal that may be coloured; ``NO_COLOR`` forbids it."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Columns that a table may take."""
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and len(told) <= len(str(_WIDEST)) and int(told):
        return min(max(int(told), _NARROWEST), _WIDEST)
    if sys.stdout.isatty():
        try:
            size = os.get_terminal_size(sys.stdout.fileno()).columns
        except OSError:
            size = 0
        # Terminals inside editors may have no size.
        return max(size, _NARROWEST) if size else _COLUMNS
    return _COLUMNS


def _guarded(action: Callable[[], object]) -> None:
    try:
        action()
    except BrokenPipeError:
        nobody_reads()


def nobody_reads() -> NoReturn:
    """End quietly, because the reader of an output went away."""
    # Python flushes the stream again on its way out; give it somewhere to go.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    raise Exit(NOBODY_READS) from None
