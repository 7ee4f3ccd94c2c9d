"""Which cases are meant: words joined by ``and``, ``or`` and ``not``, as for ``pytest -k``.

::

    choice  = both ("or" both)*
    both    = one ("and" one)*
    one     = "not" one | "(" choice ")" | word

A word is what a label of a case must hold, in small or capital letters; one with spaces or brackets in it
stands in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeAlias

Choice: TypeAlias = Callable[[str], bool]

_TOKEN = re.compile(r"""\s*(?:([()])|"([^"]*)"|'([^']*)'|([^\s()"']+))""")
_JOINS = frozenset({"and", "or", "not"})


class ChoiceError(ValueError):
    """An expression says nothing; its text tells why, in both languages."""


def choice_of(text: str) -> Choice:
    """What tells whether a label is chosen.

    Args:
        text: The expression.

    Raises:
        ChoiceError: It is not one.
    """
    reader = _Reader(list(_tokens(text)))
    found = reader.choice()
    reader.end()
    return lambda label: found(label.casefold())


def _tokens(text: str) -> Iterator[tuple[bool, str]]:
    """Words and signs in their order, each with whether it may be a sign."""
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            message = f"a quotation mark is not closed in -k {text!r} / -k 中的引号没有配对：{text}"
            raise ChoiceError(message)
        sign, double, single, bare = found.groups()
        quoted = double if double is not None else single
        yield (False, quoted) if quoted is not None else (True, sign or bare)
        at = found.end()


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, tokens: list[tuple[bool, str]]) -> None:
        self._tokens = tokens
        self._at = 0

    def choice(self) -> Choice:
        """``both ("or" both)*``."""
        found = [self._both()]
        while self._takes("or"):
            found.append(self._both())
        return lambda label: any(one(label) for one in found)

    def _both(self) -> Choice:
        found = [self._one()]
        while self._takes("and"):
            found.append(self._one())
        return lambda label: all(one(label) for one in found)

    def _one(self) -> Choice:
        if self._takes("not"):
            other = self._one()
            return lambda label: not other(label)
        if self._takes("("):
            inner = self.choice()
            if not self._takes(")"):
                self._wrong()
            return inner
        if self._at == len(self._tokens):
            self._wrong()
        sign, text = self._tokens[self._at]
        if sign and text.lower() in {*_JOINS, "(", ")"}:
            self._wrong()
        self._at += 1
        word = text.casefold()
        return lambda label: word in label

    def end(self) -> None:
        """Nothing is left."""
        if self._at < len(self._tokens):
            self._wrong()

    def _takes(self, sign: str) -> bool:
        there = self._at < len(self._tokens) and self._tokens[self._at][0]
        if there and self._tokens[self._at][1].lower() == sign:
            self._at += 1
            return True
        return False

    def _wrong(self) -> NoReturn:
        where = "the end" if self._at == len(self._tokens) else repr(self._tokens[self._at][1])
        place = "末尾" if self._at == len(self._tokens) else f"“{self._tokens[self._at][1]}”"
        message = (
            f"-k takes words joined by and, or, not: something is wrong at {where} "
            f"/ -k 是用 and、or、not 连接的若干词：{place}处不对"
        )
        raise ChoiceError(message)
