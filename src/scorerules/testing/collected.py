"""Rulesets as pytest collects them: a file with a test for each of its cases.

Goes in: the path of a ruleset. Comes out: test items whose failures read as ``scorerules test`` prints them,
and for a ruleset that cannot be used its diagnostics in place of a traceback.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scorerules.diagnostics import default_lang
from scorerules.diagnostics.render import full, full_all
from scorerules.diagnostics.width import visible
from scorerules.errors import RulesetError
from scorerules.ruleset import Ruleset, load
from scorerules.source import Span
from scorerules.testing.examples import ExampleResult, run_examples
from scorerules.testing.plugin import MARKER

_LOADED = pytest.StashKey[dict[Path, Ruleset | RulesetError]]()


def loaded(path: Path, config: pytest.Config) -> Ruleset:
    """The ruleset at ``path``, read once in a run.

    Raises:
        RulesetError: Its errors, the same at every call.
    """
    known = config.stash.setdefault(_LOADED, {})
    file = path.resolve()
    if file not in known:
        try:
            known[file] = load(_shown(path))
        except RulesetError as error:
            known[file] = error
    found = known[file]
    if isinstance(found, RulesetError):
        raise found
    return found


def _shown(path: Path) -> str:
    """A path as messages show it: from the current directory, where there is a way."""
    try:
        return os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)


def told(error: RulesetError) -> str:
    """What is wrong with a ruleset, in the language of the reader."""
    return full_all(error.diagnostics, default_lang())


class RulesetFile(pytest.File):
    """A ruleset file; its cases are tests."""

    def collect(self) -> Iterable[CaseItem]:
        """One test for each case, in the order of the file."""
        try:
            rules = loaded(self.path, self.config)
        except RulesetError as error:
            raise self.CollectError(told(error)) from None
        results = run_examples(rules)
        names = list(_distinct(one.name for one in results))
        return [
            CaseItem.from_parent(self, name=name, result=one)
            for name, one in zip(names, results, strict=True)
        ]


class CaseItem(pytest.Item):
    """A case of a ruleset, as a test.

    Args:
        name: What node ids call it.
        parent: The file it is written in.
        result: What became of it.
    """

    def __init__(self, name: str, parent: RulesetFile, *, result: ExampleResult, **more: Any) -> None:
        super().__init__(name, parent, **more)
        self._result = result
        self.add_marker(MARKER)

    def runtest(self) -> None:
        """Run it."""
        if not self._result.ok:
            lang = default_lang()
            text = "\n\n".join(full(one, lang) for one in self._result.diagnostics)
            pytest.fail(text, pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The line of the case."""
        return self.path, _line(self._result.span), self.name


def _line(span: Span | None) -> int | None:
    """The line of a place, counted from 0 as pytest counts."""
    return None if span is None else span.line - 1


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
