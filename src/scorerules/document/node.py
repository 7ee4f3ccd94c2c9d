"""A value of a document together with its place.

Goes out: what the reading of a file yields. Knows nothing of TOML or JSON beyond their values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from attrs import field, frozen

from scorerules.document.strings import Characters, characters
from scorerules.source import Span

Scalar: TypeAlias = str | bool | int | Decimal | date | datetime | time | None


@frozen
class Node:
    """One value of a document.

    Args:
        value: A scalar, a table (keys to nodes, in the order of the file, not to be changed) or an
            array. ``None`` is the null of JSON. Decimals are always finite.
        span: The value. Of a ``[table]`` the bracketed header, of a table made by dotted keys the part
            of the key that made it, of an array of tables its first header.
        key_span: The key that introduced the value, its last part; ``None`` in an array and for the
            whole document.
    """

    value: Scalar | Mapping[str, Node] | tuple[Node, ...]
    span: Span = field(eq=False)
    key_span: Span | None = field(default=None, eq=False)

    @property
    def is_table(self) -> bool:
        """Whether the value is a table."""
        return isinstance(self.value, Mapping)

    @property
    def is_array(self) -> bool:
        """Whether the value is an array, of tables too."""
        return isinstance(self.value, tuple)

    @property
    def count(self) -> int:
        """How many keys and items there are in it, at every depth."""
        counted, waiting = 0, [self]
        while waiting:
            value = waiting.pop().value
            if isinstance(value, (Mapping, tuple)):
                counted += len(value)
                waiting.extend(value.values() if isinstance(value, Mapping) else value)
        return counted

    def plain(self) -> object:
        """The value as the parser gives it: dictionaries, lists and scalars without places."""
        match self.value:
            case Mapping() as table:
                return {key: node.plain() for key, node in table.items()}
            case tuple() as items:
                return [node.plain() for node in items]
            case scalar:
                return scalar

    def text_span(self, start: int, end: int) -> Span:
        """The place in the file of a stretch of this string.

        Args:
            start: First character, counted in the decoded string from 0.
            end: The character after the last.

        Returns:
            The characters of the file that say ``value[start:end]``, escapes whole; the point between
            two characters when the stretch is empty. The whole value when it is no string.
        """
        if not isinstance(self.value, str):
            return self.span
        return Span(self.span.source, *self._characters.between(start, end))

    @cached_property
    def _characters(self) -> Characters:
        return characters(self.span.source.text, self.span.start, self.span.end)
