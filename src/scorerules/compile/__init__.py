"""Compiled evaluation: a plan as generated Python over integers, with the answers of the reference.

The reference evaluation is the definition of scoring; this is a faster way to what it says. It covers the
whole language, and leaves every record with a fault or a problem to the reference, which has the words.

The compiler is imported when something is compiled.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from scorerules.plan import Plan

if TYPE_CHECKING:
    from scorerules.compile.evaluations import Compiled
    from scorerules.compile.together import Compared

__all__ = ["compared", "compiled"]


def compiled(plan: Plan) -> "Compiled":
    """A plan that compares no records, compiled once."""
    found: Compiled | None = plan.__dict__.get("_compiled")
    if found is None:
        made = import_module("scorerules.compile.evaluations").Compiled(plan)
        found = plan.__dict__.setdefault("_compiled", made)
    return found


def compared(plan: Plan, group_by: tuple[str, ...]) -> "Compared":
    """A plan that compares records, compiled once.

    Args:
        plan: The plan.
        group_by: Ids of the data whose values tell the groups apart, the same at every call.
    """
    found: Compared | None = plan.__dict__.get("_compared")
    if found is None:
        made = import_module("scorerules.compile.together").Compared(plan, group_by)
        found = plan.__dict__.setdefault("_compared", made)
    return found
