"""What a review says of data: a record that shows a mistake, and the values that can occur.

Goes in: data and ranges. Comes out: a few words in both languages. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from scorerules.analysis.abstract import Abstract
from scorerules.analysis.domains import EVERY_DAY
from scorerules.analysis.interval import Interval
from scorerules.analysis.record_form import record_of
from scorerules.diagnostics import Lang, Words
from scorerules.explain import shown
from scorerules.formula import Expr, Name, walk
from scorerules.kinds import Value
from scorerules.numbers import Unit
from scorerules.review.subject import Subject

_MOST = 6
"""Data of a record that are named."""

_TEXTS = 8
"""Texts of a choice that are listed."""


def record_words(data: Mapping[str, Value | None], subject: Subject) -> Words:
    """Data of a record, such as ``planned_cards = 8张, made_cards = 5张``."""
    said = [(name, value) for name, value in data.items() if not isinstance(value, bool) or "." not in name]
    words = [_datum(name, value, subject) for name, value in said[:_MOST]]
    more = len(said) > _MOST
    return Words(
        "，".join(one.zh for one in words) + ("，…" if more else ""),
        ", ".join(one.en for one in words) + (", …" if more else ""),
    )


def whole_records(*changes: Mapping[str, Value | None], subject: Subject) -> tuple[Mapping[str, object], ...]:
    """The base record with each of some data changed; none when one of them cannot be written in decimals."""
    records = [record_of({**subject.trials.base, **data}, subject.plan) for data in changes]
    return () if None in records else tuple(one for one in records if one is not None)


def _datum(name: str, value: Value | None, subject: Subject) -> Words:
    unit = subject.plan.units.get(name)
    if value is None:
        return Words(f"不填 {name}", f"{name} left out")
    # A unit of scale 1 goes without saying in a result; here it tells what kind of number it is.
    after = unit.symbol if unit is not None and unit.scale == 1 and isinstance(value, Fraction) else ""
    return Words(f"{name} = {shown(value, unit, 'zh')}{after}", f"{name} = {shown(value, unit, 'en')}{after}")


def ranges_words(expr: Expr, subject: Subject) -> Words:
    """What the names that an expression reads can be, such as ``rate is from 0% to 100%``."""
    names = dict.fromkeys(node.id for node in walk(expr) if isinstance(node, Name))
    found = [_range_of(name, subject) for name in names]
    said = [one for one in found if one is not None]
    return Words("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def _range_of(name: str, subject: Subject) -> Words | None:
    value = subject.ranges.read(name)
    unit = subject.plan.units.get(name)
    key = subject.plan.keys.get(name)
    words = {
        lang: range_words(value, unit, lang, dates=key is not None and key.type == "date")
        for lang in ("zh", "en")
    }
    title = subject.title(name)
    if not words["zh"]:
        return None
    return Words(f"“{title.zh}”{words['zh']}", f"“{title.en}” is {words['en']}")


def range_words(value: Abstract, unit: Unit | None, lang: Lang, *, dates: bool = False) -> str:
    """The values that something can be; empty when there is nothing to say."""
    if value.texts:
        texts = sorted(value.texts)
        listed = "、".join(texts[:_TEXTS]) if lang == "zh" else ", ".join(texts[:_TEXTS])
        more = "…" if len(texts) > _TEXTS else ""
        return Words(f"为 {listed}{more}", f"one of {listed}{more}")[lang]
    numbers = value.numbers
    if dates:
        # The first and the last day that there are limit nothing.
        numbers = Interval(
            None if numbers.low == EVERY_DAY.low else numbers.low,
            None if numbers.high == EVERY_DAY.high else numbers.high,
            numbers.low_in,
            numbers.high_in,
        )
    if numbers.empty or (numbers.low is None and numbers.high is None):
        return ""

    def end(number: Fraction) -> str:
        return shown(date.fromordinal(int(number)), None, lang) if dates else shown(number, unit, lang)

    if numbers.single is not None:
        return Words(f"总是 {end(numbers.single)}", f"always {end(numbers.single)}")[lang]
    parts: list[Words] = []
    if numbers.low is not None:
        low = end(numbers.low)
        parts.append(
            Words(f"≥ {low}", f"at least {low}") if numbers.low_in else Words(f"> {low}", f"above {low}")
        )
    if numbers.high is not None:
        high = end(numbers.high)
        parts.append(
            Words(f"≤ {high}", f"at most {high}") if numbers.high_in else Words(f"< {high}", f"below {high}")
        )
    return Words("且 ", " and ")[lang].join(one[lang] for one in parts)


def listed(words: Iterable[Words]) -> Words:
    """Several words one after the other."""
    found = tuple(words)
    return Words("、".join(one.zh for one in found), ", ".join(one.en for one in found))
