"""Rulesets of one id beside each other, and the check of several files."""

from __future__ import annotations

from pathlib import Path

import pytest

from plainly import check, check_all
from scorerules.diagnostics import Diagnostic

RULE = """
[tier.top]
[indicator.x]
tier   = "top"
weight = 100
judged = {}
"""


def period(first: str = "", last: str = "") -> str:
    """The key that says when a ruleset applies."""
    ends = [f"from = {first}" if first else "", f"upto = {last}" if last else ""]
    return f"effective = {{ {', '.join(one for one in ends if one)} }}"


def put(folder: Path, name: str, *keys: str, id_: str = "a", rest: str = RULE) -> Path:
    """Write a ruleset with these keys in its header."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    header = "\n".join(["scorerules = 1", "[ruleset]", f'id = "{id_}"', *keys])
    file.write_text(f"{header}\n{rest}", encoding="utf-8")
    return file


def found(folder: Path) -> list[tuple[str, str, str]]:
    """File, code and days of everything found in a folder, in the order of files."""
    checked = check_all([folder])
    return [
        (Path(name).name, one.code, days.en if (days := one.arguments.get("days")) is not None else "")  # type: ignore[attr-defined]
        for name, problems in checked.items()
        for one in problems
    ]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31")], []),
        ([("2023-01-01", "2023-12-31"), ("2024-01-01", "")], []),
        ([("", "2023-12-31"), ("2024-01-01", "")], []),
        ([("2023-01-01", "2023-12-31"), ("2023-12-31", "2024-12-31")], [("1", "SR750", "on 2023-12-31")]),
        (
            [("2023-01-01", ""), ("2024-01-01", "2024-12-31")],
            [("1", "SR750", "from 2024-01-01 to 2024-12-31")],
        ),
        ([("2023-01-01", ""), ("2024-01-01", "")], [("1", "SR750", "from 2024-01-01 on")]),
        ([("", "2023-12-31"), ("", "2024-12-31")], [("1", "SR750", "until 2023-12-31")]),
        ([("", ""), ("", "")], [("1", "SR750", "always")]),
        ([("2023-01-01", "2023-12-30"), ("2024-01-01", "2024-12-31")], [("1", "SR751", "on 2023-12-31")]),
        (
            [("2024-07-01", ""), ("2023-01-01", "2023-12-31")],
            [("0", "SR751", "from 2024-01-01 to 2024-06-30")],
        ),
        (
            [("2020-01-01", "2023-12-31"), ("2021-01-01", "2021-06-30"), ("2022-01-01", "2024-12-31")],
            [
                ("1", "SR750", "from 2021-01-01 to 2021-06-30"),
                ("2", "SR750", "from 2022-01-01 to 2023-12-31"),
            ],
        ),
        (
            [("2020-01-01", "2020-12-31"), ("2022-01-01", "2022-12-31"), ("2024-01-01", "2024-12-31")],
            [
                ("1", "SR751", "from 2021-01-01 to 2021-12-31"),
                ("2", "SR751", "from 2023-01-01 to 2023-12-31"),
            ],
        ),
    ],
)
def test_days_of_two_and_of_none(
    tmp_path: Path, periods: list[tuple[str, str]], expected: list[tuple[str, str, str]]
) -> None:
    """Both ends are included: a version may begin on the day after the last of the one before."""
    for index, (first, last) in enumerate(periods):
        put(tmp_path, f"{index}.toml", period(first, last))
    assert found(tmp_path) == [(f"{name}.toml", code, days) for name, code, days in expected]


def test_versions_without_a_period(tmp_path: Path) -> None:
    """One that does not say beside one that does, or several that all do not say."""
    put(tmp_path, "a.toml")
    put(tmp_path, "b.toml")
    put(tmp_path, "c.toml", id_="other")
    assert found(tmp_path) == [("b.toml", "SR753", "")]
    put(tmp_path, "d.toml", period("2023-01-01", "2023-12-31"))
    assert found(tmp_path) == [("a.toml", "SR752", ""), ("b.toml", "SR752", "")]


def test_copies(tmp_path: Path) -> None:
    """A copy with the same id and version is told once, whatever its period."""
    put(tmp_path, "a.toml", 'version = "1"')
    put(tmp_path, "b.toml", 'version = "1"')
    assert found(tmp_path) == [("b.toml", "SR754", "")]
    put(tmp_path, "a.toml", 'version = "1"', period("2023-01-01"))
    put(tmp_path, "b.toml", 'version = "1"', period("2022-01-01"))
    assert found(tmp_path) == [("b.toml", "SR754", "")]
    put(tmp_path, "b.toml", 'version = "2"', period("2022-01-01"))
    assert found(tmp_path) == [("a.toml", "SR750", "from 2023-01-01 on")]


def test_files_that_are_broken(tmp_path: Path) -> None:
    """A header that can be read counts; where one cannot, nobody can say that a day is left out."""
    put(tmp_path, "a.toml", period("2023-01-01", "2023-12-31"))
    put(tmp_path, "b.toml", period("2023-12-01", "2024-06-30"), rest=RULE.replace("judged", "judgd"))
    put(tmp_path, "c.toml", period("2025-01-01"))
    assert [one for one in found(tmp_path) if one[1] != "SR201"] == [
        ("b.toml", "SR750", "from 2023-12-01 to 2023-12-31"),
        ("c.toml", "SR751", "from 2024-07-01 to 2024-12-31"),
    ]
    (tmp_path / "d.toml").write_text("scorerules = 1\n[ruleset\n", encoding="utf-8")
    assert [one[1] for one in found(tmp_path) if one[0] != "d.toml"] == ["SR750", "SR201"]
    for unclear in ("effective = 2024-07-01", period("2024-12-31", "2024-07-01")):
        put(tmp_path, "d.toml", unclear)
        assert [one[1] for one in found(tmp_path) if one[0] != "d.toml"] == ["SR750", "SR201"]


def test_abstract_rulesets_are_never_applied(tmp_path: Path) -> None:
    """What is only to be extended has no days of its own."""
    put(tmp_path, "a.toml", "abstract = true")
    put(tmp_path, "b.toml")
    assert found(tmp_path) == []


def test_one_file_named_twice(tmp_path: Path) -> None:
    """A file is not a second version of itself; what is found stands under each of its names."""
    file, other = put(tmp_path, "a.toml"), put(tmp_path, "b.toml")
    again = tmp_path / "." / ".." / tmp_path.name / "b.toml"
    checked = check_all([file, other, again])
    assert [[one.code for one in problems] for problems in checked.values()] == [[], ["SR753"], ["SR753"]]


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    """The codes of findings."""
    return [one.code for one in found]


def test_allowances_of_what_one_file_cannot_show(tmp_path: Path) -> None:
    """Such an allowance serves among the files, has no use there, or cannot be judged for one file alone."""
    allow = '[check]\nallow = { SR753 = "two pilots side by side" }\n'
    put(tmp_path, "a.toml")
    file = put(tmp_path, "b.toml", rest=allow + RULE)
    assert check(file) == ()
    assert codes(check_all([tmp_path])[str(file)]) == []
    (kept,) = check_all([tmp_path], allowed=True)[str(file)]
    assert (kept.code, kept.allowed) == ("SR753", "two pilots side by side")
    assert codes(check_all([file])[str(file)]) == ["SR773"]


def test_each_file_keeps_its_own_findings(tmp_path: Path) -> None:
    """What is found in a file alone is found beside others too, in the order of the text."""
    put(tmp_path, "a.toml", period("2023-01-01", "2023-12-31"))
    file = put(tmp_path, "b.toml", period("2023-06-01"), rest=RULE + "[input]\nunread = {}\n")
    assert codes(check(file)) == ["SR735"]
    assert codes(check_all([tmp_path])[str(file)]) == ["SR750", "SR735"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A path that is no folder is taken as a file, and the file has its own problem."""
    missing = tmp_path / "none.toml"
    assert codes(check_all([missing])[str(missing)]) == ["SR100"]
    assert check_all([tmp_path]) == {}
