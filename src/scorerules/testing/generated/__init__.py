"""Generated rulesets, to test tools that are built on scorerules: ``rulesets()`` and ``ruleset_texts()``.

What is generated: inputs of all types with units, limits, decimals and defaults; parameters; derived values;
tiers down to the third level; a total, grades; formulas, conditions, policies on missing data and on what
does not apply, roundings, floors and caps; the kinds of rule :data:`GENERATED_KINDS`. What is not: the other
kinds, items joined other than by sums, outcomes and vetoes, records that are compared with each other,
rulesets that extend others, examples, translated names.

:mod:`.written` has rulesets as plain values and the TOML of them, :mod:`.parts` draws the parts,
:mod:`.schemes` the wholes.
"""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from scorerules.ruleset import Ruleset, loads
from scorerules.testing.generated.parts import NUMERIC_KINDS
from scorerules.testing.generated.schemes import OTHER_KINDS, schemes
from scorerules.testing.generated.written import text

__all__ = ["GENERATED_KINDS", "ruleset_texts", "rulesets"]

GENERATED_KINDS = (*NUMERIC_KINDS, *OTHER_KINDS)
"""The kinds of rule that indicators of generated rulesets have."""


def rulesets(*, kinds: Collection[str] | None = None) -> st.SearchStrategy[Ruleset]:
    """Loaded rulesets of up to six indicators, each of which the library accepts.

    Args:
        kinds: The kinds of rule that indicators may have; all of :data:`GENERATED_KINDS` unless given.

    Returns:
        A strategy of rulesets, with few and short numbers that meet each other often. It shrinks to one
        indicator in one tier.

    Raises:
        ValueError: No rule of a kind is generated.

    Example:
        >>> from hypothesis import given
        >>> from scorerules.testing import rulesets
        >>> @given(rulesets())
        ... def every_indicator_belongs_to_a_tier(ruleset):
        ...     assert all(one.tier in ruleset.tiers for one in ruleset.indicators.values())
    """
    return ruleset_texts(kinds=kinds).map(loads)


def ruleset_texts(*, kinds: Collection[str] | None = None) -> st.SearchStrategy[str]:
    """The same rulesets as their authors would write them, in TOML.

    Args:
        kinds: As of :func:`rulesets`.

    Raises:
        ValueError: No rule of a kind is generated.
    """
    return schemes(kinds=_known(kinds)).map(text)


def _known(kinds: Collection[str] | None) -> tuple[str, ...] | None:
    """The kinds in the usual order, which what is drawn depends on."""
    if kinds is None:
        return None
    wrong = [one for one in kinds if one not in GENERATED_KINDS]
    if wrong or not kinds:
        told, every = ", ".join(map(repr, wrong)) or "()", ", ".join(GENERATED_KINDS)
        msg = f"不能生成的规则类型：{told}，可用 {every} / no rules are generated of {told}, only of {every}"
        raise ValueError(msg)
    return tuple(one for one in GENERATED_KINDS if one in kinds)
