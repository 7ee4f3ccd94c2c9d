"""A record: the data of one case, from a mapping, a TOML file or a JSON file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from scorerules.diagnostics import Faults
from scorerules.document import Node, parse_json, parse_toml, read_source
from scorerules.errors import RecordError
from scorerules.limits import USUAL, Limits
from scorerules.record.plain import Foreign, plain_key, plain_value
from scorerules.source import Source, Span

Datum: TypeAlias = (
    "str | bool | int | float | Decimal | Fraction | date | Mapping[str, Datum] | Sequence[Datum] | None"
)
"""What a key of a record may hold; a Python float means its shortest decimal."""


@frozen
class Entry:
    """One value of a record, if it was read from a text with its place and the place of its key."""

    value: object
    span: Span | None = None
    key_span: Span | None = None

    @property
    def key(self) -> Span | None:
        """Where its key stands; the value itself where it has no key."""
        return self.key_span or self.span


@frozen
class Record(Mapping[str, object]):
    """A record that was read from a file; a mapping from key to value.

    Values are as TOML or JSON gives them, numbers exact.
    """

    node: Node = field(repr=False)
    name: str = "<record>"

    def __getitem__(self, key: str) -> object:
        return self._table[key].plain()

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    @property
    def _table(self) -> Mapping[str, Node]:
        return self.node.value if isinstance(self.node.value, Mapping) else {}


Part: TypeAlias = str | Foreign
"""A key of a record, or of a table inside it; what is no text can only be an unknown one."""


def mapping_of(given: object) -> Mapping[Any, object] | None:
    """The mapping that a program gave as a record; ``None`` for anything else."""
    found = given if type(given) is Record else plain_value(given)
    return found if isinstance(found, Mapping) else None


def entries_of(record: Mapping[Any, object]) -> dict[Part, Entry]:
    """The values of a record or of a table inside it, with their places where there are any."""
    if isinstance(record, Record):
        table = record._table  # noqa: SLF001
        return {name: Entry(_value(node), node.span, node.key_span) for name, node in table.items()}
    # A list first: what a foreign value does when it is looked at must not change what is gone through.
    return {plain_key(name): Entry(plain_value(value)) for name, value in list(record.items())}


def _value(node: Node) -> object:
    """A scalar, a :class:`Record` for a table (so that its places are kept), a list for an array."""
    if node.is_table:
        return Record(node)
    return node.plain() if node.is_array else node.value


def load_record(path: str | PathLike[str], *, limits: Limits = USUAL) -> Record:
    """Read a record from a file: JSON when its name ends in ``.json``, else TOML.

    Args:
        path: The file, UTF-8.
        limits: How much the file may hold.

    Returns:
        The record; numbers are exact.

    Raises:
        RecordError: The file cannot be read (SR1xx).
    """
    faults = Faults(limits)
    file = Path(path)
    source = read_source(file, faults, bom="accept")
    format_: Literal["toml", "json"] = "json" if file.suffix.lower() == ".json" else "toml"
    record = None if source is None else _parse(source, format_, faults)
    if record is None or faults.errors:
        raise RecordError(faults.sorted())
    return record


def loads_record(
    text: str,
    *,
    format: Literal["toml", "json"] = "toml",  # noqa: A002
    name: str = "<record>",
    limits: Limits = USUAL,
) -> Record:
    """Read a record from a text.

    Args:
        text: TOML or JSON.
        format: Which of the two.
        name: What messages call the text.
        limits: How much the text may hold.

    Raises:
        RecordError: The text cannot be read (SR1xx).
    """
    faults = Faults(limits)
    record = _parse(Source(name, text), format, faults)
    if record is None or faults.errors:
        raise RecordError(faults.sorted())
    return record


def _parse(source: Source, format_: Literal["toml", "json"], faults: Faults) -> Record | None:
    node = parse_json(source, faults) if format_ == "json" else parse_toml(source, faults)
    if node is not None and not node.is_table:
        faults.add("SR400", node.span)
        return None
    return None if node is None else Record(node, source.name)
