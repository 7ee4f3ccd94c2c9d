"""Rows of a table, one by one: each as a record, scored like any other.

This is what columns are held against, and what takes the rows that columns leave: those with an error, and
those whose numbers are finer or larger than most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from scorerules.diagnostics import Lang
from scorerules.errors import RecordError
from scorerules.numbers import Real, plain, to_decimal
from scorerules.numbers.decimals import scaled_decimal
from scorerules.result import Evaluation
from scorerules.scoring import Scorer
from scorerules.tables.headers import Headers
from scorerules.tables.outputs import Output
from scorerules.tables.values import values_of

DIGITS = 40
"""Digits of an irrational number that decide which double is nearest."""


def records_of(batch: pa.RecordBatch, headers: Headers) -> Iterator[dict[str, Any]]:
    """The rows of a batch as records; an empty cell is left out."""
    columns = [(one.name, values_of(batch.column(one.place))) for one in headers.columns]
    for row in range(batch.num_rows):
        yield {name: value for name, values in columns if (value := values[row]) is not None}


def score_rows(scorer: Scorer, batch: pa.RecordBatch, headers: Headers) -> Sequence[Evaluation | RecordError]:
    """What every row of a batch comes to."""
    return scorer.many(records_of(batch, headers), leave_out_failed=True)


def value_of(result: Evaluation | RecordError, output: Output, lang: Lang) -> Any:
    """The value of a result column for one row.

    Raises:
        Beyond: It has more digits than a column can hold.
    """
    if isinstance(result, RecordError):
        if output.kind == "error":
            return error_text(result, lang)
        return "error" if output.kind == "status" else None
    if output.kind == "error":
        return None
    if output.kind == "status":
        return result.status
    facts = result.facts
    if output.kind == "state":
        return facts.status(output.step)
    if output.id == "grade_name":
        return result.in_language(lang).grade_name
    value = facts.get(output.step)
    if value is None:
        return None
    match output.kind:
        case "whole" | "decimal" | "double":
            assert isinstance(value, (Fraction, Real))
            return number_in(value, output)
        case "fraction":
            assert isinstance(value, (Fraction, Real))
            return exact_text(value)
        case "ids":
            assert isinstance(value, tuple)
            return list(value)
        case _:
            return value


class Beyond(Exception):  # noqa: N818 - becomes an error of the row
    """A number has more digits than its column can hold."""


def exact_text(value: Fraction | Real) -> str:
    """A number as text: a fraction exactly, an irrational number as far as it is shown.

    Raises:
        Beyond: It has more digits than Python writes.
    """
    try:
        return str(value) if isinstance(value, Fraction) else plain(value)
    except ValueError:
        raise Beyond from None


def number_in(value: Fraction | Real, output: Output) -> int | float | Decimal:
    """A number as its column holds it.

    Raises:
        Beyond: It has more digits than the column can hold.
    """
    if output.kind == "double":
        try:
            # A quotient of integers is rounded once, to the nearest double.
            return float(value) if isinstance(value, Fraction) else float(to_decimal(value, DIGITS))
        except OverflowError:
            raise Beyond from None
    assert isinstance(value, Fraction)
    steps = value * 10**output.places
    assert steps.denominator == 1
    limit = 2**63 if output.kind == "whole" else 10**output.type.precision
    if not -limit < steps < limit:
        raise Beyond
    return int(steps) if output.kind == "whole" else scaled_decimal(int(steps), output.places)


def error_text(error: RecordError, lang: Lang) -> str:
    """Every problem of a row in one text, each with its code; no half characters, which Arrow has not."""
    text = "; ".join(f"{one.code} {one.headline(lang)}" for one in error.diagnostics)
    return text.encode(errors="replace").decode()
