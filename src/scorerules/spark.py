"""Scores data frames of Spark.

>>> import scorerules.spark  # doctest: +SKIP
>>> scored = scorerules.spark.score(df, ruleset, keep=["card_id"])  # doctest: +SKIP

Needs the extra ``spark`` here, and the library with its extra ``tables`` wherever Python runs for Spark.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from scorerules.ruleset import Ruleset

__all__ = ["score"]


def score(
    df: Any,
    ruleset: Ruleset,
    *,
    columns: Iterable[str] | None = None,
    keep: Iterable[str] | None = None,
    names: Literal["id", "name"] = "id",
) -> Any:
    """Score every row of a data frame of Spark, where the row is; nothing is computed before Spark does it.

    The rules are sent to each process of Python once and compiled there once. Rows come in batches of
    ``spark.sql.execution.arrow.maxRecordsPerBatch``, 10,000 unless set; larger ones are a little faster and
    take more memory.

    Where the ruleset compares records, the rows of each group (``[ruleset] cohort``) are brought to one
    process, which has to have room for them.

    Args:
        df: A ``pyspark.sql.DataFrame``, columns called as :meth:`scorerules.Ruleset.score_table` says.
        ruleset: The rules.
        columns: Result columns, as there.
        keep: Columns of ``df`` that stand in front of the results, all unless said: rows of Spark have no
            order.
        names: Whether result columns are called by id or by name.

    Returns:
        A data frame: the kept columns as they were; whole points as ``int`` or ``bigint``, others as
        ``decimal`` with all their digits, those that do not end as the nearest ``double``; texts as
        ``string``. A row that cannot be scored has its codes and messages in ``error``.

    Raises:
        RecordError: The columns are not as they must be (SR440 to SR445), or the ruleset compares all records
            with each other, without groups (SR448).
        RulesetError: The ruleset is abstract (SR271).
    """
    return ruleset.table_scorer(columns=columns, keep=keep, names=names)(df)
