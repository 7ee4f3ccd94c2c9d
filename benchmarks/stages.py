"""Where the time of a table goes: reading each sort of column, computing, writing.

Goes in: a scheme and a number of rows. Comes out: nanoseconds a row by stage, each the lower quartile of many
batches on one thread. This looks into the library, which no other part does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from forms import arrow
from scheme import Scheme

import scorerules
from scorerules.columns.workspace import workspace
from scorerules.tables.batches import ROWS, BatchScorer
from scorerules.tables.options import Options
from scorerules.tables.results import Singles

STAGES = ("amounts and rates", "counts", "judged items and their remarks", "others", "computing", "writing")


def stages(scheme: Scheme, rows: int) -> dict[str, float]:
    """Nanoseconds a row by stage."""
    ruleset = scorerules.load(scheme.path)
    size = min(rows, 2 * ROWS)
    (table,) = arrow(scheme, scheme.columns(rows)).combine_chunks().to_batches()
    batches = [table.slice(at, size) for at in range(0, rows - size + 1, size)]
    scorer = BatchScorer(ruleset.about, table.schema, Options(keep=()))
    scorer.score(batches[0])
    engine, results = scorer._engine, scorer._results  # noqa: SLF001 - see the docstring
    assert engine is not None
    assert results is not None
    fit = engine._fit  # noqa: SLF001
    assert fit is not None
    times: dict[str, list[float]] = {}

    def timed(name: str, call: Callable[..., Any], *given: Any) -> Any:
        start = time.perf_counter()
        found = call(*given)
        times.setdefault(name, []).append(time.perf_counter() - start)
        return found

    for batch in batches:
        work, texts = workspace(size), fit.kernel.texts.copy()
        for key, reader, _ in fit.reading._readers:  # noqa: SLF001
            timed(key, reader, batch, texts, work)
        work = workspace(size)
        columns = fit.reading.read(batch, work)
        computed = timed("computing", engine._computed, fit.kernel, columns, size, work)  # noqa: SLF001
        found = timed("read", results.read, computed)
        odd = Singles(computed.odd, np.flatnonzero(computed.odd), [()] * len(scorer.outputs))
        timed("made", results.made, found, odd, computed)
    totals = dict.fromkeys(STAGES, 0.0)
    for name, taken in times.items():
        totals[_stage(scheme, name)] += float(np.quantile(taken, 0.25)) / size * 1e9
    return totals


def _stage(scheme: Scheme, name: str) -> str:
    if name in ("read", "made"):
        return "writing"
    if name == "computing":
        return name
    if name in scheme.judged:
        return "judged items and their remarks"
    if name in scheme.places:
        return "amounts and rates" if scheme.places[name] else "counts"
    return "others"
