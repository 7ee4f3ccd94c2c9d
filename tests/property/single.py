"""Small rulesets for the laws of one kind or modifier: written here as dictionaries, loaded, scored.

What a ruleset should come to is never here: every property works it out itself, in fractions, from the
words of the language reference.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Any

from hypothesis import strategies as st

from scorerules import Evaluation, Ruleset, loads
from scorerules.testing.generated.written import text

NIL = Fraction(0)


def exact(value: Any) -> Any:
    """A value of a ruleset with its whole numbers as fractions."""
    match value:
        case bool() | str() | Fraction():
            return value
        case int():
            return Fraction(value)
        case dict():
            return {key: exact(one) for key, one in value.items()}
        case list() | tuple():
            return [exact(one) for one in value]
    return value


@lru_cache(maxsize=256)
def _loaded(written: str) -> Ruleset:
    ruleset = loads(written)
    # Whatever can be said can be explained.
    assert ruleset.explain("zh")
    assert ruleset.explain("en")
    return ruleset


def load(sections: Mapping[str, Any]) -> Ruleset:
    """The ruleset with these sections."""
    return _loaded(text(exact({"ruleset": {"id": "law"}} | dict(sections))))


def alone(rule: Mapping[str, Any], weight: Fraction | int = 10, **sections: Any) -> Ruleset:
    """A ruleset with one indicator ``a`` of that weight."""
    whole = Fraction(weight)
    return load(
        {
            "tier": {"t": {}},
            "indicator": {"a": {"tier": "t", "weight": whole} | dict(rule)},
            "total": {"full": whole},
        }
        | sections
    )


def score(evaluation: Evaluation, name: str = "a") -> Fraction:
    """The exact score of an indicator or tier that has one."""
    found: Any = evaluation.indicators.get(name) or evaluation.tiers[name]
    assert evaluation.explain("zh")
    assert evaluation.explain("en")
    assert found.exact_score is not None
    return Fraction(found.exact_score)


def total(evaluation: Evaluation) -> Fraction:
    """The exact total of a record that has one."""
    assert evaluation.exact_total is not None
    return evaluation.exact_total


def held(value: Fraction, low: Fraction | int, high: Fraction | int) -> Fraction:
    """The value held between two limits."""
    return min(max(value, Fraction(low)), Fraction(high))


def counted(distance: Fraction, each: Fraction, partial: str) -> Fraction:
    """How many units a distance is, never below 0: 不足一个单位按比例、不计或按一个计."""
    if distance <= 0:
        return NIL
    units = distance / each
    return {"prorated": units, "whole": Fraction(floor(units)), "started": Fraction(ceil(units))}[partial]


def inputs(letter: str, count: int, **declared: Any) -> dict[str, dict[str, Any]]:
    """So many inputs declared alike: the letter and a number from 0."""
    return {f"{letter}{n}": dict(declared) for n in range(count)}


OFFSETS = tuple(Fraction(one) for one in ("0", "0", "0", "0.01", "-0.01", "1", "-1", "1/3", "-1/7"))


def near(*cuts: Fraction | int) -> st.SearchStrategy[Fraction]:
    """Numbers on the cuts, close to them, and anywhere else."""
    on = st.builds(
        lambda cut, offset: Fraction(cut) + offset, st.sampled_from(cuts), st.sampled_from(OFFSETS)
    )
    anywhere = st.builds(Fraction, st.integers(-300, 900), st.sampled_from((1, 2, 3, 7, 10)))
    return st.one_of(on, on, anywhere)


def decimals(low: int, high: int, places: int = 2) -> st.SearchStrategy[Fraction]:
    """Numbers with that many decimals, whole ones often."""
    step = 10**places
    return st.one_of(
        st.integers(low, high).map(Fraction),
        st.integers(low * step, high * step).map(lambda n: Fraction(n, step)),
    )


sizes = st.sampled_from(tuple(Fraction(one) for one in ("1", "2", "5", "0.5", "0.25", "3")))
paid = st.sampled_from(tuple(Fraction(one) for one in ("1", "0.5", "2", "0.3", "3", "0.05")))
partials = st.sampled_from(("prorated", "whole", "started"))
weights = st.sampled_from(tuple(Fraction(one) for one in ("10", "5", "12.5", "1", "7", "100")))
