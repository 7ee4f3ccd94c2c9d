"""Diagnostics as SARIF: what the standard asks, and what each part of a problem becomes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scorerules
from command_line import Run, runner
from scorerules.diagnostics import Diagnostic, Fix, Label, Lang, Words
from scorerules.diagnostics.sarif import sarif_log
from scorerules.source import Source, Span

BAD = Path(__file__).parent / "data" / "bad"
TEXT = 'a = 1\n𠮷 = "产出"\n'


def log_of(*found: Diagnostic, lang: Lang = "en", file: str = "rules/a.toml") -> dict[str, Any]:
    """The log of a few problems of one file."""
    return sarif_log(
        [(file, one) for one in found],
        lang,
        version="1.2",
        about=lambda code, lang: (f"{code} {lang}", "page"),
    )


def at(start: int, end: int, name: str = "rules/a.toml") -> Span:
    """A place in the text."""
    return Span(Source(name, TEXT), start, end)


def test_a_problem_with_everything() -> None:
    """Place, second place, correction and reason are where the standard has them."""
    one = Diagnostic(
        "SR735",
        {"what": Words("填报数据", "the input"), "id": "x"},
        at(10, 14),
        "input.x",
        (Label(at(0, 1), Words("这里", "here")),),
        Fix(at(10, 14), "'产出'"),
        "meant",
        records=({"x": "1%"},),
    )
    log = log_of(one, Diagnostic("SR100", {"name": "none.toml"}))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert (run["language"], run["tool"]["driver"]["language"]) == ("en-US", "en-US")
    assert run["tool"]["driver"]["name"] == "scorerules"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["SR100", "SR735"]
    assert run["tool"]["driver"]["rules"][1] == {
        "id": "SR735",
        "shortDescription": {"text": "SR735 en"},
        "help": {"text": "page", "markdown": "page"},
        "defaultConfiguration": {"level": "warning"},
    }
    artifact = {"uri": "rules/a.toml"}
    region = {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9}
    first, second = run["results"]
    assert first == {
        "ruleId": "SR735",
        "ruleIndex": 1,
        "level": "warning",
        "message": {
            "text": "the input `x` is declared, and nothing reads it\n"
            "if a formula was meant to read it, put it in; otherwise take it out"
        },
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": region},
                "logicalLocations": [{"fullyQualifiedName": "input.x"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 0,
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2},
                },
                "message": {"text": "here"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "make the safe correction"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "'产出'"}}],
                    }
                ],
            }
        ],
        "suppressions": [{"kind": "inSource", "status": "accepted", "justification": "meant"}],
        "properties": {"records": [{"x": "1%"}]},
    }
    assert (second["ruleIndex"], second["level"]) == (0, "error")
    assert second["locations"] == [{"physicalLocation": {"artifactLocation": artifact}}]


def test_the_other_language() -> None:
    """Messages and the language that is named go together."""
    (run,) = log_of(Diagnostic("SR773", {"code": "SR735", "elsewhere": ""}, at(0, 1)), lang="zh")["runs"]
    assert run["language"] == "zh-CN"
    assert run["results"][0]["message"]["text"].startswith("允许了 `SR735`，但它没有出现\n")
    assert run["results"][0]["level"] == "note"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("rules/a.toml", "rules/a.toml"),
        ("../a b.toml", "../a%20b.toml"),
        ("评分:1.toml", "%E8%AF%84%E5%88%86%3A1.toml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("/rules/a#1.toml", "file:///rules/a%231.toml"),
        ("a\udcff.toml", "a%FF.toml"),
    ],
)
def test_uris(file: str, uri: str) -> None:
    """A path is written as a reference, relative ones as they are."""
    (run,) = log_of(Diagnostic("SR100", {"name": file}), file=file)["runs"]
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_an_empty_log() -> None:
    """Nothing found is a log with an empty run, as uploaders need it."""
    (run,) = log_of()["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def logs(run: Run) -> Iterator[dict[str, Any]]:
    """The logs of the whole corpus, in both languages."""
    for lang in ("en", "zh"):
        yield run("check", str(BAD), "--format", "sarif", "--lang", lang).json


def test_logs_are_valid(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem of the corpus is valid under the schema of SARIF 2.1.0."""
    schema = pytest.importorskip("pydantic_sarif.model", reason="pydantic-sarif has the schema as classes")
    model = schema.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    codes: set[str] = set()
    for log in logs(runner(capsys, monkeypatch)):
        assert model.model_validate(log).version is not None
        codes |= {one["ruleId"] for one in log["runs"][0]["results"]}
    assert len(codes) > 150
    with pytest.raises(ValueError, match="columKind"):
        model.model_validate(
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "columKind": "x"}]}
        )


def test_every_rule_has_its_page(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The help of a rule is the page of its code."""
    (run,) = runner(capsys, monkeypatch)("check", str(BAD), "--format", "sarif", "--lang", "en").json["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["SR735"]["help"]["markdown"].startswith("# SR735 · ")
    assert all(
        result["ruleId"] == run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
        for result in run["results"]
    )
    places = [one["locations"][0]["physicalLocation"].get("region") for one in run["results"]]
    assert sum(place is not None for place in places) > 200


def test_columns_are_code_points() -> None:
    """A character beyond the first plane counts as one column, as ``columnKind`` says."""
    (one,) = scorerules.review.check_text('scorerules = 1\n[ruleset]\nid = "𠮷" x = 1\n', name="a.toml")
    (run,) = log_of(one)["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 10
