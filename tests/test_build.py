"""From a document to the scheme: ids, sums of weights, order of print, all faults at once."""

from __future__ import annotations

import pytest

import scorerules
from scorerules.build.ids import fault_of_id
from scorerules.diagnostics import Diagnostic

HEAD = 'scorerules = 1\n\n[ruleset]\nid = "demo"\n'


def faults(text: str) -> tuple[Diagnostic, ...]:
    """What is wrong with a text."""
    with pytest.raises(scorerules.RulesetError) as raised:
        scorerules.loads(text)
    return raised.value.diagnostics


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("cards_made", None),
        ("制发卡数量", None),
        ("_x", None),
        ("é", None),
        ("a2", None),
        ("2a", "SR214"),
        ("a-b", "SR214"),
        ("a b", "SR214"),
        ("a.b", "SR214"),
        ("", "SR214"),
        ("__class__", "SR214"),
        ("①", "SR214"),
        ("e\u0301", "SR215"),
        ("ａ", "SR215"),
        ("ﬁne", "SR215"),
        ("if", "SR216"),
        ("lambda", "SR216"),
        ("None", "SR216"),
        ("none", "SR216"),
        ("Total", "SR216"),
        ("GRADE", "SR216"),
        ("true", "SR216"),
        ("score", "SR216"),
        ("share", "SR216"),
        ("lost", "SR216"),
        ("weight", "SR216"),
        ("value", "SR216"),
        ("tier", "SR216"),
        ("sqrt", "SR216"),
        ("max", "SR216"),
        ("given", "SR216"),
    ],
)
def test_ids(name: str, code: str | None) -> None:
    """An id is a plain identifier that means nothing else."""
    found = fault_of_id(name)
    assert (found and found[0]) == code


TWO = """
[tier]
output = {{ weight = {output} }}
effect = {{ weight = {effect} }}

[indicator]
a = {{ tier = "output", weight = {a}, judged = {{}} }}
b = {{ tier = "output", weight = {b}, judged = {{}} }}
c = {{ tier = "effect", weight = {c}, judged = {{}} }}
"""


def weighted(**weights: object) -> str:
    """A ruleset of two tiers with these weights."""
    facts: dict[str, object] = {"output": 60, "effect": 40, "a": 30, "b": 30, "c": 40, **weights}
    return HEAD + TWO.format(**facts)


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {"a": 0.1, "b": 59.9},
        {"a": "33.3333333333", "b": "26.6666666667"},
        {"a": "1e1", "b": "5.0e1"},
    ],
)
def test_sums_are_exact(weights: dict[str, object]) -> None:
    """Weights add up as written, to the last digit."""
    assert scorerules.loads(weighted(**weights)).indicators


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"a": 31}, [("SR261", "output", "31 + 30 = 61")]),
        (
            {"a": "30.0000000000000000001"},
            [("SR261", "output", "30.0000000000000000001 + 30 = 60.0000000000000000001")],
        ),
        ({"c": 39}, [("SR261", "effect", "39")]),
        ({"a": 31, "c": 39}, [("SR261", "output", "31 + 30 = 61"), ("SR261", "effect", "39")]),
        ({"effect": 41}, [("SR261", "effect", "40"), ("SR262", None, "60 + 41 = 101")]),
        ({"effect": 41, "c": 41}, [("SR262", None, "60 + 41 = 101")]),
        ({"a": '"x y"'}, [("SR203", None, None)]),
        ({"a": '"x y"', "c": 41}, [("SR203", None, None), ("SR261", "effect", "41")]),
        ({"effect": '"x y"'}, [("SR203", None, None)]),
        ({"effect": "{}"}, [("SR203", None, None)]),
    ],
)
def test_sums_that_do_not_come_out(weights: dict[str, object], told: list[tuple[object, ...]]) -> None:
    """Every wrong sum is told with its parts, and none for a weight that could not be read."""
    facts = [(one.code, one.arguments) for one in faults(weighted(**weights))]
    found = [(code, one.get("tier"), one.get("parts")) for code, one in facts]
    assert sorted(found, key=str) == sorted(told, key=str)


def test_a_tier_without_a_weight_weighs_what_is_in_it() -> None:
    """The sum of a tier is known without saying it, through any number of levels."""
    text = weighted().replace("output = { weight = 60 }", 'output = {}\ninner = { under = "output" }')
    text = text.replace('a = { tier = "output"', 'a = { tier = "inner"')
    ruleset = scorerules.loads(text)
    assert (ruleset.plan.weights["output"], ruleset.plan.weights["inner"]) == (60, 30)
    (fault,) = faults(text.replace("weight = 30", "weight = 29", 1))
    assert (fault.code, fault.arguments["parts"]) == ("SR262", "59 + 40 = 99")


def test_the_full_total_may_be_another() -> None:
    """The tiers add up to ``full`` when it is said."""
    assert (
        scorerules.loads(weighted(b=50, output=80) + "\n[total]\nfull = 120\n").plan.weights["output"] == 80
    )


@pytest.mark.parametrize("under", ["output", "effect"])
def test_circles_of_tiers_are_told_once(under: str) -> None:
    """A circle of tiers, with or without weights, is one problem and no endless sum."""
    text = weighted().replace("output = { weight = 60 }", f'output = {{ under = "{under}" }}')
    text = text.replace("effect = { weight = 40 }", 'effect = { under = "output" }')
    assert [one.code for one in faults(text)] == ["SR267"]


def test_a_tier_that_leads_into_a_circle_is_not_blamed() -> None:
    """Only the tiers of the circle are in its chain."""
    tiers = "".join(f"\n[tier.{name}]\nunder = '{under}'\n" for name, under in ("xr", "rs", "sr"))
    found = [one.arguments.get("chain") for one in faults(weighted() + tiers) if one.code == "SR267"]
    assert found == ["r → s → r"]


def test_the_order_of_print() -> None:
    """Tiers come before what is in them, further tiers before indicators, unless ``order`` says otherwise."""
    text = (
        HEAD
        + """
[indicator]
z = { tier = "second", weight = 10, judged = {} }
y = { tier = "first", weight = 20, judged = {} }
x = { tier = "deep", weight = 30, judged = {} }
w = { tier = "second", weight = 40, judged = {} }

[tier]
second = {}
first  = {}
deep   = { under = "second" }
"""
    )
    ruleset = scorerules.loads(text)
    assert (list(ruleset.tiers), list(ruleset.indicators)) == (
        ["second", "deep", "first"],
        ["x", "z", "w", "y"],
    )
    ordered = scorerules.loads(text.replace("second = {}", 'second = { order = ["w", "deep", "z"] }'))
    assert list(ordered.indicators) == ["w", "x", "z", "y"]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ('["a"]', [("SR246", '["a"]')]),
        ('["b", "a", "a"]', [("SR247", '"a"')]),
        ('["b", "a", "c"]', [("SR245", '"c"')]),
        ('["b", "aa"]', [("SR245", '"aa"')]),
        ('["b", "zz"]', [("SR245", '"zz"'), ("SR246", '["b", "zz"]')]),
        ("[]", []),
        ('["b", "a"]', []),
    ],
)
def test_faults_of_order(order: str, told: list[tuple[str, str]]) -> None:
    """``order`` names every member once, and a fault stands at the name."""
    text = weighted().replace("weight = 60", f"weight = 60, order = {order}")
    if not told:
        assert scorerules.loads(text)
        return
    found = [(one.code, one.span and one.span.text) for one in faults(text)]
    assert sorted(found, key=str) == sorted(told, key=str)


def test_all_faults_of_a_file_come_at_once() -> None:
    """Independent slips of one file are all told, in the order of the text, each once."""
    text = """\
scorerules = 1

[ruleset]
id   = "demo"
nmae = "示例"

[tier]
output = { weight = 90 }

[indicator.a]
tier   = "output"
weight = 60
value  = "made / planed"
ratio  = { full = "100%" }

[indicator.b]
tier   = "outputs"
weight = 30
judged = { step = "x y" }

[input]
made    = { unit = "张", form = 0 }
planned = { unit = "张" }
"""
    found = [(one.code, one.span and one.span.line) for one in faults(text)]
    assert found == [("SR201", 5), ("SR350", 13), ("SR218", 17), ("SR203", 19), ("SR201", 22)]


@pytest.mark.parametrize("text", ["planned = 3\nmade = 5\n", "[x]\nscore = 3\n", ""])
def test_a_record_in_the_place_of_a_ruleset_is_asked_about(text: str) -> None:
    """A file without a version and without [ruleset] is told that, and nothing of what it lacks."""
    with pytest.raises(scorerules.RulesetError) as refused:
        scorerules.loads(text)
    (found,) = refused.value.diagnostics
    assert found.code == "SR208"
    assert found.help("zh") == "评分规则的第一行是 scorerules = 1；这个文件是不是填报数据？"


EACH = """\
scorerules = 1

[ruleset]
id       = "demo"
abstract = true

[tier]
output = { each = { %s } }
"""


@pytest.mark.parametrize(
    ("each", "told"),
    [
        ("weight = 5, judged = {}", []),
        ("weight = 'five'", [("SR203", "tier.output.each.weight")]),
        ("ratio = {}", [("SR202", "tier.output.each.ratio")]),
        ("when = '1 +'", [("SR318", "tier.output.each.when")]),
        ("when = 'twice(2) > 1'", [("SR330", "tier.output.each.when")]),
        ("judged = {}, ratio = { full = 1 }", [("SR211", "tier.output.each")]),
        ("tier = 'output'", [("SR207", "tier.output.each.tier")]),
    ],
)
def test_shared_keys_are_read_where_no_indicator_takes_them(each: str, told: list[tuple[str, str]]) -> None:
    """What a tier gives to its indicators is checked in a file that has none, and where each says its own."""
    if not told:
        assert scorerules.loads(EACH % each)
        return
    assert [(one.code, one.path) for one in faults(EACH % each)] == told


def test_a_shared_key_that_every_indicator_replaces_is_read() -> None:
    """A wrong value is told though nothing is computed from it."""
    text = EACH.replace("abstract = true\n", "") % "weight = 'five'"
    own = '[indicator.a]\ntier = "output"\nweight = 100\njudged = {}\n'
    assert [(one.code, one.path) for one in faults(text + own)] == [("SR203", "tier.output.each.weight")]
