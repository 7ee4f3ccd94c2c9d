"""What a child says of its parents to no effect: changes of nothing, changes that it drops itself.

Goes in: the parents as they are joined, and what the child changes, drops and adds. Comes out: a finding for
everything that could be left out. Nothing is joined here, and no finding is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scorerules.build.sections import ITEM_SECTIONS
from scorerules.diagnostics import Faults, Label, Words
from scorerules.document import Node
from scorerules.source import Span

SAID_ALREADY = Words("已经是这样写的", "it says so already")
DROPPED = Words("又在这里去掉", "dropped again here")

Entries = Mapping[str, Node]


def note_overrides(
    joined: Entries,
    changes: Entries,
    drops: Mapping[str, Node],
    own: Entries,
    settled: Collection[str],
    remarks: Faults,
) -> None:
    """Note what has no effect.

    Args:
        joined: The parents side by side, as inherited.
        changes: What stands under ``[change]``, section by section.
        drops: What ``drop`` names, each with its place.
        own: What the child declares itself.
        settled: Keys on which parents disagree: a change that repeats one of them chooses it.
        remarks: Where findings go.
    """
    for path, change in _keys(changes):
        inherited = _found(joined, path)
        drop = next((node for name, node in drops.items() if f"{path}.".startswith(f"{name}.")), None)
        if drop is not None:
            labels = (Label(drop.span, DROPPED),)
            remarks.add("SR756", _place(change), path=f"change.{path}", labels=labels, key=path)
        elif inherited == change and path not in settled:
            _note_same(path, f"change.{path}", change, inherited, remarks)
    for path in drops:
        inherited, again = _found(joined, path), _found(own, path)
        if again is not None and inherited == again:
            _note_same(path, path, again, inherited, remarks)


def _note_same(path: str, where: str, said: Node, inherited: Node | None, remarks: Faults) -> None:
    assert inherited is not None
    labels = (Label(inherited.span, SAID_ALREADY),)
    remarks.add("SR755", _place(said), path=where, labels=labels, key=path)


def _keys(changes: Entries) -> Iterator[tuple[str, Node]]:
    """Every key that is changed: ``round.total``, ``indicator.x.weight``."""
    for section, node in changes.items():
        tables = _table(node).items() if section in ITEM_SECTIONS else [("", node)]
        for name, table in tables:
            head = f"{section}.{name}".rstrip(".")
            yield from ((f"{head}.{key}", value) for key, value in _table(table).items())


def _found(table: Entries, path: str) -> Node | None:
    """What stands at a path of keys."""
    first, _, rest = path.partition(".")
    node = table.get(first)
    return _found(_table(node), rest) if rest and node is not None else node


def _table(node: Node | None) -> Entries:
    return node.value if node is not None and isinstance(node.value, Mapping) else {}


def _place(node: Node) -> Span:
    return node.key_span or node.span
