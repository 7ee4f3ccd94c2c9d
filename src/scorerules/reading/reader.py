"""Reads a table of the document into the class that declares its keys.

Every unknown key, missing key and wrong value is noted, with the nearest known key as the way out; a
table with faults still comes back (marked ``broken``), so that one run shows the faults of all tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from scorerules.diagnostics import Fix, Words
from scorerules.diagnostics.near import near
from scorerules.document import Node
from scorerules.reading.keys import Table, keys_of
from scorerules.reading.values import At, Broken, is_broken

Read = TypeVar("Read", bound=Table)


def read_table(
    table: type[Read],
    node: Node,
    at: At,
    *,
    elsewhere: Mapping[str, str] | None = None,
    skip: frozenset[str] = frozenset(),
    **known: Any,
) -> Read:
    """Read ``node`` into ``table``.

    Args:
        table: The class that declares the keys.
        node: The table of the document.
        at: Where the reader is.
        elsewhere: Keys of other sections with the header they belong under.
        skip: Keys that the caller reads itself.
        known: Attributes that do not come from keys, such as the id.
    """
    assert isinstance(node.value, Mapping)
    declared = keys_of(table)
    values: dict[str, Any] = dict(known)
    broken = False
    for name, item in node.value.items():
        key = declared.get(name)
        if key is None:
            if name not in skip:
                unknown_key(name, item, at, (*declared, *sorted(skip)), elsewhere or {})
                broken = True
            continue
        value = key.type.read(item, at.under(name))
        broken = broken or is_broken(value)
        if not isinstance(value, Broken):
            values[key.attribute] = value
    for key in declared.values():
        if key.required and key.name not in node.value:
            at.faults.add(
                "SR202",
                node.key_span or node.span,
                path=at.path,
                table=at.path,
                key=key.name,
                words=key.words,
            )
            broken = True
    return table(**values, origin=node, path=at.path, broken=broken)


def unknown_key(
    name: str, item: Node, at: At, declared: tuple[str, ...], elsewhere: Mapping[str, str]
) -> None:
    """Note a key that nothing reads, with the nearest known one here or under another header."""
    span = item.key_span or item.span
    nearest = near(name, declared)
    where = at.path or Words("文件顶层", "the top level")
    if name in elsewhere:
        at.faults.add("SR206", span, path=at.under(name).path, key=name, table=where, header=elsewhere[name])
    elif nearest:
        fix = Fix(span, nearest[0]) if nearest[0].isascii() else None
        at.faults.add(
            "SR201", span, path=at.under(name).path, fix=fix, key=name, table=where, nearest=nearest[0]
        )
    else:
        listed = ", ".join(declared)
        at.faults.add("SR207", span, path=at.under(name).path, key=name, table=where, keys=listed)
