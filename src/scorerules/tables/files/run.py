"""From file to file: opens both, scores what is between them."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
from attrs import evolve
from xlsxwriter.exceptions import FileCreateError

from scorerules.diagnostics import Faults
from scorerules.document.files import open_file
from scorerules.errors import RecordError
from scorerules.result import About
from scorerules.tables.batches import BatchScorer
from scorerules.tables.files.formats import COMPRESSED, format_of
from scorerules.tables.files.output import check_target, written
from scorerules.tables.files.problems import reason_of, refused
from scorerules.tables.files.reader import Reader, ReadOptions, WriteOptions, Writer
from scorerules.tables.headers import Headers, read_headers
from scorerules.tables.options import Options
from scorerules.tables.running import ahead, scored
from scorerules.tables.summary import Summary, place_of_errors

ERROR = "error"
AS_IT_SAYS = ReadOptions()


def run(
    about: About,
    source: str | PathLike[str],
    target: str | PathLike[str] | BinaryIO,
    options: Options | None,
    read: ReadOptions | None,
    write: WriteOptions | None,
    threads: int | None,
    progress: Callable[[int, float], object] | None,
) -> Summary:
    """See :func:`scorerules.tables.files.score_file`."""
    options, read, write = options or Options(keep=None), read or ReadOptions(), write or WriteOptions()
    path = Path(fspath(source))
    writes = _writes(target, write)
    if isinstance(target, (str, PathLike)):
        check_target(Path(target), path, force=write.force)
    with opened(path, read) as reader:
        headers = read_headers(reader.schema.names, about.plan)
        names = _wanted(headers, reader.schema, options)
        counted = _counted(options)
        scorer = BatchScorer(about, pa.schema([reader.schema.field(one) for one in names]), counted)
        schema = scorer.schema if counted is options else scorer.schema.remove(len(scorer.schema) - 1)
        summary = Summary(place_of_errors(scorer), headers.unread)

        def fill(file: BinaryIO, name: str) -> None:
            with _writing(writes(file, schema, write, name), name) as add:
                results = scored(reader.batches(names), scorer, threads=threads)
                # Reading and scoring go on while results are written.
                with closing(results if threads == 1 else ahead(results)) as batches:
                    for batch in batches:
                        summary.add(batch)
                        add(batch.select(range(len(schema))))
                        if progress is not None:
                            progress(summary.rows, min(reader.share, 1.0))

        if isinstance(target, (str, PathLike)):
            with written(Path(target), path, force=write.force) as file, _packed(file, target) as packed:
                fill(packed, fspath(target))
        else:
            fill(target, str(getattr(target, "name", "-")))
    return summary


def _writes(
    target: str | PathLike[str] | BinaryIO, write: WriteOptions
) -> Callable[[BinaryIO, pa.Schema, WriteOptions, str], Writer]:
    if isinstance(target, (str, PathLike)):
        return format_of(Path(target), write.format).writes()
    return format_of(Path("-"), write.format or "csv").writes()


@contextmanager
def opened(path: Path, read: ReadOptions = AS_IT_SAYS) -> Iterator[Reader]:
    """A table, open.

    Raises:
        RecordError: It cannot be read, or is not what it should be.
    """
    reads = format_of(path, read.format).reads()
    faults = Faults()
    file = open_file(path, faults)
    if file is None:
        raise RecordError(faults.sorted())
    with file:
        yield reads(file, str(path), read)


@contextmanager
def _packed(file: BinaryIO, target: str | PathLike[str]) -> Iterator[BinaryIO]:
    """The file, or what compresses into it when its name says so."""
    if Path(target).suffix.lower() != COMPRESSED:
        yield file
        return
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
        yield cast("BinaryIO", packed)


@contextmanager
def _writing(writer: Writer, name: str) -> Iterator[Callable[[pa.RecordBatch], None]]:
    """What adds rows to a file; after the block they are all in it."""

    def add(batch: pa.RecordBatch) -> None:
        with _told(name):
            writer.write(batch)

    try:
        yield add
        with _told(name):
            writer.close()
    except BaseException:
        writer.discard()
        raise


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the system or a library says of a file that is written into our error."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads any more, which is no fault
    except (pa.ArrowException, OSError, FileCreateError) as problem:
        raise refused("SR468", name=name, reason=reason_of(problem)) from problem


def _wanted(headers: Headers, given: pa.Schema, options: Options) -> list[str]:
    """The columns of the data that are needed: those that are read and those that are carried along."""
    names: list[str] = given.names
    if options.keep is None or not set(options.keep) <= set(names):
        return names
    needed = {*options.keep, *(one.header for one in headers.columns)}
    return [one for one in names if one in needed]


def _counted(options: Options) -> Options:
    """The options with the column of errors, from which rows are counted."""
    if options.columns is None or ERROR in options.columns:
        return options
    return evolve(options, columns=(*options.columns, ERROR))
