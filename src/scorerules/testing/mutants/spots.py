"""Every value of a ruleset file with what the language says of it.

Goes in: the document of one file as it was parsed, before it is joined with others. Comes out: its values,
outermost first, each with the declaration of its key. Examples, and what a ruleset allows itself, are no
rules and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from attrs import frozen

from scorerules.build.sections import CHANGE, CHECK, EXAMPLE, ITEM_SECTIONS, RULES_OF, SINGLE_SECTIONS
from scorerules.document import Node
from scorerules.kinds import KINDS
from scorerules.reading import Key, ListOf, Table, keys_of, shapes
from scorerules.reading.shapes import Shape
from scorerules.reading.values import MapOf, ValueType

_NO_RULES = frozenset({EXAMPLE, CHECK})

_Wanted = TypeVar("_Wanted")


@frozen(slots=False, eq=False)
class Spot:
    """One value of a file.

    Args:
        path: Its keys, from the outside; the rows of a list are ``[1]``, ``[2]``.
        node: The value with its place.
        shape: What it may look like.
        key: The key that declares it; ``None`` where authors choose the keys, and in lists.
        of: What it may be, as far as a key of its own or of its list says so.
        table: The class whose key it is; of a table, the class that reads it.
        owner: The table or the list that it stands in; ``None`` for a section.
    """

    path: tuple[str, ...]
    node: Node
    shape: Shape
    key: Key | None = None
    of: ValueType | None = None
    table: type | None = None
    owner: Spot | None = None

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path[-1]

    @property
    def text(self) -> str:
        """The characters of the file that say it."""
        return self.node.span.text

    @cached_property
    def inside(self) -> tuple[Spot, ...]:
        """The values directly inside."""
        return tuple(_inside(self))

    def find(self, name: str) -> Spot | None:
        """The value under a key of this table."""
        return next((one for one in self.inside if one.name == name), None)

    @property
    def end(self) -> int:
        """Where the last character of it and of everything inside it stands."""
        return max((self.node.span.end, *(one.end for one in self.inside)))

    @property
    def is_inline(self) -> bool:
        """Whether it is a table or a list between brackets of its own."""
        text, start = self.node.span.source.text, self.node.span.start
        if self.node.is_table:
            return text.startswith("{", start)
        return self.node.is_array and not text.startswith("[[", start) and not self._is_headed

    @property
    def _is_headed(self) -> bool:
        """Whether the rows of this list are tables with headers of their own."""
        items = self.node.value
        if not isinstance(items, tuple) or not items:
            return False
        first = items[0]
        return first.is_table and first.span.source.text.startswith("[", first.span.start)


def spots(document: Node) -> Iterator[Spot]:
    """Every value of a document, outermost first."""
    for section in _sections(document):
        yield from walked(section)


def walked(spot: Spot) -> Iterator[Spot]:
    """A value and everything inside it."""
    yield spot
    for one in spot.inside:
        yield from walked(one)


def _sections(document: Node) -> Iterator[Spot]:
    for name, node in _entries(document).items():
        if name == CHANGE:
            for inner, changed in _entries(node).items():
                yield from _section((CHANGE, inner), changed)
        elif name not in _NO_RULES:
            yield from _section((name,), node)


def _section(path: tuple[str, ...], node: Node) -> Iterator[Spot]:
    name = path[-1]
    if name in SINGLE_SECTIONS:
        table = SINGLE_SECTIONS[name]
        yield Spot(path, node, shapes.Keys(lambda: table), table=table)
    elif name in ITEM_SECTIONS:
        item = ITEM_SECTIONS[name]
        shape = shapes.Keys(lambda: item, rules=RULES_OF.get(name, ()), partial=True)
        yield Spot(path, node, shapes.Map(shape))


def _inside(spot: Spot) -> Iterator[Spot]:
    value = spot.node.value
    if isinstance(value, Mapping):
        for name, node in value.items():
            found = _under(spot, name, node)
            if found is not None:
                yield found
    elif isinstance(value, tuple):
        array = _of(spot.shape, shapes.Array)
        if array is not None:
            type_ = spot.of.item if isinstance(spot.of, ListOf) else None
            for index, node in enumerate(value):
                path = (*spot.path, f"[{index + 1}]")
                yield Spot(path, node, array.item, None, type_, _table(array.item), spot)


def _under(spot: Spot, name: str, node: Node) -> Spot | None:
    """What stands under a key of a table; ``None`` for a key that the language does not know."""
    path = (*spot.path, name)
    keys = _of(spot.shape, shapes.Keys)
    if keys is not None:
        table = keys.table()
        declared = keys_of(table).get(name)
        if declared is not None:
            return Spot(path, node, declared.type.shape, declared, declared.type, table, spot)
        if name in keys.rules or (keys.rules and name in KINDS):
            kind = KINDS[name]
            return Spot(path, node, kind.shape(), None, None, kind, spot)
        return None
    columns = _of(spot.shape, shapes.Columns)
    if columns is not None and name in keys_of(columns.table()):
        declared = keys_of(columns.table())[name]
        column = shapes.Array(declared.type.shape)
        return Spot(path, node, column, declared, ListOf(declared.type), columns.table(), spot)
    mapped = _of(spot.shape, shapes.Map)
    if mapped is None:
        return None
    type_ = spot.of.item if isinstance(spot.of, MapOf) else None
    return Spot(path, node, mapped.item, None, type_, _table(mapped.item), spot)


def _table(shape: Shape) -> type[Table] | None:
    keys = _of(shape, shapes.Keys)
    return None if keys is None else keys.table()


def _of(shape: Shape, wanted: type[_Wanted]) -> _Wanted | None:
    """The shape, or the choice in it, that is of a class."""
    choices = shape.shapes if isinstance(shape, shapes.Either) else (shape,)
    return next((one for one in choices if isinstance(one, wanted)), None)


def _entries(node: Node) -> Mapping[str, Node]:
    return node.value if isinstance(node.value, Mapping) else {}
