"""Batches to results: the same rows in the same order, however they are cut and whoever scores them."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from fractions import Fraction

import pyarrow as pa
import pytest

import scorerules
from scorerules.tables.batches import BatchScorer
from scorerules.tables.options import Options
from scorerules.tables.running import AHEAD, FEWEST, ahead, processors, scored

RULESET = """\
scorerules = 1

[ruleset]
id = "demo"

[input]
made = { name = "完成数量", type = "integer", from = 0 }

[tier.output]
weight = 100

[indicator.cards]
tier = "output"
weight = 100
formula = "min(made, 100)"
"""
TOGETHER = """\
scorerules = 1

[ruleset]
id = "bids"
weights = "none"

[input.price]

[outcome.rank]
formula = "cohort_rank(price)"
"""
SCHEMA = pa.schema([("made", pa.int64())])


def rows(*lengths: int) -> Iterator[pa.RecordBatch]:
    """Batches of these lengths, the rows counted through."""
    first = 0
    for length in lengths:
        yield pa.record_batch([list(range(first, first + length))], schema=SCHEMA)
        first += length


def scorer_of(text: str = RULESET, schema: pa.Schema = SCHEMA, options: Options | None = None) -> BatchScorer:
    """A scorer that gives totals and errors."""
    return BatchScorer(
        scorerules.loads(text).about, schema, options or Options(columns=("total", "error"), lang="en")
    )


@pytest.mark.parametrize("threads", [1, 3])
def test_rows_stay_in_order(threads: int) -> None:
    """Batches of any length, empty ones too, give the same rows in the same order."""
    found = list(scored(rows(3, 0, 5 * FEWEST + 1, 1, 0), scorer_of(), threads=threads))
    total = [Fraction(one) for batch in found for one in batch.column("total").to_pylist()]
    assert total == [min(number, 100) for number in range(5 * FEWEST + 5)]
    assert max(batch.num_rows for batch in found) < 5 * FEWEST


@pytest.mark.parametrize("threads", [1, 2])
def test_the_first_error_is_raised(threads: int) -> None:
    """An error that ends the run names the first row that has one, counted through all batches."""
    schema = pa.schema([("made", pa.string())])
    numbers = [str(number) for number in range(3 * FEWEST)]
    numbers[2 * FEWEST + 7] = numbers[2 * FEWEST + 9] = "many"
    batches = [pa.record_batch([numbers[at : at + 500]], schema=schema) for at in range(0, len(numbers), 500)]
    scorer = scorer_of(schema=schema, options=Options(on_error="raise", lang="en"))
    with pytest.raises(scorerules.RecordError) as raised:
        list(scored(batches, scorer, threads=threads))
    assert raised.value.diagnostics[0].path == f"[{2 * FEWEST + 8}].made"


def test_little_is_read_ahead() -> None:
    """Batches are taken as results are; nobody reads a whole file before the first row is out."""
    taken = []

    def counted() -> Iterator[pa.RecordBatch]:
        for batch in rows(*[FEWEST] * 50):
            taken.append(batch)
            yield batch

    results = scored(counted(), scorer_of(), threads=2)
    next(results)
    assert len(taken) <= 2 + AHEAD
    results.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("scorerules")]


def test_records_that_are_compared_are_one_batch() -> None:
    """Ranks count through all batches, and a table without rows gives none."""
    schema = pa.schema([("price", pa.int64())])
    scorer = scorer_of(TOGETHER, schema, Options(columns=("rank",)))
    batches = [pa.record_batch([[one]], schema=schema) for one in (30, 10, 20)]
    found = list(scored(batches, scorer, threads=2))
    assert [int(one) for batch in found for one in batch.column(0).to_pylist()] == [1, 3, 2]
    assert list(scored([], scorer)) == []


def test_too_many_records_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records that do not fit into one batch are refused."""

    def full(_: object) -> None:
        raise pa.ArrowInvalid("offset overflow")

    schema = pa.schema([("price", pa.int64())])
    scorer = scorer_of(TOGETHER, schema, Options(columns=("rank",)))
    monkeypatch.setattr(pa, "concat_batches", full)
    with pytest.raises(scorerules.RecordError, match=r"SR449 .*offset overflow"):
        list(scored([pa.record_batch([[1]], schema=schema)], scorer))


def test_every_processor_has_a_thread() -> None:
    """Unless said, there are as many threads as processors."""
    assert processors() >= 1
    assert sum(batch.num_rows for batch in scored(rows(5), scorer_of())) == 5


def counting(upto: int, made: list[int], closed: list[bool]) -> Generator[int]:
    """Numbers, with what was made of them and whether the rest was given up."""
    try:
        for number in range(upto):
            made.append(number)
            yield number
    finally:
        closed.append(True)


def test_items_are_made_ahead_in_order() -> None:
    """Items come in their order, all of them, and their maker is done with at the end."""
    made: list[int] = []
    closed: list[bool] = []
    assert list(ahead(counting(50, made, closed))) == list(range(50))
    assert (len(made), closed) == (50, [True])


def test_no_more_is_made_when_no_more_is_wanted() -> None:
    """Only a few items are made beyond those that were used, and none after that."""
    made: list[int] = []
    closed: list[bool] = []
    items = ahead(counting(1000, made, closed))
    assert [next(items) for _ in range(3)] == [0, 1, 2]
    items.close()
    assert closed == [True]
    assert len(made) <= 3 + AHEAD + 2


def test_what_is_raised_ahead_is_raised_here() -> None:
    """An error of the maker comes after the items that were made before it."""

    def failing() -> Generator[int]:
        yield 1
        raise KeyError(2)

    items = ahead(failing())
    assert next(items) == 1
    with pytest.raises(KeyError):
        next(items)
