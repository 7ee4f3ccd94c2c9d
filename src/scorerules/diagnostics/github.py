"""Diagnostics as workflow commands of GitHub Actions, which shows them at their lines.

Goes in: a diagnostic and a language. Comes out: one line such as ``::error file=…,line=…::message``. What
people typed cannot end the line or begin a command of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scorerules.diagnostics.diagnostic import Diagnostic, Severity, place_fields
from scorerules.diagnostics.render import sentences
from scorerules.diagnostics.words import Lang

_COMMANDS: Mapping[Severity, str] = MappingProxyType(
    {"error": "error", "warning": "warning", "hint": "notice"}
)
_IN_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTIES = (*_IN_DATA, (":", "%3A"), (",", "%2C"))


def annotation(diagnostic: Diagnostic, lang: Lang, file: str) -> str:
    """The workflow command for a problem.

    Args:
        diagnostic: The problem.
        lang: Language of the message.
        file: The file that was checked, for a problem without a place.
    """
    properties: dict[str, object] = {"file": file}
    place = place_fields(diagnostic.span)
    if place is not None:
        properties |= {"file": place["file"], "line": place["line"], "col": place["column"]}
        properties["endLine"] = place["end_line"]
        if place["line"] == place["end_line"]:
            properties["endColumn"] = place["end_column"]
    properties["title"] = diagnostic.code
    told = ",".join(f"{name}={_escaped(str(value), _IN_PROPERTIES)}" for name, value in properties.items())
    message = _escaped(sentences(diagnostic, lang), _IN_DATA)
    return f"::{_COMMANDS[diagnostic.severity]} {told}::{message}"


def _escaped(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    for sign, written in signs:
        text = text.replace(sign, written)
    return text
