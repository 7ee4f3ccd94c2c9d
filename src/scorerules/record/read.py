"""A record to the exact values that a plan reads; every fault of the record is noted, each with its path."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.kinds import NOT_APPLICABLE, RecordKey, Value
from scorerules.record.parts import reader_of
from scorerules.record.plain import shown
from scorerules.record.record import Entry
from scorerules.record.said import gather
from scorerules.record.words import in_unit, range_words

__all__ = ["RecordValues", "in_unit", "range_words", "read_key", "read_record"]


@frozen
class RecordValues:
    """What a record says, checked.

    Args:
        values: Values in base units, by key; defaults included. What stands inside ``key`` is ``key.name``.
        remarks: Remarks, by key.
        faulty: Keys with a noted fault: what needs their values cannot be computed, nor is it missing.
        not_applicable: Items of checklists that the record says do not apply; they have no value.
    """

    values: Mapping[str, Value] = field(factory=dict)
    remarks: Mapping[str, str] = field(factory=dict)
    faulty: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()


def read_record(
    record: Mapping[str, object], keys: Mapping[str, RecordKey], faults: Faults, *, extra: bool = False
) -> RecordValues:
    """Check a record against its keys.

    Args:
        record: The record.
        keys: The keys of the ruleset.
        faults: Where faults go.
        extra: Whether keys that the ruleset does not know are allowed.

    Returns:
        The values that are there, and defaults; keys without either are left out.
    """
    values: dict[str, Value] = {}
    remarks: dict[str, str] = {}
    faulty: set[str] = set()
    skipped: set[str] = set()
    said, unknown = gather(record, keys, faults)
    for name, entry in unknown.items():
        meant = None if extra else _unknown(name, entry, keys, faults)
        if meant is not None and meant not in said:
            # One slip is one fault: that the key it was meant to be is missing is no second one.
            faulty |= {meant, *(part.id for part in keys[meant].parts)}
    for name, one in said.items():
        before = len(faults)
        reader = reader_of(keys[name], faults)
        reader.read(one, extra=extra)
        values |= reader.values
        remarks |= reader.remarks
        skipped |= reader.not_applicable
        if len(faults) > before:
            faulty |= {name, *(part.id for part in keys[name].parts)} - set(reader.values)
            faulty.add(name)
    for key in keys.values():
        if key.default is not None and not {key.id, *_skips(key)} & {*values, *faulty}:
            values[key.id] = key.default
        for skip in _skips(key):
            if key.id not in faulty:
                values.setdefault(skip, False)
    return RecordValues(values, remarks, frozenset(faulty), frozenset(skipped))


def read_key(value: object, key: RecordKey, faults: Faults) -> RecordValues:
    """Check what stands under one key of a record; defaults are left out.

    Args:
        value: The value under the key, ``None`` for none.
        key: The key.
        faults: Where faults go; with any, what is read is of no use.
    """
    said, _ = gather({key.id: value}, {key.id: key}, faults)
    reader = reader_of(key, faults)
    reader.read(said[key.id], extra=False)
    return RecordValues(reader.values, reader.remarks, not_applicable=frozenset(reader.not_applicable))


def _skips(key: RecordKey) -> tuple[str, ...]:
    """The value that says whether a key does not apply, where the record may say so."""
    return (f"{key.id}.{NOT_APPLICABLE}",) if key.may_skip else ()


def _unknown(name: object, entry: Entry, keys: Mapping[str, RecordKey], faults: Faults) -> str | None:
    """Note a key that nothing reads; the known one that it was probably meant to be."""
    written = shown(name)
    nearest = [key.id for key in keys.values() if written in (key.words.zh, key.words.en)] or near(
        written, keys
    )
    words = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
    faults.add("SR401", entry.key, path=written, key=written, nearest=words)
    return nearest[0] if nearest else None
