"""What a review looks at."""

from __future__ import annotations

from attrs import frozen

from scorerules.document import Node
from scorerules.model import Scheme
from scorerules.plan import Plan
from scorerules.ruleset import Ruleset


@frozen(slots=False)
class Subject:
    """A ruleset without errors, with everything that reviewers ask about it.

    Args:
        ruleset: The ruleset.
        document: The file it was read from, joined with those it extends.
    """

    ruleset: Ruleset
    document: Node

    @property
    def scheme(self) -> Scheme:
        """What the author wrote."""
        return self.ruleset.scheme

    @property
    def plan(self) -> Plan:
        """What is computed, in order."""
        return self.ruleset.plan
