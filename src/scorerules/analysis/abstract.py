"""What is known of a value before any record is seen: which numbers, texts or answers it can be.

A value stands for all that an expression can come to. It is never narrower than the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import evolve, frozen

from scorerules.analysis.interval import EMPTY, EVERY, ZERO, Interval, about
from scorerules.formula import Value
from scorerules.numbers import Real

Texts: TypeAlias = frozenset[str]
Truth: TypeAlias = frozenset[bool]

EITHER: Truth = frozenset({True, False})
MOST_TEXTS = 256
"""Texts that are kept one by one; a choice among more is any text."""


@frozen
class Abstract:
    """All that a value can be.

    Args:
        numbers: The numbers; those of dates are their ordinals.
        texts: The texts; ``None`` for any text.
        truth: The answers of a condition.
        other: Whether it can be something that is not looked into, such as ids.
        missing: Whether there may be no value because a datum is missing.
        inapplicable: Whether there may be no value because the item does not apply.
        fails: Whether computing it may be a problem of the record.
    """

    numbers: Interval = EMPTY
    texts: Texts | None = frozenset()
    truth: Truth = frozenset()
    other: bool = False
    missing: bool = False
    inapplicable: bool = False
    fails: bool = False

    @property
    def never(self) -> bool:
        """Whether it can be no value at all."""
        return self.numbers.empty and self.texts == frozenset() and not self.truth and not self.other

    @property
    def lacks(self) -> bool:
        """Whether there may be no value."""
        return self.missing or self.inapplicable

    @property
    def single(self) -> Fraction | str | bool | None:
        """The only value it can be, if there is one and it is always there."""
        if self.lacks or self.other or self.texts is None:
            return None
        found: list[Fraction | str | bool] = [*self.texts, *self.truth]
        if not self.numbers.empty:
            number = self.numbers.single
            if number is None:
                return None
            found.append(number)
        return found[0] if len(found) == 1 else None

    def join(self, other: Abstract) -> Abstract:
        """All that either can be."""
        texts = None if self.texts is None or other.texts is None else self.texts | other.texts
        return Abstract(
            self.numbers.join(other.numbers),
            None if texts is not None and len(texts) > MOST_TEXTS else texts,
            self.truth | other.truth,
            self.other or other.other,
            self.missing or other.missing,
            self.inapplicable or other.inapplicable,
            self.fails or other.fails,
        )

    def flagged(self, *parts: Abstract) -> Abstract:
        """The same, lacking a value or failing also where one of its parts does."""
        return evolve(
            self,
            missing=self.missing or any(one.missing for one in parts),
            inapplicable=self.inapplicable or any(one.inapplicable for one in parts),
            fails=self.fails or any(one.fails for one in parts),
        )

    def meet(self, other: Abstract) -> Abstract:
        """All that both can be; whether it lacks a value or fails stays as it is."""
        texts = other.texts if self.texts is None else self.texts
        if self.texts is not None and other.texts is not None:
            texts = self.texts & other.texts
        return evolve(
            self,
            numbers=self.numbers.meet(other.numbers),
            texts=texts,
            truth=self.truth & other.truth,
            other=self.other and other.other,
        )


NEVER = Abstract()
ANYTHING = Abstract(EVERY, None, EITHER, other=True, missing=True, inapplicable=True, fails=True)
UNKNOWN_CONDITION = Abstract(truth=EITHER)


def of_numbers(numbers: Interval) -> Abstract:
    """A value that is one of these numbers."""
    return Abstract(numbers)


def of_truth(truth: Iterable[bool]) -> Abstract:
    """A condition with these answers."""
    return Abstract(truth=frozenset(truth))


def of_value(value: Value) -> Abstract:
    """A value that is known."""
    match value:
        case bool():
            return of_truth((value,))
        case Fraction() | Real():
            return of_numbers(about(value))
        case str():
            return Abstract(texts=frozenset((value,)))
        case date():
            return of_numbers(about(Fraction(value.toordinal())))
        case _:
            return Abstract(other=True)


def some_of(wanted: Abstract) -> Iterator[Fraction | str | bool]:
    """A few of the values that something can be: its ends, and numbers inside."""
    yield from sorted(wanted.texts or ())
    yield from sorted(wanted.truth)
    numbers = wanted.numbers
    if numbers.empty:
        return
    low, high = numbers.low, numbers.high
    step = numbers.grid or Fraction(1)
    candidates: list[Fraction] = []
    if low is not None and high is not None:
        candidates += [low, high, (low + high) / 2, low + (high - low) / 1000, high - (high - low) / 1000]
    elif low is not None:
        candidates += [low, low + step, low + 100 * step, low + Fraction(1, 100)]
    elif high is not None:
        candidates += [high, high - step, high - 100 * step, high - Fraction(1, 100)]
    else:
        candidates += [ZERO, step, -step]
    seen: set[Fraction] = set()
    for one in candidates:
        if numbers.has(one) and one not in seen:
            seen.add(one)
            yield one
