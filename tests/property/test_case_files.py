"""Case files of any content: the cells are those of the csv module, and only our errors leave."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import scorerules
from scorerules.diagnostics import Faults
from scorerules.source import Source
from scorerules.testing import load_suite
from scorerules.testing.cases.accepting import changes_of, edited
from scorerules.testing.cases.files.delimited_grid import delimited_grid

RULES = """\
scorerules = 1

[ruleset]
id = "demo"

[tier.output]

[indicator.a]
tier   = "output"
weight = 60
input  = { unit = "%", from = "0%", upto = "100%" }
ratio  = { full = "100%" }

[indicator.b]
tier   = "output"
weight = 40
judged = { remark = "optional" }

[grade]
bands = [{ from = 90, grade = "A" }, { grade = "B" }]
"""
TEXTS = st.text(alphabet='ab1 ,;"\n\r中', max_size=6)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_cells_are_those_of_the_csv_module(rows: list[list[str]]) -> None:
    """Whatever stands in them, in whatever quotation marks; empty rows are left out."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["x", "y"], *rows])
    grid = delimited_grid(Source("x", written.getvalue()), Faults())
    assert grid is not None
    expected = [[one.strip() for one in row] for row in rows if any(one.strip() for one in row)]
    assert [[cell.text for cell in row] for row in grid.rows[1:]] == expected
    for row in grid.rows:
        for cell in row:
            assert cell.whole.start <= cell.span.start <= cell.span.end <= cell.whole.end


@given(st.binary(max_size=40) | st.text(alphabet='name,expect.total\n"甲;', max_size=60).map(str.encode))
def test_any_bytes_are_cases_or_our_error(data: bytes) -> None:
    """Nothing of the libraries below leaves."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "a.toml")
        rules.write_text(RULES, encoding="utf-8")
        Path(folder, "a.cases.csv").write_bytes(data)
        try:
            load_suite(rules)
        except scorerules.RulesetError as error:
            assert error.diagnostics  # noqa: PT017 - either is fine


NUMBERS = st.integers(0, 100).map(str)


@given(
    st.integers(0, 1000),
    st.integers(0, 40),
    st.fixed_dictionaries(
        {}, optional={"total": NUMBERS, "a": NUMBERS, "b": NUMBERS, "grade": st.sampled_from(["A", "B"])}
    ),
    st.sampled_from(["toml", "csv"]),
)
def test_what_was_accepted_holds(a: int, b: int, expect: dict[str, str], format_: str) -> None:
    """After its changes every case holds, whatever it expected, and only that is different."""
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder, "a.toml")
        rules.write_text(RULES, encoding="utf-8")
        cases = Path(folder, f"a.cases.{format_}")
        if format_ == "toml":
            listed = ", ".join(
                f'{name} = "{value}"' if name == "grade" else f"{name} = {value}"
                for name, value in expect.items()
            )
            head = f'[[example]]\nname = "x"\nrecord = {{ a = "{a / 10}%", b = {b} }}\nexpect = '
            text = f"{head}{{ {listed} }} # end\n"
        else:
            names = ("total", "grade", "a", "b")
            head = f"name,a,b,{','.join(f'expect.{one}' for one in names)}\nx,{a / 10}%,{b},"
            text = f"{head}{','.join(expect.get(one, '') for one in names)}\n"
        cases.write_text(text, encoding="utf-8", newline="")
        suite = load_suite(rules)
        changes = changes_of(suite.examples[0], suite.ruleset)
        if not changes:
            return
        done = edited(str(cases), changes)
        cases.write_bytes(done.after)
        again = load_suite(rules)
        assert changes_of(again.examples[0], again.ruleset) == ()
        assert done.changed.startswith(head)
        stated = again.examples[0].expect
        assert stated is not None
        assert isinstance(stated.value, dict)
        assert set(stated.value) == (set(expect) or {"total", "grade", "a", "b"})
