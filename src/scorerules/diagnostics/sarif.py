"""Diagnostics as SARIF 2.1.0, the exchange format of checking programs.

Goes in: diagnostics with the file each was found in, a language and what is known of their codes. Comes
out: plain values for JSON. Columns count code points, as everywhere in the library, and say so. Texts keep
their braces as they are: no message takes arguments, and readers of the format do not undo doubling.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from scorerules.diagnostics.diagnostic import Diagnostic, Severity, place_fields
from scorerules.diagnostics.render import plain_line, sentences
from scorerules.diagnostics.words import Lang, Words
from scorerules.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = MappingProxyType({"error": "error", "warning": "warning", "hint": "note"})
_LANGUAGES: Mapping[Lang, str] = MappingProxyType({"zh": "zh-CN", "en": "en-US"})
_CORRECTION = Words("自动改正", "make the safe correction")


def sarif_log(
    found: Iterable[tuple[str, Diagnostic]],
    lang: Lang,
    *,
    version: str,
    about: Callable[[str, Lang], tuple[str, str]],
) -> dict[str, Any]:
    """One run of the check.

    Args:
        found: Every problem with the file that was checked. Allowed ones become suppressed results.
        lang: Language of the messages.
        version: Version of the library.
        about: A code's headline in general form, and its page as Markdown.
    """
    problems = tuple(found)
    severities = {one.code: one.severity for _, one in problems}
    codes = sorted(severities)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "scorerules",
                        "version": version,
                        "language": _LANGUAGES[lang],
                        "rules": [_rule(code, severities[code], *about(code, lang)) for code in codes],
                    }
                },
                "language": _LANGUAGES[lang],
                "columnKind": "unicodeCodePoints",
                "results": [_result(file, one, codes.index(one.code), lang) for file, one in problems],
            }
        ],
    }


def _rule(code: str, severity: Severity, headline: str, page: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": headline},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(file: str, one: Diagnostic, index: int, lang: Lang) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _place(file, one.span)}
    if one.path:
        location["logicalLocations"] = [{"fullyQualifiedName": one.path}]
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": sentences(one, lang)},
        "locations": [location],
    }
    if one.labels:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(file, label.span),
                "message": {"text": plain_line(label.words[lang])},
            }
            for number, label in enumerate(one.labels)
        ]
    if one.fix is not None:
        change = {"deletedRegion": _region(one.fix.span), "insertedContent": {"text": one.fix.text}}
        place = _artifact(one.fix.span.source.name)
        result["fixes"] = [
            {
                "description": {"text": _CORRECTION[lang]},
                "artifactChanges": [{"artifactLocation": place, "replacements": [change]}],
            }
        ]
    if one.allowed is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": one.allowed}]
    if one.records:
        result["properties"] = {"records": list(one.records)}
    return result


def _place(file: str, span: Span | None) -> dict[str, Any]:
    if span is None or not span.source.text:
        return {"artifactLocation": _artifact(file if span is None else span.source.name)}
    return {"artifactLocation": _artifact(span.source.name), "region": _region(span)}


def _region(span: Span) -> dict[str, Any]:
    place = place_fields(span)
    assert place is not None
    return {
        "startLine": place["line"],
        "startColumn": place["column"],
        "endLine": place["end_line"],
        "endColumn": place["end_column"],
    }


def _artifact(file: str) -> dict[str, str]:
    """A file as a reference that may stand in any URI."""
    path = PurePath(file)
    uri = Path(file).as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    return {"uri": uri}
