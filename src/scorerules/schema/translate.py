"""Shapes of values as JSON Schema, in the words of draft 7 that editors of TOML understand.

Goes in: a shape. Comes out: a schema that takes exactly the values of that shape. Knows no section and no
key of the ruleset language; kinds of rule are references to definitions that the whole schema holds.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

from scorerules.reading import Constant, Key, keys_of, shapes
from scorerules.reading.shapes import Shape
from scorerules.schema.texts import SchemaLang, of_key

Schema: TypeAlias = dict[str, Any]

ANY_TYPE = frozenset({"enum", "oneOf"})
"""Keywords that concern values of every type."""


def translated(shape: Shape, lang: SchemaLang) -> Schema:
    """The schema of a shape.

    Args:
        shape: The shape.
        lang: The language of titles and descriptions.
    """
    match shape:
        case shapes.Text(has=pattern):
            return {"type": "string", **_said(pattern=pattern or None)}
        case shapes.Number(above=above, least=least, whole=whole):
            bounds = _said(exclusiveMinimum=above, minimum=least, multipleOf=1 if whole else None)
            return {"type": "number", **bounds}
        case shapes.Flag():
            return {"type": "boolean"}
        case shapes.Day():
            return {"type": "string", "format": "date"}
        case shapes.Word(words=words):
            return {"type": "string", "enum": list(words)}
        case shapes.Array(item=item, least=least, most=most):
            size = _said(minItems=least or None, maxItems=most)
            return {"type": "array", "items": translated(item, lang), **size}
        case shapes.Map(item=item, least=least, keys=keys):
            inner = translated(item, lang)
            known = {"properties": dict.fromkeys(keys, inner)} if keys else {}
            size = _said(minProperties=least or None)
            return {"type": "object", **known, "additionalProperties": False if keys else inner, **size}
        case shapes.Free():
            return {"type": "object", "additionalProperties": True}
        case shapes.Columns(table=table):
            columns = {
                name: {**of_key(key, lang, required=False), **translated(shapes.Array(key.type.shape), lang)}
                for name, key in keys_of(table()).items()
            }
            return {
                "type": "object",
                "properties": columns,
                "minProperties": 1,
                "additionalProperties": False,
            }
        case shapes.Keys():
            return _keys(shape, lang)
        case shapes.Either(shapes=choices):
            return _either(choices, lang)


def rule_definition(kind: str) -> Schema:
    """The schema of a kind of rule, where it stands as a key."""
    return {"$ref": f"#/definitions/{kind}"}


def has(key: str) -> Schema:
    """That a table has a key.

    Tombi takes a part of a schema for the list of all keys unless it says that it is none.
    """
    return {"required": [key], "additionalProperties": True}


def _keys(shape: shapes.Keys, lang: SchemaLang) -> Schema:
    declared = {name: key for name, key in keys_of(shape.table()).items() if name not in shape.without}
    required = [name for name, key in declared.items() if key.required and not shape.partial]
    properties = {
        name: {
            **of_key(key, lang, required=name in required),
            **translated(key.type.shape, lang),
            **_said(default=None if shape.partial else _default(key)),
        }
        for name, key in declared.items()
    }
    schema: Schema = {
        "type": "object",
        "properties": {**properties, **{rule: rule_definition(rule) for rule in shape.rules}},
        **_said(required=required or None),
        "additionalProperties": False,
    }
    if shape.rules:
        each = [has(rule) for rule in shape.rules]
        schema["oneOf"] = [*each, {"not": {"anyOf": each}}] if shape.partial else each
    return schema


def _either(choices: tuple[Shape, ...], lang: SchemaLang) -> Schema:
    """One schema for all choices that differ in type, and one for each of the others.

    Almost every keyword concerns values of one type only. Of one schema editors can tell which key of
    which table is wrong, of several only that none fits.
    """
    merged: Schema = {}
    types: list[str] = []
    others: list[Schema] = []
    for one in choices:
        schema = translated(one, lang)
        if schema["type"] in types or not ANY_TYPE.isdisjoint(schema):
            others.append(schema)
        else:
            types.append(schema.pop("type"))
            merged |= schema
    if types:
        others.insert(0, {"type": types if len(types) > 1 else types[0], **merged})
    return others[0] if len(others) == 1 else {"anyOf": others}


def _default(key: Key) -> str | int | bool | None:
    """What holds when the key is not written, as far as a value of TOML says it."""
    match key.default:
        case _ if key.required:
            return None
        case bool() | str() as told if told != "":
            return told
        case Fraction(denominator=1) as number:
            return int(number)
        case Constant(value=Fraction(denominator=1) as number):
            return int(number)
        case _:
            return None


def _said(**keywords: Any) -> Schema:
    """The keywords that have a value."""
    return {name: value for name, value in keywords.items() if value is not None}
