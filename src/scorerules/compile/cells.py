"""One key of a record, read fast: what is common at once, all else by the general reader.

Goes in: the value that a record has under a key. Comes out: the variables that a lane program takes for it,
or :class:`Unusual`. No message is made here: whatever is faulty is unusual, and read again by who makes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import (
    Clamped,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Overflow,
    Rounded,
    Subnormal,
)
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from scorerules.compile.fitting import Unusual, taking
from scorerules.compile.lanes import PRESENT, Source, Truth, Var
from scorerules.compile.sources import Scale, factor_of, limits_of
from scorerules.diagnostics import Faults
from scorerules.kinds import LEVEL_SCORE, NOT_APPLICABLE, RecordKey, Value
from scorerules.numbers import parse_unit
from scorerules.record import RecordValues, read_key
from scorerules.record.record import Entry
from scorerules.record.values import SURROGATE, exact_value

Reader: TypeAlias = Callable[[Any], "tuple[Any, ...]"]
"""Takes the value under a key, ``None`` for none; gives the variables of its sources."""

_REMARK: Final = "remark"
_DIGITS: Final = 18
# Coefficients and exponents well within what records may hold, and nothing rounded: else it is unusual.
_EXACTLY = Context(
    prec=400, Emin=-100, Emax=400,
    traps=[Clamped, Inexact, InvalidOperation, Overflow, Rounded, Subnormal],
)  # fmt: skip


def general(key: RecordKey, sources: Sequence[Source]) -> Reader:
    """Any value of a key, by the reader that knows everything."""
    takers = tuple(map(taking, sources))
    skip = f"{key.id}.{NOT_APPLICABLE}"

    def read(value: Any) -> tuple[Any, ...]:
        faults = Faults()
        found = read_key(value, key, faults)
        if len(faults):
            raise Unusual
        values: dict[str, Value] = dict(found.values)
        if key.default is not None and key.id not in values and skip not in values:
            values[key.id] = key.default
        if key.may_skip:
            values.setdefault(skip, False)
        whole = evolve(found, values=values)
        return tuple([one for take in takers for one in take(whole)])

    return read


def steps_of(key: RecordKey, scale: Scale) -> Callable[[Any], int | None]:
    """How many steps of its scale a number of a key is; ``None`` for what is not read here.

    The steps may be out of bounds or of a fraction that the key does not take: the caller looks at that.
    """
    unit = Fraction(1) if key.unit is None else key.unit.scale
    factor = factor_of(key, scale)
    places = (unit / factor).numerator
    shift = len(str(places)) - 1
    symbol = "" if key.unit is None or parse_unit(key.unit.symbol) != key.unit else key.unit.symbol
    suffix = f"(?:{re.escape(symbol)})?" if symbol else ""
    decimals = rf"(?:\.([0-9]{{1,{shift}}}))?" if shift else "()"
    written = re.compile(rf"(-?)([0-9]{{1,{_DIGITS}}}){decimals}{suffix}").fullmatch

    def decimal(value: Decimal) -> int | None:
        try:
            shifted = _EXACTLY.scaleb(value, shift)
            steps = int(shifted)
        except (ArithmeticError, ValueError):
            return None
        return steps if steps == shifted else None

    def steps(value: Any) -> int | None:
        type_ = type(value)
        if type_ is int:
            return value * places  # type: ignore[no-any-return]
        if type_ is Decimal:
            return decimal(value)
        if type_ is float:
            return decimal(Decimal(float.__repr__(value)))
        if type_ is str:
            match = written(value)
            if match is not None:
                sign, whole, part = match.groups()
                found = int(whole + (part or "").ljust(shift, "0"))
                return -found if sign else found
            quantity = exact_value(Entry(value), key, key.id, Faults())
            if isinstance(quantity, Fraction) and (quantity / factor).denominator == 1:
                return (quantity / factor).numerator
        return None

    return steps


def accepting(key: RecordKey, scale: Scale) -> Callable[[int], bool]:
    """Whether so many steps are a value that the key takes."""
    (low, high), factor = limits_of(key, scale), factor_of(key, scale)
    step = 1 if key.step is None else (key.step / factor).numerator
    full = None if key.full is None else key.full / factor
    if step == 1:
        return lambda steps: low <= steps <= high
    return lambda steps: low <= steps <= high and (steps % step == 0 or steps == full)


@frozen
class Slots:
    """The variables of a key that has one value: the value first where it is read, then what is known."""

    sources: tuple[Source, ...]
    value: bool
    known: tuple[Any, ...]

    @classmethod
    def of(cls, key: RecordKey, sources: Sequence[Source]) -> Slots:
        """Those of a key whose value is there."""
        known: list[Any] = []
        reads = False
        for one in sources:
            if one.id == key.id:
                reads = True
                known += [PRESENT] * (len(one.vars) - 1)
            else:
                known.append(False)
        return cls(tuple(sources), reads, tuple(known))

    def filled(self, value: Any) -> tuple[Any, ...]:
        """All variables."""
        return (value, *self.known) if self.value else self.known


def number_cell(key: RecordKey, slots: Slots, scale: Scale) -> Reader:
    """A number, alone."""
    steps, fits, other = steps_of(key, scale), accepting(key, scale), general(key, slots.sources)

    def read(value: Any) -> tuple[Any, ...]:
        found = steps(value)
        return slots.filled(found) if found is not None and fits(found) else other(value)

    return read


def is_text(value: str) -> bool:
    """Whether a text says something, in whole characters."""
    return bool(value) and not value.isspace() and (value.isascii() or SURROGATE.search(value) is None)


def judged_cell(key: RecordKey, slots: Slots, scale: Scale) -> Reader:
    """A judged score, alone or with a remark."""
    steps, fits, other = steps_of(key, scale), accepting(key, scale), general(key, slots.sources)
    assert key.full is not None
    exact = key.full / factor_of(key, scale)
    full = exact.numerator if exact.denominator == 1 else None
    tells_remark = any(one.of_remark is not None for one in slots.sources)

    def read(value: Any) -> tuple[Any, ...]:
        explained = not key.remark_required
        said, lost = value, False
        if type(value) is dict and len(value) == 2 and not tells_remark:
            remark = value.get(_REMARK)
            explained = type(remark) is str and is_text(remark)
            lost = "deduct" in value
            said = value.get("deduct") if lost else value.get("score")
            if not explained:
                return other(value)
        found = steps(said)
        if found is None or full is None:
            return other(value)
        found = full - found if lost else found
        return slots.filled(found) if fits(found) and (explained or found == full) else other(value)

    return read


def text_cell(key: RecordKey, slots: Slots) -> Reader:
    """A text, one of the choices where there are any."""
    other, choices = general(key, slots.sources), None if key.choices is None else frozenset(key.choices)

    def read(value: Any) -> tuple[Any, ...]:
        known = type(value) is str and (is_text(value) if choices is None else value in choices)
        return slots.filled(value) if known else other(value)

    return read


def levels_cell(key: RecordKey, sources: Sequence[Source]) -> Reader:
    """A level by its name, when that settles the score."""
    other, takers = general(key, sources), tuple(map(taking, sources))
    known: dict[str, tuple[Any, ...]] = {}
    for level in key.levels:
        points = level.fixed
        if points is None or (key.remark_required and key.full is not None and points < key.full):
            continue
        values: dict[str, Value] = {key.id: level.name, f"{key.id}.{LEVEL_SCORE}": points}
        if key.may_skip:
            values[f"{key.id}.{NOT_APPLICABLE}"] = False
        with suppress(Unusual):
            known[level.name] = tuple([one for take in takers for one in take(RecordValues(values))])

    def read(value: Any) -> tuple[Any, ...]:
        found = known.get(value) if type(value) is str else None
        return other(value) if found is None else found

    return read


def items_cell(key: RecordKey, sources: Sequence[Source], scale: Scale) -> Reader:
    """Items ticked or counted one by one, in a table."""
    items = [(name, one.id, _item(one, scale), one.default) for name, one in key.items.items()]
    filled, other = _filled(key, sources), general(key, sources)

    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not dict:
            return other(value)
        found: dict[str, Any] = {}
        unnamed = 0
        for name, id_, take, default in items:
            one = value.get(name)
            if one is None and default is not None and name not in value:
                unnamed += 1
                one = 0
            steps = take(one)
            if steps is None:
                return other(value)
            found[id_] = steps
        return filled(found) if len(value) + unnamed == len(items) else other(value)

    # What is not counted counts 0; another default is left to the general reader.
    return read if all(default in (None, 0) for _, _, _, default in items) else other


def judges_cell(key: RecordKey, sources: Sequence[Source], scale: Scale) -> Reader:
    """Scores of several judges, in a list."""
    items = [(one.id, _item(one, scale)) for one in key.items.values()]
    filled, other = _filled(key, sources), general(key, sources)
    full = None if key.full is None else key.full / factor_of(next(iter(key.items.values())), scale)

    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(items):
            return other(value)
        found: dict[str, Any] = {}
        losing = 0
        for (id_, take), one in zip(items, value, strict=True):
            steps = take(one)
            if steps is None:
                return other(value)
            found[id_] = steps
            losing += full is not None and steps < full
        unexplained = key.remark_required and losing >= key.losing
        return other(value) if unexplained else filled(found)

    return read


def _item(key: RecordKey, scale: Scale) -> Callable[[Any], Any]:
    """The variable of one item; ``None`` for what is not read here."""
    if key.type == "boolean":
        return lambda value: value if type(value) is bool else None
    steps, fits = steps_of(key, scale), accepting(key, scale)

    def take(value: Any) -> int | None:
        found = steps(value)
        return found if found is not None and fits(found) else None

    return take


def _filled(key: RecordKey, sources: Sequence[Source]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """All variables from those of the items, which are all there."""
    slots: list[tuple[str | None, Any]] = []
    for one in sources:
        content = one.lane.content
        if one.id in {item.id for item in key.items.values()}:
            slots.append((one.id, None))
        elif not isinstance(content, Truth) or isinstance(content.of, Var):
            slots.append((None, False))
        if isinstance(one.lane.state, Var):
            slots.append((None, PRESENT))
    return lambda found: tuple([known if id_ is None else found[id_] for id_, known in slots])
