"""The documentation: everything that its pages show is so, and nothing of the language is left out."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli

from scorerules.build.sections import CHANGE, ITEM_SECTIONS, SECTIONS, SINGLE_SECTIONS
from scorerules.diagnostics.catalogue import CATALOGUE
from scorerules.formula import FUNCTIONS
from scorerules.kinds import KINDS
from scorerules.model import JOINS
from scorerules.numbers import MODES
from scorerules.reading import keys_of

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "docs"))

import page_tables  # noqa: E402
import pages  # noqa: E402

LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)]+)\)")
HEADING = re.compile(r"^#+ (?P<text>.*)$", re.MULTILINE)
CODE = re.compile(r"SR[1-9][0-9]{2}")
ONE_LANGUAGE = {"CHANGELOG.md", "python.md", "design.md", "glossary.md"} | {
    path.name for path in (ROOT / "docs/rulesets").glob("*.md")
}
"""Pages that stand alone: for programmers, or in both languages at once."""

NOT_WRITTEN = {
    ("deduct", "clauses"),
    ("bands", "rows"),
    ("choice", "answers"),
    ("checklist", "items"),
    ("defects", "items"),
}
"""Names that only the code has: the value of the kind is itself the array or the table."""

TEXTS = {"choices", "description", "grade", "name", "reason", "remark", "source", "text", "unit"}
"""Keys whose values are in the language of the page."""

WITHOUT_KEYS = {"kind choice", "kind cases", "kind formula", "penalty", "zero"}
"""Tables whose keys are answers, conditions or an expression; and the twin of ``bonus``."""

MOST_LINES = 800
"""Lines of one page of the reference, tables left out."""

JUDGED = "[indicator.a]\ntier = 't'\nweight = 9\njudged = {}"
"""A fragment of a ruleset."""

PLACES = "[ruleset]\nid = 'x'\nweights = 'none'\n[input.x]\n[outcome.rank]\nformula = 'cohort_rank(x)'"
"""A ruleset that compares records."""

WRONG_EXAMPLE = "[[example]]\nname = 'x'\nrecord = { a = 9 }\nexpect = { a = 8 }"
"""An example of it that does not hold."""

INDEX = ROOT / "docs/reference/language.md"
CHAPTERS = ROOT / "docs/reference/language"
LANGS = ("en", "zh")


def named(path: Path) -> str:
    """The path as test reports show it."""
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    """The text of a page."""
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    """The text of a page without its blocks of code."""
    return pages.FENCE.sub("", text_of(path))


def chapter(name: str, lang: str) -> str:
    """The text of one page of the language reference."""
    return text_of(CHAPTERS / (f"{name}.zh.md" if lang == "zh" else f"{name}.md"))


def reference(lang: str) -> str:
    """The language reference in one language, all of its pages."""
    found = [INDEX, *sorted(CHAPTERS.glob("*.md"))]
    zh = [partner(INDEX), *sorted(CHAPTERS.glob("*.zh.md"))]
    return "\n".join(
        text_of(path) for path in (zh if lang == "zh" else [one for one in found if one not in zh])
    )


def test_there_are_pages() -> None:
    """The pages that the other tests walk are found."""
    expected = {ROOT / "README.md", ROOT / "docs/tutorial/residence-card.md", INDEX, CHAPTERS / "kinds.md"}
    assert expected <= set(pages.PAGES)


def test_no_page_of_the_reference_is_too_long() -> None:
    """A page of the language reference can be read in one sitting; tables are not read line by line."""
    for path in CHAPTERS.glob("*.md"):
        assert sum(not line.startswith("|") for line in text_of(path).splitlines()) < MOST_LINES, path.name


@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("path", pages.PAGES, ids=named)
def test_page_shows_what_is(path: Path) -> None:
    """Every command, session, ruleset, score and table of a page comes out as the page shows it."""
    assert pages.built(path) == text_of(path), "run: python docs/pages.py"


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ("```toml\n[indicator.a]\ntier = 't'\nweight = 1\n```", "SR210"),
        (
            "<!-- refused: SR210 -->\n```toml\n[indicator.a]\ntier = 't'\nweight = 1\njudged = {}\n```",
            "not refused",
        ),
        ("<!-- refused: SR211 -->\n```toml\n[indicator.a]\ntier = 't'\nweight = 1\n```", "SR210"),
        (f"```toml\n{JUDGED}\n{WRONG_EXAMPLE}\n```", "should be 8 and is 9"),
        ("<!-- scores: 1 -->\n<!-- end -->", "no ruleset"),
        ("<!-- results: total | -->\n<!-- end -->", "no ruleset"),
        (f"```toml\n{PLACES}\n```\n<!-- cohort: rank | y = 1 -->\n<!-- end -->", "SR401"),
        ("<!-- file: a -->\n```text\nx\n```\n<!-- change: a -->\n```diff\n-y\n+z\n```", "0 times"),
        ("<!-- file: a -->\n```text\nx\n```\n<!-- shows: a -->\n```text\ny\n```", "does not have the lines"),
        ("```python\n1 / 0\n```", "ZeroDivisionError"),
        ("```yaml\na: 1\n```", "not played"),
    ],
)
def test_a_wrong_page_is_found(tmp_path: Path, block: str, problem: str) -> None:
    """A page that shows something untrue has a problem at its line."""
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{block}\n", encoding="utf-8")
    with pytest.raises(pages.PageProblem, match=rf"(?s)page\.md:\d+: .*{problem}"):
        pages.built(page)


def test_a_block_that_cannot_run_here_is_left_alone(tmp_path: Path) -> None:
    """A block that needs what is not installed stays as it is; one whose needs are met is played."""
    page = tmp_path / "page.md"
    text = "<!-- needs: no_such_package sh -->\n```python\n1 / 0\n```\n"
    page.write_text(text, encoding="utf-8")
    assert pages.built(page) == text
    page.write_text(text.replace("no_such_package", "json"), encoding="utf-8")
    with pytest.raises(pages.PageProblem, match="ZeroDivisionError"):
        pages.built(page)


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("```console\n$ scorerules check gone.toml\nfine\n```", "error[SR100]"),
        ("```python\n>>> 1 + 1\n3\n```", "\n2\n"),
        (
            f"```toml\n{JUDGED}\n```\n<!-- scores: 9 -->\n8\n<!-- end -->",
            "| `9` | 9 |",
        ),
        ("<!-- table: functions -->\n<!-- end -->", "| `sqrt(x)` |"),
        (
            f"```toml\n{JUDGED}\n```\n<!-- results: a, total, status, vetoes | 9 -->\n<!-- end -->",
            "| `9` | 9 | 9 | scored | — |",
        ),
        (f"```toml\n{PLACES}\n```\n<!-- cohort: rank | x = 1 | x = 2 -->\n<!-- end -->", "| `x = 1` | 2 |"),
    ],
)
def test_a_wrong_output_is_put_right(tmp_path: Path, shown: str, right: str) -> None:
    """Outputs that differ are replaced by what comes out, so that the comparison fails."""
    page = tmp_path / "page.md"
    page.write_text(shown + "\n", encoding="utf-8")
    assert right not in shown
    assert right in pages.built(page)


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", pages.PAGES, ids=named)
def test_links_lead_somewhere(path: Path) -> None:
    """Relative links lead to files that are there, and anchors to headings."""
    for match in LINK.finditer(prose_of(path)):
        if match["to"].startswith("https://"):
            continue
        file, _, anchor = match["to"].partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), match[0]
        assert target.is_relative_to(ROOT), match[0]
        if anchor:
            assert anchor in {slug(one["text"]) for one in HEADING.finditer(text_of(target))}, match[0]


@pytest.mark.parametrize("path", pages.PAGES, ids=named)
def test_codes_exist(path: Path) -> None:
    """Codes that a page names are codes of the catalogue."""
    assert set(CODE.findall(text_of(path))) <= set(CATALOGUE)


@pytest.mark.parametrize("ending", [".md", ".zh.md"])
def test_the_pages_of_errors_are_complete(ending: str) -> None:
    """Every code has a row in the table of errors and a heading on the page of its family."""
    folder = ROOT / "docs/reference"
    rows = re.findall(r"(?m)^\| \[(SR[0-9]+)\]", text_of(folder / f"errors{ending}"))
    families = [folder / f"errors/SR{family}xx{ending}" for family in page_tables.FAMILIES]
    headings = [one["text"] for path in families for one in HEADING.finditer(text_of(path))]
    assert rows == sorted(CATALOGUE)
    assert set(rows) <= set(headings)


def partner(path: Path) -> Path:
    """The page in the other language."""
    chinese = path.name.endswith(".zh.md")
    name = path.name.replace(".zh.md", ".md") if chinese else path.name.replace(".md", ".zh.md")
    return path.with_name(name)


@pytest.mark.parametrize("path", [one for one in pages.PAGES if one.name not in ONE_LANGUAGE], ids=named)
def test_author_pages_are_in_both_languages(path: Path) -> None:
    """Pages for authors come in pairs, and both links between READMEs are there."""
    assert partner(path).exists()


@pytest.mark.parametrize("path", [one for one in pages.PAGES if one.name.endswith(".zh.md")], ids=named)
def test_pairs_show_the_same(path: Path) -> None:
    """Both languages show the same commands and the same rulesets, but for texts and comments."""
    assert Counter(blocks(path)) == Counter(blocks(partner(path)))


def blocks(path: Path) -> Iterator[str]:
    """The written blocks of a page, each without what may differ between languages."""
    for match in pages.FENCE.finditer(pages.FILLED.sub("", text_of(path))):
        kind, text = match["kind"], match["text"]
        if kind == "console":
            yield "\n".join(line for line in text.splitlines() if line.startswith("$ "))
        elif kind == "toml":
            yield f"{match['mark']}: {shape(tomli.loads(text))}"
        elif kind == "python":
            lines = [line for line in text.splitlines() if line.startswith((">>>", "..."))]
            yield re.sub(r'"(en|zh)"', "", "\n".join(lines))
        elif kind == "csv":
            yield re.sub(r"[^0-9.,%\n]", "", text)
        elif kind == "diff":
            yield "\n".join(line for line in text.splitlines() if line[0] in "+-")
        else:
            yield text


def shape(value: Any, key: str = "") -> object:
    """A value of a ruleset without its texts: names, answers, and the units behind quantities."""
    match value:
        case dict() if key == "choice":
            return list(value.values())
        case dict() if key == "allow":
            return list(value)
        case dict():
            return {name: shape(item, name) for name, item in sorted(value.items())}
        case list():
            return [shape(item, key) for item in value]
        case str() if key in TEXTS:
            return ""
        case str():
            return re.sub(r"'[^']*'|(?<=[0-9]) ?[^\W\d_]+$", "", value)
        case _:
            return value


def sections() -> Iterator[tuple[str, str]]:
    """Every key of every section and kind, with the table it belongs to."""
    tables: Mapping[str, type] = {**SINGLE_SECTIONS, **ITEM_SECTIONS, **KINDS, **page_tables.TABLES}
    for name, table in tables.items():
        yield from (
            (name, key) for key in keys_of(table) if (name.removeprefix("kind "), key) not in NOT_WRITTEN
        )


@pytest.mark.parametrize("lang", LANGS)
def test_the_reference_is_complete(lang: str) -> None:
    """Every section, key, kind, function, join and rounding mode stands in the reference in code."""
    shown = reference(lang)
    prose = pages.FENCE.sub("", shown)
    keys = {key for _, key in sections()}
    assert len(keys) > 60
    assert {key for key in keys if f"`{key}`" not in prose} == set()
    assert {kind for kind in KINDS if f"### `{kind}`" not in prose} == set()
    assert {one for one in FUNCTIONS if f"`{one}(" not in prose} == set()
    assert {one for one in MODES if f"| `{one}` |" not in prose} == set()
    assert {one for one in JOINS if f'`"{one}"`' not in prose} == set()
    assert {one for one in SECTIONS if not re.search(rf"^\[*{one}\b", shown, re.MULTILINE)} <= {CHANGE}


@pytest.mark.parametrize("lang", LANGS)
def test_every_table_of_keys_is_shown(lang: str) -> None:
    """The keys of every section, of every kind and of what stands in them have a table."""
    shown = set(re.findall(r"<!-- table: keys (.*) -->", reference(lang)))
    assert set(page_tables.TABLES) - shown == WITHOUT_KEYS


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_has_an_example_with_scores(lang: str) -> None:
    """Below the heading of every kind stand a ruleset that uses it and scores that it gives."""
    text = chapter("kinds", lang) + "\n##"
    for kind in KINDS:
        part = re.search(rf"(?ms)^### `{kind}`$(.*?)(?=^##)", text)
        assert part is not None, kind
        used = [tomli.loads(one["text"]) for one in pages.FENCE.finditer(part[1]) if one["kind"] == "toml"]
        assert any(kind in rule for one in used for rule in one["indicator"].values()), kind
        assert "<!-- scores: " in part[1], kind


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_installs_with_the_commands_of_ci(name: str) -> None:
    """The command that installs and tests is there once, its test command is what CI runs."""
    commands = [one["text"] for one in pages.FENCE.finditer(text_of(ROOT / name)) if one["kind"] == "sh"]
    assert len(commands) == 1
    *install, test = commands[0].strip().split(" && ")
    assert install == ["python3 -m venv .venv", '.venv/bin/pip install -q -e ".[all]"']
    assert test == ".venv/bin/python -m pytest"
    assert test in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_readme_begins_with_a_form() -> None:
    """The first command of the README installs the command line and scores the residence-card form."""
    first = next(pages.FENCE.finditer(text_of(ROOT / "README.md")))
    assert first["text"].startswith('$ python3 -m venv .venv && .venv/bin/pip install -q ".[cli]" && ')
    assert "residence-card.toml" in first["text"]
    assert "│    100 │    91 │" in first["text"]


def test_the_changelog_tells_of_scores() -> None:
    """Each version of the changelog says whether scores changed."""
    versions = re.split(r"(?m)^## ", text_of(ROOT / "CHANGELOG.md"))[1:]
    assert versions
    assert all("### Score changes" in one for one in versions)
