"""Bad tables of other programs: what is none, what is in parts, what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd
import pyarrow as pa
import pytest

import scorerules
from scorerules.diagnostics import Diagnostic

RULES = """\
scorerules = 1

[ruleset]
id      = "demo.bids"
weights = "none"

[input]
price = { name = "报价", unit = "元" }

[outcome.place]
formula = "cohort_rank(price)"
"""


def _refused(table: object) -> tuple[Diagnostic, ...]:
    with pytest.raises(scorerules.RecordError) as raised:
        scorerules.loads(RULES).score_table(table)
    return raised.value.diagnostics


def _no_table(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    return _refused({"price": [1, 2, 3]})


def _in_parts(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    frames = pytest.importorskip("dask.dataframe")
    return _refused(frames.from_pandas(pd.DataFrame({"price": [1, 2, 3]}), npartitions=2))


def _broken_off(_: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"price": [1, 2, 3]})
        raise OSError(5, "the connection was lost")

    class Table:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            schema = pa.schema([("price", pa.int64())])
            return pa.RecordBatchReader.from_batches(schema, batches()).__arrow_c_stream__(requested_schema)

    return _refused(Table())


FRAMES_MADE: Mapping[str, Callable[[pytest.MonkeyPatch], tuple[Diagnostic, ...]]] = {
    "SR447-no-table": _no_table,
    "SR448-in-parts": _in_parts,
    "SR449-broken-off": _broken_off,
}
"""By code and what is wrong."""
