"""Conformance packs: cases with exact results, by which another program shows that it scores the same.

Goes in: a ruleset with its cases, later the answers of another program. Comes out: files that say what the
ruleset gives, later every answer that differs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorerules.testing.conformance.agreement import (
        Agreement,
        Difference,
        check_answers,
        check_ruleset,
    )
    from scorerules.testing.conformance.pack import Pack, PackCase, make_pack
    from scorerules.testing.conformance.pack_files import read_pack, write_pack

__all__ = [
    "Agreement",
    "Difference",
    "Pack",
    "PackCase",
    "check_answers",
    "check_ruleset",
    "make_pack",
    "read_pack",
    "write_pack",
]

_HOMES = {
    "scorerules.testing.conformance.agreement": (
        "Agreement",
        "Difference",
        "check_answers",
        "check_ruleset",
    ),
    "scorerules.testing.conformance.pack": ("Pack", "PackCase", "make_pack"),
    "scorerules.testing.conformance.pack_files": ("read_pack", "write_pack"),
}


def __getattr__(name: str) -> object:
    """The public name ``name``, from the module that defines it."""
    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(home), name)
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
