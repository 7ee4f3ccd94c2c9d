"""Memory for the columns of one part of a table after the other: it is used again, not asked for again.

Fresh memory costs more than most operations, because the system hands it out page by page.
"""

from __future__ import annotations

from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Workspace:
    """Memory of one thread.

    Args:
        rows: Rows of the first part.
    """

    def __init__(self, rows: int = 0) -> None:
        self._arrays: dict[str, list[NDArray[Any]]] = {}
        self._used: dict[str, int] = {}
        self._rows = rows

    def begin(self, rows: int) -> None:
        """Take all memory back, for a part of so many rows."""
        self._used.clear()
        self._rows = rows

    def take(self, type_: str) -> NDArray[Any]:
        """A column of a type, whose content is to be written over; it lasts until the next part begins."""
        if type_ == "object":
            return np.empty(self._rows, type_)
        arrays, place = self._arrays.setdefault(type_, []), self._used.get(type_, 0)
        self._used[type_] = place + 1
        if place == len(arrays):
            arrays.append(np.empty(self._rows, type_))
        elif len(arrays[place]) < self._rows:
            arrays[place] = np.empty(self._rows, type_)
        return arrays[place][: self._rows]


class _OfThread(local):
    def __init__(self) -> None:
        self.workspace = Workspace()


_OWN = _OfThread()


def workspace(rows: int) -> Workspace:
    """The memory of this thread, all of it free, for a part of so many rows."""
    _OWN.workspace.begin(rows)
    return _OWN.workspace
