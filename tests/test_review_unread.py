"""What is declared and read by nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from plainly import check
from reviewing import Finding, findings, seen, whole

RULE = """
[indicator.x]
tier = "top"
weight = 100
"""


def unread(rest: str, header: str = "") -> list[Finding]:
    """What is found unread."""
    return seen(findings(whole(rest, header), "SR735", "SR736", "SR737"))


def test_inputs_parameters_and_functions() -> None:
    """What no formula, condition, rule or remark names is found where it is declared."""
    found = unread(
        f"""
[input]
read   = {{}}
unread = {{}}
[parameter]
kept = {{ value = 3 }}
idle = {{ value = "95%" }}
[function.called]
of = ["a"]
formula = "a * kept"
[function.forgotten]
of = ["a"]
formula = "a"
{RULE}
formula = "called(read)"
"""
    )
    assert found == [
        ("SR735", "input.unread", "unread"),
        ("SR735", "parameter.idle", "idle"),
        ("SR735", "function.forgotten", "forgotten"),
    ]


@pytest.mark.parametrize(
    "reader",
    [
        'value = "y"\nratio = { full = 3 }',
        'input = {}\nratio = { full = "y" }',
        'input = {}\nratio = { full = 3 }\nwhen = "y > 1"\nnot_applicable = "zero"',
        'deduct = [{ value = "y", below = 3, each = 1, points = 1, partial = "whole" }]',
        'input = {}\nbands = [{ from = 3, points = "y" }, { points = 0 }]',
        'input = {}\nline = [["y", 0], [3, 1]]',
        'choice = { "a" = "y" }',
        'cases = [{ when = "y > 1", judged = {} }, { judged = {} }]',
        'table = [{ when = "y > 1", points = 1 }, { points = 0 }]',
        'judged = {}\ncap = "y"',
        'judged = {}\nremark = "{y:.2}"',
        'input = {}\nratio = { full = 3 }\nexplain_over = "y"',
        'judged = {}\n[derived.d]\nformula = "y"',
        'judged = {}\n[derived.d]\nformula = "given(y)"',
        'judged = {}\n[veto.v]\nwhen = "y > 1"\ndisqualify = true',
        'judged = {}\n[outcome.o]\nformula = "y"',
        'judged = {}\n[outcome.o]\nformula = "total"\nwhen = "y > 1"',
        'judged = {}\n[grade]\nbands = [{ from = 60, grade = "a", requires = "y > 1" }, { grade = "b" }]',
        'judged={}\n[grade]\ncases = [{when = "y > 1", bands = [{grade = "a"}]}, {bands = [{grade = "b"}]}]',
        'judged = {}\n[outcome.o]\nformula = "cohort_mean(y)"',
        'judged = {}\n[total]\nformula = "y"',
    ],
)
def test_every_place_that_reads(reader: str) -> None:
    """A name counts as read wherever the language takes an expression."""
    assert unread(f"[input]\ny = {{ from = 1 }}\n{RULE}{reader}") == []


def test_groups_are_read() -> None:
    """The inputs that say which records are compared are read."""
    assert unread('[input]\nlot = { choices = ["a"] }\n' + RULE + "judged = {}", 'cohort = "lot"') == []


def test_texts_and_days_may_say_whose_the_record_is() -> None:
    """Plain text and dates are not found: a record may carry them to be recognised."""
    found = unread(
        f"""
[input]
unit_name = {{ type = "text" }}
day       = {{ type = "date" }}
kind      = {{ choices = ["a", "b"] }}
{RULE}
judged = {{}}
"""
    )
    assert found == [("SR735", "input.kind", "kind")]


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        ("ratio = { full = 3 }", True),
        ('formula = "weight * x"', True),
        ('formula = "weight * value"', True),
        ('formula = "weight * y"', False),
        ('value = "y"\nratio = { full = 3 }', False),
        ('value = "y"\nratio = { full = 3 }\nremark = "{value}"', False),
        ('value = "y"\nratio = { full = 3 }\nremark = "{x}"', True),
        ('value = "y / x"\nratio = { full = 3 }', True),
        ('formula = "weight * y"\nremark = "{value}"', True),
        ('table = [{ when = "y > 1", points = 1 }, { points = 0 }]', False),
        ('cases = [{ when = "y > 1", ratio = { full = 3 } }, { formula = "y" }]', True),
        ('deduct = [{ value = "y", below = 3, each = 1, points = 1, partial = "whole" }]', False),
    ],
)
def test_own_datum(rule: str, *, read: bool) -> None:
    """The datum that an indicator declares for itself is read by its rule, or found."""
    found = unread(
        f"[input]\ny = {{ above = 0 }}\n{RULE}input = {{ above = 0 }}\n{rule}\n[derived.d]\nformula = 'y'"
    )
    assert found == ([] if read else [("SR736", "indicator.x.input", "input")])


@pytest.mark.parametrize(
    ("function", "names"),
    [
        ('of = ["a", "b"]\nformula = "a"', ['"b"']),
        ('of = ["a", "b"]\nformula = "a + b"', []),
        ('of = "a"\nformula = "3"', ['"a"']),
        ('of = ["a", "b"]\nbands = [{ from = 3, gives = "b" }, { gives = 0 }]', []),
        ('of = ["a", "b"]\nvalue = "b"\nbands = [{ from = 3, gives = 1 }, { gives = 0 }]', ['"a"']),
        ('of = ["a", "b"]\nvalue = "a + b"\nbands = [{ from = 3, gives = 1 }, { gives = 0 }]', []),
    ],
)
def test_parameters_of_functions(function: str, names: list[str]) -> None:
    """A parameter that the function does not use is found where it is listed."""
    arguments = "1, 2" if '["a", "b"]' in function else "1"
    found = unread(f'[function.f]\n{function}\n{RULE}formula = "f({arguments})"')
    assert found == [("SR737", "function.f.of", name) for name in names]


def test_what_is_inherited_is_not_its_own(tmp_path: Path) -> None:
    """A child answers for what it declares itself, an abstract parent for nothing."""
    parent = 'scorerules = 1\n[ruleset]\nid = "p"\nabstract = true\n[tier.top]\n[input]\na = {}\n'
    child = (
        f'scorerules = 1\n[ruleset]\nid = "c"\nextends = "p.toml"\n[input]\nb = {{}}\n{RULE}judged = {{}}\n'
    )
    (tmp_path / "p.toml").write_text(parent, encoding="utf-8")
    (tmp_path / "c.toml").write_text(child, encoding="utf-8")
    assert check(tmp_path / "p.toml") == ()
    assert seen(check(tmp_path / "c.toml")) == [("SR735", "input.b", "b")]
