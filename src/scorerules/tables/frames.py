"""Tables of any kind to tables of results of the same kind.

Goes in: a data frame, an Arrow table or stream, a relation of a database. Comes out: the results of its rows,
in their order, as the same kind of table. What is particular to a kind is said by its :class:`Frame`; nothing
here knows any of their libraries, and none is imported before a table of it is seen.
"""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any, NoReturn

import narwhals.dependencies as known
import pyarrow as pa
from attrs import evolve, frozen

from scorerules.diagnostics import Faults, default_lang
from scorerules.errors import RecordError, ScoreRulesError
from scorerules.result import About
from scorerules.tables.batches import BatchScorer
from scorerules.tables.headers import read_headers
from scorerules.tables.keeping import kept_places
from scorerules.tables.options import USUAL_OPTIONS, Names, OnError, Options
from scorerules.tables.outputs import Output, Outputs
from scorerules.tables.running import scored

ROW = "\0row"
"""A column that only says how many rows there are, where no other is read."""


@frozen
class Results:
    """The batches of results of a table; every time it is gone through, its rows are scored.

    Args:
        scorer: Scores batches.
        batches: The rows of the table.
        threads: How many score at the same time.
    """

    scorer: BatchScorer
    batches: Iterable[pa.RecordBatch]
    threads: int | None

    @property
    def schema(self) -> pa.Schema:
        """The schema of the results."""
        return self.scorer.schema

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return self.start(self.batches)

    def start(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The results of these rows."""
        return scored(guarded(batches), self.scorer, threads=self.threads)

    def table(self) -> pa.Table:
        """All of them."""
        return pa.Table.from_batches(self, self.schema)


class Frame(ABC):
    """A table of one kind.

    Attributes:
        carries: Whether kept columns go through the batches with the results; otherwise the frame itself
            puts its own columns in front of them.
    """

    carries: bool

    @property
    @abstractmethod
    def headers(self) -> list[str]:
        """What its columns are called."""

    @abstractmethod
    def batches(self, places: Sequence[int]) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        """Some of its columns: their schema, and all rows in their order."""

    @abstractmethod
    def back(self, results: Results, kept: Sequence[int]) -> Any:
        """A table of this kind: the columns at the places ``kept``, unless carried, then the results."""


class TableScorer:
    """Scores tables of any kind: a function that can be pickled and sent to where the tables are.

    In a process that it is sent to it is made once, however often it comes.

    Args:
        about: The ruleset.
        options: What the results shall hold.
        threads: How many score at the same time; one for every processor when it is ``None``.
    """

    def __init__(self, about: About, options: Options = USUAL_OPTIONS, threads: int | None = None) -> None:
        self.about = about
        # Another machine may have another language.
        self.options = evolve(options, lang=options.lang or about.lang or default_lang())
        self.threads = threads
        # Some programs ask a function for its name.
        self.__name__ = "score_table"

    def __reduce__(self) -> tuple[Callable[[bytes], TableScorer], tuple[bytes]]:
        return received, (self._parcel,)

    @cached_property
    def _parcel(self) -> bytes:
        return pickle.dumps((self.about, self.options, self.threads))

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """The result columns.

        Raises:
            RecordError: One that is wanted is not there (SR442).
        """
        return Outputs(self.about, self.options).chosen()

    def __call__(self, table: Any) -> Any:
        """The results of the rows of a table, as the same kind of table.

        Raises:
            RecordError: It is no table (SR447), it cannot be read (SR449), its columns or those of the
                results are not as they must be (SR440 to SR445), or a row cannot be scored and errors are
                to be raised; the path of each then begins with the number of its row, from 1.
        """
        if known.is_narwhals_dataframe(table) or known.is_narwhals_lazyframe(table):
            wrapped = import_module("narwhals")
            return wrapped.from_native(self(table.to_native()), pass_through=True)
        for is_one, module, name in DISTRIBUTED:
            if is_one(table):
                return getattr(import_module(f"scorerules.tables.{module}"), name)(table, self)
        frame = frame_of(table)
        kept, results = self.results(frame)
        return frame.back(results, kept)

    def results(self, frame: Frame) -> tuple[tuple[int, ...], Results]:
        """The places of the columns to keep, and the results, which are not computed yet."""
        headers = frame.headers
        read, kept = self.places(headers)
        schema, batches = frame.batches(sorted({*read, *kept} if frame.carries else read))
        carried = tuple(headers[place] for place in kept) if frame.carries else ()
        return kept, Results(self.scorer(schema, carried), batches, self.threads)

    def places(self, headers: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The places of the columns that are read, and of those that are kept.

        Raises:
            RecordError: Columns are not as they must be (SR440, SR441, SR443, SR445).
        """
        read = tuple(one.place for one in read_headers(headers, self.about.plan).columns)
        return read, kept_places(headers, self.options.keep, [one.name for one in self.outputs])

    def scorer(self, schema: pa.Schema, kept: tuple[str, ...]) -> BatchScorer:
        """What scores batches of a schema and carries the columns ``kept`` along."""
        return self._scorers(schema, kept)

    @cached_property
    def _scorers(self) -> Callable[[pa.Schema, tuple[str, ...]], BatchScorer]:
        # A table in parts has many parts of one schema.
        return lru_cache(8)(
            lambda schema, kept: BatchScorer(self.about, schema, evolve(self.options, keep=kept))
        )


def table_scorer(
    about: About,
    columns: Iterable[str] | None,
    keep: Iterable[object] | None,
    names: Names,
    on_error: OnError,
    threads: int | None,
) -> TableScorer:
    """The function for what a program asks; see :meth:`scorerules.Ruleset.score_table`."""
    options = Options(
        None if columns is None else tuple(_listed(columns)),
        None if keep is None else tuple(map(header_of, _listed(keep))),
        names,
        on_error,
    )
    return TableScorer(about, options, threads)


def _listed(names: Iterable[Any]) -> Iterable[Any]:
    """Names; a single text is one of them, not a list of letters."""
    return (names,) if isinstance(names, str) else names


@lru_cache(16)
def received(parcel: bytes) -> TableScorer:
    """The function that was sent as ``parcel``."""
    return TableScorer(*pickle.loads(parcel))  # noqa: S301 - who can send this can send any function


def frame_of(table: Any) -> Frame:
    """A table as what its kind says of it.

    Raises:
        RecordError: It is no table (SR447), or cannot be read (SR449).
    """
    if known.is_narwhals_dataframe(table) or known.is_narwhals_lazyframe(table):
        table = table.to_native()
    for is_one, module, name in KINDS:
        # A single column speaks the same interface as a table.
        if is_one(table) and not known.is_into_series(table):
            try:
                found: Frame = getattr(import_module(f"scorerules.tables.{module}"), name)(table)
            except ScoreRulesError:
                raise
            except Exception as error:  # noqa: BLE001 - every library has its own
                unreadable(error)
            return found
    faults = Faults()
    name = f"{type(table).__module__}.{type(table).__qualname__}".removeprefix("builtins.")
    faults.add("SR447", None, found=name)
    raise RecordError(faults.sorted())


def unreadable(error: Exception) -> NoReturn:
    """Say that a table cannot be read.

    Raises:
        RecordError: SR449, with ``error`` as its cause.
    """
    faults = Faults()
    reason = str(error).strip().partition("\n")[0].partition(". Detail: ")[0] or type(error).__name__
    faults.add("SR449", None, reason=reason)
    raise RecordError(faults.sorted()) from error


def guarded(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches; what their source raises becomes one of our errors."""
    try:
        waiting = iter(batches)
    except Exception as error:  # noqa: BLE001 - every library has its own
        unreadable(error)
    while True:
        try:
            batch = next(waiting)
        except StopIteration:
            return
        except ScoreRulesError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            unreadable(error)
        yield batch


def header_of(label: object) -> str:
    """The header of a column whose label need not be a text; one of several levels is joined by dots."""
    if isinstance(label, tuple):
        return ".".join(str(one) for one in label if one != "")
    return str(label)


def _has_method(name: str) -> Callable[[Any], bool]:
    return lambda table: not isinstance(table, type) and callable(getattr(table, name, None))


KINDS: tuple[tuple[Callable[[Any], bool], str, str], ...] = (
    (known.is_pandas_dataframe, "pandas_frames", "PandasFrame"),
    (known.is_polars_dataframe, "polars_frames", "PolarsFrame"),
    (known.is_polars_lazyframe, "polars_frames", "LazyPolarsFrame"),
    (lambda table: isinstance(table, pa.Table), "arrow_frames", "TableFrame"),
    (lambda table: isinstance(table, pa.RecordBatch), "arrow_frames", "BatchFrame"),
    (lambda table: isinstance(table, pa.RecordBatchReader), "arrow_frames", "ReaderFrame"),
    (known.is_duckdb_relation, "duckdb_frames", "RelationFrame"),
    (
        lambda table: known.is_modin_dataframe(table) or known.is_cudf_dataframe(table),
        "other_frames",
        "EagerFrame",
    ),
    (_has_method("__arrow_c_stream__"), "arrow_frames", "StreamFrame"),
    (_has_method("__arrow_c_array__"), "arrow_frames", "ArrayFrame"),
    (
        lambda table: known.is_ibis_table(table) or known.is_sqlframe_dataframe(table),
        "other_frames",
        "QueryFrame",
    ),
)
"""How a kind of table is recognised, and which class of which module says the rest."""

DISTRIBUTED: tuple[tuple[Callable[[Any], bool], str, str], ...] = (
    (known.is_dask_dataframe, "dask_frames", "score_dask"),
    (
        lambda table: known.is_pyspark_dataframe(table) or known.is_pyspark_connect_dataframe(table),
        "spark_frames",
        "score_spark",
    ),
)
"""The same for tables whose parts are scored where they are."""
