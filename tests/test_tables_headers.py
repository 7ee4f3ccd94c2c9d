"""Headers of tables: by id, by name, by part; what is read, what is left alone, what is refused."""

from __future__ import annotations

import pytest

from scorerules import RecordError, loads
from scorerules.tables.headers import read_headers

RULES = loads("""
scorerules = 1
[ruleset]
id = "headers"
[input]
planned = { name = { zh = "计划数", en = "Planned" }, type = "integer", above = 0 }
made    = { name = "制卡数", type = "integer", from = 0 }
[tier.output]
[indicator.cards]
tier   = "output"
name   = "制卡数"
weight = 60
value  = "made / planned"
ratio  = { full = "100%" }
[indicator.training]
tier   = "output"
name   = "员工培训"
weight = 40
judged = {}
""")


def read(*headers: str) -> tuple[list[str], tuple[str, ...]]:
    """What columns give, and which nothing reads."""
    found = read_headers(headers, RULES.plan)
    return [one.name for one in found.columns], found.unread


def test_ids_names_and_parts() -> None:
    """A column is called by id or by name in either language, with a part behind a point."""
    names = ["planned", "made", "training", "training.remark"]
    assert read("planned", "made", "training", "training.remark") == (names, ())
    assert read(" 计划数 ", "制卡数", "员工培训", "员工培训.备注") == (names, ())
    assert read("Planned", "made", "training.得分", "员工培训.remark")[0][2] == "training.score"


def test_a_name_of_two_keys_is_that_of_the_input() -> None:
    """An indicator that is computed from an input may be called like it; the column is that of the input."""
    assert read("planned", "制卡数", "training")[0] == ["planned", "made", "training"]


def test_other_columns_are_left_alone() -> None:
    """What no rule reads is told, and does not disturb; a slip in a part is an error of every row."""
    assert read("区", "planned", "made", "training", "电话.备注")[1] == ("区", "电话.备注")
    assert read("planned", "made", "training", "training.remrk") == (
        ["planned", "made", "training", "training.remrk"],
        (),
    )


@pytest.mark.parametrize(
    ("headers", "codes"),
    [
        (("planned", "训练", "training"), ["SR440"]),
        (("planned", "made", "制卡数", "training"), ["SR441"]),
        (("area",), ["SR440", "SR440", "SR440"]),
    ],
)
def test_columns_that_lack_or_come_twice(headers: tuple[str, ...], codes: list[str]) -> None:
    """A column that every record needs must be there, and two columns may not give the same."""
    with pytest.raises(RecordError) as caught:
        read(*headers)
    assert [one.code for one in caught.value.diagnostics] == codes
