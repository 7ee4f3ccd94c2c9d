"""Whether the quotation marks of a text with delimiters stand where they may.

A mark that is opened and not closed makes one cell of many rows, and readers take that without a word. A
mark may stand before a cell, behind it, and twice for one inside; anywhere else it is an error with its line.
"""

from __future__ import annotations

import io

import numpy as np

from scorerules.tables.files.problems import refused
from scorerules.tables.files.text import BLOCK

QUOTE = b'"'


class Quoted(io.RawIOBase):
    """UTF-8 whose quotation marks are looked at while it is read.

    Args:
        file: The text, behind its header.
        name: What messages call it.
        delimiter: What stands between cells.
        lines: Lines before it.
    """

    def __init__(self, file: io.BufferedIOBase, name: str, delimiter: str, lines: int) -> None:
        super().__init__()
        self._file, self._name = file, name
        self._ends = np.zeros(256, dtype=bool)
        self._ends[list(delimiter.encode() + b"\r\n")] = True
        self._lines = lines
        self._left = b""
        self._held = b""
        self._last = b"\n"
        self._open = False
        self._opened_in = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._left:
            block = self._file.read(BLOCK)
            # Marks at the end wait for what follows them.
            whole = self._held + block
            ready = whole.rstrip(QUOTE) if block else whole
            self._held = whole[len(ready) :]
            self._look_at(ready, last=not block)
            self._left = ready
            if not block and not ready:
                return 0
        given = self._left[: len(view)]
        self._left = self._left[len(view) :]
        view[: len(given)] = given
        return len(given)

    def _look_at(self, block: bytes, *, last: bool) -> None:
        if QUOTE in block:
            self._check(block)
        self._lines += block.count(b"\n")
        self._last = block[-1:] or self._last
        if last and self._open:
            raise refused("SR458", name=self._name, line=self._opened_in)

    def _check(self, block: bytes) -> None:
        signs = np.frombuffer(self._last + block + b"\n", dtype=np.uint8)
        places = np.flatnonzero(signs[1:-1] == QUOTE[0]) + 1
        opens = np.arange(len(places)) % 2 == (1 if self._open else 0)
        joined = np.diff(places) == 1
        after, before = np.append(joined, False), np.insert(joined, 0, False)
        # One mark may open a cell or be the second of a pair, the next close it or be the first of one.
        right = np.where(opens, before | self._ends[signs[places - 1]], after | self._ends[signs[places + 1]])
        wrong = np.flatnonzero(~right)
        if len(wrong):
            raise refused("SR457", name=self._name, line=self._line(block, places[wrong[0]] - 1))
        self._open = bool(opens[-1])
        if self._open:
            begins = places[opens & ~before]
            self._opened_in = self._line(block, begins[-1] - 1) if len(begins) else self._opened_in

    def _line(self, block: bytes, at: int) -> int:
        return self._lines + block.count(b"\n", 0, int(at)) + 1
