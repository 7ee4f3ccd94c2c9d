"""A problem as data: a code, a place, the facts; its words come from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from scorerules.diagnostics.catalogue import entry
from scorerules.diagnostics.words import Lang, Words, say
from scorerules.source import Span

Severity = Literal["error", "warning", "hint"]


@frozen
class Label:
    """A second place that belongs to a problem, with a few words on why it does."""

    span: Span
    words: Words


@frozen
class Fix:
    """A text edit that settles the problem safely: ``span`` is replaced by ``text``."""

    span: Span
    text: str


@frozen
class Diagnostic:
    """One problem of a ruleset or of a record.

    Args:
        code: Stable code such as ``SR201``; the first digit is the family (1 file, 2 ruleset,
            3 formula, 4 record, 5 evaluation, 6 examples).
        arguments: Facts that the texts of the catalogue put into their sentences.
        span: Where it is; ``None`` for values that have no text (a Python mapping, JSON).
        path: Where it is in words of keys, e.g. ``indicator.cards_made.deduct.each`` or, in a
            record, ``long_term.score``.
        labels: The other half of a conflict.
        fix: A safe edit, where there is one.
        allowed: Why the ruleset allows the finding; ``None`` when it does not.
        records: Records that show it, whole, as JSON has them.
    """

    code: str
    arguments: Mapping[str, object] = field(factory=dict)
    span: Span | None = None
    path: str | None = None
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
    allowed: str | None = None
    records: tuple[Mapping[str, object], ...] = ()

    @property
    def severity(self) -> Severity:
        """``error`` (nothing can be scored), ``warning`` or ``hint``."""
        return entry(self.code).severity

    def headline(self, lang: Lang) -> str:
        """The problem in one line that stands alone: lower case, no full stop."""
        return say(entry(self.code).headline, lang, self._facts)

    def help(self, lang: Lang) -> str:
        """The way out in one line; empty when the headline says it all."""
        return say(entry(self.code).help, lang, self._facts)

    @property
    def _facts(self) -> Mapping[str, object]:
        return {"path": self.path, **self.arguments}

    def to_dict(self, lang: Lang) -> dict[str, object]:
        """The problem as plain values for JSON: lines and columns from 1, in code points."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.headline(lang),
            "help": self.help(lang) or None,
            "path": self.path,
            "place": place_fields(self.span),
            "labels": [{"message": one.words[lang], "place": place_fields(one.span)} for one in self.labels],
            "fix": self.fix and {"text": self.fix.text, "place": place_fields(self.fix.span)},
            "allowed": self.allowed,
            "records": list(self.records),
        }


def place_fields(span: Span | None) -> dict[str, object] | None:
    """A place for JSON: lines and columns from 1, in code points; the end is exclusive."""
    if span is None:
        return None
    source, end_line = span.source, span.source.line_of(span.end)
    return {
        "file": source.name,
        "line": span.line,
        "column": span.column,
        "end_line": end_line,
        "end_column": span.end - source.line_starts[end_line - 1] + 1,
    }


def order(diagnostic: Diagnostic) -> tuple[object, ...]:
    """Sort key of diagnostics: by place, then by path, then by code."""
    place = diagnostic.span.order if diagnostic.span else ("", 0, 0)
    return (*place, diagnostic.path or "", diagnostic.code)
