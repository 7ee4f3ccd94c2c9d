"""Sentences: what a ruleset says, and how a score came about."""

from scorerules.explain.names import Names, shown, titles_of
from scorerules.explain.scheme import explain_scheme
from scorerules.explain.score import Explainer

__all__ = ["Explainer", "Names", "explain_scheme", "shown", "titles_of"]
