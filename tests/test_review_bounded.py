"""The review ends soon, with findings only, however a ruleset that loads is made."""

from __future__ import annotations

import pytest

from hanging import not_hanging
from plainly import check_text
from scorerules import loads
from scorerules.analysis.trials import Trials
from scorerules.review.points import points_budget

HEAD = 'scorerules = 1\n[ruleset]\nid = "bounded"\n[total]\nfull = 10\n[tier.t]\n'
INPUTS = "[input]\nx = { from = 1, upto = 2 }\ny = { from = 1, upto = 2 }\nz = {}\n"
ITEM = '[indicator.i]\ntier = "t"\nweight = 10\n'


def item(formula: str, more: str = "") -> str:
    """The only indicator."""
    return f'{ITEM}formula = "{formula}"\n{more}'


def nested_conditions() -> str:
    """``and`` and ``or`` in turn, each around the one before."""
    found = "z > 1"
    for level in range(45):
        found = f"({found}) {'or' if level % 2 else 'and'} {'xyz'[level % 3]} > {level}"
    return INPUTS + item(f"10 if {found} else 0")


def choices_in_conditions() -> str:
    """Choices, each asked for in the condition of the next."""
    found = "z > 0"
    for level in range(20):
        found = f"(({level} if {found} else x) > {level - 1})"
    return INPUTS + item(f"10 if {found} else 0")


def nested_quotients() -> str:
    """Quotients of quotients, of which none can be as wanted."""
    found = "(x - 3)"
    for level in range(25):
        found = f"(y / ({found} + {level}))"
    return INPUTS + item(f"10 / ({found} - 7)")


def long_quotient() -> str:
    """One division after the other, with a grade that asks for records."""
    found = "x" + " / y" * 40
    grade = '[grade]\nbands = [{ from = 5, grade = "a" }, { grade = "b" }]\n'
    return INPUTS + item(found, 'round = { to = 0.1, mode = "half-up" }\n') + grade


def powers_of_powers() -> str:
    """A grid that would have more digits than a memory holds."""
    return (
        "[input]\nx = { from = 0, upto = 10, places = 2 }\n"
        + ITEM
        + 'value = "x"\ndirection = "higher"\nformula = "((((value**64)**64)**64)**64) + value * 0.0001"\n'
    )


def many_arguments() -> str:
    """The largest of many numbers, all of which cross."""
    arguments = ", ".join(f"value * {index}" for index in range(280))
    return INPUTS + ITEM + f'value = "x"\ndirection = "higher"\nformula = "max({arguments})"\n'


def many_conditions() -> str:
    """A divisor behind conditions on many data, which cannot be 0 for a reason that nobody sees."""
    keys = [f"x{index}" for index in range(40)]
    given = " and ".join(f"{key} > 0" for key in keys)
    inputs = "[input]\nz = { from = 1, upto = 2 }\n" + "".join(f"{key} = {{}}\n" for key in keys)
    return inputs + item(f"1 / (z**3 - 2) if {given} and z**3 + sqrt(z) > 2 else 0")


def chain_of_steps() -> str:
    """Derived values, each made of the one before, more of them than the stack has room for."""
    steps = "".join(f'd{index} = {{ formula = "d{index - 1} + 1" }}\n' for index in range(1, 400))
    derived = f'[derived]\nd0 = {{ formula = "x" }}\n{steps}'
    return INPUTS + derived + ITEM + 'value = "d399"\ndirection = "higher"\nformula = "d399 - 395"\n'


def many_rows() -> str:
    """Rows that hang on a second number as well, more of them than the stack has room for."""
    rows = ",\n".join(f'{{ when = "x > {index} and z > {index}", formula = "1" }}' for index in range(500))
    cases = f"cases = [\n{rows},\n{{ formula = '0' }}]\n"
    return INPUTS + ITEM + 'value = "x"\ndirection = "higher"\n' + cases


@pytest.mark.parametrize(
    "rest",
    [
        chain_of_steps,
        many_rows,
        nested_conditions,
        choices_in_conditions,
        nested_quotients,
        long_quotient,
        powers_of_powers,
        many_arguments,
        many_conditions,
    ],
)
def test_work_is_bounded(rest: object) -> None:
    """Rulesets whose review would double with every level, or every name, are reviewed at once."""
    assert callable(rest)
    text = HEAD + rest()
    ruleset = loads(text)
    with not_hanging():
        check_text(text)
        points_budget(ruleset)


def test_dates_without_bounds() -> None:
    """A number of days that would lie before the first date there is is no proposal, and no crash."""
    days = '[input]\na = { type = "date" }\nb = { type = "date" }\n'
    text = HEAD + days + item("10 / days(a, b)")
    (found,) = (one for one in check_text(text) if one.code == "SR730")
    (record,) = found.records
    assert record["a"] == record["b"]
    assert [one.owner for one in (line.attainable for line in points_budget(loads(text)))] == [
        "t",
        "i",
        "total",
    ]


def test_dates_at_the_end_of_the_calendar() -> None:
    """A date after the last one there is cannot be given; nobody is told of that end otherwise."""
    days = "[input]\na = { type = 'date', above = 9999-12-31 }\nb = { type = 'date' }\n"
    text = HEAD + days + item("10 if a > b and b < date('2020-01-01') else 0")
    assert not any("9999" in one.headline("en") for one in check_text(text))


def test_no_more_records_are_run_once_enough_was_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that is not run any more has no result, and shows nothing."""
    ruleset = loads(HEAD + INPUTS + item("x"))
    trials = Trials(ruleset.scheme, ruleset.plan)
    assert trials.run({}).sound
    monkeypatch.setattr("scorerules.analysis.trials._MOST_STEPS", 0)
    trial = trials.run({})
    assert (trials.spent, trial.sound, trial.number("total")) == (True, False, None)
