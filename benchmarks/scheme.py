"""A scheme that is benchmarked: its data, its formulas as float code has them, and its exact scores.

Goes in: what ``residence_card``, ``news2`` and ``plant`` say of themselves. Comes out: rows of a table and
records of it, and the scores they should have. Nothing here asks the library. A table is drawn as whole
numbers: amounts in cents, rates in hundredths of a percent, texts by their place in a list. What a peer is
given, float64, Decimals or texts, is made of these, so that every form holds the same decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent

Record = dict[str, Any]
Outcome = dict[str, Any]
Columns = dict[str, NDArray[Any]]
Draw = Callable[[np.random.Generator, int], Columns]


@frozen(kw_only=True)
class Scheme:
    """One shipped ruleset with all that is needed to score it without the library.

    Args:
        id: What the tables call it.
        about: What it is there for, in a few words of each language.
        path: The ruleset.
        places: Decimal places of each column of numbers.
        texts: What the texts of a column are, by their numbers; -1 stands for a missing one.
        flags: The columns of truth values.
        draw: Columns of so many rows.
        indicators: The formula of each indicator in floats, as one would write it, in a part of Python:
            ``score.x`` is a score, any other name a column, ``floor`` and ``ceil`` are of what is not
            negative.
        later: What is made of them, stage after stage, the total and the grade last.
        grades: Every grade, the worst first.
        scales: How many units of each exact score make a point.
        truth: The exact scores of columns in these units, and the place of the grade in ``grades``.
        exactly: The same of one record, in fractions.
        by_hand: What a careful programmer writes for one record, in floats, every datum checked.
        judged: Full marks of the items that the record judges.
        rates: The columns that are in percent.
    """

    id: str
    path: Path
    places: Mapping[str, int]
    texts: Mapping[str, tuple[str, ...]] = field(factory=dict)
    flags: tuple[str, ...] = ()
    draw: Draw
    indicators: Mapping[str, str]
    later: tuple[Mapping[str, str], ...]
    grades: tuple[str, ...]
    scales: Mapping[str, int]
    truth: Callable[[Columns], Columns]
    exactly: Callable[[Record], Outcome]
    by_hand: Callable[[Record], Outcome]
    judged: Mapping[str, int] = field(factory=dict)
    rates: tuple[str, ...] = ()

    @property
    def stages(self) -> tuple[Mapping[str, str], ...]:
        """All formulas, those of indicators first."""
        return (self.indicators, *self.later)

    @property
    def results(self) -> tuple[str, ...]:
        """The names of everything that is scored, apart from the grade."""
        return tuple(self.scales)

    def columns(self, count: int, seed: int = 2019) -> Columns:
        """Columns of so many rows, the same for the same seed."""
        return self.draw(np.random.default_rng(seed), count)

    def records(self, count: int, number: type = float, seed: int = 2019) -> list[Record]:
        """The rows as records, numbers with decimal places being of the class ``number``."""
        columns = self.columns(count, seed)
        return [
            self._record({name: one[row] for name, one in columns.items()}, number) for row in range(count)
        ]

    def _record(self, row: Mapping[str, Any], number: type) -> Record:
        record: Record = {}
        for name, value in row.items():
            given = self._value(name, value, number)
            item, _, part = name.partition(".")
            if given is None or part == "remark":
                continue
            if item in self.judged and given != self.judged[item]:
                remark = self._value(f"{item}.remark", row[f"{item}.remark"], number)
                record[item] = {"deduct": self.judged[item] - given, "remark": remark}
            elif part:
                record.setdefault(item, {})[part] = given
            else:
                record[item] = given
        return record

    def _value(self, name: str, value: Any, number: type) -> Any:
        if name in self.flags:
            return bool(value)
        if name in self.texts:
            return None if value < 0 else self.texts[name][value]
        if not self.places[name]:
            return int(value)
        return number(Decimal(int(value)).scaleb(-self.places[name]))

    def flat(self, record: Record) -> dict[str, Any]:
        """The record for engines that know single values only: scores of judged items, no Decimals."""
        found: dict[str, Any] = dict.fromkeys(map(plain_name, self.places), 0)
        found |= dict.fromkeys(self.texts, "")
        for name, value in record.items():
            if name in self.judged:
                found[name] = self.judged[name] - value["deduct"] if isinstance(value, dict) else value
            elif isinstance(value, dict):
                found |= {plain_name(f"{name}.{part}"): one for part, one in value.items()}
            else:
                found[name] = float(value) if isinstance(value, Decimal) else value
        return {name: value for name, value in found.items() if "." not in name}


def plain_name(name: str) -> str:
    """The name of a column or score where names have no dots."""
    return name.replace(".", "_")


def half_up(numerator: NDArray[Any], denominator: Any) -> NDArray[Any]:
    """Whole numbers nearest to quotients, halves upwards, for denominators above 0."""
    return (2 * numerator + denominator) // (2 * denominator)
