"""Rulesets of one indicator, for tests of its rule."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import scorerules
from scorerules.diagnostics import Diagnostic

Fault = tuple[str, str | None, str]
"""Code, path and the text that the span covers."""


def text_of(rule: str, *, weight: str = "10", above: str = "", below: str = "") -> str:
    """A ruleset whose indicator ``x`` has the keys in ``rule``; other sections above and below it."""
    return f"""scorerules = 1
[ruleset]
id = "small"
name = "小规则"
{above}
[total]
full = {weight}
[tier.top]
name = "产出"
[indicator.x]
tier = "top"
weight = {weight}
{rule}
{below}
"""


def small(rule: str, *, weight: str = "10", above: str = "", below: str = "") -> scorerules.Ruleset:
    """The ruleset, which must be fine."""
    return scorerules.loads(text_of(rule, weight=weight, above=above, below=below), name="small.toml")


def score(ruleset: scorerules.Ruleset, record: object) -> Fraction | None:
    """The exact score of ``x``; a record that is no mapping is the value of ``x``."""
    given = record if isinstance(record, Mapping) else {"x": record}
    return ruleset.score(given).indicators["x"].exact_score


def faults(rule: str, *, weight: str = "10", above: str = "", below: str = "") -> list[Fault]:
    """What a ruleset is refused with; nothing when it is fine."""
    try:
        small(rule, weight=weight, above=above, below=below)
    except scorerules.RulesetError as error:
        return [seen(one) for one in error.diagnostics]
    return []


def record_faults(ruleset: scorerules.Ruleset, record: object) -> list[Diagnostic]:
    """What a record is refused with; nothing when it is scored."""
    try:
        score(ruleset, record)
    except scorerules.RecordError as error:
        return list(error.diagnostics)
    return []


def seen(one: Diagnostic) -> Fault:
    """What a test compares of a fault."""
    return one.code, one.path, "" if one.span is None else one.span.text
