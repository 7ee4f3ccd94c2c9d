"""What a value looks like before anybody reads it: the part of the language that an editor can check.

A :class:`~scorerules.reading.values.ValueType` says its shape beside how it is read. A shape takes
everything that the reader takes; it may take more, because what a text means cannot be seen in its looks.
Nothing here knows who looks at shapes, or in which notation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import frozen


@frozen
class Text:
    """A text in which the regular expression ``has`` is found somewhere."""

    has: str = ""


@frozen
class Number:
    """A number without quotes.

    Args:
        above: The number is above it.
        least: The number is not below it.
        whole: It has no decimals.
    """

    above: int | None = None
    least: int | None = None
    whole: bool = False


@frozen
class Flag:
    """true or false."""


@frozen
class Day:
    """A date without a time."""


@frozen
class Word:
    """One of a few texts."""

    words: tuple[str, ...]


@frozen
class Array:
    """An array of items of one shape."""

    item: Shape
    least: int = 0
    most: int | None = None


@frozen
class Map:
    """A table whose values are all of one shape.

    Args:
        item: The shape of the values.
        least: How many there are at least.
        keys: The keys it may have; the author chooses them where there are none.
    """

    item: Shape
    least: int = 0
    keys: tuple[str, ...] = ()


@frozen
class Free:
    """Any table."""


@frozen
class Keys:
    """A table with the keys that a class declares.

    Args:
        table: The class.
        rules: Kinds of rule, of which exactly one stands in the table too.
        partial: Whether the rest may be said elsewhere, so that no key is required, nor a rule.
        without: Keys of the class that may not stand there.
    """

    table: Callable[[], type]
    rules: tuple[str, ...] = ()
    partial: bool = False
    without: frozenset[str] = frozenset()


@frozen
class Columns:
    """Rows turned on their side: for each key of the class an array with what the rows say."""

    table: Callable[[], type]


@frozen
class Either:
    """One of several shapes."""

    shapes: tuple[Shape, ...]


Shape: TypeAlias = Text | Number | Flag | Day | Word | Array | Map | Free | Keys | Columns | Either

FILLED: Final = Text(r"\S")
"""A text that is not blank."""


def either(*shapes: Shape) -> Shape:
    """One of ``shapes``, those inside another choice taken out of it."""
    flat = tuple(inner for one in shapes for inner in (one.shapes if isinstance(one, Either) else (one,)))
    return flat[0] if len(flat) == 1 else Either(flat)
