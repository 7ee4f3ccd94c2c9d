"""Plays the pages of the documentation: runs what they show and fills in what it gives.

Goes in: the Markdown pages of this folder and the two READMEs. Comes out: the same pages with the output
of every command, the scores of every fragment and every table made from the library itself. Run
``python docs/pages.py`` after a change; ``tests/test_docs.py`` plays all pages and compares.

A page has a folder of its own while it is played. A comment right above a block says what happens to it:

- ``<!-- file: a.toml -->`` writes the block to a file, ``<!-- add to: a.toml -->`` puts it at its end,
  ``<!-- change: a.toml -->`` above a ``diff`` block replaces the lines marked ``-`` by those marked ``+``;
- ``<!-- shows: a.toml -->`` says that a file that a command wrote has these lines;
- ``<!-- refused: SR261 -->`` says that the ruleset in the block has this fault and no other;
- a ``toml`` block without a comment is a whole ruleset or a fragment of one, and must load;
- ``console`` blocks are run (``scorerules`` and ``pytest``), ``python`` blocks too, in one namespace for
  the page;
- ``<!-- needs: pyspark java -->`` leaves the block as it is where one of these packages or programs is not
  installed;
- ``<!-- scores: 98 | 100 -->`` is followed by what the first indicator of the last fragment gets for these
  records, ``<!-- totals: … -->`` by the totals, ``<!-- results: total, grade | RECORD | … -->`` by the named
  results, ``<!-- cohort: total, rank | RECORD | … -->`` by those of records compared with each other,
  ``<!-- table: NAME -->`` by a table of :mod:`page_tables`; each ends at ``<!-- end -->``.
"""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import page_tables
import tomli

import scorerules
from scorerules.cli import main
from scorerules.diagnostics import Lang
from scorerules.numbers import plain
from scorerules.testing import run_examples

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
PAGES = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))
FENCE = re.compile(
    r"(?:^<!-- (?P<mark>(?!end )[^\n]*) -->\n\n?)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
FILLED = re.compile(
    r"^<!-- (?P<what>scores|totals|results|cohort|table): (?P<of>[^\n]*) -->\n.*?^<!-- end -->$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"^\$ (?P<line>[^\n]*)\n(?P<output>(?:(?!\$ )[^\n]*\n)*)", re.MULTILINE)
LEFT_OUT = "…"
SEPARATOR = " | "


class PageProblem(Exception):  # noqa: N818 - a finding about a page
    """Something that a page shows is not so."""


def lang_of(path: Path) -> Lang:
    """The language of a page: its name says ``zh``."""
    return "zh" if path.name.endswith(".zh.md") else "en"


def built(path: Path) -> str:
    """The text that the page should have."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, _working_in(Path(folder), lang_of(path)):
        shutil.copytree(ROOT / "rulesets", "rulesets")
        return _Play(path, Path(folder)).run(text)


@contextlib.contextmanager
def _working_in(folder: Path, lang: Lang) -> Iterator[None]:
    before, told = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    os.environ["SCORERULES_LANG"] = lang
    os.environ.pop("COLUMNS", None)
    # Java of a page lives for seconds, so that compiling well does not pay.
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1"}
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(told)


class _Play:
    """One run through one page."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._lang = lang_of(path)
        self._folder = folder
        self._names: dict[str, Any] = {"__name__": "__page__"}
        self._fragment: tuple[scorerules.Ruleset, str] | None = None

    def run(self, text: str) -> str:
        """Play every block in its order and give the page with what came out."""
        pieces, problems, at = [], [], 0
        for match in sorted((*FENCE.finditer(text), *FILLED.finditer(text)), key=lambda one: one.start()):
            if match.start() < at:
                continue  # a block inside a table that is made
            pieces.append(text[at : match.start()])
            line = text.count("\n", 0, match.start()) + 1
            try:
                pieces.append(self._piece(match))
            except PageProblem as problem:
                problems.append(f"{self._path.name}:{line}: {problem}")
            at = match.end()
        if problems:
            raise PageProblem("\n".join(problems))
        return "".join((*pieces, text[at:]))

    def _piece(self, match: re.Match[str]) -> str:
        if "what" in match.groupdict():
            what, of = match["what"], match["of"]
            if what == "table":
                table = page_tables.table(of, self._lang)
            elif what in ("results", "cohort"):
                table = self._results(of, together=what == "cohort")
            else:
                table = self._scores(of, what == "totals")
            return f"<!-- {what}: {of} -->\n{table}\n<!-- end -->"
        kind, text, (verb, _, target) = match["kind"], match["text"], (match["mark"] or "").partition(": ")
        if verb == "needs" and not all(map(is_installed, target.split())):
            return match[0]
        if verb in ("file", "add to", "change"):
            self._write(verb, self._folder / target, text)
        elif verb == "shows":
            if text not in (self._folder / target).read_text(encoding="utf-8"):
                raise PageProblem(f"{target} does not have the lines that are shown")
        elif kind == "toml":
            self._toml(text, target.split() if verb == "refused" else [])
        elif kind == "console":
            return match[0].replace(text, COMMAND.sub(self._command, text))
        elif kind == "python":
            return match[0].replace(text, self._python(text))
        elif kind == "json":
            json.loads(text)
        elif kind not in ("sh", "text"):
            raise PageProblem(f"a block of kind {kind!r} is not played")
        return match[0]

    def _write(self, verb: str, file: Path, text: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        if verb == "file":
            file.write_text(text, encoding="utf-8")
            return
        known = file.read_text(encoding="utf-8")
        if verb == "add to":
            file.write_text(known + "\n" + text, encoding="utf-8")
            return
        old = "".join(line[1:] + "\n" for line in text.splitlines() if not line.startswith("+"))
        new = "".join(line[1:] + "\n" for line in text.splitlines() if not line.startswith("-"))
        if known.count(old) != 1:
            raise PageProblem(f"what is to be changed stands {known.count(old)} times in {file.name}")
        file.write_text(known.replace(old, new), encoding="utf-8")

    def _toml(self, text: str, codes: Sequence[str]) -> None:
        whole, records = complete(text)
        self._fragment = None
        try:
            self._fragment = scorerules.loads(whole, name="page.toml", root=self._folder), records
        except scorerules.RulesetError as error:
            got = sorted(one.code for one in error.diagnostics)
            if got != sorted(codes):
                raise PageProblem(f"the ruleset is refused:\n{error}") from None
        else:
            if codes:
                raise PageProblem(f"the ruleset is not refused with {', '.join(codes)}")
            for example in run_examples(self._fragment[0]):
                if not example.ok:
                    raise PageProblem("\n".join(one.headline("en") for one in example.diagnostics))

    def _scores(self, of: str, total: bool) -> str:
        if self._fragment is None:
            raise PageProblem("there is no ruleset above the scores")
        ruleset, first = self._fragment
        rows = [(f"`{one}`", _scored(ruleset, first, one, self._lang, total)) for one in of.split(SEPARATOR)]
        heads = ("填报数据", "总分" if total else "得分"), ("record", "total" if total else "score")
        return page_tables.markdown(heads[self._lang == "en"], rows)

    def _results(self, of: str, *, together: bool) -> str:
        """The named results of records, scored one by one or compared with each other."""
        if self._fragment is None:
            raise PageProblem("there is no ruleset above the results")
        ruleset, first = self._fragment
        names, *written = of.split(SEPARATOR)
        ids = names.split(", ")
        records = [_record(one, first) for one in written]
        try:
            found = ruleset.score_many(records, leave_out_failed=not together)
        except scorerules.RecordError as error:
            raise PageProblem(str(error)) from None
        rows = [
            (f"`{shown or '{}'}`", *(_result(one, name, self._lang) for name in ids))
            for shown, one in zip(written, found, strict=True)
        ]
        return page_tables.markdown(("填报数据" if self._lang == "zh" else "record", *ids), rows)

    def _command(self, match: re.Match[str]) -> str:
        line, shown = match["line"], match["output"]
        parts = [part for part in line.split(" && ") if "scorerules " in part or part.startswith("pytest ")]
        output = "".join(run_command(part) for part in parts)
        return f"$ {line}\n{_shown_again(shown, output)}"

    def _python(self, text: str) -> str:
        """Run a block; of a session, give it again with what it prints."""
        if ">>>" not in text:
            self._execute(text, "exec")
            return text
        lines: list[str] = []
        for example in doctest.DocTestParser().get_examples(text):
            first, *more = example.source.splitlines()
            lines += [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
            lines += self._execute(example.source, "single").splitlines()
        return "\n".join(lines) + "\n"

    def _execute(self, source: str, mode: str) -> str:
        written = io.StringIO()
        try:
            with contextlib.redirect_stdout(written):
                exec(compile(source, self._path.name, mode), self._names)  # noqa: S102 - our own pages
        except Exception as error:
            raise PageProblem(f"{type(error).__name__}: {error}") from error
        return written.getvalue()


def is_installed(name: str) -> bool:
    """Whether there is a package or a program of this name."""
    return importlib.util.find_spec(name) is not None or shutil.which(name) is not None


def run_command(line: str) -> str:
    """What a command of a page prints, both outputs together; runs of pytest all take the same time."""
    words = shlex.split(line)
    if words[0] == "pytest":
        return _run_pytest(words[1:])
    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
        main(words[1:])
    text = written.getvalue()
    return text if not text or text.endswith("\n") else text + "\n"


def _run_pytest(arguments: Sequence[str]) -> str:
    alone = ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest", "--color=no"]
    # On a build server pytest shortens less; what a page shows must not depend on that.
    told = {name: text for name, text in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
    done = subprocess.run(  # noqa: S603 - our own pages
        [sys.executable, "-m", "pytest", *alone, *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**told, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1", "PYTEST_ADDOPTS": ""},
        check=False,
    )
    return re.sub(r"in [0-9.]+s\b", "in 0.02s", done.stdout)


def _shown_again(shown: str, output: str) -> str:
    """What a page shows of an output: all of it, or after ``…`` one line and what is indented below it."""
    lines, marks = output.splitlines(keepends=True), shown.splitlines(keepends=True)
    if len(marks) < 2 or marks[0].strip() != LEFT_OUT or marks[1] not in lines:
        return output
    at = lines.index(marks[1])
    margin = _indent(marks[1])
    below = itertools.takewhile(lambda line: _indent(line) > margin, lines[at + 1 :])
    return "".join((f"{LEFT_OUT}\n", marks[1], *below, f"{LEFT_OUT}\n"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else -1


def complete(text: str) -> tuple[str, str]:
    """A fragment as a whole ruleset, and the id of its first indicator.

    What a fragment leaves out is added: the version, ``[ruleset]``, tiers, the full mark.
    """
    document = tomli.loads(text, parse_float=Fraction)
    weights = document.get("ruleset", {}).get("weights", "points")
    indicators: dict[str, dict[str, Any]] = document.get("indicator", {})
    first = next(iter(indicators), "")
    if "scorerules" in document:
        return text, first
    head, tail = "scorerules = 1\n", ""
    if "ruleset" not in document:
        head += '[ruleset]\nid = "fragment"\n'
    counted = {name: one for name, one in indicators.items() if "tier" in one}
    if not counted and weights != "none" and "extends" not in document.get("ruleset", {}):
        counted = {"rest": {"tier": next(iter(document.get("tier", {})), "rest_tier"), "weight": 100}}
        tail += f'\n[indicator.rest]\ntier = "{counted["rest"]["tier"]}"\nweight = 100\njudged = {{}}\n'
    tiers = dict.fromkeys(one["tier"] for one in counted.values())
    tail += "".join(f"\n[tier.{one}]\n" for one in tiers if one not in document.get("tier", {}))
    points = all(isinstance(one.get("weight"), (int, Fraction)) for one in counted.values())
    if counted and points and weights == "points" and "total" not in document:
        full = sum((Fraction(one["weight"]) for one in counted.values()), Fraction(0))
        tail += f"\n[total]\nfull = {plain(full)}\n"
    return head + text + tail, first


def _scored(ruleset: scorerules.Ruleset, first: str, written: str, lang: Lang, total: bool) -> str:
    """What the first indicator gets for a record, or the total, or why it gets nothing."""
    try:
        evaluation = ruleset.score(_record(written, first))
    except scorerules.RecordError as error:
        return "<br>".join(f"{one.code}: {one.headline(lang)}" for one in error.diagnostics)
    score = evaluation.total if total else evaluation.indicators[first].score
    assert score is not None
    return str(score)


def _record(written: str, first: str) -> dict[str, Any]:
    """A record as a page writes it: keys with values, or the value of the first indicator."""
    whole = not written or ("=" in written and not written.startswith("{"))
    table = "{ " + (written if whole else f"{first} = {written}") + " }"
    record: dict[str, Any] = tomli.loads(f"record = {table}", parse_float=Decimal)["record"]
    return record


def _result(found: scorerules.Evaluation | scorerules.RecordError, name: str, lang: Lang) -> str:
    """One named result of a record as a page shows it."""
    if isinstance(found, scorerules.RecordError):
        return "<br>".join(f"{one.code}: {one.headline(lang)}" for one in found.diagnostics)
    item, _, field = name.partition(".")
    value: object
    if item in found.outcomes:
        value = getattr(found.outcomes[item], field or "value")
    elif item in found.derived:
        value = found.derived[item].value
    elif item in found.indicators or item in found.tiers:
        value = getattr({**found.tiers, **found.indicators}[item], field or "score")
    elif item == "reasons":
        value = tuple(f"{one.text} −{one.lost}" for one in found.reasons)
    elif item == "vetoes":
        value = tuple(one.id for one in found.vetoes)
    else:
        value = getattr(found, item)
    if isinstance(value, tuple):
        value = ("、" if lang == "zh" else ", ").join(value) or None
    return "—" if value is None else str(value)


def rebuild() -> None:
    """Bring every page up to date and say which ones changed."""
    for path in PAGES:
        try:
            text = built(path)
        except PageProblem as problem:
            sys.stderr.write(f"{problem}\n")
            continue
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    rebuild()
