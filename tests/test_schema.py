"""The schema of rulesets: what the loader takes it takes, what is structure it sees, editors can read it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft7Validator

import scorerules
from command_line import Run, runner
from scorerules.build.sections import ITEM_SECTIONS, SECTIONS, SINGLE_SECTIONS, TOPICS
from scorerules.kinds import KINDS
from scorerules.reading import Table, keys_of
from scorerules.schema import SCHEMA_LANGS, SchemaLang, ruleset_schema
from shipped_files import SHIPPED_RULESETS
from validation import BROKEN, GOOD, ROOT, SCHEMA, SEEN, UNSEEN, must_be_seen, refusals

SHIPPED = SCHEMA.parent

sys.path.append(str(ROOT / "docs"))
import pages  # noqa: E402

WHOLE_RULES = {
    (KINDS[kind], key)
    for kind, key in (
        ("bands", "rows"),
        ("checklist", "items"),
        ("choice", "answers"),
        ("deduct", "clauses"),
        ("defects", "items"),
        ("formula", "formula"),
        ("table", "rows"),
    )
}
"""Keys of rules that are not written: the rule is the array, the table or the expression itself."""

FIRST_LINE = "#:schema ../scorerules.schema.json\n\n"


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


def named(path: Path) -> str:
    """The path as test reports show it."""
    return str(path.relative_to(ROOT))


def parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every table of a schema, the inner ones too."""
    if isinstance(value, Mapping):
        yield value
        for inner in value.values():
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


@pytest.mark.parametrize("lang", SCHEMA_LANGS)
def test_it_is_a_schema_of_draft_7(lang: SchemaLang) -> None:
    """The metaschema takes it, every reference leads to a definition, every definition is referred to."""
    schema = ruleset_schema(lang)
    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$schema"]
    Draft7Validator.check_schema(schema)
    references = {one["$ref"] for one in parts(schema) if "$ref" in one}
    assert references == {f"#/definitions/{name}" for name in schema["definitions"]}


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_it_takes_good_rulesets(path: Path) -> None:
    """Nothing that the loader takes is refused."""
    assert refusals(path.read_text(encoding="utf-8")) == []


def whole_rulesets(path: Path) -> Iterator[str]:
    """The rulesets of a page that load, fragments completed."""
    for match in pages.FENCE.finditer(pages.FILLED.sub("", path.read_text(encoding="utf-8"))):
        if match["kind"] == "toml" and not match["mark"]:
            yield pages.complete(match["text"])[0]


@pytest.mark.parametrize("path", [one for one in pages.PAGES if any(whole_rulesets(one))], ids=named)
def test_it_takes_the_rulesets_of_the_pages(path: Path) -> None:
    """So is nothing of the documentation."""
    assert [one for text in whole_rulesets(path) for one in refusals(text)] == []


def test_there_are_rulesets() -> None:
    """The files that the other tests walk are found."""
    assert len(GOOD) > 40
    assert len(BROKEN) > 200


@pytest.mark.parametrize("path", BROKEN, ids=named)
def test_it_sees_faults_of_structure_and_no_others(path: Path) -> None:
    """Of every bad file the schema refuses it when the fault is in the list, and takes it otherwise."""
    text = path.read_text(encoding="utf-8")
    try:
        tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError):
        assert path.name.startswith("SR1")
        return
    found = scorerules.check(path)
    if any(one.code.startswith("SR1") for one in found):
        return  # a limit of the loader, whatever else the file holds
    assert bool(refusals(text)) is any(must_be_seen(one, text, str(path)) for one in found)


def test_every_code_that_is_seen_has_a_bad_file_that_shows_it() -> None:
    """No code is in the list that nothing can bring about; nor is a reason why one is not seen."""
    names = {path.name[:5] for path in BROKEN}
    assert set(SEEN) <= names
    assert {one.code for one in UNSEEN} <= set(SEEN)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("indicator.a = { wieght = 5, judged = {} }", "$.indicator.a"),
        ("indicator.a = { weight = 'five', judged = {} }", "$.indicator.a.weight"),
        ("indicator.a = { weight = 0, judged = {} }", "$.indicator.a.weight"),
        ("indicator.a = { round = { mode = 'half' }, judged = {} }", "$.indicator.a.round"),
        ("indicator.a.bands = {}", "$.indicator.a.bands"),
        ("indicator.a.bands = []", "$.indicator.a.bands"),
        ("indicator.a.bands = [{ form = 3, points = 5 }]", "$.indicator.a.bands[0]"),
        ("indicator.a.bands = { from = 3, points = [1, 0] }", "$.indicator.a.bands.from"),
        ("indicator.a.line = [[0, 1], [1, 2, 3]]", "$.indicator.a.line[1]"),
        ("indicator.a.deduct = { below = 3, each = 1 }", "$.indicator.a.deduct"),
        ("indicator.a.cases = [{ when = 'x', points = 3 }]", "$.indicator.a.cases[0]"),
        ("indicator.a.cases = [{ when = 'x', judged = {}, choice = { a = 1 } }]", "$.indicator.a.cases[0]"),
        ("indicator.a = { judged = {}, ratio = { full = 3 } }", "$.indicator.a"),
        ("derived.d = { name = 'd' }", "$.derived.d"),
        ("derived.d = { judged = {} }", "$.derived.d"),
        ("indicator.a.weight = 5", "$.indicator.a"),
        ("change.indicator.a = { judged = {}, ratio = { full = 3 } }", "$.change.indicator.a"),
        ("change.ruleset.id = 'x'", "$.change"),
        ("tier.t.each = { tier = 't' }", "$.tier.t.each"),
        ("tier.t.each = { weight = true }", "$.tier.t.each.weight"),
        ("tier.t.join = { best = 1.5 }", "$.tier.t.join"),
        ("tier.t.join = 'average'", "$.tier.t.join"),
        ("ruleset.effective.from = 2019-01-01T00:00:00", "$.ruleset.effective.from"),
        ("ruleset.extends = [1]", "$.ruleset.extends[0]"),
        ("example = [{ name = 'x', record = {} }]", "$.example[0]"),
        ("grade.bands = [{ from = 90 }]", "$.grade.bands[0]"),
        ("scorerules = 2", "$.scorerules"),
    ],
)
def test_a_fault_has_its_place(line: str, place: str) -> None:
    """The schema says which value is wrong."""
    version = "" if line.startswith("scorerules") else "scorerules = 1\n"
    text = f"{version}ruleset.id = 'x'\n{line}\n"
    assert {one.partition(": ")[0] for one in refusals(text)} == {place}


@pytest.mark.parametrize(
    "line",
    [
        "indicator.'制卡 数量'.judged = {}",
        "indicator.a = { bands = [{ from = 3, points = 5 }, { points = 0 }] }",
        "indicator.a = { bands = { from = [3], points = [5, 0] } }",
        "indicator.a = { line = { points = [[0, '1'], ['98%', 2]], outside = 'zero' } }",
        "indicator.a = { weight = '３０％', formula = 3 }",
        "indicator.a = { weight = ' .5', formula = true }",
        "indicator.a = { judged = {}, on_missing = -3, round = 'none' }",
        "indicator.a = { choice = { '任何 文字' = 1 } }",
        "indicator.a = { pass = { is = 2019-01-01 } }",
        "indicator.a = { weight = 5 }\ntier.t.each = { judged = {} }",
        "indicator.a = { weight = 5 }\nruleset.extends = 'base.toml'",
        "change.indicator.a = {}",
        "change.indicator.a.bands = [{ points = 3 }]",
        "change.round.total = { to = 1 }",
        "tier.t.join = { best = 2 }",
        "tier.t.each = { weight = 3 }",
        "example = []",
        "example = [{ name = 'x', record = { any = { thing = [1] } }, expect = { x = { near = 1 } } }]",
    ],
)
def test_all_forms_are_taken(line: str) -> None:
    """Every form that a value may have is known."""
    text = f"scorerules = 1\n{line}\nruleset.id = 'x'\n"
    assert refusals(text) == []


def test_every_key_is_there_with_its_words() -> None:
    """What the classes of the language declare is what the schema has, and nothing else."""
    schema = ruleset_schema()
    shown = {
        (name, item["title"])
        for table in parts(schema)
        for name, item in table.get("properties", {}).items()
        if isinstance(item, Mapping) and "title" in item
    }
    declared = {
        (key.name, f"{key.words.zh} · {key.words.en}")
        for table in (*SINGLE_SECTIONS.values(), *ITEM_SECTIONS.values(), *subclasses(Table))
        if table.__module__.startswith("scorerules.")
        for key in keys_of(table).values()
        if (table, key.name) not in WHOLE_RULES
    }
    sections = {(name, f"{TOPICS[name].name.zh} · {TOPICS[name].name.en}") for name in SECTIONS}
    assert len(declared) > 100
    assert shown == declared | sections


def subclasses(table: type[Table]) -> Iterator[type[Table]]:
    """Every class of tables."""
    for one in table.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_section_has_a_topic() -> None:
    """Sections are told in words, each in both languages."""
    assert tuple(TOPICS) == SECTIONS
    topics = [*TOPICS.values(), *(kind.topic for kind in KINDS.values())]
    assert all(one.name[lang] and one.about[lang] for one in topics for lang in SCHEMA_LANGS["both"])


def test_texts_are_in_the_language_that_is_asked_for() -> None:
    """Titles and descriptions in one language, or in both, first Chinese."""
    step = {
        lang: ruleset_schema(lang)["properties"]["round"]["properties"]["total"]["properties"]["to"]
        for lang in SCHEMA_LANGS
    }
    zh = "修约到几的整数倍——大于 0 的数，可带单位"
    en = "the step to round to — a number above 0, with a unit or without"
    assert (step["zh"]["title"], step["zh"]["description"]) == ("修约到几的整数倍", zh)
    assert (step["en"]["title"], step["en"]["description"]) == ("the step to round to", en)
    assert step["both"]["title"] == "修约到几的整数倍 · the step to round to"
    assert step["both"]["description"] == f"{zh}\n\n{en}"
    assert step["both"]["default"] == 1


def test_what_is_required_says_so() -> None:
    """A required key is marked in its description, not in its title, and not where a part is enough."""
    schema = ruleset_schema("en")
    formula = schema["properties"]["outcome"]["additionalProperties"]["properties"]["formula"]
    assert formula["description"] == "the expression (required) — an expression in quotes"
    assert formula["title"] == "the expression"
    part = schema["properties"]["change"]["properties"]["outcome"]["additionalProperties"]
    assert part["properties"]["formula"]["description"] == "the expression — an expression in quotes"
    assert "required" not in part


def test_the_shipped_schema_is_current(run: Run) -> None:
    """The file beside the rulesets is what the command writes: ``scorerules schema -o rulesets/…``."""
    written = run("schema")
    assert (written.code, written.err) == (0, "")
    assert SCHEMA.read_bytes() == written.out.encode()


def test_the_command_writes_a_file(run: Run, tmp_path: Path) -> None:
    """``-o`` names a file, ``--lang`` a language; a folder that is not there is told."""
    target = tmp_path / "评分规则.json"
    done = run("schema", "-o", str(target), "--lang", "zh")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert json.loads(target.read_bytes()) == ruleset_schema("zh")
    assert target.read_bytes().endswith(b"}\n")
    assert b"\r" not in target.read_bytes()
    missing = run("schema", "-o", str(tmp_path / "none" / "x.json"))
    assert missing.code == 2
    assert re.search("No such file|没有", missing.err)
    assert run("schema", "--lang", "fr").code == 2


@pytest.mark.parametrize("path", SHIPPED_RULESETS, ids=named)
def test_shipped_rulesets_name_the_schema(path: Path) -> None:
    """Editors find the schema from the first line of every shipped ruleset."""
    assert path.read_text(encoding="utf-8").startswith(FIRST_LINE)
    assert (path.parent / FIRST_LINE.split()[1]).resolve() == SCHEMA
