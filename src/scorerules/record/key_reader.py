"""One key of a record: a value or a judged score, and a remark or "not applicable"."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scorerules.diagnostics import Faults, Words
from scorerules.diagnostics.near import near
from scorerules.kinds import NOT_APPLICABLE, REMARK_ONLY, RecordKey, Value, fault_of_value
from scorerules.numbers import plain
from scorerules.record.plain import shown
from scorerules.record.record import Entry, Part
from scorerules.record.said import Said, blank
from scorerules.record.values import EXPECTED, exact_value, truth, whole_text
from scorerules.record.words import in_unit, range_words

SKIP_WORDS = frozenset({"不适用", "not applicable"})
REMARK = "remark"

IN_CHINESE = {
    "备注": REMARK,
    "理由": REMARK,
    "得分": "score",
    "评分": "score",
    "扣分": "deduct",
    "档次": "level",
    "等级": "level",
    "值": "value",
    "指标值": "value",
    "不适用": NOT_APPLICABLE,
}
"""Names of parts as people who fill in a form say them."""

OF_THE_KEY = frozenset(
    {"SR411", "SR412", "SR413", "SR414", "SR416", "SR417", "SR418", "SR430", "SR433", "SR434"}
)
"""Faults of a key or of all that it says: they are shown at the key, others at a value."""


class KeyReader:
    """Reads what a record says of one key."""

    def __init__(self, key: RecordKey, faults: Faults) -> None:
        self.values: dict[str, Value] = {}
        self.remarks: dict[str, str] = {}
        self.not_applicable: set[str] = set()
        self.key = key
        self._meant: set[str] = set()
        self._faults = faults

    @property
    def allowed(self) -> tuple[str, ...]:
        """The names of the parts that a table under the key may have, beside those that every key has."""
        if self.key.full is not None:
            return ("score", "deduct")
        return () if self.key.type == REMARK_ONLY else ("value",)

    def read(self, said: Said, *, extra: bool) -> None:
        """Everything that is said of the key."""
        self._check_parts(said, extra=extra)
        self._remark(self.key.id, said.parts)
        if not self._skipped(said):
            self.content(said)

    def content(self, said: Said) -> None:
        """The value of the key."""
        key = self.key
        if key.full is not None:
            self._judged(said)
            return
        entry, path = said.alone, key.id
        if entry is None:
            entry, path = said.part("value"), f"{key.id}.value"
        elif said.part("value") is not None:
            self.fault("SR414", said.parts["value"], f"{key.id}.value", key=f"{key.id}.value")
        if entry is None:
            return
        if key.type == REMARK_ONLY:
            if said.alone is not None:
                self.fault("SR412", entry, key.id, key=key.id, words=key.words)
            return
        value = self.value_of(key, entry, path)
        if value is not None:
            self.values[key.id] = value

    def fault(self, code: str, entry: Entry, path: str, **facts: Any) -> None:
        """Note a fault at the place of ``entry``."""
        span = entry.key if code in OF_THE_KEY else entry.span
        self._faults.add(code, span, path=path, **facts)

    def wrong(self, entry: Entry, path: str, expected: Words) -> None:
        """Note that a value is of another kind than it must be."""
        self.fault("SR402", entry, path, key=path, expected=expected, found=shown(entry.value))

    def value_of(self, key: RecordKey, entry: Entry, path: str) -> Value | None:
        """The value of an entry when it is one that the key takes."""
        value = exact_value(entry, key, path, self._faults)
        return value if value is not None and self.within(key, value, entry, path) else None

    def within(self, key: RecordKey, value: Value, entry: Entry, path: str) -> bool:
        """Whether a value passes the checks of its key; notes the first that it does not."""
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
            deducts = path.endswith(".deduct")
            facts["what"] = Words("扣分", "deduction") if deducts else Words("得分", "score")
        self.fault(code, entry, path, **facts)
        return False

    def needs_remark(self, score: Value | None, entry: Entry) -> None:
        """Note lost points without a remark."""
        key = self.key
        if key.full is None or not key.remark_required or not isinstance(score, Fraction):
            return
        if score < key.full and not self.has_remark:
            self.fault("SR411", entry, key.id, of=key.id, words=key.words, lost=plain(key.full - score))

    @property
    def has_remark(self) -> bool:
        """Whether the record gives a remark, be it under a name that had to be corrected."""
        return self.key.id in self.remarks or REMARK in self._meant

    def unknown_part(self, name: object, entry: Entry, allowed: tuple[str, ...], of: str) -> None:
        """Note a part that nothing reads, with the one that it was probably meant to be."""
        written = shown(name)
        meant = IN_CHINESE.get(written) if IN_CHINESE.get(written) in allowed else None
        nearest = (meant,) if meant is not None else near(written, allowed)
        words = Words(f"；是不是 `{nearest[0]}`", f"; did you mean `{nearest[0]}`") if nearest else ""
        listed = ", ".join(f"`{one}`" for one in allowed)
        self.fault("SR413", entry, f"{of}.{written}", key=written, of=of, keys=listed, nearest=words)
        self._meant.update(nearest)

    def _check_parts(self, said: Said, *, extra: bool) -> None:
        allowed = (*self.allowed, REMARK, *((NOT_APPLICABLE,) if self.key.may_skip else ()))
        for name, entry in said.parts.items():
            # A flag that has a message of its own is not an unknown key; nor are columns that may be there.
            if name in allowed or name == NOT_APPLICABLE or (extra and not said.table):
                continue
            self.unknown_part(name, entry, allowed, self.key.id)

    def _remark(self, id_: str, parts: Mapping[Part, Entry]) -> None:
        remark = parts.get(REMARK)
        if remark is None or blank(remark.value):
            return
        path = f"{id_}.{REMARK}"
        if not isinstance(remark.value, str):
            self.wrong(remark, path, EXPECTED["text"])
        elif whole_text(remark, remark.value, path, self._faults):
            self.remarks[id_] = remark.value

    def _skipped(self, said: Said) -> bool:
        """Whether the record says that the key does not apply; notes when it may not."""
        key, path = self.key, f"{self.key.id}.{NOT_APPLICABLE}"
        flag, alone = said.part(NOT_APPLICABLE), said.alone
        told = None if flag is None else truth(flag.value)
        if flag is not None and told is None:
            self.wrong(flag, path, EXPECTED["boolean"])
            return True
        entry = flag if told else alone if alone is not None and says_skip(alone.value, key) else None
        if entry is None:
            return False
        if not key.may_skip:
            self.fault("SR415", entry, path, of=key.id, words=key.words)
            return True
        given = [name for name in said.parts if name not in (REMARK, NOT_APPLICABLE) and said.part(name)]
        if given or (alone is not None and entry is not alone):
            self.fault("SR417", entry, path, of=key.id, words=key.words)
        elif not self.has_remark:
            self.fault("SR416", entry, path, of=key.id, words=key.words)
        else:
            self.values[path] = True
        return True

    def _judged(self, said: Said) -> None:
        """``score``, ``deduct`` or both, if they agree."""
        key, full = self.key, self.key.full
        assert full is not None
        score, deduct, path = said.alone, said.part("deduct"), key.id
        if score is None:
            score, path = said.part("score"), f"{key.id}.score"
        elif said.part("score") is not None:
            self.fault("SR414", said.parts["score"], f"{key.id}.score", key=f"{key.id}.score")
        if score is not None:
            value = self.value_of(key, score, path)
            if value is not None:
                self.values[key.id] = value
        agree = True
        if deduct is not None:
            path = f"{key.id}.deduct"
            lost = exact_value(deduct, key, path, self._faults)
            if isinstance(lost, Fraction) and self.within(key, full - lost, deduct, path):
                awarded = self.values.setdefault(key.id, full - lost)
                agree = awarded == full - lost
                if not agree and isinstance(awarded, Fraction):
                    self.fault(
                        "SR410", deduct, path, of=key.id, score=plain(awarded), deduct=plain(lost),
                        weight=plain(full),
                    )  # fmt: skip
        if agree:
            self.needs_remark(self.values.get(key.id), said.place)


def says_skip(value: object, key: RecordKey) -> bool:
    """Whether a value is the word for "not applicable", and not an answer of the key."""
    if not isinstance(value, str) or value.strip().lower() not in SKIP_WORDS:
        return False
    return key.type != "text" or (key.choices is not None and value.strip() not in key.choices)
