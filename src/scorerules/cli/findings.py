"""What was found in rulesets, in every form that ``scorerules check`` prints.

Goes in: each file with its findings. Comes out: text for people, or JSON, SARIF or workflow commands for
programs, on standard output. What the findings mean for the exit code is decided elsewhere.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TextIO, TypeAlias

from attrs import frozen

from scorerules.cli import streams
from scorerules.cli.inputs import STDIN, STDIN_NAME, exit_code
from scorerules.cli.installed import installed_version
from scorerules.cli.problems import as_values
from scorerules.diagnostics import Diagnostic, Lang, Severity, Words, say
from scorerules.diagnostics.catalogue import entry
from scorerules.diagnostics.github import annotation
from scorerules.diagnostics.render import concise, full_all
from scorerules.diagnostics.sarif import sarif_log
from scorerules.diagnostics.width import visible
from scorerules.pages import codes, explain_code, headline

Layout: TypeAlias = Literal["full", "concise", "json", "github", "sarif"]

_FINE = Words("{file}：没有问题", "{file}: fine")
_FINE_ALLOWED = Words("{file}：没有问题（另有 {count} 处已允许）", "{file}: fine ({count} allowed)")
_SEEN = Words("{file}：所继承的文件有问题，见上文", "{file}: inherits the problems above")
_CORRECTABLE = Words("其中 {count} 处可用 --fix 自动改正", "{count} of these can be corrected with --fix")


@frozen
class Checked:
    """One file with what was found in it.

    Args:
        file: The file as it was named.
        found: Its findings, allowed ones too.
        fixes: How many were corrected before.
    """

    file: str
    found: tuple[Diagnostic, ...]
    fixes: int = 0

    @property
    def open(self) -> tuple[Diagnostic, ...]:
        """What the ruleset does not allow."""
        return tuple(one for one in self.found if one.allowed is None)

    @property
    def allowed(self) -> tuple[Diagnostic, ...]:
        """What the ruleset allows, each with its reason."""
        return tuple(one for one in self.found if one.allowed is not None)


@frozen
class Manner:
    """How findings are shown.

    Args:
        lang: Language of the messages.
        fail_on: The least grave severity that a file must not have.
        allowed: Whether people are shown what is allowed.
        corrected: Whether corrections were made already.
    """

    lang: Lang
    fail_on: Severity = "error"
    allowed: bool = False
    corrected: bool = False


def show(checked: Sequence[Checked], layout: Layout, manner: Manner) -> None:
    """Print what was found."""
    if layout in _PROGRAMS:
        _PROGRAMS[layout](checked, manner)
    else:
        _text(checked, layout, manner)


def _json(checked: Sequence[Checked], manner: Manner) -> None:
    ends = [exit_code(one.found, manner.fail_on) for one in checked]
    files = [
        {
            "file": one.file,
            "ok": end == 0,
            "problems": as_values(one.open, manner.lang),
            "allowed": as_values(one.allowed, manner.lang),
            **({"fixes": one.fixes} if manner.corrected else {}),
        }
        for one, end in zip(checked, ends, strict=True)
    ]
    streams.write_json({"ok": bool(checked) and not any(ends), "files": files})


def _github(checked: Sequence[Checked], manner: Manner) -> None:
    for line in dict.fromkeys(
        annotation(one, manner.lang, file.file) for file in checked for one in file.open
    ):
        streams.write(line)


def _sarif(checked: Sequence[Checked], manner: Manner) -> None:
    # A child shows the problems of its parent too: the same result is reported once.
    problems = {
        (concise(one, manner.lang), one.span): (file.file, one) for file in checked for one in file.found
    }
    log = sarif_log(problems.values(), manner.lang, version=installed_version(), about=_about)
    streams.write_json(log)


_PROGRAMS: Mapping[str, Callable[[Sequence[Checked], Manner], None]] = MappingProxyType(
    {"json": _json, "github": _github, "sarif": _sarif}
)


def _about(code: str, lang: Lang) -> tuple[str, str]:
    """The headline of a code in general form, and its page."""
    page = explain_code(code, lang) if code in codes() else entry(code).help[lang]
    return headline(code, lang), page or headline(code, lang)


def _text(checked: Sequence[Checked], layout: Layout, manner: Manner) -> None:
    """Print what each file is found to have; problems of a shared parent are printed once."""
    seen: set[str] = set()
    was_block, correctable = False, 0
    named = {Path(STDIN_NAME if one.file == STDIN else one.file).resolve() for one in checked}
    for index, one in enumerate(checked):
        found = one.found if manner.allowed else one.open
        new = tuple(finding for finding in found if concise(finding, manner.lang) not in seen)
        seen.update(concise(finding, manner.lang) for finding in new)
        correctable += sum(
            finding.fix is not None and Path(finding.fix.span.source.name).resolve() in named
            for finding in new
            if finding.allowed is None
        )
        is_block = layout == "full" and bool(new)
        if index and (is_block or was_block):
            streams.write("")
        was_block = is_block
        streams.write(
            findings(new, layout, manner.lang, sys.stdout) if new else _nothing_new(one, manner.lang)
        )
    if layout == "full" and correctable and not manner.corrected:
        streams.write(say(_CORRECTABLE, manner.lang, {"count": correctable}))


def findings(found: tuple[Diagnostic, ...], layout: Layout, lang: Lang, stream: TextIO) -> str:
    """Findings as text for people, coloured where ``stream`` may be."""
    color = streams.colorful(stream)
    if layout == "concise":
        return "\n".join(concise(one, lang, color=color) for one in found)
    return full_all(found, lang, color=color)


def _nothing_new(one: Checked, lang: Lang) -> str:
    words = _SEEN if one.open else _FINE_ALLOWED if one.allowed else _FINE
    return say(words, lang, {"file": visible(one.file), "count": len(one.allowed)})
