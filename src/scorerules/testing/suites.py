"""A ruleset with all the cases that are written for it."""

from __future__ import annotations

from os import PathLike

from attrs import frozen

from scorerules.model import Example
from scorerules.ruleset import Ruleset, load


@frozen
class Suite:
    """A ruleset and its cases.

    Args:
        file: The ruleset file.
        ruleset: The ruleset.
        examples: The examples of the file, then those of its case files.
    """

    file: str
    ruleset: Ruleset
    examples: tuple[Example, ...]


def load_suite(path: str | PathLike[str]) -> Suite:
    """Load a ruleset with the cases that are written for it.

    Args:
        path: The ruleset file.

    Raises:
        RulesetError: Every error of the ruleset and of its cases, each with its place.
    """
    ruleset = load(path)
    return Suite(str(path), ruleset, ruleset.examples)
