"""Texts that people read: written once for both languages, or once in each.

Goes in: a text, or a table ``{ zh = "…", en = "…" }``. Comes out: the words in both languages; where a table
has one language only, its text stands for the other too. What records and formulas compare, such as grades
and answers, is no such text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import evolve, frozen

from scorerules.diagnostics import LANGS, Words
from scorerules.document import Node
from scorerules.reading import meant, shapes
from scorerules.reading.reader import corrected
from scorerules.reading.shapes import Shape, either
from scorerules.reading.values import BROKEN, At, Broken, Text


@frozen
class Wording:
    """A text, or one in each language."""

    shape: ClassVar[Shape] = either(Text().shape, shapes.Map(Text().shape, least=1, keys=LANGS))
    expected: Words = Words(
        '文字（加引号），或 { zh = "…", en = "…" }', 'a text in quotes, or { zh = "…", en = "…" }'
    )

    def read(self, node: Node, at: At) -> Words | Broken:
        """The words in ``node``."""
        if isinstance(node.value, str):
            text = Text().read(node, at)
            return text if isinstance(text, Broken) else Words.same(text)
        if not node.is_table or not node.value:
            return at.wrong(node, self.expected, meant.text(node))
        table, guessed, lost = corrected(node, LANGS, at, {})
        assert isinstance(table.value, Mapping)
        texts: dict[str, str] = {}
        for lang, one in table.value.items():
            read = Text().read(
                one, (evolve(at, faults=at.faults.apart()) if lang in guessed else at).under(lang)
            )
            if isinstance(read, Broken):
                lost = True
            else:
                texts[lang] = read
        if lost:
            return BROKEN
        only = next(iter(texts.values()))
        return Words(texts.get("zh", only), texts.get("en", only))
