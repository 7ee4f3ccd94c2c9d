"""The one list to which every step adds the problems it finds, with the limits that every step keeps."""

from __future__ import annotations

from collections.abc import Mapping

from scorerules.diagnostics.diagnostic import Diagnostic, Fix, Label, order
from scorerules.limits import USUAL, Limits
from scorerules.source import Span

OF_SEVERAL = frozenset({"SR221"})
"""Problems of several items that are shown at one place."""


class Faults:
    """Collects diagnostics, so that all problems of a file are shown in one run.

    Args:
        limits: How much the work whose problems are collected may cost.
    """

    def __init__(self, limits: Limits = USUAL) -> None:
        self.limits = limits
        self._found: list[Diagnostic] = []

    def apart(self) -> Faults:
        """An empty list under the same limits, for problems that may not count."""
        return Faults(self.limits)

    def add(
        self,
        code: str,
        span: Span | None,
        /,
        *,
        path: str | None = None,
        labels: tuple[Label, ...] = (),
        fix: Fix | None = None,
        records: tuple[Mapping[str, object], ...] = (),
        **arguments: object,
    ) -> None:
        """Note a problem; ``arguments`` are the facts its sentences need."""
        self._found.append(Diagnostic(code, arguments, span, path, labels, fix, records=records))

    def extend(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Take over problems that another step found."""
        self._found.extend(diagnostics)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> bool:
        """Whether anything found is an error (and not only a warning or a hint)."""
        return any(one.severity == "error" for one in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Everything found, in the order of the text; the same problem of the same characters once.

        What several indicators share, or call as a function, is read for each of them.
        """
        kept: list[Diagnostic] = []
        seen: set[tuple[str, Span]] = set()
        for one in sorted(self._found, key=order):
            if one.span is None:
                if one not in kept:
                    kept.append(one)
            elif (one.code, one.span) not in seen or one.code in OF_SEVERAL:
                seen.add((one.code, one.span))
                kept.append(one)
        return tuple(kept)
