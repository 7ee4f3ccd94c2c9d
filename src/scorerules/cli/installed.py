"""Which version of the library runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """The version that is installed; ``?`` when the library runs from a folder that was never installed."""
    try:
        return version("scorerules")
    except PackageNotFoundError:
        return "?"
