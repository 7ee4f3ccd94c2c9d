"""Tests of rulesets: their examples.

A name is imported when it is first used, so that ``import scorerules.testing`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scorerules.testing.examples import ExampleResult, Mismatch, run_examples

__all__ = ["ExampleResult", "Mismatch", "run_examples"]

_HOMES = {
    "scorerules.testing.examples": ("ExampleResult", "Mismatch", "run_examples"),
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
