"""Every kind of rule, by the key that authors write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules.kinds.bands import BandRow, Bands, choose_row
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker, check_points
from scorerules.kinds.cases import CasesKind
from scorerules.kinds.record_key import (
    LEVEL_SCORE,
    NOT_APPLICABLE,
    REMARK_ONLY,
    LevelRange,
    RecordKey,
    Value,
    fault_of_value,
)
from scorerules.kinds.rows import Bounded, check_rows, domain
from scorerules.kinds.simple import SIMPLE_KINDS, read_rule

KINDS: Mapping[str, type[Kind]] = MappingProxyType({**SIMPLE_KINDS, "cases": CasesKind})

__all__ = [
    "KINDS",
    "LEVEL_SCORE",
    "NOT_APPLICABLE",
    "REMARK_ONLY",
    "SIMPLE_KINDS",
    "BandRow",
    "Bands",
    "Bounded",
    "CasesKind",
    "Item",
    "Kind",
    "LevelRange",
    "Lowered",
    "Part",
    "RecordKey",
    "Speaker",
    "Value",
    "check_points",
    "check_rows",
    "choose_row",
    "domain",
    "fault_of_value",
    "read_rule",
]
