"""The plan of a ruleset: named expressions in the order of evaluation."""

from scorerules.plan.lower import lower
from scorerules.plan.steps import Plan, Role, Step

__all__ = ["Plan", "Role", "Step", "lower"]
