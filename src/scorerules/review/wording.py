"""Numbers of the official sentence that its rule does not have: 0.5 in ``text``, 5 in the rule.

Goes in: a ruleset without errors. Comes out: a warning where a number of the sentence is missing and the rule
has another in its place, a hint where the rule has none. What a judge decides is not looked at: there the
sentence guides people, and no rule repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scorerules.diagnostics import Faults, Label, Words
from scorerules.document import Node
from scorerules.kinds import CasesKind, Kind
from scorerules.kinds.judged import Judged
from scorerules.model import Indicator, Veto
from scorerules.review.sentences.comparison import Comparison
from scorerules.review.sentences.held import Holding, held_by_indicator, held_by_veto
from scorerules.review.sentences.said import numbers_said
from scorerules.review.subject import Subject

_INSTEAD = Words("规则里是这个数", "the rule has this number")

_LONGEST = 2000
"""Characters above which a text is a document rather than the sentence of a rule."""


def wording(subject: Subject, faults: Faults) -> None:
    """Compare every official sentence with its rule."""
    for indicator in subject.scheme.indicators.values():
        if indicator.text is not None and not _is_judged(indicator.kind):
            _compare(indicator, held_by_indicator(indicator, subject), subject, faults)
    for veto in subject.scheme.vetoes.values():
        if veto.text is not None:
            _compare(veto, held_by_veto(veto, subject), subject, faults)


def _is_judged(kind: Kind | None) -> bool:
    return isinstance(kind, Judged) or (isinstance(kind, CasesKind) and any(map(_is_judged, kind.kinds)))


def _compare(one: Indicator | Veto, holding: Holding, subject: Subject, faults: Faults) -> None:
    rule = [held.span for held in holding.own if held.span is not None]
    for path, node in _sentences(one.written("text"), f"{one.path}.text"):
        text = node.value
        if not any(span.source is subject.source for span in (node.span, *rule)):
            continue  # sentence and rule are both inherited
        if not isinstance(text, str) or len(text) > _LONGEST:
            continue
        for said, instead in Comparison(numbers_said(text, holding.units), holding).missing():
            place, number = node.text_span(said.start, said.end), text[said.start : said.end].strip()
            if instead is None or instead.span is None:
                faults.add("SR746", place, path=path, number=number)
            else:
                labels, found = (Label(instead.span, _INSTEAD),), instead.span.text.strip("\"'")
                faults.add("SR745", place, path=path, labels=labels, number=number, found=found)


def _sentences(node: Node | None, path: str) -> Iterator[tuple[str, Node]]:
    """The sentence, or the sentence in each language, with its path."""
    if node is not None and isinstance(node.value, Mapping):
        for lang, text in node.value.items():
            yield f"{path}.{lang}", text
    elif node is not None:
        yield path, node
