"""Rulesets and records as the command line names them.

Goes in: a path, or ``-`` for standard input. Comes out: the ruleset or the record, or the library's own
error with every problem. Nothing here prints.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import click

import scorerules
from scorerules.diagnostics import Diagnostic, Faults, Severity
from scorerules.document import decode, read_source
from scorerules.review import Reviewed, review_file, review_text
from scorerules.source import Source

InputFormat: TypeAlias = Literal["auto", "toml", "json"]

STDIN = "-"
STDIN_NAME = "<stdin>"
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
_SUFFIXES: dict[str, Literal["toml", "json"]] = {".toml": "toml", ".json": "json"}
_UNREADABLE = frozenset(
    {"SR100", "SR101", "SR102", "SR103", "SR104", "SR106", "SR107", "SR108", "SR109", "SR620", "SR621"}
)
_TABLES = frozenset(f"SR{number}" for number in range(450, 470))
"""Codes of files that cannot be read or written at all, as opposed to texts with mistakes in them."""


def open_ruleset(path: str) -> scorerules.Ruleset:
    """The ruleset at ``path``; raises ``RulesetError``."""
    if path != STDIN:
        return scorerules.load(Path(path))
    faults = Faults()
    source = standard_input(faults, bom="refuse")
    if source is None:
        raise scorerules.RulesetError(faults.sorted())
    return scorerules.loads(source.text, name=STDIN_NAME)


def open_record(path: str, input_format: InputFormat) -> scorerules.Record:
    """The record at ``path``; raises ``RecordError``.

    A format that is not told is taken from the name of the file, else from the text: a JSON object
    begins with a brace, which no TOML document does.
    """
    faults = Faults()
    source = (
        standard_input(faults, bom="accept")
        if path == STDIN
        else read_source(Path(path), faults, bom="accept")
    )
    if source is None:
        raise scorerules.RecordError(faults.sorted())
    told = _SUFFIXES.get(Path(path).suffix.lower()) if input_format == "auto" else input_format
    chosen = told or ("json" if source.text.lstrip().startswith("{") else "toml")
    return scorerules.loads_record(source.text, format=chosen, name=source.name)


def review_ruleset(path: str) -> Reviewed:
    """What is found in the ruleset at ``path``; nothing is raised."""
    if path != STDIN:
        return review_file(path)
    faults = Faults()
    source = standard_input(faults, bom="refuse")
    return Reviewed(faults.sorted()) if source is None else review_text(source.text, STDIN_NAME)


def once_from_stdin(paths: Sequence[str]) -> None:
    """Refuse a command line that names standard input twice: it can be read only once."""
    if paths.count(STDIN) > 1:
        text = "standard input (-) can be named only once / 标准输入（-）只能出现一次"
        raise click.UsageError(text)


def exit_code(diagnostics: Iterable[Diagnostic], fail_on: Severity = "error") -> int:
    """2 when a file could not be read, 1 when there are findings of ``fail_on`` or worse, else 0."""
    found = [one for one in diagnostics if one.allowed is None]
    if any(one.code in _UNREADABLE | _TABLES for one in found):
        return 2
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if any(one.severity in grave for one in found) else 0


def standard_input(faults: Faults, *, bom: Literal["accept", "refuse", "keep"]) -> Source | None:
    """The text on standard input; ``None`` when it cannot be used."""
    # One byte more than allowed is enough to see that there is too much.
    data = sys.stdin.buffer.read(faults.limits.file_bytes + 1)
    return decode(data, STDIN_NAME, faults, bom=bom)
