"""Reads the pages, which lie beside this module.

Goes in: a code. Comes out: its page. Nothing is checked here beyond the keys; the tests play every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import field, frozen

from scorerules.diagnostics import Faults, Words
from scorerules.document import parse_toml
from scorerules.source import Source

_ENDING = ".toml"


@frozen
class Page:
    """What is said about a code; the keys of its file, see :mod:`scorerules.pages`."""

    code: str
    what: Words
    why: Words
    example: str = ""
    instead: str = ""
    record: str = ""
    instead_record: str = ""
    json: bool = False
    files: Mapping[str, str] = field(factory=dict)
    situation: Words | None = None
    facts: Mapping[str, object] = field(factory=dict)
    advice: Words | None = None


@cache
def page(code: str) -> Page:
    """The page of ``code``.

    Raises:
        KeyError: There is no such page.
    """
    if code not in codes():
        raise KeyError(code)
    file = files(__package__) / f"{code}{_ENDING}"
    faults = Faults()
    document = parse_toml(Source(file.name, file.read_text(encoding="utf-8")), faults)
    assert document is not None, [one.headline("en") for one in faults.sorted()]
    keys = document.plain()
    assert isinstance(keys, dict)
    facts = {name: _words(value) for name, value in keys.pop("facts", {}).items()}
    return Page(code, facts=facts, **{name: _words(value) for name, value in keys.items()})


def _words(value: Any) -> Any:
    """A pair of languages as such; other values as they are."""
    return Words(**value) if isinstance(value, dict) and set(value) == {"zh", "en"} else value


@cache
def codes() -> tuple[str, ...]:
    """The codes that have a page, in their order."""
    names = (file.name for file in files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)))
