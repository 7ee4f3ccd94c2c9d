"""The schema of a whole ruleset file.

Goes in: the sections and kinds of rule as the loader declares them. Comes out: a JSON Schema (draft 7, the
one that both Tombi and Taplo read). It sees structure: keys, types, words, what must be there. What needs
another part of the file, or the meaning of a text, it leaves to the loader, and it refuses nothing that the
loader takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scorerules.build.sections import (
    CHANGE,
    CHANGEABLE,
    EXAMPLE,
    ITEM_SECTIONS,
    LANGUAGE_VERSION,
    RULES_OF,
    SINGLE_SECTIONS,
    TOPICS,
    VERSION_KEY,
)
from scorerules.diagnostics import Words
from scorerules.kinds import KINDS
from scorerules.model import Example
from scorerules.reading import Table, Topic, keys_of, shapes
from scorerules.schema.texts import SchemaLang, of_topic
from scorerules.schema.translate import Schema, has, translated

DRAFT = "http://json-schema.org/draft-07/schema#"
WHOLE = Topic(
    Words("评分规则文件", "ruleset file"),
    Words(
        "一份评分办法，写给 scorerules 计分；完整的检查用 `scorerules check`",
        "a scoring scheme for scorerules; `scorerules check` checks all of it",
    ),
)


def ruleset_schema(lang: SchemaLang = "both") -> dict[str, Any]:
    """The JSON Schema of ruleset files.

    Args:
        lang: The language of titles and descriptions: ``"zh"``, ``"en"`` or ``"both"``.

    Returns:
        Plain values, ready for ``json.dumps``.

    Example:
        >>> from scorerules.schema import ruleset_schema
        >>> ruleset_schema("en")["properties"]["grade"]["title"]
        'grade'
    """
    sections = {
        VERSION_KEY: {"const": LANGUAGE_VERSION},
        **{name: translated(shapes.Keys(_of(table)), lang) for name, table in SINGLE_SECTIONS.items()},
        **{name: _items(name, lang, change=False) for name in ITEM_SECTIONS},
        EXAMPLE: translated(shapes.Array(shapes.Keys(lambda: Example)), lang),
        CHANGE: _change(lang),
    }
    return {
        "$schema": DRAFT,
        "$comment": "Written by `scorerules schema` from what the loader declares. Do not edit.",
        **of_topic(WHOLE, lang),
        "type": "object",
        "properties": {name: {**of_topic(TOPICS[name], lang), **one} for name, one in sections.items()},
        "required": [VERSION_KEY, "ruleset"],
        "additionalProperties": False,
        **_where_indicators_are_complete(),
        "definitions": {
            name: {**of_topic(kind.topic, lang), **translated(kind.shape(), lang)}
            for name, kind in KINDS.items()
        },
    }


def _of(table: type[Table]) -> Callable[[], type]:
    return lambda: table


def _items(section: str, lang: SchemaLang, *, change: bool) -> Schema:
    """A section of named items; one of ``[change]`` says parts of them."""
    # The tier of an indicator, perhaps in another file, may say any of its keys.
    item = shapes.Keys(
        _of(ITEM_SECTIONS[section]),
        rules=RULES_OF.get(section, ()),
        partial=change or section == "indicator",
    )
    return {
        "type": "object",
        "additionalProperties": {**of_topic(TOPICS[section], lang), **translated(item, lang)},
        "x-tombi-additional-key-label": f"{section}_id",
    }


def _change(lang: SchemaLang) -> Schema:
    """``[change]``: the sections of what is inherited, of which everything may be left out."""
    parts = {
        name: _items(name, lang, change=True)
        if name in ITEM_SECTIONS
        else translated(shapes.Keys(_of(SINGLE_SECTIONS[name]), partial=True), lang)
        for name in CHANGEABLE
    }
    return {
        "type": "object",
        "properties": {name: {**of_topic(TOPICS[name], lang), **one} for name, one in parts.items()},
        "additionalProperties": False,
    }


def _where_indicators_are_complete() -> Schema:
    """Where no tier can say the rest, every indicator says all that there must be."""
    open_ = {"additionalProperties": True}
    alone = {
        "ruleset": {**open_, "not": has("extends")},
        "tier": {"additionalProperties": {**open_, "not": has("each")}},
    }
    required = [name for name, key in keys_of(ITEM_SECTIONS["indicator"]).items() if key.required]
    complete = {**open_, "required": required, "anyOf": [has(rule) for rule in RULES_OF["indicator"]]}
    return {
        "if": {**open_, "properties": alone},
        "then": {**open_, "properties": {"indicator": {"additionalProperties": complete}}},
    }
