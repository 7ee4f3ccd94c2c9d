"""Records: one meaning from TOML, JSON and Python, every fault with its path and place."""

from __future__ import annotations

import json
import math
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

import scorerules
from small_ruleset import record_faults, small

DATA = """[input]
cards = { name = "制卡数量", unit = "张", type = "integer", from = 0 }
rate = { name = "合格率", unit = "%", from = 0, upto = "100%" }
money = { name = "预算数", unit = "万元", places = 2, above = 0 }
level = { choices = ["甲等", "乙等"] }
open = { name = "是否公开", type = "boolean" }
day = { name = "完成日", type = "date", from = 2019-01-01, upto = 2019-12-31 }
note = { type = "text" }
spare = { default = 7 }
"""
RULE = "judged = {}"
RULESET = small(RULE, above=DATA)


def values(record: object) -> dict[str, object]:
    """The data a record gives, in base units; the judged score left out."""
    found = dict(RULESET.score({"x": 10, **record}).data)  # type: ignore[dict-item]
    del found["x"], found["spare"]
    return found


SAME: list[tuple[str, list[object], object]] = [
    ("cards", [864441, 864441.0, Decimal("864441.00"), Fraction(864441), "864441", "864,441张", "86.4441万",
               "86.4441 万张", "８６４４４１", " 864441 ", "8.64441e5"], Decimal(864441)),
    ("rate", [98.77, Decimal("98.77"), Fraction(9877, 100), "98.77", "98.77%", "987.7‰", "98.77％",
              "９８．７７％", "98.77个百分点"], Decimal("0.9877")),
    ("rate", [0.1, "0.1", "0.1%", "1‰"], Decimal("0.001")),
    ("money", [12.72, "12.72万元", "127200元", "127,200.00元", "0.001272亿元"], Decimal(127200)),
    ("level", ["甲等"], "甲等"),
    ("open", [True, "true", "是", " 是 ", "TRUE"], True),
    ("open", [False, "false", "否"], False),
    ("day", [date(2019, 12, 31), "2019-12-31", " 2019-12-31 "], date(2019, 12, 31)),
    ("note", ["一切正常"], "一切正常"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "written", "expected"), SAME)
def test_ways_to_write_one_value(key: str, written: list[object], expected: object) -> None:
    """Numbers, units, separators and full-width digits mean one exact value; a float its shortest decimal."""
    for one in written:
        assert values({key: one}) == {key: expected}, one
        assert values({key: {"value": one}}) == {key: expected}, one


def test_files_and_mappings_say_the_same() -> None:
    """TOML, JSON and a Python mapping with the same values give the same data and remarks."""
    toml = """cards = "86.44万张"
rate = 98.77
money = { value = 12.72, remark = "含税" }
day = 2019-06-30
open = true
x = { deduct = 2, remark = "缺材料" }
"""
    plain = {
        "cards": "86.44万张", "rate": 98.77, "money": {"value": 12.72, "remark": "含税"}, "day": "2019-06-30",
        "open": True, "x": {"deduct": 2, "remark": "缺材料"},
    }  # fmt: skip
    results = [
        RULESET.score(scorerules.loads_record(toml)),
        RULESET.score(scorerules.loads_record(json.dumps(plain), format="json")),
        RULESET.score(plain),
    ]
    assert [one.to_dict() for one in results[1:]] == [results[0].to_dict()] * 2
    assert results[0].data["rate"] == Decimal("0.9877")
    assert results[0].indicators["x"].score == 8


@pytest.mark.parametrize("blank", [None, "", "  ", {"value": None}, {"value": ""}, {"remark": "以后补"}])
def test_nothing_is_missing_not_zero(blank: object) -> None:
    """None, an empty cell and a table without a value leave the key out, and a default takes its place."""
    assert values({"cards": blank}) == {}
    assert RULESET.score({"x": 10, "spare": blank}).data["spare"] == 7


FAULTS: list[tuple[str, object, str, str]] = [
    ("cards", "86.44415万张", "SR405", "cards"),
    ("cards", 0.5, "SR405", "cards"),
    ("cards", -1, "SR407", "cards"),
    ("cards", "12元", "SR408", "cards"),
    ("cards", "12%", "SR408", "cards"),
    ("cards", "很多", "SR403", "cards"),
    ("cards", "1,23,456", "SR403", "cards"),
    ("cards", math.nan, "SR403", "cards"),
    ("cards", math.inf, "SR403", "cards"),
    ("cards", True, "SR402", "cards"),
    ("cards", [1], "SR402", "cards"),
    ("cards", date(2019, 1, 1), "SR402", "cards"),
    ("rate", 100.01, "SR407", "rate"),
    ("rate", "-0.01%", "SR407", "rate"),
    ("rate", "5元", "SR408", "rate"),
    ("money", 0, "SR407", "money"),
    ("money", "12.725", "SR406", "money"),
    ("money", "50元", "SR406", "money"),
    ("level", "丙等", "SR404", "level"),
    ("level", 3, "SR402", "level"),
    ("open", 1, "SR402", "open"),
    ("open", "也许", "SR402", "open"),
    ("day", "2019-02-30", "SR402", "day"),
    ("day", "2018-12-31", "SR407", "day"),
    ("day", date(2020, 1, 1), "SR407", "day"),
    ("day", datetime(2019, 6, 30, 12), "SR402", "day"),  # noqa: DTZ001
    ("note", 3, "SR402", "note"),
    ("cards", {"value": "很多"}, "SR403", "cards.value"),
    ("cards", {"value": 3, "unit": "张"}, "SR413", "cards.unit"),
    ("cards", {"value": 3, "remark": 4}, "SR402", "cards.remark"),
    ("cards", {"score": 3}, "SR413", "cards.score"),
    ("card", 3, "SR401", "card"),
    ("制卡数量", 3, "SR401", "制卡数量"),
]


@pytest.mark.parametrize(("key", "value", "code", "path"), FAULTS)
def test_a_value_that_cannot_be_used_is_refused(key: str, value: object, code: str, path: str) -> None:
    """One fault, with its code and path; its texts need no fact that is not there."""
    (fault,) = record_faults(RULESET, {"x": 10, key: value})
    assert (fault.code, fault.path) == (code, path)
    for lang in ("zh", "en"):
        text = fault.headline(lang) + fault.help(lang)  # type: ignore[arg-type]
        assert "{key}" not in text
        assert "{words}" not in text


@pytest.mark.parametrize(("key", "nearest"), [("card", "cards"), ("制卡数量", "cards"), ("合格率", "rate")])
def test_an_unknown_key_suggests_the_nearest_id(key: str, nearest: str) -> None:
    """By spelling, or because people call the datum by that name."""
    (fault,) = record_faults(RULESET, {"x": 10, key: 3})
    assert f"`{nearest}`" in fault.headline("zh")
    assert f"`{nearest}`" in fault.headline("en")


def test_all_faults_come_at_once_each_at_its_place() -> None:
    """Every fault of a file is told in one run, in the order of the file, each with a line of it."""
    text = 'cards = -1\nrate = "200%"\nlevel = "丙等"\nx = { score = 11 }\nunknown = 1\n'
    found = record_faults(RULESET, scorerules.loads_record(text, name="record.toml"))
    assert [(one.code, one.path, one.span.line if one.span else None) for one in found] == [
        ("SR407", "cards", 1), ("SR407", "rate", 2), ("SR404", "level", 3), ("SR409", "x.score", 4),
        ("SR401", "unknown", 5),
    ]  # fmt: skip


def test_a_faulty_value_is_not_also_called_missing() -> None:
    """What is there but wrong draws one complaint, not two."""
    ruleset = small('value = "rate"\nratio = { full = "100%" }', above=DATA)
    assert [one.code for one in record_faults(ruleset, {"rate": "很多"})] == ["SR403"]
    assert [(one.code, one.path) for one in record_faults(ruleset, {})] == [("SR420", "rate")]


def test_a_computed_indicator_takes_a_remark_and_no_value() -> None:
    """The record cannot overrule a computed score, but it may explain it."""
    ruleset = small('value = "rate"\nratio = { full = "100%" }', above=DATA)
    (fault,) = record_faults(ruleset, {"rate": 50, "x": 10})
    assert (fault.code, fault.path) == ("SR412", "x")
    assert ruleset.score({"rate": 50, "x": {"remark": "停工"}}).indicators["x"].remark == "停工"


@pytest.mark.parametrize("record", [[], "x = 1", 3, None])
def test_what_is_no_mapping_is_refused(record: object) -> None:
    """A record is a table of ids and values."""
    with pytest.raises(scorerules.RecordError) as caught:
        RULESET.score(record)  # type: ignore[arg-type]
    assert [one.code for one in caught.value.diagnostics] == ["SR400"]


@pytest.mark.parametrize(
    ("record", "code", "place"),
    [
        ('x = { score = "95%", remark = "a" }', "SR408", '"95%"'),
        ('x = "5‰"', "SR408", '"5‰"'),
        ('x = "good"', "SR403", '"good"'),
        ("x = [5]", "SR402", "[5]"),
        ("x = { score = [5] }", "SR402", "[5]"),
        ("x = 12", "SR409", "12"),
        ('x = { deduct = 20, remark = "a" }', "SR409", "20"),
        ("x = { score = 5, deduct = 2 }", "SR410", "2"),
        ("x = 5", "SR411", "x"),
        ('x = { score = 5, "备注" = "a" }', "SR413", '"备注"'),
        ('x = { score = 5, remarks = "a" }', "SR413", "remarks"),
        ('x = 5\ncards = "many"', "SR403", '"many"'),
        ("x = 10\ncard = 5", "SR401", "card"),
    ],
)
def test_a_fault_is_shown_where_it_stands(record: str, code: str, place: str) -> None:
    """A faulty value is shown itself, a faulty key at the key."""
    found = record_faults(RULESET, scorerules.loads_record(record))
    assert (code, place) in [(one.code, one.span.text if one.span else None) for one in found]


@pytest.mark.parametrize(
    "record",
    [
        {"x": {"score": 5, "deduct": 2}},
        {"x": {"score": 5, "备注": "a"}},
        {"x": {"score": 5, "remarks": "a"}},
        {"x": {"scor": 10}},
        {"xx": 10},
    ],
)
def test_one_slip_of_a_record_is_one_fault(record: dict[str, object]) -> None:
    """What a misspelt key leaves out, or a contradiction leaves open, is no further fault."""
    assert len(record_faults(small("judged = {}"), record)) == 1


def test_a_part_in_chinese_suggests_its_key() -> None:
    """People write 备注 where the record says remark."""
    (found,) = record_faults(RULESET, {"x": {"score": 5, "备注": "a"}})
    assert found.headline("zh") == "`x` 之下没有 `备注` 这一项；是不是 `remark`"


def test_a_deduction_is_called_one() -> None:
    """More points deducted than there are is a fault of the deduction, not of the score."""
    (found,) = record_faults(RULESET, {"x": {"deduct": 20, "remark": "a"}})
    assert found.headline("zh") == "`x`（x）的扣分应在 0 到 10 分之间，这里是 20"


def test_a_percentage_is_no_number_without_a_unit() -> None:
    """A mark of 95% out of 100 must not silently be 0.95; a scale word is a number all the same."""
    plain = small("formula = 'a'", above="[input]\na = {}")
    assert [one.code for one in record_faults(plain, {"a": "50%"})] == ["SR408"]
    assert plain.score({"a": "0.0005万"}).total == 5
