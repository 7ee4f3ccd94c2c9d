"""Texts as numbers: each text of a part of a table, and each that a program names, has one."""

from __future__ import annotations

from collections.abc import Iterable


class Texts:
    """A table of texts.

    Args:
        known: The first texts, numbered from 0.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._numbers = {text: number for number, text in enumerate(dict.fromkeys(known))}

    def number(self, text: str) -> int:
        """The number of a text, a new one if there was none."""
        return self._numbers.setdefault(text, len(self._numbers))

    def copy(self) -> Texts:
        """The same table, to be added to apart."""
        return Texts(self._numbers)

    @property
    def all(self) -> tuple[str, ...]:
        """All texts, by number."""
        return tuple(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
