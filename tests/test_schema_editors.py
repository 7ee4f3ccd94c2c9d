"""The engines inside editors, where they are installed, take good rulesets and refuse bad ones by the schema.

Tombi and Taplo are programs of their own; both read the ``#:schema`` line. Neither needs a network for it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from validation import BROKEN, GOOD, SCHEMA, SEEN, refusals

Lint = Callable[[Path], set[str]]

SLIPS = [one for one in BROKEN if one.name[:5] in SEEN]
"""Bad files with faults of structure; a few of them are such that no schema sees them."""


def program(name: str) -> str:
    """Where a program is; the test is skipped where it is not."""
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: pip install {name}")
    return found


def tombi(folder: Path) -> set[str]:
    """The files of a folder in which Tombi finds errors."""
    report = folder / "found.json"
    command = [program("tombi"), "lint", "--offline", "--quiet", "--diagnostics-format", "json"]
    subprocess.run(
        [*command, "--diagnostics-file", str(report), "."], cwd=folder, check=False, capture_output=True
    )
    found = json.loads(report.read_text(encoding="utf-8"))
    # Tables out of order are a matter of style to Tombi, and a warning.
    return {Path(one["path"]).name for one in found if one["level"] == "error"}


def taplo(folder: Path) -> set[str]:
    """The files of a folder in which Taplo finds errors."""
    command = [program("taplo"), "lint", "--no-auto-config"]

    def refuses(files: str) -> bool:
        return subprocess.run([*command, files], cwd=folder, check=False, capture_output=True).returncode != 0

    # One by one only where it must be: what Taplo says of several files is mixed.
    return {file.name for file in folder.glob("*.toml") if refuses(file.name)} if refuses("*.toml") else set()


def laid_out(files: list[Path], folder: Path) -> set[str]:
    """The files side by side below the schema, each with the line that names it; their names."""
    shutil.copy(SCHEMA, folder / SCHEMA.name)
    rules = folder / "rules"
    rules.mkdir()
    for number, file in enumerate(files):
        text = file.read_text(encoding="utf-8")
        line = "" if text.startswith("#:schema") else f"#:schema ../{SCHEMA.name}\n\n"
        (rules / f"{number}-{file.name}").write_text(line + text, encoding="utf-8")
    return {one.name for one in rules.glob("*.toml")}


@pytest.mark.parametrize("lint", [tombi, taplo])
def test_editors_take_good_rulesets(lint: Lint, tmp_path: Path) -> None:
    """No ruleset that the loader takes is marked in an editor."""
    laid_out(GOOD, tmp_path)
    assert lint(tmp_path / "rules") == set()


@pytest.mark.parametrize("lint", [tombi, taplo])
def test_editors_see_faults_of_structure(lint: Lint, tmp_path: Path) -> None:
    """What the schema refuses is marked in an editor, and nothing else."""
    names = laid_out(SLIPS, tmp_path)
    wrong = {
        f"{number}-{file.name}"
        for number, file in enumerate(SLIPS)
        if refusals(file.read_text(encoding="utf-8"))
    }
    assert len(wrong) > 20
    assert wrong < names
    assert lint(tmp_path / "rules") == wrong
