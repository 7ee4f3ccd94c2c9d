"""Problems on their way out: for people on standard error, as JSON for programs.

Goes in: diagnostics. Comes out: printed text or plain values. What a problem costs is decided elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from scorerules.cli import streams
from scorerules.cli.inputs import exit_code
from scorerules.diagnostics import Diagnostic, Lang
from scorerules.diagnostics.render import full_all


def as_values(diagnostics: Iterable[Diagnostic], lang: Lang) -> list[dict[str, object]]:
    """Problems as plain values for JSON."""
    return [one.to_dict(lang) for one in diagnostics]


def complain_of(diagnostics: tuple[Diagnostic, ...], lang: Lang, title: str = "") -> int:
    """Print problems on standard error and give the exit code they mean."""
    text = full_all(diagnostics, lang, color=streams.colorful(sys.stderr))
    streams.complain(f"{title}\n{text}" if title else text)
    return exit_code(diagnostics)


def fail(diagnostics: tuple[Diagnostic, ...], lang: Lang, *, as_json: bool) -> int:
    """End a command that cannot go on: the problems, and the exit code they mean."""
    if as_json:
        streams.write_json({"problems": as_values(diagnostics, lang)})
        return exit_code(diagnostics)
    return complain_of(diagnostics, lang)
