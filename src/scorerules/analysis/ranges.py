"""What every step of a plan can come to, and what was met on the way.

Goes in: a plan. Comes out: for every name that its steps can read, all that it can be. Every record that
the keys admit is thought of at once; no record is made up here.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from scorerules.analysis.abstract import ANYTHING, Abstract, of_value
from scorerules.analysis.assume import Env, Work
from scorerules.analysis.domains import domain_of
from scorerules.analysis.interpret import Interpreter
from scorerules.analysis.seen import Seen
from scorerules.formula import walk
from scorerules.plan import Plan


@frozen
class Ranges:
    """All that the names of a plan can be.

    Args:
        values: By name: keys of the record and what stands in them, constants, steps.
        seen: For every step, what was met while it was interpreted.
    """

    values: Mapping[str, Abstract]
    seen: Mapping[str, Seen]

    def read(self, name: str) -> Abstract:
        """All that a name can be; anything, when nothing is known of it."""
        return self.values.get(name, ANYTHING)

    @property
    def env(self) -> Env:
        """The environment that these values make."""
        return Env(self.read)


def ranges_of(plan: Plan, known: Mapping[str, Abstract] | None = None) -> Ranges:
    """All that the names of a plan can be.

    Args:
        plan: The plan.
        known: What steps and keys are known to come to at most, when they come to anything.
    """
    values: dict[str, Abstract] = {}
    for key in plan.keys.values():
        values[key.id] = domain_of(key)
        for part in key.parts:
            values[part.id] = domain_of(part)
        for item in key.items.values():
            # What stands in a key that the record leaves out is not there, whatever its default.
            values[item.id] = evolve(values[item.id], missing=True)
    for name, constant in plan.constants.items():
        values[name] = of_value(constant)
    for name, value in (known or {}).items():
        if name in values:
            values[name] = values[name].meet(value)
    seen: dict[str, Seen] = {}
    ranges = Ranges(values, seen)
    work = Work.of(sum(1 for step in plan.steps for _ in walk(step.expr)))
    for step in plan.steps:
        met = seen[step.id] = Seen()
        found = Interpreter(met, work).value(step.expr, ranges.env)
        values[step.id] = found.meet(known[step.id]) if known is not None and step.id in known else found
    return ranges
