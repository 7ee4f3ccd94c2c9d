"""Tables to hold columns against rows with: every type of column, at boundaries, ties and machine edges.

Goes in: a ruleset and a source of chance. Comes out: the batches of a table. Some columns are sound, some
have a fault here and there, some are wild.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
from records import boundaries

from scorerules import Ruleset
from scorerules.kinds import REMARK_ONLY, RecordKey

EDGES = tuple(
    sign * (size + near)
    for size in (
        *(2**bits for bits in (0, 0, 7, 8, 15, 16, 24, 31, 32, 53, 63, 64)),
        10**3,
        10**15,
        10**18,
        10**30,
    )
    for near in (-1, 0, 1)
    for sign in (1, -1)
)
FLOATS = (-0.0, 0.1 + 0.2, 99.995, 5e-324, 2.2e-308, 1e300, 1e23, float("nan"), float("inf"), -float("inf"))
NUMBERS = ("98.77%", "86.44万", "1,234.5", "５", "+5", "1e5", "007", " 5 ", "5.", ".5", "-0", "0.10", "12元")
WORDS = (
    "",
    " ",
    "\u3000",
    "\x1f",
    "不适用",
    "n/a",
    "是",
    "否",
    "true",
    "2024-02-29",
    "20240229",
    "foo",
    "x" * 40,
)
REMARKS = (None, "", " ", "\u3000\n", "\u200b", "已核", "x", "\x85", "é", " y")
PLACES = (0, 0, 0, 1, 2, 2, 3, 6, 9, 12, 15, 20)

DICTIONARY_INDICES = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint32())


class Maker:
    """Makes the tables of one ruleset.

    Args:
        ruleset: The ruleset.
        random: What chooses.
    """

    def __init__(self, ruleset: Ruleset, random: Random) -> None:
        self._ruleset, self._random = ruleset, random
        self._constants = boundaries(ruleset)

    def batches(self) -> list[pa.RecordBatch]:
        """A table in pieces, each of which begins and ends somewhere in the memory of its columns."""
        random = self._random
        before, rows, behind = random.choice((0, 0, 1, 9)), self._rows(), random.choice((0, 0, 3))
        columns = self.columns(before + rows + behind)
        whole = pa.RecordBatch.from_pydict(columns).slice(before, rows)
        ends = sorted({0, rows, *(random.randrange(rows + 1) for _ in range(random.choice((0, 0, 1, 3))))})
        pieces = [whole.slice(start, end - start) for start, end in pairwise(ends)]
        return pieces or [whole]

    def _rows(self) -> int:
        return self._random.choice((0, 1, 7, 8, 9, 25, 60, 150))

    def columns(self, rows: int) -> dict[str, pa.Array]:
        """The columns that rules read, and others."""
        found: dict[str, pa.Array] = {}
        for key in self._ruleset.plan.keys.values():
            if self._random.random() < 0.97:
                found |= self._key(key, rows)
        if self._random.random() < 0.2:
            found["beside"] = pa.array(["x"] * rows, self._random.choice((pa.string(), pa.string_view())))
        names = [*found]
        self._random.shuffle(names)
        return {name: found[name] for name in names}

    # Keys

    def _key(self, key: RecordKey, rows: int) -> dict[str, pa.Array]:
        random = self._random
        wild = random.choice((0, 0, 0, 0.02, 0.2))
        empty = random.choice((0, 0, 0, 0.05, 0.4))
        if key.type == REMARK_ONLY:
            return self._remark(key.id, rows) if random.random() < 0.5 else {}
        found: dict[str, pa.Array] = {}
        if key.judges is not None:
            item = next(iter(key.items.values()))
            lists = [[self._near(item, wild) for _ in range(key.judges)] for _ in range(rows)]
            found[key.id] = self._listed(self._emptied(lists, empty))
        elif key.items:
            found |= self._items(key, rows, wild)
        elif random.random() < 0.03:
            found[key.id] = self._struct(key, rows, wild)
        else:
            found |= self._value(key, rows, wild, empty)
        if random.random() < (0.9 if key.remark_required else 0.15):
            found |= self._remark(key.id, rows)
        if random.random() < (0.5 if key.may_skip else 0.02):
            skips = [random.choice((None, None, False, True)) for _ in range(rows)]
            found[f"{key.id}.not_applicable"] = pa.array(skips, pa.bool_())
        return found

    def _value(self, key: RecordKey, rows: int, wild: float, empty: float) -> dict[str, pa.Array]:
        random = self._random
        if key.full is not None and random.random() < 0.3:
            part = random.choice(("score", "deduct"))
            found = {f"{key.id}.{part}": self._column(key, rows, wild, max(empty, 0.1))}
            if random.random() < 0.3:
                found[key.id] = self._column(key, rows, wild, 0.9)
            return found
        if key.levels:
            names = [one.name for one in key.levels]
            level = [random.choice(names) if random.random() > wild else self._word() for _ in range(rows)]
            found = {key.id: self._texts(self._emptied(level, empty))}
            if random.random() < 0.5:
                found[f"{key.id}.score"] = self._column(next(iter(key.parts)), rows, wild, 0.4)
            return found
        return {key.id: self._column(key, rows, wild, empty)}

    def _items(self, key: RecordKey, rows: int, wild: float) -> dict[str, pa.Array]:
        random = self._random
        found: dict[str, pa.Array] = {}
        apart = random.random() < 0.6
        for name, item in key.items.items():
            if random.random() < 0.9:
                found[name] = self._column(item, rows, wild, 0.1 if random.random() < 0.3 else 0)
        if apart or not found:
            return {f"{key.id}.{name}": column for name, column in found.items()}
        try:
            return {key.id: pa.StructArray.from_arrays([*found.values()], [*found])}
        except pa.ArrowInvalid:
            return {}

    def _remark(self, id_: str, rows: int) -> dict[str, pa.Array]:
        some = self._random.sample(REMARKS, self._random.randint(1, len(REMARKS)))
        texts = [self._random.choice(some) for _ in range(rows)]
        if self._random.random() < 0.03:
            return {f"{id_}.remark": pa.array([5] * rows)}
        return {f"{id_}.remark": self._texts(texts)}

    def _struct(self, key: RecordKey, rows: int, wild: float) -> pa.Array:
        values = self._column(key, rows, wild, 0.1)
        name = "value" if key.full is None else self._random.choice(("score", "deduct"))
        remarks = self._texts([self._random.choice(REMARKS) for _ in range(rows)])
        mask = pa.array([self._random.random() < 0.1 for _ in range(rows)], pa.bool_())
        return pa.StructArray.from_arrays([values, remarks], [name, "remark"], mask=mask)

    # Columns

    def _emptied(self, values: Sequence[Any], empty: float) -> list[Any]:
        return [None if self._random.random() < empty else one for one in values]

    def _column(self, key: RecordKey, rows: int, wild: float, empty: float) -> pa.Array:
        random = self._random
        if random.random() < 0.01:
            return pa.nulls(rows)
        match key.type:
            case "boolean":
                return self._answers(rows, wild, empty)
            case "date":
                return self._dates(key, rows, wild, empty)
            case "text":
                choices = key.choices or ("甲", "乙", " 乙", "x", "")
                texts = [
                    random.choice(choices) if random.random() >= wild else self._word() for _ in range(rows)
                ]
                return self._texts(self._emptied(texts, empty))
            case _:
                return self._numbers(key, rows, wild, empty)

    def _word(self) -> str:
        return self._random.choice((*WORDS, *NUMBERS))

    def _texts(self, texts: Sequence[str | None]) -> pa.Array:
        random = self._random
        how = random.choice(("string", "string", "large", "view", "dictionary", "dictionary", "runs"))
        match how:
            case "string":
                return pa.array(texts, pa.string())
            case "large":
                return pa.array(texts, pa.large_string())
            case "view":
                return pa.array(texts, pa.string_view())
            case "runs" if random.random() < 0.1 and texts:
                ends = pa.array(range(1, len(texts) + 1), pa.int32())
                return pa.RunEndEncodedArray.from_arrays(ends, pa.array(texts, pa.string()))
            case _:
                return self._dictionary(
                    pa.array(texts, random.choice((pa.string(), pa.large_string(), pa.string_view())))
                )

    def _dictionary(self, values: pa.Array) -> pa.Array:
        """The values by number, some of them twice in the table or empty there, and one that nobody names."""
        random = self._random
        if not len(values):
            return values
        known: list[Any] = [*dict.fromkeys(values.to_pylist()), values[0].as_py()]
        random.shuffle(known)
        numbers = {}
        for number, one in enumerate(known):
            numbers.setdefault(repr(one), []).append(number)
        indices = [
            None if one is None and random.random() < 0.5 else random.choice(numbers[repr(one)])
            for one in values.to_pylist()
        ]
        return pa.DictionaryArray.from_arrays(
            pa.array(indices, random.choice(DICTIONARY_INDICES)), pa.array(known, values.type)
        )

    def _listed(self, lists: Sequence[Any]) -> pa.Array:
        values = [None if one is None else [None if x is None else _decimal(x) for x in one] for one in lists]
        try:
            return pa.array(
                values, self._random.choice((pa.list_(pa.decimal128(38, 6)), pa.list_(pa.float64())))
            )
        except (pa.ArrowException, TypeError):
            return pa.array(
                [None if one is None else [str(x) for x in one] for one in values], pa.list_(pa.string())
            )

    def _answers(self, rows: int, wild: float, empty: float) -> pa.Array:
        random = self._random
        answers = self._emptied([random.random() < 0.5 for _ in range(rows)], empty)
        if random.random() < 0.6:
            return pa.array(answers, pa.bool_())
        if random.random() < 0.1:
            return pa.array(answers, pa.bool_()).cast(pa.int8())
        words = {True: ("是", "true", "TRUE", "yes"), False: ("否", "False", "no"), None: (None, "")}
        return self._texts(
            [random.choice(words[one]) if random.random() >= wild else self._word() for one in answers]
        )

    def _dates(self, key: RecordKey, rows: int, wild: float, empty: float) -> pa.Array:
        random = self._random
        ends = [one[0] for one in (key.low, key.high) if one is not None and isinstance(one[0], date)]
        ends += [one.value for one in self._constants if isinstance(one.value, date)]
        ends += [date(2024, 2, 29), date(1970, 1, 1)]
        days = self._emptied(
            [random.choice(ends) + timedelta(random.randint(-2, 2)) for _ in range(rows)], empty
        )
        how = random.choice(("days", "days", "ms", "moment", "zoned", "text"))
        match how:
            case "days":
                numbers = [None if one is None else one.toordinal() - 719163 for one in days]
                if rows and random.random() < wild * 3:
                    numbers[random.randrange(rows)] = random.choice((2**31 - 1, -(2**31), 2932897, -719163))
                return pa.array(numbers, pa.int32()).cast(pa.date32())
            case "ms":
                return pa.array(days, pa.date64())
            case "moment" | "zoned":
                hour = 1 if random.random() < wild else 0
                moments = [None if one is None else _moment(one, hour) for one in days]
                zone = "UTC" if how == "zoned" else None
                return pa.array(moments, pa.timestamp(random.choice(("s", "ms", "us")), zone))
            case _:
                return self._texts(
                    [
                        None if one is None else one.isoformat() if random.random() >= wild else self._word()
                        for one in days
                    ]
                )

    # Numbers

    def _near(self, key: RecordKey, wild: float) -> Fraction:
        """A number in the unit of its key, mostly one that it takes."""
        random = self._random
        scale = Fraction(1) if key.unit is None else key.unit.scale
        if random.random() < wild:
            return Fraction(random.choice(EDGES), 10 ** random.choice(PLACES))
        near = [Fraction(0), scale, 100 * scale]
        near += [one.value for one in self._constants if isinstance(one.value, Fraction)]
        near += [one[0] for one in (key.low, key.high) if one is not None and isinstance(one[0], Fraction)]
        near += [] if key.full is None else [key.full] * 3
        value = random.choice(near)
        how = random.random()
        if how < 0.3:
            value += random.choice((1, -1)) * (key.step or scale / random.choice((1, 2, 10, 100)))
        elif how < 0.6:
            value = scale * Fraction(random.randint(-5, 2100), random.choice((1, 1, 10, 20, 1000)))
        elif how < 0.65:
            value += scale * Fraction(random.choice((1, -1)), 10 ** random.choice(PLACES))
        if random.random() < 0.97:
            value = self._allowed(key, value)
        value /= scale
        # What a decimal can write.
        return Fraction(round(value * 10**20), 10**20)

    def _allowed(self, key: RecordKey, value: Fraction) -> Fraction:
        low, high = key.low, key.high
        if low is not None and isinstance(low[0], Fraction) and value <= low[0]:
            value = low[0] + (0 if low[1] else (key.step or Fraction(1, 100)))
        if high is not None and isinstance(high[0], Fraction) and value >= high[0]:
            value = high[0] - (0 if high[1] else (key.step or Fraction(1, 100)))
        return value if key.step is None else (value // key.step) * key.step

    def _numbers(self, key: RecordKey, rows: int, wild: float, empty: float) -> pa.Array:
        random = self._random
        values = [self._near(key, wild) for _ in range(rows)]
        if random.random() < 0.1:  # all alike fine, with many digits
            places = random.choice(PLACES)
            values = [Fraction(round(one * 10**places), 10**places) for one in values]
        numbers = self._emptied(values, empty)
        how = random.choice(
            (
                "whole",
                "whole",
                "double",
                "double",
                "single",
                "decimal",
                "decimal",
                "text",
                "dictionary",
                "half",
            )
        )
        match how:
            case "whole":
                return self._wholes(numbers)
            case "double" | "single" | "half":
                return self._floats(numbers, how, wild)
            case "decimal":
                return self._decimals(numbers)
            case "dictionary":
                plain = self._random.choice((self._wholes, self._decimals))(numbers)
                return self._dictionary(plain)
            case _:
                return self._texts([self._written(key, one, wild) for one in numbers])

    def _wholes(self, numbers: Sequence[Fraction | None]) -> pa.Array:
        """Integers, of the smallest type or a larger one; what does not fit turns into what does."""
        types = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]
        whole = [None if one is None else round(one) for one in numbers]
        there = [one for one in whole if one is not None]
        fits = [
            one for one in types
            if all(np.iinfo(one).min <= number <= np.iinfo(one).max for number in there)
        ]  # fmt: skip
        type_ = np.dtype(self._random.choice(fits or types[-2:]))
        info = np.iinfo(type_)
        held = [None if one is None else min(max(one, int(info.min)), int(info.max)) for one in whole]
        mask = np.array([one is None for one in held], bool)
        # What stands in empty rows may be anything.
        junk = self._random.choice((0, int(info.max), int(info.min)))
        array = np.array([junk if one is None else one for one in held], type_)
        return _masked(array, mask)

    def _floats(self, numbers: Sequence[Fraction | None], how: str, wild: float) -> pa.Array:
        random = self._random
        type_ = {"double": np.float64, "single": np.float32, "half": np.float16}[how]
        mask = np.array([one is None for one in numbers], bool)
        junk = random.choice((0.0, float("nan"), float("inf"), 1e300))
        found = []
        for one in numbers:
            value = junk if one is None else float(one)
            if one is not None and random.random() < wild:
                value = random.choice((*FLOATS, float(np.nextafter(value, 1e9)), _of_bits(random)))
            found.append(value)
        with np.errstate(all="ignore"):
            return _masked(np.array(found, np.float64).astype(type_), mask)

    def _decimals(self, numbers: Sequence[Fraction | None]) -> pa.Array:
        random = self._random
        places = random.choice((0, 1, 2, 4, 6, 10, 20, -1))
        for type_ in random.sample(
            (
                pa.decimal32(9, min(places, 9)), pa.decimal64(18, min(places, 18)),
                pa.decimal128(18, min(places, 18)), pa.decimal128(38, places), pa.decimal256(76, places),
                pa.decimal256(30, places),
            ), 6,
        ):  # fmt: skip
            scale = type_.scale
            rounded = [
                None
                if one is None
                else _decimal(Fraction(round(one * Fraction(10) ** scale)) / Fraction(10) ** scale)
                for one in numbers
            ]
            try:
                return pa.array(rounded, type_)
            except pa.ArrowException:
                continue
        return self._wholes(numbers)

    def _written(self, key: RecordKey, number: Fraction | None, wild: float) -> str | None:
        random = self._random
        if number is None:
            return random.choice((None, None, "", " "))
        if random.random() < wild:
            return self._word()
        text = format(_decimal(number), "f")
        how = random.random()
        if how < 0.1 and key.unit is not None:
            return text + key.unit.symbol
        if how < 0.15:
            return f" {text} "
        return f"{text}0" if "." in text and how < 0.3 else text


def _masked(array: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> pa.Array:
    """An Arrow column over the very memory of an array."""
    bits = pa.py_buffer(np.packbits(~mask, bitorder="little")) if mask.any() else None
    return pa.Array.from_buffers(pa.from_numpy_dtype(array.dtype), len(array), [bits, pa.py_buffer(array)])


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _of_bits(random: Random) -> float:
    (value,) = struct.unpack("<d", random.getrandbits(64).to_bytes(8, "little"))
    return float(value)


def _decimal(value: Fraction) -> Decimal:
    """A fraction that decimals can write."""
    digits, places = value, 0
    while digits.denominator != 1:
        digits, places = digits * 10, places + 1
    return Decimal(f"{digits.numerator}E-{places}")
