"""Turns a written scoring scheme into exact, explained, testable scores.

>>> import scorerules
>>> ruleset = scorerules.load("rulesets/shanghai-2019/residence-card.toml")
>>> record = scorerules.load_record("rulesets/shanghai-2019/records/residence-card.toml")
>>> evaluation = ruleset.score(record)
>>> evaluation.total, evaluation.grade
(Decimal('91'), '优秀')

A name is imported when it is first used, so that ``import scorerules`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorerules.diagnostics import Diagnostic
    from scorerules.errors import RecordError, RulesetError, ScoreRulesError
    from scorerules.limits import Limits
    from scorerules.record import Record, load_record, loads_record
    from scorerules.result import DerivedResult, Evaluation, IndicatorResult, TierResult
    from scorerules.review import check
    from scorerules.ruleset import Ruleset, load, loads

__all__ = [
    "DerivedResult",
    "Diagnostic",
    "Evaluation",
    "IndicatorResult",
    "Limits",
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

_HOMES = {
    "scorerules.diagnostics": ("Diagnostic",),
    "scorerules.errors": ("RecordError", "RulesetError", "ScoreRulesError"),
    "scorerules.limits": ("Limits",),
    "scorerules.record": ("Record", "load_record", "loads_record"),
    "scorerules.result": ("DerivedResult", "Evaluation", "IndicatorResult", "TierResult"),
    "scorerules.review": ("check",),
    "scorerules.ruleset": ("Ruleset", "load", "loads"),
}


def __getattr__(name: str) -> object:
    """The public name ``name``, from the module that defines it."""
    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(home), name)
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
