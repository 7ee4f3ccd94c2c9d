"""What values are in a lane program: constants, exact objects, several values in one.

Goes in: values of one kind. Comes out: their operands in one form, so that one of them can be picked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from scorerules.compile.arithmetic import common_factor, constant, fits
from scorerules.compile.builder import Builder
from scorerules.compile.lanes import Content, Exact, Number, Operand, Other, Thing, Truth, Unsupported
from scorerules.compile.operations import bounds

FILLERS: Final[dict[str, Any]] = {"text": "", "date": date.min, "ids": ()}
"""What stands in the place of an absent object."""


class Things:
    """The constants of a program that are no integers, each kept once."""

    def __init__(self) -> None:
        self._known: dict[tuple[type, Any], Thing] = {}

    def __call__(self, value: Any) -> Thing:
        """The constant."""
        return self._known.setdefault((type(value), value), Thing(value))

    def content(self, value: Any) -> Content:
        """A constant of a formula."""
        match value:
            case bool():
                return Truth(value)
            case Fraction():
                return fits(constant(value)) or Exact(self(value), value, value)
            case str():
                return Other("text", self(value))
            case tuple():
                return Other("ids", self(value))
            case _:
                return Other("date", self(value))


def exactly(content: Content, build: Builder, things: Things) -> Operand:
    """The operand of a number as an exact object."""
    match content:
        case Exact(of):
            return of
        case Number():
            if content.constant is not None:
                return things(content.constant)
            return build.fraction(content.k, content.n, 1 if content.d is None else content.d)
        case _:
            raise Unsupported


@frozen
class Form:
    """One form for values of a kind, ``None`` among them for one that is absent.

    Args:
        sample: A value of the kind; of numbers, one with the factor that all have.
        divided: Whether an integer below is kept.
    """

    sample: Content
    divided: bool = False

    def operands(self, content: Content | None, build: Builder, things: Things) -> tuple[Operand, ...]:
        """The operands of a value in this form."""
        match self.sample:
            case Number(k):
                return self._number(content, k, build)
            case Exact():
                return (things(Fraction(0)) if content is None else exactly(content, build, things),)
            case Truth():
                return (False if content is None else content.of,)  # type: ignore[union-attr]
            case Other(kind):
                return (things(FILLERS[kind]) if content is None else content.of,)  # type: ignore[union-attr]

    def _number(self, content: Content | None, k: Fraction, build: Builder) -> tuple[Operand, ...]:
        n: Operand = 0
        d: Operand = 1
        if isinstance(content, Number):
            known = content.constant
            if known is not None:
                n = (known / k).numerator
            else:
                n = build.times((content.k / k).numerator, content.n)
                d = 1 if content.d is None else content.d
        return (n, d) if self.divided else (n,)

    def content(self, operands: Sequence[Operand]) -> Content:
        """The value that operands of this form stand for."""
        match self.sample:
            case Number(k, _, _, low, high):
                n = operands[0]
                if not self.divided:
                    ends = sorted(k * end for end in bounds(n))
                    low = ends[0] if low is None else max(low, ends[0])
                    high = ends[1] if high is None else min(high, ends[1])
                return Number(k, n, operands[1] if self.divided else None, low, high)
            case _:
                return evolve(self.sample, of=operands[0])


def form_of(contents: Sequence[Content]) -> Form:
    """The form that all values can have."""
    first = contents[0]
    numbers = [one for one in contents if isinstance(one, Number | Exact)]
    if numbers and len(numbers) == len(contents):
        lows, highs = [one.low for one in numbers], [one.high for one in numbers]
        low = None if None in lows else min(lows)  # type: ignore[type-var]
        high = None if None in highs else max(highs)  # type: ignore[type-var]
        whole = [one for one in numbers if isinstance(one, Number)]
        if len(whole) < len(numbers):
            return Form(Exact(0, low, high))
        k = common_factor([one.k if one.constant is None else one.constant for one in whole])
        return Form(Number(k, 0, None, low, high), any(one.d is not None for one in whole))
    same = all(type(one) is type(first) for one in contents)
    if not same or (isinstance(first, Other) and any(one.kind != first.kind for one in contents)):  # type: ignore[union-attr]
        raise Unsupported
    return Form(first)
