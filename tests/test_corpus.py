"""The corpus of rulesets and records: what is good scores as said, what is bad is told plainly.

``data/bad`` has at least one file, or one folder of files, for every diagnostic code. Beside each stand the
messages that people see, ``.zh.txt`` and ``.en.txt``. After a deliberate change, rewrite them and read every
difference:

    SCORERULES_ACCEPT=1 python -m pytest tests/test_corpus.py
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pytest

import scorerules
from corpus_made import MADE
from plainly import check, check_all
from scorerules.build.sections import ITEM_SECTIONS, SINGLE_SECTIONS
from scorerules.diagnostics import Diagnostic, Lang
from scorerules.diagnostics.catalogue import CATALOGUE
from scorerules.diagnostics.catalogue.findings.coverage import COVERAGE
from scorerules.diagnostics.render import full_all
from scorerules.formula import FUNCTIONS
from scorerules.kinds import KINDS
from scorerules.model import INPUT_TYPES, JOINS, MISSING_POLICIES, NOT_APPLICABLE_POLICIES, Scheme
from scorerules.model.policies import EmptyPolicy
from scorerules.numbers import MODES
from scorerules.reading import Key, OneOf, Table, keys_of
from scorerules.testing import run_examples

DATA = Path(__file__).parent / "data"
BAD = DATA / "bad"
RECORDS = BAD / "records"
KEPT = BAD / "made"
FAMILIES = BAD / "families"
GOOD = DATA / "good"

LANGS: tuple[Lang, ...] = ("zh", "en")
ACCEPT = bool(os.environ.get("SCORERULES_ACCEPT"))
MARK = re.compile(r"\{([a-z_]+)\}")

BAD_RULESETS = sorted(path.stem for path in BAD.glob("*.toml"))
BAD_RECORDS = sorted(
    path.relative_to(RECORDS).as_posix()
    for path in RECORDS.glob("*/SR*")
    if path.suffix in (".toml", ".json")
)
BAD_FAMILIES = sorted(path.name for path in FAMILIES.iterdir() if path.is_dir())
GOOD_RULESETS = sorted(path.stem for path in GOOD.glob("*.toml"))

WHOLE_RULES = {"rows", "clauses", "answers", "formula", "items"}
"""Keys of rules that are not written: the rule is the array, the table or the formula itself."""


def problems_of_ruleset(name: str) -> tuple[Diagnostic, ...]:
    """The problems of a ruleset, those of its examples included."""
    checked = scorerules.check if name[:5] in COVERAGE else check
    return checked(f"{name}.toml")


def problems_of_record(name: str) -> tuple[Diagnostic, ...]:
    """The problems of a record under the ruleset beside it."""
    ruleset = scorerules.load(Path(name).parent / "ruleset.toml")
    with pytest.raises(scorerules.RecordError) as raised:
        ruleset.score(scorerules.load_record(name))
    return raised.value.diagnostics


def compare(found: tuple[Diagnostic, ...], kept: Path) -> None:
    """The problems are those of the file's code, and read as kept."""
    code = kept.name[:5]
    assert [one.code for one in found] == [code]
    for one in found:
        entry = CATALOGUE[one.code]
        for words in (entry.headline, entry.help):
            marks = {mark for lang in LANGS for mark in MARK.findall(words[lang])}
            assert marks <= {*one.arguments, "path"}, "a fact that the text needs is not given"
    for lang in LANGS:
        text = full_all(found, lang) + "\n"
        golden = kept.with_name(f"{kept.name}.{lang}.txt")
        if ACCEPT:
            golden.write_text(text, encoding="utf-8", newline="\n")
        assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BAD_RULESETS)
def test_bad_rulesets(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One slip in a ruleset is one problem, at its place, in the words that were read and kept."""
    monkeypatch.chdir(BAD)
    compare(problems_of_ruleset(name), BAD / name)


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_bad_records(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One slip in a record is one problem."""
    monkeypatch.chdir(RECORDS)
    compare(problems_of_record(name), (RECORDS / name).with_suffix(""))


@pytest.mark.parametrize("name", MADE)
def test_made_files(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be kept as a text is told as plainly."""
    monkeypatch.chdir(tmp_path)
    compare(MADE[name](monkeypatch), KEPT / name)


@pytest.mark.parametrize("name", BAD_FAMILIES)
def test_bad_families(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rulesets that are fine one by one have one problem beside each other."""
    monkeypatch.chdir(FAMILIES)
    found = check_all([name])
    assert len(found) > 1
    assert [one for file in found for one in check(file)] == []
    compare(tuple(one for problems in found.values() for one in problems), FAMILIES / name)


@pytest.mark.parametrize("folder", sorted(path.name for path in RECORDS.iterdir()))
def test_rulesets_of_bad_records_are_good(folder: str) -> None:
    """The records are bad, the rulesets that they are scored with are not."""
    results = run_examples(scorerules.load(RECORDS / folder / "ruleset.toml"))
    assert results
    assert all(result.ok for result in results)


def test_every_code_has_a_bad_example() -> None:
    """No code is in the catalogue that nothing can bring about."""
    names = [*BAD_RULESETS, *(Path(name).name for name in BAD_RECORDS), *MADE, *BAD_FAMILIES]
    assert len(names) > 200
    assert {name[:5] for name in names} == set(CATALOGUE)


def test_every_kept_message_belongs_to_a_file() -> None:
    """Nothing is left over from files that were renamed."""
    names = {*BAD_RULESETS, *(Path(name).stem for name in BAD_RECORDS), *MADE, *BAD_FAMILIES}
    kept = {path.name.removesuffix(".txt").rpartition(".")[0] for path in BAD.rglob("*.txt")}
    assert kept == names


@pytest.mark.parametrize("code", CATALOGUE)
def test_texts_are_complete(code: str) -> None:
    """Both languages say the same with the same facts, without a full stop at the end."""
    entry = CATALOGUE[code]
    assert entry.headline.zh
    assert entry.headline.en
    assert bool(entry.help.zh) is bool(entry.help.en)
    assert set(MARK.findall(entry.headline.zh)) == set(MARK.findall(entry.headline.en))
    assert set(MARK.findall(entry.help.zh)) == set(MARK.findall(entry.help.en))
    assert not entry.headline.zh.endswith("。")
    assert not entry.headline.en.endswith(".")
    assert entry.headline.en[0] == entry.headline.en[0].lower()


@pytest.mark.parametrize("name", GOOD_RULESETS)
def test_good_rulesets(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example comes out as it was worked out by hand, and there is nothing to complain about."""
    monkeypatch.chdir(GOOD)
    assert check(f"{name}.toml") == ()
    results = run_examples(scorerules.load(f"{name}.toml"))
    assert results
    assert [full_all(one.diagnostics, "en") for one in results if not one.ok] == []


def tables(value: object) -> Iterator[Table]:
    """Every table of a scheme, those inside others included."""
    if isinstance(value, Table):
        yield value
    if isinstance(value, (Table, Scheme)):
        for field in attrs.fields(type(value)):
            yield from tables(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from tables(item)
    elif isinstance(value, Mapping):
        yield from tables(tuple(value.values()))


def declared_by(table: type[Table], key: Key) -> tuple[str, str]:
    """The class that declares a key, and the key; boundary words belong to many tables."""
    owner = next(
        one for one in reversed(table.__mro__) if key.attribute in getattr(one, "__annotations__", ())
    )
    return owner.__name__, key.name


def subclasses(table: type[Table]) -> Iterator[type[Table]]:
    """Every class of tables."""
    for one in table.__subclasses__():
        yield one
        yield from subclasses(one)


def good_schemes() -> list[Scheme]:
    """The schemes of the good rulesets."""
    return [scorerules.load(GOOD / f"{name}.toml").scheme for name in GOOD_RULESETS]


def test_good_rulesets_use_every_key() -> None:
    """No key of any section, row or rule is without an example."""
    known: set[tuple[str, str]] = set()
    used: set[tuple[str, str]] = set()
    for table in (one for scheme in good_schemes() for one in tables(scheme)):
        for key in keys_of(type(table)).values():
            known.add(declared_by(type(table), key))
            if table.written(key.name) is not None or key.name in WHOLE_RULES:
                used.add(declared_by(type(table), key))
    assert len(known) > 90
    assert known - used == set()
    declared = {
        declared_by(table, key)
        for table in (*SINGLE_SECTIONS.values(), *ITEM_SECTIONS.values(), *subclasses(Table))
        for key in keys_of(table).values()
        if table.__module__.startswith("scorerules.")
    }
    assert declared - known == set()


def test_good_rulesets_use_every_rule_and_word() -> None:
    """Every kind of rule, every word of a list of words and every function of formulas has an example."""
    text = "".join(path.read_text(encoding="utf-8") for path in GOOD.rglob("*.toml"))
    assert {name for name in KINDS if not re.search(rf"\b{name}\b[\s\"]*[=\]]", text)} == set()
    words = {
        word
        for scheme in good_schemes()
        for table in tables(scheme)
        for key in keys_of(type(table)).values()
        if isinstance(key.type, OneOf)
        for word in key.type.words
    }
    words |= {*MODES, *MISSING_POLICIES, *NOT_APPLICABLE_POLICIES, *INPUT_TYPES, *JOINS}
    words |= {
        word
        for table in subclasses(Table)
        for key in keys_of(table).values()
        if isinstance(key.type, EmptyPolicy)
        for word in key.type.words
    }
    assert {word for word in words if f'"{word}"' not in text} == set()
    assert {name for name in FUNCTIONS if f"{name}(" not in text} == set()
