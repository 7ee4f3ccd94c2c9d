"""What a change of one file must know of the whole ruleset that the file belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from scorerules.formula import Expr, Name
from scorerules.model import Scheme
from scorerules.plan import Plan


@frozen
class Context:
    """A ruleset that a file belongs to.

    Args:
        scheme: What its author wrote.
        plan: What is computed.
    """

    scheme: Scheme
    plan: Plan

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of the total, in the order in which they are written."""
        grade = self.scheme.grade
        if grade is None:
            return ()
        if grade.order:
            return tuple(grade.order)
        return grade.grades

    def choices(self, name: str) -> tuple[str, ...]:
        """The texts that a datum may be; none where that is not said."""
        key = self.plan.keys.get(name)
        return () if key is None or key.choices is None else key.choices

    def texts_beside(self, expr: Expr) -> tuple[str, ...]:
        """The texts that something can be that is compared with a text."""
        if not isinstance(expr, Name):
            return ()
        return self.grades if expr.id == "grade" else self.choices(expr.id)

    def siblings(self, name: str) -> tuple[str, ...]:
        """The names next to one that could stand in its place: of one kind, unit and sort."""
        types: Mapping[str, object] = self.plan.types
        type_ = types.get(name)
        if type_ is None:
            return ()
        prefix = _prefix(name)
        alike = [one for one in types if types[one] == type_ and _prefix(one) == prefix and self._read(one)]
        if name not in alike:
            return ()
        at = alike.index(name)
        beside = (alike[at - 1], alike[(at + 1) % len(alike)])
        return tuple(one for one in dict.fromkeys(beside) if one != name)

    def _read(self, name: str) -> bool:
        """Whether formulas may read a name: what only stands in the middle of a rule is no name of theirs."""
        if name.startswith("score."):
            return True
        scheme = self.scheme
        return any(name in group for group in (scheme.inputs, scheme.parameters, scheme.derived))


def _prefix(name: str) -> str:
    return name.rpartition(".")[0]
