"""Whatever scores can be told: explained, written as JSON, remarked on; whatever is refused says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scorerules.diagnostics import LANGS, Words
from scorerules.errors import RecordError
from scorerules.testing.properties.case import Breach, Case


def told(case: Case) -> Iterator[Breach]:
    """Explanations name every indicator, JSON reads back exactly, promised remarks are there."""
    found = case.evaluation
    read = json.loads(found.to_json())
    if read != json.loads(json.dumps(found.to_dict())):  # JSON knows lists only
        yield Breach(Words("结果的 JSON 读回来不一样", "the JSON of the result does not read back the same"))
    total = _number(read["total"])
    if found.exact_total is not None and total != found.exact_total:
        yield Breach(Words(f"JSON 中的总分是 {total}", f"the total in JSON is {total}"), "total")
    for lang in LANGS:
        explained = found.explain(lang)
        for one in found.in_language(lang).indicators.values():
            if one.name not in explained:
                words = Words(f"解释中没有 `{one.id}`", f"the explanation ({lang}) does not name `{one.id}`")
                yield Breach(words, one.id, case.scheme.indicators[one.id].place())
    for id_, declared in case.scheme.indicators.items():
        result = found.indicators[id_]
        lost = result.status == "scored" and (result.exact_deduction or 0) > 0
        if declared.remark is not None and lost and not result.remark:
            words = Words(f"`{id_}` 扣了分而没有备注", f"`{id_}` lost points and has no remark")
            yield Breach(words, id_, declared.place("remark"))


def _number(field: Any) -> Fraction | None:
    if field is None:
        return None
    return Fraction(field if isinstance(field, str) else field.get("fraction", "nan"))


def refused(case: Case) -> Iterator[Breach]:
    """A record with a fault is refused by a record error that says in both languages what is wrong."""
    found = case.found
    if not isinstance(found, RecordError):
        yield Breach(Words("有错的记录得了分", "a record with a fault was scored"))
        return
    for one in found.diagnostics:
        for lang in LANGS:
            if not one.headline(lang).strip():
                yield Breach(Words(f"{one.code} 没有说明", f"{one.code} says nothing ({lang})"))
    if not found.diagnostics:
        yield Breach(Words("报错没有说明原因", "the error gives no reason"))


def accepted(case: Case) -> Iterator[Breach]:
    """A record of what the ruleset declares is scored."""
    if isinstance(case.found, RecordError):
        words = Words(f"被拒绝：{case.found}", f"it is refused: {case.found}")
        yield Breach(words)
