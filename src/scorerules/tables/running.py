"""The batches of a table to the batches of its results: in order, on several processors, in bounded memory.

Goes in: batches of any size, as they come. Comes out: the results of their rows in the same order. At most
a few pieces are held at once, and each takes a fraction of a second, so that an interrupt is heeded soon.
Nothing here looks into a batch.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from queue import Full, Queue
from threading import Event, Thread
from time import perf_counter
from typing import TypeVar

import pyarrow as pa

from scorerules.diagnostics import Faults
from scorerules.errors import RecordError
from scorerules.tables.batches import ROWS, BatchScorer

FEWEST, MOST = 4096, 4 * ROWS
"""Rows of a piece."""
QUICK, SLOW = 0.1, 0.4
"""Seconds that a piece takes: below, the next ones are larger, above, they are smaller."""
AHEAD = 2
"""Pieces that wait while every thread has one."""
PATIENCE = 0.05
"""Seconds until a thread that waits looks whether anybody wants more."""


def scored(
    batches: Iterable[pa.RecordBatch], scorer: BatchScorer, *, threads: int | None = None
) -> Generator[pa.RecordBatch]:
    """The results of all rows of a table.

    Records that are compared with each other are scored as one batch, so all of them are held.

    Args:
        batches: The rows.
        scorer: Scores them.
        threads: How many score at the same time; one for every processor when it is ``None``.

    Raises:
        RecordError: A row cannot be scored, and errors are to be raised; the first such row of the table
            is in it. Or the rows that are compared are too many for one batch (SR449).
    """
    if scorer.together:
        listed = list(batches)
        if listed:
            yield scorer.score(_joined(listed))
        return
    threads = processors() if threads is None else threads
    pieces = _Pieces(batches)
    if threads > 1:
        yield from _in_threads(pieces, scorer, threads)
    else:
        yield from (pieces.timed(scorer, first, piece) for first, piece in pieces)


def _joined(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    try:
        return pa.concat_batches(batches)
    except pa.ArrowException as problem:
        # A column of texts holds 2 GiB.
        faults = Faults()
        faults.add("SR449", None, reason=str(problem))
        raise RecordError(faults.sorted()) from problem


Item = TypeVar("Item")


def ahead(items: Generator[Item]) -> Generator[Item]:
    """The same items, each made by another thread while the one before is used.

    What is raised while an item is made is raised here; when no more are wanted, no more are begun.
    """
    ready: Queue[tuple[Item] | BaseException | None] = Queue(AHEAD)
    enough = Event()

    def put(one: tuple[Item] | BaseException | None) -> bool:
        while not enough.is_set():
            with suppress(Full):
                ready.put(one, timeout=PATIENCE)
                return True
        return False

    def make() -> None:
        try:
            with closing(items):
                for item in items:
                    if not put((item,)):
                        return
        except BaseException as problem:  # noqa: BLE001 - raised again where the items are used
            put(problem)
        else:
            put(None)

    maker = Thread(target=make, name="scorerules-ahead")
    maker.start()
    try:
        while (one := ready.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one[0]
    finally:
        enough.set()
        maker.join()


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Pieces:
    """The rows of a table in pieces of fitting size, each with the number of its first row."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = batches
        self._rows = FEWEST

    def __iter__(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        first = 1
        for batch in self._batches:
            at = 0
            while at < batch.num_rows:
                piece = batch.slice(at, self._rows)
                yield first + at, piece
                at += piece.num_rows
            first += batch.num_rows

    def timed(self, scorer: BatchScorer, first: int, piece: pa.RecordBatch) -> pa.RecordBatch:
        """The results of a piece; how long they took says how large the next ones are."""
        began = perf_counter()
        results = scorer.score(piece, first=first)
        took = perf_counter() - began
        if took > SLOW:
            self._rows = max(piece.num_rows // 2, FEWEST)
        elif took < QUICK and piece.num_rows >= self._rows:
            self._rows = min(2 * self._rows, MOST)
        return results


def _in_threads(pieces: _Pieces, scorer: BatchScorer, threads: int) -> Iterator[pa.RecordBatch]:
    pool = ThreadPoolExecutor(threads, thread_name_prefix="scorerules")
    waiting: deque[Future[pa.RecordBatch]] = deque()
    try:
        for first, piece in pieces:
            waiting.append(pool.submit(pieces.timed, scorer, first, piece))
            if len(waiting) >= threads + AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        # After an error or an interrupt only what has begun is waited for.
        pool.shutdown(cancel_futures=True)
