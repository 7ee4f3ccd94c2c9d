"""The pytest plugin: the cases of rulesets are tests, and tests have fixtures for rulesets.

Goes in: the hooks that pytest calls. Comes out: collectors of ruleset files, the fixtures ``ruleset`` and
``evaluate``. Nothing of the library but what tells rulesets from other files is imported before there is a
ruleset, because this module is loaded into every run of pytest.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scorerules.build.found import is_case_file, is_ruleset

if TYPE_CHECKING:
    from scorerules.ruleset import Ruleset
    from scorerules.testing.plugin.fixtures import Evaluate

MARKER = "scorerules"
COLLECT = "scorerules_collect"
FILES = "scorerules_files"
PROPERTIES = "scorerules_properties"
RULESET = "scorerules_ruleset"

_SUFFIXES = (".toml", ".csv", ".xlsx")
_USUAL_FILES = ("*.toml", "*.cases.csv", "*.cases.xlsx")
_MARKER_HELP = (
    f"{MARKER}(path): the ruleset of the fixtures `ruleset` and `evaluate`; every case of a ruleset has it "
    "too / 指定 fixture `ruleset`、`evaluate` 所用的评分规则；评分规则的每个示例也带有此标记"
)
_OPTIONS = (
    (COLLECT, "bool", True, "Whether the cases of rulesets are tests / 是否把评分规则的示例作为测试运行"),
    (
        FILES,
        "args",
        _USUAL_FILES,
        "Globs of rulesets and case files / 评分规则和示例文件的通配符",
    ),
    (PROPERTIES, "bool", False, "Whether the laws of rulesets are tests / 是否把评分规则的性质作为测试运行"),
    (
        RULESET,
        "string",
        "",
        f"Ruleset of tests without a `{MARKER}` marker / 没有 `{MARKER}` 标记的测试所用的评分规则",
    ),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Register the options of the configuration file, and that of the command line."""
    for name, kind, default, text in _OPTIONS:
        parser.addini(name, text, type=kind, default=default)  # type: ignore[arg-type]
        if name == PROPERTIES:
            option = f"--{PROPERTIES.replace('_', '-')}"
            parser.getgroup(MARKER).addoption(option, action="store_true", dest=PROPERTIES, help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", _MARKER_HELP)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a ruleset or a case file; every other file is passed over at little cost."""
    if file_path.suffix.lower() not in _SUFFIXES or not parent.config.getini(COLLECT):
        return None
    if not (parent.session.isinitpath(file_path) or _matches(file_path, parent.config)):
        return None
    if not (is_case_file(file_path.name) or is_ruleset(str(file_path))):
        return None
    from scorerules.testing.plugin.collected import SuiteFile  # noqa: PLC0415 - now there are cases

    return SuiteFile.from_parent(parent, path=file_path)


def _matches(file: Path, config: pytest.Config) -> bool:
    """Whether a file is one of those that may be rulesets."""
    below = file.relative_to(config.rootpath) if file.is_relative_to(config.rootpath) else file
    return any(fnmatch(below.as_posix() if "/" in one else file.name, one) for one in config.getini(FILES))


@pytest.fixture
def ruleset(request: pytest.FixtureRequest) -> Ruleset:
    """The ruleset that ``@pytest.mark.scorerules("path.toml")`` names, loaded once for all tests.

    A parametrization with ``indirect`` may name it too; where nothing does, ``scorerules_ruleset`` of the
    configuration file. A path is relative to the file of the test, else to rootdir.
    """
    from scorerules.testing.plugin.fixtures import ruleset_of  # noqa: PLC0415 - now it is needed

    return ruleset_of(request)


@pytest.fixture
def evaluate(request: pytest.FixtureRequest, ruleset: Ruleset) -> Evaluate:
    """Scores a record by ``ruleset``: a mapping, a TOML text, or the path of a TOML or JSON file."""
    from scorerules.testing.plugin.fixtures import Evaluate  # noqa: PLC0415 - now it is needed

    return Evaluate(ruleset, (request.path.parent, request.config.rootpath))
