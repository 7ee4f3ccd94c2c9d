"""Reads the pages, which lie beside this module.

Goes in: a code. Comes out: its page. Nothing is checked here beyond the keys; the tests play every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from attrs import field, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.document import parse_toml
from scorerules.source import Source

_ENDING = ".toml"


def _words(value: object) -> Words | None:
    return Words(**value) if isinstance(value, dict) else None


def _said(value: object) -> Words:
    assert isinstance(value, dict)
    return Words(**value)


def _facts(value: Mapping[str, object]) -> Mapping[str, object]:
    return {name: _words(one) or one for name, one in value.items()}


@frozen
class Page:
    """What is said about a code; the keys of its file, see :mod:`scorerules.pages`."""

    code: str
    what: Words = field(converter=_said)
    why: Words = field(converter=_said)
    example: str = ""
    instead: str = ""
    record: str = ""
    instead_record: str = ""
    json: bool = False
    files: Mapping[str, str] = field(factory=dict)
    situation: Words | None = field(default=None, converter=_words)
    facts: Mapping[str, object] = field(factory=dict, converter=_facts)
    advice: Words | None = field(default=None, converter=_words)


@cache
def page(code: str) -> Page:
    """The page of ``code``.

    Raises:
        KeyError: There is no such page.
    """
    file = files(__package__) / f"{code}{_ENDING}"
    if code not in codes():
        raise KeyError(code)
    faults = Faults()
    document = parse_toml(Source(file.name, file.read_text(encoding="utf-8")), faults)
    assert document is not None, [one.headline("en") for one in faults.sorted()]
    keys = document.plain()
    assert isinstance(keys, dict)
    return Page(code=code, **keys)


@cache
def codes() -> tuple[str, ...]:
    """The codes that have a page, in their order."""
    names = (file.name for file in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))
