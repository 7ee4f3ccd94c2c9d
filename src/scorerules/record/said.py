"""What a record says of each key, in one shape: named parts, whether they came as a table, a list or alone.

``x = { score = 6 }``, ``{ "x.score": 6 }`` and ``x = 6`` say the same; a row of a table can only say the
second and the third.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from scorerules.diagnostics import Faults
from scorerules.kinds import RecordKey
from scorerules.record.plain import shown
from scorerules.record.record import Entry, Part, entries_of


@frozen
class Said:
    """What a record says of one key.

    Args:
        entry: The value of the key itself, with its place; without a value when only parts are said.
        parts: Named parts, those of a table and those written ``key.part``.
        table: Whether the key itself is a table.
    """

    entry: Entry
    parts: Mapping[Part, Entry]
    table: bool = False

    def part(self, name: Part) -> Entry | None:
        """A part that has a value."""
        found = self.parts.get(name)
        return None if found is None or blank(found.value) else found

    @property
    def alone(self) -> Entry | None:
        """The value that stands without a table."""
        return None if self.table or blank(self.entry.value) else self.entry

    @property
    def place(self) -> Entry:
        """Where to point at when the whole is wrong."""
        return next((one for one in (self.entry, *self.parts.values()) if one.span is not None), self.entry)


def blank(value: object) -> bool:
    """Whether a value is missing: none, or an empty cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def gather(
    record: Mapping[str, object], keys: Mapping[str, RecordKey], faults: Faults
) -> tuple[dict[str, Said], dict[Part, Entry]]:
    """Everything a record says by key, and what belongs to no key.

    Args:
        record: The record.
        keys: The keys of the ruleset.
        faults: Where a part that is said twice is noted.
    """
    entries = entries_of(record)
    whole = {name: entry for name, entry in entries.items() if isinstance(name, str) and name in keys}
    loose: dict[str, dict[Part, Entry]] = {}
    unknown: dict[Part, Entry] = {}
    for name, entry in entries.items():
        if name in whole:
            continue
        key, dot, part = name.partition(".") if isinstance(name, str) else ("", "", "")
        if dot and key in keys:
            loose.setdefault(key, {})[part] = entry
        else:
            unknown[name] = entry
    said = {name: _said(name, whole.get(name), loose.get(name, {}), faults) for name in (*whole, *loose)}
    return said, unknown


def _said(name: str, whole: Entry | None, loose: Mapping[Part, Entry], faults: Faults) -> Said:
    entry = Entry(None) if whole is None else whole
    if not isinstance(entry.value, Mapping):
        return Said(entry, loose)
    inside = entries_of(entry.value)
    for part, other in loose.items():
        if part in inside and not blank(other.value):
            path = f"{name}.{shown(part)}"
            faults.add("SR414", other.key, path=path, key=path)
    return Said(entry, {**loose, **inside}, table=True)
