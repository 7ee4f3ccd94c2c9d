"""The plan of a ruleset: named expressions in the order of evaluation."""

from scorerules.plan.cohort import KEPT
from scorerules.plan.lower import lower
from scorerules.plan.steps import Plan, Role, Step
from scorerules.plan.tops import DISQUALIFIED

__all__ = ["DISQUALIFIED", "KEPT", "Plan", "Role", "Step", "lower"]
