"""Limits: each can be lowered and raised, belongs to one call, and stays within the stack."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import scorerules
from scorerules import Limits, loads
from scorerules.limits import USUAL
from scorerules.numbers.room import SHOWING, room
from scorerules.review import check_text

HEAD = 'scorerules = 1\n[ruleset]\nid = "small"\n[tier.t]\n[input]\nx = {}\n'
JUDGES = 'judged = { judges = 5, remark = "optional" }'
FUNCTION = '[function.f]\nof = ["y"]\nformula = "y + 1 + 1"\n'


def ruleset(rule: str, above: str = "") -> str:
    """A ruleset of one indicator."""
    return f'{HEAD}{above}[indicator.a]\ntier = "t"\nweight = 100\n{rule}\n'


def codes(call: Callable[[], object]) -> list[str]:
    """What a call is refused with; nothing when it is not."""
    try:
        call()
    except scorerules.ScoreRulesError as error:
        return [one.code for one in error.diagnostics]
    return []


def formula(text: str, above: str = "") -> str:
    """A ruleset with this formula."""
    return ruleset(f'formula = "{text}"', above)


LOADED: tuple[tuple[str, str, str], ...] = (
    ("file_bytes", "SR140", formula("x")),
    (
        "file_depth",
        "SR141",
        formula("x") + '[[example]]\nname = "e"\nrecord = { x = { value = 1 } }\nexpect = { total = 1 }\n',
    ),
    ("file_keys", "SR143", formula("x")),
    ("digits", "SR142", formula("x") + "[parameter]\np = { value = 1234567 }\n"),
    ("digits", "SR142", formula("x") + "[parameter]\np = { value = 1e7 }\n"),
    ("digits", "SR205", formula("x") + '[parameter]\np = { value = "1234567%" }\n'),
    ("digits", "SR302", formula("x + 1234567")),
    ("digits", "SR303", formula("x + 1e7")),
    ("judges", "SR296", ruleset(JUDGES)),
    ("places", "SR255", formula("x").replace("x = {}", "x = { places = 2 }")),
    ("places", "SR270", formula("x") + 'remark = "{lost:.2}"\n'),
    ("formula_length", "SR300", formula("x + 1")),
    ("formula_nesting", "SR301", formula("((x))")),
    ("formula_depth", "SR301", formula("x + 1 + 1")),
    ("formula_parts", "SR336", formula("sum(x, 1, 2)")),
    ("expanded_depth", "SR301", formula("f(x + 1)", FUNCTION)),
    ("expanded_parts", "SR339", formula("f(x + 1)", FUNCTION)),
    ("bits", "SR502", formula("2 ** 100 * x")),
)
"""A limit, what exceeding it is called, and a ruleset that does so when it is low."""

LOW = {
    "file_bytes": 60, "file_depth": 3, "file_keys": 5, "digits": 6, "judges": 4, "places": 1,
    "formula_length": 4, "formula_nesting": 1, "formula_depth": 2, "formula_parts": 3, "expanded_depth": 3,
    "expanded_parts": 6, "bits": 64, "decision_digits": 30,
}  # fmt: skip


@pytest.mark.parametrize(("name", "code", "text"), LOADED)
def test_a_lower_limit_refuses_what_the_usual_one_takes(name: str, code: str, text: str) -> None:
    """The usual limits take the ruleset, a low one refuses it with the code of that limit."""
    assert codes(lambda: loads(text)) == []
    limits = attrs.evolve(USUAL, **{name: LOW[name]})
    assert codes(lambda: loads(text, limits=limits)) == [code]
    assert [one.code for one in check_text(text, limits=limits)] == [code]


def test_every_limit_is_tried() -> None:
    """No limit is left out of these tests."""
    elsewhere = {"parents", "decision_digits"}
    assert {name for name, _, _ in LOADED} | elsewhere == {one.name for one in attrs.fields(Limits)}


RAISED: tuple[tuple[str, int, str, str], ...] = (
    ("file_bytes", 5 << 20, "SR140", formula("x") + "#" * (4 << 20)),
    ("file_depth", 90, "SR141", formula("x") + f"[[example]]\nrecord = {{ x = {'[' * 70}{']' * 70} }}\n"),
    ("file_keys", 200_000, "SR143", formula("x") + "[ruleset.name]\n" + "[[example]]\n" * 100_000),
    ("digits", 1200, "SR302", formula("x + " + "9" * 1100)),
    ("digits", 1200, "SR142", formula("x") + f"[parameter]\np = {{ value = {'9' * 1100} }}\n"),
    ("digits", 1200, "SR205", formula("x") + f'[parameter]\np = {{ value = "{"9" * 1100}%" }}\n'),
    ("judges", 200, "SR296", ruleset(JUDGES.replace("5", "150"))),
    ("places", 40, "SR255", formula("x").replace("x = {}", "x = { places = 35 }")),
    ("places", 40, "SR270", formula("x") + 'remark = "{lost:.35}"\n'),
    ("formula_length", 5000, "SR300", formula("x" + " " * 4100)),
    ("formula_nesting", 80, "SR301", formula("(" * 70 + "x" + ")" * 70)),
    ("formula_depth", 120, "SR301", formula("x" + " + 1" * 110)),
    ("formula_parts", 3000, "SR336", formula("sum(x" + ",-1" * 1200 + ")")),
    ("expanded_parts", 30_000, "SR339", formula("sum(x" + ",f(x)" * 700 + ")", FUNCTION.replace(
        "y + 1 + 1", "sum(y" + ",1" * 30 + ")"))),
)  # fmt: skip
"""A limit, a higher value, what exceeding the usual one is called, and a ruleset between the two."""


@pytest.mark.parametrize(
    ("name", "value", "code", "text"), RAISED, ids=[f"{name}-{code}" for name, _, code, _ in RAISED]
)
def test_a_higher_limit_takes_what_the_usual_one_refuses(name: str, value: int, code: str, text: str) -> None:
    """What the usual limit refuses with its code is read under a higher one."""
    assert code in codes(lambda: loads(text))
    assert code not in codes(lambda: loads(text, limits=attrs.evolve(USUAL, **{name: value})))


def test_digits_of_a_record() -> None:
    """A record is read under the limits of its ruleset, whatever sort of value it holds."""
    low, high = loads(formula("x"), limits=Limits(digits=5)), loads(formula("x"), limits=Limits(digits=1200))
    for value in ("123456", 123456, Decimal(123456), Decimal("1e6"), 123456.0, 1e6):
        assert codes(lambda value=value: low.score({"x": value})) == ["SR403"]
        assert codes(lambda value=value: high.score({"x": value})) == []
    for value in ("0." + "1" * 1100, Decimal("0." + "1" * 1100), Decimal("1e-1100")):
        assert codes(lambda value=value: high.score({"x": value})) == []
        assert codes(lambda value=value: loads(formula("x")).score({"x": value})) == ["SR403"]


def test_limits_of_record_files(tmp_path: Path) -> None:
    """Files and texts of records have limits of their own."""
    path = tmp_path / "record.json"
    path.write_text('{"x": 123456}', encoding="utf-8")
    assert codes(lambda: scorerules.load_record(path, limits=Limits(digits=5))) == ["SR142"]
    assert codes(lambda: scorerules.load_record(path, limits=Limits(file_bytes=5))) == ["SR140"]
    assert codes(lambda: scorerules.loads_record("x = 123456", limits=Limits(digits=5))) == ["SR142"]
    assert scorerules.load_record(path)["x"] == 123456


def test_size_is_said_in_its_own_words() -> None:
    """Whole mebibytes are said as such, other sizes in bytes."""
    for limit, zh, en in ((2 << 20, "2 MiB", "2 MiB"), (1500, "1,500 字节", "1,500 bytes")):
        (found,) = check_text("#" * (3 << 20), name="x", limits=Limits(file_bytes=limit))
        assert found.headline("zh") == f"`x` 超过了 {zh} 的大小上限"
        assert found.headline("en") == f"`x` is larger than {en}"


def test_bits_hold_for_records_too() -> None:
    """A number that a record makes too large is a problem of the record, later for a higher limit."""
    low, usual, high = (loads(formula("2 ** x"), limits=Limits(bits=bits)) for bits in (64, 65_536, 200_000))
    for ruleset, within in ((low, 60), (usual, 65_000), (high, 190_000)):
        assert codes(lambda ruleset=ruleset, within=within: ruleset.score({"x": within})) == []
        assert codes(lambda ruleset=ruleset, within=within: ruleset.score({"x": within * 2})) == ["SR502"]


def test_results_of_a_higher_limit_can_be_looked_at() -> None:
    """Everything of a result that only a raised limit allows can be read, shown and pickled."""
    text = ruleset('formula = "1 / (3 ** 100000 + x)"\nremark = "{lost:.2}{share.a}"')
    text += '[derived.d]\nformula = "3 ** 100000 / 7 + sqrt(2) ** 7"\n[reasons]\ntop = 1\n'
    found = loads(text, limits=Limits(bits=1 << 20)).score({"x": 0})
    copy = pickle.loads(pickle.dumps(found))
    for one in (found, copy):
        assert one.indicators["a"].remark
        assert one.indicators["a"].share < Decimal("1e-47000")
        assert len(one.reasons) == 1
        assert one.to_json()
        assert one.explain("zh")


def test_digits_of_decisions() -> None:
    """With more digits a closer call is decided; nothing is ever guessed."""
    close = formula("1 if ln(1 + 10 ** (0 - x)) * 10 ** x < 1 else 0")
    assert codes(lambda: loads(close, limits=Limits(decision_digits=30)).score({"x": 100})) == ["SR501"]
    found = loads(close).score({"x": 100})
    assert found.total == 1


def test_parents(tmp_path: Path) -> None:
    """The number of files that a ruleset builds on has a limit."""
    for index in range(40):
        extends = f'extends = "{index + 1}.toml"\n' if index < 39 else ""
        text = f'scorerules = 1\n[ruleset]\nid = "r{index}"\n{extends}'
        (tmp_path / f"{index}.toml").write_text(
            text + ("" if extends else formula("x")[38:]), encoding="utf-8"
        )
    assert codes(lambda: scorerules.load(tmp_path / "0.toml")) == ["SR228"]
    assert codes(lambda: scorerules.load(tmp_path / "0.toml", limits=Limits(parents=39))) == []
    assert codes(lambda: scorerules.load(tmp_path / "20.toml", limits=Limits(parents=18))) == ["SR228"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("file_depth", 201, "file_depth must be from 1 to 200"),
        ("digits", 0, "digits must be from 1 to 4,300"),
        ("judges", -1, "judges must be at least 1"),
        ("decision_digits", 29, "decision_digits must be from 30 to 4,000"),
    ],
)
def test_values_outside_are_refused(name: str, value: int, message: str) -> None:
    """A limit that the stack could not bear, or that nothing could keep, cannot be made."""
    with pytest.raises(ValueError, match=message):
        Limits(**{name: value})


@pytest.mark.parametrize("value", [1.5, True, "100", None])
def test_values_of_other_types_are_refused(value: object) -> None:
    """A limit is a whole number."""
    with pytest.raises(TypeError, match="bits must be a whole number"):
        Limits(bits=value)  # type: ignore[arg-type]


def test_a_ruleset_keeps_its_limits() -> None:
    """The limits are those given, also after pickling; the usual ones otherwise."""
    limits = Limits(digits=20)
    found = loads(formula("x"), limits=limits)
    assert found.limits == limits
    assert pickle.loads(pickle.dumps(found)).limits == limits
    assert loads(formula("x")).limits == USUAL == Limits()


def test_limits_of_threads_do_not_meet() -> None:
    """Rulesets with different limits are scored side by side, and nothing stays behind."""
    low, high = loads(formula("2 ** x"), limits=Limits(bits=64)), loads(formula("2 ** x"))

    def work(number: int) -> list[str]:
        return codes(lambda: (low if number % 2 else high).score({"x": 200}))

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(200)))
    assert results == [[], ["SR502"]] * 100
    assert room() == SHOWING


AT_MOST = r"""
import pickle, sys
import scorerules
from scorerules.review import check_text

most = scorerules.Limits(**{
    one.name: one.metadata["most"] for one in scorerules.Limits.__attrs_attrs__ if one.metadata["most"]
})
depth = most.formula_depth
CALL, HALF = "max(1, ", most.expanded_depth // 2
FUNCTION = f'[function.f]\nof = ["y"]\nformula = "{CALL * (HALF - 1)}y{")" * (HALF - 1)}"\n'
TEXT = 'scorerules = 1\n[ruleset]\nid = "deep"\n[tier.t]\n[input]\nx = {}\n%s[indicator.a]\ntier = "t"\n'
FORMULAS = {
    "sum": " + ".join("x" * depth),
    "sign": "-" * (depth - 1) + "x",
    "not": "1 if " + "not " * (depth - 3) + "(x > 1) else 0",
    "power": "x ** " * (depth - 1) + "1",
    "choice": "1 if x > 1 else " * (depth - 2) + "x",
    "brackets": "(" * most.formula_nesting + "x" + ")" * most.formula_nesting,
    "calls": CALL * (depth - 1) + "x" + ")" * (depth - 1),
    "function": f"f({CALL * (HALF - 1)}x{')' * (HALF - 1)})",
}
RULES = (
    'weight = 100\nformula = "{}"',
    'weight = 100\nvalue = "{}"\ndeduct = {{ below = "{}", each = 1, points = 1, partial = "prorated" }}',
)


def deeper(levels, call):
    return call() if levels == 0 else deeper(levels - 1, call)


def use(text):
    ruleset = scorerules.loads(text, limits=most)
    found = ruleset.score({"x": 1})
    for lang in ("zh", "en"):
        assert ruleset.explain(lang) and found.explain(lang)
    assert found.to_json() == pickle.loads(pickle.dumps(ruleset)).score({"x": 1}).to_json()


def record(text, format="toml"):
    try:
        scorerules.loads_record(text, format=format, limits=most)
    except scorerules.RecordError as error:
        assert False, str(error)


for formula in FORMULAS.values():
    for rule in RULES:
        if not (formula is FORMULAS["function"] and "value" in rule):
            deeper(200, lambda: use(TEXT % FUNCTION + rule.format(formula, "1")))
depth = most.file_depth
for opening, closing in (("[", "]"), ("{ a = ", "}")):
    nested = opening * (depth - 1) + "1" + closing * (depth - 1)
    deeper(200, lambda: record("x = " + nested))
    deeper(200, lambda: check_text(TEXT % "" + "[[example]]\nrecord = " + nested, limits=most))
deeper(200, lambda: record(".".join("a" * depth) + " = 1"))
deeper(200, lambda: record("[" + ".".join("a" * depth) + "]"))
deeper(200, lambda: record('{"a":' * depth + "1" + "}" * depth, "json"))
deeper(200, lambda: record("a = " + "9" * most.digits))
print(sys.getrecursionlimit())
"""


def test_the_largest_values_fit_into_the_stack() -> None:
    """In a program 200 calls deep the deepest formulas and files are read, scored, told and pickled."""
    result = subprocess.run([sys.executable, "-c", AT_MOST], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.stdout == "1000\n"
