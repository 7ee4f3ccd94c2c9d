"""A key of the record, and what its value may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import attrs
from attrs import evolve, frozen

from scorerules.diagnostics import Words
from scorerules.numbers import Unit
from scorerules.source import Span

Value: TypeAlias = Fraction | str | bool | date
"""A value of a record or a constant: numbers exact and in base units."""

REMARK_ONLY = "remark"
"""The type of a key that carries nothing but a remark: an indicator computed from other inputs."""


NOT_APPLICABLE = "not_applicable"
"""What a record writes under a key to say that it does not apply."""

LEVEL_SCORE = "score"
"""The part of a key with levels that is the score."""


@frozen
class LevelRange:
    """A level that a record may name, and the points it may give.

    Args:
        name: What the record calls it.
        low, high: Bounds of its points, each with whether the bound itself is allowed.
    """

    name: str
    low: tuple[Fraction, bool]
    high: tuple[Fraction, bool]

    @property
    def fixed(self) -> Fraction | None:
        """The points it gives when they are always the same."""
        return self.low[0] if self.low[0] == self.high[0] else None

    def has(self, score: Fraction) -> bool:
        """Whether a score is inside its range."""
        low, high = self.low, self.high
        return (low[0] < score or (low[1] and score == low[0])) and (
            score < high[0] or (high[1] and score == high[0])
        )


@frozen
class RecordKey:
    """A key of the record, and what its value may be.

    Args:
        id: The key.
        words: What people call it.
        type: ``number``, ``integer``, ``text``, ``boolean``, ``date`` or ``remark``.
        unit: The unit a bare number of the record is in.
        low, high: Bounds in base units, each with whether the bound itself is allowed.
        choices: The texts it may be.
        step: The value must be a multiple of it, in base units.
        default: Its value when the record has none.
        full: For a judged score, the points that it is deducted from; the record may then give
            ``{ deduct = … }`` and remarks.
        remark_required: Whether a remark is required when points are lost.
        items: What a table under the key says one by one, by name; the id of each is ``id.name``. The key
            itself is then true when the record mentions it. An item without default must be mentioned.
        judges: How many scores it takes, as a list; they are its items, named 1, 2, 3 …
        losing: How many of those scores must be below the full mark for points to be lost.
        levels: The levels that it names; the score is then read as ``id.score``.
        may_skip: Whether the record may say that it does not apply.
        span: Where the ruleset declares it.
    """

    id: str
    words: Words
    type: str = "number"
    unit: Unit | None = None
    low: tuple[Value, bool] | None = None
    high: tuple[Value, bool] | None = None
    choices: tuple[str, ...] | None = None
    step: Fraction | None = None
    default: Value | None = None
    full: Fraction | None = None
    remark_required: bool = False
    items: Mapping[str, RecordKey] = attrs.field(factory=dict)
    judges: int | None = None
    losing: int = 1
    levels: tuple[LevelRange, ...] = ()
    may_skip: bool = False
    span: Span | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def told_by_rule(self) -> bool:
        """Whether the rule says what the record gives, so that a list of data need not."""
        return self.full is not None or bool(self.items) or bool(self.levels)

    @property
    def parts(self) -> Iterator[RecordKey]:
        """The values beside the key's own that a record gives under it."""
        yield from self.items.values()
        if self.levels:
            yield evolve(self, id=f"{self.id}.{LEVEL_SCORE}", type="number", choices=None, levels=())
        if self.may_skip:
            yield RecordKey(f"{self.id}.{NOT_APPLICABLE}", self.words, "boolean", default=False)


def fault_of_value(key: RecordKey, value: Value) -> str | None:
    """The code of the first check of a key that ``value`` does not pass."""
    if key.choices is not None and value not in key.choices:
        return "SR404"
    # The full mark may always be given, even where it is no multiple of the step.
    if isinstance(value, Fraction) and not isinstance(value, bool) and value != key.full:
        if key.type == "integer" and key.step is not None and (value / key.step).denominator != 1:
            return "SR405"
        if key.step is not None and (value / key.step).denominator != 1:
            return "SR406"
    if key.low is not None and (value < key.low[0] or (value == key.low[0] and not key.low[1])):  # type: ignore[operator]
        return "SR407"
    if key.high is not None and (value > key.high[0] or (value == key.high[0] and not key.high[1])):  # type: ignore[operator]
        return "SR407"
    return None
