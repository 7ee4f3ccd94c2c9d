"""What an editor shows of a key: a short title and a description, in one language or in both.

Goes in: words that the language already has for sections, kinds of rule and keys. Comes out: the two
annotations of a JSON Schema. Nothing is said here that the declaration of a key does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from scorerules.diagnostics import LANGS, Lang, Words
from scorerules.reading import Key, Topic

SchemaLang: TypeAlias = Literal["both", "zh", "en"]
SCHEMA_LANGS: Mapping[SchemaLang, tuple[Lang, ...]] = MappingProxyType(
    {"both": LANGS, "zh": ("zh",), "en": ("en",)}
)
"""The languages of a schema, in the order in which they are shown."""

Texts: TypeAlias = dict[str, str]


def of_topic(topic: Topic, lang: SchemaLang) -> Texts:
    """The texts of a section or a kind of rule."""
    return _texts(topic.name, Words("", ""), topic.about, lang)


def of_key(key: Key, lang: SchemaLang, *, required: bool) -> Texts:
    """The texts of a key: what it means and what its value may be."""
    mark = Words("（必填）", " (required)") if required else Words("", "")
    return _texts(key.words, mark, key.type.expected, lang)


def _texts(name: Words, mark: Words, about: Words, lang: SchemaLang) -> Texts:
    sentences = {"zh": f"{name.zh}{mark.zh}——{about.zh}", "en": f"{name.en}{mark.en} — {about.en}"}
    return {
        "title": " · ".join(name[one] for one in SCHEMA_LANGS[lang]),
        # Editors read descriptions as Markdown: a blank line begins a new paragraph.
        "description": "\n\n".join(sentences[one] for one in SCHEMA_LANGS[lang]),
    }
