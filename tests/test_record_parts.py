"""What stands under one key of a record: tables, flat columns, remarks, "not applicable"."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rules_alone import rule
from scorerules.diagnostics import Faults, Words
from scorerules.kinds import REMARK_ONLY, RecordKey
from scorerules.record import RecordValues, loads_record, read_record

CHECKLIST = "checklist = { plan = { points = 4 }, budget = { points = 6 } }"
DEFECTS = "defects = { late = { points = 2 }, wrong = { points = 1 } }"
JUDGES = 'judged = { judges = 3, remark = "optional" }'
LEVELS = 'levels = { remark = "optional", rows = [{ name = "A", points = 10 }, { name = "B", below = 9 }] }'


def read(record: Any, *keys: RecordKey, extra: bool = False) -> tuple[RecordValues, tuple[str, ...]]:
    """The values of a record and the codes of its faults."""
    faults = Faults()
    values = read_record(record, {key.id: key for key in keys}, faults, extra=extra)
    return values, tuple(one.code for one in faults.sorted())


@pytest.mark.parametrize(
    ("text", "table", "flat", "score"),
    [
        (CHECKLIST, {"plan": True, "budget": "否"}, {"x.plan": True, "x.budget": "否"}, 4),
        (DEFECTS, {"late": 2}, {"x.late": "2", "x.wrong": ""}, 6),
        (JUDGES, [6, 7, 8], {"x.1": 6, "x.2": 7, "x.3": "8"}, 7),
        (LEVELS, {"level": "B", "score": 5}, {"x.level": "B", "x.score": "5"}, 5),
        (LEVELS, {"level": "B", "score": 5}, {"x": "B", "x.score": 5}, 5),
        ("judged = {}", {"deduct": 3, "remark": "…"}, {"x.deduct": 3, "x.remark": "…"}, 7),
        ("judged = {}", {"score": 7, "remark": "…"}, {"x": 7, "x.remark": "…"}, 7),
    ],
)
def test_columns_say_the_same_as_a_table(text: str, table: Any, flat: dict[str, Any], score: int) -> None:
    """``x.part`` is the part of the table ``x``, also beside a value of ``x`` itself."""
    found = rule(text)
    assert found.read({"x": table})[0] == found.read(flat)[0]
    assert found.read(flat)[1] == ()
    assert found.score(table) == score


@pytest.mark.parametrize("text", [CHECKLIST, DEFECTS, JUDGES, LEVELS])
def test_empty_columns_say_nothing(text: str) -> None:
    """A row of a table whose cells are all empty does not mention the indicator."""
    key = rule(text).key
    values, codes = read({f"x.{name}": "" for name in (*key.items, "remark")}, key)
    assert (values.values, codes) == ({}, ())


@pytest.mark.parametrize(
    ("text", "record"),
    [
        (CHECKLIST, {"x": {"plan": True, "budget": True}, "x.plan": True}),
        (JUDGES, {"x": [1, 2, 3], "x.1": 1}),
        ("judged = {}", {"x": 10, "x.score": 10}),
        (LEVELS, {"x": "A", "x.level": "A"}),
        (LEVELS, {"x": 10, "x.score": 10}),
        ("pass = { upto = 1 }", {"x": 1, "x.value": 1}),
    ],
)
def test_what_is_said_twice_is_a_fault(text: str, record: dict[str, Any]) -> None:
    """Even when both say the same: nobody can know which was meant."""
    assert rule(text).read(record)[1] == ("SR414",)


def test_columns_that_nothing_reads() -> None:
    """Unknown parts are faults unless further columns are allowed; tables are always checked."""
    key = rule(CHECKLIST).key
    flat = {"x.plan": True, "x.budget": True, "x.note": "…", "y.note": "…"}
    assert sorted(read(flat, key)[1]) == ["SR401", "SR413"]
    assert read(flat, key, extra=True)[1] == ()
    assert read({"x": {"plan": True, "budget": True, "note": "…"}}, key, extra=True)[1] == ("SR413",)


def test_items_of_a_file() -> None:
    """Tables and arrays of TOML, with the place of what is wrong in them."""
    record = loads_record("x = { plan = true, budget = { not_applicable = true, remark = '…' } }\n")
    values, codes = read(record, rule(CHECKLIST).key)
    assert codes == ()
    assert values.values == {"x": True, "x.plan": True}
    assert values.remarks == {"x.budget": "…"}
    assert values.not_applicable == {"x.budget"}
    faults = Faults()
    wrong = loads_record("x.plan = true\nx.budget = 3\n")
    read_record(wrong, {"x": rule(CHECKLIST).key}, faults)
    assert [(one.code, one.path, one.span.line if one.span else None) for one in faults.sorted()] == [
        ("SR402", "x.budget", 2)
    ]
    assert read(loads_record("x = [6, 7, 8]"), rule(JUDGES).key)[0].values["x.3"] == Fraction(8)


NUMBER = RecordKey("x", Words.same("X"), may_skip=True)
REMARK = RecordKey("x", Words.same("X"), REMARK_ONLY, may_skip=True)
ANSWER = RecordKey("x", Words.same("X"), "text", choices=("不适用", "适用"), may_skip=True)


@pytest.mark.parametrize("key", [NUMBER, REMARK])
@pytest.mark.parametrize("flag", [True, "是", "true"])
def test_a_key_that_may_be_skipped(key: RecordKey, flag: object) -> None:
    """With a remark it does not apply; it then has no value."""
    values, codes = read({"x": {"not_applicable": flag, "remark": "没有此项工作"}}, key)
    assert codes == ()
    assert values.values == {"x.not_applicable": True}
    assert values.remarks == {"x": "没有此项工作"}


@pytest.mark.parametrize(
    "record",
    [
        {"x": "不适用", "x.remark": "…"},
        {"x": "Not applicable", "x.remark": "…"},
        {"x.not_applicable": True, "x.remark": "…"},
    ],
)  # fmt: skip
def test_columns_can_say_not_applicable(record: dict[str, Any]) -> None:
    """The word in the cell of the key, or a column of its own."""
    assert read(record, NUMBER)[0].values == {"x.not_applicable": True}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, {"x.not_applicable": False}),
        ({"x": 3}, {"x.not_applicable": False, "x": Fraction(3)}),
        ({"x": {"value": 3, "not_applicable": False}}, {"x.not_applicable": False, "x": Fraction(3)}),
    ],
)
def test_what_applies_says_so(record: dict[str, Any], expected: dict[str, object]) -> None:
    """Whether a key applies is known even when it has no value."""
    assert read(record, NUMBER) == (RecordValues(expected), ())  # type: ignore[arg-type]


def test_a_default_does_not_stand_for_what_does_not_apply() -> None:
    """Not applicable is not missing."""
    key = RecordKey("x", Words.same("X"), may_skip=True, default=Fraction(1))
    assert read({}, key)[0].values == {"x": 1, "x.not_applicable": False}
    assert read({"x": {"not_applicable": True, "remark": "…"}}, key)[0].values == {"x.not_applicable": True}


def test_an_answer_is_an_answer() -> None:
    """Where 不适用 is one of the answers, it is that."""
    assert read({"x": "不适用"}, ANSWER)[0].values == {"x": "不适用", "x.not_applicable": False}


@pytest.mark.parametrize(
    ("record", "key", "code"),
    [
        ({"x": {"not_applicable": True}}, NUMBER, "SR416"),
        ({"x": "不适用"}, NUMBER, "SR416"),
        ({"x": {"not_applicable": True, "remark": "…", "value": 3}}, NUMBER, "SR417"),
        ({"x": 3, "x.not_applicable": True, "x.remark": "…"}, NUMBER, "SR417"),
        ({"x": {"not_applicable": True, "remark": "…"}}, RecordKey("x", Words.same("X")), "SR415"),
        ({"x": "不适用"}, RecordKey("x", Words.same("X")), "SR415"),
        ({"x": {"not_applicable": "perhaps"}}, NUMBER, "SR402"),
        ({"x": {"not_applicable": 1, "remark": "…"}}, NUMBER, "SR402"),
    ],
)
def test_faults_of_not_applicable(record: dict[str, Any], key: RecordKey, code: str) -> None:
    """It needs leave of the ruleset, a reason, and no value beside it."""
    values, codes = read(record, key)
    assert codes == (code,)
    assert "x" in values.faulty
    assert values.values == {}


def test_parts_of_a_key_are_declared() -> None:
    """What formulas may read beside the key itself, with types."""
    levels = [(one.id, one.type) for one in rule(LEVELS, may_skip=True).key.parts]
    assert levels == [("x.score", "number"), ("x.not_applicable", "boolean")]
    assert [(one.id, one.type) for one in rule(DEFECTS).key.parts] == [
        ("x.late", "integer"), ("x.wrong", "integer")
    ]  # fmt: skip
    assert [one.id for one in rule(JUDGES).key.parts] == ["x.1", "x.2", "x.3"]
