"""What a record scored: everything is computed when someone looks."""

from scorerules.result.evaluation import Evaluation
from scorerules.result.facts import About, Facts, Shown, Status
from scorerules.result.scores import (
    DerivedResult,
    IndicatorResult,
    OutcomeResult,
    Reason,
    ScoreResult,
    TierResult,
    VetoResult,
)
from scorerules.result.values import Computed, ComputedTogether, Group, Traced, kept

__all__ = [
    "About",
    "Computed",
    "ComputedTogether",
    "DerivedResult",
    "Evaluation",
    "Facts",
    "Group",
    "IndicatorResult",
    "OutcomeResult",
    "Reason",
    "ScoreResult",
    "Shown",
    "Status",
    "TierResult",
    "Traced",
    "VetoResult",
    "kept",
]
