"""The type of a column whose values are only seen one by one: cells of a workbook, values of JSON.

Goes in: every value of a column. Comes out: the one Arrow type that holds all of them exactly. Where there
is none, all are texts, each as it would be typed in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

WHOLE = 2**63
NARROW, WIDE = 38, 76
"""Digits of the two decimals of Arrow."""


class Seen:
    """What was seen of one column.

    Attributes:
        count: Values that are not missing.
    """

    def __init__(self) -> None:
        self.count = 0
        self._kinds: set[str] = set()
        self._digits = self._places = self._most = 0
        self._items: Seen | None = None
        self._parts: dict[str, Seen] = {}

    def add(self, value: Any) -> None:
        """Look at a value."""
        if value is None:
            return
        self.count += 1
        match value:
            case bool():
                self._kinds.add("truth")
            case int():
                self._kinds.add("number")
                self._most = max(self._most, abs(value))
            case Decimal():
                self._kinds.add("number")
                _, digits, exponent = value.as_tuple()
                assert isinstance(exponent, int)
                self._places = max(self._places, -exponent)
                self._digits = max(self._digits, len(digits) + exponent)
            case datetime():
                self._kinds.add("moment")
            case date():
                self._kinds.add("date")
            case Mapping():
                self._kinds.add("parts")
                for name, part in value.items():
                    self._parts.setdefault(name, Seen()).add(part)
            case list():
                self._kinds.add("list")
                self._items = self._items or Seen()
                for item in value:
                    self._items.add(item)
            case _:
                self._kinds.add("text")

    @property
    def type(self) -> pa.DataType:
        """The type of the column."""
        if self._kinds == {"number"}:
            return self._number
        if self._kinds == {"list"}:
            assert self._items is not None
            return pa.list_(self._items.type)
        if self._kinds == {"parts"} and self._parts:
            return pa.struct([(name, part.type) for name, part in self._parts.items()])
        types = {"truth": pa.bool_(), "date": pa.date32(), "moment": pa.timestamp("us")}
        return types.get(next(iter(self._kinds)), pa.string()) if len(self._kinds) == 1 else pa.string()

    @property
    def _number(self) -> pa.DataType:
        if not self._digits and not self._places and self._most < WHOLE:
            return pa.int64()
        # Python refuses to write very long integers, and so many bits are more digits than any column has.
        whole = WIDE + 1 if self._most.bit_length() > 4 * WIDE else len(str(self._most))
        digits = max(whole, self._digits, 1) + self._places
        if digits <= NARROW:
            return pa.decimal128(digits, self._places)
        return pa.decimal256(digits, self._places) if digits <= WIDE else pa.string()

    def array(self, values: list[Any]) -> pa.Array:
        """Values of the column as an array."""
        type_ = self.type
        return pa.array([fitted(value, type_) for value in values], type_)


def fitted(value: Any, type_: pa.DataType) -> Any:
    """A value as a column of a type holds it."""
    if value is None:
        return None
    if pa.types.is_string(type_):
        return as_text(value)
    if pa.types.is_list(type_):
        return [fitted(item, type_.value_type) for item in value]
    if pa.types.is_struct(type_):
        return {field.name: fitted(value.get(field.name), field.type) for field in type_}
    return Decimal(value) if pa.types.is_decimal(type_) else value


def as_text(value: Any) -> str:
    """A value as people type it in."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Mapping() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
        case date():
            return value.isoformat()
        case _:
            return str(value)
