"""Turns a written scoring scheme into exact, explained, testable scores.

>>> import scorerules
>>> ruleset = scorerules.load("rulesets/shanghai-2019/residence-card.toml")
>>> record = scorerules.load_record("rulesets/shanghai-2019/records/residence-card.toml")
>>> evaluation = ruleset.score(record)
>>> evaluation.total, evaluation.grade
(Decimal('91'), '优秀')
"""

from scorerules.diagnostics import Diagnostic
from scorerules.errors import RecordError, RulesetError, ScoreRulesError
from scorerules.record import Record, load_record, loads_record
from scorerules.result import DerivedResult, Evaluation, IndicatorResult, TierResult
from scorerules.ruleset import Ruleset, check, load, loads

__all__ = [
    "DerivedResult",
    "Diagnostic",
    "Evaluation",
    "IndicatorResult",
    "Record",
    "RecordError",
    "Ruleset",
    "RulesetError",
    "ScoreRulesError",
    "TierResult",
    "check",
    "load",
    "load_record",
    "loads",
    "loads_record",
]
