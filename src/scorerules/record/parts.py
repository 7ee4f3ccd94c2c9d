"""Keys with more than one value inside: items ticked or counted, scores of several judges, levels."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import evolve

from scorerules.diagnostics import Faults, Words
from scorerules.kinds import LEVEL_SCORE, NOT_APPLICABLE, LevelRange, RecordKey
from scorerules.record.key_reader import REMARK, KeyReader, says_skip
from scorerules.record.plain import plain_value, shown
from scorerules.record.record import Entry, Part, entries_of
from scorerules.record.said import Said, blank
from scorerules.record.values import EXPECTED, exact_value, truth
from scorerules.record.words import level_words


class ItemsReader(KeyReader):
    """Items ticked or counted one by one; an item without default must be mentioned."""

    @property
    def allowed(self) -> tuple[str, ...]:
        return tuple(self.key.items)

    def content(self, said: Said) -> None:
        key = self.key
        countable = all(one.default is not None for one in key.items.values())
        if said.alone is not None and not (countable and exact_zero(said.alone.value, self._faults)):
            example = ", ".join(f"{name} = {'0' if countable else 'true'}" for name in key.items)
            self.wrong(said.alone, key.id, Words(f"表 {{ {example} }}", f"a table {{ {example} }}"))
            return
        mentioned = said.table or said.alone is not None or any(said.part(name) for name in key.items)
        if not mentioned:
            return
        lacking = [one for name, one in key.items.items() if not self._item(name, one, said)]
        if lacking:
            listed = Words(
                "、".join(f"`{one.id}`（{one.words.zh}）" for one in lacking),
                ", ".join(f"`{one.id}` ({one.words.en})" for one in lacking),
            )
            self.fault("SR418", said.place, key.id, of=key.id, words=key.words, items=listed)
        self.values[key.id] = True

    def _item(self, name: str, key: RecordKey, said: Said) -> bool:
        """Read one item; whether the record mentions it or need not."""
        entry, path = said.part(name), f"{self.key.id}.{name}"
        if entry is not None and isinstance(entry.value, Mapping):
            parts = entries_of(entry.value)
            self._table(key, parts, path)
            flag = parts.get(NOT_APPLICABLE)
            if flag is not None and not blank(flag.value):
                told = truth(flag.value)
                if told is None:
                    self.wrong(flag, f"{path}.{NOT_APPLICABLE}", EXPECTED["boolean"])
                    return True
                if told:
                    self._skip_item(key, flag, path)
                    return True
            inner = parts.get("value")
            entry, path = (None if inner is None or blank(inner.value) else inner), f"{path}.value"
        if entry is not None and says_skip(entry.value, key):
            self._skip_item(key, entry, path)
            return True
        if entry is None:
            if key.default is not None:
                self.values[key.id] = key.default
            return key.default is not None
        value = self.value_of(key, entry, path)
        if value is not None:
            self.values[key.id] = value
        return True

    def _table(self, key: RecordKey, parts: Mapping[Part, Entry], path: str) -> None:
        allowed = ("value", REMARK, *((NOT_APPLICABLE,) if key.may_skip else ()))
        for name, entry in parts.items():
            if name not in allowed and name != NOT_APPLICABLE:
                self.unknown_part(name, entry, allowed, path)
        self._remark(key.id, parts)

    def _skip_item(self, key: RecordKey, entry: Entry, path: str) -> None:
        if key.may_skip:
            self.not_applicable.add(key.id)
        else:
            self.fault("SR415", entry, path, of=key.id, words=key.words)


def exact_zero(value: object, faults: Faults) -> bool:
    """Whether a value says that nothing was found."""
    key = RecordKey("found", Words.same(""), "number")
    return not isinstance(value, bool) and exact_value(Entry(value), key, "", faults.apart()) == 0


class JudgesReader(KeyReader):
    """As many scores as there are judges, in a list or as parts named 1, 2, 3."""

    @property
    def allowed(self) -> tuple[str, ...]:
        return ("scores", *self.key.items)

    def content(self, said: Said) -> None:
        key = self.key
        given = said.alone if said.alone is not None else said.part("scores")
        numbered = {name: entry for name in key.items if (entry := said.part(name)) is not None}
        if given is None and not numbered:
            return
        if given is not None and numbered:
            self.fault("SR414", given, key.id, key=key.id)
            return
        path = key.id if said.alone is not None else f"{key.id}.scores"
        if given is not None:
            if not isinstance(given.value, (list, tuple)):
                example = ", ".join(str(one) for one in range(1, min(len(key.items), 3) + 1))
                self.wrong(given, path, Words(f"列表，如 [{example}]", f"an array such as [{example}]"))
                return
            scores = [plain_value(value) for value in given.value]
            numbered = {
                str(index + 1): Entry(value, given.span)
                for index, value in enumerate(scores)
                if not blank(value)
            }
            count = len(scores)
        else:
            count = len(numbered)
        if count != key.judges or len(numbered) != count:
            found = len(numbered)
            self.fault(
                "SR433", said.place, key.id, of=key.id, words=key.words, judges=key.judges, found=found
            )
            return
        for name, entry in numbered.items():
            item = key.items[name]
            value = self.value_of(item, entry, f"{key.id}.{name}")
            if value is not None:
                self.values[item.id] = value
        self.values[key.id] = True
        self._needs_remark(said)

    def _needs_remark(self, said: Said) -> None:
        key = self.key
        if key.full is None or not key.remark_required or self.has_remark:
            return
        scores = [self.values.get(one.id) for one in key.items.values()]
        below = sum(isinstance(one, Fraction) and one < key.full for one in scores)
        if below >= key.losing:
            self.fault("SR434", said.place, key.id, of=key.id, words=key.words)


class LevelsReader(KeyReader):
    """A level, a score, or both, the score inside the range of the level."""

    @property
    def allowed(self) -> tuple[str, ...]:
        return ("level", "score")

    def content(self, said: Said) -> None:
        key = self.key
        level, score = said.part("level"), said.part("score")
        level_path, score_path = f"{key.id}.level", f"{key.id}.score"
        if said.alone is not None and self._is_score(said.alone.value):
            if score is not None:
                self.fault("SR414", score, score_path, key=score_path)
            score, score_path = said.alone, key.id
        elif said.alone is not None:
            if level is not None:
                self.fault("SR414", level, level_path, key=level_path)
            level, level_path = said.alone, key.id
        points = None if score is None else self._score(score, score_path)
        if (score is not None and points is None) or (score is None and level is None):
            return
        chosen = self._level(level, level_path, points, score or said.place)
        if chosen is None:
            return
        if points is None:
            points = chosen.fixed
            if points is None:
                self.fault(
                    "SR430", said.place, key.id, of=key.id, words=key.words, level=chosen.name,
                    range=level_words(chosen),
                )  # fmt: skip
                return
        elif not chosen.has(points):
            self.fault(
                "SR419", score or said.place, score_path, of=key.id, words=key.words, level=chosen.name,
                range=level_words(chosen), found=shown((score or said.place).value),
            )  # fmt: skip
            return
        self.values[key.id] = chosen.name
        self.values[f"{key.id}.{LEVEL_SCORE}"] = points
        self.needs_remark(points, said.place)

    def _is_score(self, value: object) -> bool:
        """Whether a value that stands alone is a score: a number, or a text that is one and no level."""
        if isinstance(value, str):
            named = value in (self.key.choices or ())
            return not named and isinstance(self._number(Entry(value), "", self._faults.apart()), Fraction)
        return not isinstance(value, bool)

    def _number(self, entry: Entry, path: str, faults: Faults) -> object:
        return exact_value(entry, RecordKey(self.key.id, self.key.words, "number"), path, faults)

    def _score(self, entry: Entry, path: str) -> Fraction | None:
        """A score on its step; whether a level takes it is asked later."""
        key = evolve(self.key, type="number", choices=None, levels=())
        value = self.value_of(key, entry, path)
        return value if isinstance(value, Fraction) else None

    def _level(
        self, entry: Entry | None, path: str, points: Fraction | None, place: Entry
    ) -> LevelRange | None:
        key = self.key
        if entry is not None:
            name = self.value_of(key, entry, path)
            return next((one for one in key.levels if one.name == name), None)
        assert points is not None
        fitting = [one for one in key.levels if one.has(points)]
        if len(fitting) == 1:
            return fitting[0]
        code = "SR432" if fitting else "SR431"
        shown_levels = fitting or key.levels
        listed = Words(
            "、".join(f"“{one.name}”（{level_words(one).zh}）" for one in shown_levels),
            ", ".join(f"“{one.name}” ({level_words(one).en.removeprefix('be ')})" for one in shown_levels),
        )
        self.fault(code, place, key.id, of=key.id, words=key.words, found=shown(place.value), levels=listed)
        return None


def reader_of(key: RecordKey, faults: Faults) -> KeyReader:
    """The reader for what a key takes."""
    if key.judges is not None:
        return JudgesReader(key, faults)
    if key.items:
        return ItemsReader(key, faults)
    return LevelsReader(key, faults) if key.levels else KeyReader(key, faults)
