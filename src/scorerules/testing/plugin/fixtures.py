"""What the fixtures of the pytest plugin give: the ruleset of a test, and its evaluation of records."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest
from attrs import frozen

from scorerules.diagnostics import Words, default_lang, say
from scorerules.errors import RulesetError
from scorerules.record import Datum, Record, load_record, loads_record
from scorerules.result import Evaluation
from scorerules.ruleset import Ruleset
from scorerules.testing.plugin import MARKER, RULESET
from scorerules.testing.plugin.collected import ruleset_at, told

Given: TypeAlias = Mapping[str, Datum] | Record | str | os.PathLike[str]
"""A record as a test gives it: a mapping, a TOML text, or the path of a file."""

_UNNAMED = Words(
    '没有说明用哪个评分规则；请给测试加上 @pytest.mark.{marker}("规则.toml")，或在 pytest 配置中写 {option}',
    'nothing names a ruleset; mark the test with @pytest.mark.{marker}("rules.toml"), or set {option} in the'
    " configuration of pytest",
)
_NO_PATH = Words(
    "@pytest.mark.{marker} 只接受一个参数：评分规则文件的路径",
    "@pytest.mark.{marker} takes one argument, the path of a ruleset",
)
_RECORD_FILES = (".toml", ".json")


def ruleset_of(request: pytest.FixtureRequest) -> Ruleset:
    """The ruleset of a test; the test fails where none is named, or it cannot be used."""
    folders = (request.path.parent, request.config.rootpath)
    try:
        return ruleset_at(_found(_named(request), folders), request.config)
    except RulesetError as error:
        pytest.fail(told(error.diagnostics), pytrace=False)


def _named(request: pytest.FixtureRequest) -> str | os.PathLike[str]:
    """The path that the parametrization, the closest marker or the configuration names."""
    facts = {"marker": MARKER, "option": RULESET}
    given = getattr(request, "param", None)
    marker = request.node.get_closest_marker(MARKER)
    if given is None and marker is not None:
        if len(marker.args) != 1 or marker.kwargs:
            pytest.fail(say(_NO_PATH, default_lang(), facts), pytrace=False)
        given = marker.args[0]
    given = given or request.config.getini(RULESET)
    if not given:
        pytest.fail(say(_UNNAMED, default_lang(), facts), pytrace=False)
    path: str | os.PathLike[str] = given
    return path


def _found(path: str | os.PathLike[str], folders: Iterable[Path]) -> Path:
    """A path from the first of the folders that has it; from the last where none has."""
    places = [folder / path for folder in folders]
    return next((one for one in places if one.exists()), places[-1])


@frozen
class Evaluate:
    """Scores records by one ruleset, as a function.

    Args:
        ruleset: The ruleset.
        folders: Where the paths of records are looked for.
    """

    ruleset: Ruleset
    folders: tuple[Path, ...] = ()

    def __call__(self, record: Given, *, cohort: Iterable[Given] | None = None) -> Evaluation:
        """Score one record.

        Args:
            record: Values by id, a TOML text, or the path of a TOML or JSON file.
            cohort: The records that it is compared with, given in the same ways.

        Raises:
            RecordError: Every fault of the record.
        """
        others = None if cohort is None else [self._read(one) for one in cohort]
        return self.ruleset.score(self._read(record), cohort=others)

    def _read(self, given: Given) -> Mapping[str, Datum] | Record:
        if isinstance(given, os.PathLike) or (
            isinstance(given, str) and "\n" not in given and given.endswith(_RECORD_FILES)
        ):
            return load_record(_found(given, self.folders), limits=self.ruleset.limits)
        if isinstance(given, str):
            return loads_record(given, limits=self.ruleset.limits)
        return given
