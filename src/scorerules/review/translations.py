"""Names without a translation in a ruleset of two languages, and texts that are in the wrong language.

Goes in: a ruleset without errors. Comes out: a warning for every name of a bilingual ruleset that one of the
languages lacks, and for every text that is said in one language only; a hint for a text that is plainly not
in the language it is said to be in. A name without words, such as ``PM2.5``, reads the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs
from attrs import frozen

from scorerules.build.compose import entries
from scorerules.diagnostics import LANGS, Faults, Label, Lang, Words
from scorerules.document import Node
from scorerules.kinds.checklist import CheckItem
from scorerules.kinds.defects import Defect
from scorerules.model import Function, Grade, Graded, Scheme
from scorerules.reading import MapOf, Table, Wording, keys_of
from scorerules.review.subject import Subject
from scorerules.review.written import tables
from scorerules.source import Span

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"(?=[A-Za-zÀ-ɏ]{3})[A-Za-zÀ-ɏ]*[a-zß-ɏ]{2}")
"""A word of an alphabet: three letters or more, not a symbol such as ``NOx`` or ``IAQI``."""

_SLOT = re.compile(r"\{[^{}]*\}")
"""A place in a remark template."""

_LANGUAGE: dict[Lang, Words] = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}
_OTHER: dict[Lang, Lang] = {"zh": "en", "en": "zh"}
_SAID_TWICE = Words("这里写了两种语言", "said in both languages here")
_TOO = Words("这一项也没有", "nor does this")

_APART = 3
"""Names of one section that are shown one by one; of more, one message tells."""

_LABELLED = 12
"""Places that such a message points at."""


OF_ITEMS = 'name = { zh = "…", en = "…" }'
OF_GRADES = 'names = { "…" = { zh = "…", en = "…" } }'
"""How names are written."""


@frozen
class Name:
    """What people call an item.

    Args:
        path: The item.
        text: Its name when it is said once, or the id that stands for it; ``None`` for a table.
        twice: Whether it is said in both languages.
        span: Where the name stands, else the item.
        how: How its name is written.
    """

    path: str
    text: str | None
    twice: bool
    span: Span
    how: str = OF_ITEMS

    @property
    def section(self) -> str:
        """The section the item stands in."""
        return self.path.partition(".")[0]


def translations(subject: Subject, faults: Faults) -> None:
    """Note texts in one language only, or in the wrong one, and names that lack a translation."""
    every = list(tables(tuple(getattr(subject.scheme, one.name) for one in attrs.fields(Scheme))))
    for table in every:
        for path, node in _texts(table):
            if isinstance(node.value, Mapping):
                _pair(node, node.value, path, faults)
    names = [name for table in every if (name := _name(table)) is not None]
    names += [name for table in every if isinstance(table, Graded) for name in _grades(table)]
    example = next((name for name in names if name.twice), None)
    if example is not None:
        _names(names, example, faults)


def _texts(table: Table) -> Iterator[tuple[str, Node]]:
    """Every text for people that the table itself has, with its path."""
    for key in keys_of(type(table)).values():
        node, path = table.written(key.name), f"{table.path}.{key.name}"
        if node is None:
            continue
        if isinstance(key.type, Wording):
            yield path, node
        elif isinstance(key.type, MapOf) and isinstance(key.type.item, Wording):
            yield from ((f"{path}.{name}", one) for name, one in entries(node).items())


def _pair(node: Node, texts: Mapping[str, Node], path: str, faults: Faults) -> None:
    """The texts of one table."""
    for lang in LANGS:
        given, wanted = _LANGUAGE[_OTHER[lang]], _LANGUAGE[lang]
        if lang not in texts:
            faults.add("SR757", node.span, path=path, key=path, given=given, lang=lang)
        elif _misplaced(lang, texts):
            below = f"{path}.{lang}"
            faults.add("SR759", texts[lang].span, path=below, key=below, given=given, wanted=wanted)


def _misplaced(lang: Lang, texts: Mapping[str, Node]) -> bool:
    """Whether a text is plainly in the other language; a proper name may be said in English twice."""
    sentence = _sentence(texts[lang])
    chinese, words = _HAN.search(sentence), _WORD.search(sentence)
    if lang == "en":
        return bool(chinese) and not words
    proper = "en" in texts and texts["en"] == texts["zh"]
    return bool(words) and not chinese and not proper


def _names(names: list[Name], example: Name, faults: Faults) -> None:
    """Every name that a language lacks, those of one section together when they are many."""
    groups: dict[tuple[str, str, Lang, str], list[Name]] = {}
    for name in names:
        written = None if name.text is None else _language(name.text)
        if written is not None:
            group = (name.section, name.how, _OTHER[written], name.span.source.name)
            groups.setdefault(group, []).append(name)
    for (section, how, lacking, _), lacks in groups.items():
        for together in [lacks] if len(lacks) > _APART else [[one] for one in lacks]:
            first, *others = together
            labels = tuple(Label(one.span, _TOO) for one in others[: _LABELLED - 1])
            faults.add(
                "SR758", first.span, path=section if others else first.path,
                labels=(*labels, Label(example.span, _SAID_TWICE)), language=_LANGUAGE[lacking],
                items=_listed(together), how=how,
            )  # fmt: skip


def _listed(names: list[Name]) -> Words:
    first, more = f"`{names[0].path}`", len(names) - 1
    if more:
        return Words(f"{first} 等 {more + 1} 项", f"{first} and {more} more")
    return Words(f"{first} ", first)


def _name(table: Table) -> Name | None:
    """The name of a table that has one, or the id that is shown in its place."""
    key = keys_of(type(table)).get("name")
    place = table.place()
    if key is None or not isinstance(key.type, Wording) or place is None:
        return None
    node = table.written("name")
    if node is not None:
        return _written(table.path, node)
    id_ = _id(table)
    return Name(table.path, id_, False, place) if id_ else None


def _grades(table: Graded) -> Iterator[Name]:
    """The names of the grades of a table, or the grades that are shown in their place."""
    named = entries(table.written("names"))
    rows = {row.grade: row for rows in table.all_bands for row in rows}
    order = table.order if isinstance(table, Grade) else ()
    for grade in dict.fromkeys((*rows, *order)):
        path, node = f"{table.path}.names.{grade}", named.get(grade)
        place = rows[grade].place("grade") if grade in rows else table.place("order")
        if node is not None:
            yield _written(path, node, OF_GRADES)
        elif place is not None:
            yield Name(path, grade, False, place, OF_GRADES)


def _written(path: str, node: Node, how: str = OF_ITEMS) -> Name:
    said = entries(node)
    return Name(path, None if said else str(node.value), len(said) == len(LANGS), node.span, how)


def _id(table: Table) -> str:
    """The id that people see of an item without a name; empty when they see none."""
    if isinstance(table, (CheckItem, Defect)):
        return table.path.rpartition(".")[2]
    # Formulas call a function by its id, whatever its name is; data of an indicator have its name.
    return "" if isinstance(table, Function) else str(getattr(table, "id", ""))


def _language(text: str) -> Lang | None:
    """The language of a text, as far as its letters tell; ``None`` for one that reads the same in both."""
    if _HAN.search(text):
        return "zh"
    return "en" if _WORD.search(text) else None


def _sentence(node: Node) -> str:
    """A text without the slots of a remark, whose names and formats are no part of the sentence."""
    return _SLOT.sub("", str(node.value))
