"""What a record scored: everything is computed when someone looks."""

from scorerules.result.evaluation import Evaluation
from scorerules.result.facts import Facts, Results, Shown, Status
from scorerules.result.scores import (
    DerivedResult,
    IndicatorResult,
    OutcomeResult,
    Reason,
    ScoreResult,
    TierResult,
    VetoResult,
)

__all__ = [
    "DerivedResult",
    "Evaluation",
    "Facts",
    "IndicatorResult",
    "OutcomeResult",
    "Reason",
    "Results",
    "ScoreResult",
    "Shown",
    "Status",
    "TierResult",
    "VetoResult",
]
