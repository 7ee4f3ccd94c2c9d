"""The ids of what stands under a key of the record: checklist items and defects."""

from __future__ import annotations

from collections.abc import Mapping
from unicodedata import normalize

from scorerules.diagnostics import Faults
from scorerules.reading import Table

IN_RECORDS = ("remark", "not_applicable", "value", "score", "deduct", "level", "scores")
IN_STEPS = ("applies", "raw", "limited", "rounded", "sum", "left", "taken", "row", "case", "loss")
TAKEN = frozenset({*IN_RECORDS, *IN_STEPS, "earned", "possible", "zero_tier"})
"""What the record or the evaluation already calls something under the id of an indicator."""


def check_item_ids(items: Mapping[str, Table], faults: Faults) -> None:
    """Note ids that cannot be told apart from something else."""
    for name, item in items.items():
        if not name.isidentifier():
            faults.add("SR214", item.place(), path=item.path, id=name)
        elif normalize("NFKC", name) != name:
            faults.add("SR215", item.place(), path=item.path, id=name, folded=normalize("NFKC", name))
        elif name in TAKEN:
            faults.add("SR298", item.place(), path=item.path, id=name)
