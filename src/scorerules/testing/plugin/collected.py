"""Rulesets and case files as pytest collects them: a file with a test for each of its cases, or laws.

Goes in: the path of a file. Comes out: test items whose failures read as ``scorerules test`` prints them, and
for a file that cannot be used its diagnostics in place of a traceback.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from scorerules.build.found import is_case_file
from scorerules.diagnostics import Diagnostic, default_lang
from scorerules.diagnostics.render import full_all
from scorerules.diagnostics.width import visible
from scorerules.errors import RulesetError
from scorerules.model import Example
from scorerules.ruleset import Ruleset, load
from scorerules.source import Span
from scorerules.testing.cases.examples import run_example
from scorerules.testing.cases.failures import failure_text
from scorerules.testing.cases.suites import Suite, SuiteFiles, suites
from scorerules.testing.plugin import MARKER, PROPERTIES

Loaded = TypeVar("Loaded", Ruleset, Suite)

_RULESETS = pytest.StashKey[dict[Path, Ruleset | RulesetError]]()
_SUITES = pytest.StashKey[dict[SuiteFiles, Suite | RulesetError]]()


def ruleset_at(path: Path, config: pytest.Config) -> Ruleset:
    """The ruleset at ``path``, read once in a run.

    Raises:
        RulesetError: Its errors, the same at every call.
    """
    return _once(config.stash.setdefault(_RULESETS, {}), path.resolve(), lambda: load(_shown(path)))


def suite_of(path: Path, config: pytest.Config) -> Suite:
    """The ruleset at ``path``, or that of the case file at ``path``, with all its cases, read once in a run.

    Raises:
        RulesetError: Every error of its files, the same at every call.
    """
    (files,) = suites([_shown(path)])
    if files.alone and files.file is not None:
        (files,) = suites([files.file, _shown(path)])
    return _once(config.stash.setdefault(_SUITES, {}), files, files.load)


def _once(known: dict[Any, Loaded | RulesetError], key: object, read: Callable[[], Loaded]) -> Loaded:
    if key not in known:
        try:
            known[key] = read()
        except RulesetError as error:
            known[key] = error
    found = known[key]
    if isinstance(found, RulesetError):
        raise found
    return found


def _shown(path: Path) -> str:
    """A path as messages show it: from the current directory, where there is a way."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


def told(diagnostics: Iterable[Diagnostic]) -> str:
    """What is wrong with a ruleset, in the language of the reader."""
    return full_all(diagnostics, default_lang())


class SuiteFile(pytest.File):
    """A ruleset or a case file; the cases that are written in it are tests, and the laws where asked for."""

    def collect(self) -> Iterable[CaseItem | LawItem]:
        """One test for each case, in the order of the file, then one for each law."""
        try:
            suite = suite_of(self.path, self.config)
        except RulesetError as error:
            # What is wrong with another file of the suite is told there.
            own = [one for one in error.diagnostics if self._holds(one.span)]
            raise self.CollectError(told(own or error.diagnostics)) from None
        cases = [one for one in suite.examples if self._holds(one.place())]
        laws = self._laws(suite.ruleset)
        names = list(_distinct([*(one.name for one in cases), *(f"law:{one}" for one in laws)]))
        return [
            *(
                CaseItem.from_parent(self, name=name, ruleset=suite.ruleset, case=one)
                for name, one in zip(names, cases, strict=False)
            ),
            *(
                LawItem.from_parent(self, name=name, law=law)
                for name, law in zip(names[len(cases) :], laws.values(), strict=True)
            ),
        ]

    def _laws(self, ruleset: Ruleset) -> Mapping[str, Callable[[], None]]:
        """The laws to try here: none unless asked for, none of case files and of abstract rulesets."""
        wanted = self.config.getoption(PROPERTIES) or self.config.getini(PROPERTIES)
        if not wanted or is_case_file(self.path.name) or ruleset.scheme.header.abstract:
            return {}
        try:
            from scorerules.testing import laws  # noqa: PLC0415 - imports Hypothesis, which may not be there
        except ModuleNotFoundError as missing:
            raise self.CollectError(str(missing)) from None
        return laws(ruleset)

    def _holds(self, span: Span | None) -> bool:
        return span is not None and Path(span.source.name).resolve() == self.path.resolve()


class CaseItem(pytest.Item):
    """A case of a ruleset, as a test.

    Args:
        name: What node ids call it.
        parent: The file it is written in.
        ruleset: What it is scored by.
        case: The case.
    """

    def __init__(self, name: str, parent: SuiteFile, *, ruleset: Ruleset, case: Example, **more: Any) -> None:
        super().__init__(name, parent, **more)
        self._ruleset, self._case = ruleset, case
        self.add_marker(MARKER)

    def runtest(self) -> None:
        """Score it and compare."""
        result = run_example(self._ruleset, self._case)
        if not result.ok:
            pytest.fail(failure_text(result, default_lang()), pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The line of the case, counted from 0 as pytest counts."""
        place = self._case.place()
        return self.path, None if place is None else place.line - 1, self.name


class LawItem(pytest.Item):
    """A law of a ruleset, as a test.

    Args:
        name: What node ids call it.
        parent: The file of the ruleset.
        law: Raises ``AssertionError`` when the law is broken.
    """

    def __init__(self, name: str, parent: SuiteFile, *, law: Callable[[], None], **more: Any) -> None:
        super().__init__(name, parent, **more)
        self._law = law
        self.add_marker(MARKER)

    def runtest(self) -> None:
        """Try it on drawn records."""
        message = None
        try:
            self._law()
        except AssertionError as broken:
            message = str(broken)
        if message is not None:  # out here, else pytest would show it a second time, as what came before
            pytest.fail(message, pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The ruleset as a whole."""
        return self.path, None, self.name


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """Names that can stand in a node id, each once.

    pytest takes a node id apart at ``::``, so that no name may hold it.
    """
    held: set[str] = set()
    for name in names:
        plain = visible(name).replace("::", ":")
        one, count = plain, 1
        while one in held:
            count += 1
            one = f"{plain} ({count})"
        held.add(one)
        yield one
