"""Frames that narwhals knows and that have no module of their own: cuDF, Modin, SQLFrame, Ibis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import pyarrow as pa

from scorerules.tables.arrow_frames import TableFrame
from scorerules.tables.frames import Results


class EagerFrame(TableFrame):
    """A frame whose rows are in memory; gives back one of its own kind."""

    def __init__(self, frame: Any) -> None:
        self._own = nw.from_native(frame, eager_only=True)
        super().__init__(self._own.to_arrow())

    def back(self, results: Results, kept: Sequence[int]) -> Any:
        return nw.from_arrow(results.table(), backend=self._own.implementation).to_native()


class QueryFrame(TableFrame):
    """A query of a database; gives back a ``pyarrow.Table``."""

    def __init__(self, frame: Any) -> None:
        found: pa.Table = nw.from_native(frame).collect("pyarrow").to_native()
        super().__init__(found)
