"""What must hold whatever the library is fed with: only its own errors, each complete; results to look at.

Goes in: a text, or a ruleset and records. Comes out: nothing, or an exception that is no error of ours,
or a failed assertion.
"""

from __future__ import annotations

import pickle
import re
import unicodedata
from random import Random
from typing import Any

from fuzz_records import hostile_record, record_of, shaped_record
from fuzz_texts import folder_of

import scorerules
from scorerules import Diagnostic, Evaluation, Limits, RecordError, Ruleset, RulesetError
from scorerules.diagnostics import Lang
from scorerules.diagnostics.render import concise, full_all
from scorerules.limits import USUAL
from scorerules.report.markdown import markdown
from scorerules.report.table import form
from scorerules.review import check_text
from scorerules.testing import run_examples

LANGS: tuple[Lang, ...] = ("zh", "en")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of signs that steer a terminal, hide, turn the text or cannot be written."""


def harmless(text: str) -> bool:
    """Whether a text can be shown: it steers no terminal and hides nothing."""
    return all(sign == "\n" or unicodedata.category(sign) not in UNSEEN for sign in text)


def complete(found: tuple[Diagnostic, ...]) -> None:
    """Every problem has a code, texts in both languages, and a place inside its text."""
    for one in found:
        assert one.code.startswith("SR")
        assert len(one.code) == 5
        spans = [one.span, *(label.span for label in one.labels), None if one.fix is None else one.fix.span]
        for span in spans:
            assert span is None or 0 <= span.start <= span.end <= len(span.source.text), one
    for one in found[:20]:
        for lang in LANGS:
            assert one.headline(lang)
            assert "\n" not in concise(one, lang)
            assert one.to_dict(lang)["code"] == one.code
    for lang in LANGS:
        text = full_all(found[:20], lang, color=True)
        assert harmless(COLOUR.sub("", text)), text


def refused(error: scorerules.ScoreRulesError) -> None:
    """An error of the library holds at least one problem, and all of them are complete."""
    assert error.diagnostics
    assert any(one.severity == "error" for one in error.diagnostics)
    assert str(error)
    complete(error.diagnostics)
    pickle.loads(pickle.dumps(error.diagnostics))


def look(evaluation: Evaluation) -> None:
    """Look at everything that a result can say."""
    evaluation.to_json()
    for lang in LANGS:
        assert evaluation.explain(lang)
        assert harmless(markdown(form(evaluation, lang)))
    results = (evaluation, *evaluation.tiers.values(), *evaluation.indicators.values())
    for one in (*results, *evaluation.derived.values(), *evaluation.outcomes.values(), *evaluation.vetoes):
        for name in dir(type(one)):
            if not name.startswith("_"):
                getattr(one, name)
    for one in (*evaluation.derived.values(), *evaluation.outcomes.values()):
        one.text("zh")
    for indicator in evaluation.indicators.values():
        indicator.reason("en")
    pickle.loads(pickle.dumps(evaluation)).to_json()


def score(ruleset: Ruleset, record: Any, *others: Any) -> None:
    """Score a record alone and among others, and look at everything."""
    try:
        found = (
            ruleset.score(record, cohort=others) if ruleset.plan.compares_records else ruleset.score(record)
        )
        look(found)
    except RecordError as error:
        refused(error)
    except RulesetError as error:
        assert {one.code for one in error.diagnostics} == {"SR271"}  # noqa: PT017 - it may also be scored
        return
    try:
        for one in ruleset.score_many([record, *others]):
            assert isinstance(one, Evaluation)
    except RecordError as error:
        refused(error)
    for one in ruleset.score_many([record, *others], leave_out_failed=True):
        if isinstance(one, RecordError):
            refused(one)
        else:
            look(one)


def use(text: str, *, limits: Limits = USUAL) -> None:
    """Check and load a text; when it is a ruleset, tell it, run its examples and score records."""
    root = folder_of(text)
    found = check_text(text, root=root, limits=limits)
    complete(found)
    try:
        ruleset = scorerules.loads(text, root=root, limits=limits)
    except RulesetError as error:
        refused(error)
        assert any(one.severity == "error" for one in found)
        return
    assert not any(one.severity == "error" and one.code < "SR4" for one in found), found
    for lang in LANGS:
        assert ruleset.explain(lang)
    ruleset = pickle.loads(pickle.dumps(ruleset))
    for one in run_examples(ruleset):
        complete(one.diagnostics)
        if one.evaluation is not None:
            look(one.evaluation)
    chance = Random(0)
    records = [record_of(shaped_record(ruleset.plan.keys, chance)) for _ in range(3)]
    score(ruleset, *records)
    score(ruleset, record_of(hostile_record(ruleset.plan.keys, chance)), records[0])
