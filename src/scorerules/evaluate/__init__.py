"""The reference evaluation: what scoring means, for one record and for records that are compared."""

from scorerules.evaluate.cohort import evaluate_cohort
from scorerules.evaluate.run import Failed, Run, Trace, evaluate

__all__ = ["Failed", "Run", "Trace", "evaluate", "evaluate_cohort"]
