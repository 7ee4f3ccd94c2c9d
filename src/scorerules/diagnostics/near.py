"""The known names that an unknown one was probably meant to be.

Goes in: a word and the names that would be right. Comes out: the most alike ones, best first, or the one
that it certainly is. It only compares spellings; what a name stands for is nothing to it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_ALIKE = 0.6
"""Least likeness of two names in letters, 1 being equal."""

_ALIKE_CHINESE = 0.5
"""Least likeness of two Chinese names: two characters that share one are already close."""

_SLIP = 4
"""Letters of names between which a letter too many, too few or swapped is told for certain."""

_REPLACED = 6
"""Letters of names between which one letter in place of another is: ``test`` may be ``text`` or not."""

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


def same(word: str, candidates: Iterable[str]) -> str | None:
    """The one name that ``word`` is but for capitals, full-width letters, hyphens and spaces."""
    if len(word) > _LONGEST:
        return None
    plain = _joined(word)
    found = [one for one in dict.fromkeys(candidates) if len(one) <= _LONGEST and _joined(one) == plain]
    return found[0] if plain and len(found) == 1 else None


def slip(word: str, candidates: Iterable[str]) -> str | None:
    """The one name that ``word`` is but for a single slip of the hand; ``None`` when that is not certain.

    A slip is a letter too many or too few, two neighbours swapped, or, in longer names, another letter.
    """
    names = tuple(dict.fromkeys(candidates))
    if len(word) > _LONGEST or (known := same(word, names)) is not None:
        return None if len(word) > _LONGEST else known
    plain = _joined(word)
    found = [one for one in names if len(one) <= _LONGEST and _one_slip(plain, _joined(one))]
    return found[0] if len(found) == 1 else None


def _one_slip(word: str, name: str) -> bool:
    shorter, longer = sorted((word, name), key=len)
    if len(shorter) < _SLIP - 1 or len(longer) < _SLIP or len(longer) - len(shorter) > 1:
        return False
    at = next((index for index, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    if word[at + 2 :] == name[at + 2 :] and word[at : at + 2] == name[at : at + 2][::-1]:
        return True
    return len(name) >= _REPLACED and word[at + 1 :] == name[at + 1 :]


def _joined(name: str) -> str:
    return _plain(name).replace("-", "_").replace(" ", "_")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
