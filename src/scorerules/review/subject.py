"""What a review looks at."""

from __future__ import annotations

from attrs import frozen

from scorerules.document import Node
from scorerules.model import Scheme
from scorerules.plan import Plan
from scorerules.reading import Table
from scorerules.ruleset import Ruleset
from scorerules.source import Source


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

    @property
    def source(self) -> Source:
        """The file itself, not one that it extends."""
        return self.document.span.source

    def declares(self, table: Table) -> bool:
        """Whether the file itself has the header or the key of a table; else it is inherited."""
        place = table.place()
        return place is not None and place.source is self.source
