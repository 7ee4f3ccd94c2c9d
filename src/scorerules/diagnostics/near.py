"""The known names that an unknown one was probably meant to be.

Goes in: a word and the names that would be right. Comes out: the most alike ones, best first.
It only compares spellings; what a name stands for is nothing to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_ALIKE = 0.6
"""Least likeness of two names in letters, 1 being equal."""

_ALIKE_CHINESE = 0.5
"""Least likeness of two Chinese names: two characters that share one are already close."""

_LONGEST = 120
"""Characters above which a text is no name, and comparing it would take long."""


def near(word: str, candidates: Iterable[str], limit: int = 1) -> tuple[str, ...]:
    """The names most like ``word``.

    Upper and lower case, and full-width and half-width letters, count as equal.

    Args:
        word: The unknown name.
        candidates: The known names; of equally alike ones the earlier wins.
        limit: How many names to give at most.

    Returns:
        At most ``limit`` names, the most alike first; empty when nothing comes close.
    """
    if not word or len(word) > _LONGEST:
        return ()
    plain = _plain(word)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(plain)
    least = _ALIKE if plain.isascii() else _ALIKE_CHINESE
    found: list[tuple[float, str]] = []
    for candidate in dict.fromkeys(candidates):
        if len(candidate) > _LONGEST:
            continue
        matcher.set_seq1(_plain(candidate))
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            likeness = matcher.ratio()
            if likeness >= least:
                found.append((likeness, candidate))
    found.sort(key=lambda one: -one[0])
    return tuple(candidate for _, candidate in found[:limit])


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
