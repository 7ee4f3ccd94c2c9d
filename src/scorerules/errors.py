"""The three exceptions that leave the library."""

from __future__ import annotations

from scorerules.diagnostics import Diagnostic, default_lang
from scorerules.diagnostics.render import concise


class ScoreRulesError(Exception):
    """Anything that is wrong with a ruleset or a record.

    Args:
        diagnostics: Every problem found, in the order of the text; at least one.
    """

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__(diagnostics)

    def __str__(self) -> str:
        return "\n".join(concise(one, default_lang()) for one in self.diagnostics)


class RulesetError(ScoreRulesError, ValueError):
    """The ruleset cannot be used; ``diagnostics`` name every fault at its place."""


class RecordError(ScoreRulesError, ValueError):
    """The record cannot be scored; ``diagnostics`` name every fault with its path."""
