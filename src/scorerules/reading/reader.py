"""Reads a table of the document into the class that declares its keys.

Every unknown key, missing key and wrong value is noted, with the nearest known key as the way out; a
table with faults still comes back (marked ``broken``), so that one run shows the faults of all tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from attrs import evolve

from scorerules.diagnostics import Fix, Words
from scorerules.diagnostics.near import near, slip
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
    declared = keys_of(table)
    node, guessed, lost = corrected(node, (*declared, *sorted(skip)), at, elsewhere or {})
    assert isinstance(node.value, Mapping)
    values: dict[str, Any] = dict(known)
    broken = lost
    for name, item in node.value.items():
        key = declared.get(name)
        if key is None:
            continue
        # What a misspelt key was meant to be is a guess: a value that does not fit it is no second fault.
        value = key.type.read(
            item, (evolve(at, faults=at.faults.apart()) if name in guessed else at).under(name)
        )
        broken = broken or is_broken(value)
        if not isinstance(value, Broken):
            values[key.attribute] = value
    for key in declared.values():
        if key.required and key.name not in node.value:
            at.faults.add(
                "SR202",
                node.key_span or node.span,
                path=at.path,
                where=place_words(at.path),
                key=key.name,
                words=key.words,
            )
            broken = True
    return table(**values, origin=node, path=at.path, broken=broken)


def corrected(
    node: Node, known: Collection[str], at: At, elsewhere: Mapping[str, str]
) -> tuple[Node, frozenset[str], bool]:
    """Note every key that nothing reads, and go on with what it was probably meant to be.

    Without that, one slip in ``weight`` would also be a weight that is missing and a sum that is wrong.

    Args:
        node: The table.
        known: The keys that are read there.
        at: Where the reader is.
        elsewhere: Keys of other sections with the header they belong under.

    Returns:
        The table with known keys only, the keys that are guesses, and whether a key was left out.
    """
    assert isinstance(node.value, Mapping)
    kept = {name: item for name, item in node.value.items() if name in known}
    guessed: set[str] = set()
    lost = False
    for name, item in node.value.items():
        if name in known:
            continue
        meant = unknown_key(name, item, at, known, elsewhere, kept)
        joined = None if meant is None or meant not in kept else _joined(kept[meant], item)
        if meant is not None and meant not in kept:
            kept[meant] = item
            guessed.add(meant)
        elif meant is not None and joined is not None:
            # One header of many in a section is misspelt: its items belong to the others.
            kept[meant] = joined
        else:
            lost = True
    return evolve(node, value=kept), frozenset(guessed), lost


def _joined(first: Node, second: Node) -> Node | None:
    """Two nodes of one name as one: tables without a common key, or ``[[x]]`` and the ``[x.y]`` below it."""
    match first.value, second.value:
        case tuple(rows), tuple(more):
            return evolve(first, value=(*rows, *more))
        case tuple(rows), _:
            above = sum(row.span.start < second.span.start for row in rows) - 1
            row = None if above < 0 else _joined(rows[above], second)
            return None if row is None else evolve(first, value=(*rows[:above], row, *rows[above + 1 :]))
        case _, tuple():
            return _joined(second, first)
        case Mapping() as table, Mapping() as other:
            both = {name: _joined(table[name], other[name]) for name in table.keys() & other.keys()}
            whole = {name: node for name, node in both.items() if node is not None}
            return evolve(first, value={**table, **other, **whole}) if len(whole) == len(both) else None
        case _:
            return None


def unknown_key(
    name: str,
    item: Node,
    at: At,
    known: Collection[str],
    elsewhere: Mapping[str, str],
    taken: Mapping[str, Node],
) -> str | None:
    """Note a key that nothing reads; the known one here that it was probably meant to be.

    The correction is safe when it is one slip away and does not write a key of ``taken`` a second time.
    """
    span = item.key_span or item.span
    nearest = near(name, known)
    where = place_words(at.path)
    if name in elsewhere:
        at.faults.add("SR206", span, path=at.under(name).path, key=name, where=where, header=elsewhere[name])
        return None
    if nearest:
        (meant,) = nearest
        free = meant not in taken or _joined(taken[meant], item) is not None
        fix = Fix(span, meant) if free and meant.isascii() and slip(name, known) == meant else None
        at.faults.add("SR201", span, path=at.under(name).path, fix=fix, key=name, where=where, nearest=meant)
        return meant
    at.faults.add("SR207", span, path=at.under(name).path, key=name, where=where, keys=", ".join(known))
    return None


def place_words(path: str) -> Words:
    """Which table is meant, as the sentences of the catalogue end or begin."""
    return Words(f"在 `{path}` 中", f"in `{path}`") if path else Words("在文件顶层", "at the top level")
