"""A run of suites as JUnit XML, as servers for continuous integration read it.

A ruleset is a ``testsuite``, a case a ``testcase`` with its file and line. A case that does not hold has a
``failure``; a ruleset that has errors has a ``testcase`` of its own with an ``error``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from scorerules.diagnostics import Lang
from scorerules.diagnostics.render import full_all
from scorerules.testing.cases.failures import failure_text
from scorerules.testing.cases.runs import CaseRun, SuiteRun

RULESET = "ruleset"
"""What the test of a ruleset that has errors is called."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(runs: Sequence[SuiteRun], lang: Lang, began: datetime | None = None) -> bytes:
    """A run as XML, UTF-8.

    Args:
        runs: The suites that were run.
        lang: The language of messages.
        began: When the run began; now unless said.
    """
    root = ET.Element("testsuites", {"name": "scorerules", **_counts(runs)})
    stamp = (began or datetime.now(UTC)).replace(tzinfo=None).isoformat(timespec="seconds")
    for run in runs:
        suite = ET.SubElement(root, "testsuite", {"name": _plain(run.files.name), **_counts((run,))})
        suite.set("skipped", "0")
        suite.set("timestamp", stamp)
        for case in run.cases:
            _case(suite, run, case, lang)
        if run.problems:
            _broken(suite, run, lang)
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _counts(runs: Sequence[SuiteRun]) -> dict[str, str]:
    errors = sum(bool(run.problems) for run in runs)
    return {
        "tests": str(errors + sum(len(run.cases) for run in runs)),
        "failures": str(sum(len(run.failed) for run in runs)),
        "errors": str(errors),
        "time": _seconds(sum(case.seconds for run in runs for case in run.cases)),
    }


def _case(suite: ET.Element, run: SuiteRun, case: CaseRun, lang: Lang) -> None:
    place = case.result.span
    line = 1 if place is None else place.line
    found = _test(suite, run, case.result.name, case.file, line, case.seconds)
    if not case.result.ok:
        first = case.result.diagnostics[0]
        failure = ET.SubElement(found, "failure", message=_plain(first.headline(lang)), type=first.code)
        failure.text = _plain(failure_text(case.result, lang))


def _broken(suite: ET.Element, run: SuiteRun, lang: Lang) -> None:
    first = next(one for one in run.problems if one.severity == "error")
    file, line = (first.span.source.name, first.span.line) if first.span else (run.files.name, 1)
    found = _test(suite, run, RULESET, file, line, 0)
    error = ET.SubElement(found, "error", message=_plain(first.headline(lang)), type=first.code)
    error.text = _plain(full_all(run.problems, lang))


def _test(suite: ET.Element, run: SuiteRun, name: str, file: str, line: int, seconds: float) -> ET.Element:
    return ET.SubElement(
        suite,
        "testcase",
        classname=_plain(run.files.name),
        name=_plain(name),
        file=_plain(file),
        line=str(line),
        time=_seconds(seconds),
    )


def _seconds(value: float) -> str:
    return f"{value:.6f}"


def _plain(text: str) -> str:
    """A text without the characters that XML has not, which stand there by their numbers."""
    return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
