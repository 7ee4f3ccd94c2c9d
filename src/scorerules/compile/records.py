"""Prints the reading of a record as Python: from a mapping to the variables of a lane program.

Numbers, texts, dates and truth values of the plain classes of Python are checked in line, everything else by
the cell of its key. The lines return ``None`` for a record that is faulty or unusual, or raise one of
:data:`UNUSUAL`; they say nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from operator import itemgetter
from typing import Any, Final, TypeAlias

from scorerules.compile.cells import (
    Reader,
    Slots,
    general,
    items_cell,
    judged_cell,
    judges_cell,
    levels_cell,
    number_cell,
    text_cell,
)
from scorerules.compile.fitting import Unusual
from scorerules.compile.lanes import MISSING, Source, Var
from scorerules.compile.printing import Lines, tuple_of
from scorerules.compile.scalar import name_of
from scorerules.compile.sources import Scale, data_of, factor_of, limits_of
from scorerules.diagnostics import Faults
from scorerules.kinds import REMARK_ONLY, RecordKey
from scorerules.record import read_key
from scorerules.record.plain import OWN

Read: TypeAlias = Callable[[dict[Any, Any]], "tuple[Any, ...] | None"]

UNUSUAL: Final = (KeyError, OverflowError, Unusual, ValueError)
"""What is raised for a record that is faulty or unusual."""
CHANGEABLE: Final = "changeable"
"""What printed lines call the keys that hold tables or lists, which their owner could change."""

FLAT: Final = OWN - {dict, list, tuple}
"""Classes of values that nobody can change."""
_EXACT_FLOATS: Final = 10**15
"""Decimals up to so many units in the last place are told apart by doubles."""
_DEEPEST: Final = 3
"""Tables inside each other: an item of a checklist may be a table itself."""
_LONGEST_FUNCTION: Final = 200
"""Keys that one function reads."""


def changeable_in(record: dict[Any, Any]) -> tuple[str, ...]:
    """The keys of a record that hold tables or lists.

    Raises:
        Unusual: It holds values of other classes than Python's own, of which nobody knows what they do.
    """
    return tuple(name for name, value in record.items() if type(value) not in FLAT and check_own(value))


def check_own(value: Any, depth: int = 0) -> bool:
    """Refuse tables and lists with what is of other classes than Python's own, or inside each other too deep.

    Raises:
        Unusual: There is such a value.
    """
    if depth > _DEEPEST:
        raise Unusual
    if type(value) is dict and all(type(name) is str for name in value):
        inside: Iterable[Any] = value.values()
    elif type(value) is list or type(value) is tuple:
        inside = value
    else:
        raise Unusual
    for one in inside:
        if type(one) not in FLAT:
            check_own(one, depth + 1)
    return True


class Reading:
    """The reading of records for one program.

    Args:
        keys: The keys of a record.
        sources: What the program reads.
        scale: How numbers become integers.
    """

    def __init__(self, keys: Mapping[str, RecordKey], sources: Sequence[Source], scale: Scale) -> None:
        under: dict[str, list[Source]] = {name: [] for name in keys}
        data = data_of(keys)
        for source in sources:
            under[data[source.id].whole.id].append(source)
        self._keys = keys
        # A key that carries nothing but a remark is rarely there, and nothing is read from it.
        self.fields = [
            Field(key, tuple(under[key.id]), scale)
            for key in keys.values()
            if key.type != REMARK_ONLY or under[key.id]
        ]
        self._read = frozenset(field.key.id for field in self.fields)

    @property
    def is_long(self) -> bool:
        """Whether it takes more than one function."""
        return len(self.fields) > _LONGEST_FUNCTION

    def print(self, lines: Lines) -> None:
        """Print how all variables are found in ``record``, and :data:`CHANGEABLE`."""
        _print_fields(self.fields, lines)
        with lines.under("if len(record) != count:"):
            lines.add(f"{CHANGEABLE} = {lines.constant(self.rest)}(record)")

    def function(self) -> Read:
        """The function that reads a record of exactly the class ``dict`` in parts.

        It gives the variables of the sources in their order, and behind them the keys that hold tables or
        lists.
        """
        fields = self.fields
        parts = [
            _part(fields[at : at + _LONGEST_FUNCTION]) for at in range(0, len(fields), _LONGEST_FUNCTION)
        ]

        def read(record: dict[Any, Any]) -> tuple[Any, ...] | None:
            values: list[Any] = []
            changeable: tuple[str, ...] = ()
            count = 0
            try:
                for part in parts:
                    found = part(record)
                    if found is None:
                        return None
                    *own, held, had = found
                    values += own
                    changeable += held
                    count += had
                if len(record) != count:
                    changeable = self.rest(record)
            except UNUSUAL:
                return None
            return (*values, changeable)

        return read

    def rest(self, record: dict[Any, Any]) -> tuple[str, ...]:
        """The keys that may hold tables or lists, after what was not read yet was found to be in order.

        Raises:
            Unusual: It is not.
        """
        for name, value in record.items():
            key = self._keys.get(name) if type(name) is str else None
            if key is None:
                raise Unusual
            if key.id not in self._read:
                faults = Faults()
                read_key(value, key, faults)
                if len(faults):
                    raise Unusual
        return changeable_in(record)


def _part(fields: Sequence[Field]) -> Read:
    """The function that reads some of the keys: variables, what is changeable, how many keys were there."""
    lines = Lines("def read(record):")
    _print_fields(fields, lines)
    lines.add(f"return {tuple_of([*(one for field in fields for one in field.names), CHANGEABLE, 'count'])}")
    read: Read = lines.function("read")
    return read


def _print_fields(fields: Sequence[Field], lines: Lines) -> None:
    needed = [one for one in fields if one.needed]
    raw = {field: f"x{place}" for place, field in enumerate(fields)}
    if needed:
        fetch = lines.constant(_fetching([one.key.id for one in needed]))
        lines.add(f"{tuple_of(raw[one] for one in needed)} = {fetch}(record)")
    lines.add(f"{CHANGEABLE} = ()")
    lines.add(f"count = {len(needed)}")
    for one in fields:
        if one.needed:
            one.print(raw[one], lines)
            continue
        lines.add(f"{raw[one]} = record.get({lines.constant(one.key.id)})")
        with lines.under(f"if {raw[one]} is None:"):
            lines.add(f"{tuple_of(one.names)} = {lines.constant(one.cell(None))}" if one.names else "pass")
        with lines.under("else:"):
            lines.add("count += 1")
            one.print(raw[one], lines)


def _fetching(names: Sequence[str]) -> Callable[[dict[Any, Any]], tuple[Any, ...]]:
    if len(names) == 1:
        (name,) = names
        return lambda record: (record[name],)
    return itemgetter(*names)


class Field:
    """One key, as it is read.

    Args:
        key: The key.
        sources: What the program reads of it.
        scale: How numbers become integers.
    """

    def __init__(self, key: RecordKey, sources: tuple[Source, ...], scale: Scale) -> None:
        self.key, self.sources, self._scale = key, sources, scale
        self.names = [name_of(var) for one in sources for var in one.vars]
        self.slots = Slots.of(key, sources)
        data = data_of({key.id: key})
        self.needed = any(
            MISSING in data[one.id].codes and not isinstance(one.lane.state, Var) for one in sources
        )
        self.cell = self._cell(sources)

    def _cell(self, sources: tuple[Source, ...]) -> Reader:
        key, slots, scale = self.key, self.slots, self._scale
        if key.judges is not None:
            return judges_cell(key, sources, scale)
        if key.items:
            return items_cell(key, sources, scale)
        if key.levels:
            return levels_cell(key, sources)
        if key.type in ("number", "integer"):
            return (number_cell if key.full is None else judged_cell)(key, slots, scale)
        return text_cell(key, slots) if key.type == "text" else general(key, sources)

    def print(self, raw: str, lines: Lines) -> None:
        """Print how ``raw``, what the record has under the key, becomes variables."""
        key = self.key
        if not self.slots.value or key.items or key.levels or key.type == REMARK_ONLY:
            self._print_cell(raw, lines)
            return
        for name, constant in zip(self.names[1:], self.slots.known, strict=True):
            lines.add(f"{name} = {constant}")
        if key.type not in ("number", "integer"):
            self._print_object(raw, lines)
        elif key.full is not None and key.remark_required:
            self._print_full_mark(raw, lines)
        else:
            self._print_number(raw, lines)

    def _print_cell(self, raw: str, lines: Lines) -> None:
        """What is not read in line."""
        with lines.under(f"if type({raw}) not in {lines.constant(FLAT)}:"):
            lines.add(f"{lines.constant(check_own)}({raw})")
            lines.add(f"{CHANGEABLE} += {lines.constant(self._own)}")
        self._print_call(raw, lines)

    @property
    def _own(self) -> tuple[str]:
        return (self.key.id,)

    def _print_call(self, raw: str, lines: Lines) -> None:
        names = f"{tuple_of(self.names)} = " if self.names else ""
        lines.add(f"{names}{lines.constant(self.cell)}({raw})")

    def _print_object(self, raw: str, lines: Lines) -> None:
        """A text, a date, true or false."""
        key = self.key
        condition = f"type({raw}) is str and {raw}.isascii() and {raw} and not {raw}.isspace()"
        if key.type == "boolean":
            condition = f"{raw} is True or {raw} is False"
        elif key.type == "date":
            condition = f"type({raw}) is {lines.constant(date)}"
        elif key.choices is not None:
            condition = f"type({raw}) is str and {raw} in {lines.constant(frozenset(key.choices))}"
        for bound, sign in ((key.low, ">"), (key.high, "<")):
            if bound is not None:
                condition += f" and {raw} {sign}{'=' if bound[1] else ''} {lines.constant(bound[0])}"
        with lines.under(f"if {condition}:"):
            lines.add(f"{self.names[0]} = {raw}")
        with lines.under("else:"):
            self._print_cell(raw, lines)

    def _print_full_mark(self, raw: str, lines: Lines) -> None:
        """A judged score that stands alone: only the full mark needs no remark."""
        key = self.key
        assert key.full is not None
        full = key.full if key.unit is None else key.full / key.unit.scale
        steps = key.full / factor_of(key, self._scale)
        if full.denominator != 1 or abs(full) >= _EXACT_FLOATS or steps.denominator != 1:
            self._print_cell(raw, lines)
            return
        # Other classes may say what they like of what they are equal to, or fail.
        with lines.under(f"if (type({raw}) is int or type({raw}) is float) and {raw} == {full}:"):
            lines.add(f"{self.names[0]} = {steps}")
        with lines.under("else:"):
            self._print_cell(raw, lines)

    def _print_number(self, raw: str, lines: Lines) -> None:
        key, value = self.key, self.names[0]
        factor = factor_of(key, self._scale)
        low, high = limits_of(key, self._scale)
        places = ((Fraction(1) if key.unit is None else key.unit.scale) / factor).numerator
        times = "" if places == 1 else f" * {places}"
        ways: list[tuple[str, Callable[[], None]]] = [("int", partial(lines.add, f"{value} = {raw}{times}"))]
        if places <= _EXACT_FLOATS:
            double = partial(self._print_float, raw, lines, places, low, high)
            ways.insert(1 if key.type == "integer" else 0, ("float", double))
        word = "if"
        for name, way in ways:
            with lines.under(f"{word} type({raw}) is {name}:"):
                way()
            word = "elif"
        with lines.under("else:"):
            self._print_cell(raw, lines)
        with lines.under(f"if not {low} <= {value} <= {high}:"):
            lines.add("return None")
        step = 1 if key.step is None else (key.step / factor).numerator
        if step != 1:
            full = None if key.full is None else key.full / factor
            excused = "" if full is None or full.denominator != 1 else f" and {value} != {full}"
            with lines.under(f"if {value} % {step}{excused}:"):
                lines.add("return None")

    def _print_float(self, raw: str, lines: Lines, places: int, low: int, high: int) -> None:
        """A double: the decimal nearest to it, when that is what Python would write."""
        value = self.names[0]
        nearest = f"int({raw} * {places}.0 + 0.5)" if low >= 0 else f"round({raw} * {places}.0)"
        doubtful = f"{value} / {places}.0 != {raw}"
        if places == 1:
            nearest, doubtful = f"int({raw})", f"{value} != {raw}"
        if low < -_EXACT_FLOATS or high > _EXACT_FLOATS:
            doubtful += f" or not {-_EXACT_FLOATS} <= {value} <= {_EXACT_FLOATS}"
        lines.add(f"{value} = {nearest}")
        with lines.under(f"if {doubtful}:"):
            self._print_call(raw, lines)
