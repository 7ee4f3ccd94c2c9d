"""Headers of a table -> the keys of a record that its columns give.

A column is called by the id of its key (``made_cards``), by an id and a part (``training.remark``), or as
people say it (``实际制卡数量``, ``员工培训.备注``). What no rule reads is left alone: tables carry much else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from scorerules.compile.needs import needs_of
from scorerules.diagnostics import Faults
from scorerules.diagnostics.near import near
from scorerules.errors import RecordError
from scorerules.kinds import REMARK_ONLY, RecordKey
from scorerules.plan import Plan
from scorerules.record.key_reader import IN_CHINESE


@frozen
class Column:
    """A column that is read.

    Args:
        place: Its place in the table.
        header: What the table calls it.
        key: The key that it belongs to.
        part: The part of the key that it gives; ``None`` for the key itself.
    """

    place: int
    header: str
    key: str
    part: str | None = None

    @property
    def name(self) -> str:
        """What a record calls it."""
        return self.key if self.part is None else f"{self.key}.{self.part}"


@frozen
class Headers:
    """The columns of a table.

    Args:
        columns: Those that are read, in the order of the table.
        unread: Headers of those that nothing reads.
    """

    columns: tuple[Column, ...]
    unread: tuple[str, ...]

    def of(self, key: str) -> tuple[Column, ...]:
        """The columns of a key."""
        return tuple(one for one in self.columns if one.key == key)


def read_headers(headers: Sequence[str], plan: Plan) -> Headers:
    """The columns that a plan reads.

    Raises:
        RecordError: Two columns give the same (SR441), or one that every record needs is not there (SR440).
    """
    faults = Faults(plan.limits)
    names = names_of(plan.keys)
    columns: list[Column] = []
    taken: dict[str, str] = {}
    unread: list[str] = []
    for place, header in enumerate(headers):
        column = column_of(place, header, plan.keys, names)
        if column is None:
            unread.append(header)
            continue
        first = taken.setdefault(column.name, header)
        if first is not header or [one for one in columns if one.name == column.name]:
            faults.add("SR441", None, path=column.name, first=first, second=header, key=column.name)
            continue
        columns.append(column)
    there = {one.key for one in columns}
    for key in _needed(plan):
        if key.id not in there:
            meant = near(key.id, unread)
            faults.add(
                "SR440", None, path=key.id, key=key.id, words=key.words, nearest=_list(meant or unread[:8])
            )
    if len(faults):
        raise RecordError(faults.sorted())
    return Headers(tuple(columns), tuple(unread))


def names_of(keys: Mapping[str, RecordKey]) -> dict[str, str]:
    """Ids by what people call them, where that is one key only.

    An indicator that is computed has no column but its remark, so a name that it shares is that of the input.
    """
    found: dict[str, str] = {}
    twice: set[str] = set()
    given = {
        name for key in keys.values() if key.type != REMARK_ONLY for name in (key.words.zh, key.words.en)
    }
    for key in keys.values():
        if key.type == REMARK_ONLY and given & {key.words.zh, key.words.en}:
            continue
        for name in {key.words.zh, key.words.en} - {""}:
            if found.setdefault(name, key.id) != key.id:
                twice.add(name)
    return {name: id_ for name, id_ in found.items() if name not in twice and name not in keys}


def column_of(
    place: int, header: str, keys: Mapping[str, RecordKey], names: Mapping[str, str]
) -> Column | None:
    """The column that a header means; ``None`` when nothing reads it.

    Args:
        place: Its place in the table.
        header: The header.
        keys: The keys of records.
        names: What :func:`names_of` makes of them.
    """
    text = header.strip()
    whole = text if text in keys else names.get(text)
    if whole is not None:
        return Column(place, header, whole)
    of, dot, part = text.rpartition(".")
    owner = of if of in keys else names.get(of)
    if not dot or owner is None:
        return None
    key = keys[owner]
    said = {words: name for name, one in key.items.items() for words in (one.words.zh, one.words.en)}
    return Column(place, header, owner, IN_CHINESE.get(part, said.get(part, part)))


def _needed(plan: Plan) -> Iterable[RecordKey]:
    """The keys without which no record can be scored."""
    missing = needs_of(plan).missing
    for key in plan.keys.values():
        if key.default is None and (key.id in missing or any(one.id in missing for one in key.parts)):
            yield key


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"“{one}”" for one in names) or "-"
