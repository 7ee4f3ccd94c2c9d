"""Remark templates: text with places for numbers, such as ``扣{lost}分`` or ``{made_cards:.2万}张``.

In goes the text of the ruleset, out comes a list of texts and slots that is filled without any format
string of Python: a template can show values and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from scorerules.diagnostics import Faults, Fix, Lang, Words
from scorerules.document import Node
from scorerules.numbers import Real, format_number, parse_format
from scorerules.source import Span

OWN_NAMES = ("value", "lost", "score", "weight")
"""Names that mean the indicator's own value, points lost, score and weight."""


WIDE_SLOT = re.compile(r"｛\s*(\w+(?:\.\w+)?(?::[^｛｝{}]*)?)\s*｝")
"""A slot in the braces of a Chinese input method, which would be printed as it stands."""


@frozen
class Slot:
    """A place where the value of ``name`` is shown in the format ``spec``."""

    name: str
    spec: str
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class Template:
    """Texts and slots in their order."""

    parts: tuple[str | Slot, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the slots, each once."""
        return tuple(dict.fromkeys(one.name for one in self.parts if isinstance(one, Slot)))

    def fill(self, read: Callable[[str], object | None], lang: Lang) -> str:
        """The text with every slot filled; a value that is absent shows as ``—``."""
        return "".join(
            one if isinstance(one, str) else show(read(one.name), one.spec, lang) for one in self.parts
        )


def show(value: object | None, spec: str, lang: Lang) -> str:
    """One value in a template."""
    match value:
        case None:
            return "—"
        case bool():
            return Words("是", "yes")[lang] if value else Words("否", "no")[lang]
        case Fraction() | Real():
            return format_number(value, spec)
        case date():
            return value.isoformat()
        case tuple():
            return Words("、", ", ")[lang].join(value)
        case _:
            return str(value)


def parse_template(node: Node, path: str, faults: Faults) -> Template | None:
    """Read a template; ``{{`` and ``}}`` stand for braces."""
    text = node.value
    assert isinstance(text, str)
    parts: list[str | Slot] = []
    plain: list[str] = []
    at, sound = 0, True
    while at < len(text):
        sign = text[at]
        if sign in "{}" and text[at : at + 2] == sign * 2:
            plain.append(sign)
            at += 2
        elif sign == "{":
            end = text.find("}", at)
            slot = (
                None
                if end < 0
                else _slot(text[at + 1 : end], node.text_span(at, end + 1), faults.limits.places)
            )
            if slot is None:
                faults.add("SR270", node.text_span(at, at + 1 if end < 0 else end + 1), path=path)
                sound = False
            else:
                parts += ["".join(plain), slot]
                plain = []
            at = len(text) if end < 0 else end + 1
        elif sign == "｛" and (wide := WIDE_SLOT.match(text, at)) is not None:
            span = node.text_span(at, wide.end())
            faults.add("SR270", span, path=path, fix=Fix(span, f"{{{wide[1]}}}"))
            sound = False
            at = wide.end()
        elif sign == "}":
            faults.add("SR270", node.text_span(at, at + 1), path=path)
            sound = False
            at += 1
        else:
            plain.append(sign)
            at += 1
    parts.append("".join(plain))
    return Template(tuple(one for one in parts if one != "")) if sound else None


def _slot(inside: str, span: Span, places: int) -> Slot | None:
    name, _, spec = inside.partition(":")
    name = name.strip()
    known = all(piece.isidentifier() for piece in name.split("."))
    return Slot(name, spec, span) if known and parse_format(spec, places) is not None else None
