"""Rulesets with all the cases that are written for them.

Goes in: paths. Comes out: each ruleset with the examples of its file and of the case files beside it, or
every fault of all these files at once. Which cases hold is told by :func:`run_suite`.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from attrs import evolve, field, frozen

from scorerules.build.found import files_of, is_case_file, is_ruleset
from scorerules.diagnostics import Faults, Label, Words
from scorerules.errors import RulesetError
from scorerules.expect import expectations
from scorerules.limits import USUAL, Limits
from scorerules.model import Example
from scorerules.numbers import computing
from scorerules.ruleset import Ruleset, load
from scorerules.source import Source, Span
from scorerules.testing.cases.examples import ExampleResult, run_example
from scorerules.testing.cases.files import CaseFile, beside, named_by, open_cases, ruleset_of

_FIRST = Words("第一个在这里", "the first one is here")


@frozen
class Suite:
    """A ruleset and its cases.

    Args:
        file: The ruleset file.
        ruleset: The ruleset.
        examples: The examples of the file, then those of its case files.
        cases: The case files.
    """

    file: str
    ruleset: Ruleset
    examples: tuple[Example, ...]
    cases: tuple[str, ...] = ()


@frozen
class SuiteFiles:
    """The files of a suite that is not read yet.

    Args:
        file: The ruleset file; ``None`` when the case files have none.
        cases: Its case files.
        alone: Whether only the cases of the case files are meant, not those of the ruleset file.
    """

    file: str | None
    cases: tuple[str, ...] = ()
    alone: bool = field(default=False, kw_only=True)

    @property
    def name(self) -> str:
        """What a run of it is called: the ruleset file, or the case file that has none."""
        return self.cases[0] if self.file is None else self.file

    def load(self, *, limits: Limits = USUAL) -> Suite:
        """Read the files.

        Raises:
            RulesetError: Every error of the ruleset and of its cases, each with its place.
        """
        if self.file is None:
            faults = Faults(limits)
            for one in self.cases:
                opened = open_cases(Path(one), faults)
                if opened is not None:
                    _refuse_homeless(opened, faults)
            raise RulesetError(faults.sorted())
        suite = load_suite(self.file, self.cases, limits=limits)
        if not self.alone:
            return suite
        return evolve(suite, examples=suite.examples[len(suite.ruleset.examples) :])


def load_suite(
    path: str | PathLike[str],
    cases: Iterable[str | PathLike[str]] | None = None,
    *,
    root: str | PathLike[str] | None = None,
    limits: Limits = USUAL,
) -> Suite:
    """Load a ruleset with the cases that are written for it.

    Args:
        path: The ruleset file.
        cases: Its case files; unless said those beside it, called ``NAME.cases.toml`` or
            ``NAME.WHAT.cases.toml`` (also ``.csv``, ``.xlsx``) where the ruleset is called ``NAME.toml``.
        root: The folder below which ``extends`` may read; the folder of the ruleset unless said.
        limits: How much the ruleset and its records may cost.

    Raises:
        RulesetError: Every error of the ruleset and of its cases, each with its place.
    """
    faults, ruleset = Faults(limits), None
    try:
        ruleset = load(path, root=root, limits=limits)
    except RulesetError as error:
        faults.extend(error.diagnostics)
    opened = opened_beside(Path(path), faults) if cases is None else _opened(map(Path, cases), faults)
    examples = cases_of(opened, ruleset, faults)
    if ruleset is None or faults.errors:
        raise RulesetError(faults.sorted())
    return Suite(str(path), ruleset, (*ruleset.examples, *examples), tuple(str(one.path) for one in opened))


def run_suite(suite: Suite) -> tuple[ExampleResult, ...]:
    """Run every case of a suite.

    Returns:
        One result for each case, in their order.
    """
    return tuple(run_example(suite.ruleset, example) for example in suite.examples)


def suites(paths: Iterable[str]) -> tuple[SuiteFiles, ...]:
    """The suites that paths mean.

    Args:
        paths: Ruleset files, case files, and folders with such files. A ruleset comes with all case files
            beside it; of a case file that is named without its ruleset only its own cases are meant.

    Raises:
        OSError: When a folder cannot be listed.
    """
    files = files_of(paths, lambda path: is_ruleset(path) or is_case_file(path))
    named = {Path(one).resolve(): one for one in reversed(files) if not is_case_file(one)}
    found: dict[Path | str, SuiteFiles] = {}
    for file in files:
        if not is_case_file(file):
            found.setdefault(Path(file).resolve(), SuiteFiles(file, _names_beside(file)))
            continue
        home = ruleset_of(Path(file))
        if home is None:
            found[file] = SuiteFiles(None, (file,))
            continue
        place = home.resolve()
        whole = place in named
        name = named.get(place, str(home))
        before = found.get(place, SuiteFiles(name, _names_beside(name) if whole else (), alone=not whole))
        found[place] = evolve(before, cases=_with(before.cases, file))
    return tuple(found.values())


def cases_of(opened: Iterable[CaseFile], ruleset: Ruleset | None, faults: Faults) -> tuple[Example, ...]:
    """The cases of files, checked against their ruleset and against each other.

    Args:
        opened: The files.
        ruleset: The ruleset; without it only what needs none is checked.
        faults: Where mistakes go.
    """
    examples = tuple(example for one in opened for example in one.examples(ruleset, faults))
    if ruleset is None:
        return examples
    with computing(faults.limits):
        for example in examples:
            expectations(example, ruleset.scheme, ruleset.plan, faults)
    if examples and ruleset.scheme.header.abstract:
        faults.add("SR271", examples[0].place(), path=examples[0].path)
    if examples:
        _refuse_twice((*ruleset.examples, *examples), faults)
    return examples


def _refuse_twice(examples: Iterable[Example], faults: Faults) -> None:
    """Note cases that are called the same: a result could not be told from the other."""
    first: dict[str, Example] = {}
    for one in examples:
        before = first.setdefault(one.name, one)
        place = before.place("name")
        if before is not one and one.name:
            labels = () if place is None else (Label(place, _FIRST),)
            faults.add("SR606", one.place("name"), path=f"{one.path}.name", labels=labels, name=one.name)


def _refuse_homeless(opened: CaseFile, faults: Faults) -> None:
    if opened.home is None and not faults.errors:
        start = Span(Source(str(opened.path), ""), 0, 0)
        faults.add("SR605", start, name=opened.path.name, file=named_by(opened.path))


def _opened(paths: Iterable[Path], faults: Faults) -> tuple[CaseFile, ...]:
    found = (open_cases(path, faults) for path in paths)
    return tuple(one for one in found if one is not None)


def opened_beside(ruleset: Path, faults: Faults) -> tuple[CaseFile, ...]:
    """The case files beside a ruleset that belong to it.

    Args:
        ruleset: The ruleset file.
        faults: Takes why one cannot be read.
    """
    try:
        names = beside(ruleset)
    except OSError:
        return ()
    return _opened(names, faults)


def _names_beside(ruleset: str) -> tuple[str, ...]:
    try:
        return tuple(map(str, beside(Path(ruleset))))
    except OSError:
        return ()  # loading the ruleset says what is wrong


def _with(cases: tuple[str, ...], file: str) -> tuple[str, ...]:
    """Case files with one more, unless it is among them."""
    known = {Path(one).resolve() for one in cases}
    return cases if Path(file).resolve() in known else (*cases, file)
