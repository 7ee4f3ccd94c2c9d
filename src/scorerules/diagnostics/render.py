"""Diagnostics as text for people.

Goes in: diagnostics and a language. Comes out: one line each, or a snippet with carets and the way out.
Everything that files and records contain is made safe to print; nothing here looks at codes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scorerules.diagnostics.diagnostic import Diagnostic, Severity
from scorerules.diagnostics.snippet import Mark, Role, place, snippet
from scorerules.diagnostics.width import visible
from scorerules.diagnostics.words import Lang, Words, say

_LONGEST = 600
"""Characters of a sentence that are shown; a hostile key can be a megabyte long."""

_SEVERITY: dict[Severity, Words] = {
    "error": Words("错误", "error"),
    "warning": Words("警告", "warning"),
    "hint": Words("提示", "hint"),
}
_HELP = Words("办法：", "help: ")
_ALLOWED = Words("允许：", "allowed: ")
_ALLOWED_TOO = Words("（允许：{reason}）", " (allowed: {reason})")
_COUNT: dict[Severity, Words] = {
    "error": Words("{count} 个错误", "{count} error{s}"),
    "warning": Words("{count} 个警告", "{count} warning{s}"),
    "hint": Words("{count} 个提示", "{count} hint{s}"),
}
_COUNT_ALLOWED = Words("{count} 处已允许", "{count} allowed")
_CLOSING = Words("共发现 {counts}", "found {counts}")
_BETWEEN = Words("、", ", ")

_PLAIN = "\x1b[0m"
_BOLD = "\x1b[1m"
_COLOUR: dict[Severity | Role, str] = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "hint": "\x1b[1;36m",
    "gutter": "\x1b[34m",
    "secondary": "\x1b[34m",
}


def concise(diagnostic: Diagnostic, lang: Lang, *, color: bool = False) -> str:
    """The problem in one line: ``file:line:column: SR201 headline``.

    What is no error says so before its code, what is allowed says why at its end. Without a place in a text,
    the path of keys stands in front, such as ``long_term.score``.
    """
    if diagnostic.span is not None:
        where = place(diagnostic.span) + ": "
    elif diagnostic.path:
        where = plain_line(diagnostic.path) + ": "
    else:
        where = ""
    severity, reason = diagnostic.severity, diagnostic.allowed
    code = diagnostic.code if severity == "error" else f"{_SEVERITY[severity][lang]} {diagnostic.code}"
    end = "" if reason is None else say(_ALLOWED_TOO, lang, {"reason": plain_line(reason)})
    told = _painted(code, _COLOUR[severity], color=color)
    return f"{where}{told} {plain_line(diagnostic.headline(lang))}{end}"


def full(diagnostic: Diagnostic, lang: Lang, *, color: bool = False) -> str:
    """The problem over several lines: headline, place, the lines it is about with carets, the way out.

    Args:
        diagnostic: The problem.
        lang: Language of the sentences.
        color: Whether to colour it with ANSI codes.
    """
    severity = diagnostic.severity
    title = f"{_SEVERITY[severity][lang]}[{diagnostic.code}]"
    colon = "：" if lang == "zh" else ": "
    headline = colon + plain_line(diagnostic.headline(lang))
    lines = [_painted(title, _COLOUR[severity], color=color) + _painted(headline, _BOLD, color=color)]
    paints = {**_COLOUR, "primary": _COLOUR[severity]}
    path = plain_line(diagnostic.path) if diagnostic.span is None and diagnostic.path else None
    lines.extend(
        "".join(_painted(text, paints.get(role, ""), color=color) for role, text in row).rstrip(" ")
        for row in snippet(_marks(diagnostic, lang), path)
    )
    if diagnostic.allowed is not None:
        lines.append(_painted(_ALLOWED[lang], _BOLD, color=color) + plain_line(diagnostic.allowed))
    elif advice := diagnostic.help(lang):
        lines.append(_painted(_HELP[lang], _BOLD, color=color) + plain_line(advice))
    return "\n".join(lines)


def full_all(diagnostics: Iterable[Diagnostic], lang: Lang, *, color: bool = False) -> str:
    """Every problem as :func:`full` shows it, and a closing line that counts them; empty for none."""
    found = tuple(diagnostics)
    if not found:
        return ""
    return "\n\n".join([*(full(one, lang, color=color) for one in found), counted(found, lang)])


def counted(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    """How many problems there are, such as ``found 2 errors, 1 warning``; empty for none."""
    counts = counts_of(diagnostics, lang)
    return say(_CLOSING, lang, {"counts": counts}) if counts else ""


def counts_of(diagnostics: Iterable[Diagnostic], lang: Lang) -> str:
    """How many there are of each severity, and how many are allowed, such as ``2 errors, 1 warning``."""
    found = tuple(diagnostics)
    numbers = Counter(one.severity for one in found if one.allowed is None)
    counts = [
        say(words, lang, {"count": numbers[severity], "s": "" if numbers[severity] == 1 else "s"})
        for severity, words in _COUNT.items()
        if numbers[severity]
    ]
    if allowed := sum(one.allowed is not None for one in found):
        counts.append(say(_COUNT_ALLOWED, lang, {"count": allowed}))
    return _BETWEEN[lang].join(counts)


def _marks(diagnostic: Diagnostic, lang: Lang) -> tuple[Mark, ...]:
    labels = tuple(Mark(label.span, plain_line(label.words[lang])) for label in diagnostic.labels)
    if diagnostic.span is None:
        return labels
    return (Mark(diagnostic.span, primary=True), *labels)


def sentences(diagnostic: Diagnostic, lang: Lang) -> str:
    """The problem and the way out, one line each, for programs that show them at the place themselves."""
    advice = diagnostic.help(lang)
    return plain_line(diagnostic.headline(lang)) + (f"\n{plain_line(advice)}" if advice else "")


def severity_words(severity: Severity) -> Words:
    """What people call a severity."""
    return _SEVERITY[severity]


def plain_line(text: str) -> str:
    """One line that is safe to print and not too long to read."""
    return visible(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def _painted(text: str, paint: str, *, color: bool) -> str:
    return f"{paint}{text}{_PLAIN}" if color and paint else text
