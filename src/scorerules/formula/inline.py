"""Calls of a ruleset's functions -> the bodies of those functions.

Goes in: expressions with calls, and the functions. Comes out: expressions without them, every parameter
replaced by its argument. Nothing is evaluated: a function is a shorter way to write its body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

from attrs import evolve, frozen

from scorerules.diagnostics import Faults, Label, Words
from scorerules.formula.functions import PICKING
from scorerules.formula.nodes import Absent, Call, Cases, Expr, Name, children, transform, walk
from scorerules.source import Span


@frozen
class Body:
    """A function of the ruleset.

    Args:
        parameters: What its values are called.
        expr: What it stands for.
    """

    parameters: tuple[str, ...]
    expr: Expr


class Inliner:
    """Puts the functions of one ruleset into its expressions.

    Every function is prepared when the inliner is made, called or not, so each of their faults is noted
    once. A call that has a fault becomes :class:`Absent`, which no later check complains about.

    Args:
        functions: The functions by name.
        faults: Where faults are noted; bounds of expressions with their functions put in.
    """

    def __init__(self, functions: Mapping[str, Body], faults: Faults) -> None:
        self._functions = functions
        self._faults = faults
        self._places = count(1)
        self._ready: dict[str, Body | None] = {}
        for name in _callees_first(functions, self._cycle):
            self._ready[name] = self._prepared(name)

    def inline(self, expr: Expr, path: str | None = None) -> Expr:
        """``expr`` with the body of its function in place of every call.

        The choices inside a body are tagged apart at every place: ``row`` becomes ``row#1``, ``row#2``.
        The body keeps the place where it was written, the arguments theirs.

        Args:
            expr: An expression whose functions are known; other calls stay as they are.
            path: The key of the ruleset that holds it.
        """
        if not any(isinstance(node, Call) and node.function in self._functions for node in walk(expr)):
            return expr
        sizes = _Sizes()

        def change(node: Expr) -> Expr:
            if isinstance(node, Call) and node.function in self._functions:
                node = self._called(node, sizes, path)
            return self._fitting(node, expr.span, sizes, path)

        try:
            return transform(expr, change)
        except _TooLarge:
            return Absent(span=expr.span)

    def _called(self, call: Call, sizes: _Sizes, path: str | None) -> Expr:
        declared, body = self._functions[call.function], self._ready.get(call.function)
        wanted, found = len(declared.parameters), len(call.arguments)
        if wanted != found:
            usage = f"{call.function}({', '.join(declared.parameters)})"
            arity = Words(f" {wanted} 个", str(wanted))
            self._faults.add(
                "SR329", call.span, path=path, function=call.function, count=found, wanted=arity, usage=usage
            )
            return Absent(span=call.span)
        if body is None:
            return Absent(span=call.span)
        arguments = dict(zip(body.parameters, call.arguments, strict=True))
        mark = f"#{next(self._places)}"

        def put_in(node: Expr) -> Expr:
            if isinstance(node, Name) and node.id in arguments:
                return arguments[node.id]
            if isinstance(node, Cases) and node.tag is not None:
                node = evolve(node, tag=node.tag + mark)
            return self._fitting(node, call.span, sizes, path)

        return transform(body.expr, put_in)

    def _prepared(self, name: str) -> Body | None:
        """A function whose own calls are replaced; ``None`` when it or one that it calls has a fault.

        Its parameters get names that nobody can write, so that a name of the ruleset inside a body never
        meets a parameter of the function that calls it.
        """
        body, path, before = self._functions[name], f"function.{name}", len(self._faults)
        own = {parameter: f"{name}({parameter})" for parameter in body.parameters}
        self._check_picking(body, path)

        def rename(node: Expr) -> Expr:
            return evolve(node, id=own.get(node.id, node.id)) if isinstance(node, Name) else node

        expr = self.inline(transform(body.expr, rename), path)
        sound = all(
            self._ready.get(node.function) is not None
            for node in walk(body.expr)
            if isinstance(node, Call) and node.function in self._functions
        )
        return Body(tuple(own.values()), expr) if sound and len(self._faults) == before else None

    def _check_picking(self, body: Body, path: str) -> None:
        """Refuse parameters where ids are picked: the id would be the parameter's own name."""
        for node in walk(body.expr):
            if not (isinstance(node, Call) and node.function in PICKING):
                continue
            for part in node.arguments[1::2]:
                if isinstance(part, Name) and part.id in body.parameters:
                    self._faults.add("SR338", part.span, path=path, function=node.function, parameter=part.id)

    def _fitting(self, node: Expr, span: Span | None, sizes: _Sizes, path: str | None) -> Expr:
        """``node``, when it is within the limits."""
        size, depth = sizes.measure(node)
        limits = self._faults.limits
        if size > limits.expanded_parts:
            self._faults.add("SR339", span, path=path, limit=limits.expanded_parts)
            raise _TooLarge
        if depth > limits.expanded_depth:
            self._faults.add("SR301", span, path=path, limit=limits.expanded_depth)
            raise _TooLarge
        return node

    def _cycle(self, calls: tuple[tuple[str, Call], ...]) -> None:
        """Note functions that call each other in a circle, with every call of the circle."""
        round_trip = " → ".join([*(caller for caller, _ in calls), calls[0][0]])
        labels = tuple(
            Label(
                call.span, Words(f"`{caller}` 调用 `{call.function}`", f"`{caller}` calls `{call.function}`")
            )
            for caller, call in calls[1:]
            if call.span is not None
        )
        first, call = calls[0]
        self._faults.add("SR337", call.span, path=f"function.{first}", labels=labels, cycle=round_trip)


def inline(expr: Expr, functions: Mapping[str, Body], faults: Faults, path: str | None = None) -> Expr:
    """One expression with its functions put in; for several of one ruleset, make an :class:`Inliner`.

    Args:
        expr: The expression.
        functions: The functions by name.
        faults: Where faults are noted.
        path: The key of the ruleset that holds the expression.
    """
    return Inliner(functions, faults).inline(expr, path)


class _TooLarge(Exception):  # noqa: N818 - ends one expression; its fault is noted
    """The expression outgrew a limit."""


class _Sizes:
    """Parts and levels of expressions that are built from the inside out."""

    def __init__(self) -> None:
        # The expressions are kept, so that no other can get the identity of one of them.
        self._known: dict[int, tuple[Expr, int, int]] = {}

    def measure(self, node: Expr) -> tuple[int, int]:
        """The parts and the levels of ``node``, whose parts were mostly measured before."""
        waiting = [node]
        while waiting:
            current = waiting[-1]
            inner = children(current)
            unknown = [one for one in inner if id(one) not in self._known]
            if unknown:
                waiting.extend(unknown)
                continue
            waiting.pop()
            found = [self._known[id(one)] for one in inner]
            size = 1 + sum(one[1] for one in found)
            depth = 1 + max((one[2] for one in found), default=0)
            self._known[id(current)] = (current, size, depth)
        _, size, depth = self._known[id(node)]
        return size, depth


def _callees_first(
    functions: Mapping[str, Body], cycle: Callable[[tuple[tuple[str, Call], ...]], None]
) -> list[str]:
    """The functions so that each stands behind those it calls; one in a circle is left out and reported."""
    calls = {
        name: [node for node in walk(body.expr) if isinstance(node, Call) and node.function in functions]
        for name, body in functions.items()
    }
    settled: dict[str, bool] = {}
    ordered: list[str] = []
    for start in functions:
        # The calls that lead to the current function, and for each function the calls still to follow.
        trail: list[tuple[str, Call]] = []
        waiting = [] if start in settled else [(start, iter(calls[start]))]
        while waiting:
            name, following = waiting[-1]
            call = next(following, None)
            if call is None:
                waiting.pop()
                if trail:
                    trail.pop()
                if settled.setdefault(name, True):
                    ordered.append(name)
            elif call.function not in settled and call.function not in [one for one, _ in waiting]:
                trail.append((name, call))
                waiting.append((call.function, iter(calls[call.function])))
            elif call.function not in settled:
                circle = [*trail, (name, call)]
                while circle[0][0] != call.function:
                    circle.pop(0)
                settled.update((one, False) for one, _ in circle)
                cycle(tuple(circle))
    return ordered
