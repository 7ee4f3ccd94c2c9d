"""Data frames of Dask: every partition is a data frame of pandas and is scored as one."""

from __future__ import annotations

from typing import Any

from scorerules.diagnostics import Faults, Words
from scorerules.errors import RecordError
from scorerules.tables.frames import TableScorer

WAY = Words(
    "请先把同一组的记录放进同一个分区，再对每个分区评分：score = ruleset.table_scorer()，"
    "frame.shuffle(组的列).map_partitions(score, meta=score(frame._meta))；"
    "只有一组时，请先 frame.compute()",
    "bring each group into one partition and score those: frame.shuffle(columns of the group)"
    ".map_partitions(score, meta=score(frame._meta)) with score = ruleset.table_scorer(); a single group is "
    "scored after frame.compute()",
)


def score_dask(frame: Any, score: TableScorer) -> Any:
    """Score the partitions of a data frame; nothing is computed yet.

    Raises:
        RecordError: Columns are not as they must be (SR440 to SR445), or the ruleset compares records
            (SR448).
    """
    if score.about.plan.compares_records:
        faults = Faults(score.about.plan.limits)
        faults.add("SR448", None, way=WAY)
        raise RecordError(faults.sorted())
    # Dask has its own threads.
    part = TableScorer(score.about, score.options, 1 if score.threads is None else score.threads)
    return frame.map_partitions(part, meta=part(frame._meta))  # noqa: SLF001 - what Dask says of its own frames
