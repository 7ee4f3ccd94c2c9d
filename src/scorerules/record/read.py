"""A record to the exact values that a plan reads; every fault of the record is noted, each with its path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.kinds import REMARK_ONLY, RecordKey, Value, fault_of_value
from scorerules.numbers import plain
from scorerules.record.record import Entry, entries_of
from scorerules.record.values import exact_value, shown


@frozen
class RecordValues:
    """What a record says, checked.

    Args:
        values: Values in base units, by key; defaults included.
        remarks: Remarks, by key.
        faulty: Keys with a noted fault: what needs their values cannot be computed, nor is it missing.
    """

    values: Mapping[str, Value] = field(factory=dict)
    remarks: Mapping[str, str] = field(factory=dict)
    faulty: frozenset[str] = frozenset()


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
    reader = _Reader(keys, faults)
    for name, entry in entries_of(record).items():
        if isinstance(name, str) and name in keys:
            reader.read(keys[name], entry)
        elif not extra:
            reader.unknown(name, entry)
    for key in keys.values():
        if key.default is not None and key.id not in reader.values and key.id not in reader.faulty:
            reader.values[key.id] = key.default
    return RecordValues(reader.values, reader.remarks, frozenset(reader.faulty))


class _Reader:
    """Reads the keys of one record."""

    def __init__(self, keys: Mapping[str, RecordKey], faults: Faults) -> None:
        self.values: dict[str, Value] = {}
        self.remarks: dict[str, str] = {}
        self.faulty: set[str] = set()
        self._keys = keys
        self._faults = faults

    def unknown(self, name: object, entry: Entry) -> None:
        """Note a key that nothing reads."""
        written = shown(name)
        nearest = [key.id for key in self._keys.values() if key.words == written] or near(written, self._keys)
        words = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
        self._faults.add("SR401", entry.span, path=written, key=written, nearest=words)

    def read(self, key: RecordKey, entry: Entry) -> None:
        """One key: a value, or a table with the value and a remark."""
        before = len(self._faults)
        if isinstance(entry.value, Mapping):
            self._table(key, entries_of(entry.value), entry)
        elif not _blank(entry.value):
            if key.type == REMARK_ONLY:
                self._faults.add("SR412", entry.span, path=key.id, key=key.id, words=key.words)
            else:
                self._value(key, entry, key.id)
                self._judge(key, entry)
        if len(self._faults) > before:
            self.faulty.add(key.id)

    def _table(self, key: RecordKey, table: Mapping[str, Entry], entry: Entry) -> None:
        allowed = _keys_of_table(key)
        for name, item in table.items():
            if name not in allowed:
                listed = ", ".join(f"`{one}`" for one in allowed)
                self._faults.add(
                    "SR413",
                    item.span,
                    path=f"{key.id}.{shown(name)}",
                    key=shown(name),
                    of=key.id,
                    keys=listed,
                )
        remark = table.get("remark")
        if remark is not None and not _blank(remark.value):
            if isinstance(remark.value, str):
                self.remarks[key.id] = str.__str__(remark.value)
            else:
                expected = Words("文字", "a text")
                self._wrong(remark, f"{key.id}.remark", expected)
        if key.full is not None:
            self._judged(key, table, entry)
        elif "value" in table and "value" in allowed and not _blank(table["value"].value):
            self._value(key, table["value"], f"{key.id}.value")

    def _judged(self, key: RecordKey, table: Mapping[str, Entry], entry: Entry) -> None:
        """``score``, ``deduct`` or both, if they agree."""
        assert key.full is not None
        score, deduct = table.get("score"), table.get("deduct")
        given = [one for one in (score, deduct) if one is not None and not _blank(one.value)]
        if not given:
            return
        if score is not None and not _blank(score.value):
            self._value(key, score, f"{key.id}.score")
        if deduct is not None and not _blank(deduct.value):
            lost = self._number(key, deduct, f"{key.id}.deduct")
            if lost is not None and self._within(key, key.full - lost, deduct, f"{key.id}.deduct"):
                awarded = self.values.setdefault(key.id, key.full - lost)
                if awarded != key.full - lost and isinstance(awarded, Fraction):
                    self._faults.add(
                        "SR410", deduct.span, path=f"{key.id}.deduct", of=key.id, score=plain(awarded),
                        deduct=plain(lost), weight=plain(key.full),
                    )  # fmt: skip
        self._judge(key, entry)

    def _judge(self, key: RecordKey, entry: Entry) -> None:
        """Lost points need a remark."""
        score = self.values.get(key.id)
        if key.full is None or not key.remark_required or not isinstance(score, Fraction):
            return
        if score < key.full and key.id not in self.remarks:
            self._faults.add(
                "SR411", entry.span, path=key.id, of=key.id, words=key.words, lost=plain(key.full - score)
            )

    def _value(self, key: RecordKey, entry: Entry, path: str) -> None:
        value = exact_value(entry, key, path, self._faults)
        if value is not None and self._within(key, value, entry, path):
            self.values[key.id] = value

    def _number(self, key: RecordKey, entry: Entry, path: str) -> Fraction | None:
        value = exact_value(entry, key, path, self._faults)
        return value if isinstance(value, Fraction) else None

    def _within(self, key: RecordKey, value: Value, entry: Entry, path: str) -> bool:
        code = fault_of_value(key, value)
        if code is None:
            return True
        facts: dict[str, Any] = {
            "key": key.id,
            "words": key.words,
            "found": shown(entry.value),
            "range": range_words(key),
        }
        if code == "SR404":
            nearest = near(str(value), key.choices or ())
            facts["nearest"] = (
                Words(f"；是不是“{nearest[0]}”", f'; did you mean "{nearest[0]}"') if nearest else ""
            )
            facts["choices"] = ", ".join(f'"{one}"' for one in key.choices or ())
        if code == "SR406":
            assert key.step is not None
            facts["step"] = in_unit(key.step, key)
        if code == "SR407" and key.full is not None:
            code = "SR409"
            facts["weight"] = plain(key.full)
        self._faults.add(code, entry.span, path=path, **facts)
        return False

    def _wrong(self, entry: Entry, path: str, expected: Words) -> None:
        self._faults.add(
            "SR402", entry.span, path=path, key=path, expected=expected, found=shown(entry.value)
        )


def _blank(value: object) -> bool:
    """Whether a value is missing: none, or an empty cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def _keys_of_table(key: RecordKey) -> tuple[str, ...]:
    if key.full is not None:
        return ("score", "deduct", "remark")
    return ("remark",) if key.type == REMARK_ONLY else ("value", "remark")


def in_unit(value: Fraction | str | bool | date, key: RecordKey) -> str:
    """A value in the unit of its key: 0.9877 of a percentage is ``98.77%``."""
    if not isinstance(value, Fraction) or isinstance(value, bool):
        return str(value)
    if key.unit is None:
        return plain(value)
    return plain(value / key.unit.scale) + key.unit.symbol


def range_words(key: RecordKey) -> Words:
    """The range of a key, in words."""
    zh, en = [], []
    if key.low is not None:
        bound = in_unit(key.low[0], key)
        zh.append(f"{'≥' if key.low[1] else '>'}{bound}")
        en.append(f"{'at least' if key.low[1] else 'more than'} {bound}")
    if key.high is not None:
        bound = in_unit(key.high[0], key)
        zh.append(f"{'≤' if key.high[1] else '<'}{bound}")
        en.append(f"{'at most' if key.high[1] else 'less than'} {bound}")
    return Words("且".join(zh), " and ".join(en))
