"""What a file with cases is, whatever its format."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from scorerules.diagnostics import Faults
from scorerules.model import Example
from scorerules.ruleset import Ruleset
from scorerules.testing.cases.files.beside import called_after, home_of
from scorerules.testing.cases.files.table_cases import open_delimited, open_workbook
from scorerules.testing.cases.files.toml_cases import open_toml


class CaseFile(Protocol):
    """An open file with cases."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def home(self) -> Path | None:
        """The ruleset that it belongs to; ``None`` when there is none."""

    def examples(self, ruleset: Ruleset | None, faults: Faults) -> tuple[Example, ...]:
        """Its cases, as examples of a ruleset.

        Args:
            ruleset: The ruleset; without one only what needs none is looked at.
            faults: Where mistakes go.
        """


def open_cases(path: Path, faults: Faults) -> CaseFile | None:
    """Read a case file: CSV or a workbook when its name says so, else TOML.

    Args:
        path: The file.
        faults: Takes why it cannot be read.
    """
    match path.suffix.lower():
        case ".csv":
            return open_delimited(path, faults)
        case ".xlsx":
            return open_workbook(path, faults)
        case _:
            return open_toml(path, faults)


def ruleset_of(path: Path) -> Path | None:
    """The ruleset that a case file belongs to, by its name or as it says; ``None`` when there is none."""
    if path.suffix.lower() != ".toml":
        return home_of(path)
    opened = open_toml(path, Faults())
    return home_of(path) if opened is None else opened.home


def beside(ruleset: Path) -> tuple[Path, ...]:
    """The case files beside a ruleset, those left out that say they belong to another.

    Raises:
        OSError: Its folder cannot be listed.
    """
    place = ruleset.resolve()
    # What says wrongly where it belongs is told with the ruleset that it is called after.
    homes = ((path, ruleset_of(path)) for path in called_after(ruleset))
    return tuple(path for path, home in homes if home is None or home.resolve() == place)
