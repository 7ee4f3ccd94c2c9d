"""The plan: steps in an order of evaluation, types and units of what authors wrote, no cost that explodes."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from scorerules import RulesetError, loads
from scorerules.formula import names, walk

SMALL = """
scorerules = 1
[ruleset]
id = "small"
[input]
made = { unit = "张" }
planned = { unit = "张" }
[derived.rate]
formula = "made / planned"
[round]
indicator = { to = 0.5 }
[tier.t]
[indicator.later]
tier = "t"
weight = 40
formula = "share.early * weight"
[indicator.early]
tier = "t"
weight = 60
value = "rate"
deduct = { below = "100%", each = "1pp", points = 2, partial = "whole" }
[grade]
bands = [{ from = 60, grade = "pass" }, { grade = "fail" }]
"""


def refused(text: str) -> list[tuple[str, int | None]]:
    """Codes and lines of the faults of a ruleset."""
    with pytest.raises(RulesetError) as caught:
        loads(text)
    return [(one.code, None if one.span is None else one.span.line) for one in caught.value.diagnostics]


def test_steps_come_after_what_they_read() -> None:
    """Every step stands behind the steps it reads, whatever the order of the file."""
    plan = loads(SMALL).plan
    seen: set[str] = set()
    own = {step.id for step in plan.steps}
    for step in plan.steps:
        assert {name for name in names(step.expr) if name in own} <= seen
        seen.add(step.id)
    assert [step.role for step in plan.of("early")] == ["value", "part", "raw", "limited", "rounded", "score"]
    assert {step.id for step in plan.steps if step.required} == {
        "score.early",
        "score.later",
        "score.t",
        "total",
    }


def test_plans_read_no_invented_names() -> None:
    """What a plan reads is a key of the record, a parameter or a step."""
    plan = loads(SMALL).plan
    known = {step.id for step in plan.steps} | set(plan.keys) | set(plan.constants)
    assert {name for step in plan.steps for name in names(step.expr)} <= known


def test_a_circle_shows_its_edges() -> None:
    """Two scores that read each other are refused, with the place of each reading."""
    rule = 'value = "rate"\ndeduct = { below = "100%", each = "1pp", points = 2, partial = "whole" }'
    text = SMALL.replace(rule, 'formula = "score.later + 1"')
    assert text != SMALL
    with pytest.raises(RulesetError) as caught:
        loads(text)
    (one,) = caught.value.diagnostics
    assert one.code == "SR260"
    assert one.span is not None
    assert [one.span.text, *(label.span.text for label in one.labels)] in (
        ["share.early", "score.later"],
        ["score.later", "share.early"],
    )


PARAMETERS = [
    ('"95%"', "", True),
    ('"2万元"', "", False),
    ("95", "", False),
    ("0", "", True),
    ('"95%"', 'unit = "%"', True),
]


@pytest.mark.parametrize(("value", "unit", "fits"), PARAMETERS)
def test_parameters_beside_a_percentage(value: str, unit: str, fits: bool) -> None:
    """A parameter has the unit it is written in; without one it cannot stand beside a percentage."""
    text = (
        'scorerules = 1\n[ruleset]\nid = "p"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\n'
        'input = { unit = "%" }\npass = { from = "target" }\n'
        f"[parameter.target]\nvalue = {value}\n{unit}\n"
    )
    if fits:
        assert loads(text).score({"a": 96}).exact_total == 100
    else:
        codes = refused(text)
        assert len(codes) == 1
        assert codes[0] in (("SR353", 9), ("SR354", 9))


def test_a_parameter_in_a_unit_of_money_needs_no_second_unit() -> None:
    """A quantity in quotes says its unit itself."""
    text = (
        'scorerules = 1\n[ruleset]\nid = "p"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\n'
        'input = { unit = "元" }\nratio = { full = "target" }\n[parameter.target]\nvalue = "2万元"\n'
    )
    assert loads(text).score({"a": 15000}).exact_total == 75


def head(full: int) -> str:
    """The beginning of a ruleset."""
    return f'scorerules = 1\n[ruleset]\nid = "large"\n[total]\nfull = {full}\n'


def wide(n: int) -> tuple[str, dict[str, Any], Fraction]:
    """So many indicators in one tier."""
    rule = 'tier = "t"\nweight = 1\ninput = {}\nratio = { full = 2 }\n'
    items = "".join(f"[indicator.i{k}]\n{rule}" for k in range(n))
    return head(n) + "[tier.t]\n" + items, {f"i{k}": 1 for k in range(n)}, Fraction(n, 2)


def deep(n: int) -> tuple[str, dict[str, Any], Fraction]:
    """Tiers inside tiers, all of which can be not applicable."""
    tiers = "".join(f"[tier.t{k}]\n" + (f'under = "t{k - 1}"\n' if k else "") for k in range(n))
    rule = 'weight = 50\nwhen = "{} > 0"\nnot_applicable = "rescale-total"\nformula = "{}"\n'
    items = f'[indicator.a]\ntier = "t{n - 1}"\n{rule.format("x", "y")}[tier.z]\n[indicator.b]\ntier = "z"\n'
    return (
        head(100) + "[input]\nx = {}\ny = {}\n" + tiers + items + rule.format("y", "y"),
        {"x": 0, "y": 40},
        Fraction(80),
    )


def banded(n: int) -> tuple[str, dict[str, Any], Fraction]:
    """So many rows of bands."""
    rows = ", ".join(f"{{ from = {k}, points = {k} }}" for k in range(n, 0, -1))
    rule = f'[tier.t]\n[indicator.a]\ntier = "t"\nweight = {n}\ninput = {{}}\n'
    return head(n) + rule + f"bands = [{rows}, {{ points = 0 }}]\n", {"a": "2.5"}, Fraction(2)


def chained(n: int) -> tuple[str, dict[str, Any], Fraction]:
    """Derived values that each read the one before, declared last first."""
    steps = "".join(f'[derived.d{k}]\nformula = "d{k - 1} + 1"\n' for k in range(n - 1, 0, -1))
    first = '[input.x]\n[derived.d0]\nformula = "x"\n[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\n'
    return head(100) + steps + first + f'formula = "d{n - 1}"\n', {"x": 50 - n}, Fraction(49)


def clauses(n: int) -> tuple[str, dict[str, Any], Fraction]:
    """So many clauses of one deduction."""
    clause = '{{ above = {}, each = 1, points = 1, partial = "prorated" }}'
    listed = ", ".join(clause.format(k) for k in range(1, n + 1))
    rule = f'[tier.t]\n[indicator.a]\ntier = "t"\nweight = 100\ninput = {{}}\ndeduct = [{listed}]\n'
    return head(100) + rule, {"a": 3}, Fraction(97)


def calls_of(action: Callable[[], Any]) -> tuple[Any, int]:
    """What an action gives, and how many calls of Python functions it takes."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        return action(), count
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize(
    ("make", "size", "loading"),
    [(wide, 100, 2.3), (deep, 30, 4.5), (banded, 150, 2.3), (chained, 250, 2.3), (clauses, 100, 2.3)],
)
def test_twice_as_much_costs_about_twice_as_much(
    make: Callable[[int], tuple[str, dict[str, Any], Fraction]], size: int, loading: float
) -> None:
    """The work of loading, scoring and explaining grows with the ruleset, counted in calls."""
    counts = []
    for n in (size, 2 * size):
        text, record, total = make(n)
        ruleset, load_calls = calls_of(lambda text=text: loads(text))
        evaluation, score_calls = calls_of(lambda ruleset=ruleset, record=record: ruleset.score(record))
        assert evaluation.exact_total == total
        _, explain_calls = calls_of(
            lambda evaluation=evaluation: (evaluation.explain("zh"), evaluation.to_json())
        )
        counts.append((load_calls, score_calls, explain_calls))
    for (few, many), limit in zip(zip(*counts, strict=True), (loading, 2.3, 2.6), strict=True):
        assert many <= limit * few


@pytest.mark.parametrize(
    ("make", "size"), [(wide, 3000), (deep, 60), (banded, 300), (chained, 500), (clauses, 300)]
)
def test_large_rulesets_stay_shallow(
    make: Callable[[int], tuple[str, dict[str, Any], Fraction]], size: int
) -> None:
    """Nothing nests as deep as a ruleset is large: it loads, scores and travels within a small stack."""
    text, record, total = make(size)
    limit = sys.getrecursionlimit()
    depth = 0
    frame = sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back  # type: ignore[assignment]
    sys.setrecursionlimit(depth + 500)
    try:
        ruleset = loads(text)
        evaluation = ruleset.score(record)
        assert evaluation.exact_total == total
        assert pickle.loads(pickle.dumps(ruleset)).score(record).exact_total == total
    finally:
        sys.setrecursionlimit(limit)
    assert max(sum(1 for _ in walk(step.expr)) for step in ruleset.plan.steps) <= 10 * size + 20


HEAD = 'scorerules = 1\n[ruleset]\nid = "a"\n'
TIER = "[tier]\nt = { weight = 100 }\n"
MARK = '[indicator]\nx = { tier = "t", weight = 100, judged = {} }\n'
BY_TOTAL = (
    '[grade]\nbands = [{ from = 60, grade = "过" }, { grade = "不过" }]\n'
    '[veto.v]\nwhen = "total < 3"\ngrade = "不过"\n'
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (TIER + "[input]\nb = { unit = 3 }\n" + MARK.replace("judged = {}", 'formula = "b + 1"'), ["SR203"]),
        (TIER + '[derived]\nd = { formula = "1 +" }\n' + MARK.replace("judged = {}", 'formula = "d"'),
         ["SR318"]),
        (TIER + '[indicator]\nx = { tier = "t", weight = 60, ratio = { full = "1 +" }, input = {} }\n'
         'y = { tier = "t", weight = 40, formula = "score.x + x" }', ["SR318"]),
        (TIER + '[indicator]\nx = { tier = "t", weight = 100, rtio = 3 }\n' + BY_TOTAL, ["SR201", "SR203"]),
        (BY_TOTAL, ["SR264"]),
        ("[tier]\nt = 3\n" + MARK + BY_TOTAL, ["SR203"]),
        (TIER + MARK + '[outcome]\no = { formula = "nowhere" }', ["SR350"]),
    ],
)  # fmt: skip
def test_what_a_broken_item_lacks_is_no_second_fault(text: str, codes: list[str]) -> None:
    """Whoever reads an item with a fault is not blamed for it; what nobody declared still is."""
    assert sorted(code for code, _ in refused(HEAD + text)) == sorted(codes)


def test_a_policy_that_could_not_be_read_is_not_also_missing() -> None:
    """One fault in not_applicable of the ruleset, none in the indicators that follow it."""
    rule = '[input]\nb = {}\n[indicator]\nx = { tier = "t", weight = 100, judged = {}, when = "b > 1" }'
    assert [code for code, _ in refused(HEAD + 'not_applicable = "fulll"\n' + TIER + rule)] == ["SR203"]


def test_an_expectation_of_a_value_in_a_faulty_unit_is_not_measured() -> None:
    """The unit of a derived value is blamed once, where it is declared."""
    derived = '[input]\nb = { unit = "%" }\n[derived]\nd = { formula = "b", unit = "张" }\n'
    example = '[[example]]\nname = "e"\nrecord = { b = 3, x = 100 }\nexpect = { d = "3%" }\n'
    assert [code for code, _ in refused(HEAD + TIER + derived + MARK + example)] == ["SR268"]
