"""The ruleset as programs use it: load once, score many records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from attrs import evolve, field, fields, frozen

from scorerules.build.files import read_ruleset, read_text
from scorerules.build.scheme import build_scheme
from scorerules.diagnostics import Faults, Lang, Words, default_lang
from scorerules.document import Node
from scorerules.errors import RecordError, RulesetError
from scorerules.expect import expectations
from scorerules.explain import explain_scheme
from scorerules.limits import USUAL, Limits
from scorerules.model import Example, Indicator, Input, Period, Scheme, Tier
from scorerules.numbers import computing
from scorerules.plan import Plan, lower
from scorerules.record import Datum, Record
from scorerules.result import About, Evaluation
from scorerules.scoring import Scorer
from scorerules.source import Source
from scorerules.tables.needed import needed

if TYPE_CHECKING:
    from scorerules.tables.frames import TableScorer


@frozen(slots=False)
class Ruleset:
    """A scoring scheme, checked and ready. Made by :func:`load` or :func:`loads`; immutable.

    Args:
        scheme: What the author wrote.
        plan: What is computed, in order.
        lang: The language that names and remarks are said in; that of the locale when it is ``None``.
    """

    scheme: Scheme = field(repr=False)
    plan: Plan = field(repr=False)
    lang: Lang | None = None

    def __getstate__(self) -> dict[str, object]:
        # What was made of it is made again where it is needed.
        return {one.name: getattr(self, one.name) for one in fields(type(self))}

    def in_language(self, lang: Lang) -> Self:
        """The same ruleset, its name and all texts of what it scores in ``lang``.

        Args:
            lang: ``"zh"`` or ``"en"``; without it, the language of the locale holds.
        """
        return evolve(self, lang=lang)

    def _say(self, words: Words) -> str:
        return words[self.lang or default_lang()]

    @property
    def id(self) -> str:
        """Identifier of the ruleset."""
        return self.scheme.header.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self._say(self.scheme.name)

    @property
    def version(self) -> str | None:
        """Version of the scheme."""
        return self.scheme.header.version

    @property
    def source(self) -> str | None:
        """Where the scheme is published."""
        source = self.scheme.header.source
        return None if source is None else self._say(source)

    @property
    def effective(self) -> Period | None:
        """When it applies, both days included."""
        return self.scheme.header.effective

    @property
    def limits(self) -> Limits:
        """What it was read under; its records are read and scored under the same."""
        return self.plan.limits

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The declared inputs by id."""
        return dict(self.scheme.inputs)

    @property
    def tiers(self) -> Mapping[str, Tier]:
        """The tiers by id in the order of print."""
        return dict(self.scheme.tiers)

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators by id in the order of print."""
        return dict(self.scheme.indicators)

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples of the file."""
        return self.scheme.examples

    @cached_property
    def about(self) -> About:
        """What results and tables read of the ruleset."""
        return About(self.scheme, self.plan, self.lang)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self.about)

    def score(
        self,
        record: Mapping[str, Datum] | Record,
        *,
        cohort: Iterable[Mapping[str, Datum] | Record] | None = None,
    ) -> Evaluation:
        """Score one record.

        Args:
            record: Values by input id and indicator id. A bare number is in the unit its input declares;
                a text may carry a unit (``"98.77%"``, ``"86.44万"``); a float means its shortest decimal.
            cohort: The records that it is compared with, where the ruleset compares records. The record
                itself counts too; it need not be among them, and is not counted twice if it is.

        Returns:
            The evaluation; its parts are computed when they are looked at.

        Raises:
            RecordError: Every fault of the record at once (SR4xx, SR5xx), each with its path.
            RulesetError: The ruleset is abstract (SR271).

        Example:
            >>> import scorerules
            >>> ruleset = scorerules.loads('''
            ... scorerules = 1
            ... [ruleset]
            ... id = "demo"
            ... [tier.output]
            ... [indicator.made]
            ... tier = "output"
            ... weight = 100
            ... input = { unit = "%" }
            ... ratio = { full = "100%" }
            ... ''')
            >>> ruleset.score({"made": "98.77%"}).total
            Decimal('98.77')
        """
        evaluation = self._scorer.quickly(record)
        if evaluation is not None:
            return evaluation
        self.refuse_abstract()
        if self.plan.compares_records:
            return self._scorer.among(record, cohort)
        scored = self._scorer.carefully(record)
        if isinstance(scored, RecordError):
            raise scored
        return scored

    @overload
    def score_many(
        self, records: Iterable[Mapping[str, Datum] | Record], *, leave_out_failed: Literal[False] = False
    ) -> tuple[Evaluation, ...]: ...

    @overload
    def score_many(
        self, records: Iterable[Mapping[str, Datum] | Record], *, leave_out_failed: bool
    ) -> tuple[Evaluation | RecordError, ...]: ...

    def score_many(
        self, records: Iterable[Mapping[str, Datum] | Record], *, leave_out_failed: bool = False
    ) -> tuple[Evaluation | RecordError, ...]:
        """Score many records, each compared with the others of its group where the ruleset says so.

        Args:
            records: The records; those with equal values of ``[ruleset] cohort`` form a group.
            leave_out_failed: Whether a record with a fault is left out of its group. Otherwise one faulty
                record refuses them all.

        Returns:
            One evaluation for each record, in their order; with ``leave_out_failed`` the error in place of
            the evaluation of a faulty record.

        Raises:
            RecordError: The faults of all records, each path led by the number of the record, from 1.
            RulesetError: The ruleset is abstract (SR271).
        """
        self.refuse_abstract()
        return self._scorer.many(records, leave_out_failed=leave_out_failed)

    def score_table(
        self,
        table: Any,
        *,
        columns: Iterable[str] | None = None,
        keep: Iterable[object] | None = (),
        names: Literal["id", "name"] = "id",
        on_error: Literal["column", "raise"] = "column",
        threads: int | None = None,
    ) -> Any:
        """Score every row of a table.

        Args:
            table: A data frame of pandas, Polars, Modin, cuDF, Dask or Spark, a PyArrow table, batch or
                reader, a relation of DuckDB, or anything with ``__arrow_c_stream__``. Its columns are called
                by the ids of the inputs (``made_cards``, ``training.remark``) or by their names. A number is
                in the unit that its input declares; a text may carry a unit. An empty cell is a missing
                value; NaN is one in pandas only. Columns that no rule reads are left alone.
            columns: Result columns by id (``total``, ``grade``, ``score.made_cards``, an outcome, a derived
                value, ``total.fraction``) or by group (``tiers``, ``indicators``, ``outcomes``, ``derived``,
                ``states``). Without them: total, grade, scores of tiers and indicators, outcomes, ``status``
                (``scored``, ``disqualified``, ``error``) and ``error``.
            keep: Columns of the table that stand in front of the results; ``None`` for all.
            names: Whether result columns are called by id or by name.
            on_error: Whether a row with a fault has its codes and messages in ``error``, all its results
                empty, or ends the run.
            threads: How many threads score; one for each processor unless said.

        Returns:
            The results in the order of the rows: the same kind of table, for a stream of another library a
            ``pyarrow.Table``. A PyArrow reader, and a lazy frame, is scored when it is read. Points are
            exact, whole numbers or decimals, or where they do not end, the nearest double.

        Raises:
            RecordError: The columns of the table or of the results are not as they must be (SR440 to SR445);
                it is no table (SR447) or cannot be read (SR449); a package is missing (SR451); the ruleset
                compares records and the table is in parts (SR448). With ``on_error="raise"``, the faults of
                rows, each path led by the number of its row, from 1.
            RulesetError: The ruleset is abstract (SR271).

        Example:
            >>> import pyarrow, scorerules
            >>> ruleset = scorerules.loads('''
            ... scorerules = 1
            ... [ruleset]
            ... id = "demo"
            ... [tier.output]
            ... [indicator.made]
            ... tier = "output"
            ... weight = 100
            ... input = { unit = "%" }
            ... ratio = { full = "100%" }
            ... ''')
            >>> table = pyarrow.table({"made": ["98.5%", "80%", None]})
            >>> ruleset.score_table(table, columns=["total", "status"]).to_pydict()
            {'total': [Decimal('98.5000'), Decimal('80.0000'), None], 'status': ['scored', 'scored', 'error']}
        """
        score = self.table_scorer(columns=columns, keep=keep, names=names, on_error=on_error, threads=threads)
        return score(table)

    def table_scorer(
        self,
        *,
        columns: Iterable[str] | None = None,
        keep: Iterable[object] | None = (),
        names: Literal["id", "name"] = "id",
        on_error: Literal["column", "raise"] = "column",
        threads: int | None = None,
    ) -> TableScorer:
        """What :meth:`score_table` does, as a function of the table that other programs can call.

        It can be pickled, and is made once in each process that it is sent to: for the parts of a table that
        another machine or process has.

        Raises:
            RecordError: A package is missing (SR451).
            RulesetError: The ruleset is abstract (SR271).
        """
        self.refuse_abstract()
        with needed():
            frames = import_module("scorerules.tables.frames")
        found: TableScorer = frames.table_scorer(self.about, columns, keep, names, on_error, threads)
        return found

    def refuse_abstract(self) -> None:
        """Raise SR271 when the ruleset is only there to be extended."""
        if self.scheme.header.abstract:
            faults = Faults()
            faults.add("SR271", self.scheme.header.place("abstract"), path="ruleset.abstract")
            raise RulesetError(faults.sorted())

    def explain(self, lang: Lang | None = None) -> str:
        """The ruleset in plain sentences.

        Args:
            lang: ``"zh"`` or ``"en"``; the language of the ruleset, else of the locale, unless said.
        """
        return explain_scheme(self.scheme, self.plan, lang or self.lang or default_lang())


def load(
    path: str | PathLike[str], *, root: str | PathLike[str] | None = None, limits: Limits = USUAL
) -> Ruleset:
    """Read a ruleset from a TOML file.

    Args:
        path: The file, UTF-8.
        root: The folder below which ``extends`` may read; the folder of the file unless said.
        limits: How much the ruleset and its records may cost.

    Returns:
        The ruleset, checked.

    Raises:
        RulesetError: Every fault of the file and of those it extends (SR1xx–SR3xx), in their order.
    """
    faults = Faults(limits)
    document = read_ruleset(Path(path), None if root is None else Path(root), faults)
    return _build(document, faults)


def loads(
    text: str, *, name: str = "<text>", root: str | PathLike[str] | None = None, limits: Limits = USUAL
) -> Ruleset:
    """Read a ruleset from a text.

    Args:
        text: TOML.
        name: What messages call the text.
        root: The folder below which ``extends`` may read; without it nothing can be extended.
        limits: How much the ruleset and its records may cost.

    Raises:
        RulesetError: Every fault of the text (SR1xx–SR3xx), in their order.
    """
    faults = Faults(limits)
    document = read_text(Source(name, text), None if root is None else Path(root), faults)
    return _build(document, faults)


def plan_of(document: Node, faults: Faults) -> tuple[Scheme, Plan]:
    """The scheme of a joined document and what is computed for it; usable when no error was noted."""
    with computing(faults.limits):
        scheme = build_scheme(document, faults)
        plan = lower(scheme, faults)
        for example in scheme.examples:
            expectations(example, scheme, plan, faults)
    return scheme, plan


def _build(document: Node | None, faults: Faults) -> Ruleset:
    if document is None:
        raise RulesetError(faults.sorted())
    scheme, plan = plan_of(document, faults)
    if faults.errors:
        raise RulesetError(faults.sorted())
    return Ruleset(scheme, plan)
