"""Rulesets of one id beside each other: which of them applies on which day.

Goes in: what the headers of several files say. Comes out: findings for each file, about two versions that
apply at once, days that no version covers, versions that do not say when they apply, copies that kept their
id and version. A file that could not be read may be the one that covers a day, so it silences gaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from attrs import frozen

from scorerules.diagnostics import Faults, Label, Words
from scorerules.model import Header, Period

AMONG_FILES = frozenset({"SR750", "SR751", "SR752", "SR753", "SR754"})
"""The codes of findings that only a look at several files can bring about."""

_APPLIES = Words("另一份在此期间适用", "the other one applies then")
_BEFORE = Words("前一份适用于此期间", "the one before applies then")
_SAYS = Words("这一份写明了适用期间", "this one says when it applies")
_OTHER = Words("另一份在这里", "the other one is here")
_SAME = Words("另一份的版本也是它", "the other one has the same version")

_DAY = timedelta(days=1)


@frozen
class _Version:
    """A ruleset file of a family: its name, its header, the first and the last day."""

    name: str
    header: Header
    first: date = date.min
    last: date = date.max


def periods(headers: Mapping[str, Header | None]) -> dict[str, Faults]:
    """What is found of each file beside the others.

    Args:
        headers: The header of every file, by what the file is called, in the order of the files; ``None``
            for a file that could not be read that far.
    """
    found = {name: Faults() for name in headers}
    known = {name: one for name, one in headers.items() if one is not None and one.id and not one.abstract}
    families: dict[str, list[str]] = {}
    for name, header in known.items():
        families.setdefault(header.id, []).append(name)
    some_unread = None in headers.values()
    for family in families.values():
        versions = [_version(name, known[name]) for name in family if not known[name].broken]
        sound = [one for one in versions if one.first <= one.last]
        copies = _copies(sound, found)
        told = [one for one in sound if one.header.effective is not None]
        untold = [one for one in sound if one.header.effective is None]
        _untold(told, untold, copies, found)
        complete = not some_unread and len(sound) == len(family) and not untold
        _timeline(told, copies, found, gaps=complete)
    return found


Copies = frozenset[tuple[str, str]]
"""Pairs of files that are one version, in the order of the files."""


def _version(name: str, header: Header) -> _Version:
    period = header.effective or Period()
    return _Version(name, header, period.from_ or date.min, period.upto or date.max)


def _copies(family: Sequence[_Version], found: Mapping[str, Faults]) -> Copies:
    """Note files that have id and version in common."""
    pairs = []
    for one, other in combinations(family, 2):
        if one.header.version is not None and one.header.version == other.header.version:
            _note("SR754", other, one, "version", _SAME, found, version=one.header.version)
            pairs.append((one.name, other.name))
    return frozenset(pairs)


def _untold(
    told: Sequence[_Version], untold: Sequence[_Version], copies: Copies, found: Mapping[str, Faults]
) -> None:
    """Note versions that do not say when they apply."""
    if told:
        for one in untold:
            _note("SR752", one, told[0], "id", _SAYS, found, there="effective")
        return
    for other in untold[1:]:
        if (untold[0].name, other.name) not in copies:
            _note("SR753", other, untold[0], "id", _OTHER, found)


def _timeline(told: Sequence[_Version], copies: Copies, found: Mapping[str, Faults], *, gaps: bool) -> None:
    """Note days of two versions, and days of none, in the order of time."""
    ordered = sorted(told, key=lambda one: (one.first, one.last))
    for index, one in enumerate(ordered[1:], 1):
        before = max(ordered[:index], key=lambda other: other.last)
        if one.first <= before.last:
            pair = (before.name, one.name)
            if pair not in copies and pair[::-1] not in copies:
                days = _days(one.first, min(one.last, before.last))
                _note("SR750", one, before, "effective", _APPLIES, found, days=days)
        elif gaps and before.last + _DAY < one.first:
            days = _days(before.last + _DAY, one.first - _DAY)
            _note("SR751", one, before, "effective", _BEFORE, found, days=days)


def _days(first: date, last: date) -> Words:
    """A stretch of days, both included, for people."""
    start, end = first.isoformat(), last.isoformat()
    if first == last:
        return Words(start, f"on {start}")
    if first == date.min:
        return Words("一直", "always") if last == date.max else Words(f"{end}（含）以前", f"until {end}")
    if last == date.max:
        return Words(f"{start} 起", f"from {start} on")
    return Words(f"{start} 至 {end}", f"from {start} to {end}")


def _note(
    code: str,
    one: _Version,
    other: _Version,
    key: str,
    words: Words,
    found: Mapping[str, Faults],
    *,
    there: str | None = None,
    **facts: Any,
) -> None:
    span = other.header.place(there or key)
    labels = () if span is None else (Label(span, words),)
    path = f"{one.header.path}.{key}"
    found[one.name].add(code, one.header.place(key), path=path, labels=labels, id=one.header.id, **facts)
