"""File to file: a Parquet file in, a Parquet file of scores out, on all cores.

Goes in: a scheme, a number of rows, a folder. Comes out: the measured cases: the library as its command does
it, and a lazy pipeline of Polars from ``scan_parquet`` to ``sink_parquet``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from forms import arrow
from frames import codes, installed, polars_query
from library import file_scorer, wrongs
from measure import Case, differing
from scheme import Scheme

OWN = "scorerules, Parquet to Parquet"
POLARS = "by hand, Polars, scan_parquet to sink_parquet"


def cases(scheme: Scheme, rows: int, folder: Path) -> list[Case]:
    """Both ways over the same file."""
    columns = scheme.columns(rows)
    truth = scheme.truth(columns)
    given = folder / f"{scheme.id}.parquet"
    pq.write_table(arrow(scheme, columns), given)
    own, by_hand = folder / f"{scheme.id}-own.parquet", folder / f"{scheme.id}-by-hand.parquet"

    def polars() -> None:
        polars_query(scheme, pl.scan_parquet(given)).sink_parquet(by_hand)

    polars()
    found = pl.read_parquet(by_hand)
    scores = np.zeros(rows, bool)
    for name, scale in scheme.scales.items():
        scores |= differing(found[f"score.{name}"].to_numpy(), truth[name], scale)
    grades = codes(scheme, found["score.grade"].to_list()) != truth["grade"]
    library = file_scorer(scheme, given, own)
    library()
    return [
        Case(
            POLARS,
            polars,
            rows,
            f"polars {installed('polars')}",
            (int(scores.sum()), int(grades.sum())),
            rows,
        ),
        Case(OWN, library, rows, "", wrongs(scheme, pq.read_table(own), truth), rows),
    ]
