"""Which case files stand beside a ruleset, and beside which ruleset a case file stands, by their names.

``NAME.cases.toml`` and ``NAME.WHAT.cases.csv`` belong to ``NAME.toml``. Where several rulesets would do, it
is the one with the longest name: ``fees.old.cases.toml`` belongs to ``fees.old.toml`` if that is there.
"""

from __future__ import annotations

from pathlib import Path

from scorerules.build.found import is_case_file

ENDINGS = 2
"""Parts that a name of a case file ends in: ``.cases`` and its format."""


def called_after(ruleset: Path) -> tuple[Path, ...]:
    """The case files whose names say that they belong to a ruleset, in the order of their names.

    Raises:
        OSError: Its folder cannot be listed.
    """
    start = f"{ruleset.stem}."
    names = sorted(
        one.name
        for one in ruleset.parent.iterdir()
        if one.name.startswith(start) and is_case_file(one.name) and one.is_file()
    )
    return tuple(file for name in names if home_of(file := ruleset.parent / name) == ruleset)


def home_of(cases: Path) -> Path | None:
    """The ruleset that the name of a case file means; ``None`` when there is none beside it."""
    parts = cases.name.split(".")[:-ENDINGS]
    names = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((file for name in names if (file := cases.with_name(f"{name}.toml")).is_file()), None)


def named_by(cases: Path) -> str:
    """What the ruleset beside a case file would have to be called."""
    return ".".join(cases.name.split(".")[:-ENDINGS]) + ".toml"
