"""Laws of the schema: what the loader takes it takes, and faults of structure both of them see."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

import scorerules
from scorerules.diagnostics import Diagnostic
from scorerules.kinds import KINDS
from scorerules.numbers import QUANTITY_START, looks_like_quantity
from scorerules.testing.generated.parts import Draw
from scorerules.testing.generated.schemes import schemes
from scorerules.testing.generated.written import Scheme, inline, key, text
from shipped_files import SHIPPED_RULESETS
from validation import SEEN, must_be_seen, refusals

ROOT = Path(__file__).parents[2]
FILES = sorted((*(ROOT / "tests/data/good").glob("*.toml"), *SHIPPED_RULESETS))
Where: TypeAlias = tuple[str | int, ...]

OTHERS: tuple[Any, ...] = (Fraction(5), "text", "", True, [], {}, [Fraction(1)], {"a": Fraction(1)})
"""Values that are of the wrong type almost everywhere."""

UNREAD = ("SR220", "SR222")
"""Codes after which the loader does not read on: a change without ``extends``, or of what is nowhere."""

SLIPS = ("unknown key", "misspelt key", "missing", "wrong type", "wrong word", "two rules")


def numbers_exact(value: Any) -> Any:
    """A value of TOML with all numbers as fractions, as the writer of the tests takes them."""
    match value:
        case dict():
            return {name: numbers_exact(item) for name, item in value.items()}
        case list():
            return [numbers_exact(item) for item in value]
        case bool() | str() | date():
            return value
        case number:
            return Fraction(number)


DOCUMENTS = {
    path: numbers_exact(tomli.loads(path.read_text(encoding="utf-8"), parse_float=Fraction)) for path in FILES
}


def places(value: Any, above: Where = ()) -> Iterator[Where]:
    """The place of every value inside a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in inner:
        yield (*above, name)
        yield from places(item, (*above, name))


def at(document: Any, where: Where) -> Any:
    """What stands at a place."""
    for name in where:
        document = document[name]
    return document


def renamed(table: dict[str, Any], old: str, new: str) -> None:
    """Another name for a key, in its place."""
    items = [(new if name == old else name, item) for name, item in table.items()]
    table.clear()
    table.update(items)


@st.composite
def slipped(draw: Draw, slip: str) -> tuple[Path, str]:
    """A good ruleset with one slip in its structure, and where it came from."""
    path = draw(st.sampled_from(FILES))
    document = copy.deepcopy(DOCUMENTS[path])
    if slip == "two rules":
        _second_rule(draw, document)
    else:
        wanted = [one for one in places(document) if _may_slip(slip, document, one)]
        _make(draw, slip, document, draw(st.sampled_from(wanted)))
    return path, "\n".join(f"{key(name)} = {inline(value)}" for name, value in document.items()) + "\n"


def _may_slip(slip: str, document: Any, where: Where) -> bool:
    if slip == "unknown key":
        return isinstance(at(document, where), dict)
    if slip == "misspelt key":
        return isinstance(where[-1], str)
    return slip != "wrong word" or isinstance(at(document, where), str)


def _make(draw: Draw, slip: str, document: Any, where: Where) -> None:
    table, last = at(document, where[:-1]), where[-1]
    match slip:
        case "unknown key":
            table[last]["zzz"] = draw(st.sampled_from(OTHERS))
        case "misspelt key":
            renamed(table, str(last), f"{last}x")
        case "missing":
            del table[last]
        case "wrong type":
            table[last] = draw(st.sampled_from(OTHERS))
        case "wrong word":
            table[last] = "no_such_word"


def _second_rule(draw: Draw, document: Any) -> None:
    ruled = [
        item
        for section in ("indicator", "derived", "function")
        for item in document.get(section, {}).values()
        if not KINDS.keys().isdisjoint(item)
    ]
    rule = draw(st.sampled_from((("judged", {}), ("formula", "1"), ("choice", {"x": Fraction(1)}))))
    if ruled:
        draw(st.sampled_from(ruled)).setdefault(*rule)


def problems(text_: str, path: Path) -> tuple[Diagnostic, ...]:
    """What the loader says against a text that stands in the place of a file."""
    try:
        scorerules.loads(text_, name=path.name, root=path.parent)
    except scorerules.RulesetError as error:
        return error.diagnostics
    return ()


@pytest.mark.parametrize("slip", SLIPS)
def test_loader_and_schema_agree_on_structure(slip: str) -> None:
    """The schema takes what the loader takes, sees what is structure, and refuses for nothing else."""
    seen = {"taken": 0, "refused": 0}

    @settings(max_examples=2 * settings().max_examples)
    @given(slipped(slip))
    def check(made: tuple[Path, str]) -> None:
        path, text_ = made
        found = problems(text_, path)
        refused = refusals(text_)
        seen["refused" if refused else "taken"] += 1
        if any(must_be_seen(one, text_, path.name) for one in found):
            assert refused, [(one.code, one.path) for one in found]
        if refused:
            assert not {*SEEN, *UNREAD}.isdisjoint(one.code for one in found), (refused, found)

    check()
    assert seen["refused"] > 0
    assert seen["taken"] > 0 or slip == "misspelt key"


@given(schemes())
def test_generated_rulesets_are_taken(scheme: Scheme) -> None:
    """No ruleset that loads is refused."""
    assert refusals(text(scheme)) == []


@given(st.text("0159.,-+−＋－．０９%万元x \u3000", max_size=8))
def test_quantities_look_like_quantities(written: str) -> None:
    """Whatever is a number in quotes begins like one."""
    assert re.search(QUANTITY_START, written) or not looks_like_quantity(written)
