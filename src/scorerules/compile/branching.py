"""Branches of a lane program: conditions that are read in turn, and choices between values.

Goes in: conditions and values as expressions. Comes out: their lanes. What is read later is computed only
where it is read, and what an earlier condition has settled is known to a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from scorerules.compile.choices import Way, chosen
from scorerules.compile.lanes import PRESENT, Block, Lane, Op, Operand, Truth
from scorerules.compile.operations import Seen
from scorerules.formula import Cases, Expr, Known, Logic, Name, Not

if TYPE_CHECKING:
    from scorerules.compile.lowering import Lowering


class Branches:
    """Lowers the branches of one program.

    Args:
        lowering: Lowers what is inside them.
        lanes: The lanes of what expressions read, by id.
    """

    def __init__(self, lowering: Lowering, lanes: Mapping[str, Lane]) -> None:
        self._lower = lowering
        self._build = lowering.build
        self._things = lowering.things
        self._lanes = lanes

    def in_turn(self, asks: Sequence[tuple[Callable[[], Lane], frozenset[str]]], *, decisive: bool) -> Lane:
        """Conditions one after the other, until one is ``decisive``; what each says is known to the next."""
        build, seen = self._build, Seen()
        ways: list[Way] = []
        first: Operand = PRESENT
        with build.knowing():
            setup = Block()
            rest = Lane(Truth(not decisive))
            for index, (ask, names) in enumerate(asks):
                with build.inside(setup, seen) if index else nullcontext():
                    lane = ask()
                    state = build.settled(lane.state)
                    absent = build.is_absent(state)
                    if lane.content is None or absent is True:
                        rest = Lane(None, state)
                        break
                    assert isinstance(lane.content, Truth)
                    truth = lane.content.of
                    wanted = truth if decisive else build.opposite(truth)
                if index == 0:
                    first = state
                elif absent is not False:
                    ways.append(Way(setup, absent, Block(), Lane(None, state)))
                    setup = Block()
                build.narrow(state, build.codes(state) - {PRESENT})
                if wanted is True:
                    rest = Lane(Truth(decisive))
                    break
                if wanted is not False:
                    ways.append(Way(setup, wanted, Block(), Lane(Truth(decisive))))
                    setup = Block()
                self._note_present(names)
        return self._after(first, ways, setup, rest, decisive=decisive)

    def _after(self, first: Operand, ways: list[Way], setup: Block, rest: Lane, *, decisive: bool) -> Lane:
        """The conditions as one, all of which are read only when the first one is there."""
        build = self._build
        simple = isinstance(rest.content, Truth) and rest.content.of is (not decisive)
        if simple and all(isinstance(way.lane.content, Truth) for way in ways):
            items = [item for way in ways for item in way.setup.items] + setup.items
            if all(isinstance(item, Op) for item in items):
                build.block.items.extend(items)
                join = build.either if decisive else build.both
                truths = [way.condition if decisive else build.opposite(way.condition) for way in ways]
                return Lane(Truth(join(truths)), first)
        absent = build.is_absent(first)
        if absent is not False:
            ways.insert(0, Way(Block(), absent, Block(), Lane(None, first)))
        return chosen(ways, setup, rest, build, self._things)

    def _note_present(self, names: frozenset[str]) -> None:
        """Keep that these ids have values."""
        for name in names:
            lane = self._lanes.get(name)
            if lane is not None:
                self._build.narrow(lane.state, self._build.codes(lane.state) - {PRESENT})

    def cases(self, expr: Cases) -> Lane:
        """The value of the first row whose condition holds."""
        build, seen = self._build, Seen()
        rows, default = list(expr.rows), expr.default
        while isinstance(default, Cases):
            rows, default = [*rows, *default.rows], default.default
        ways: list[Way] = []
        with build.knowing():
            setup = Block()
            lane: Lane | None = None
            for index, (condition, value) in enumerate(rows):
                with build.inside(setup, seen) if ways or index else nullcontext():
                    asked = self._lower.condition(condition)
                    state = build.settled(asked.state)
                    absent = build.is_absent(state)
                if asked.content is None or absent is True:
                    lane = Lane(None, state)
                    break
                if absent is not False:
                    ways.append(Way(setup, absent, Block(), Lane(None, state)))
                    setup = Block()
                build.narrow(state, build.codes(state) - {PRESENT})
                assert isinstance(asked.content, Truth)
                truth = asked.content.of
                if truth is True:
                    with build.inside(setup, seen):
                        self._note_present(facts_of(condition, truth=True))
                        lane = self._lower.lower(value)
                    break
                if truth is not False:
                    body = Block()
                    with build.inside(setup, seen), build.inside(body), build.knowing():
                        self._note_present(facts_of(condition, truth=True))
                        given = self._lower.lower(value)
                        given = Lane(given.content, build.settled(given.state))
                    ways.append(Way(setup, truth, body, given))
                    setup = Block()
                self._note_present(facts_of(condition, truth=False))
            if lane is None:
                with build.inside(setup, seen):
                    lane = self._default(default)
            lane = Lane(lane.content, build.settled(lane.state))
        return chosen(ways, setup, lane, build, self._things)

    def _default(self, default: Expr | None) -> Lane:
        """What comes of a value that meets no row."""
        if default is not None:
            return self._lower.lower(default)
        # A value that meets no row is a problem; behind a record given up comes nothing.
        return Lane(None, self._lower.failing(PRESENT, condition=True))


def facts_of(expr: Expr, truth: bool) -> frozenset[str]:
    """The ids that have values when a condition is ``truth``."""
    match expr:
        case Known(Name(id_)) if truth:
            return frozenset((id_,))
        case Not(operand):
            return facts_of(operand, not truth)
        case Logic(operator, operands) if (operator == "and") == truth:
            return frozenset[str]().union(*(facts_of(one, truth) for one in operands))
        case _:
            return frozenset()
