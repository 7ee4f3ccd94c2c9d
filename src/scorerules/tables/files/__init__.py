"""Tables in files: scored from file to file, a part at a time, so that a file may be larger than memory."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING, BinaryIO, Protocol

from scorerules.result import About
from scorerules.tables.needed import needed

if TYPE_CHECKING:
    from scorerules.tables.files.reader import ReadOptions, WriteOptions
    from scorerules.tables.options import Options
    from scorerules.tables.summary import Summary

__all__ = ["score_file"]


class Scoring(Protocol):
    """A ruleset."""

    @property
    def about(self) -> About:
        """What tables read of it."""


def score_file(
    ruleset: Scoring,
    source: str | PathLike[str],
    target: str | PathLike[str] | BinaryIO,
    options: Options | None = None,
    *,
    read: ReadOptions | None = None,
    write: WriteOptions | None = None,
    threads: int | None = None,
    progress: Callable[[int, float], object] | None = None,
) -> Summary:
    """Score the rows of a file and write them with their results to another.

    CSV, TSV, Parquet, Arrow (Feather), JSON Lines and Excel, in and out. The target is there whole or not
    at all.

    Args:
        ruleset: The ruleset.
        source: The file with one record in each row.
        target: The file that takes the results; an open file takes CSV unless ``write`` says otherwise.
        options: Which columns it gets, and what becomes of rows with errors; unless said, all of the data
            and the usual results.
        read: How the source is read, where it does not say it itself.
        write: How the target is written; a file that is there is replaced only when it says so.
        threads: How many score at the same time; one for every processor when it is ``None``.
        progress: Called after every part with the rows so far and the share of the source that is read.

    Returns:
        How many rows were scored, the errors of the others, the columns that nothing reads.

    Raises:
        RecordError: A file cannot be read or written (SR100 to SR104, SR450 to SR469), a column is not as
            it must be (SR440 to SR445), or a row has an error and ``options`` say to raise it.
    """
    with needed():
        from scorerules.tables.files.run import run  # noqa: PLC0415 - needs the extra packages
    return run(ruleset.about, source, target, options, read, write, threads, progress)
