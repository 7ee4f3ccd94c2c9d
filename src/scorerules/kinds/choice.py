"""``choice`` 选项给分: each answer has its points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Self

from attrs import evolve, field, frozen

from scorerules.diagnostics import Words
from scorerules.document import Node
from scorerules.formula import Cases, Expr
from scorerules.formula.make import compare, text
from scorerules.kinds.base import Item, Kind, Lowered, Speaker
from scorerules.kinds.record_key import RecordKey, fault_of_value
from scorerules.reading import At, Broken, MapOf, Numeric, Topic, key, keys_of
from scorerules.reading.shapes import Shape


@frozen
class Choice(Kind):
    """Answer → points; any other answer is a fault of the record."""

    topic: ClassVar[Topic] = Topic(
        Words("选项给分", "points by answer"),
        Words(
            "填报数据写明是哪个选项，各选项的分数写在这里",
            "the record names one of the answers; each has its points here",
        ),
    )
    asks_record: ClassVar[bool] = True
    in_derived: ClassVar[bool] = True

    answers: Mapping[str, Expr] = key(
        MapOf(Numeric(), least=1), "选项与分数", "answers and points", default=field(factory=dict)
    )

    @classmethod
    def shape(cls) -> Shape:
        return keys_of(cls)["answers"].type.shape

    @classmethod
    def read_kind(cls, node: Node, at: At) -> Self | Broken:
        """The keys of the table are the answers."""
        answers = keys_of(cls)["answers"].type.read(node, at)
        return answers if isinstance(answers, Broken) else cls(answers=answers, origin=node, path=at.path)

    def own_key(self, key: RecordKey, item: Item) -> RecordKey:
        narrowed = evolve(key, type="text", choices=tuple(self.answers))
        if key.default is not None and fault_of_value(narrowed, key.default) is not None:
            item.faults.add("SR258", key.span, path=f"indicator.{item.id}.input.default")
        return narrowed

    def expression(self, item: Item) -> Lowered:
        rows = tuple(
            (compare("==", item.value, text(answer)), given) for answer, given in self.answers.items()
        )
        return Lowered(Cases(rows, None, item.row, span=self.place()))

    def paid(self) -> Iterator[Expr]:
        yield from self.answers.values()

    def sentence(self, say: Speaker, weight: Fraction | None) -> str:
        gives, unit = ("取", "") if weight is None else ("得", "分")
        answers = say.pick("；", "; ").join(
            say.pick(f"“{answer}”{gives}{say.term(given)}{unit}", f'"{answer}": {say.term(given)}')
            for answer, given in self.answers.items()
        )
        return f"{say.value}{say.pick('：', ' — ')}{answers}"

    def row_words(self, index: int, say: Speaker) -> str:
        answer = tuple(self.answers)[index]
        return say.pick(f"“{answer}”", f'"{answer}"')
