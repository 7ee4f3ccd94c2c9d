"""What an example expects beside what came out, one value at a time.

Goes in: an expectation and the evaluation of the record. Comes out: the exact value that it is about, and
where that is another one, both in words.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scorerules.diagnostics import LANGS, Words
from scorerules.expect import Expectation, Near
from scorerules.explain import shown
from scorerules.formula import Value
from scorerules.numbers import Real, Unit, apparent_order
from scorerules.result import Evaluation, ScoreResult
from scorerules.ruleset import Ruleset

SAID = frozenset({"remark", "grade_name"})
"""Texts that a result has in both languages."""


def difference(one: Expectation, evaluation: Evaluation, ruleset: Ruleset) -> tuple[Words, Words] | None:
    """What was expected and what came out, in words; ``None`` when they are the same."""
    if (one.field or one.id) in SAID:
        return _of_text(one, evaluation)
    got, unit = value_of(one, evaluation, ruleset)
    if isinstance(one.expected, Near):
        near, within = one.expected.near, one.expected.within
        if isinstance(got, (Fraction, Real)) and apparent_order(abs(got - near), within) <= 0:
            return None
        words = f"{shown(near, unit, 'en')} ± {shown(within, unit, 'en')}"
        return Words.same(words), words_of(got, unit)
    if _same(got, one.expected):
        return None
    return words_of(one.expected, unit), words_of(got, unit)


def _of_text(one: Expectation, evaluation: Evaluation) -> tuple[Words, Words] | None:
    """The same of a text, which may be expected in either language."""
    zh, en = (_said(one, evaluation.in_language(lang)) for lang in LANGS)
    if one.expected in (zh, en):
        return None
    return Words.same(str(one.expected)), Words(shown(zh, None, "zh"), shown(en, None, "en"))


def _said(one: Expectation, evaluation: Evaluation) -> str | None:
    """A text of the result, in the language of the evaluation."""
    if not one.field:
        return evaluation.grade_name
    if one.field == "grade_name":
        return evaluation.outcomes[one.id].grade_name
    return evaluation.indicators[one.id].remark


def words_of(value: Value | None, unit: Unit | None) -> Words:
    """A value as people read it."""
    return Words(shown(value, unit, "zh"), shown(value, unit, "en"))


def _same(got: Value | None, expected: Fraction | str | bool | date | tuple[str, ...]) -> bool:
    if isinstance(got, bool) is not isinstance(expected, bool):
        return False
    if isinstance(got, Real):
        return False  # an irrational number equals no number that can be written
    return got == expected


def value_of(one: Expectation, evaluation: Evaluation, ruleset: Ruleset) -> tuple[Value | None, Unit | None]:
    """The exact value that an expectation is about, with the unit that people read it in."""
    facts = evaluation.facts
    if not one.field:
        return _of_whole(one.id, evaluation), None
    if one.field == "acted":
        return facts.get(f"veto.{one.id}") is True, None
    if one.field == "value" and (one.id in evaluation.derived or one.id in evaluation.outcomes):
        return facts.value(one.id), ruleset.plan.units.get(one.id)
    if one.field == "value":
        unit = ruleset.plan.units.get(f"{one.id}.value") or ruleset.plan.units.get(one.id)
        value = facts.get(f"{one.id}.value")
        return (facts.value(one.id) if value is None else value), unit
    result: ScoreResult | None = evaluation.indicators.get(one.id) or evaluation.tiers.get(one.id)
    if one.field in ("status", "grade"):
        holder = result or evaluation.derived.get(one.id) or evaluation.outcomes[one.id]
        return getattr(holder, one.field), None
    score = facts.get(f"score.{one.id}")
    if one.field in ("deduction", "share") and isinstance(score, (Fraction, Real)):
        full = facts.plan.full.get(one.id)
        if full is None or (one.field == "share" and not full):
            return None, None
        return full - score if one.field == "deduction" else score / full, None
    return score, None


def _of_whole(name: str, evaluation: Evaluation) -> Value | None:
    """A value of the whole result."""
    match name:
        case "status":
            return evaluation.status
        case "vetoes":
            return tuple(veto.id for veto in evaluation.vetoes)
        case "reasons":
            return tuple(reason.id for reason in evaluation.reasons)
        case _:
            return evaluation.facts.get(name)
