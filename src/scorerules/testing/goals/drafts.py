"""Goals as they are found: each kept once, each with an id of its own."""

from __future__ import annotations

from scorerules.diagnostics import Words
from scorerules.source import Span
from scorerules.testing.goals.goal import Condition, Goal, GoalKind


class Drafts:
    """The goals of a ruleset so far."""

    def __init__(self) -> None:
        self._goals: dict[tuple[str, frozenset[Condition]], Goal] = {}
        self._ids: dict[str, int] = {}

    def add(
        self,
        item: str,
        kind: GoalKind,
        id_: str,
        words: Words,
        conditions: tuple[Condition, ...],
        span: Span | None,
    ) -> None:
        """Keep a goal, unless the same conditions are a goal of the item already."""
        known = (item, frozenset(conditions))
        if known in self._goals:
            return
        full = f"{item}.{id_}"
        count = self._ids[full] = self._ids.get(full, 0) + 1
        name = full if count == 1 else f"{full}~{count}"
        self._goals[known] = Goal(name, item, kind, words, tuple(dict.fromkeys(conditions)), span)

    def goals(self) -> tuple[Goal, ...]:
        """All of them, in the order in which they were found."""
        return tuple(self._goals.values())
