"""Joins a document with the ones it extends into a single document.

Goes in: the node of the child and those of its parents, each already joined with its own parents. Comes
out: one node in which every value still has the place where it was written, so that the model can tell
what came from where. A child adds new items, changes existing ones under ``[change]``, drops some.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import evolve

from scorerules.build.overrides import note_overrides
from scorerules.build.sections import (
    CHANGE,
    CHANGEABLE,
    CHECK,
    EXAMPLE,
    ITEM_SECTIONS,
    KIND_KEYS,
    NOT_INHERITED,
    SINGLE_SECTIONS,
    VERSION_KEY,
    WITH_KINDS,
    headers_of_keys,
)
from scorerules.diagnostics import Faults, Label, Words
from scorerules.diagnostics.near import near
from scorerules.document import Node
from scorerules.reading import At, corrected, keys_of
from scorerules.reading.values import describe
from scorerules.source import Span

Entries = dict[str, Node]
HERE_TOO = Words("这里已经有了", "it is already here")


def entries(node: Node | None) -> Entries:
    """The keys of a table; nothing for anything else."""
    return dict(node.value) if node is not None and isinstance(node.value, Mapping) else {}


def place(node: Node) -> Span:
    """Where an item is introduced."""
    return node.key_span or node.span


def compose(
    child: Node, parents: tuple[Node, ...], faults: Faults, remarks: Faults | None = None
) -> Node | None:
    """Join ``child`` with its parents.

    Args:
        child: The document that extends.
        parents: What it extends, in the order named.
        faults: Where faults go.
        remarks: Where findings go that are no faults; ``None`` when nobody asks for them.

    Returns:
        One document without ``[change]``, ``extends`` and ``drop`` left to do; none where there is nothing
        to change, because what is missing then is more likely the parent than what it would say.
    """
    if not parents:
        if CHANGE not in entries(child):
            return child
        faults.add("SR220", place(entries(child)[CHANGE]), path=CHANGE)
        return None
    changes = changes_of(child, faults)
    joined, conflicts = join_parents(parents)
    settle = _paths(changes) | set(dropped(child))
    for path, (first, second) in conflicts.items():
        if not any(path == one or path.startswith(one + ".") for one in settle):
            labels = (
                Label(first.span, Words("一处的写法", "one of them")),
                Label(second.span, Words("另一处的写法", "the other")),
            )
            faults.add("SR221", extends_span(child), path=path, labels=labels, key=path)
    if remarks is not None:
        note_overrides(joined, changes, dropped(child), entries(child), conflicts.keys(), remarks)
    joined = apply_changes(joined, changes, faults)
    joined = apply_drops(joined, child, faults)
    return evolve(child, value=add(joined, entries(child), faults))


def changes_of(child: Node, faults: Faults) -> Entries:
    """What stands under ``[change]``, section by section."""
    node = entries(child).get(CHANGE)
    if node is None:
        return {}
    if not node.is_table:
        faults.add("SR203", node.span, path=CHANGE, **_table_expected(CHANGE, node))
        return {}
    sections = (*SINGLE_SECTIONS, *ITEM_SECTIONS, EXAMPLE)
    return entries(corrected(node, sections, At(CHANGE, faults), {})[0])


def extends_span(child: Node) -> Span:
    """Where a document says what it extends."""
    extends = entries(entries(child).get("ruleset")).get("extends")
    return child.span if extends is None else extends.span


def _without(node: Node, keys: set[str]) -> Node:
    return evolve(node, value={name: item for name, item in entries(node).items() if name not in keys})


def _paths(changes: Entries) -> set[str]:
    """What the changes settle: ``round``, ``indicator.x``."""
    found: set[str] = set()
    for section, node in changes.items():
        if section in ITEM_SECTIONS:
            for name, item in entries(node).items():
                found |= {f"{section}.{name}.{key}" for key in entries(item)}
        else:
            found |= {f"{section}.{key}" for key in entries(node)}
    return found


def join_parents(parents: tuple[Node, ...]) -> tuple[Entries, dict[str, tuple[Node, Node]]]:
    """The parents side by side, and the keys on which two of them disagree."""
    joined: Entries = {}
    conflicts: dict[str, tuple[Node, Node]] = {}
    for parent in parents:
        for section, node in entries(parent).items():
            if section in (EXAMPLE, VERSION_KEY):
                continue
            if section == "ruleset":
                node = _without(node, set(NOT_INHERITED))  # noqa: PLW2901
            _merge(joined, section, node, section, conflicts)
    return joined, conflicts


def _merge(into: Entries, key: str, node: Node, path: str, conflicts: dict[str, tuple[Node, Node]]) -> None:
    """Put ``node`` beside what another parent says at the same path."""
    present = into.get(key)
    if present is None:
        into[key] = node
        return
    depth = 3 if path.split(".", maxsplit=1)[0] in (*ITEM_SECTIONS, CHECK) else 2
    if present.is_table and node.is_table and path.count(".") < depth - 1:
        inner = entries(present)
        for name, item in entries(node).items():
            _merge(inner, name, item, f"{path}.{name}", conflicts)
        into[key] = evolve(present, value=inner)
    elif present != node:
        conflicts.setdefault(path, (present, node))


def apply_changes(joined: Entries, changes: Entries, faults: Faults) -> Entries:
    """Put every ``[change.…]`` over what it changes."""
    joined = dict(joined)
    for section, node in changes.items():
        path = f"{CHANGE}.{section}"
        if section not in CHANGEABLE:
            listed = ", ".join(CHANGEABLE)
            faults.add("SR223", place(node), path=path, section=section, sections=listed)
        elif not node.is_table:
            faults.add("SR203", node.span, path=path, **_table_expected(path, node))
        elif section in ITEM_SECTIONS:
            joined[section] = _change_items(joined.get(section), node, section, faults)
        elif section in joined:
            change = spelt(node, keys_of(SINGLE_SECTIONS[section]), path, faults)
            joined[section] = over(joined[section], change, kinds=False)
        else:
            faults.add("SR222", place(node), path=path, item=section, nearest="")
    return joined


def _table_expected(path: str, node: Node) -> dict[str, Any]:
    return {"key": path, "expected": Words("表 { }", "a table"), "found": describe(node)}


def _change_items(section_node: Node | None, changes: Node, section: str, faults: Faults) -> Node:
    items = entries(section_node)
    for name, change in entries(changes).items():
        path = f"{CHANGE}.{section}.{name}"
        if name not in items:
            nearest = near(name, items)
            faults.add(
                "SR222",
                place(change),
                path=path,
                item=f"{section}.{name}",
                nearest=_did_you_mean(f"{section}.{nearest[0]}") if nearest else "",
            )
        elif not change.is_table:
            faults.add("SR203", change.span, path=path, **_table_expected(path, change))
        else:
            kinds = section in WITH_KINDS
            known = (*keys_of(ITEM_SECTIONS[section]), *(sorted(KIND_KEYS) if kinds else ()))
            items[name] = over(items[name], spelt(change, known, path, faults), kinds=kinds)
    return evolve(section_node if section_node is not None else changes, value=items)


def spelt(change: Node, known: Collection[str], path: str, faults: Faults) -> Node:
    """The change with known keys only: a rule must be seen to be one before it can replace another."""
    section = path.split(".")[1]
    elsewhere = {name: header for name, header in headers_of_keys().items() if header != f"[{section}]"}
    return corrected(change, known, At(path, faults), elsewhere)[0]


def _did_you_mean(name: str) -> Words:
    return Words(f"；是不是 `{name}`", f"; did you mean `{name}`")


def over(item: Node, change: Node, *, kinds: bool) -> Node:
    """Replace key by key; a rule of one kind replaces a rule of another whole."""
    kept = entries(item)
    changed = entries(change)
    if kinds and KIND_KEYS & changed.keys():
        kept = {name: node for name, node in kept.items() if name not in KIND_KEYS}
    return evolve(item, value={**kept, **changed})


def dropped(child: Node) -> dict[str, Node]:
    """What the child's ``drop`` names, each with its place."""
    drop = entries(entries(child).get("ruleset")).get("drop")
    if drop is None or not isinstance(drop.value, tuple):
        return {}
    return {one.value: one for one in drop.value if isinstance(one.value, str) and one.value.strip()}


def apply_drops(joined: Entries, child: Node, faults: Faults) -> Entries:
    """Take out what ``drop`` names: ``round``, ``indicator.x``, ``indicator.y.when``."""
    for path, node in dropped(child).items():
        shortened = _drop(joined, path.split("."))
        if shortened is None:
            faults.add("SR224", node.span, path="ruleset.drop", item=path)
        else:
            joined = shortened
    return joined


def _drop(table: Entries, keys: list[str]) -> Entries | None:
    """The table without the thing that ``keys`` lead to; ``None`` when it is not there."""
    first, *rest = keys
    if first not in table:
        return None
    if not rest:
        return {name: node for name, node in table.items() if name != first}
    inner = _drop(entries(table[first]), rest)
    return None if inner is None else {**table, first: evolve(table[first], value=inner)}


def add(joined: Entries, own: Entries, faults: Faults) -> Entries:
    """Put what the child declares beside what it inherits; nothing may be there twice."""
    result = dict(joined)
    for section, node in own.items():
        if section == CHANGE:
            continue
        if section == "ruleset":
            result[section] = evolve(node, value={**entries(joined.get(section)), **entries(node)})
        elif section in ITEM_SECTIONS and section in joined:
            # What is no table has no items, and would be gone without a word.
            for wrong in (one for one in (joined[section], node) if not one.is_table):
                faults.add("SR203", wrong.span, path=section, **_table_expected(section, wrong))
            items = entries(joined[section])
            for name, item in entries(node).items():
                if name in items:
                    path, kinds = f"{section}.{name}", section in WITH_KINDS
                    item = _again(path, item, items[name], faults, kinds=kinds)  # noqa: PLW2901
                items[name] = item
            result[section] = evolve(joined[section], value=items)
        elif section == CHECK and section in joined and node.is_table:
            result[section] = _allowed_too(joined[section], node)
        else:
            inherited = joined.get(section) if section in SINGLE_SECTIONS else None
            result[section] = node if inherited is None else _again(section, node, inherited, faults)
    return result


def _allowed_too(inherited: Node, own: Node) -> Node:
    """``[check]`` of a child beside what it inherits: it allows more, and has a word on the same finding."""
    before, mine = entries(inherited), entries(own)
    for key, node in mine.items():
        if node.is_table:
            mine[key] = evolve(node, value={**entries(before.get(key)), **entries(node)})
    return evolve(own, value={**before, **mine})


def _again(path: str, node: Node, inherited: Node, faults: Faults, *, kinds: bool = False) -> Node:
    """Note what is declared a second time, and go on as if it had been a change.

    Otherwise all that the parent says and the child does not repeat would be missing too.
    """
    label = Label(place(inherited), HERE_TOO)
    faults.add("SR225", place(node), path=path, labels=(label,), item=path)
    return over(inherited, node, kinds=kinds) if node.is_table and inherited.is_table else node
