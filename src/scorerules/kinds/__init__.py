"""Every kind of rule, by the key that authors write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules.kinds.bands import BandRow, Bands, choose_row
from scorerules.kinds.base import Item, Kind, Lowered, Part, Speaker
from scorerules.kinds.choice import Choice
from scorerules.kinds.deduct import Deduct, Earn
from scorerules.kinds.formula import FormulaKind
from scorerules.kinds.judged import Judged
from scorerules.kinds.line import Line
from scorerules.kinds.passing import Pass
from scorerules.kinds.ratio import Ratio
from scorerules.kinds.record_key import REMARK_ONLY, RecordKey, Value, fault_of_value
from scorerules.kinds.rows import check_rows, domain

KINDS: Mapping[str, type[Kind]] = MappingProxyType(
    {
        "ratio": Ratio,
        "deduct": Deduct,
        "earn": Earn,
        "pass": Pass,
        "bands": Bands,
        "line": Line,
        "choice": Choice,
        "judged": Judged,
        "formula": FormulaKind,
    }
)

__all__ = [
    "KINDS",
    "REMARK_ONLY",
    "BandRow",
    "Item",
    "Kind",
    "Lowered",
    "Part",
    "RecordKey",
    "Speaker",
    "Value",
    "check_rows",
    "choose_row",
    "domain",
    "fault_of_value",
]
