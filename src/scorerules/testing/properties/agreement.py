"""All ways to score agree: the reference, the compiled one, tables; and nothing depends on an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from scorerules.compile import compiled
from scorerules.diagnostics import Faults, Words
from scorerules.errors import RecordError
from scorerules.evaluate import evaluate
from scorerules.record import Datum, read_record
from scorerules.testing.properties.case import Breach, Case
from scorerules.testing.properties.exact import said
from scorerules.testing.strategies.forms import forms


def evaluators(case: Case) -> Iterator[Breach]:
    """The compiled evaluation gives for every step what the reference gives."""
    plan = case.ruleset.plan
    if plan.compares_records:
        return
    faults = Faults(plan.limits)
    values = read_record(case.record, plan.keys, faults)
    trace = evaluate(plan, values, {}, faults)
    if faults.errors:
        yield Breach(Words("参考计算拒绝了这条记录", "the reference evaluation refuses the record"))
        return
    quick = compiled(plan).score(dict(case.record))
    if quick is not None:
        variant, given = quick
        for name, read in variant.values.items():
            found, expected = read(given), trace.values.get(name)
            if found != expected or type(found) is not type(expected):
                yield _differs(name, found, expected, Words("编译计算", "compiled evaluation"))
    for name in ("total", "grade"):
        found, expected = case.value(name), trace.values.get(name)
        if found != expected:
            yield _differs(name, found, expected, Words("单条计算", "evaluation of one record"))


def tables(case: Case) -> Iterator[Breach]:
    """A row of a table scores what its record scores, wherever it stands."""
    plan = case.ruleset.plan
    if plan.compares_records or find_spec("pyarrow") is None or find_spec("numpy") is None:
        return
    import pyarrow as pa  # noqa: PLC0415 - the extra may not be there

    rows = [_row(case, case.record), _row(case, case.ground.base.record)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: [row.get(name) for row in (*rows, rows[0])] for name in names}
    wanted = [name for name in ("total", "grade") if name in plan.exprs]
    scored = case.ruleset.score_table(pa.table(columns), columns=[*wanted, "error"], threads=1).to_pylist()
    for place in (0, 2):
        for name in wanted:
            found, expected = scored[place][name], case.value(name)
            if isinstance(expected, Fraction) and expected.denominator == 1 and isinstance(found, float):
                found = Fraction(found)
            same = found == expected or (
                isinstance(expected, Fraction) and found is not None and float(found) == float(expected)
            )
            if isinstance(expected, (Fraction, str)) and not same:
                yield _differs(name, found, expected, Words("表格计算", "evaluation of tables"))


def _row(case: Case, record: Mapping[str, Datum]) -> dict[str, str | None]:
    """A record as cells of texts."""
    values = read_record(record, case.ruleset.plan.keys, Faults(case.ruleset.limits))
    cells: dict[str, str | None] = {}
    for name, key in case.ruleset.plan.keys.items():
        written = record.get(name)
        said_ = forms(key, values.values)
        # A row cannot say that there is an empty table: every item has its cell.
        whole = 1 if key.items and key.judges is None and len(said_) > 1 else 0
        plain = said_[whole] if said_ else written
        if name in values.remarks or (isinstance(plain, Mapping) and "remark" in plain):
            cells[f"{name}.remark"] = values.remarks.get(name, "…")
        if isinstance(plain, Mapping):
            cells |= {f"{name}.{part}": _cell(one) for part, one in plain.items() if part != "remark"}
        elif isinstance(plain, list):
            cells |= {f"{name}.{index + 1}": _cell(one) for index, one in enumerate(plain)}
        elif name in values.values:
            cells[name] = _cell(plain)
    return cells


def _cell(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def order(case: Case) -> Iterator[Breach]:
    """The order of the keys of a record changes nothing."""
    turned = case.scored(dict(reversed(case.record.items())))
    if isinstance(turned, RecordError) or _results(turned) != _results(case.evaluation):
        yield Breach(
            Words(
                "换了填报数据的顺序，结果就不同", "with its keys in another order the record scores otherwise"
            )
        )


def _results(evaluation: Any) -> dict[str, object]:
    plain: dict[str, object] = evaluation.to_dict()
    return {**plain, "data": None}


def together(case: Case, group: list[dict[str, Datum]]) -> Iterator[Breach]:
    """The records of a group score the same in any order, and what a record of its own scores by itself."""
    ruleset = case.ruleset
    scored = [_results(one) for one in ruleset.score_many(group)]
    turned = [_results(one) for one in reversed(ruleset.score_many(list(reversed(group))))]
    if scored != turned:
        yield Breach(Words("换了记录的顺序，得分就不同", "in another order the records score otherwise"))
    if not ruleset.plan.compares_records and scored != [_results(ruleset.score(one)) for one in group]:
        yield Breach(Words("一起计算和单独计算的得分不同", "together the records score otherwise than alone"))


def _differs(name: str, found: object, expected: object, how: Words) -> Breach:
    got, wanted = (said(one) if isinstance(one, Fraction) else str(one) for one in (found, expected))
    return Breach(
        Words(
            f"`{name}` 按{how.zh}为 {got}，按参考计算为 {wanted}",
            f"`{name}` is {got} by {how.en}, {wanted} by the reference",
        ),
        name.removeprefix("score.").partition(".")[0],
    )
