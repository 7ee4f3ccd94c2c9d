"""Lines of Python that are printed and made into a function.

The text holds nothing of an author but integers: every other constant, and every function, is handed over
beside the text under a name with a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any


class Lines:
    """The lines of one function, and the constants that they name."""

    def __init__(self, head: str) -> None:
        self._lines = [head]
        self.namespace: dict[str, Any] = {}
        self.depth = 1
        self._names: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, text: str) -> None:
        """Add a line."""
        self._lines.append("    " * self.depth + text)

    @contextmanager
    def under(self, head: str) -> Iterator[None]:
        """Add a line, and those that follow below it."""
        self.add(head)
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1

    def below(self, head: str, printing: Callable[[], None]) -> bool:
        """Print lines below a head and stay there; say whether there are any, else there is no head."""
        place, depth = len(self._lines), self.depth
        self.depth += 1
        printing()
        if len(self._lines) == place:
            self.depth = depth
            return False
        self._lines.insert(place, "    " * depth + head)
        return True

    def constant(self, value: Any) -> str:
        """The name of a constant or a function."""
        name = self._names.get(id(value))
        if name is None:
            name = self._names[id(value)] = f"c{len(self._names)}"
            self.namespace[name] = value
        return name

    def function(self, name: str) -> Any:
        """The function with that name that the lines define."""
        text = "\n".join(self._lines)
        exec(compile(text, "<compiled ruleset>", "exec"), self.namespace)  # noqa: S102 - see the module
        return self.namespace[name]


def tuple_of(texts: Iterable[str]) -> str:
    """The text of a tuple."""
    return f"({''.join(f'{one}, ' for one in texts)})"


def integer(value: int) -> str:
    """The text of an integer; Python refuses to read very long ones in decimals."""
    return str(value) if value.bit_length() < 256 else hex(value)
