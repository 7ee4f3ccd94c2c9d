"""Declares which keys a table of a ruleset may have.

The classes of ``model`` and ``kinds`` are attrs classes whose fields are made with :func:`key`. The
reader, the reference pages and everything else that must know the language ask :func:`keys_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from attrs import frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.reading.values import ValueType
from scorerules.source import Span


@frozen
class Topic:
    """What a section or a kind of rule is about, for authors: a name and a sentence."""

    name: Words
    about: Words


@frozen
class Key:
    """One key of a table.

    Args:
        name: The key as authors write it.
        attribute: The attribute of the class that keeps it.
        type: What its value may be.
        words: What it means, for authors.
        required: Whether a table without it is a fault.
        of_value: The parameter is compared with the indicator's value, so it must be in its unit.
        of_points: The parameter is a number of points, so it has no unit.
        default: What the class keeps when the key is not written.
    """

    name: str
    attribute: str
    type: ValueType
    words: Words
    required: bool
    of_value: bool
    of_points: bool = False
    default: Any = None


def key(
    type_: ValueType,
    zh: str,
    en: str,
    *,
    name: str | None = None,
    required: bool = False,
    default: Any = None,
    of_value: bool = False,
    of_points: bool = False,
) -> Any:
    """An attrs field that is a key of a table; ``name`` where Python reserves the word."""
    facts = {
        "type": type_, "words": Words(zh, en), "name": name, "required": required, "of_value": of_value,
        "of_points": of_points,
    }  # fmt: skip
    return attrs.field(default=default, kw_only=True, metadata={"scorerules": facts})


def keys_of(table: type[Table]) -> dict[str, Key]:
    """The keys of a table class by the name authors write, in the order of declaration."""
    known = _KEYS.get(table)
    if known is None:
        known = _KEYS[table] = _declared(table)
    return known


_KEYS: dict[type, dict[str, Key]] = {}
"""Keys by class: they never change."""


def _declared(table: type[Table]) -> dict[str, Key]:
    found: dict[str, Key] = {}
    for field in attrs.fields(table):
        facts = field.metadata.get("scorerules")
        if facts is not None:
            name = facts["name"] or field.name
            found[name] = Key(
                name, field.name, facts["type"], facts["words"], facts["required"], facts["of_value"],
                facts["of_points"], field.default,
            )  # fmt: skip
    return found


@frozen
class Table:
    """What every class read from a table has: the node it came from, and whether a key was faulty."""

    origin: Node | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    path: str = attrs.field(default="", eq=False, repr=False, kw_only=True)
    broken: bool = attrs.field(default=False, eq=False, repr=False, kw_only=True)

    def place(self, key: str | None = None) -> Span | None:
        """Where the value of ``key`` stands in the file, else where the table stands."""
        if self.origin is None:
            return None
        node = None if key is None else self.written(key)
        return (self.origin.key_span or self.origin.span) if node is None else node.span

    def written(self, key: str) -> Node | None:
        """What the author wrote for ``key``."""
        table = None if self.origin is None else self.origin.value
        return table.get(key) if isinstance(table, Mapping) else None
