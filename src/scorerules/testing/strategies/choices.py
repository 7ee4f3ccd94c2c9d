"""From drawn bytes to the changes of a record: every choice has its place, and 0 means no change.

Goes in: bytes, and what a ruleset lets choose from. Comes out: changes by key, and how to write each key.
What stands at one place means the same whatever stands at others, as far as that is possible, so that a
failing record is made simpler by setting one place after the other to 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from scorerules.analysis.domains import domain_of
from scorerules.analysis.trials import nearest
from scorerules.kinds import REMARK_ONLY, RecordKey, Value
from scorerules.numbers import round_to
from scorerules.testing.strategies.alternatives import Change, is_left_out, scale_of
from scorerules.testing.strategies.ground import Aims, Ground, by_key

_HEAD = 8
"""Bytes before those of items."""

_ITEM = 2
"""Bytes of every item."""

_KEY = 8
"""Bytes of every key."""

_DENSITIES = 4
"""How full of changes a record can be."""

_ROUNDINGS = 5
"""Significant digits that a number may be cut to, so that failures end in short numbers."""

_PLACES = (0, 0, 1, 2, 3)
_FREE = 2000
_ONE_BYTE = 256


@frozen
class Slots:
    """Drawn bytes.

    Args:
        drawn: The bytes.
    """

    drawn: bytes

    def below(self, at: int, count: int) -> int:
        """The number from 0 to ``count`` - 1 that the byte at a place means, with the next one if need be."""
        if count <= _ONE_BYTE:
            return self.drawn[at] % count
        return (256 * self.drawn[at] + self.drawn[at + 1]) % count


@frozen
class Chosen:
    """What was chosen.

    Args:
        changes: By key, what is changed of the plain record.
        ways: By key, which of the ways to write it; nothing when all are written plainly.
    """

    changes: Mapping[str, Change]
    ways: Mapping[str, int]


def sizes(ground: Ground) -> int:
    """How many bytes choose a record."""
    return _HEAD + _ITEM * len(ground.fragments) + _KEY * len(ground.keys)


def choose(
    ground: Ground,
    slots: Slots,
    optional: Collection[str],
    aims: Aims,
    fixed: Collection[str],
    *,
    aimed: bool,
    strict: bool,
) -> Chosen:
    """What drawn bytes mean.

    Args:
        ground: The ruleset.
        slots: The bytes.
        optional: The keys that may be left out.
        aims: Whole records to start from.
        fixed: The keys that are not changed.
        aimed: Whether every record starts from one of them.
        strict: Whether no other keys are left out, be it by a record that starts from elsewhere.
    """
    changes: dict[str, Change] = dict(by_key(_aim(slots, aims, aimed=aimed)))
    aiming = bool(changes)
    density = 0 if aiming else slots.below(4, _DENSITIES)
    for fragment in () if aiming else _fragments(ground, slots, density):
        parts = by_key(fragment)
        if not parts.keys() & changes.keys():
            changes |= parts
    base = _HEAD + _ITEM * len(ground.fragments)
    varied = slots.below(6, 2)
    ways: dict[str, int] = {}
    rare = bool(changes)
    for index, (name, key) in enumerate(ground.keys.items()):
        at = base + _KEY * index
        if name in fixed:
            changes.pop(name, None)
            continue
        change = _alternative(ground, slots, at, key, density, can_lack=name in optional, rare=rare)
        if change is not None:
            changes[name] = change
        if strict and name not in optional and is_left_out(changes.get(name, {}), name):
            del changes[name]
        if name in changes:
            kept = _shortened(changes[name], key, slots.drawn[at + 6])
            if kept is None:
                del changes[name]
            else:
                changes[name] = kept
        if varied and key.type != REMARK_ONLY:
            ways[name] = slots.drawn[at + 7]
    return Chosen(changes, ways)


def _aim(slots: Slots, aims: Aims, *, aimed: bool) -> Change:
    """The whole record to start from; mostly none."""
    if not aims:
        return {}
    picked = slots.below(0, len(aims) if aimed else 3 * len(aims) + 1)
    if aimed:
        picked += 1
    if not 0 < picked <= len(aims):
        return {}
    group = aims[picked - 1]
    return group[slots.below(2, len(group))]


def _fragments(ground: Ground, slots: Slots, density: int) -> Sequence[Change]:
    """One change for some of the items; an item that comes first is not hindered by those that follow."""
    items = list(ground.fragments.values())
    turn = slots.below(5, len(items)) if items else 0
    found = []
    for index in (*range(turn, len(items)), *range(turn)):
        picked = _picked(slots, _HEAD + _ITEM * index, len(items[index]), density)
        if picked is not None:
            found.append(items[index][picked])
    return found


def _picked(slots: Slots, at: int, count: int, density: int) -> int | None:
    """One of ``count`` things or none: the fuller a record, the more often one."""
    picked = slots.drawn[at] % (count + 1)
    return None if picked == 0 or slots.drawn[at + 1] % _DENSITIES > density else picked - 1


def _alternative(
    ground: Ground, slots: Slots, at: int, key: RecordKey, density: int, *, can_lack: bool, rare: bool
) -> Change | None:
    """A change of one key; a rare one beside changes of items, which it would undo."""
    known = ground.alternatives[key.id]
    free = key.type in ("number", "integer") and not key.levels
    # Any number is a choice as often as all the known ones together are.
    count = len(known) + can_lack + (max(1, len(known) // 2) if free else 0)
    if not count or (rare and slots.drawn[at + 2] % 8):
        return None
    picked = _picked(slots, at, count, density)
    if picked is None:
        return None
    if picked < len(known):
        return known[picked]
    if can_lack and picked == len(known):
        return ground.without(key.id)
    number = _free_number(slots, at + 3, key)
    return None if number is None else {key.id: number}


def _free_number(slots: Slots, at: int, key: RecordKey) -> Fraction | None:
    """Any number that a key may hold, with few decimals."""
    domain, scale = domain_of(key).numbers, scale_of(key)
    unit = scale / 10 ** _PLACES[slots.below(at + 2, len(_PLACES))]
    low = (
        domain.low
        if domain.low is not None
        else -_FREE * scale
        if domain.high is None
        else domain.high - _FREE * scale
    )
    high = domain.high if domain.high is not None else low + 2 * _FREE * scale
    steps = slots.below(at, max(_ONE_BYTE + 1, int((high - low) / unit) + 1))
    return nearest(
        domain, low + unit * steps if low >= 0 else unit * ((steps + 1) // 2) * (-1) ** (steps + 1)
    )


def _shortened(change: Change, key: RecordKey, digits: int) -> Change | None:
    """The change as it is, its number cut to a few digits, or none: for failures to end in short records."""
    if digits == 0 or digits > _ROUNDINGS:
        return change
    if digits == 1:
        return None
    value = change.get(key.id)
    if key.items or key.levels or not isinstance(value, Fraction):
        return change
    return {**change, key.id: _cut(value, key, digits - 1)}


def _cut(value: Fraction, key: RecordKey, digits: int) -> Value:
    """A number cut to a few significant digits, if the key takes that."""
    scale = scale_of(key)
    size, unit = abs(value / scale), Fraction(1)
    if size == 0:
        return value
    while size >= 10 * unit:
        unit *= 10
    while size < unit:
        unit /= 10
    short = round_to(value / scale, unit / 10 ** (digits - 1), "down") * scale
    return short if domain_of(key).numbers.has(short) else value
