"""Builds a lane program: its operations, and the states of what may be absent.

Goes in: what is to be computed. Comes out: operands. What a state cannot be, here and as long as it is
known, is kept, so that what need not be asked is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scorerules.compile.lanes import (
    FAILED,
    LEFT_OUT,
    LEFT_OUT_READ,
    PRESENT,
    Arm,
    Block,
    Choice,
    Code,
    Codes,
    Operand,
    Var,
)
from scorerules.compile.operations import Operations, bounds, kind_of, whole


class Builder(Operations):
    """Builds one program."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, Codes] = {}
        self._narrowed: dict[int, Codes] = {}

    def state(self, codes: Codes) -> Var:
        """A new state."""
        found = self._var("whole", PRESENT, FAILED)
        self._codes[found.index] = codes
        return found

    def choice(
        self, arms: Sequence[Arm], default: Block, results: tuple[Operand, ...], states: int = 0
    ) -> list[Var]:
        """Take the first way whose condition holds; the last ``states`` results are states."""
        targets: list[Var] = []
        columns = list(zip(*(arm.results for arm in arms), results, strict=True))
        for index, column in enumerate(columns):
            if index >= len(columns) - states:
                codes = frozenset[int]().union(*map(self.codes, column))
                targets.append(self.state(codes))
                continue
            kind = kind_of(column)
            ends = [end for one in column for end in bounds(one)] if kind == "whole" else [0, 1]
            targets.append(self._var(kind, min(ends), max(ends)))
        self.block.items.append(Choice(tuple(targets), tuple(arms), default, results))
        return targets

    def codes(self, state: Operand) -> Codes:
        """The states that a state can be here."""
        if not isinstance(state, Var):
            return frozenset((whole(state),))
        return self._narrowed.get(state.index, self._codes[state.index])

    def settled(self, state: Operand) -> Operand:
        """The state, or the constant that it is known to be here."""
        codes = self.codes(state)
        return next(iter(codes)) if len(codes) == 1 else state

    def narrow(self, state: Operand, codes: Codes) -> None:
        """Keep that a state is none of ``codes``, as long as :meth:`knowing` lasts."""
        if isinstance(state, Var):
            self._narrowed[state.index] = self.codes(state) - codes

    @contextmanager
    def knowing(self) -> Iterator[None]:
        """Forget what is learnt about states inside."""
        before, self._narrowed = self._narrowed, dict(self._narrowed)
        try:
            yield
        finally:
            self._narrowed = before

    def joined(self, states: Sequence[Operand]) -> Operand:
        """The state of what reads all of several."""
        return self._states(states, "most")

    def first(self, states: Sequence[Operand]) -> Operand:
        """The state of what reads several in turn, and no more after one that is absent."""
        return self._states(states, "first")

    def _states(self, states: Sequence[Operand], code: Code) -> Operand:
        kept: list[Operand] = []
        for state in dict.fromkeys(map(self.settled, states)):
            if isinstance(state, Var) or state != PRESENT:
                kept.append(state)
                if code == "first" and not isinstance(state, Var):
                    break
        if len(kept) < 2:
            return kept[0] if kept else PRESENT
        codes = self.codes(kept[0])
        for state in kept[1:]:
            codes = frozenset(
                (max(a, b) if code == "most" else a or b) for a in codes for b in self.codes(state)
            )
        return self._emit(code, lambda: self.state(codes), kept)

    def state_if(self, condition: Operand, then: Operand, otherwise: Operand) -> Operand:
        """One of two states."""
        if not isinstance(condition, Var):
            return then if condition else otherwise
        if then is otherwise or (not isinstance(then, Var) and then == otherwise):
            return then
        codes = self.codes(then) | self.codes(otherwise)
        return self._emit("pick", lambda: self.state(codes), (condition, then, otherwise))

    def is_absent(self, state: Operand) -> Operand:
        """Whether a state is any but present."""
        codes = self.codes(state)
        if len(codes) == 1 or PRESENT not in codes:
            return codes != {PRESENT}
        return self._emit("!=", self.truth, (state, PRESENT))

    def is_one_of(self, state: Operand, asked: Codes) -> Operand:
        """Whether a state is one of those asked for."""
        codes = self.codes(state)
        if codes <= asked or not codes & asked:
            return codes <= asked
        if codes - {PRESENT} <= asked:
            return self.is_absent(state)
        found = [self._emit("==", self.truth, (state, code)) for code in sorted(codes & asked)]
        return self.either(found)

    def read_as_left_out(self, state: Operand) -> Operand:
        """The state of what reads a score: that the item does not apply is then worth a message."""
        codes = self.codes(state)
        if LEFT_OUT not in codes:
            return state
        if not isinstance(state, Var):
            return LEFT_OUT_READ
        lifted = self.is_one_of(state, frozenset((LEFT_OUT,)))
        return self._emit(
            "pick", lambda: self.state(codes - {LEFT_OUT} | {LEFT_OUT_READ}), (lifted, LEFT_OUT_READ, state)
        )
