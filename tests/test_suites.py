"""Rulesets with the cases of their case files."""

from __future__ import annotations

from pathlib import Path

import pytest

import scorerules
from corpus_cases import CASE, RULES
from scorerules.build.found import rulesets
from scorerules.testing import load_suite, run_suite
from scorerules.testing.cases.suites import Suite, suites

EXAMPLE = CASE.replace("全部按时", "文件中的示例")


def case(name: str, expect: str = "{ total = 100 }") -> str:
    """A case file with one case."""
    return f'[[example]]\nname   = "{name}"\nrecord = {{ cards = "100%" }}\nexpect = {expect}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ruleset with one example in the current folder."""
    monkeypatch.chdir(tmp_path)
    write("cards.toml", RULES + "\n" + EXAMPLE)
    return tmp_path


def write(name: str, text: str) -> None:
    """A file below the current folder."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8", newline="")


def names(suite: Suite) -> list[str]:
    """The names of the cases of a suite."""
    return [one.name for one in suite.examples]


def meant(*paths: str) -> dict[str, list[str]]:
    """The suites that paths mean: their ruleset files, each with the names of the cases."""
    return {one.name: names(one.load()) for one in suites(paths)}


def test_a_ruleset_comes_with_the_case_files_beside_it() -> None:
    """First its own examples, then those of the files called after it, in the order of their names."""
    write("cards.cases.toml", case("甲"))
    write("cards.边界.cases.toml", case("乙"))
    write("cardsets.cases.toml", case("别的"))
    suite = load_suite("cards.toml")
    assert names(suite) == ["文件中的示例", "甲", "乙"]
    assert suite.cases == ("cards.cases.toml", "cards.边界.cases.toml")
    assert [one.ok for one in run_suite(suite)] == [True, True, True]


def test_a_case_file_belongs_to_the_ruleset_with_the_longest_name() -> None:
    """``cards.2019.cases.toml`` is not of ``cards.toml`` where there is a ``cards.2019.toml``."""
    write("cards.2019.cases.toml", case("甲"))
    assert names(load_suite("cards.toml")) == ["文件中的示例", "甲"]
    write("cards.2019.toml", RULES)
    assert names(load_suite("cards.toml")) == ["文件中的示例"]
    assert names(load_suite("cards.2019.toml")) == ["甲"]


def test_case_files_may_be_told() -> None:
    """They are then taken, whatever they are called, and no others."""
    write("cards.cases.toml", case("甲"))
    write("more.toml", case("乙"))
    assert names(load_suite("cards.toml", ["more.toml"])) == ["文件中的示例", "乙"]
    assert names(load_suite("cards.toml", [])) == ["文件中的示例"]


def test_a_case_file_may_name_its_ruleset() -> None:
    """One in its folder or below; it is then that of no other ruleset."""
    write("x.cases.toml", f'ruleset = "cards.toml"\n\n{case("甲")}')
    write("cards.cases.toml", f'ruleset = "below/other.toml"\n\n{case("乙")}')
    write("below/other.toml", RULES)
    assert meant(".") == {"cards.toml": ["文件中的示例", "甲"], "below/other.toml": ["乙"]}
    assert names(load_suite("cards.toml")) == ["文件中的示例"]


def test_a_case_file_is_no_ruleset() -> None:
    """Not even one that begins like one."""
    write("cards.cases.toml", f"scorerules = 1\n\n{case('甲')}")
    assert rulesets(["."]) == ("cards.toml",)


def test_of_a_case_file_that_is_named_only_its_own_cases_are_meant() -> None:
    """Unless the ruleset is named too."""
    write("cards.cases.toml", case("甲"))
    write("cards.b.cases.toml", case("乙"))
    assert meant("cards.b.cases.toml") == {"cards.toml": ["乙"]}
    assert meant("cards.b.cases.toml", "cards.cases.toml") == {"cards.toml": ["乙", "甲"]}
    whole = {"cards.toml": ["文件中的示例", "乙", "甲"]}
    assert meant("cards.b.cases.toml", "cards.toml") == meant("./") == meant("cards.toml") == whole


def test_all_errors_come_at_once() -> None:
    """Those of the ruleset, and of each case file, each at its place."""
    write("cards.toml", RULES.replace("weight = 100 }", "weight = 90 }"))
    write("cards.cases.toml", "[[example]\n")
    write("cards.b.cases.toml", '[[example]]\nname = "乙"\nrecord = {}\nexpects = {}\n')
    with pytest.raises(scorerules.RulesetError) as raised:
        load_suite("cards.toml")
    found = [(one.code, one.span.source.name, one.span.line) for one in raised.value.diagnostics if one.span]
    assert found == [
        ("SR201", "cards.b.cases.toml", 4),
        ("SR129", "cards.cases.toml", 1),
        ("SR261", "cards.toml", 8),
        ("SR262", "cards.toml", 8),
    ]


def test_expectations_of_case_files_are_checked_when_they_are_loaded() -> None:
    """An unknown id is told at its place in the case file."""
    write("cards.cases.toml", case("甲", "{ card = 100 }"))
    with pytest.raises(scorerules.RulesetError) as raised:
        load_suite("cards.toml")
    (one,) = raised.value.diagnostics
    assert one.span is not None
    assert (one.code, one.span.source.name, one.span.line) == ("SR601", "cards.cases.toml", 4)


def test_names_are_unique_among_the_files_of_a_suite() -> None:
    """The second is told, with the first beside it."""
    write("cards.cases.toml", case("文件中的示例"))
    with pytest.raises(scorerules.RulesetError) as raised:
        load_suite("cards.toml")
    (one,) = raised.value.diagnostics
    assert one.span is not None
    assert (one.code, one.span.source.name) == ("SR606", "cards.cases.toml")
    assert one.labels[0].span.source.name == "cards.toml"


def test_a_check_counts_the_cases_beside_a_ruleset() -> None:
    """They show what it does, they must come out, and their mistakes are told."""
    write("cards.toml", RULES)
    assert [one.code for one in scorerules.check("cards.toml")] == ["SR764"]
    write("cards.cases.toml", case("甲"))
    assert "SR764" not in [one.code for one in scorerules.check("cards.toml")]
    write("cards.cases.toml", case("甲", "{ total = 90 }"))
    (wrong,) = (one for one in scorerules.check("cards.toml") if one.severity == "error")
    assert wrong.span is not None
    assert (wrong.code, wrong.span.source.name) == ("SR610", "cards.cases.toml")
    write("cards.cases.toml", case("甲", "{ totl = 90 }"))
    (wrong,) = (one for one in scorerules.check("cards.toml") if one.severity == "error")
    assert wrong.code == "SR601"


def test_a_check_of_a_case_file_names_the_ruleset_beside_it() -> None:
    """It is no ruleset that lacks its first line."""
    write("cards.cases.toml", case("甲"))
    (wrong,) = scorerules.check("cards.cases.toml")
    assert wrong.code == "SR208"
    assert "用例文件" in wrong.help("zh")


def test_an_abstract_ruleset_has_no_cases() -> None:
    """Nothing can be scored with it, so that its cases would never run."""
    write("cards.toml", RULES.replace('id   = "demo.cards"', 'id   = "demo.cards"\nabstract = true'))
    write("cards.cases.toml", case("甲"))
    with pytest.raises(scorerules.RulesetError) as raised:
        load_suite("cards.toml")
    (one,) = raised.value.diagnostics
    assert one.span is not None
    assert (one.code, one.span.source.name) == ("SR271", "cards.cases.toml")
