"""Tables: the library against what one writes by hand, in one process, on one thread or on all cores.

Goes in: a scheme and a number of rows. Comes out: the measured cases. The library checks every datum, nobody
else does; it has the remark of every judged item to read besides. Scores and grades are counted as wrong
against whole-number arithmetic written apart from the library.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from frames import FRAMES, installed
from library import DECIMALS, KINDS, as_arrow, scorer, wrongs
from measure import Case, differing
from scheme import Columns, Scheme

POLARS = "by hand, Polars"


def own_name(kind: str, *, decimals: bool = False) -> str:
    """What the tables call a case of the library."""
    return f"scorerules, {kind}{', decimals' if decimals else ''}"


def cases(scheme: Scheme, rows: int, threads: int | None) -> list[Case]:
    """Every case over the same rows."""
    columns = scheme.columns(rows)
    truth = scheme.truth(columns)
    found: list[Case] = []
    for name, (distribution, make) in FRAMES.items():
        about = installed(distribution)
        if about is None:
            print(f"{name}: not installed", file=sys.stderr)
            continue
        frame = make(scheme, columns, threads)
        counted = _wrongs(scheme, frame.arrays(frame.run()), truth)
        found.append(Case(name, frame.run, rows, f"{distribution} {about}", counted, rows))
    for kind, (distribution, _) in KINDS.items():
        if installed(distribution) is None:
            continue
        # Frames of pandas hold decimals as objects of Python, which says nothing about scoring.
        for decimals in (False, True) if kind in DECIMALS else (False,):
            run = scorer(scheme, columns, kind, decimals=decimals)
            counted = wrongs(scheme, as_arrow(run()), truth)
            found.append(Case(own_name(kind, decimals=decimals), run, rows, "", counted, rows))
    return found


def _wrongs(scheme: Scheme, found: Any, truth: Columns) -> tuple[int, int]:
    """How many rows have a wrong score, and how many a wrong grade."""
    scores = np.zeros(len(truth["grade"]), bool)
    for name, scale in scheme.scales.items():
        scores |= differing(found[name], truth[name], scale)
    return int(scores.sum()), int((np.asarray(found["grade"]) != truth["grade"]).sum())
