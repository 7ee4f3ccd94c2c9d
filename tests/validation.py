"""The schema of rulesets as a validator, and what it can see of what the loader complains about.

A schema sees structure: the keys of a table, the types of values, lists of words, what must be there. It
cannot see what depends on another part of the file, on another file, or on the meaning of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import tomli
from attrs import frozen
from jsonschema import Draft7Validator

from scorerules.diagnostics import Diagnostic
from scorerules.kinds.amounts import NOT_NEGATIVE, POSITIVE
from scorerules.kinds.ratio import NOT_ABOVE_FULL, NOT_BELOW_FULL
from scorerules.schema import ruleset_schema
from shipped_files import SHIPPED_RULESETS

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SCHEMA = ROOT / "rulesets" / "scorerules.schema.json"

GOOD = sorted(
    (
        *SHIPPED_RULESETS,
        *(TESTS / "data" / "good").rglob("*.toml"),
        *TESTS.glob("data/bad/records/*/ruleset.toml"),
        TESTS / "data" / "explain" / "everything.toml",
    )
)
"""Rulesets that load, and files that they extend."""

BROKEN = sorted(TESTS.glob("data/bad/*.toml"))
"""Rulesets with one slip each, named by its code."""

VALIDATOR = Draft7Validator(ruleset_schema(), format_checker=Draft7Validator.FORMAT_CHECKER)


def refusals(text: str) -> list[str]:
    """What the schema says against a ruleset, each with its place."""
    document = as_json(tomli.loads(text, parse_float=Decimal))
    return [f"{one.json_path}: {one.message}" for one in VALIDATOR.iter_errors(document)]


def as_json(value: Any) -> Any:
    """A value of TOML as JSON has it: dates and times are texts."""
    match value:
        case dict():
            return {name: as_json(item) for name, item in value.items()}
        case list():
            return [as_json(item) for item in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value


SEEN: Mapping[str, str] = MappingProxyType(
    {
        "SR201": "a misspelt key is an unknown one",
        "SR202": "required keys are listed",
        "SR203": "types, bounds of numbers and lists of words are said of every key",
        "SR204": "texts have a sign that is no blank, arrays and tables a least number of items",
        "SR206": "a key of another section is an unknown one here",
        "SR207": "all keys of a table are listed",
        "SR208": "the version is required",
        "SR209": "the version is one number",
        "SR210": "one rule of those that are listed is required",
        "SR211": "only one rule of those that are listed may stand there",
        "SR223": "the sections that may be changed are listed",
        "SR244": "the rules of a derived value are listed",
        "SR290": "the rules of a case are listed",
        "SR324": "an expression is a text, and none may be blank",
    }
)
"""Every code whose faults are faults of structure. All others are:

- SR1xx: the file is no TOML, which an editor says by itself, or not for this loader (encoding, size);
- SR2xx: rows, sums and references that need several values at once, other items, or other files;
- SR3xx: what an expression says; to a schema it is a text;
- SR4xx to SR6xx: records and results;
- SR7xx: the review of a ruleset without errors.
"""


@frozen
class Unseen:
    """Faults of a code in :data:`SEEN` that are none of structure.

    Args:
        code: The code.
        where: Whether a diagnostic in a document is such a fault.
        why: What the schema would have to know.
    """

    code: str
    where: Callable[[Diagnostic, Mapping[str, Any]], bool]
    why: str


def _at(pattern: str) -> Callable[[Diagnostic, Mapping[str, Any]], bool]:
    def where(one: Diagnostic, _: Mapping[str, Any]) -> bool:
        return re.search(pattern, one.path or "") is not None

    return where


def _says_rest(_: Diagnostic, document: Mapping[str, Any]) -> bool:
    tiers = document.get("tier", {})
    header = document.get("ruleset", {})
    shared = [one for one in tiers.values() if "each" in one] if isinstance(tiers, Mapping) else []
    return bool(shared) or (isinstance(header, Mapping) and "extends" in header)


def _has_cases(one: Diagnostic, document: Mapping[str, Any]) -> bool:
    section, name = (one.path or "").split(".")
    return "cases" in document[section][name]


RULES_OWN = (POSITIVE, NOT_NEGATIVE, NOT_ABOVE_FULL, NOT_BELOW_FULL)

UNSEEN = (
    Unseen(
        "SR202",
        lambda one, _: one.arguments["key"] in ("tier", "weight"),
        "what is outside the tiers, such as bonus points, needs neither",
    ),
    Unseen(
        "SR203", _at(r"^example\[\d+\]\.expect\b"), "an expected value is of the type of what it is about"
    ),
    Unseen("SR203", _at(r"\.unit$"), "which words can be units"),
    Unseen(
        "SR203",
        _at(r"\binput\.(\w+\.)?(from|above|upto|below|default)$|^parameter\.\w+\.value$|\.pass\.is$"),
        "a constant is of the type that is declared beside it",
    ),
    Unseen(
        "SR203",
        lambda one, _: one.arguments["expected"] in RULES_OWN and not (one.path or "").startswith("total."),
        "a parameter may be an expression, and a rule compares it with others",
    ),
    Unseen("SR244", _has_cases, "a case takes any rule, wherever it stands"),
    Unseen("SR210", _says_rest, "the tier of an indicator may give it a rule, in this file or another"),
)


def must_be_seen(one: Diagnostic, text: str, file: str) -> bool:
    """Whether a complaint about a file is one that the schema must have too.

    Args:
        one: The complaint.
        text: The file.
        file: Its name.
    """
    if one.code not in SEEN or (one.span is not None and one.span.source.name != file):
        return False
    document = tomli.loads(text)
    return not any(rule.code == one.code and rule.where(one, document) for rule in UNSEEN)
