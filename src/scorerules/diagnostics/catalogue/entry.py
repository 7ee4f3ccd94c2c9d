"""What the catalogue keeps for one code."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from scorerules.diagnostics.words import Words


@frozen
class Entry:
    """The texts of one code; ``help`` may be empty."""

    headline: Words
    help: Words
    severity: Literal["error", "warning", "hint"] = "error"


def error(zh: str, en: str, zh_help: str = "", en_help: str = "") -> Entry:
    """An entry of severity ``error``."""
    return Entry(Words(zh, en), Words(zh_help, en_help))


def warning(zh: str, en: str, zh_help: str = "", en_help: str = "") -> Entry:
    """An entry of severity ``warning``."""
    return Entry(Words(zh, en), Words(zh_help, en_help), "warning")


def hint(zh: str, en: str, zh_help: str = "", en_help: str = "") -> Entry:
    """An entry of severity ``hint``."""
    return Entry(Words(zh, en), Words(zh_help, en_help), "hint")
